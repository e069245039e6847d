"""Elastic Load Balancing refuses a load balancer, listener, rule or target group.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE004",
    Severity.ERROR,
    Question.CREATE,
    "Elastic Load Balancing refuses a load balancer, listener, rule or target group",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html",
    refused_by("elbv2."),
)
