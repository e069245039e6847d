"""Whether the definition of a state machine that runs tasks is in the template.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Doubt, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam import RoleView
from seatrial.analyses.state_machines import MACHINE, machine_of
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, text_form


def _elsewhere(inquiry: Inquiry) -> Iterator[Said]:
    """A definition that isn't in the template runs tasks where its role is made for that."""
    for resource in inquiry.system.of_type(MACHINE):
        content = machine_of(resource).content
        role = inquiry.role(resource.get("RoleArn"))
        if not isinstance(content, Unknown) or not isinstance(role, RoleView):
            continue
        if any("ecs:runtask" in text_form(policy.document).lower() for policy in role.identity):
            what = f"whether {resource.logical_id} starts its tasks"
            yield Doubt(resource, machine_of(resource).path, what, content.reason)


CHECK = Check(
    "TRI066",
    Severity.NOTE,
    Question.TRIGGER,
    "The definition of a state machine that runs tasks is not in the template",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-stepfunctions-statemachine.html",
    _elsewhere,
)
