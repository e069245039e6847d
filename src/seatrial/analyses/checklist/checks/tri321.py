"""Whether a state machine may use the key of the queue or topic that its states send to.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
("The producer needs kms:GenerateDataKey and kms:Decrypt"), https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
(the same of who publishes).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import key_of
from seatrial.analyses.checklist.tri_machines import decide, denied
from seatrial.analyses.checklist.tri_senders import KEY_CALLS
from seatrial.analyses.checklist.tri_state_calls import RIGHTS, ServiceCall, service_calls
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.checklist.triggers import STATES, Caller
from seatrial.analyses.iam import Decision, RoleView, allowed
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

_SENDING = ("sns", "sqs")


def _keys(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for call in service_calls(inquiry):
        if call.service.prefix not in _SENDING or call.action not in call.service.actions:
            continue
        to = inquiry.find(call.named, *call.service.types)
        key = key_of(inquiry.systems, to) if to is not None else None
        machine = call.machine.resource
        if to is None or key is None or not key.arn or (machine.logical_id, key.logical_id) in seen:
            continue
        caller = Caller(machine, STATES, ("RoleArn",), "the call of a state")
        role = trusted(inquiry, caller)
        action = f"{call.service.prefix}:{RIGHTS.get(call.action, call.action)}"
        if role is None or decide(inquiry, role, action, to.arn).allowed is not True:
            continue
        lacking = _lacking(inquiry, role, key, call.service.prefix)
        if lacking:
            seen.add((machine.logical_id, key.logical_id))
            yield _may_not(inquiry, caller, role, call, to, key, lacking)


def _lacking(inquiry: Inquiry, role: RoleView, key: Resource, service: str) -> list[tuple[str, Decision]]:
    """The calls of KMS that a role may not make on its way to a service."""
    scope = inquiry.system.scope
    context = {
        "aws:RequestedRegion": scope.region,
        "kms:CallerAccount": scope.account,
        "kms:ViaService": f"{service}.{scope.region}.{dns_suffix_of(scope.region)}",
    }
    asked = ((one, allowed(inquiry.systems, role, one, key.arn, context)) for one in KEY_CALLS)
    return [(one, decision) for one, decision in asked if decision.allowed is False]


def _may_not(
    inquiry: Inquiry,
    caller: Caller,
    role: RoleView,
    call: ServiceCall,
    to: Resource,
    key: Resource,
    lacking: list[tuple[str, Decision]],
) -> Found:
    calls = " and ".join(one for one, _ in lacking)
    return denied(
        inquiry,
        caller,
        role,
        (lacking[0][0], key.arn, lacking[0][1]),
        what=f"{resource_name(role)} may not use {key.logical_id}, which {to.logical_id} is encrypted with",
        why=f"the state {call.state} of {caller.by.logical_id} sends to {to.logical_id} as this role, which needs "
        f"{calls} for that",
        then=f"the state machine is created, but the state {call.state} always fails",
        mend=f"allow {calls} on !GetAtt {key.logical_id}.Arn in a policy of {resource_name(role)}",
        all_of=[(one, key.arn) for one, _ in lacking],
    )


CHECK = Check(
    "TRI321",
    Severity.ERROR,
    Question.TRIGGER,
    "A state machine may not use the key of what it sends to",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html "
    "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    _keys,
)
