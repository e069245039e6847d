"""Whether a task is started on a platform version that there is and that can run it.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import accepted_triggers
from seatrial.analyses.refusals import ecs_platform
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _platform(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in accepted_triggers(inquiry):
        path = trigger.place("PlatformVersion")
        version = trigger.parameter("PlatformVersion")
        wanted = ecs_platform.too_old_for(version, trigger.definition)
        if ecs_platform.exists(version) and not wanted:
            continue
        code, text = ecs_platform.INCOMPATIBLE if wanted else ecs_platform.UNKNOWN
        yield Found(
            trigger.by,
            path,
            f"{trigger.by.logical_id} starts its task on platform version {as_text(version)}, which "
            + (f"has no {wanted}" if wanted else "doesn't exist"),
            f"RunTask answers with {code}; {trigger.never}",
            f"write PlatformVersion: {ecs_platform.LATEST}",
            text,
        )


CHECK = Check(
    "TRI034",
    Severity.ERROR,
    Question.TRIGGER,
    "A task is started on a platform version that can't run it",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html",
    _platform,
)
