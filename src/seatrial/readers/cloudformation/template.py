"""A parsed template to a System: transforms, parameters, conditions, rules, resources, outputs, in this order."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Set
from functools import lru_cache

from msgspec.structs import replace

from seatrial.model.system import Parameter, System
from seatrial.model.value import Value
from seatrial.readers.cloudformation import attributes, conditions, structure
from seatrial.readers.cloudformation.again import First, untouched
from seatrial.readers.cloudformation.capabilities import capabilities
from seatrial.readers.cloudformation.choices import other_choices
from seatrial.readers.cloudformation.functions import tell_missing
from seatrial.readers.cloudformation.includes import has_transforms, include
from seatrial.readers.cloudformation.indentation import own_again
from seatrial.readers.cloudformation.inputs import Inputs
from seatrial.readers.cloudformation.list_parameters import tell_no_lists
from seatrial.readers.cloudformation.loops import Loops, has_loops
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, keys_below
from seatrial.readers.cloudformation.outputs import read_outputs
from seatrial.readers.cloudformation.parameters import NONE, resolve_parameters
from seatrial.readers.cloudformation.problems import Problems
from seatrial.readers.cloudformation.resources import Resources
from seatrial.readers.cloudformation.rules import check_rules
from seatrial.readers.cloudformation.scope import Names
from seatrial.readers.cloudformation.transforms import (
    EXTENSIONS,
    HARMLESS,
    SERVERLESS,
    check_transforms,
    declared,
    unknown_transforms,
    with_serverless,
)
from seatrial.readers.cloudformation.unseen import tell_unseen

# What each reading of a text finds out anew.
_OF_ONE_READING = ("parameters", "condition_values", "absent", "missing", "no_lists")


def read_root(root: Node, file: str, inputs: Inputs, problems: Problems) -> System | None:
    """The System of a template's root node; None where it has not the shape of a template."""
    found = read_first(root, file, inputs, problems)
    return found.system if found is not None else None


def read_first(root: Node, file: str, inputs: Inputs, problems: Problems) -> First | None:
    """As ``read_root``, with what other readings of the same text go on from."""
    if not structure.is_template(root, file, problems) or not isinstance(root, MappingNode):
        return None
    whole = root
    check_transforms(root, problems)
    # Only what transforms and loops are called is looked for.
    keys = keys_below(root) if problems.may_say(file, "Transform", "ForEach") else set()
    embedded = has_transforms(root, keys)
    macros = embedded or bool(declared(root))
    if not embedded:
        root = with_serverless(root, problems)
    else:
        root = include(root, inputs.files, problems)
        keys = keys_below(root)
    imports = ChainMap(dict(inputs.imports), inputs.exports)
    names = Names(
        inputs.scope,
        problems,
        imports=imports,
        imported=inputs.imported,
        spare=inputs.spare,
        dynamic=inputs.dynamic,
        assume=inputs.assume,
    )
    root = _opened(root, names, embedded=embedded)
    names.root, names.extensions = root, EXTENSIONS in declared(root)
    names.mappings = structure.mapping(root, "Mappings", problems)
    structure.check_mappings(names.mappings, problems)
    parameters = _parameters(root, file, inputs, names)
    structure.check_names(root, problems)
    root = _expanded(root, keys, inputs, names)
    structure.check_resources(root, file, problems)
    structure.check_limits(root, file, problems)

    section = own_again(structure.mapping(root, "Resources", problems), problems)
    resources = Resources(section, inputs, names, read_root)
    names.identity, names.dynamic_in_stack = resources.identity, resources.dynamic
    resources.declare(final=not macros)
    conditions.decide(structure.mapping(root, "Conditions", problems), names)
    check_rules(structure.mapping(root, "Rules", problems), names)
    resources.select()
    found = resources.resolve()
    outputs = read_outputs(structure.mapping(root, "Outputs", problems), names)
    named: dict[str, set[str]] = {}
    if not embedded and set(declared(root)) <= {EXTENSIONS, *HARMLESS}:
        named = tell_unseen(root, names)
    tell_missing(names)
    tell_no_lists(names)
    description = root.get("Description")
    system = System(
        scope=inputs.scope,
        resources=found,
        outputs=outputs,
        parameters=parameters,
        description=description.text if isinstance(description, ScalarNode) else "",
        file=file,
        capabilities=capabilities(found.values(), macros=macros),
        metadata=attributes.metadata(root, names),
        imports=tuple(inputs.imported),
        absent=dict(names.absent),
        choices=other_choices(names, _section(root, "Parameters"), inputs.parameters) if inputs.depth == 0 else (),
    )
    plain = not (macros or has_loops(keys) or resources.nested or problems.errors)
    again = whole if not plain and not problems.errors else None
    return First(root, file, named, inputs, names, resources, system, plain, again)


def read_again(first: First, parameters: Mapping[str, Value]) -> tuple[System, Problems]:
    """The System of the same text with other values of parameters."""
    problems = first.names.problems.without_findings()
    inputs = replace(first.inputs, parameters=parameters)
    if first.whole is not None:
        anew = read_first(first.whole, first.file, replace(inputs, exports={}), problems)
        return (anew or first).system, problems
    names = replace(first.names, problems=problems, **{name: {} for name in _OF_ONE_READING})
    before = first.inputs.parameters
    given = _parameters(
        first.root,
        first.file,
        inputs,
        names,
        {name: item for name, item in first.system.parameters.items() if parameters.get(name) == before.get(name)},
    )
    resources = Resources(_section(first.root, "Resources"), inputs, names, read_root)
    names.identity, names.dynamic_in_stack = resources.identity, resources.dynamic
    conditions.decide(_section(first.root, "Conditions"), names)
    check_rules(_section(first.root, "Rules"), names)
    resources.after(first.resources)
    resources.select()
    again = untouched(first, names)
    found = resources.resolve(again.same, again.perhaps)
    outputs = read_outputs(_section(first.root, "Outputs"), names)
    tell_missing(names)
    tell_no_lists(names)
    made = replace(
        first.system,
        resources=found,
        outputs=outputs,
        parameters=given,
        imports=tuple(inputs.imported),
        absent=dict(names.absent),
        choices=(),
    )
    return made, problems


def _opened(root: MappingNode, names: Names, *, embedded: bool) -> MappingNode:
    """The template with what macros and files that aren't here may add to it taken down."""
    unknown = unknown_transforms(root)
    if not embedded and not unknown:
        return root
    from seatrial.readers.cloudformation.unmade import open_sections, without_unmade

    open_sections(unknown, names)
    return without_unmade(root, names) if embedded else root


def _section(root: MappingNode, name: str) -> MappingNode | None:
    section = root.get(name)
    return section if isinstance(section, MappingNode) else None


def _parameters(
    root: MappingNode, file: str, inputs: Inputs, names: Names, known: Mapping[str, Parameter] = NONE
) -> dict[str, Parameter]:
    """Parameters come first, for transforms use them. Of the resources, only the text is there to answer for SSM's.
    Those ``known`` are given what they were in another reading.
    """
    quiet = replace(names, problems=Problems())
    section = root.get("Resources")

    @lru_cache(maxsize=1)
    def early() -> Resources:
        declared = Resources(section if isinstance(section, MappingNode) else None, inputs, quiet, read_root)
        declared.declare()
        return declared

    names.dynamic_in_stack = lambda service, name, key: early().dynamic(service, name, key)
    given = structure.mapping(root, "Parameters", names.problems)
    return resolve_parameters(given, inputs, names, file, known)


def _expanded(root: MappingNode, keys: Set[str], inputs: Inputs, names: Names) -> MappingNode:
    """The template after the transforms that are known here."""
    if has_loops(keys):
        root = Loops(names).expand(root)
    if SERVERLESS in declared(root):
        from seatrial.readers.cloudformation.serverless import expand_serverless

        root = expand_serverless(root, names.parameters, inputs.scope, names.problems)
        names.mappings = root.entries.get("Mappings") if isinstance(root.get("Mappings"), MappingNode) else None  # type: ignore[assignment]
    return root
