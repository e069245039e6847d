"""Whether what submits a job names a job queue and a job definition, and not one for the other.

All of them are ARNs of AWS Batch, and neither EventBridge nor Scheduler looks at what they name: SubmitJob refuses them
each time.

Sources (read 2026-11-30): https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html (jobQueue: the name
or the ARN of a job queue; jobDefinition: the name, or the ARN, of a job definition),
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_jobs import Submission, submissions
from seatrial.analyses.refusals.batch import DEFINITION, QUEUE
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value

_NOUNS = {QUEUE: "job queue", DEFINITION: "job definition"}


def _wired(inquiry: Inquiry) -> Iterator[Said]:
    for item in submissions(inquiry):
        if item.by.logical_id in inquiry.refused:
            continue
        for value, path, type in (
            (item.queue, item.queue_path, QUEUE),
            (item.definition, item.definition_path, DEFINITION),
        ):
            yield from _wrong(inquiry, item, value, path, type)


def _wrong(inquiry: Inquiry, item: Submission, value: Value, path: PropertyPath, type: str) -> Iterator[Found]:
    found = inquiry.find(value) if isinstance(value, str) and value else None
    if found is None or found.type == type:
        return
    noun = _NOUNS[type]
    meant = [other.logical_id for other in inquiry.system.of_type(type)]
    key = "Arn" if path[-1] == "Arn" else "JobDefinition" if type == DEFINITION else "JobQueue"
    yield Found(
        item.by,
        path,
        f"{item.by.logical_id} names {found.logical_id} as its {noun}",
        f"{found.logical_id} is no {noun}: SubmitJob is refused each time; {item.never}",
        f"write {key}: !Ref {meant[0]}" if len(meant) == 1 else f"name a {noun} in {key} of {item.by.logical_id}",
    )


CHECK = Check(
    "TRI263",
    Severity.ERROR,
    Question.TRIGGER,
    "A rule or a schedule submits to something that is no job queue, or a job of what is no job definition",
    "https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html",
    _wired,
)
