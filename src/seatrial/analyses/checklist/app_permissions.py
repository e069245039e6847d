"""What containers are given and their task role may not use.

Which calls an application makes is not in the template. So an error is only what makes every use impossible: no call of
that service is allowed on that resource. What the plain use needs and isn't allowed is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import Told, both, told
from seatrial.analyses.checklist.queues import Consumer
from seatrial.analyses.checklist.role_chains import through_another
from seatrial.analyses.checklist.sta_permissions import refused
from seatrial.analyses.checklist.sta_role_places import mixed_up
from seatrial.analyses.checklist.typed import typed, typed_part
from seatrial.analyses.checklist.use_table import Use, part_of
from seatrial.analyses.checklist.uses import Allowance, Used, allowance, ask, asked, nearest_use, subject
from seatrial.analyses.iam import Missing, RoleView, access_denied_text, evaluate, request_of
from seatrial.analyses.iam.resource_policy import resource_policies
from seatrial.analyses.launch.held_secret import MASTER_SECRET
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, at

# The session of a task's credentials is the task's id, which is only known once there is a task.
TASK_ID = "TASK-ID"


def _nothing_allowed(inquiry: Inquiry) -> Iterator[Said]:
    without: dict[str, list[Used]] = {}
    denied: dict[tuple[object, ...], tuple[Told | None, list[Used]]] = {}
    for item in inquiry.used:
        definition = item.gift.definition
        if mixed_up(inquiry, definition) or (isinstance(item.role, RoleView) and refused(inquiry, item.role)):
            continue
        if item.role is None:
            if not _open_to_everyone(inquiry, item.about):
                without.setdefault(definition.logical_id, []).append(item)
        elif not isinstance(item.role, RoleView) or item.allowance is None:
            why = item.role.reason if isinstance(item.role, Unknown) else f"the role {_name(item)} is in no template"
            yield Doubt(definition, ("TaskRoleArn",), f"what containers of {definition.logical_id} may call", why)
        elif item.allowance.anything is None:
            what = f"whether {resource_name(item.role)} may use {item.resource.logical_id}"
            yield Doubt(definition, item.gift.path, what, _after_because(item.allowance.decision.reason))
        elif item.allowance.anything is False and not through_another(inquiry, item.role, item.use, item.resource):
            near = _told_by(inquiry, item.role, item.use, item.allowance)
            place = (near.resource.logical_id, near.path) if near is not None else ()
            first, items = denied.setdefault((item.role.name, *place), (near, []))
            items.append(item)
            if first is not None and near is not None and near.mend not in first.mend:
                denied[(item.role.name, *place)] = (both(first, near), items)
    for items in without.values():
        yield _without_role(inquiry, items)
    for near, items in denied.values():
        yield _denied(inquiry, near, items)


def _told_by(inquiry: Inquiry, role: RoleView, use: Use, answer: Allowance) -> Told | None:
    """The statement that decides or comes near, asked for the plain call that it comes nearest to."""
    action, decision = nearest_use(inquiry, role, use, answer)
    found = told(inquiry, asked(inquiry, role, action, answer.on), decision, role)
    for call in () if found is not None else use.plain:
        question = asked(inquiry, role, use.action(call), answer.on)
        found = found or told(inquiry, question, evaluate(*question), role)
    return found


def _name(item: Used) -> str:
    return item.role.name if isinstance(item.role, Missing | RoleView) else "that it names"


def _after_because(reason: str) -> str:
    return reason.partition(", because ")[2] or reason


def _open_to_everyone(inquiry: Inquiry, arn: str) -> bool:
    for policy in resource_policies(inquiry.systems, arn)[0]:
        for statement in policy.statements():
            principal = at(statement.content, "Principal")
            if not statement.denies and (principal == "*" or at(principal, "AWS") == "*"):
                return True
    return False


def _without_role(inquiry: Inquiry, items: Sequence[Used]) -> Found:
    definition = items[0].gift.definition
    resources = [item.resource for item in items]
    return Found(
        definition,
        ("TaskRoleArn",),
        f"the containers of {definition.logical_id} use {inquiry.names(resources)}, but have no task role",
        f"{_told(items)}: an application calls AWS as its task role, and without one it finds no credentials"
        f"{_mixed_up(inquiry, items)}",
        "create a role that ecs-tasks.amazonaws.com may assume, set TaskRoleArn to it, and allow it "
        f"{_calls(inquiry, items)}",
    )


def _denied(inquiry: Inquiry, near: Told | None, items: Sequence[Used]) -> Found:
    role, answer = items[0].role, items[0].allowance
    assert isinstance(role, RoleView)
    assert answer is not None
    resource, path = place(inquiry, role, items[0].gift.definition)
    says = "none of its statements allows such a call"
    mend = f"allow {_calls(inquiry, items)} in a policy of {resource_name(role)}"
    if near is not None:
        resource, path, says, mend = near.resource, near.path, near.says, near.mend
        if "boundary" in says:
            mend = f"allow {_calls(inquiry, items)} in {near.resource.logical_id}"
    use = items[0].use
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not use {_names(items)}",
        f"{_told(items)} and {'calls AWS' if use.service else 'signs its requests'} as this role, and {says}: every "
        "such call is denied" + ("" if near is not None else _mixed_up(inquiry, items)),
        mend,
        _aws_text(role, use, answer),
        fix=near.fix if near is not None else (),
    )


def _names(items: Sequence[Used]) -> str:
    names = [
        f"{'the secret of ' if item.gift.attribute == MASTER_SECRET else ''}{item.resource.logical_id}"
        for item in items
    ]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _aws_text(role: RoleView, use: Use, answer: Allowance) -> str:
    """What AWS answers. Brokers, databases and function URLs have words of their own."""
    if not use.service or "{" in use.service:
        return ""
    return access_denied_text(request_of(role, answer.action, answer.on, session=TASK_ID), answer.decision)


def _told(items: Sequence[Used]) -> str:
    """``the application of WorkerDefinition is told of Jobs in QUEUE_URL``."""
    told = " and ".join(f"{item.resource.logical_id} in {item.gift.variable}" for item in items)
    definitions = dict.fromkeys(item.gift.definition.logical_id for item in items)
    return f"the application of {' and '.join(definitions)} is given {told}"


def _calls(inquiry: Inquiry, items: Sequence[Used]) -> str:
    taken = {item.queue.logical_id for item in inquiry.consumers}
    pairs = dict.fromkeys(needed(inquiry, item.use, item.resource, item.resource.logical_id in taken) for item in items)
    return " and ".join(f"{calls} on {on}" for calls, on in pairs)


def needed(inquiry: Inquiry, use: Use, resource: Resource, receives: bool = False) -> tuple[str, str]:
    """The calls that one types into a policy for the plain use, and on what."""
    wanted = list(use.plain[:2]) if use.inner else list(use.plain[:1]) or ["Decrypt"]
    if use.service == "sqs":
        wanted = ["ReceiveMessage", "DeleteMessage"] if receives else ["SendMessage"]
    part = next((part for part, calls in use.calls.items() if wanted[0] in calls), "")
    about = subject(inquiry, use, resource)
    whole = not part and about == resource.arn
    on = typed(inquiry, about) if whole else typed_part(inquiry, resource, part_of(about, part))
    return ", ".join(use.action(call) for call in wanted), on


def _mixed_up(inquiry: Inquiry, items: Sequence[Used]) -> str:
    """Says so where the task execution role has what the task role lacks."""
    for item in items:
        role = inquiry.role(item.gift.definition.get("ExecutionRoleArn"))
        if isinstance(role, RoleView) and allowance(inquiry, role, item.use, item.resource).anything:
            name = resource_name(role)
            return (
                f"; {name} allows them, but that is the task execution role: either a policy is attached to the wrong "
                "role, or the two roles are swapped"
            )
    return ""


def resource_name(role: RoleView) -> str:
    return role.resource.logical_id or role.name


def place(inquiry: Inquiry, role: RoleView, definition: Resource) -> tuple[Resource, PropertyPath]:
    """Where something about a role is said: at the role, or at who names it where another stack has it."""
    if role.resource.logical_id in inquiry.system.resources:
        return role.resource, ()
    return definition, ("TaskRoleArn",)


def _plain_use(inquiry: Inquiry) -> Iterator[Said]:
    taken = {item.key for item in inquiry.consumers}
    seen: set[tuple[str, str]] = set()
    for item in inquiry.used:
        role, answer = item.role, item.allowance
        if not isinstance(role, RoleView) or answer is None or not answer.anything or answer.plain is not False:
            continue
        key = (role.name, item.resource.logical_id)
        if item.key in taken or key in seen or refused(inquiry, role):
            continue
        seen.add(key)
        resource, path = place(inquiry, role, item.gift.definition)
        calls, on = needed(inquiry, item.use, item.resource)
        says, mend = answer.decision.reason, f"allow {calls} on {on} in a policy of {resource_name(role)}"
        near = _told_by(inquiry, role, item.use, answer)
        if near is not None:
            resource, path, says, mend = near.resource, near.path, near.says, near.mend
        yield Found(
            resource,
            path,
            f"{resource_name(role)} has permissions on {item.resource.logical_id}, but not for "
            f"{' or '.join(calls.split(', '))}",
            f"{_told([item])}, and the actions allowed on the {item.use.noun} lack the usual ones: {says}",
            mend,
            _aws_text(role, item.use, answer),
        )


def _receiving(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for consumer in inquiry.consumers:
        item = _used_by(inquiry, consumer)
        if item is None or not isinstance(item.role, RoleView) or item.allowance is None or not item.allowance.anything:
            continue
        key = (item.role.name, consumer.queue.logical_id)
        if key in seen:
            continue
        seen.add(key)
        yield from _receiving_of(inquiry, consumer, item, item.role)


def _receiving_of(inquiry: Inquiry, consumer: Consumer, item: Used, role: RoleView) -> Iterator[Said]:
    queue = consumer.queue
    answers = {name: ask(inquiry, role, f"sqs:{name}", queue.arn) for name in ("ReceiveMessage", "DeleteMessage")}
    missing = [name for name, decision in answers.items() if decision.allowed is False]
    for name, decision in answers.items():
        if decision.allowed is None:
            what = f"whether {resource_name(role)} may call sqs:{name} on {queue.logical_id}"
            yield Doubt(item.gift.definition, item.gift.path, what, _after_because(decision.reason))
    if not missing:
        return
    resource, path = place(inquiry, role, item.gift.definition)
    certain = consumer.scaled and "ReceiveMessage" in missing
    what = " and ".join(f"sqs:{name}" for name in missing)
    then = (
        "no message is ever received"
        if "ReceiveMessage" in missing
        else "a processed message is not deleted, and is received again and again"
    )
    sign = "is scaled by the depth of" if consumer.scaled else "takes its work from"
    decision = answers[missing[0]]
    says, mend = decision.reason, f"allow {what} on {typed(inquiry, queue.arn)} in a policy of {resource_name(role)}"
    near = told(inquiry, asked(inquiry, role, f"sqs:{missing[0]}", queue.arn), decision, role)
    if near is not None:
        resource, path, says = near.resource, near.path, near.says
        mend = near.mend.replace(f"sqs:{missing[0]}", what)
    yield Found(
        resource,
        path,
        f"{resource_name(role)} may not call {what} on {queue.logical_id}",
        f"{consumer.service.logical_id} {sign} {queue.logical_id}, and {says}: {then}",
        mend,
        access_denied_text(request_of(role, f"sqs:{missing[0]}", queue.arn, session=TASK_ID), decision),
        severity=Severity.ERROR if certain else None,
    )


def _used_by(inquiry: Inquiry, consumer: Consumer) -> Used | None:
    return next((item for item in inquiry.used if item.key == consumer.key), None)


_ROLE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html"
CHECKS = (
    Check(
        "APP001",
        Severity.ERROR,
        Question.REACH,
        "The task role may not use a resource that a container is given",
        _ROLE,
        _nothing_allowed,
    ),
    Check(
        "APP002",
        Severity.WARNING,
        Question.REACH,
        "The task role lacks the usual permissions for a resource that a container is given",
        _ROLE,
        _plain_use,
    ),
    Check(
        "APP003",
        Severity.WARNING,
        Question.REACH,
        "A worker may not receive or delete the messages of its queue",
        f"{_ROLE} https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
        "sqs-api-permissions-reference.html",
        _receiving,
    ),
)
