"""Whether a subscription has an endpoint that fits its protocol.

Source (read 2026-11-23): https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html (the endpoint of each protocol).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text

SUBSCRIPTION = "AWS::SNS::Subscription"
# The service that an endpoint's ARN names, by protocol.
_BY_ARN = {"sqs": "sqs", "lambda": "lambda", "firehose": "firehose"}


def _endpoints(inquiry: Inquiry) -> Iterator[Said]:
    for subscription in inquiry.system.of_type(SUBSCRIPTION):
        if subscription.get("Endpoint") is None and subscription.get("Protocol") is not None:
            yield Found(
                subscription,
                ("Endpoint",),
                f"{subscription.logical_id} has no Endpoint to deliver to",
                "Subscribe is refused without an Endpoint, and the stack is rolled back",
                f"add Endpoint to {subscription.logical_id}",
            )
        elif said := _endpoint(subscription):
            yield Found(
                subscription,
                ("Protocol",) if said[1].startswith("write Protocol") else ("Endpoint",),
                f"{subscription.logical_id} has an Endpoint that does not fit its Protocol "
                f"{as_text(subscription.get('Protocol'))}",
                f"{said[0]}: Subscribe is refused, and the stack is rolled back",
                said[1],
            )


def _endpoint(subscription: Resource) -> tuple[str, str] | None:
    """Why an endpoint doesn't fit its protocol, and what would."""
    protocol, value = subscription.get("Protocol"), subscription.get("Endpoint")
    if not isinstance(protocol, str) or not isinstance(value, str):
        return None
    arn = Arn.parse(value)
    service = _BY_ARN.get(protocol)
    if service is not None and arn is not None and arn.service != service:
        right = next((name for name, of in _BY_ARN.items() if of == arn.service), "")
        mend = f"write Protocol: {right}" if right else f"name the ARN of something that {protocol} delivers to"
        return f"{protocol} takes the ARN of a {service} resource, and this is one of {arn.service}", mend
    if protocol in ("http", "https") and not value.startswith(f"{protocol}://"):
        right = arn.service if arn is not None and arn.service in _BY_ARN else ""
        mend = f"write Protocol: {right}" if right else f"write an address that begins with {protocol}://"
        return f"{protocol} takes an address that begins with {protocol}://", mend
    if protocol in ("email", "email-json") and "@" not in value:
        right = arn.service if arn is not None and arn.service in _BY_ARN else ""
        return f"{protocol} takes an email address", f"write Protocol: {right}" if right else "write an address"
    return None


CHECK = Check(
    "CRE033",
    Severity.ERROR,
    Question.CREATE,
    "A subscription's Endpoint does not fit its Protocol",
    "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
    _endpoints,
)
