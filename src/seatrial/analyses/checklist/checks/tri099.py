"""Whether a function may be called by what is to call it: a rule, a topic, or Secrets Manager that rotates a secret.

These call as themselves, so the function's own policy must let them in: an ``AWS::Lambda::Permission`` for their
service. Secrets Manager asks when the rotation is set up; a rule and a topic find out without a trace.

Sources (read 2026-11-30): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
#eb-lambda-permissions, https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html,
https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_senders import RULE, SNS, SUBSCRIPTION, TOPIC
from seatrial.analyses.checklist.triggers import EVENTS
from seatrial.analyses.iam import Policies, Request, evaluate
from seatrial.analyses.iam.resource_policy import PERMISSION, resource_policies
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_list, as_text, at

FUNCTION, INVOKE = "AWS::Lambda::Function", "lambda:InvokeFunction"
ROTATION, SECRETS_MANAGER = "AWS::SecretsManager::RotationSchedule", "secretsmanager.amazonaws.com"


class FunctionCall(Struct, frozen=True):
    """``service`` calls ``function`` for ``source``; ``path`` of ``by`` names the function."""

    by: Resource
    path: PropertyPath
    source: Resource
    function: Resource
    service: str


def _calls(inquiry: Inquiry) -> Iterator[FunctionCall]:
    for rule in inquiry.system.of_type(RULE):
        for index, target in enumerate(as_list(rule.get("Targets"))):
            function = inquiry.find(at(target, "Arn"), FUNCTION)
            if function is not None and at(target, "RoleArn") is None:
                yield FunctionCall(rule, ("Targets", index, "Arn"), rule, function, EVENTS)
    for item in inquiry.system.of_type(SUBSCRIPTION):
        topic, function = inquiry.find(item.get("TopicArn"), TOPIC), inquiry.find(item.get("Endpoint"), FUNCTION)
        if topic is not None and function is not None and as_text(item.get("Protocol")) == "lambda":
            yield FunctionCall(item, ("Endpoint",), topic, function, SNS)
    for rotation in inquiry.system.of_type(ROTATION):
        function = inquiry.find(rotation.get("RotationLambdaARN"), FUNCTION)
        if function is not None:
            yield FunctionCall(rotation, ("RotationLambdaARN",), rotation, function, SECRETS_MANAGER)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for call in _calls(inquiry):
        key = (call.source.logical_id, call.function.logical_id)
        if key in seen or call.by.logical_id in inquiry.refused or not call.function.arn:
            continue
        seen.add(key)
        policies, tags = resource_policies(inquiry.systems, call.function.arn)
        context = {"aws:SourceAccount": inquiry.system.scope.account, "aws:SourceArn": call.source.arn, **tags}
        request = Request(INVOKE, call.function.arn, service=call.service, context=context)
        decision = evaluate(request, Policies((), policies))
        what = f"whether {call.source.logical_id} may call {call.function.logical_id}"
        if decision.allowed is None:
            yield Doubt(call.by, call.path, what, decision.reason.partition(", because ")[2] or decision.reason)
        elif decision.allowed is False and (why := _unnamed(inquiry)):
            yield Doubt(
                call.by, call.path, f"whether {call.source.logical_id} may call {call.function.logical_id}", why
            )
        elif decision.allowed is False:
            yield _found(call)


def _unnamed(inquiry: Inquiry) -> str:
    """Why it isn't known for which function a permission is; "" where each says so."""
    for permission in of_type(inquiry.systems, PERMISSION):
        named = permission.get("FunctionName")
        if isinstance(named, Unknown):
            return named.reason
    return ""


def _found(call: FunctionCall) -> Found:
    source, function = call.source.logical_id, call.function.logical_id
    rotates = call.service == SECRETS_MANAGER
    written = f"!Ref {source}" if call.source.physical_id == call.source.arn else f"!GetAtt {source}.Arn"
    pinned = "" if rotates else f", SourceArn: {written}"
    then = "it refuses the rotation, and the stack is rolled back" if rotates else "it is never called, without a trace"
    return Found(
        call.by,
        call.path,
        f"{source} may not call {function}",
        f"{call.service} calls it on behalf of {source}, and no AWS::Lambda::Permission lets that in: {then}",
        f"add an AWS::Lambda::Permission with FunctionName: !Ref {function}, Action: {INVOKE}, Principal: "
        f"{call.service}{pinned}",
    )


CHECK = Check(
    "TRI099",
    Severity.ERROR,
    Question.TRIGGER,
    "A rule, a topic or the rotation of a secret may not call its function",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html "
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/"
    "rotating-secrets-required-permissions-function.html",
    _ask,
)
