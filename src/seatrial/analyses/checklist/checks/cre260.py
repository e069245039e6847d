"""A job definition, a compute environment or a job queue is refused.

Source: https://docs.aws.amazon.com/batch/latest/userguide/fargate.html (read 2026-11-30).
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE260",
    Severity.ERROR,
    Question.CREATE,
    "A job definition, a compute environment or a job queue of AWS Batch is refused",
    "https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html "
    "https://docs.aws.amazon.com/batch/latest/userguide/fargate-job-queues.html",
    refused_by("batch."),
)
