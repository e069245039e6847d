"""Whether the health checks of a target group for gRPC look for a code of gRPC.

Sources (read 2026-11-29): https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html and
https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2804 (codes of gRPC).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import TARGET_GROUP
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _codes(inquiry: Inquiry) -> Iterator[Said]:
    """Codes of HTTP where gRPC's are looked at."""
    for group in inquiry.system.of_type(TARGET_GROUP):
        codes, grpc = group.get("Matcher", "HttpCode"), group.get("Matcher", "GrpcCode")
        if as_text(group.get("ProtocolVersion")).upper() != "GRPC" or codes is None or grpc is not None:
            continue
        yield Found(
            group,
            ("Matcher", "HttpCode"),
            f"{group.logical_id} speaks gRPC, and its health checks are to look for the HTTP code {as_text(codes)}",
            "health checks of a target group for gRPC look at gRPC codes, from 0 to 99: codes of HTTP are refused or "
            "not looked at",
            'write GrpcCode: "0" instead of HttpCode, or leave ProtocolVersion: GRPC out',
        )


CHECK = Check(
    "ARR051",
    Severity.WARNING,
    Question.ARRIVE,
    "The health checks of a target group for gRPC are given a code of HTTP",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html",
    _codes,
)
