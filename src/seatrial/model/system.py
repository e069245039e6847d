"""The graph that every verb looks at: one stack's resources, with everything resolved that can be.

Built by a reader, never changed afterwards. Look-ups by identity work because physical ids and ARNs are computed
before anything runs: a property that holds ``subnet-0a1b...`` leads to the subnet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.model.arn import partition_of
from seatrial.model.resource import Reference, Resource
from seatrial.model.span import NOWHERE, Span
from seatrial.model.value import Properties, Unknown, Value

# Attributes that tell something of a resource, and name it nowhere.
_NO_NAMES = frozenset({"VpcId", "CidrBlock", "AvailabilityZone", "AvailabilityZoneId"})


class Scope(Struct, frozen=True):
    """What identity is computed from, beside the logical id."""

    stack: str
    region: str = "us-east-1"
    account: str = "123456789012"

    @property
    def partition(self) -> str:
        return partition_of(self.region)


class Output(Struct, frozen=True):
    name: str
    value: Value
    description: str = ""
    export_name: str = ""
    span: Span = NOWHERE


class Parameter(Struct, frozen=True):
    name: str
    type: str
    value: Value
    no_echo: bool = False


class Index(Protocol):
    """Resources by something that is asked for often."""

    def get(self, name: str, /) -> list[Resource] | None: ...


class System(Struct, frozen=True, dict=True):
    """One stack as a graph. ``resources`` is in the order of the text."""

    scope: Scope
    resources: Mapping[str, Resource]
    outputs: Mapping[str, Output] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    description: str = ""
    file: str = ""
    capabilities: tuple[str, ...] = ()
    """What CloudFormation wants acknowledged: CAPABILITY_IAM, CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND."""
    metadata: Properties = field(default_factory=dict)
    imports: tuple[str, ...] = ()
    """What the text asks for of other stacks: names of exports, and ``stack.output``."""
    absent: Mapping[str, str] = field(default_factory=dict)
    """Logical ids that the text has and that are not created, each with the condition that is false."""
    choices: tuple[Mapping[str, str | Unknown], ...] = ()
    """Other values of parameters, each set of which turns one of the text's conditions."""

    def of_type(self, *types: str) -> Iterator[Resource]:
        """The resources of these CloudFormation types, in the order of the text."""
        by_type = self._by_type
        if len(types) == 1:
            return iter(by_type.get(types[0]) or ())
        found = [of_one for type in types if (of_one := by_type.get(type))]
        if len(found) > 1:
            return (resource for resource in self.resources.values() if resource.type in types)
        return iter(found[0] if found else ())

    def find(self, value: Value, *types: str) -> Resource | None:
        """The resource that a value names: by physical id or ARN, or by a name that Ref or GetAtt of it gives.

        With ``types``, only a resource of one of these. None where nothing in this system has that identity.
        """
        if not isinstance(value, str) or not value:
            return None
        for resource in self._by_identity.get(value) or ():
            if not types or resource.type in types:
                return resource
        return None

    def part(self, names: Collection[str]) -> System:
        """The system with these resources alone. It shares this one's resources and indexes, so many parts cost little:
        ``names`` are not to be changed afterwards.
        """
        part = replace(self, resources=_Those(self.resources, names))
        part.__dict__["_by_identity"] = _Among(self._by_identity, names)
        part.__dict__["_by_type"] = _Among(self._by_type, names)
        return part

    @property
    def references(self) -> Iterable[Reference]:
        return (reference for resource in self.resources.values() for reference in resource.references)

    @cached_property
    def _by_type(self) -> Index:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources.values():
            found.setdefault(resource.type, []).append(resource)
        return found

    @cached_property
    def _by_identity(self) -> Index:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources.values():
            names = {resource.physical_id, resource.arn}
            # The VPC, the block or the zone that a subnet tells of is no name of its own.
            names.update(
                value for key, value in resource.attributes.items() if isinstance(value, str) and key not in _NO_NAMES
            )
            for name in names:
                if name:
                    found.setdefault(name, []).append(resource)
        for name, resources in found.items():
            if len(resources) > 1:
                resources.sort(key=lambda resource: name not in (resource.physical_id, resource.arn))
        return found


class _Those(Mapping[str, Resource]):
    """Some of the resources, in the same order."""

    __slots__ = ("_names", "_whole")

    def __init__(self, whole: Mapping[str, Resource], names: Collection[str]) -> None:
        self._whole = whole
        self._names = names

    def __getitem__(self, name: str) -> Resource:
        if name not in self._names:
            raise KeyError(name)
        return self._whole[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._whole if name in self._names)

    def __len__(self) -> int:
        return sum(name in self._names for name in self._whole)


class _Among:
    """An index of which only some resources count."""

    __slots__ = ("_names", "_whole")

    def __init__(self, whole: Index, names: Collection[str]) -> None:
        self._whole = whole
        self._names = names

    def get(self, name: str, /) -> list[Resource] | None:
        found = self._whole.get(name)
        return [item for item in found if item.logical_id in self._names] if found else None
