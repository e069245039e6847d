"""A copied association, route or endpoint that still names the first one's subnet, route table or service.

EC2 refuses the copy: the subnet has a route table, the table has this route, the VPC this private name. To remove it
would leave the other subnet without a way; what was forgotten is the one property that the copy should differ in. Which
it was meant for is plain where just one subnet or table is left without, and its name is like that of the one that is
named twice; and where an endpoint is called after a service that has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from msgspec import Struct

from seatrial.analyses.refusals import Refusal
from seatrial.kinds.endpoint_services import COMMON, service_of
from seatrial.model.edit import Edit, set_property
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_text

if TYPE_CHECKING:
    from seatrial.analyses.checklist.inquiry import Inquiry

SUBNET, TABLE = "AWS::EC2::Subnet", "AWS::EC2::RouteTable"
ENDPOINT, NAT, EIP = "AWS::EC2::VPCEndpoint", "AWS::EC2::NatGateway", "AWS::EC2::EIP"
ASSOCIATION, ROUTE = "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::Route"
ALIKE, _PLAINLY = 0.55, 0.2


class Copy(Struct, frozen=True):
    """``resource`` names by its property ``key`` what another one names already, and was meant for another ``value``.

    ``lack`` says in a finding that the other one has none; ``because`` says it here. ``named`` is what two name.
    """

    resource: Resource
    key: str
    text: str
    value: Value
    because: str
    lack: str
    named: str = ""

    @property
    def mend(self) -> str:
        return f"write {self.key}: {self.text} in {self.resource.logical_id}"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return (set_property(self.resource.logical_id, self.key, to=self.value),)


def copy_of(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> Copy | None:
    """What a refused association or route was meant for; None where that isn't plain. Which of the two is refused is
    chance: the copy is the one whose name is nearer to what has none.
    """
    if resource.type == ASSOCIATION and refusal.code == "Resource.AlreadyAssociated":
        key, candidates = "SubnetId", list(_loose_subnets(inquiry))
    elif resource.type == ROUTE and refusal.code == "RouteAlreadyExists":
        key, candidates = "RouteTableId", list(_tables_without(inquiry, resource))
    elif resource.type == NAT and "is already associated" in refusal.message:
        key, candidates = "AllocationId", list(_loose_addresses(inquiry))
    elif resource.type == ENDPOINT and "conflicting DNS domain" in refusal.message:
        return _endpoint(inquiry, resource)
    else:
        return None
    same = [item for item in inquiry.system.of_type(resource.type) if item.get(key) == resource.get(key)]
    others = [item for item in same if item is not resource and (key != "RouteTableId" or _end(item) == _end(resource))]
    found = [copy for item in (resource, *others) if (copy := _copy(inquiry, item, key, candidates)) is not None]
    return max(found, key=lambda copy: ratio(copy.resource.logical_id, copy.lack), default=None)


def copies(inquiry: Inquiry) -> Iterator[Copy]:
    """Every copy that is refused."""
    for resource, refusal in inquiry.refusals:
        copy = copy_of(inquiry, resource, refusal)
        if copy is not None:
            yield copy


def _copy(inquiry: Inquiry, resource: Resource, key: str, candidates: Sequence[Resource]) -> Copy | None:
    if key == "AllocationId":
        return _address(inquiry, resource, candidates)
    named = inquiry.find(resource.get(key), SUBNET, TABLE)
    if named is None:
        return None
    near = [item for item in candidates if item.get("VpcId") == named.get("VpcId")]
    alike = [item for item in near if _are_alike(item, named) or _is_nearer(resource, item, named)]
    found = _nearest(resource.logical_id, alike)
    if found is None:
        return None
    name, kind = found.logical_id, "association" if resource.type == ASSOCIATION else "such route"
    because = f"{name} has no {kind}"
    return Copy(resource, key, f"!Ref {name}", {"Ref": name}, because, name, named.logical_id)


def _address(inquiry: Inquiry, resource: Resource, candidates: Sequence[Resource]) -> Copy | None:
    """The address that nothing has, where just one NAT gateway more than there are addresses wants one."""
    taken = {item.attributes.get("AllocationId"): item.logical_id for item in inquiry.system.of_type(EIP)}
    found = _nearest(resource.logical_id, candidates)
    named = taken.get(resource.get("AllocationId"), "")
    if found is None or not named:
        return None
    name = found.logical_id
    value: Value = {"Fn::GetAtt": [name, "AllocationId"]}
    return Copy(resource, "AllocationId", f"!GetAtt {name}.AllocationId", value, f"nothing has {name}", name, named)


def _loose_addresses(inquiry: Inquiry) -> Iterator[Resource]:
    used = {item.target for item in inquiry.system.references if item.path}
    return (item for item in inquiry.system.of_type(EIP) if item.logical_id not in used)


def _endpoint(inquiry: Inquiry, resource: Resource) -> Copy | None:
    """The service that an endpoint is called after: SqsEndpoint is for sqs, if the VPC has no other for that."""
    given = as_text(resource.get("ServiceName"))
    others = inquiry.system.of_type(ENDPOINT)
    taken = {service_of(as_text(item.get("ServiceName"))) for item in others}
    name = re.sub(r"[^a-z]", "", resource.logical_id.lower())
    called = [item for item in COMMON if item.replace(".", "").replace("-", "") in name and item not in taken]
    own = service_of(given)
    if not called or not own:
        return None
    service = max(called, key=len)
    text = f"{given.removesuffix(own)}{service}"
    value: Value = {"Fn::Sub": text.replace(inquiry.system.scope.region, "${AWS::Region}")}
    return Copy(resource, "ServiceName", text, value, f"no endpoint is for {service}", f"none for {service}")


def _loose_subnets(inquiry: Inquiry) -> Iterator[Resource]:
    taken = {as_text(item.get("SubnetId")) for item in inquiry.system.of_type(ASSOCIATION)}
    return (item for item in inquiry.system.of_type(SUBNET) if item.physical_id not in taken)


def _tables_without(inquiry: Inquiry, route: Resource) -> Iterator[Resource]:
    """The route tables that some subnet uses and that have no route to this destination."""
    end = _end(route)
    have = {as_text(item.get("RouteTableId")) for item in inquiry.system.of_type(ROUTE) if _end(item) == end}
    used = {as_text(item.get("RouteTableId")) for item in inquiry.system.of_type(ASSOCIATION)} - have
    return (item for item in inquiry.system.of_type(TABLE) if item.physical_id in used)


def _end(route: Resource) -> tuple[str, ...]:
    keys = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    return tuple(as_text(route.get(key)) for key in keys)


def _are_alike(one: Resource, other: Resource) -> bool:
    return ratio(one.logical_id, other.logical_id) >= ALIKE


def _is_nearer(resource: Resource, candidate: Resource, named: Resource) -> bool:
    """Whether a resource is called after the candidate, and not after what it names."""
    own, other = (ratio(item.logical_id, resource.logical_id) for item in (candidate, named))
    return own >= max(ALIKE, other) or own >= other + _PLAINLY


def _nearest(name: str, candidates: Sequence[Resource]) -> Resource | None:
    """The only one, or the one whose name is nearest to this."""
    found = sorted(candidates, key=lambda item: -ratio(item.logical_id, name))
    if len(found) > 1 and ratio(found[0].logical_id, name) == ratio(found[1].logical_id, name):
        return None
    return found[0] if found else None


def ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
