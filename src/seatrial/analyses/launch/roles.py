"""Whether ECS can assume the roles of a task definition: what RunTask asks before there is a task.

A task whose role it can't assume never comes into being. Only the service says so: ``(service NAME) failed to launch a
task with (error ...)``.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Sequence

from seatrial.analyses.launch.requirement import Failed, Stage
from seatrial.analyses.launch.steps import requirements
from seatrial.analyses.launch.verdict import judge
from seatrial.model.resource import Resource
from seatrial.model.system import System

ROLES = (Stage.EXECUTION_ROLE, Stage.TASK_ROLE)


def refused_roles(systems: Sequence[System], definition: Resource) -> Failed | None:
    """Why RunTask makes no task of a definition; None where it does. ``systems`` as in ``requirements``."""
    for step in requirements(systems, definition):
        if step.stage in ROLES and isinstance(verdict := judge(systems, step, {}, ""), Failed):
            return verdict
    return None
