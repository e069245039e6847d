"""A security group is open to the internet on a wide range of ports.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.saf_network import GROUP, ingress_rules, is_open
from seatrial.model.finding import Severity
from seatrial.model.value import as_number, as_text


def _wide(inquiry: Inquiry) -> Iterator[Said]:
    """Groups that are open to the world on more than the ports of listeners."""
    for resource, path, owner, rule in ingress_rules(inquiry):
        group = inquiry.find(owner, GROUP)
        if not is_open(rule) or group is None:
            continue
        protocol = as_text(rule.get("IpProtocol"))
        low, high = as_number(rule.get("FromPort"), -1), as_number(rule.get("ToPort"), -1)
        if protocol in ("-1", "all") or (protocol in ("tcp", "6", "udp", "17") and high - low > 100):
            what = "all traffic" if protocol in ("-1", "all") else f"ports {low} to {high}"
            yield Found(
                resource,
                path,
                f"{group.logical_id} is open to the internet on {what}",
                "anyone on the internet may connect to any of these ports",
                f"open only the ports that something listens on in {group.logical_id}, or restrict the source",
            )


CHECK = Check(
    "SAF002",
    Severity.WARNING,
    Question.SEEMLY,
    "A security group is open to the internet on a wide range of ports",
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    _wide,
)
