"""Whether the notifications of a bucket are for the objects that are meant: a filter knows no wildcards.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html (no
wildcards).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_notifications import given_notifications
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at


def _wildcards(inquiry: Inquiry) -> Iterator[Said]:
    for resource, item in given_notifications(inquiry):
        for rule in as_list(item.rules):
            value = as_text(at(rule, "Value"))
            side = as_text(at(rule, "Name")).lower()
            if "*" in value:
                yield Found(
                    resource,
                    (*item.place, "Filter"),
                    f"{resource.logical_id} sends notifications only for objects with the {side} {value}",
                    "a filter knows no wildcards: * is a letter like any other, which no object's key has as a rule",
                    f"write Value: {value.replace('*', '') or 'incoming/'}",
                )
            elif side == "prefix" and value.startswith("/"):
                yield Found(
                    resource,
                    (*item.place, "Filter"),
                    f"{resource.logical_id} sends notifications only for objects with the {side} {value}",
                    "a key has no slash before its first part, unless one was written there: s3://bucket/in/a.jpg is "
                    "the object in/a.jpg",
                    f"write Value: {value.lstrip('/') or 'incoming/'}",
                )


CHECK = Check(
    "TRI043",
    Severity.WARNING,
    Question.TRIGGER,
    "A filter of a bucket's notifications has a wildcard, or a slash before it",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html",
    _wildcards,
)
