"""Whether a name that leads to an internal load balancer stands in a zone that the internet asks.

Public DNS gives private addresses like any other: who is in the VPC reaches them, nobody else does. Some want that;
more often the zone was to be a private one, and lacks its VPCs.

Source (read 2026-11-30):
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html ("The DNS name of an
internal load balancer is publicly resolvable to the private IP addresses of the nodes. Therefore, internal load
balancers can route requests only from clients with access to the VPC").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_names import balancer_of, records
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

_ZONE = "AWS::Route53::HostedZone"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for resource, _, properties in records(inquiry):
        balancer = balancer_of(inquiry, properties)
        zone = inquiry.find(properties.get("HostedZoneId") or resource.get("HostedZoneId"), _ZONE)
        if balancer is None or zone is None or zone.logical_id in told or zone.get("VPCs") not in (None, []):
            continue
        if as_text(balancer.get("Scheme")) != "internal" or not inquiry.owns(zone):
            continue
        told.add(zone.logical_id)
        yield Found(
            zone,
            (),
            f"{zone.logical_id} is a public hosted zone, and {resource.logical_id} in it leads to "
            f"{balancer.logical_id}, which is internal",
            "everybody is told its private addresses, and only who is in the VPC, or has a way there, reaches them; "
            "until the zone's name is delegated to it, nobody finds the name at all",
            "add VPCs: [{ VPCId: !Ref VPC, VPCRegion: !Ref AWS::Region }] to it; nothing, if public DNS shall know it",
            # Whoever writes the list, and leaves it empty, meant a private one.
            severity=Severity.WARNING if zone.get("VPCs") == [] else None,
        )


CHECK = Check(
    "ARR243",
    Severity.NOTE,
    Question.ARRIVE,
    "A public hosted zone leads to an internal load balancer",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
    _ask,
)
