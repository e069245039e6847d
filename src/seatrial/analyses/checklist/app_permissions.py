"""How it is told that containers are given what their task role may not use: statement, text and place.

Which calls an application makes is not in the template. So an error is only what makes every use impossible: no call of
that service is allowed on that resource. What the plain use needs and isn't allowed is a warning.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import Told, told
from seatrial.analyses.checklist.typed import typed, typed_part
from seatrial.analyses.checklist.use_table import Use, part_of
from seatrial.analyses.checklist.uses import Allowance, Used, asked, nearest_use, subject
from seatrial.analyses.iam import RoleView, access_denied_text, evaluate, request_of
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath

# The session of a task's credentials is the task's id, which is only known once there is a task.
TASK_ID = "TASK-ID"


def deciding_statement(inquiry: Inquiry, role: RoleView, use: Use, answer: Allowance) -> Told | None:
    """The statement that decides or comes near, asked for the plain call that it comes nearest to."""
    action, decision = nearest_use(inquiry, role, use, answer)
    found = told(inquiry, asked(inquiry, role, action, answer.on), decision, role)
    for call in () if found is not None else use.plain:
        question = asked(inquiry, role, use.action(call), answer.on)
        found = found or told(inquiry, question, evaluate(*question), role)
    return found


def after_because(reason: str) -> str:
    """Of a decision's reason what comes after its because, to be told by itself."""
    return reason.partition(", because ")[2] or reason


def aws_text(role: RoleView, use: Use, answer: Allowance) -> str:
    """What AWS answers. Brokers, databases and function URLs have words of their own."""
    if not use.service or "{" in use.service:
        return ""
    return access_denied_text(request_of(role, answer.action, answer.on, session=TASK_ID), answer.decision)


def what_is_given(items: Sequence[Used]) -> str:
    """``the application of WorkerDefinition is told of Jobs in QUEUE_URL``."""
    told = " and ".join(dict.fromkeys(f"{item.resource.logical_id} in {item.gift.variable}" for item in items))
    definitions = dict.fromkeys(item.gift.definition.logical_id for item in items)
    return f"the application of {' and '.join(definitions)} is given {told}"


def plain_calls(inquiry: Inquiry, use: Use, resource: Resource, receives: bool = False) -> tuple[str, str]:
    """The calls that one types into a policy for the plain use, and on what."""
    wanted = list(use.plain[:2]) if use.inner else list(use.plain[:1]) or ["Decrypt"]
    if use.service == "sqs":
        wanted = ["ReceiveMessage", "DeleteMessage"] if receives else ["SendMessage"]
    part = next((part for part, calls in use.calls.items() if wanted[0] in calls), "")
    about = subject(inquiry, use, resource)
    whole = not part and about == resource.arn
    on = typed(inquiry, about) if whole else typed_part(inquiry, resource, part_of(about, part))
    return ", ".join(use.action(call) for call in wanted), on


def resource_name(role: RoleView) -> str:
    """What a role is called in a sentence: by its logical id where a template has it."""
    return role.resource.logical_id or role.name


def role_place(inquiry: Inquiry, role: RoleView, definition: Resource) -> tuple[Resource, PropertyPath]:
    """Where something about a role is said: at the role, or at who names it where another stack has it."""
    if role.resource.logical_id in inquiry.system.resources:
        return role.resource, ()
    return definition, ("TaskRoleArn",)
