"""The stacks, looked through once: what is there by type, by VPC, and what nobody here can see.

A VPC or subnet of no template is kept by its id, or by the reason why not even that is known: what stands in the same
unknown VPC is still together.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from seatrial.analyses.across import find
from seatrial.analyses.reach.addresses import EVERYWHERE_SIX, NOTHING, AddressSet, block
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value, as_flag, as_text

VPC, SUBNET, VPC_BLOCK = "AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::VPCCidrBlock"
SUBNET_BLOCK = "AWS::EC2::SubnetCidrBlock"
# The type of what stands in for subnets of no template.
ELSEWHERE = "Subnets of no template"
# What gives a subnet IPv6 addresses.
_SIX = ("Ipv6CidrBlock", "Ipv6IpamPoolId", "Ipv6Native", "Ipv6NetmaskLength")
ATTACHMENT, GATEWAY = "AWS::EC2::VPCGatewayAttachment", "AWS::EC2::InternetGateway"
STACK = "AWS::CloudFormation::Stack"
# What acts in ways that no template tells.
_OPAQUE = ("AWS::CloudFormation::CustomResource", STACK)
# "The first four IP addresses and the last IP address in each subnet CIDR block are not available":
# https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (read 2026-11-23)
KEPT_FIRST, KEPT_LAST = 4, 1

Key = str | Unknown


def elsewhere(reason: str, vpc: Value) -> Resource:
    """Stands in for the subnets of something that no template here has, and ``reason`` says why.

    What is in them is known all the same: its security groups, and by these its VPC.
    """
    return Resource("its subnets", ELSEWHERE, {"VpcId": vpc, "Reason": reason}, "")


class Vpc(Struct, eq=False):
    """A VPC. ``resource`` is None where no template here has it, and ``foreign`` then says so.

    ``doubt`` is why not all of its blocks are known. ``six`` are its blocks of IPv6 as far as the text has them: those
    that AWS chooses are known to nobody before.
    """

    key: Key
    resource: Resource | None
    name: str
    blocks: AddressSet = NOTHING
    doubt: str = ""
    foreign: str = ""
    six: AddressSet = NOTHING


class Subnet(Struct, eq=False):
    """``addresses`` are those that an interface can have; with a ``doubt``, those among which they are.

    ``six`` is whether interfaces have IPv6 addresses as well, or alone, which ``native`` says: then its addresses are
    of IPv6. ``sixes`` are those of IPv6, or those among which they are. ``foreign`` is why it is in no template here.
    """

    resource: Resource
    vpc: Vpc
    zone: Key
    addresses: AddressSet
    doubt: str = ""
    six: bool = False
    foreign: str = ""
    native: bool = False
    sixes: AddressSet = NOTHING

    @property
    def name(self) -> str:
        return self.resource.logical_id

    @property
    def assigns(self) -> bool:
        """Whether what is made in it gets an address of IPv6 by itself."""
        given = self.resource.get("AssignIpv6AddressOnCreation")
        return isinstance(given, Unknown) or as_flag(given)

    @property
    def six_doubt(self) -> str:
        """Why its block of IPv6 isn't known."""
        known = block(self.resource.get("Ipv6CidrBlock")) is not None
        return "" if known else f"AWS chooses the IPv6 addresses of {self.vpc.name}"


class Survey(Struct, eq=False):
    systems: tuple[System, ...]
    _by_type: dict[str, list[Resource]] = field(default_factory=dict)
    _regions: dict[int, str] = field(default_factory=dict)
    _opaque: dict[int, str] = field(default_factory=dict)
    _default_groups: dict[int, Resource] = field(default_factory=dict)
    _vpcs: dict[Key, Vpc] = field(default_factory=dict)
    _subnets: dict[int, Subnet] = field(default_factory=dict)

    @classmethod
    def of(cls, systems: Sequence[System]) -> Survey:
        survey = cls(tuple(systems))
        for system in survey.systems:
            region = system.scope.region
            for resource in system.resources.values():
                survey._by_type.setdefault(resource.type, []).append(resource)
                survey._regions[id(resource)] = region
                if resource.type in _OPAQUE or resource.type.startswith("Custom::"):
                    survey._note(system, resource)
        return survey

    def _note(self, system: System, resource: Resource) -> None:
        if resource.type == STACK and any(name.startswith(f"{resource.logical_id}/") for name in system.resources):
            return
        for reference in resource.references:
            target = system.resources.get(reference.target)
            if target is None or reference.attribute == "DependsOn":
                continue
            if reference.attribute == "DefaultSecurityGroup":
                # Whoever is given that group alone does nothing to the rest of the VPC.
                self._default_groups.setdefault(id(target), resource)
            else:
                self._opaque.setdefault(id(target), resource.logical_id)

    def of_type(self, type: str) -> Sequence[Resource]:
        return self._by_type.get(type, ())

    def find(self, value: Value, *types: str) -> Resource | None:
        return find(self.systems, value, *types)

    def region_of(self, resource: Resource | None) -> str:
        return self._regions.get(id(resource), self.systems[-1].scope.region if self.systems else "us-east-1")

    def hints(self, resource: Resource, *path: str | int) -> frozenset[str]:
        """The logical ids that the text names at a property, where its value isn't known.

        What isn't known before there is a stack can't be a resource of that stack, unless the text names it there.
        """
        length = len(path)
        return frozenset(item.target for item in resource.references if item.path[:length] == path)

    def meddler(self, resource: Resource | None) -> str:
        """What is given this resource and may do to it what no template tells, as a reason; "" without any."""
        name = self._opaque.get(id(resource)) if resource is not None else None
        if name is None or resource is None:
            return ""
        return f"{name} is given {resource.logical_id}, and what it does with it is not in the templates"

    def default_group_of(self, vpc: Resource) -> Resource | None:
        """The custom resource that is given a VPC's default security group, and does with it what it likes."""
        return self._default_groups.get(id(vpc))

    def vpc(self, value: Value, named_by: str = "") -> Vpc:
        """The VPC that a property names."""
        if isinstance(value, Unknown):
            key: Key = value
        else:
            key = as_text(value)
        found = self._vpcs.get(key)
        if found is None:
            found = self._vpcs[key] = self._make_vpc(key, named_by)
        return found

    def _make_vpc(self, key: Key, named_by: str) -> Vpc:
        resource = self.find(key, VPC) if isinstance(key, str) else None
        if resource is None:
            return _foreign_vpc(key, named_by)
        if resource.physical_id != key:
            return self.vpc(resource.physical_id)
        vpc = Vpc(key, resource, resource.logical_id)
        own = block(resource.get("CidrBlock"))
        if own is None:
            value = resource.get("CidrBlock")
            pool = f"the block of {vpc.name} comes from an address pool"
            vpc.doubt = value.reason if isinstance(value, Unknown) else pool
        else:
            vpc.blocks = own
        for more in self.of_type(VPC_BLOCK):
            owner = more.get("VpcId")
            if owner != key:
                continue
            vpc.six |= block(more.get("Ipv6CidrBlock")) or NOTHING
            added = block(more.get("CidrBlock"))
            if added is not None:
                vpc.blocks |= added
            elif isinstance(more.get("CidrBlock"), Unknown) or more.get("Ipv4IpamPoolId") is not None:
                vpc.doubt = vpc.doubt or f"the block of {more.logical_id} is not known before it is made"
        return vpc

    def subnet(self, resource: Resource) -> Subnet:
        found = self._subnets.get(id(resource))
        if found is None:
            found = self._subnets[id(resource)] = self._make_subnet(resource)
        return found

    def _make_subnet(self, resource: Resource) -> Subnet:
        vpc = self.vpc(resource.get("VpcId"), resource.logical_id)
        if resource.type == ELSEWHERE:
            reason = as_text(resource.get("Reason"))
            return Subnet(resource, vpc, Unknown(reason), _PRIVATE, reason, foreign=reason)
        zone = resource.attributes.get("AvailabilityZone")
        if isinstance(zone, Unknown) and isinstance(resource.get("AvailabilityZoneId"), str):
            zone = resource.get("AvailabilityZoneId")
        key: Key = zone if isinstance(zone, Unknown) else as_text(zone)
        value = resource.get("CidrBlock")
        own = block(value)
        more = any(item.get("SubnetId") == resource.physical_id for item in self.of_type(SUBNET_BLOCK))
        six = more or any(resource.get(name) is not None for name in _SIX)
        sixes = (block(resource.get("Ipv6CidrBlock")) or vpc.six or EVERYWHERE_SIX) if six else NOTHING
        if not isinstance(native := resource.get("Ipv6Native"), Unknown) and as_flag(native):
            native_one = Subnet(resource, vpc, key, sixes, "", six, native=True, sixes=sixes)
            native_one.doubt = native_one.six_doubt
            return native_one
        if own is None:
            reason = value.reason if isinstance(value, Unknown) else ""
            doubt = reason or f"the addresses of {resource.logical_id} come from a pool"
            return Subnet(
                resource, vpc, key, vpc.blocks if vpc.blocks and not vpc.doubt else _PRIVATE, doubt, six, sixes=sixes
            )
        low, high = own.ranges[0]
        if high - low > KEPT_FIRST + KEPT_LAST:
            own = AddressSet(((low + KEPT_FIRST, high - KEPT_LAST),))
        return Subnet(resource, vpc, key, own, "", six, sixes=sixes)


def _foreign_vpc(key: Key, named_by: str) -> Vpc:
    if isinstance(key, Unknown):
        name = f"the VPC of {named_by}" if named_by else "the VPC"
        return Vpc(key, None, name, doubt=key.reason, foreign=key.reason)
    name = f"the VPC {key}" if key else f"the VPC of {named_by}"
    reason = f"{name} is not in the templates"
    return Vpc(key, None, name, doubt=reason, foreign=reason)


# Where an address of a VPC is when nothing tells it: https://www.rfc-editor.org/rfc/rfc1918, and 100.64.0.0/10 beside.
_PRIVATE = AddressSet.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
