"""Makes the checklist's rows: from resources, findings and doubts to a mark and a line of text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property

from msgspec.structs import replace

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Finding, Severity
from seatrial.model.layer import Layer
from seatrial.model.report import Mark, Row, Unsettled
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_list, as_text, at

ROUTE = "AWS::EC2::Route"
# Where a default route may lead in place of a NAT gateway, and what that is called.
TARGETS = {
    "InstanceId": "a NAT instance",
    "NetworkInterfaceId": "a network interface",
    "TransitGatewayId": "a transit gateway",
    "VpcEndpointId": "a VPC endpoint",
    "VpcPeeringConnectionId": "a peering connection",
    "CoreNetworkArn": "a core network",
}
# Longer lists are cut: a row is to be taken in at a glance.
MOST_NAMES = 4


class Ledger:
    """What rows are made from."""

    def __init__(self, inquiry: Inquiry, findings: Sequence[Finding], unsettled: Sequence[Unsettled]) -> None:
        self.inquiry = inquiry
        self._errors: dict[str, list[Finding]] = {}
        for finding in findings:
            if finding.severity is Severity.ERROR:
                self._errors.setdefault(finding.logical_id, []).append(finding)
        self._codes = {item.code for errors in self._errors.values() for item in errors}
        self._by_type: dict[str, list[Resource]] = {}
        self._of_others: dict[str, list[Resource]] = {}
        self._stacks: dict[int, str] = {}
        """The stack of each resource that isn't of the system under check, by its identity."""
        for resource in inquiry.system.resources.values():
            self._by_type.setdefault(resource.type, []).append(resource)
        for system in inquiry.systems[:-1]:
            for resource in system.resources.values():
                self._of_others.setdefault(resource.type, []).append(resource)
                self._stacks[id(resource)] = system.scope.stack

    def of_type(self, type: str) -> list[Resource]:
        return self._by_type.get(type, [])

    def anywhere(self, type: str) -> list[Resource]:
        """Those of the system, or where it has none, those of the stacks that it belongs together with."""
        return self._by_type.get(type) or self._of_others.get(type, [])

    def named(self, values: Iterable[Value], *types: str) -> list[Resource]:
        """The resources that property values name, once each."""
        found = (self.inquiry.find(value, *types) for value in values)
        return list({item.logical_id: item for item in found if item is not None}.values())

    def there(
        self,
        layer: Layer,
        title: str,
        resources: Sequence[Resource],
        detail: Callable[[Resource], str] | None = None,
        *,
        also: Callable[[Resource], Sequence[Resource]] | None = None,
        codes: Sequence[str] = (),
        keys: Collection[str] = (),
        but: Collection[str] = (),
        needed: bool = True,
        essential: bool | None = None,
        otherwise: str = "",
        wanted: bool = False,
        absent: str = "",
        from_elsewhere: bool = False,
        part: str = "",
    ) -> Row:
        """The row of some resources. ``also`` gives what belongs to one of them, whose errors are the row's as well.

        ``codes`` are findings' codes (or their beginnings) that belong to the row wherever they stand. Where several
        rows share a resource, ``keys`` are the properties whose errors are this row's, ``but`` those that are others'.
        Where a system works without, but better with it (``wanted``), ``otherwise`` is what is lost.
        ``from_elsewhere`` says that what is missing here is named by something, so that another stack has it.
        """
        weighs = needed if essential is None else essential
        around = [*resources, *(item for one in resources for item in (also(one) if also else ()))]
        wrong = dict.fromkeys(
            error.code
            for item in around
            for error in (self._errors.get(item.logical_id, ()) if self.inquiry.owns(item) else ())
            if (not keys or any(key in error.path for key in keys)) and not any(key in error.path for key in but)
        )
        wrong.update(dict.fromkeys(sorted(code for code in self._codes if codes and code.startswith(tuple(codes)))))
        text = self._text(resources, detail)
        if wrong:
            return Row(layer, title, Mark.WRONG, text or absent or "missing", weighs, tuple(wrong), part)
        if resources:
            return Row(layer, title, Mark.THERE, text, weighs, part=part)
        if not needed:
            why = f"none: {otherwise}" if wanted else f"not needed: {otherwise}"
            return Row(layer, title, Mark.NOT_NEEDED, why, weighs, part=part)
        if from_elsewhere:
            return Row(layer, title, Mark.CANNOT_TELL, "defined outside this template", weighs, part=part)
        return Row(layer, title, Mark.WRONG if weighs else Mark.NOT_NEEDED, absent or "missing", weighs, part=part)

    def with_text(self, row: Row, text: str) -> Row:
        return replace(row, text=text)

    def _text(self, resources: Sequence[Resource], detail: Callable[[Resource], str] | None) -> str:
        names = []
        for item in resources[:MOST_NAMES]:
            more = detail(item) if detail else ""
            name = f"{item.logical_id} of {stack}" if (stack := self._stacks.get(id(item))) else item.logical_id
            names.append(f"{name} ({more})" if more else name)
        rest = len(resources) - MOST_NAMES
        return ", ".join(names) + (f" and {rest} more" if rest > 0 else "")

    @cached_property
    def _default_routes(self) -> dict[str, str]:
        """Route table id -> "igw" where its default route leads to an internet gateway."""
        found: dict[str, str] = {}
        for route in self.anywhere(ROUTE):
            if as_text(route.get("DestinationCidrBlock")) == "0.0.0.0/0" and route.get("GatewayId") is not None:
                found[as_text(route.get("RouteTableId"))] = "igw"
        return found

    @cached_property
    def other_ways(self) -> list[Resource]:
        """Default routes that lead neither to an internet gateway nor to a NAT gateway."""
        routes = [item for item in self.anywhere(ROUTE) if as_text(item.get("DestinationCidrBlock")) == "0.0.0.0/0"]
        return [item for item in routes if any(item.get(key) is not None for key in TARGETS)]

    @cached_property
    def _tables(self) -> dict[str, str]:
        return {
            as_text(item.get("SubnetId")): as_text(item.get("RouteTableId"))
            for item in self.anywhere("AWS::EC2::SubnetRouteTableAssociation")
        }

    def _is_public(self, subnet: Resource) -> bool:
        return self._default_routes.get(self._tables.get(subnet.physical_id, ""), "") == "igw"

    @cached_property
    def public_subnets(self) -> list[Resource]:
        """Those whose default route leads to an internet gateway."""
        return [item for item in self.anywhere("AWS::EC2::Subnet") if self._is_public(item)]

    @cached_property
    def private_subnets(self) -> list[Resource]:
        return [item for item in self.anywhere("AWS::EC2::Subnet") if not self._is_public(item)]

    @cached_property
    def foreign_subnets(self) -> bool:
        """Whether something here stands in subnets of another stack."""
        return any(len(item.known_subnets) < len(item.subnets) for item in self.inquiry.placements)

    @cached_property
    def faces_internet(self) -> bool:
        balancers = self.anywhere("AWS::ElasticLoadBalancingV2::LoadBalancer")
        return any(as_text(item.get("Scheme"), "internet-facing") == "internet-facing" for item in balancers)

    def routes(self, table: Resource) -> list[Resource]:
        """A route table's routes and associations."""
        types = (ROUTE, "AWS::EC2::SubnetRouteTableAssociation")
        return [item for type in types for item in self.anywhere(type) if item.get("RouteTableId") == table.physical_id]

    def rules(self, group: Resource) -> list[Resource]:
        """The rules of a group that stand apart from it."""
        types = ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")
        ids = (group.physical_id, group.attributes.get("GroupId"))
        return [item for type in types for item in self.anywhere(type) if item.get("GroupId") in ids]

    def targets_of_rules(self) -> list[tuple[Resource, Value]]:
        """Every target of an EventBridge rule that runs a task."""
        return [
            (rule, target)
            for rule in self.anywhere("AWS::Events::Rule")
            for target in as_list(rule.get("Targets"))
            if at(target, "EcsParameters") is not None
        ]
