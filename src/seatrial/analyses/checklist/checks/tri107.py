"""Whether the role of a function may read the queue that the function is mapped to.

Lambda tries to receive from a queue as that role when the mapping of the two is made.

Sources (read 2026-11-29): https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html,
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html (permissions),
https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html (the policy). Texts:
https://github.com/pdomala/LambdaCDDemo/issues/1, https://github.com/aws/aws-cdk/issues/6770 and
https://github.com/aws/aws-cdk/issues/26432.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_machines import decide, denied
from seatrial.analyses.checklist.triggers import Caller
from seatrial.analyses.iam import RoleView, can_assume
from seatrial.analyses.refusals.awslambda import FUNCTION, QUEUE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

LAMBDA = "lambda.amazonaws.com"
MAPPING = "AWS::Lambda::EventSourceMapping"
READS = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


class _Acting(Caller, frozen=True):
    """A function, or a state machine for its log."""


def _role_of(inquiry: Inquiry, resource: Resource, key: str) -> RoleView | None:
    value = resource.get(key)
    role = inquiry.role(value) if isinstance(value, str) and value else None
    return role if isinstance(role, RoleView) and inquiry.owns(role.resource) else None


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


CHECK = Check(
    "TRI107",
    Severity.ERROR,
    Question.TRIGGER,
    "The role of a function may not read the queue that it is mapped to",
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    _unread,
)
