"""EFS or KMS refuses a file system, a mount target, a key or an alias.

Source: https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE012",
    Severity.ERROR,
    Question.CREATE,
    "EFS or KMS refuses a file system, a mount target, a key or an alias",
    "https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html",
    refused_by("efs.", "kms."),
)
