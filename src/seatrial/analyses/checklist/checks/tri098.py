"""Whether an alarm may publish to its topic: CloudWatch does so itself, and needs the topic's policy and its key.

A topic without a policy of its own lets its account in, which includes CloudWatch. One that is given a policy for
somebody else has lost that.

Sources (read 2026-11-30): https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
#compatibility-with-aws-services (the key, and that AWS's own can't be used),
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html,
https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import let_in
from seatrial.analyses.checklist.queues import key_of
from seatrial.analyses.checklist.scaling import ALARM
from seatrial.analyses.checklist.tri_senders import KEY_CALLS, PUBLISH, TOPIC
from seatrial.analyses.iam import Policies, Request, evaluate
from seatrial.analyses.iam.resource_policy import resource_policies
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text

CLOUDWATCH = "cloudwatch.amazonaws.com"
_ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for alarm in inquiry.system.of_type(ALARM):
        for key in _ACTIONS:
            for index, value in enumerate(as_list(alarm.get(key))):
                topic = inquiry.find(value, TOPIC)
                if topic is not None and topic.logical_id not in seen:
                    seen.add(topic.logical_id)
                    yield from _to_topic(inquiry, alarm, (key, index), topic)


def _to_topic(inquiry: Inquiry, alarm: Resource, path: PropertyPath, topic: Resource) -> Iterator[Said]:
    silent = f"nobody is told when {alarm.logical_id} goes off"
    policies = tuple(resource_policies(inquiry.systems, topic.arn)[0])
    if policies and _allowed(inquiry, alarm, PUBLISH, topic.arn) is False:
        what = f"{alarm.logical_id} may not publish to {topic.logical_id}"
        asked = _requests(inquiry, alarm, PUBLISH, topic.arn)[0]
        near = let_in(inquiry, asked, policies, evaluate(asked, Policies((), policies)))
        if near is not None:
            yield Found(near.resource, near.path, what, f"{near.says}: {silent}", near.mend)
            return
        own = policies[0].resource
        yield Found(
            own if own is not None and inquiry.owns(own) else alarm,
            policies[0].path if own is not None and inquiry.owns(own) else path,
            what,
            f"the policy of {topic.logical_id} takes the place of the one that lets the whole account in, and lets "
            f"CloudWatch in no more: {silent}",
            f"allow {PUBLISH} on !Ref {topic.logical_id} to Principal: {{ Service: {CLOUDWATCH} }} there",
        )
        return
    named = topic.get("KmsMasterKeyId")
    if isinstance(named, str) and named.startswith("alias/aws/"):
        yield Found(
            topic,
            ("KmsMasterKeyId",),
            f"{alarm.logical_id} cannot publish to {topic.logical_id}, which is encrypted with the AWS managed key "
            f"{as_text(named)}",
            f"CloudWatch needs permission for that key, and nobody can change the policy of a key of AWS: {silent}",
            f"leave KmsMasterKeyId out of {topic.logical_id}, or use a key of your own whose policy lets {CLOUDWATCH} "
            "in",
        )
        return
    key = key_of(inquiry.systems, topic)
    if key is not None and any(_allowed(inquiry, alarm, call, key.arn) is False for call in KEY_CALLS):
        yield Found(
            key if inquiry.owns(key) else topic,
            ("KeyPolicy",) if inquiry.owns(key) else ("KmsMasterKeyId",),
            f"{alarm.logical_id} cannot publish to {topic.logical_id}, because CloudWatch may not use {key.logical_id}",
            f"{topic.logical_id} is encrypted with that key, whose policy doesn't let {CLOUDWATCH} use it: {silent}",
            f"allow {' and '.join(KEY_CALLS)} to Principal: {{ Service: {CLOUDWATCH} }} in KeyPolicy of "
            f"{key.logical_id}",
        )


def _allowed(inquiry: Inquiry, alarm: Resource, action: str, on: str) -> bool | None:
    """Whether CloudWatch may call it for an alarm: as a service, or in the name of the alarm's account."""
    policies = tuple(resource_policies(inquiry.systems, on)[0])
    asked = _requests(inquiry, alarm, action, on)
    answers = [evaluate(request, Policies((), policies)).allowed for request in asked]
    if any(answers):
        return True
    return None if None in answers else False


def _requests(inquiry: Inquiry, alarm: Resource, action: str, on: str) -> list[Request]:
    scope = inquiry.system.scope
    context = {
        "aws:SourceArn": alarm.arn,
        "aws:SourceAccount": scope.account,
        "aws:SourceOwner": scope.account,
        "aws:RequestedRegion": scope.region,
        "aws:SecureTransport": "true",
    }
    _, tags = resource_policies(inquiry.systems, on)
    asked = [Request(action, on, service=CLOUDWATCH, context={**tags, **context})]
    if action == PUBLISH:
        root = f"arn:{scope.partition}:iam::{scope.account}:root"
        asked.append(Request(action, on, root, context={**tags, **context}))
    return asked


CHECK = Check(
    "TRI098",
    Severity.WARNING,
    Question.TRIGGER,
    "An alarm may not publish to its topic",
    "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html "
    "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
    _ask,
)
