"""Whether a state that runs a task gives RunTask what it takes, and whether the task may answer.

Step Functions spells the parameters of every API with capitals. A placeholder that DefinitionSubstitutions don't fill
in stays a text, and RunTask looks for a task definition of that name. A state that waits for a task token waits until
somebody answers, and mostly the task itself does, as its task role.

Sources (read 2026-11-29): https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html ("Parameters in Step
Functions are expressed in PascalCase"), https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
(taskDefinition is required; "If you do not specify a cluster, the default cluster is assumed"),
https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token,
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import asked
from seatrial.analyses.checklist.triggers import Trigger
from seatrial.analyses.state_machines import RunTask


def run_states(inquiry: Inquiry) -> Iterator[tuple[Trigger, RunTask]]:
    for trigger in asked(inquiry):
        if trigger.placement.run is not None:
            yield trigger, trigger.placement.run
