"""A DNS record, a certificate or a Cloud Map name is refused.

Source: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE011",
    Severity.ERROR,
    Question.CREATE,
    "A DNS record, a certificate or a Cloud Map name is refused",
    "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
    refused_by("route53.", "acm.", "servicediscovery."),
)
