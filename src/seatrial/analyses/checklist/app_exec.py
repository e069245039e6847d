"""What ECS Exec is configured with: the cluster's settings of sessions, and how permissions for it are written.

A session is opened from within the task, as the task role. The cluster may have sessions encrypted and recorded, which
the SSM agent in the task does as the task role too.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html (read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterable

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.analyses.checklist.typed import typed
from seatrial.model.value import Value

SWITCH = "EnableExecuteCommand"
CLUSTER = "AWS::ECS::Cluster"
SETTINGS = ("Configuration", "ExecuteCommandConfiguration")


def actions_text(inquiry: Inquiry, calls: Iterable[tuple[str, str]]) -> str:
    """Actions for a mend, each with what it is on."""
    by_resource: dict[str, list[str]] = {}
    for action, on in calls:
        shown = "*" if on == "*" else typed(inquiry, on)
        by_resource.setdefault(shown.replace("/session.log", "/*"), []).append(action)
    return ", and ".join(f"{', '.join(actions)} on {on}" for on, actions in by_resource.items())


def settings_of(inquiry: Inquiry, placement: Placement) -> Value:
    """What the cluster says of sessions; None where it is not known."""
    place = ("Cluster",) if placement.by.type == SERVICE else (*placement.at, "Arn")
    cluster = inquiry.find(placement.by.get(*place), CLUSTER)
    return cluster.get(*SETTINGS) if cluster is not None else None
