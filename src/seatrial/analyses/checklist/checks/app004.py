"""Whether the task role may use the key that a resource is encrypted with, where it may use the resource.

A service encrypts with a customer's key in the caller's name, so the caller needs the key as well.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html,
https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html (read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seatrial.analyses.checklist.app_permissions import TASK_ID, resource_name, role_place
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import key_behind
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.checklist.use_table import OBJECTS
from seatrial.analyses.checklist.uses import Used, ask, subjects
from seatrial.analyses.iam import (
    ContextValue,
    Decision,
    Policies,
    Request,
    RoleView,
    access_denied_text,
    evaluate,
    question,
    request_of,
)
from seatrial.analyses.iam.encryption_context import encryption_context
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

DECRYPT, GENERATE = "kms:Decrypt", "kms:GenerateDataKey"
# Services that ask the caller for kms:Decrypt alone, whether it reads or writes.
# https://github.com/aws/aws-cdk/issues/10010 (PutItem without kms:Decrypt; read 2026-11-29)
_DECRYPTING = ("secretsmanager", "dynamodb")
# What writes and what reads, by service: whoever writes needs kms:GenerateDataKey.
_WRITES = {
    "sqs": ("sqs:SendMessage", "sqs:ReceiveMessage"),
    "sns": ("sns:Publish", ""),
    "s3": ("s3:PutObject", "s3:GetObject"),
    # https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html (read 2026-11-30)
    "kinesis": ("kinesis:PutRecord", "kinesis:GetRecords"),
}


def _keys(inquiry: Inquiry) -> Iterator[Said]:
    taken = {item.key for item in inquiry.consumers}
    seen: set[tuple[str, str]] = set()
    lacking: dict[tuple[str, str], list[tuple[Used, RoleView, Resource, Decision, tuple[str, ...]]]] = {}
    for item in inquiry.used:
        key = key_behind(inquiry, item.resource, item.use.key)
        if key is None or not isinstance(item.role, RoleView) or item.allowance is None or not item.allowance.anything:
            continue
        pair = (item.role.name, item.about)
        if pair in seen:
            continue
        seen.add(pair)
        # To receive and to read is to decrypt; whoever writes generates a data key, and S3 asks for either.
        reads = item.key in taken or item.use.service in _DECRYPTING
        calls = (DECRYPT,) if reads else (DECRYPT, GENERATE)
        decisions = {call: _on_key(inquiry, item, item.role, call, key) for call in calls}
        if any(decision.allowed for decision in decisions.values()):
            if GENERATE in decisions and decisions[GENERATE].allowed is False:
                yield from _cannot_write(inquiry, item, item.role, key, decisions[GENERATE])
            continue
        if any(decision.allowed is None for decision in decisions.values()):
            reason = next(decision.reason for decision in decisions.values() if decision.allowed is None)
            what = f"whether {resource_name(item.role)} may use {key.logical_id}"
            yield Doubt(item.gift.definition, item.gift.path, what, reason.partition(", because ")[2] or reason)
            continue
        lacking.setdefault((item.role.name, key.logical_id), []).append(
            (item, item.role, key, decisions[DECRYPT], calls)
        )
    # One key is behind several things, and what a role lacks of it is one thing.
    for of_key in lacking.values():
        item, role, key, decision, _ = of_key[0]
        wanted = tuple(dict.fromkeys(call for *_, calls in of_key for call in calls))
        found = _no_key(inquiry, item, role, key, decision, wanted)
        names = list(dict.fromkeys(other.resource.logical_id for other, *_ in of_key))
        if len(names) > 1:
            one, all_of_them = f"which {names[0]} is encrypted with", f"which {' and '.join(names)} are encrypted with"
            why = f"{found.why}; so are those to {' and '.join(names[1:])}"
            found = replace(found, what=found.what.replace(one, all_of_them), why=why)
        yield found


def _cannot_write(inquiry: Inquiry, item: Used, role: RoleView, key: Resource, decision: Decision) -> Iterator[Said]:
    """Who may send or put, and may only decrypt: an error where the role may do nothing else."""
    writes, reads = _WRITES.get(item.use.service, ("", ""))
    if not writes or not _may(inquiry, item, role, writes):
        return
    only = not reads or not _may(inquiry, item, role, reads)
    found = _no_key(inquiry, item, role, key, decision, (GENERATE,))
    yield replace(found, severity=Severity.ERROR if only else Severity.WARNING)


def _may(inquiry: Inquiry, item: Used, role: RoleView, call: str) -> bool:
    """Whether a role may make a call of a resource, be it of some objects of a bucket only."""
    places = subjects(role, item.resource.arn, OBJECTS if item.use.service == "s3" else "")
    return any(ask(inquiry, role, call, on).allowed for on in places)


def _on_key(inquiry: Inquiry, item: Used, role: RoleView, call: str, key: Resource) -> Decision:
    return evaluate(*_asked(inquiry, item, role, call, key))


def _asked(inquiry: Inquiry, item: Used, role: RoleView, call: str, key: Resource) -> tuple[Request, Policies]:
    scope = inquiry.system.scope
    host = item.use.host(item.resource, scope.region)
    context: dict[str, ContextValue] = {"kms:ViaService": host, "kms:CallerAccount": scope.account}
    context["aws:RequestedRegion"] = scope.region
    context |= encryption_context(item.use.service, item.about)
    return question(inquiry.systems, role, call, key.arn, context)


def _no_key(
    inquiry: Inquiry, item: Used, role: RoleView, key: Resource, decision: Decision, calls: tuple[str, ...]
) -> Found:
    resource, path = role_place(inquiry, role, item.gift.definition)
    wanted = " and ".join(calls)
    says, mend = decision.reason, f"allow {wanted} on {typed(inquiry, key.arn)} in a policy of {resource_name(role)}"
    near = told(inquiry, _asked(inquiry, item, role, calls[0], key), decision, role)
    if near is not None:
        resource, path, says, mend = near.resource, near.path, near.says, near.mend.replace(calls[0], wanted)
    named_rights = f"call {GENERATE} with {key.logical_id}" if calls == (GENERATE,) else f"use {key.logical_id}"
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not {named_rights}, which {item.resource.logical_id} is encrypted with",
        f"an encrypted {item.use.noun} needs permission for its key as well, and {says}: "
        + (
            f"nothing can be written to {item.resource.logical_id}, although the role allows it"
            if calls == (GENERATE,)
            else f"calls to {item.resource.logical_id} are denied, although the role allows them"
        ),
        mend,
        access_denied_text(request_of(role, calls[0], key.arn, session=TASK_ID), decision),
        fix=near.fix if near is not None else (),
    )


CHECK = Check(
    "APP004",
    Severity.ERROR,
    Question.REACH,
    "The task role may use a resource, but not the KMS key that it is encrypted with",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html "
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    _keys,
)
