"""Whether a state that runs a task gives RunTask what it takes: with these capitals, a task definition, and a cluster.

Step Functions spells the parameters of every API with capitals.

Sources (read 2026-11-29): https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html ("Parameters in Step
Functions are expressed in PascalCase"), https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
(taskDefinition is required; "If you do not specify a cluster, the default cluster is assumed").
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import CLUSTER, run_states
from seatrial.analyses.checklist.triggers import misspelt
from seatrial.model.finding import Severity

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html (also 2026-11-30)
_TAKEN = (
    *("CapacityProviderStrategy", "ClientToken", "Cluster", "Count", "EnableECSManagedTags", "EnableExecuteCommand"),
    *("Group", "LaunchType", "NetworkConfiguration", "Overrides", "PlacementConstraints", "PlacementStrategy"),
    *("PlatformVersion", "PropagateTags", "ReferenceId", "StartedBy", "Tags", "TaskDefinition", "VolumeConfigurations"),
)
_LAUNCH_TYPES = ("EC2", "EXTERNAL", "FARGATE", "MANAGED_INSTANCES")


def _given(inquiry: Inquiry) -> Iterator[Said]:
    for trigger, run in run_states(inquiry):
        name, given = trigger.by.logical_id, run.arguments
        if not isinstance(given, dict):
            continue
        wrong = next(misspelt(given), None)
        if wrong is not None:
            place, right = wrong
            why = "Step Functions knows the parameters of RunTask by their own names, each with a capital"
            yield Found(
                trigger.by,
                run.place(*place),
                f"the state {run.state} of {name} gives RunTask {place[-1]}, which Step Functions doesn't know",
                f"{why}: it refuses another spelling, or RunTask is not given it",
                f"write {right} in place of {place[-1]}",
            )
        elif (unknown := next((key for key in given if key.removesuffix(".$") not in _TAKEN), None)) is not None:
            near = get_close_matches(unknown, _TAKEN, 1) or [item for item in _TAKEN if unknown.endswith(item)]
            yield Found(
                trigger.by,
                run.place(unknown),
                f"the state {run.state} of {name} gives RunTask {unknown}, which RunTask doesn't have",
                f"Step Functions takes only what RunTask has, and refuses the definition of {name}",
                f"write {near[0]} in place of {unknown}" if near else f"leave {unknown} out of {run.key}",
            )
        elif isinstance(launch := given.get("LaunchType"), str) and launch not in _LAUNCH_TYPES and "{%" not in launch:
            yield Found(
                trigger.by,
                run.place("LaunchType"),
                f"the state {run.state} of {name} gives RunTask the LaunchType {launch}",
                f"it is one of {', '.join(_LAUNCH_TYPES)}, in capitals; {trigger.never}",
                f"write LaunchType: {launch.upper() if launch.upper() in _LAUNCH_TYPES else 'FARGATE'}",
            )
        elif given.get("TaskDefinition") is None:
            yield Found(
                trigger.by,
                run.place("TaskDefinition"),
                f"the state {run.state} of {name} names no task definition",
                f"RunTask needs one; {trigger.never}",
                f"add TaskDefinition to {run.key} of the state {run.state}",
            )
        elif given.get("Cluster") is None and (cluster := next(iter(inquiry.system.of_type(CLUSTER)), None)):
            yield Found(
                trigger.by,
                run.place("Cluster"),
                f"the state {run.state} of {name} names no cluster",
                "RunTask then takes the cluster that is called default, which an account may not have, and not "
                f"{cluster.logical_id}",
                f"add Cluster with !Ref {cluster.logical_id} to {run.key} of the state {run.state}",
                severity=Severity.WARNING,
            )


CHECK = Check(
    "TRI063",
    Severity.ERROR,
    Question.TRIGGER,
    "A state of a state machine doesn't give RunTask what it takes",
    "https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html",
    _given,
)
