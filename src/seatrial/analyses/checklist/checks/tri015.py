"""Whether who sends to a queue or a topic may do so. What may not be sent is dropped without a trace.

A topic and a rule send as themselves, so the queue's policy must let them in, and the policy of the key that it is
encrypted with as well; a schedule and a pipe send as their role.

Sources (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html,
https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html,
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import condition_told, let_in, told
from seatrial.analyses.checklist.queues import key_of
from seatrial.analyses.checklist.tri_misdirected import misdirected, wrong_end
from seatrial.analyses.checklist.tri_senders import (
    KEY_CALLS,
    TOPIC,
    Sender,
    action_of,
    decision_of_policy,
    is_let_in,
    request_to,
    senders,
)
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.iam import (
    Decision,
    Policies,
    RoleView,
    can_assume,
    evaluate,
    nearest,
    question,
)
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_text


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str, bool]] = set()
    keys: set[tuple[str, str]] = set()
    unmanageable: dict[tuple[str, bool], list[Sender]] = {}
    # What is never sent weighs more than what is only given up.
    for sender in sorted(senders(inquiry), key=lambda item: item.gives_up):
        key = (sender.source.logical_id, sender.queue.logical_id, sender.gives_up)
        if key in seen or sender.by.logical_id in inquiry.refused:
            continue
        seen.add(key)
        if sender.role_path:
            yield from _as_role(inquiry, sender, keys)
            continue
        yield from _as_service(inquiry, sender)
        if _let_in(inquiry, sender) and as_text(sender.queue.get("KmsMasterKeyId")).startswith("alias/aws/"):
            unmanageable.setdefault((sender.queue.logical_id, sender.gives_up), []).append(sender)
    for kept_out in unmanageable.values():
        yield _by_managed_key(inquiry, kept_out)


def _as_role(inquiry: Inquiry, sender: Sender, keys: set[tuple[str, str]]) -> Iterator[Said]:
    """``keys`` are the roles of which is told that they may not use a key."""
    value = sender.by.get(*sender.role_path)
    role = inquiry.role(value) if value not in (None, "") else None
    if not isinstance(role, RoleView) or can_assume(role, sender.service).allowed is False:
        return
    context = {"aws:RequestedRegion": inquiry.system.scope.region}
    asked = question(inquiry.systems, role, action_of(sender), sender.queue.arn, context)
    decision = evaluate(*asked)
    if decision.allowed is None:
        yield _doubt(sender, decision)
    elif decision.allowed is False:
        inside = role.resource.logical_id in inquiry.system.resources
        place, path = (role.resource, ()) if inside else (sender.by, sender.role_path)
        mend = f"allow {action_of(sender)} on {typed(inquiry, sender.queue.arn)} in a policy of {resource_name(role)}"
        near = told(inquiry, asked, decision, role)
        yield _found(
            sender,
            near.resource if near is not None else place,
            near.path if near is not None else path,
            f"{resource_name(role)} may not send to {sender.queue.logical_id}",
            f"{sender.by.logical_id} sends as this role, and {near.says if near is not None else decision.reason}",
            near.mend if near is not None else mend,
        )
    else:
        yield from _key_of_role(inquiry, sender, role, keys)


def _key_of_role(inquiry: Inquiry, sender: Sender, role: RoleView, keys: set[tuple[str, str]]) -> Iterator[Said]:
    """A schedule uses the key of its queue as its role. AWS's own keys let every role of the account in."""
    queue = sender.queue
    key = key_of(inquiry.systems, queue)
    if key is None or not key.arn:
        return
    scope = inquiry.system.scope
    service = "sns" if queue.type == TOPIC else "sqs"
    context = {
        "aws:RequestedRegion": scope.region,
        "kms:ViaService": f"{service}.{scope.region}.{dns_suffix_of(scope.region)}",
    }
    denied = []
    for call in KEY_CALLS:
        asked = question(inquiry.systems, role, call, key.arn, context)
        decision = evaluate(*asked)
        if decision.allowed is False:
            denied.append((call, asked, decision))
    if not denied or (role.name, key.logical_id) in keys:
        return
    keys.add((role.name, key.logical_id))
    _, asked, decision = denied[0]
    near = told(inquiry, asked, decision, role)
    calls = " and ".join(call for call, _, _ in denied)
    inside = role.resource.logical_id in inquiry.system.resources
    place, path = (role.resource, ()) if inside else (sender.by, sender.role_path)
    says = decision.reason if near is None else near.says
    written = f"!GetAtt {key.logical_id}.Arn"
    mend = f"allow {calls} on {written} in a policy of {resource_name(role)}" if near is None else near.mend
    yield _found(
        sender,
        near.resource if near is not None else place,
        near.path if near is not None else path,
        f"{resource_name(role)} may not use {key.logical_id}, which {queue.logical_id} is encrypted with",
        f"{sender.by.logical_id} sends as this role, which needs {calls} for that, and {says}",
        mend,
    )


def _let_in(inquiry: Inquiry, sender: Sender) -> bool:
    request, policies = request_to(inquiry, sender, action_of(sender), sender.queue.arn)
    return evaluate(request, Policies((), policies)).allowed is True


def _by_managed_key(inquiry: Inquiry, kept_out: Sequence[Sender]) -> Found:
    """All that the key of AWS keeps out of one queue: the key is the one fault."""
    first, queue = kept_out[0], kept_out[0].queue
    services = list(dict.fromkeys(item.service for item in kept_out))
    sources = list({item.source.logical_id: item.source for item in kept_out}.values())
    return _found(
        first,
        queue,
        ("KmsMasterKeyId",),
        f"{inquiry.names(sources)} cannot send to {queue.logical_id}, which is encrypted with the AWS managed key "
        f"{as_text(queue.get('KmsMasterKeyId'))}",
        f"{' and '.join(services)} {'needs' if len(services) == 1 else 'need'} permission for that key, and the policy "
        "of an AWS managed key cannot be changed",
        f"{_unmanaged(queue)}, or use a key of your own whose policy lets {' and '.join(services)} in",
    )


def _as_service(inquiry: Inquiry, sender: Sender) -> Iterator[Said]:
    queue = sender.queue
    action = action_of(sender)
    request, policies = request_to(inquiry, sender, action, queue.arn)
    decision = evaluate(request, Policies((), policies))
    if decision.allowed is None and not sender.known:
        return
    if decision.allowed is None:
        yield _doubt(sender, decision)
    elif decision.allowed is False:
        if (absent := nearest(request, policies)) is not None and absent.test is not None and not absent.test.given:
            # A condition on a key that no request of a service has: it was meant for other callers.
            says, mend = condition_told(inquiry, absent.test)
            out = f"take {absent.test.key} out of the Condition{_condition(sender).replace(', with', ', and write')}"
            yield _found(
                sender,
                absent.statement.policy.resource or queue,
                absent.path,
                f"{sender.source.logical_id} may not send to {queue.logical_id}",
                f"{sender.service} sends to it on behalf of {sender.source.logical_id}, and {absent.statement} allows "
                f"it only where {says}",
                mend if absent.test.meant else out,
            )
            return
        all_senders = list(senders(inquiry)) if sender.known else [sender]
        wrong = wrong_end(inquiry, sender, all_senders, partial(is_let_in, inquiry)) if policies else None
        if wrong is not None:
            yield _found(sender, wrong.resource, wrong.path, wrong.what, wrong.why, wrong.mend)
            return
        near = let_in(inquiry, request, policies, decision)
        if near is not None:
            yield _found(
                sender,
                near.resource,
                near.path,
                f"{sender.source.logical_id} may not send to {queue.logical_id}",
                f"{sender.service} sends to it on behalf of {sender.source.logical_id}, and {near.says}",
                near.mend,
            )
            return
        wrong = misdirected(inquiry, sender, all_senders, partial(is_let_in, inquiry))
        if wrong is not None:
            yield _found(sender, wrong.resource, wrong.path, wrong.what, wrong.why, wrong.mend)
            return
        own = policies[0].resource if policies else None
        place, path = (own, policies[0].path) if own is not None else (queue, ())
        why = decision.reason if policies else f"{queue.logical_id} has no policy that lets {sender.service} in"
        yield _found(
            sender,
            place,
            path,
            f"{sender.source.logical_id} may not send to {queue.logical_id}",
            f"{sender.service} sends to it on behalf of {sender.source.logical_id}, and {why}",
            f"allow {action} on {queue.logical_id} to Principal: {{ Service: {sender.service} }} in an "
            f"{queue.type}Policy{_condition(sender)}",
        )
    else:
        yield from _through_key(inquiry, sender)


def _condition(sender: Sender) -> str:
    """EventBridge sends to topics without saying for which rule: there a Condition would keep it out.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html (read 2026-11-29)
    """
    source = sender.source
    if not sender.known:
        return f", with Condition ArnEquals aws:SourceArn: the TopicArn of {source.logical_id}"
    written = f"!Ref {source.logical_id}" if source.physical_id == source.arn else f"!GetAtt {source.logical_id}.Arn"
    return "" if sender.queue.type == TOPIC else f", with Condition ArnEquals aws:SourceArn: {written}"


def _through_key(inquiry: Inquiry, sender: Sender) -> Iterator[Said]:
    value, queue = sender.queue.get("KmsMasterKeyId"), sender.queue
    if isinstance(value, Unknown) or not as_text(value) or as_text(value).startswith("alias/aws/"):
        return
    key = key_of(inquiry.systems, queue)
    if key is None:
        return
    if any(decision_of_policy(inquiry, sender, call, key.arn).allowed is False for call in KEY_CALLS):
        yield _found(
            sender,
            key,
            ("KeyPolicy",),
            f"{sender.source.logical_id} cannot send to {queue.logical_id}, because it may not use {key.logical_id}",
            f"{queue.logical_id} is encrypted with that key, whose policy doesn't let {sender.service} use it",
            f"allow kms:GenerateDataKey and kms:Decrypt to Principal: {{ Service: {sender.service} }} in KeyPolicy of "
            f"{key.logical_id}",
        )


def _unmanaged(queue: Resource) -> str:
    if queue.type == TOPIC:
        return f"leave KmsMasterKeyId out of {queue.logical_id}"
    return f"set SqsManagedSseEnabled: true in {queue.logical_id} instead"


def _doubt(sender: Sender, decision: Decision) -> Doubt:
    what = f"whether {sender.source.logical_id} may send to {sender.queue.logical_id}"
    return Doubt(sender.by, sender.path, what, decision.reason.partition(", because ")[2] or decision.reason)


def _found(sender: Sender, resource: Resource, path: PropertyPath, what: str, why: str, mend: str) -> Found:
    if sender.gives_up:
        lost = f"events that {sender.by.logical_id} cannot deliver are lost"
        return Found(resource, path, what, f"{why}: {lost}", mend, severity=Severity.WARNING)
    return Found(resource, path, what, f"{why}: no message from it ever arrives, without any error", mend)


CHECK = Check(
    "TRI015",
    Severity.ERROR,
    Question.TRIGGER,
    "A rule, a topic, a schedule or a pipe may not send to its queue",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html "
    "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
    _ask,
)
