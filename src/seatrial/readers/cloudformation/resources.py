"""The Resources section: each resource with its resolved properties, its identity and its edges.

A resource's identity is computed from its resolved properties, and properties name other resources. So each resource
is resolved after those that it names. In a circle there is no such order; a member of it that is not resolved yet gives
the identity that its place alone makes, and the circle is a finding that shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from msgspec.structs import replace

from seatrial.kinds import identify, schema, schema_spelling
from seatrial.kinds.card import Identity, Place
from seatrial.kinds.secretsmanager_secret_target_attachment import ATTACHED_KEYS
from seatrial.model.resource import Reference, Resource
from seatrial.model.span import NOWHERE
from seatrial.model.value import GAP, MissingKey, Properties, Sensitive, Unknown, UnknownObject, Value, as_text
from seatrial.readers.cloudformation import attributes, conditions, structure
from seatrial.readers.cloudformation.answers import answer, circular
from seatrial.readers.cloudformation.circle_mends import circle_mend
from seatrial.readers.cloudformation.circles import circles, groups
from seatrial.readers.cloudformation.dynamic import json_key, keys_in
from seatrial.readers.cloudformation.indentation import taken_in
from seatrial.readers.cloudformation.inputs import Inputs
from seatrial.readers.cloudformation.list_parameters import lists_of_one_string
from seatrial.readers.cloudformation.names import named_in
from seatrial.readers.cloudformation.nested import ASSET_PATH, ASSET_PROPERTY, STACK, Nested, NestedStack, ReadRoot
from seatrial.readers.cloudformation.nodes import MappingNode, ScalarNode, kind_of
from seatrial.readers.cloudformation.parameters_of_ids import without_other_ids
from seatrial.readers.cloudformation.problems import clip
from seatrial.readers.cloudformation.resolve import Resolver
from seatrial.readers.cloudformation.scope import Names, Site
from seatrial.readers.cloudformation.validate import misspelt, validate

_USER = "username"
_DEFINITION = "AWS::ECS::TaskDefinition"
NONE: Mapping[str, Set[str]] = {}
STORES = _PARAMETER, _SECRET = "AWS::SSM::Parameter", "AWS::SecretsManager::Secret"
_ATTACHMENT = "AWS::SecretsManager::SecretTargetAttachment"


class Resources:
    """The resources of one template while they are being read."""

    def __init__(self, section: MappingNode | None, inputs: Inputs, names: Names, read_root: ReadRoot) -> None:
        self._section = section or MappingNode({}, {}, NOWHERE)
        self._inputs = inputs
        self._names = names
        self._reader = Nested(inputs, names.problems, read_root)
        self._nodes: dict[str, MappingNode] = {}
        self._sites: dict[str, Site] = {}
        self._properties: dict[str, Properties] = {}
        self._identities: dict[str, Identity] = {}
        self._revisions: dict[str, str] = {}
        self._misspelt: dict[str, tuple[schema.Misspelt, ...]] = {}
        self._suiting: dict[str, Properties] = {}
        """The properties that suit the schema of their type."""
        self._made: dict[str, Resource] = {}
        self._first: Resources | None = None
        self.nested: dict[str, NestedStack] = {}

    @property
    def nodes(self) -> Mapping[str, MappingNode]:
        """The text of each resource, by its name."""
        return self._nodes

    def after(self, first: Resources) -> None:
        """Takes over what another reading of this text, in which nothing is wrong, has declared, in place of that."""
        self._nodes, self._first = first._nodes, first

    def declare(self, *, final: bool = False) -> None:
        """Takes down every resource's type, so that names can be told from mistakes.

        ``final``: that no macro changes the text before CloudFormation looks at it.
        """
        for name, node in self._section.items():
            kind = structure.resource_type(name, node, self._section.keys[name], self._names.problems)
            if isinstance(node, MappingNode):
                # Without a type there is no identity, but what names it is not a mistake of its own.
                self._names.resource_types[name] = kind or ""
                meant = structure.as_meant(node, kind or "")
                problems = self._names.problems
                if kind and (problems.misplaced or (final and problems.empty_values)):
                    meant = taken_in(name, meant, kind, problems, final=final)
                self._nodes[name] = meant
            else:
                self._names.resource_types[name] = ""

    def select(self) -> None:
        """Finds out which resources are not created because of their condition."""
        for name, node in self._nodes.items():
            condition = attributes.condition(node, self._names)
            if condition is None:
                continue
            held = conditions.holds(self._names, condition.text, condition.span, "Condition", self._id(name))
            if held is False:
                self._names.absent[name] = condition.text

    def resolve(self, taken: Set[str] = frozenset(), perhaps: Mapping[str, Set[str]] = NONE) -> dict[str, Resource]:
        """Every resource that is created, in the order of the text, those of a nested stack after it.

        Those ``taken`` over are those of the reading that this one comes ``after``; and of ``perhaps`` those for which
        what they name comes out as it was there.
        """
        same = set(taken)
        self._take_over(same)
        present = [name for name in self._nodes if name not in self._names.absent]
        new = [name for name in present if name not in same]
        ordered = groups(self._edges(new))
        for group in ordered:
            for name in group:
                if name in perhaps and all(self._is_as_it_was(other) for other in perhaps[name]):
                    self._take_over({name})
                    same.add(name)
                else:
                    self._resolve(name)
        typed = [name for name in present if self._names.resource_types[name]]
        own = {name: self._made[name] if name in same else self._resource(name) for name in typed}
        # What names a circle's member is no more the same than the member is.
        self._report_circles({name: resource for name, resource in own.items() if name not in same}, ordered)
        found: dict[str, Resource] = {}
        for name, resource in own.items():
            if name not in same:
                self._names.problems.extend(misspelt(resource, self._misspelt.get(name, ())))
                if self._suiting.get(name) is not resource.properties:
                    self._names.problems.extend(validate(resource, self._names.resource_types, own))
            found[resource.logical_id] = resource
            if name in self.nested:
                found.update(self.nested[name].resources)
        self._made = own
        return found

    def _take_over(self, names: Set[str]) -> None:
        """Takes over what the first reading made of some resources."""
        if self._first is None:
            return
        for name in names:
            self._made[name] = self._first._made[name]
            self._properties[name] = self._first._properties[name]
            self._identities[name] = self._first._identities[name]
        self._revisions |= {ref: name for ref, name in self._first._revisions.items() if name in names}

    def _is_as_it_was(self, name: str) -> bool:
        """Whether what others can be given of a resource is what it was in the first reading."""
        if self._first is None or name not in self._identities:
            return False
        # Of parameters and secrets, dynamic references read the value.
        value = (
            self._names.resource_types[name] not in STORES or self._properties[name] == self._first._properties[name]
        )
        return value and self._identities[name] == self._first._identities.get(name)

    def identity(self, name: str) -> Identity | None:
        """Ref, ARN and attributes of a resource."""
        return self._identities.get(name) or self._identify(name, {})

    def dynamic(self, service: str, name: str, key: str) -> Value | None:
        """A dynamic reference that the stack's own parameters and secrets answer."""
        wanted = _PARAMETER if service == "ssm" else _SECRET
        for logical_id, kind in self._names.resource_types.items():
            if kind != wanted or logical_id in self._names.absent:
                continue
            properties = self._properties.get(logical_id) or self._literals(logical_id)
            identity = self._identities.get(logical_id)
            if name not in (as_text(properties.get("Name")), identity.ref if identity else ""):
                continue
            if service == "ssm":
                return properties.get("Value")
            text, made = properties.get("SecretString"), properties.get("GenerateSecretString")
            if key and (missing := self._missing_key(logical_id, properties, key)):
                return missing
            if isinstance(text, str):
                return json_key(text, key) if key else Sensitive(text)
            if key and isinstance(made, dict) and key != made.get("GenerateStringKey"):
                # What is written beside the generated password stands in the template for all to read.
                template = made.get("SecretStringTemplate")
                found = json_key(template, key) if isinstance(template, str) else None
                if isinstance(found, str):
                    return str(found)
            return Unknown(f"the secret {clip(logical_id)} gets its value when it is created")
        return None

    def _missing_key(self, secret: str, properties: Properties, key: str) -> MissingKey | None:
        """Says so where a secret certainly hasn't a key: neither from the start nor by an attachment."""
        text, made = properties.get("SecretString"), properties.get("GenerateSecretString")
        keys: tuple[str, ...] = ()
        if isinstance(text, str):
            keys = keys_in(str.__str__(text))
        elif isinstance(text, UnknownObject):
            keys = text.keys
        elif isinstance(made, dict) and isinstance(made.get("GenerateStringKey"), str):
            template = made.get("SecretStringTemplate")
            keys = keys_in(template) if isinstance(template, str) else ()
            keys = (*keys, as_text(made["GenerateStringKey"])) if keys or template == "{}" else ()
        # A database is made before the attachment that names it, and its user's name is what it is to be made with.
        attached = key in ATTACHED_KEYS and key != _USER and _ATTACHMENT in self._names.resource_types.values()
        if not keys or key in keys or attached:
            return None
        return MissingKey(f"the secret has no key {clip(key)}", secret=self._id(secret), key=key, keys=keys)

    def _literals(self, name: str) -> Properties:
        """The properties that are plain strings in the text, for a resource that is not resolved yet."""
        node = self._nodes[name].get("Properties")
        entries = node.items() if isinstance(node, MappingNode) else ()
        return {key: item.value for key, item in entries if isinstance(item, ScalarNode)}

    def _id(self, name: str) -> str:
        return f"{self._inputs.prefix}{name}"

    def _edges(self, present: list[str]) -> dict[str, set[str]]:
        """What each resource names; one with a dynamic reference waits for the parameters and secrets of the stack."""
        known = set(present)
        found = {name: named_in(self._nodes[name], known, self._names.condition_values) for name in present}
        stores = {
            name
            for name in present
            if self._names.resource_types[name] in (_PARAMETER, _SECRET) and not found[name].dynamic
        }
        return {name: named.names | (stores if named.dynamic else set()) for name, named in found.items()}

    def _resolve(self, name: str) -> None:
        site = self._sites[name] = Site(self._id(name))
        found = self._nodes[name].get("Properties")
        value: Value = {}
        if found is not None:
            value = Resolver(self._names, site).value(found)
        if value is not None and not isinstance(value, dict | Unknown):
            what = f"the Properties of {clip(name)} are {kind_of(found) if found else 'nothing'}"
            self._names.problems.error(
                "TPL006", what, site.spans[()], mend="write names below Properties", logical_id=self._id(name)
            )
        properties: Properties = value if isinstance(value, dict) else {}
        if isinstance(found, MappingNode) and "Fn::Transform" in found.entries:
            from seatrial.readers.cloudformation.unmade import opened

            properties = opened(self._names.resource_types[name], properties, found)
        properties = self._spelt(name, properties, site)
        if site.parameters:
            kind = self._names.resource_types[name]
            properties = lists_of_one_string(self._names, kind, self._id(name), properties, site)
            properties = without_other_ids(self._names, kind, self._id(name), properties, site)
        if self._names.resource_types[name] == _SECRET and isinstance(text := properties.get("SecretString"), str):
            properties = {**properties, "SecretString": Sensitive(text)}
        elif self._names.resource_types[name] == _SECRET and type(text := properties.get("SecretString")) is Unknown:
            # What isn't known is a value, or a part of one.
            keys = keys_in(text.text.replace(GAP, "0"))
            properties = {**properties, "SecretString": UnknownObject(text.reason, keys=keys)} if keys else properties
        self._properties[name] = properties
        if self._names.resource_types[name] == STACK:
            self._reader.tell_lists(name, properties.get("Parameters"), site.spans)
            asset = _template_asset(self._nodes[name])
            self.nested[name] = self._reader.read(name, properties, {(): self._section.keys[name], **site.spans}, asset)
        self._identities[name] = self._identify(name, properties)

    def _spelt(self, name: str, properties: Properties, site: Site) -> Properties:
        """The properties as they are plainly meant, each with the place of what was written."""
        kind = self._names.resource_types[name]
        # Whatever suits the schema is spelt as it has it.
        if next(schema.problems(kind, properties), None) is None:
            self._suiting[name] = properties
            return properties
        made, misspelt = schema.spelt(kind, properties)
        if misspelt:
            self._misspelt[name] = misspelt
            site.spans = {schema_spelling.meant_path(path, misspelt): span for path, span in site.spans.items()} | {
                item.path: site.spans[item.path] for item in misspelt if item.path in site.spans
            }
            site.found = {
                replace(item, path=schema_spelling.meant_path(item.path, misspelt)): None for item in site.found
            }
        return made

    def _identify(self, name: str, properties: Properties) -> Identity:
        if name in self.nested:
            return self.nested[name].identity
        place = Place(self._inputs.scope, name, self._inputs.generations.get(self._id(name), 1))
        kind = self._names.resource_types[name]
        identity = identify(kind, place, properties)
        # Task definitions of one family are its revisions, in the order in which they are made.
        while kind == _DEFINITION and self._revisions.setdefault(identity.ref, name) != name:
            place = replace(place, generation=place.generation + 1)
            identity = identify(kind, place, properties)
        return identity

    def _resource(self, name: str) -> Resource:
        node, site, names = self._nodes[name], self._sites[name], self._names
        identity, kind, properties = self._identities[name], names.resource_types[name], self._properties[name]
        waits = dict(attributes.depends_on(name, node, names))
        for target, span in waits.items():
            site.refer(("DependsOn",), target, "DependsOn", span)
        metadata = attributes.metadata(node, names, site)
        spans = {**site.spans, (): self._section.keys[name]}
        if "DependsOn" in node.keys and ("DependsOn",) not in spans:
            spans[("DependsOn",)] = node.keys["DependsOn"]
        return Resource(
            logical_id=self._id(name),
            type=kind,
            properties=properties,
            physical_id=identity.ref,
            arn=identity.arn,
            attributes=identity.attributes,
            references=tuple(self._prefixed(reference) for reference in site.found),
            depends_on=tuple(self._id(target) for target in waits),
            metadata=metadata,
            deletion_policy=attributes.policy(name, kind, node, "DeletionPolicy", properties, names),
            update_replace_policy=attributes.policy(name, kind, node, "UpdateReplacePolicy", properties, names),
            spans=spans,
        )

    def _prefixed(self, reference: Reference) -> Reference:
        return replace(reference, target=self._id(reference.target)) if self._inputs.prefix else reference

    def _report_circles(self, resources: Mapping[str, Resource], ordered: Sequence[Sequence[str]]) -> None:
        """Says which circles there are. Where everything stands in ``ordered`` after what it names there is none."""
        ids = {resource.logical_id for resource in resources.values()}
        seen: set[str] = set()
        for name, *others in ordered:
            item = resources.get(name)
            named = {one.target for one in item.references} if item is not None else set()
            if others or not named & ids <= seen:
                break
            seen.add(self._id(name))
        else:
            return
        places = {
            resource.logical_id: {reference.target: reference.span for reference in reversed(resource.references)}
            for resource in resources.values()
        }
        for circle in circles({name: set(targets) for name, targets in places.items()}):
            steps = list(zip(circle, (*circle[1:], circle[0]), strict=True))
            where = ", ".join(f"{source} names {target} at {places[source][target]}" for source, target in steps[:10])
            self._names.problems.error(
                "TPL009",
                f"resources depend on each other in a circle: {' -> '.join((*circle, circle[0]))}",
                places[circle[0]][steps[0][1]],
                why=f"{answer(circular(', '.join(circle)))}; {where}",
                mend=circle_mend(circle, {resource.logical_id: resource for resource in resources.values()}),
                logical_id=circle[0],
            )


def _template_asset(node: MappingNode) -> str:
    """The local file of a nested stack's template, where whoever made the template has written it down."""
    metadata = node.get("Metadata")
    if not isinstance(metadata, MappingNode):
        return ""
    path, key = metadata.get(ASSET_PATH), metadata.get(ASSET_PROPERTY)
    named = isinstance(key, ScalarNode) and key.text == "TemplateURL"
    return path.text if named and isinstance(path, ScalarNode) else ""
