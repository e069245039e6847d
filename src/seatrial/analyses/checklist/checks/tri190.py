"""Whether a state of a state machine names what it calls a service about, in the form that the API takes.

Sources (read 2026-11-30): https://docs.aws.amazon.com/sns/latest/api/API_Publish.html (TopicArn),
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html (QueueUrl),
https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html (stateMachineArn; each is
required, as are Message and MessageBody, and a topic may give way to TargetArn or PhoneNumber). Tables, functions and
secrets may be named by either, so their form isn't asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_state_calls import ServiceCall, service_calls
from seatrial.analyses.state_machines import placeholders
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath

# What an argument begins with, what that is called, and how one types it of a resource.
_FORMS = {
    "TopicArn": ("arn:", "an ARN", "!Ref {}"),
    "StateMachineArn": ("arn:", "an ARN", "!Ref {}"),
    "QueueUrl": ("https://", "a URL", "!Ref {}"),
}
# What a call needs beside what it is about, what may stand for that, and what else it may have of a like name.
_NEEDED = {"Publish": ("Message",), "SendMessage": ("MessageBody",)}
_INSTEAD = {"TopicArn": ("TopicArn", "TargetArn", "PhoneNumber")}
_TAKEN = ("Message", "MessageBody", "MessageAttributes", "MessageStructure", "MessageGroupId", "TargetArn")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for call in service_calls(inquiry):
        if call.machine.resource.logical_id in inquiry.refused:
            continue
        if (lacking := _lacking(call)) is not None:
            yield _without(call, lacking)
            continue
        start, form, typed = _FORMS.get(call.service.argument, ("", "", ""))
        value = call.named
        if not form or not isinstance(value, str) or not value or value.startswith(start) or placeholders(value):
            continue
        meant = inquiry.find(value, *call.service.types)
        others = list(inquiry.system.of_type(*call.service.types))
        meant = meant or (others[0] if len(others) == 1 else None)
        machine = call.machine.resource
        yield Found(
            machine,
            _where(call),
            f"the state {call.state} of {machine.logical_id} names {value} as {call.service.argument}, which is not "
            f"{form}",
            f"the state machine is created, but the state {call.state} always fails: {call.service.argument} is {form}",
            f"write {typed.format(meant.logical_id)} there" if meant else f"write {form} there",
        )


def _lacking(call: ServiceCall) -> str | None:
    """An argument that the call needs and isn't given."""
    # Without any parameters a state hands on its whole input.
    if not isinstance(call.given, dict) or call.action not in call.service.actions:
        return None
    needs: tuple[str, ...] = (call.service.argument, *_NEEDED.get(call.action, ()))
    for needed in needs:
        if all(item not in call.given for item in _INSTEAD.get(needed, (needed,))):
            return needed
    return None


def _without(call: ServiceCall, lacking: str) -> Found:
    machine, given = call.machine.resource, call.given if isinstance(call.given, dict) else {}
    like = [key for key in given if key.lower() == lacking.lower()]
    near = like or get_close_matches(lacking, [key for key in given if key not in _TAKEN], 1, 0.7)
    place = (*call.place[:-1], *near[:1]) if not call.machine.whole else call.place
    return Found(
        machine,
        place,
        f"the state {call.state} of {machine.logical_id} calls {call.action} without {lacking}",
        f"the API needs it, and Step Functions knows it by this name alone: the state {call.state} always fails",
        f"write {lacking} in place of {near[0]}" if near else f"add {lacking} to what the state {call.state} gives",
    )


def _where(call: ServiceCall) -> PropertyPath:
    """Where the value stands: in the substitution that fills it in, or in the definition."""
    filled = call.machine.resource.get("DefinitionSubstitutions")
    for key, value in filled.items() if isinstance(filled, dict) else ():
        if value == call.named:
            return ("DefinitionSubstitutions", key)
    return call.place


CHECK = Check(
    "TRI190",
    Severity.ERROR,
    Question.TRIGGER,
    "A state of a state machine names what it calls in another form than the API takes",
    "https://docs.aws.amazon.com/sns/latest/api/API_Publish.html "
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html",
    _ask,
)
