"""Who submits jobs to AWS Batch: rules whose target is a job queue, and schedules that call SubmitJob.

Sources (read 2026-11-30): https://docs.aws.amazon.com/batch/latest/userguide/batch-cwe-target.html,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import RULE, SCHEDULE
from seatrial.analyses.checklist.triggers import EVENTS, SCHEDULER, Caller
from seatrial.analyses.refusals.sqs import document
from seatrial.model.arn import Arn
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at

SUBMIT = ":scheduler:::aws-sdk:batch:submitJob"
JOB = "the job"


class Submission(Caller, frozen=True):
    """``queue`` and ``definition`` are what SubmitJob is given, and stand at ``queue_path`` and ``definition_path``."""

    queue: Value
    queue_path: PropertyPath
    definition: Value
    definition_path: PropertyPath

    @property
    def never(self) -> str:
        """What becomes of it where SubmitJob is refused."""
        return "the stack is created, but no job is ever submitted: only a metric and the dead-letter queue show it"


def submissions(inquiry: Inquiry) -> Iterator[Submission]:
    """Every rule and schedule that submits jobs."""
    for rule in inquiry.system.of_type(RULE):
        for index, target in enumerate(as_list(rule.get("Targets"))):
            path: PropertyPath = ("Targets", index)
            arn = Arn.parse(as_text(at(target, "Arn")))
            if arn is None or (arn.service != "batch" and at(target, "BatchParameters") is None):
                continue
            named: PropertyPath = (*path, "BatchParameters", "JobDefinition")
            role: PropertyPath = (*path, "RoleArn")
            yield Submission(rule, EVENTS, role, JOB, at(target, "Arn"), (*path, "Arn"), rule.get(*named), named)
    for schedule in inquiry.system.of_type(SCHEDULE):
        if not as_text(schedule.get("Target", "Arn")).endswith(SUBMIT):
            continue
        place: PropertyPath = ("Target", "Input")
        request = document(schedule.get(*place))
        queue, definition = at(request, "JobQueue"), at(request, "JobDefinition")
        yield Submission(schedule, SCHEDULER, ("Target", "RoleArn"), JOB, queue, place, definition, place)
