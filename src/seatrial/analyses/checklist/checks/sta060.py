"""Whether tasks that get IPv6 addresses alone run on a platform that does that.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html (an
IPv6-only service needs Linux, and platform version 1.4.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_family import known_interfaces
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.ecs_platform import VERSIONS
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _platforms(inquiry: Inquiry) -> Iterator[Said]:
    for placement in inquiry.placements:
        natives = [item.subnet for item in known_interfaces(inquiry, placement) if item.native]
        definition, version = placement.definition, placement.by.get("PlatformVersion")
        if not natives or definition is None:
            continue
        family = as_text(definition.get("RuntimePlatform", "OperatingSystemFamily"))
        what = f"tasks of {placement.by.logical_id} run in {inquiry.names(natives)} with IPv6 addresses alone"
        if family.startswith("WINDOWS"):
            yield Found(
                definition,
                ("RuntimePlatform", "OperatingSystemFamily"),
                f"{what}, and {definition.logical_id} is for Windows",
                "Fargate runs Windows in subnets with IPv4 addresses only: the tasks do not start",
                f"use subnets with a CidrBlock for {placement.by.logical_id}",
            )
        elif version in VERSIONS[:-1]:
            yield Found(
                placement.by,
                ("PlatformVersion",),
                f"{what}, which platform version {as_text(version)} does not do",
                "subnets with IPv6 alone need platform version 1.4.0: the tasks do not start",
                f"set PlatformVersion: LATEST in {placement.by.logical_id}",
                fix=(set_property(placement.by.logical_id, "PlatformVersion", to="LATEST"),),
            )


CHECK = Check(
    "STA060",
    Severity.ERROR,
    Question.START,
    "Tasks are to run with IPv6 addresses alone on a platform that does not do that",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
    _platforms,
)
