"""Whether a pipe may read what it takes its events from: as the role that it starts its target with.

Pipes tries it when the pipe is made, and the stack fails.

Sources (read 2026-11-29): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html,
https://github.com/terraform-aws-modules/terraform-aws-eventbridge/pull/133 (AWS's text)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import PIPE
from seatrial.analyses.checklist.starters import callers
from seatrial.analyses.checklist.tri_machines import decide, denied
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.checklist.triggers import PIPES, Caller
from seatrial.analyses.iam import RoleView
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown

# What each source certainly takes; the guide lists more that only some need.
CALLS: Mapping[str, tuple[str, ...]] = {
    "AWS::SQS::Queue": ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    "AWS::Kinesis::Stream": ("kinesis:GetRecords", "kinesis:GetShardIterator"),
    "AWS::DynamoDB::Table": ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
}
_STREAM = "/stream/2026-01-01T00:00:00.000"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for caller in callers(inquiry):
        pipe = caller.by
        if pipe.type != PIPE or caller.service != PIPES or pipe.logical_id in seen:
            continue
        seen.add(pipe.logical_id)
        role, source = trusted(inquiry, caller), _source(inquiry, pipe)
        if role is None:
            continue
        if source is None:
            value = pipe.get("Source")
            if isinstance(value, Unknown):
                yield Doubt(pipe, ("Source",), f"whether {pipe.logical_id} may read its source", value.reason)
            continue
        found = _denied(inquiry, caller, role, source)
        if found is not None:
            yield found


def _source(inquiry: Inquiry, pipe: Resource) -> Resource | None:
    found = inquiry.find(pipe.get("Source"), *CALLS)
    if found is not None:
        return found
    # A table's stream has an ARN that only AWS knows.
    names = [item.target for item in pipe.references if item.path == ("Source",) and item.attribute == "StreamArn"]
    return inquiry.system.resources.get(names[0]) if names else None


def _denied(inquiry: Inquiry, caller: Caller, role: RoleView, source: Resource) -> Found | None:
    on = f"{source.arn}{_STREAM}" if source.type == "AWS::DynamoDB::Table" else source.arn
    decisions = {call: decide(inquiry, role, call, on) for call in CALLS.get(source.type, ())}
    missing = [call for call, decision in decisions.items() if decision.allowed is False]
    if not missing:
        return None
    first = missing[0]
    return denied(
        inquiry,
        caller,
        role,
        (first, on, decisions[first]),
        what=f"{resource_name(role)} may not read {source.logical_id}",
        why=f"{caller.by.logical_id} takes its events from there as this role and calls {', '.join(missing)}",
        then="Pipes tries it when the pipe is made, and the stack is rolled back",
        mend=f"allow {', '.join(missing)} on {source.logical_id} in a policy of {resource_name(role)}",
        aws="The provided customer role does not have permissions to call ReceiveMessage on SQS"
        if first == "sqs:ReceiveMessage"
        else "",
        all_of=[(call, on) for call in missing] if source.type != "AWS::DynamoDB::Table" else [],
    )


CHECKS = (
    Check(
        "TRI065",
        Severity.ERROR,
        Question.TRIGGER,
        "The role of a pipe may not read its source",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html",
        _ask,
    ),
)
