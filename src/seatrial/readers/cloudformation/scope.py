"""What names mean while a template is resolved: parameters, pseudo parameters, mappings, conditions, resources."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Set
from typing import Final, TypeAlias

from msgspec import Struct, field

from seatrial.kinds.card import Identity
from seatrial.model.arn import dns_suffix_of
from seatrial.model.resource import Reference
from seatrial.model.span import PropertyPath, Span
from seatrial.model.system import Scope
from seatrial.model.value import Value
from seatrial.readers.cloudformation.nodes import MappingNode, Node
from seatrial.readers.cloudformation.problems import Problems


class NoValue:
    """``AWS::NoValue``: what it stands for is left out."""


NO_VALUE: Final = NoValue()
# What mends the first use of what needs the transform; the rest is then read as if it were there.
ADD_EXTENSIONS = "add Transform: AWS::LanguageExtensions at the top of the template"
Resolved: TypeAlias = "Value | NoValue"


class Names(Struct):
    """Everything that an intrinsic may name."""

    scope: Scope
    problems: Problems
    parameters: dict[str, Value] = field(default_factory=dict)
    mappings: MappingNode | None = None
    conditions: Mapping[str, Node] = field(default_factory=dict)
    condition_values: dict[str, bool | None] = field(default_factory=dict)
    resource_types: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    """Logical ids whose condition is false, with the condition."""
    imports: Mapping[str, Value] = field(default_factory=dict)
    imported: dict[str, None] = field(default_factory=dict)
    """What was asked for of other stacks: names of exports, and ``stack.output``."""
    spare: frozenset[str] = frozenset()
    """Names of exports at hand that nothing asks for."""
    missing: dict[str, tuple[str, Span, str]] = field(default_factory=dict)
    """Those of them that no stack here has: what to say of each, its place, and the resource that wants it."""
    no_lists: dict[str, list[tuple[str, PropertyPath]]] = field(default_factory=dict)
    """Parameters that are one string, with the properties that take a list and are given them."""
    parameter_kinds: dict[str, tuple[str, Span]] = field(default_factory=dict)
    """The declared type of each parameter, with its place."""
    allowed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The AllowedValues of those parameters that have them."""
    unmapped: dict[str, str] = field(default_factory=dict)
    """Parameters by which Fn::FindInMap looks something up, with an allowed value that the mapping has no key for."""
    dynamic: Mapping[str, str] = field(default_factory=dict)
    assume: bool = False
    """Whether what is not known is assumed rather than wrong (see ReadOptions)."""
    opened: dict[str, str] = field(default_factory=dict)
    """Sections that get what isn't known, and from what."""
    unmade: dict[str, str] = field(default_factory=dict)
    """Resources of which no more than the name is here, and what makes them."""
    root: Node | None = None
    """The template, for what its text says of how a parameter is used."""
    word_room: int | None = None
    """The longest word for a parameter without a value that all names have room for, once it is known."""
    extensions: bool = False
    """Whether the template has Transform: AWS::LanguageExtensions."""
    identity: Callable[[str], Identity | None] = lambda name: None
    dynamic_in_stack: Callable[[str, str, str], Value | None] = lambda service, name, key: None

    def pseudo(self, name: str) -> Resolved | None:
        """The value of a pseudo parameter; None where there is no such one."""
        scope = self.scope
        match name:
            case "AWS::AccountId":
                return scope.account
            case "AWS::Region":
                return scope.region
            case "AWS::Partition":
                return scope.partition
            case "AWS::StackName":
                return scope.stack
            case "AWS::StackId":
                return stack_id(scope)
            case "AWS::URLSuffix":
                return dns_suffix_of(scope.region)
            case "AWS::NotificationARNs":
                return []
            case "AWS::NoValue":
                return NO_VALUE
        return None


# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html (read 2026-11-23)
PSEUDO_PARAMETERS: Set[str] = frozenset(
    (
        "AWS::AccountId",
        "AWS::NoValue",
        "AWS::NotificationARNs",
        "AWS::Partition",
        "AWS::Region",
        "AWS::StackId",
        "AWS::StackName",
        "AWS::URLSuffix",
    )
)


def stack_id(scope: Scope) -> str:
    """A stack's ARN, the same for the same stack."""
    digits = hashlib.sha256(f"{scope.account}/{scope.region}/{scope.stack}".encode()).hexdigest()
    number = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))
    return f"arn:{scope.partition}:cloudformation:{scope.region}:{scope.account}:stack/{scope.stack}/{number}"


class Site(Struct):
    """Where in the template something is resolved, and what was found on the way. ``block`` is its section."""

    logical_id: str = ""
    block: str = "Resources"
    found: dict[Reference, None] = field(default_factory=dict)
    spans: dict[PropertyPath, Span] = field(default_factory=dict)
    parameters: dict[PropertyPath, str] = field(default_factory=dict)
    """The properties that a parameter is the whole value of."""

    def refer(self, path: PropertyPath, target: str, attribute: str, span: Span) -> None:
        self.found[Reference(self.logical_id, path, target, attribute, span)] = None
