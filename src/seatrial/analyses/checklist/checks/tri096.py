"""Whether a state machine that logs may have its log delivered.

Step Functions tries the log group when the machine is made, as the machine's role.

Sources (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy; the
text: https://github.com/aws/aws-cdk/issues/26432 (the log group).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_machines import decide, denied
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.checklist.triggers import STATES, Caller
from seatrial.analyses.state_machines import MACHINE
from seatrial.model.finding import Severity

LOG_CALLS = (
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
)


def _logs(inquiry: Inquiry) -> Iterator[Said]:
    for resource in inquiry.system.of_type(MACHINE):
        path = ("LoggingConfiguration",)
        level = resource.get(*path, "Level")
        wanted = isinstance(level, str) and level not in ("", "OFF") and resource.get(*path, "Destinations")
        caller = Caller(resource, STATES, ("RoleArn",), "its log")
        role = trusted(inquiry, caller) if wanted else None
        if role is None:
            continue
        decisions = {call: decide(inquiry, role, call, "*") for call in LOG_CALLS}
        missing = [call for call, decision in decisions.items() if decision.allowed is False]
        if missing:
            # Only with the first is it certain that there is no way to the log group.
            certain = missing[0] == LOG_CALLS[0]
            yield denied(
                inquiry,
                caller,
                role,
                (missing[0], "*", decisions[missing[0]]),
                what=f"{resource_name(role)} may not write the log of {resource.logical_id}",
                why=f"Step Functions has the log delivered as this role, and calls {', '.join(missing)} on * for it",
                then="it refuses the state machine, and the stack is rolled back" if certain else "it may refuse it",
                mend=f"allow {', '.join(missing)} on * in a policy of {resource_name(role)}",
                aws="The state machine IAM Role is not authorized to access the Log Destination",
                all_of=[],
                severity=None if certain else Severity.WARNING,
            )


CHECK = Check(
    "TRI096",
    Severity.ERROR,
    Question.TRIGGER,
    "The role of a state machine may not write its log",
    "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
    _logs,
)
