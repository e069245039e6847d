"""Whether EventBridge may write the events of a rule into a log group: by a resource policy of CloudWatch Logs alone.

Such policies belong to the account and its region, so one may be there already; a template that makes a rule and its
log group and no policy has most likely forgotten it, as only the console adds it by itself.

Source (read 2026-11-29): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
#eb-cloudwatchlogs-permissions
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.triggers import EVENTS
from seatrial.analyses.iam import Policies, Request, evaluate
from seatrial.analyses.iam.policy import Policy, PolicyKind
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_list, as_text, at, parsed_json

RULE, POLICY, LOG_GROUP = "AWS::Events::Rule", "AWS::Logs::ResourcePolicy", "AWS::Logs::LogGroup"
CALLS = ("logs:CreateLogStream", "logs:PutLogEvents")
# By these a policy may come that no template shows.
_MADE_BY_CODE = ("AWS::CloudFormation::CustomResource", "Custom::")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for rule in inquiry.system.of_type(RULE):
        for index, target in enumerate(as_list(rule.get("Targets"))):
            group = _log_group(inquiry, at(target, "Arn"))
            if group is None or rule.logical_id in inquiry.refused:
                continue
            place = ("Targets", index, "Arn")
            policies = list(of_type(inquiry.systems, POLICY))
            on = f"{group.arn.removesuffix(':*')}:log-stream:any"
            documents = tuple(
                Policy(item.logical_id, _document(item), PolicyKind.RESOURCE, item, ("PolicyDocument",))
                for item in policies
                if not isinstance(item.get("PolicyDocument"), Unknown)
            )
            documents += tuple(_called(inquiry))
            context = {"aws:SourceArn": rule.arn, "aws:SourceAccount": inquiry.system.scope.account}
            decisions = [
                evaluate(Request(call, on, service=EVENTS, context=context), Policies((), documents)) for call in CALLS
            ]
            lost = [call for call, decision in zip(CALLS, decisions, strict=True) if decision.allowed is False]
            if lost and (reason := _unknown(inquiry, policies)):
                yield Doubt(rule, place, f"whether {rule.logical_id} may write to {group.logical_id}", reason)
            elif lost:
                yield _found(rule, index, group, policies, lost)


def _log_group(inquiry: Inquiry, value: Value) -> Resource | None:
    arn = Arn.parse(as_text(value)) if not isinstance(value, Unknown) else None
    if arn is None or arn.service != "logs":
        return None
    name = arn.resource.removeprefix("log-group:").removesuffix(":*")
    groups = of_type(inquiry.systems, LOG_GROUP)
    return next((item for item in groups if item.physical_id == name and inquiry.owns(item)), None)


def _unknown(inquiry: Inquiry, policies: Sequence[Resource]) -> str:
    for item in policies:
        if isinstance(item.get("PolicyDocument"), Unknown):
            return item.get("PolicyDocument").reason  # type: ignore[union-attr]
    made = (item for system in inquiry.systems for item in system.resources.values())
    code = next((item.logical_id for item in made if item.type.startswith(_MADE_BY_CODE)), "")
    return f"the code behind {code} may add the resource policy" if code else ""


def _called(inquiry: Inquiry) -> Iterator[Policy]:
    """The resource policies that the CDK has the API asked for, in a custom resource with the call as text.

    https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources.AwsCustomResource.html (read 2026-11-30)
    """
    for system in inquiry.systems:
        for item in system.resources.values():
            text = item.get("Create") if item.type.startswith(_MADE_BY_CODE) else None
            if not isinstance(text, str) or "utResourcePolicy" not in text:
                continue
            try:
                document: Value = parsed_json(as_text(at(parsed_json(text), "parameters", "policyDocument")))
            except ValueError:
                continue
            yield Policy(item.logical_id, document, PolicyKind.RESOURCE, item, ("Create",))


def _document(policy: Resource) -> Value:
    try:
        document: Value = parsed_json(as_text(policy.get("PolicyDocument")))
    except ValueError:
        return None
    return document


def _found(rule: Resource, index: int, group: Resource, policies: Sequence[Resource], lost: Sequence[str]) -> Found:
    calls = " and ".join(lost)
    there = f"{policies[0].logical_id} does not allow it" if policies else "no AWS::Logs::ResourcePolicy allows it"
    made = f"in {policies[0].logical_id}" if policies else "in an AWS::Logs::ResourcePolicy"
    return Found(
        rule,
        ("Targets", index, "Arn"),
        f"{rule.logical_id} may not write to {group.logical_id}",
        f"EventBridge needs a resource policy of CloudWatch Logs for {calls}, and {there}: unless the account has one, "
        "no event arrives in the log group, without any error",
        f"allow {calls} on {group.logical_id} to Principal: {{ Service: {EVENTS} }} {made}",
    )


CHECK = Check(
    "TRI027",
    Severity.WARNING,
    Question.TRIGGER,
    "A rule of EventBridge may not write to its log group",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions",
    _ask,
)
