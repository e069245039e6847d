"""Which other ends there are for what may be tied to a wrong one, and how one says so; tried for ``wrong_ends``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.copied import ALIKE, ratio
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import Item
from seatrial.analyses.checklist.trials import Candidate, Change
from seatrial.model.edit import Edit, set_property
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_dict, as_flag, as_list, as_number, as_text, at

TABLE, ROUTE = "AWS::EC2::RouteTable", "AWS::EC2::Route"
ASSOCIATION, SUBNET = "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::Subnet"
GROUP, INGRESS, EGRESS = "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"
ACL, ENTRY = "AWS::EC2::NetworkAcl", "AWS::EC2::NetworkAclEntry"
PEER = {INGRESS: "SourceSecurityGroupId", EGRESS: "DestinationSecurityGroupId"}
_SUBNETS: PropertyPath = ("NetworkConfiguration", "AwsvpcConfiguration", "Subnets")
# A letter more in common says which of two siblings is meant.
_NEARER = 0.03
_EVERYBODY = "0.0.0.0/0"
_ANY_PORT: Value = {"From": 0, "To": 65535}


def end(
    changes: Sequence[Change], says: str, mend: str, fix: tuple[Edit, ...] = (), *, alone: bool = False
) -> Candidate:
    """Another end, with how one says what is wrong as it is and types what is meant; told at the first change."""
    place = changes[0]

    def tell(opened: Sequence[Item]) -> Found:
        first = opened[0][1]
        rest = "".join(f"; for the same reason {found.what}" for _, found in opened[1:])
        why = f"{says}: {first.why}{rest}"
        return replace(first, resource=place.resource, path=place.path, why=why, mend=mend, fix=fix)

    return Candidate(tuple(changes), tell, alone=alone)


def _of_type(inquiry: Inquiry, *types: str) -> Iterator[Resource]:
    for system in inquiry.systems:
        yield from system.of_type(*types)


def _is_called_after(resource: Resource, table: Resource, named: Resource) -> bool:
    """Whether a name is plainly nearer to that of another table than to that of the one that is named."""
    own, other = (ratio(item.logical_id, resource.logical_id) for item in (table, named))
    return own >= ALIKE and own >= other + _NEARER


def _other_table(resource: Resource, says: str, old: Resource, new: Resource) -> Candidate:
    key, name = "RouteTableId", new.logical_id
    mend = f"write {key}: !Ref {name} in {resource.logical_id}, in place of {old.logical_id}"
    change = Change(resource, (key,), new.physical_id, name)
    return end([change], says, mend, (set_property(resource.logical_id, key, to={"Ref": name}),))


# --------------------------------------------------------------------------------------------------------- route tables


def associations(inquiry: Inquiry, shut: Sequence[Found]) -> Iterator[Candidate]:
    """An association that names another route table than the one that nothing uses, or than its name says."""
    associations = list(_of_type(inquiry, ASSOCIATION))
    used = {as_text(item.get("RouteTableId")) for item in associations}
    tables = list(_of_type(inquiry, TABLE))
    for item in associations:
        subnet, named = inquiry.find(item.get("SubnetId"), SUBNET), inquiry.find(item.get("RouteTableId"), TABLE)
        if subnet is None or named is None or not _is_about(shut, subnet, named):
            continue
        for table in tables:
            if table is named or table.get("VpcId") != named.get("VpcId"):
                continue
            idle = table.physical_id not in used
            if idle or _is_called_after(item, table, named) or _is_called_after(subnet, table, named):
                says = f"{item.logical_id} gives {subnet.logical_id} the route table {named.logical_id}"
                says += f", and no subnet uses {table.logical_id}" if idle else f", and not {table.logical_id}"
                yield _other_table(item, says, named, table)


def routes(inquiry: Inquiry, shut: Sequence[Found]) -> Iterator[Candidate]:
    """A route that stands in another table than the one that it is called after."""
    tables = list(_of_type(inquiry, TABLE))
    for item in _of_type(inquiry, ROUTE):
        named = inquiry.find(item.get("RouteTableId"), TABLE)
        for table in tables if named is not None else ():
            assert named is not None
            if table is named or table.get("VpcId") != named.get("VpcId") or not _is_called_after(item, table, named):
                continue
            if _is_about(shut, table):
                says = f"{item.logical_id} stands in {named.logical_id}, and not in {table.logical_id}"
                yield _other_table(item, says, named, table)


# ------------------------------------------------------------------------------------------------------ security groups


def rules(inquiry: Inquiry, shut: Sequence[Found]) -> Iterator[Candidate]:
    """A rule that belongs to another group than the one that lacks it, or whose two groups are exchanged."""
    lacking = {found.resource.logical_id: found for found in shut if found.resource.type == GROUP}
    groups = [item for item in _of_type(inquiry, GROUP) if item.logical_id in lacking]
    for rule in _of_type(inquiry, INGRESS, EGRESS):
        own, peer = (inquiry.find(rule.get(key), GROUP) for key in ("GroupId", PEER[rule.type]))
        for group in groups if own is not None else ():
            assert own is not None
            said = lacking[group.logical_id]
            if group is own or not re.search(rf"\b{as_number(rule.get('FromPort'))}\b", f"{said.what} {said.mend}"):
                continue
            id = group.attributes.get("GroupId") or group.physical_id
            if group is peer:
                back = own.attributes.get("GroupId") or own.physical_id
                changes = [
                    Change(rule, ("GroupId",), id, group.logical_id),
                    Change(rule, (PEER[rule.type],), back, own.logical_id),
                ]
                says = f"{rule.logical_id} is a rule of {own.logical_id} for {group.logical_id}, and not the reverse"
                yield end(changes, says, f"exchange GroupId and {PEER[rule.type]} in {rule.logical_id}")
            says = f"{rule.logical_id} is a rule of {own.logical_id}, and not of {group.logical_id}"
            right = f"GroupId: !GetAtt {group.logical_id}.GroupId"
            mend = f"write {right} in {rule.logical_id}, in place of {own.logical_id}"
            edit = set_property(rule.logical_id, "GroupId", to={"Fn::GetAtt": [group.logical_id, "GroupId"]})
            yield end([Change(rule, ("GroupId",), id, group.logical_id)], says, mend, (edit,))


# -------------------------------------------------------------------------------------------------------------- subnets


def places(inquiry: Inquiry, shut: Sequence[Found]) -> Iterator[Candidate]:
    """A service in subnets without a way, where others of the template stand in subnets that have one."""
    services = list(inquiry.system.of_type("AWS::ECS::Service"))
    lists = [(item, item.get(*_SUBNETS)) for item in services]
    balancers = inquiry.system.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer")
    lists += [(item, item.get("Subnets")) for item in balancers]
    for service in services:
        own = service.get(*_SUBNETS)
        if not isinstance(own, list) or not _names_it(shut, service):
            continue
        tried: list[Value] = [own]
        for other, subnets in lists:
            known = [inquiry.find(item, SUBNET) for item in as_list(subnets)]
            if (
                other is service
                or subnets in tried
                or not known
                or set(map(as_text, as_list(subnets))) & set(map(as_text, own))
            ):
                continue
            tried.append(subnets)
            if all(item is not None for item in known):
                names = inquiry.names([item for item in known if item is not None])
                says = f"{service.logical_id} stands in other subnets than {other.logical_id}, which is in {names}"
                mend = f"write {names} in Subnets of {service.logical_id}"
                yield end([Change(service, _SUBNETS, subnets)], says, mend)


def _names_it(shut: Sequence[Found], service: Resource) -> bool:
    """Whether the tasks of a service don't start for want of a route."""
    said = f"tasks of {service.logical_id} cannot reach"
    return any(said in found.what and "no route" in found.why for found in shut)


# --------------------------------------------------------------------------------------------------------- network ACLs


def entries(inquiry: Inquiry, shut: Sequence[Found], is_needed: Callable[[Resource], bool]) -> Iterator[Candidate]:
    """The one entry of a network ACL that lets pass what is shut with another value of one property. One that is needed
    for something else as it is gets no other ports, and isn't opened for everybody.
    """
    for acl in _of_type(inquiry, ACL):
        if not any(found.resource is acl or found.resource.logical_id == acl.logical_id for found in shut):
            continue
        for entry in _of_type(inquiry, ENTRY):
            if inquiry.find(entry.get("NetworkAclId"), ACL) is not acl or as_text(entry.get("RuleAction")) != "allow":
                continue
            name, way = entry.logical_id, "out" if as_flag(entry.get("Egress")) else "in"
            mends = [found.mend for found in shut if found.resource.logical_id == acl.logical_id]
            for key, value in _wider(entry):
                shown = _as_proposed(mends, key)
                if _is_another(entry, key, shown) and is_needed(entry):
                    continue
                says = f"{name}, which lets traffic {way}, has another {key}"
                yield end([Change(entry, (key,), value)], says, f"write {key}: {shown} in {name}", alone=True)


def _wider(entry: Resource) -> Iterator[tuple[str, Value]]:
    if as_dict(entry.get("PortRange")):
        yield "PortRange", _ANY_PORT
    if entry.get("CidrBlock") not in (None, _EVERYBODY):
        yield "CidrBlock", _EVERYBODY
    if as_text(entry.get("Protocol")) not in ("", "-1"):
        yield "Protocol", 6


def _is_another(entry: Resource, key: str, shown: str) -> bool:
    """Whether a value is another thing than what an entry says, and not more of it: ports without its only one,
    everybody where it lets all of a network through.
    """
    ports = entry.get("PortRange")
    if key == "PortRange":
        wanted, own = [int(item) for item in re.findall(r"(?:From|To): (\d+)", shown)], as_number(at(ports, "From"))
        beyond = bool(wanted) and not min(wanted) <= own <= max(wanted)
        return beyond and own == as_number(at(ports, "To"))
    return key == "CidrBlock" and shown == _EVERYBODY and as_text(entry.get("Protocol")) == "-1"


def _as_proposed(mends: Sequence[str], key: str) -> str:
    """What the entry to add says of a property; all of it where there are several."""
    found = dict.fromkeys(
        mend.partition(f" {key}: ")[2].partition(" }" if key == "PortRange" else ",")[0] for mend in mends
    )
    found.pop("", None)
    closed = [f"{item} }}" if key == "PortRange" else item for item in found]
    return closed[0] if len(closed) == 1 else " and ".join(closed) or "what is wanted"


def _is_about(shut: Sequence[Found], *named: Resource) -> bool:
    """Whether a finding stands at one of these, or names it."""
    return any(
        item.logical_id == found.resource.logical_id or item.logical_id in f"{found.what} {found.why}"
        for found in shut
        for item in named
    )
