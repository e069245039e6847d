"""Whether a load balancer is internal although everything around it is for the internet.

Source (read 2026-11-29):
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html (scheme: the name of
an internal load balancer gives private addresses).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_names import balancer_of, records
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

ZONE = "AWS::Route53::HostedZone"


def _internal(inquiry: Inquiry) -> Iterator[Said]:
    """An internal load balancer where everything else is for the internet."""
    told: set[str] = set()
    for resource, _, properties in records(inquiry):
        balancer = balancer_of(inquiry, properties)
        if balancer is None or balancer.get("Scheme") != "internal" or balancer.logical_id in told:
            continue
        zone = inquiry.find(properties.get("HostedZoneId") or resource.get("HostedZoneId"), ZONE)
        if (zone is not None and zone.get("VPCs") is not None) or not _for_the_internet(inquiry, balancer):
            continue
        told.add(balancer.logical_id)
        yield Found(
            balancer,
            ("Scheme",),
            f"{balancer.logical_id} is internal, although its subnets are public and its security group lets the "
            "internet in",
            f"an internal load balancer only has private addresses: {as_text(properties.get('Name')) or 'its name'} "
            "leads nobody on the internet to it",
            "write Scheme: internet-facing, or leave Scheme out",
        )


def _for_the_internet(inquiry: Inquiry, balancer: Resource) -> bool:
    doors = [item for item in inquiry.arrivals.listeners if item.balancer is balancer]
    interfaces = inquiry.paper.balancer(balancer)
    open_ = doors and all(
        any(inquiry.paper.lets_anybody_in(item, door.port, door.transport) for door in doors) for item in interfaces
    )
    groups = [inquiry.find(value, "AWS::EC2::SecurityGroup") for value in as_list(balancer.get("SecurityGroups"))]
    world = any(
        as_text(at(rule, "CidrIp")) == "0.0.0.0/0"
        for group in groups
        if group is not None
        for rule in as_list(group.get("SecurityGroupIngress"))
    )
    subnets = [item.subnet for item in interfaces if item.placed]
    public = subnets and all(
        inquiry.paper.to_internet(inquiry.paper.interface("a server", subnet, (), True)).verdict is Verdict.YES
        for subnet in subnets
    )
    private = subnets and all(
        inquiry.paper.to_internet(inquiry.paper.interface("a server", subnet, (), False)).verdict is Verdict.YES
        for subnet in subnets
    )
    return bool(open_ and world and public and not private)


CHECK = Check(
    "SAF031",
    Severity.WARNING,
    Question.ARRIVE,
    "A load balancer is internal although everything around it is for the internet",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
    _internal,
)
