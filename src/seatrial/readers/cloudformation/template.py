"""A parsed template to a System: sections, conditions, resources with their identity, outputs.

A resource's identity is computed from its resolved properties when something first names it; to keep that shallow,
resources are resolved in the order of what they name. A circle among them is one finding that shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from seatrial.kinds import identify
from seatrial.kinds.card import Identity, Place
from seatrial.model.resource import Reference, Resource
from seatrial.model.span import NOWHERE
from seatrial.model.system import Output, Scope, System
from seatrial.model.value import Properties, Sensitive, Unknown, Value, as_text
from seatrial.readers.cloudformation import conditions, structure
from seatrial.readers.cloudformation.circles import circles
from seatrial.readers.cloudformation.dynamic import json_key
from seatrial.readers.cloudformation.loops import Loops, has_loops
from seatrial.readers.cloudformation.names import named_in
from seatrial.readers.cloudformation.nested import Nested, NestedStack
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode
from seatrial.readers.cloudformation.parameters import resolve_parameters
from seatrial.readers.cloudformation.problems import Problems, nearest
from seatrial.readers.cloudformation.resolve import Resolver
from seatrial.readers.cloudformation.rules import check_rules
from seatrial.readers.cloudformation.scope import Names, Site
from seatrial.readers.cloudformation.transforms import (
    EXTENSIONS,
    SERVERLESS,
    Includes,
    expand_serverless,
    names_of,
    warn_of_unknown,
)
from seatrial.readers.cloudformation.validate import validate

STACK = "AWS::CloudFormation::Stack"
IAM_TYPES: tuple[str, ...] = ("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
IAM_TYPES += ("AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::InstanceProfile", "AWS::IAM::UserToGroupAddition")
_NAMED = ("RoleName", "ManagedPolicyName", "UserName", "GroupName", "InstanceProfileName")
_LOGICAL_ID = re.compile(r"[A-Za-z0-9]{1,255}\Z")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a template is read with. ``depth`` counts nested stacks."""

    scope: Scope
    parameters: Mapping[str, Value] = field(default_factory=dict)
    imports: Mapping[str, Value] = field(default_factory=dict)
    generations: Mapping[str, int] = field(default_factory=dict)
    dynamic: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    depth: int = 0
    prefix: str = ""


def read_root(root: Node, file: str, inputs: Inputs, problems: Problems) -> System | None:
    """The System of a template's root node; None where it has not the shape of a template."""
    if not structure.is_template(root, file, problems) or not isinstance(root, MappingNode):
        return None
    return _Reader(root, file, inputs, problems).read()


class _Reader:
    def __init__(self, root: MappingNode, file: str, inputs: Inputs, problems: Problems) -> None:
        self._root = root
        self._file = file
        self._inputs = inputs
        self._problems = problems
        self._names = Names(inputs.scope, problems, imports=inputs.imports, dynamic=inputs.dynamic)
        self._names.identity = self._identity
        self._names.dynamic_in_stack = self._dynamic
        self._nodes: dict[str, MappingNode] = {}
        self._sites: dict[str, Site] = {}
        self._properties: dict[str, dict[str, Value]] = {}
        self._identities: dict[str, Identity | None] = {}
        self._nested: dict[str, NestedStack] = {}

    def read(self) -> System:
        names = self._names
        names.extensions = EXTENSIONS in names_of(self._root)
        warn_of_unknown(self._root, self._problems)
        expanded = Includes(self._inputs.folder, self._problems).expand(self._root)
        self._root = expanded if isinstance(expanded, MappingNode) else self._root
        names.mappings = structure.mapping(self._root, "Mappings", self._problems)
        section = structure.mapping(self._root, "Parameters", self._problems)
        parameters = resolve_parameters(section, self._inputs.parameters, names, self._file)
        self._expand_transforms()
        declared = structure.mapping(self._root, "Conditions", self._problems)
        names.conditions = dict(declared.items()) if declared else {}
        for name in names.conditions:
            conditions.holds(names, name, declared.keys[name] if declared else NOWHERE)
        check_rules(structure.mapping(self._root, "Rules", self._problems), names)
        self._take_resources()
        resources = self._resolve_resources()
        outputs = self._outputs()
        structure.check_limits(self._root, self._file, self._problems)
        description = self._root.get("Description")
        return System(
            scope=self._inputs.scope,
            resources=resources,
            outputs=outputs,
            parameters=parameters,
            description=description.text if isinstance(description, ScalarNode) else "",
            file=self._file,
            capabilities=self._capabilities(resources.values()),
        )

    def _expand_transforms(self) -> None:
        if has_loops(self._root):
            looped = Loops(self._names).expand(self._root)
            self._root = looped if isinstance(looped, MappingNode) else self._root
        if SERVERLESS in names_of(self._root):
            scope = self._inputs.scope
            self._root = expand_serverless(self._root, self._names.parameters, scope, self._problems)
            self._names.mappings = structure.mapping(self._root, "Mappings", self._problems)

    def _take_resources(self) -> None:
        section = structure.mapping(self._root, "Resources", self._problems)
        for name, node in section.items() if section else ():
            span = section.keys[name] if section else node.span
            if not _LOGICAL_ID.match(name):
                self._problems.error(
                    "TPL007",
                    f"the logical id {name[:80]!r} is not letters and digits",
                    span,
                    why="CloudFormation answers: Template format error: Resource name is non alphanumeric",
                    mend="use letters and digits only",
                )
            kind = structure.resource_type(name, node, span, self._problems)
            if kind is None or not isinstance(node, MappingNode):
                continue
            self._names.resource_types[name] = kind
            self._nodes[name] = node
            condition = node.get("Condition")
            if isinstance(condition, ScalarNode):
                holds = conditions.holds(self._names, condition.text, condition.span, name)
                if holds is False:
                    self._names.absent[name] = condition.text

    def _resolve_resources(self) -> dict[str, Resource]:
        present = [name for name in self._nodes if name not in self._names.absent]
        for name in _named_first(present, self._nodes):
            self._identity(name)
        resources: dict[str, Resource] = {}
        for name in present:
            resources[name] = self._resource(name)
            if name in self._nested:
                resources.update(self._nested[name].resources)
        self._report_circles({name: resources[name] for name in present})
        for name in present:
            self._problems.extend(validate(resources[name]))
        return resources

    def _identity(self, name: str) -> Identity | None:
        """Ref, ARN and attributes; a resource that is being resolved already has an identity without its properties."""
        if name in self._identities:
            return self._identities[name] or self._identify(name, {})
        self._identities[name] = None
        site = self._sites[name] = Site(f"{self._inputs.prefix}{name}")
        node = self._nodes[name]
        found = node.get("Properties")
        value: Value = {}
        if found is not None:
            value = Resolver(self._names, site).value(found)
        properties = value if isinstance(value, dict) else {}
        if found is not None and not isinstance(value, dict | Unknown | None):
            self._problems.error("TPL006", f"the Properties of {name} are no mapping", found.span, logical_id=name)
        self._properties[name] = properties
        if self._names.resource_types[name] == STACK:
            self._nested[name] = self._read_nested(name, properties)
        identity = self._identities[name] = self._identify(name, properties)
        return identity

    def _identify(self, name: str, properties: Properties) -> Identity:
        if name in self._nested:
            return self._nested[name].identity
        place = Place(self._inputs.scope, name, self._inputs.generations.get(f"{self._inputs.prefix}{name}", 1))
        return identify(self._names.resource_types[name], place, properties)

    def _read_nested(self, name: str, properties: Mapping[str, Value]) -> NestedStack:
        site = self._sites[name]
        return Nested(self._inputs, self._problems, read_root).read(name, properties, site.spans.get(("TemplateURL",)))

    def _resource(self, name: str) -> Resource:
        node, site = self._nodes[name], self._sites[name]
        identity = self._identity(name) or Identity(name)
        section = structure.mapping(self._root, "Resources", self._problems)
        spans = dict(site.spans)
        spans[()] = section.keys[name] if section else node.span
        metadata_node = node.get("Metadata")
        metadata: Value = {}
        if metadata_node is not None:
            quiet = Names(self._names.scope, Problems(), parameters=self._names.parameters)
            quiet.resource_types, quiet.identity = self._names.resource_types, self._names.identity
            quiet.conditions, quiet.mappings = self._names.conditions, self._names.mappings
            metadata = Resolver(quiet, Site()).value(metadata_node)
        depends = tuple(self._depends_on(name, node))
        deletion = self._policy(name, node, "DeletionPolicy", "Delete")
        prefix = self._inputs.prefix
        references = list(site.references)
        if prefix:
            references = [
                Reference(item.source, item.path, f"{prefix}{item.target}", item.attribute, item.span)
                for item in references
            ]
        return Resource(
            logical_id=f"{prefix}{name}",
            type=self._names.resource_types[name],
            properties=self._properties.get(name, {}),
            physical_id=identity.ref,
            arn=identity.arn,
            attributes=identity.attributes,
            references=tuple(references),
            depends_on=depends,
            metadata=metadata if isinstance(metadata, dict) else {},
            deletion_policy=deletion,
            update_replace_policy=self._policy(name, node, "UpdateReplacePolicy", "Delete"),
            spans=spans,
        )

    def _depends_on(self, name: str, node: MappingNode) -> Iterable[str]:
        for item in structure.depends_on(name, node, self._problems):
            target = item.text
            if target in self._nodes:
                if target not in self._names.absent:
                    yield f"{self._inputs.prefix}{target}"
                continue
            near = nearest(target, self._nodes)
            self._problems.error(
                "TPL010",
                f"{name} depends on {target}, which is not there",
                item.span,
                why=f"CloudFormation answers: Template format error: Unresolved resource dependencies [{target}] "
                "in the Resources block of the template",
                mend=f"did you mean {near}?" if near else f"add a resource {target}, or leave it out",
                logical_id=name,
            )

    def _policy(self, name: str, node: MappingNode, attribute: str, default: str) -> str:
        found = node.get(attribute)
        if found is None:
            return default
        value = Resolver(self._names, Site(name)).value(found)
        allowed = ("Delete", "Retain", "Snapshot", "RetainExceptOnCreate")
        if isinstance(value, str) and value in allowed:
            return value
        if not isinstance(value, Unknown):
            self._problems.error(
                "TPL006",
                f"{attribute} of {name} is {as_text(value) or 'no string'}",
                found.span,
                why="CloudFormation answers: Template format error: Unrecognized " + attribute,
                mend=f"one of: {', '.join(allowed)}",
                logical_id=name,
            )
        return default

    def _report_circles(self, resources: Mapping[str, Resource]) -> None:
        prefix = self._inputs.prefix
        edges = {
            f"{prefix}{name}": {reference.target for reference in item.references} | set(item.depends_on)
            for name, item in resources.items()
        }
        for circle in circles(edges):
            first = resources[circle[0].removeprefix(prefix)]
            shown = " -> ".join((*circle, circle[0]))
            place = next((item.span for item in first.references if item.target in circle), first.span())
            self._problems.error(
                "TPL009",
                f"resources depend on each other in a circle: {shown}",
                place,
                why=f"CloudFormation answers: Circular dependency between resources: [{', '.join(circle)}]",
                mend="move one of the references into a resource of its own, such as AWS::EC2::SecurityGroupIngress",
                logical_id=first.logical_id,
            )

    def _outputs(self) -> dict[str, Output]:
        section = structure.mapping(self._root, "Outputs", self._problems)
        found: dict[str, Output] = {}
        for name, node in section.items() if section else ():
            if not isinstance(node, MappingNode) or node.get("Value") is None:
                self._problems.error("TPL006", f"the output {name} has no Value", node.span, mend="give it a Value")
                continue
            condition = node.get("Condition")
            if isinstance(condition, ScalarNode) and (
                conditions.holds(self._names, condition.text, condition.span, name) is False
            ):
                continue
            resolver = Resolver(self._names, Site(name))
            value = resolver.value(node.entries["Value"], ("Value",))
            export = node.get("Export")
            export_node = export.get("Name") if isinstance(export, MappingNode) else None
            export_name = resolver.value(export_node, ("Export", "Name")) if export_node is not None else ""
            description = node.get("Description")
            found[name] = Output(
                name,
                value,
                description.text if isinstance(description, ScalarNode) else "",
                as_text(export_name),
                section.keys[name] if section else node.span,
            )
        return found

    def _dynamic(self, service: str, name: str, key: str) -> Value | None:
        """A dynamic reference that the stack's own parameters and secrets answer."""
        for logical_id, kind in self._names.resource_types.items():
            if logical_id in self._names.absent:
                continue
            if service == "ssm" and kind == "AWS::SSM::Parameter":
                identity = self._identity(logical_id)
                if identity and identity.ref == name:
                    return self._properties.get(logical_id, {}).get("Value")
            if service == "secretsmanager" and kind == "AWS::SecretsManager::Secret":
                identity = self._identity(logical_id)
                properties = self._properties.get(logical_id, {})
                if identity and name in (identity.ref, as_text(properties.get("Name"))):
                    text = properties.get("SecretString")
                    if isinstance(text, str):
                        return json_key(text, key) if key else Sensitive(text)
        return None

    def _capabilities(self, resources: Iterable[Resource]) -> tuple[str, ...]:
        found = set()
        for resource in resources:
            if resource.type in IAM_TYPES:
                named = any(resource.properties.get(name) for name in _NAMED)
                found.add("CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM")
        if names_of(self._root) or self._nested:
            found.add("CAPABILITY_AUTO_EXPAND")
        return tuple(sorted(found))


def _named_first(present: list[str], nodes: Mapping[str, MappingNode]) -> list[str]:
    """Logical ids in an order in which what a resource names comes before it, as far as there is one."""
    known = set(present)
    waits = {name: named_in(nodes[name], known) - {name} for name in present}
    order: list[str] = []
    done: set[str] = set()
    ready = [name for name in present if not waits[name]]
    wanted: dict[str, list[str]] = {}
    for name, needs in waits.items():
        for need in needs:
            wanted.setdefault(need, []).append(name)
    while ready:
        name = ready.pop()
        if name in done:
            continue
        done.add(name)
        order.append(name)
        for waiting in wanted.get(name, ()):
            waits[waiting].discard(name)
            if not waits[waiting]:
                ready.append(waiting)
    return [*order, *(name for name in present if name not in done)]
