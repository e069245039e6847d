"""CloudFormation templates to a System: YAML, JSON, SAM, CDK output.

Bad input never raises: it gives findings, all of them in one run, and the part that could be understood. Every value
has its place, every intrinsic is resolved to what CloudFormation would make of it, and what the text alone doesn't tell
is Unknown with its reason.

Text becomes nodes with places (``text``, ``json_text``), transforms run over them (``includes``, ``loops``,
``serverless``), and then names are given their meaning, section by section (``template``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.model.finding import Finding, order_key
from seatrial.model.span import Span
from seatrial.model.system import Scope, System
from seatrial.model.value import NamePart, Value
from seatrial.readers.cloudformation.again import First
from seatrial.readers.cloudformation.choices import other_values
from seatrial.readers.cloudformation.files import CannotRead, Files, folder_of, read_bounded
from seatrial.readers.cloudformation.inputs import Inputs
from seatrial.readers.cloudformation.name_room import fitting_stack
from seatrial.readers.cloudformation.name_values import values_of_words
from seatrial.readers.cloudformation.nodes import MappingNode, Node
from seatrial.readers.cloudformation.parameter_files import read_parameters_file
from seatrial.readers.cloudformation.problems import Problems
from seatrial.readers.cloudformation.secret_files import read_secrets_file
from seatrial.readers.cloudformation.template import read_again as read_template_again
from seatrial.readers.cloudformation.template import read_first
from seatrial.readers.cloudformation.text import MOST_BYTES, parse, too_large

__all__ = [
    "First",
    "ReadOptions",
    "Reading",
    "assumed_first",
    "declared_parameters",
    "named_so",
    "read_again",
    "read_file",
    "read_parameters_file",
    "read_secrets_file",
    "read_text",
]


class ReadOptions(Struct, frozen=True):
    """What a template is read with.

    ``imports`` answers Fn::ImportValue by the export's name and Fn::GetStackOutput by ``STACK.OUTPUT``; ``dynamic``
    answers dynamic references and SSM parameter types by name; ``generations`` says how often a resource was replaced.
    With ``assume`` a parameter that is given no value is no mistake: it is the first of its allowed values, or not
    known, and a condition that depends on what is not known is decided as if that were none of the values it names.
    ``guessed`` says that nobody gave the stack's name, which is cut then to what the names made of it have room for.
    ``spare`` are the names among the imports that nothing at hand asks for.
    """

    scope: Scope
    parameters: Mapping[str, Value] = field(default_factory=dict)
    imports: Mapping[str, Value] = field(default_factory=dict)
    generations: Mapping[str, int] = field(default_factory=dict)
    dynamic: Mapping[str, str] = field(default_factory=dict)
    assume: bool = False
    guessed: bool = False
    spare: frozenset[str] = frozenset()


# Properties and attributes that are not known where they stand.
_MISPLACED = ("SCH001", "SCH003", "TPL006")


class Reading(Struct, frozen=True):
    """``system`` is None where the text is no template at all. From ``first`` other readings of it can go on."""

    system: System | None
    findings: tuple[Finding, ...] = ()
    first: First | None = None


def read_file(path: Path, options: ReadOptions, opening: bytes = b"") -> Reading:
    """Reads a template's file. One that cannot be opened is a finding. ``opening`` is its content, if known."""
    problems = Problems()
    try:
        data = opening or read_bounded(path)
        if len(data) > MOST_BYTES:
            too_large(max(path.stat().st_size, len(data)), str(path), problems)
            return Reading(None, problems.findings)
    except (CannotRead, OSError) as mistake:
        why = "there is nothing to read"
        problems.error(
            "TPL001", f"{path} cannot be read: {mistake}", Span(str(path)), why=why, mend="give a file's path"
        )
        return Reading(None, problems.findings)
    return _read(data, str(path), options, Files(folder_of(path), chain=(path.resolve(),)))


def read_text(text: str | bytes, file: str, options: ReadOptions, folder: Path | None = None) -> Reading:
    """Reads a template's text. ``folder`` is where nested templates and includes are looked for."""
    return _read(text, file, options, Files(folder))


def read_again(first: First, parameters: Mapping[str, Value]) -> Reading:
    """Reads the text of another reading with other parameters. What is wrong anyhow is not told again."""
    try:
        system, problems = read_template_again(first, parameters)
    except RecursionError:
        # Another branch may go deeper than the first reading's, and our caller's stack is not ours to bound.
        return Reading(None)
    return Reading(system, tuple(sorted(problems.findings, key=order_key)))


def assumed_first(first: First, given: Mapping[str, Value]) -> list[tuple[str, str, str]]:
    """The parameters for which a reading assumed the first of several allowed values: each with that and another."""
    section = first.root.get("Parameters")
    return other_values(first.names, section if isinstance(section, MappingNode) else None, given)


def named_so(first: First, texts: Iterable[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Values of parameters without one, with each of which something of the template has a name that a text has."""
    words = {
        part.stand_in: name
        for name, part in first.names.parameters.items()
        if isinstance(part, NamePart) and part.stand_in
    }
    return values_of_words(first.system, words, texts) if words else iter(())


def declared_parameters(path: Path) -> frozenset[str]:
    """The names of the parameters that a template's file declares; none where it cannot be read."""
    try:
        data = read_bounded(path)
    except (CannotRead, OSError):
        return frozenset()
    root = parse(data, str(path), Problems()) if len(data) <= MOST_BYTES else None
    section = root.get("Parameters") if isinstance(root, MappingNode) else None
    return frozenset(section.entries) if isinstance(section, MappingNode) else frozenset()


def _read(text: str | bytes, file: str, options: ReadOptions, files: Files) -> Reading:
    problems = Problems()
    try:
        first, problems = _first(text, file, options, files, problems)
    except RecursionError:
        # Depth is bounded, but not how deep in the stack our caller is.
        problems.error("TPL004", "the template is nested too deep", Span(file), mend="flatten it")
        first = None
    findings = tuple(sorted(problems.findings, key=order_key))
    if first is None:
        return Reading(None, findings)
    return Reading(first.system, findings, first if first.plain or first.whole is not None else None)


def _first(
    text: str | bytes, file: str, options: ReadOptions, files: Files, problems: Problems
) -> tuple[First | None, Problems]:
    root = parse(text, file, problems)
    if root is None:
        if not problems.findings:
            problems.error("TPL005", "the file is empty", Span(file, 1, 1), mend="a template has a Resources section")
        return None, problems
    parsed = problems.findings
    first = read_first(root, file, _inputs(options, files, root), problems)
    if not any(item.code in _MISPLACED for item in problems.findings):
        return first, problems
    # What stands where nothing takes it may be a level too high or too low: only such a template pays for that look.
    again = problems.without_findings()
    again.extend(parsed)
    again.empty_values, again.misplaced = problems.empty_values, True
    return read_first(root, file, _inputs(options, files, root), again), again


def _inputs(options: ReadOptions, files: Files, root: Node) -> Inputs:
    scope = options.scope
    if options.guessed and isinstance(root, MappingNode):
        scope = replace(scope, stack=fitting_stack(root, scope))
    return Inputs(
        scope,
        options.parameters,
        options.imports,
        options.generations,
        options.dynamic,
        files,
        assume=options.assume,
        spare=options.spare,
    )
