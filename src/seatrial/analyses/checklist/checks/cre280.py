"""A subnet without a zone of its own beside others, that have one or have none either.

"Default: Amazon Web Services selects one for you. If you create more than one subnet in your VPC, we do not necessarily
select a different zone for each subnet." What wants subnets of several zones is refused then, or stands in one zone,
as it happens: a stack that was created once fails in another account. So this is a warning, in place of what follows
where the zones are the same.

Source (read 2026-11-30): https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath

_SUBNET = "AWS::EC2::Subnet"
_ZONES = ("AvailabilityZone", "AvailabilityZoneId", "OutpostArn")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    system = inquiry.system
    without = {
        item.logical_id: item
        for item in system.of_type(_SUBNET)
        if not any(item.get(key) is not None for key in _ZONES)
    }
    if not without:
        return
    lists: dict[tuple[str, PropertyPath], dict[str, None]] = {}
    for one in system.references:
        other = system.resources.get(one.target)
        if other is not None and other.type == _SUBNET and one.path and isinstance(one.path[-1], int):
            lists.setdefault((one.source, one.path[:-1]), {})[one.target] = None
    told: set[str] = set()
    for (source, _), names in lists.items():
        others = [name for name in names if name not in without]
        for index, name in enumerate(names):
            if name not in without or name in told or len(names) == 1:
                continue
            told.add(name)
            if others:
                yield _beside(without[name], others[0], source)
            elif index == 0:
                yield _all(inquiry, [without[each] for each in names], source)


def _beside(subnet: Resource, other: str, source: str) -> Found:
    name = subnet.logical_id
    return Found(
        subnet,
        (),
        f"{name} has no AvailabilityZone, and {other} beside it in {source} has one",
        f"AWS chooses the zone of {name}, which may be that of {other}: what wants several zones is "
        "refused then, or stands in one alone",
        f"add AvailabilityZone to {name}, another one than that of {other}",
    )


def _all(inquiry: Inquiry, subnets: Sequence[Resource], source: str) -> Found:
    names = inquiry.names(subnets)
    return Found(
        subnets[0],
        (),
        f"{names}, the subnets of {source}, have no AvailabilityZone",
        "AWS chooses their zones, and need not choose several: what wants several zones is refused then, or stands "
        "in one alone",
        f"add AvailabilityZone to {names}, to each another one",
    )


CHECK = Check(
    "CRE280",
    Severity.WARNING,
    Question.CREATE,
    "A subnet has no zone of its own beside others",
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
    _ask,
)
