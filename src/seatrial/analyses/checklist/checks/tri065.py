"""Whether a pipe may read what it takes its events from: as the role that it starts its target with.

Pipes tries it when the pipe is made, and the stack fails.

Sources (read 2026-11-29): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html,
https://github.com/terraform-aws-modules/terraform-aws-eventbridge/pull/133 (AWS's text).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import key_behind
from seatrial.analyses.checklist.placements import PIPE
from seatrial.analyses.checklist.queues import QUEUE, dead_letter_queues
from seatrial.analyses.checklist.starters import callers
from seatrial.analyses.checklist.tri_machines import DECRYPT, decide, denied, may_not_decrypt
from seatrial.analyses.checklist.tri_pipes import CALLS, source_of
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.checklist.triggers import PIPES, Caller
from seatrial.analyses.checklist.use_table import USES
from seatrial.analyses.global_table import TABLE
from seatrial.analyses.iam import RoleView
from seatrial.analyses.iam.encryption_context import encryption_context
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown

_STREAM = "/stream/2026-01-01T00:00:00.000"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for caller in callers(inquiry):
        pipe = caller.by
        if pipe.type != PIPE or caller.service != PIPES or pipe.logical_id in seen:
            continue
        seen.add(pipe.logical_id)
        role, source = trusted(inquiry, caller), source_of(inquiry, pipe)
        if role is None:
            continue
        if source is None:
            value = pipe.get("Source")
            if isinstance(value, Unknown):
                yield Doubt(pipe, ("Source",), f"whether {pipe.logical_id} may read its source", value.reason)
            continue
        found = _denied(inquiry, caller, role, source) or _no_key(inquiry, caller, role, source)
        if found is not None:
            yield found


def _denied(inquiry: Inquiry, caller: Caller, role: RoleView, source: Resource) -> Found | None:
    on = f"{source.arn}{_STREAM}" if source.type == "AWS::DynamoDB::Table" else source.arn
    decisions = {call: decide(inquiry, role, call, on) for call in CALLS.get(source.type, ())}
    missing = [call for call, decision in decisions.items() if decision.allowed is False]
    if not missing:
        return None
    if (other := _another(inquiry, caller, role, source)) is not None:
        return other
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


def _another(inquiry: Inquiry, caller: Caller, role: RoleView, source: Resource) -> Found | None:
    """What is said where the role is for another queue, from which nothing takes: that was meant."""
    if source.type != QUEUE:
        return None
    taken = {found.logical_id for pipe in inquiry.system.of_type(PIPE) if (found := source_of(inquiry, pipe))}
    for mapping in inquiry.system.of_type("AWS::Lambda::EventSourceMapping"):
        queue = inquiry.find(mapping.get("EventSourceArn"), QUEUE)
        taken |= {queue.logical_id} if queue is not None else set()
    taken |= {consumer.queue.logical_id for consumer in inquiry.consumers}
    left = [item for item in inquiry.system.of_type(QUEUE) if item.logical_id not in taken]
    dead = dead_letter_queues(inquiry.systems)
    meant = [
        item
        for item in left
        if item.logical_id not in dead
        and all(decide(inquiry, role, call, item.arn).allowed is True for call in CALLS[QUEUE])
    ]
    if len(meant) != 1:
        return None
    by, name = caller.by, meant[0].logical_id
    return Found(
        by,
        ("Source",),
        f"{by.logical_id} takes from {source.logical_id}, and its role is for {name}",
        f"{resource_name(role)} may not read {source.logical_id}, and nothing takes from {name}: Pipes tries it when "
        "the pipe is made, and the stack is rolled back",
        f"write Source: !GetAtt {name}.Arn",
    )


def _no_key(inquiry: Inquiry, caller: Caller, role: RoleView, source: Resource) -> Found | None:
    """Whether the pipe may decrypt what it reads, where the source has a customer's key."""
    use = USES.get(source.type)
    key = key_behind(inquiry, source, use.key) if use is not None and source.type != TABLE else None
    if use is None or key is None:
        return None
    return may_not_decrypt(
        inquiry,
        caller,
        role,
        key,
        thing=source.logical_id,
        why=f"{caller.by.logical_id} takes its events from {source.logical_id} as this role, which needs {DECRYPT} "
        "for that",
        then="no event is read",
        context={
            "kms:ViaService": use.host(source, inquiry.system.scope.region),
            **encryption_context(use.service, source.arn),
        },
    )


CHECK = Check(
    "TRI065",
    Severity.ERROR,
    Question.TRIGGER,
    "The role of a pipe may not read its source",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html",
    _ask,
)
