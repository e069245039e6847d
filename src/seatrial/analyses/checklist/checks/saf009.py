"""Whether a log group ever deletes its logs.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity


def _retention(inquiry: Inquiry) -> Iterator[Said]:
    for group in inquiry.system.of_type("AWS::Logs::LogGroup"):
        if group.get("RetentionInDays") is None:
            yield Found(
                group,
                (),
                f"{group.logical_id} never deletes its logs",
                "without RetentionInDays log events never expire, and the storage cost keeps growing",
                f"add RetentionInDays: 30 to {group.logical_id}",
            )


CHECK = Check(
    "SAF009",
    Severity.WARNING,
    Question.SEEMLY,
    "A log group never deletes its logs",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    _retention,
)
