"""Whether the log driver of a Service Connect proxy is given its region.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html (awslogs-region
is required on Fargate).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect import CONNECT
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_dict, as_flag, as_list, as_text


def _regions(inquiry: Inquiry) -> Iterator[Said]:
    path: PropertyPath = (CONNECT, "LogConfiguration")
    for placement in inquiry.placements:
        service, definition = placement.by, placement.definition
        options = service.get(*path, "Options")
        plain = service.get(*path, "LogDriver") == "awslogs" and not isinstance(options, Unknown)
        if not plain or not as_flag(service.get(CONNECT, "Enabled")) or "awslogs-region" in as_dict(options):
            continue
        kinds = definition.get("RequiresCompatibilities") if definition is not None else None
        if service.logical_id in inquiry.refused or "FARGATE" not in [as_text(one) for one in as_list(kinds)]:
            continue
        yield Found(
            service,
            (*path, "Options"),
            f"the log driver of the Service Connect proxy of {service.logical_id} has no awslogs-region",
            "on Fargate the driver awslogs needs the region: it fails before the proxy starts, and the task stops",
            "add awslogs-region: !Ref AWS::Region to Options",
        )


CHECK = Check(
    "TRI053",
    Severity.ERROR,
    Question.TRIGGER,
    "The log driver of a Service Connect proxy lacks its region",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
    _regions,
)
