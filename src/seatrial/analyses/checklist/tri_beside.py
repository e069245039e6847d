"""Whether roles of functions and state machines may do what is tried when these are made: read a queue, set up a log.

Lambda must be able to assume the role of a function, and tries to receive from a queue as that role when the mapping of
the two is made. A state machine's log is set up by its role.

Sources (read 2026-11-29): https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html,
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html (permissions),
https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html (the policy). Texts:
https://github.com/pdomala/LambdaCDDemo/issues/1, https://github.com/aws/aws-cdk/issues/6770 and
https://github.com/aws/aws-cdk/issues/26432.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.fixes import trust
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_machines import decide, denied
from seatrial.analyses.checklist.triggers import STATES, Caller
from seatrial.analyses.iam import RoleView, can_assume
from seatrial.analyses.refusals.awslambda import FUNCTION, QUEUE
from seatrial.analyses.state_machines import MACHINE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text

LAMBDA = "lambda.amazonaws.com"
MAPPING = "AWS::Lambda::EventSourceMapping"
READS = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
# The first is what sets a log up; the guide's policy has all of them, on all resources.
DELIVERY = (
    *("logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery"),
    *("logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups"),
)


@dataclass(frozen=True, slots=True)
class _Acting(Caller):
    """A function, or a state machine for its log."""


def _role_of(inquiry: Inquiry, resource: Resource, key: str) -> RoleView | None:
    value = resource.get(key)
    role = inquiry.role(value) if isinstance(value, str) and value else None
    return role if isinstance(role, RoleView) and inquiry.owns(role.resource) else None


def _untrusted(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for function in inquiry.system.of_type(FUNCTION):
        role = _role_of(inquiry, function, "Role")
        if role is None or role.name in told or can_assume(role, LAMBDA).allowed is not False:
            continue
        told.add(role.name)
        name = resource_name(role)
        yield Found(
            role.resource,
            role.trust.path,
            f"Lambda may not assume {name}, the role of {function.logical_id}",
            f"{function.logical_id} runs as that role, and its trust policy doesn't let Lambda: CloudFormation calls "
            "CreateFunction, that fails, and the stack is rolled back",
            f"allow sts:AssumeRole to Principal: {{ Service: {LAMBDA} }} in AssumeRolePolicyDocument of {name}",
            "The role defined for the function cannot be assumed by Lambda.",
            fix=trust(inquiry, role, LAMBDA),
        )


def _unread(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, str]] = set()
    for mapping in inquiry.system.of_type(MAPPING):
        function = inquiry.find(mapping.get("FunctionName"), FUNCTION)
        queue = inquiry.find(mapping.get("EventSourceArn"), QUEUE)
        role = _role_of(inquiry, function, "Role") if function is not None else None
        if function is None or queue is None or role is None or can_assume(role, LAMBDA).allowed is False:
            continue
        if (role.name, queue.logical_id) in told or mapping.logical_id in inquiry.refused:
            continue
        told.add((role.name, queue.logical_id))
        decisions = {call: decide(inquiry, role, call, queue.arn) for call in READS}
        missing = [call for call, decision in decisions.items() if decision.allowed is False]
        if not missing:
            continue
        first = missing[0]
        yield denied(
            inquiry,
            _Acting(function, LAMBDA, ("Role",), function.logical_id),
            role,
            (first, queue.arn, decisions[first]),
            what=f"{resource_name(role)} may not read {queue.logical_id}",
            why=f"{mapping.logical_id} lets {function.logical_id} take its messages from there, and Lambda calls "
            f"{', '.join(missing)} as its role",
            then="Lambda tries it when the mapping is made, and the stack is rolled back",
            mend=f"allow {', '.join(missing)} on {queue.logical_id} in a policy of {resource_name(role)}",
            aws=f"The provided execution role does not have permissions to call {first.partition(':')[2]} on SQS",
            all_of=[(call, queue.arn) for call in missing],
        )


def _unlogged(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for machine in inquiry.system.of_type(MACHINE):
        level = machine.get("LoggingConfiguration", "Level")
        if not isinstance(level, str) or level in ("", "OFF") or machine.logical_id in inquiry.refused:
            continue
        role = _role_of(inquiry, machine, "RoleArn")
        if role is None or role.name in told or not as_list(machine.get("LoggingConfiguration", "Destinations")):
            continue
        if can_assume(role, STATES).allowed is False:
            continue
        decisions = {call: decide(inquiry, role, call, "*") for call in DELIVERY}
        missing = [call for call, decision in decisions.items() if decision.allowed is False]
        if DELIVERY[0] not in missing:
            continue
        told.add(role.name)
        yield denied(
            inquiry,
            _Acting(machine, STATES, ("RoleArn",), machine.logical_id),
            role,
            (missing[0], "*", decisions[missing[0]]),
            what=f"{resource_name(role)} may not set up the log of {machine.logical_id}",
            why=f"{machine.logical_id} logs at the level {as_text(level)}, and Step Functions calls "
            f"{missing[0]} and others as this role, which only a statement on * allows",
            then="the state machine is refused, and the stack is rolled back",
            mend=f"allow {', '.join(missing)} on * in a policy of {resource_name(role)}",
            aws="The state machine IAM Role is not authorized to access the Log Destination",
            all_of=[(call, "*") for call in missing],
        )


_GUIDE = "https://docs.aws.amazon.com/"
CHECKS = (
    Check(
        "TRI105",
        Severity.ERROR,
        Question.TRIGGER,
        "The role of a state machine may not set up its log",
        f"{_GUIDE}step-functions/latest/dg/cw-logs.html",
        _unlogged,
    ),
    Check(
        "TRI106",
        Severity.ERROR,
        Question.TRIGGER,
        "The role of a function does not trust Lambda",
        f"{_GUIDE}lambda/latest/dg/lambda-intro-execution-role.html",
        _untrusted,
    ),
    Check(
        "TRI107",
        Severity.ERROR,
        Question.TRIGGER,
        "The role of a function may not read the queue that it is mapped to",
        f"{_GUIDE}lambda/latest/dg/services-sqs-configure.html",
        _unread,
    ),
)
