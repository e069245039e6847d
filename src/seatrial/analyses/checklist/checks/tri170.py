"""The role of a schedule or a pipe may not use the key that its own data is encrypted with.

With a customer's key Scheduler decrypts the input of a schedule, and Pipes its patterns and templates, as the role that
it acts as. Without kms:Decrypt nothing is started, and nothing is told.

Sources (read 2026-11-30): https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html,
https://github.com/aws/aws-cdk/pull/31923 (kms:Decrypt alone is what the role of a schedule needs),
https://github.com/ministryofjustice/modernisation-platform/pull/6115 (without it no target is called),
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-pipes-cmkey.html (kms:DescribeKey,
kms:GenerateDataKey and kms:Decrypt for the role of a pipe).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import key_named
from seatrial.analyses.checklist.placements import PIPE, SCHEDULE
from seatrial.analyses.checklist.tri_machines import DECRYPT, may_not_decrypt
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.checklist.triggers import PIPES, SCHEDULER, TARGET, Caller
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for schedule in inquiry.system.of_type(SCHEDULE):
        caller = Caller(schedule, SCHEDULER, ("Target", "RoleArn"), TARGET)
        yield from _used(inquiry, caller, "KmsKeyArn", caller.silent)
    for pipe in inquiry.system.of_type(PIPE):
        caller = Caller(pipe, PIPES, ("RoleArn",), TARGET)
        yield from _used(inquiry, caller, "KmsKeyIdentifier", "no event gets through the pipe")


def _used(inquiry: Inquiry, caller: Caller, name: str, then: str) -> Iterator[Found]:
    by: Resource = caller.by
    key, role = key_named(inquiry, by.get(name)), trusted(inquiry, caller)
    if key is None or role is None or by.logical_id in inquiry.refused:
        return
    # By what name the services call KMS, and what they tell it besides, isn't known: a condition on that is left open.
    why = f"{by.logical_id} has {name}, so that its role needs {DECRYPT} before it starts anything"
    if found := may_not_decrypt(inquiry, caller, role, key, thing=by.logical_id, why=why, then=then):
        yield found


CHECK = Check(
    "TRI170",
    Severity.ERROR,
    Question.TRIGGER,
    "The role of a schedule or a pipe may not use the key that its own data is encrypted with",
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html "
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-pipes-cmkey.html",
    _ask,
)
