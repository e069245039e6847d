"""AWS WAF refuses a web ACL, or to put it before a resource.

Source: https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE113",
    Severity.ERROR,
    Question.CREATE,
    "AWS WAF refuses a web ACL, or to put it before a resource",
    "https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html",
    refused_by("wafv2."),
)
