"""Makes interfaces: of a task that will stand somewhere in a subnet, and of what the stacks have in their subnets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from seatrial.analyses.across import not_here
from seatrial.analyses.reach.crossing import first_unknown
from seatrial.analyses.reach.holdings import BALANCER, FILE_SYSTEM, MOUNT_TARGET, SERVICE, holding
from seatrial.analyses.reach.interface import Holder, Interface
from seatrial.analyses.reach.security_groups import SecurityGroups
from seatrial.analyses.reach.survey import SUBNET, Subnet, Survey, elsewhere
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text

# What a load balancer or an endpoint with addresses of IPv6 says; tasks have them where their subnet assigns them:
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html (read 2026-11-30).
_OF_SIX = ("dualstack", "dualstack-without-public-ipv4", "ipv6")

Owner = tuple[str, Holder, Resource | None]
"""What an interface is called, what kind of thing has it, and which: a service's tasks are no resource."""


class Interfaces:
    def __init__(self, survey: Survey, groups: SecurityGroups) -> None:
        self._survey = survey
        self._groups = groups
        self._of: dict[int, tuple[Interface, ...]] = {}

    def one(
        self, name: str, holder: Holder, subnet: Resource, groups: Sequence[Resource | Value], public: bool | Unknown
    ) -> Interface:
        """An interface at any free address of a subnet, or of some that stand in for unknown ones (``elsewhere``)."""
        return self._made((name, holder, None), self._survey.subnet(subnet), groups, public, (), True)

    def of(self, resource: Resource) -> tuple[Interface, ...]:
        """The interfaces that a resource has in its subnets; none for what has none."""
        found = self._of.get(id(resource))
        if found is None:
            found = self._of[id(resource)] = tuple(self._holding(resource))
        return found

    def _holding(self, resource: Resource) -> Iterator[Interface]:
        if resource.type == BALANCER:
            yield from self._balancer(resource)
            return
        if resource.type == FILE_SYSTEM:
            for item in self._survey.of_type(MOUNT_TARGET):
                if item.get("FileSystemId") in (resource.physical_id, resource.arn):
                    yield from self.of(item)
            return
        found = holding(self._survey, resource)
        if found is None:
            return
        public: bool | Unknown = False
        owner: Owner = (resource.logical_id, found.holder, resource)
        if resource.type == SERVICE:
            owner = (f"tasks of {resource.logical_id}", found.holder, None)
            given = resource.get("NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp")
            public = given if isinstance(given, Unknown) else as_text(given) == "ENABLED"
        if found.doubt:
            yield self._nowhere(owner, found.groups, public, found.doubt, (), True)
        else:
            yield from self._each(owner, found.places, found.groups, public, True)

    def _balancer(self, balancer: Resource) -> Iterator[Interface]:
        scheme, kind, groups = (balancer.get(key) for key in ("Scheme", "Type", "SecurityGroups"))
        public = scheme if isinstance(scheme, Unknown) else as_text(scheme) != "internal"
        # A network load balancer without security groups has none, not even the VPC's default one:
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
        guarded = bool(as_list(groups)) or as_text(kind) in ("", "application")
        if isinstance(kind, Unknown) and not as_list(groups):
            groups = kind
        places = [(balancer, path) for path in _subnets(balancer)]
        return self._each((balancer.logical_id, Holder.BALANCER, balancer), places, groups, public, guarded)

    def _each(
        self,
        owner: Owner,
        places: Sequence[tuple[Resource, PropertyPath]],
        groups: Value,
        public: bool | Unknown,
        guarded: bool,
    ) -> Iterator[Interface]:
        seen: list[Resource] = []
        for place, path in places:
            value = place.get(*path)
            subnet = self._survey.find(value, SUBNET)
            within = path if place is owner[2] else ()
            if subnet is None:
                reason = first_unknown(value) or not_here("subnet", value)
                yield self._nowhere(owner, groups, public, reason, within, guarded)
            elif not any(item is subnet for item in seen):
                seen.append(subnet)
                yield self._made(owner, self._survey.subnet(subnet), _listed(groups), public, within, guarded)

    def _made(
        self,
        owner: Owner,
        subnet: Subnet,
        groups: Sequence[Resource | Value],
        public: bool | Unknown,
        path: PropertyPath,
        guarded: bool,
    ) -> Interface:
        name, holder, resource = owner
        keys = tuple(self._groups.key_of(item) for item in groups if item not in (None, ""))
        if not keys and guarded:
            keys = (self._default_group(subnet),)
        at, doubt = subnet.addresses, subnet.doubt
        made = Interface(name, holder, subnet.resource, keys, public, at, guarded, resource, doubt, path)
        stack = as_text(resource.get("IpAddressType")) if resource is not None else ""
        if resource is not None and stack not in _OF_SIX:
            return made
        if holder is Holder.TASK and not subnet.native and not subnet.assigns:
            return made
        outside = stack == "dualstack-without-public-ipv4"
        return replace(made, six=subnet.sixes, native=subnet.native, six_outside=outside)

    def _nowhere(
        self, owner: Owner, groups: Value, public: bool | Unknown, doubt: str, path: PropertyPath, guarded: bool
    ) -> Interface:
        """An interface in a subnet that is in no template here: its groups are known all the same."""
        subnet = self._survey.subnet(elsewhere(doubt, self._groups.vpc_of(_listed(groups), doubt)))
        return self._made(owner, subnet, _listed(groups), public, path, guarded)

    def _default_group(self, subnet: Subnet) -> str | Unknown:
        vpc = subnet.vpc
        if subnet.foreign:
            return Unknown(subnet.foreign)
        if vpc.resource is None:
            return Unknown(f"{subnet.name} is in a VPC whose default security group is not in the templates")
        return as_text(vpc.resource.attributes.get("DefaultSecurityGroup"))


def _listed(groups: Value) -> list[Value]:
    return [groups] if isinstance(groups, Unknown) else as_list(groups)


def _subnets(balancer: Resource) -> Iterator[PropertyPath]:
    """The property paths of a load balancer's subnets."""
    for key, rest in (("Subnets", ()), ("SubnetMappings", ("SubnetId",))):
        value = balancer.get(key)
        if isinstance(value, Unknown):
            yield (key,)
        else:
            yield from ((key, index, *rest) for index, _ in enumerate(as_list(value)))
