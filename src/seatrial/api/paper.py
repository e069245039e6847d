"""The verbs that look at a template alone: ``check``, ``explain``, ``order``. They start nothing and ask nobody."""

from __future__ import annotations

import gc
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.api.guesses import guesses
from seatrial.api.home import Home, lone_region
from seatrial.api.linting import by_linters
from seatrial.api.region import opening_of
from seatrial.api.request import STACK_NAME, ReadRequest, Refused
from seatrial.model.finding import Finding
from seatrial.model.proof import Explanation, Turn
from seatrial.model.report import Report
from seatrial.model.system import Scope, System
from seatrial.model.value import Unknown

if TYPE_CHECKING:
    from seatrial.analyses.checklist import Choice
    from seatrial.readers.cloudformation import First, ReadOptions

# Fewer templates are checked sooner than a second process is started.
ENOUGH_FOR_ALL_CORES = 16
# Of things that may be meant, so many are named.
_MOST_NAMED = 12


def check(
    requests: Sequence[ReadRequest],
    *,
    only: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    linters: tuple[str, ...] = (),
) -> tuple[Report, ...]:
    """Proves on paper that each template's system will work, or says what is wrong: one report per file, in order.

    Templates that import what others of the call export are checked as stacks of one account.

    ``only`` and ``ignore`` are codes or their beginnings. Nothing is started and nothing is asked of AWS. Many files
    are shared out to the machine's cores. Bad text gives findings, not exceptions. ``linters`` name those whose
    findings join the report (``linters()`` has the ones at hand). Raises Refused where one of them gives no answer.
    """
    together, theirs = _linked(requests), by_linters(requests, linters)
    jobs = [
        _Job(request, only, ignore, theirs[index] if theirs else (), together.get(index))
        for index, request in enumerate(requests)
    ]
    if len(jobs) < ENOUGH_FOR_ALL_CORES:
        return _told_once([_uninterrupted(job) for job in jobs], together)
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor() as pool:
        return _told_once(list(pool.map(_uninterrupted, jobs, chunksize=4)), together)


def _told_once(reports: list[Report], together: Mapping[int, _Read]) -> tuple[Report, ...]:
    """The reports, with what is wrong in one of several stacks that hang together told of that one alone."""
    done: set[int] = set()
    for index, read in together.items():
        files = {other.file for other in read.others}
        group = [index, *(other for other in together if other != index and reports[other].file in files)]
        if index in done or len(group) < 2:
            continue
        from seatrial.analyses.checklist.together import told_once

        done |= set(group)
        for place, report in zip(group, told_once([reports[one] for one in group]), strict=True):
            reports[place] = report
    return tuple(reports)


class _Read(Struct, frozen=True):
    """A template as it was read, with the stacks that it belongs together with, where it imports from others.

    ``parameters`` are those it was given; from ``first`` its text can be read again with others.
    """

    system: System | None
    findings: tuple[Finding, ...]
    others: tuple[System, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    first: First | None = None


class _Job(Struct, frozen=True):
    request: ReadRequest
    only: tuple[str, ...]
    ignore: tuple[str, ...]
    theirs: tuple[list[Finding], ...]
    read: _Read | None


def _uninterrupted(job: _Job) -> Report:
    """As ``_checked``, without the garbage collector: of what one check makes next to nothing is in a circle, and it
    would walk through all of it again and again.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return _checked(job)
    finally:
        if collects:
            gc.enable()


def _checked(job: _Job) -> Report:
    from seatrial.analyses.checklist import Selection
    from seatrial.analyses.checklist import check as ask_all

    request, selection = job.request, Selection(job.only, job.ignore)
    read = job.read or _read(request)
    system, findings = read.system, read.findings
    if system is None:
        if job.theirs:
            from seatrial.analyses.checklist.joined import joined

            findings = (*findings, *joined(findings, job.theirs))
        return Report(str(request.file), None, tuple(item for item in findings if selection.takes(item.code)))
    # Stacks that hang together were chosen as one.
    choices = _choices(request, read) if job.read is None else []
    assumed = partial(guesses, read.first, read.parameters) if job.read is None else None
    return ask_all(system, read.others, findings, selection, otherwise=choices, theirs=job.theirs, guesses=assumed)


def _choices(request: ReadRequest, read: _Read) -> list[Choice]:
    """The template with each other choice of parameters."""
    from seatrial.analyses.checklist import Choice
    from seatrial.readers.cloudformation import read_again

    found = []
    for values in read.system.choices if read.system is not None else ():
        then = (
            read_again(read.first, {**read.parameters, **values})
            if read.first is not None
            else _read(replace(request, parameters={**request.parameters, **values}))
        )
        if then.system is not None:
            label = " and ".join(_chosen(name, value) for name, value in values.items())
            found.append(Choice(label, then.system, then.findings))
    return found


def _chosen(name: str, value: str | Unknown) -> str:
    """A choice as one says it."""
    return f"{name} given" if isinstance(value, Unknown) else f"{name}={value or chr(39) * 2}"


def _linked(requests: Sequence[ReadRequest]) -> dict[int, _Read]:
    """The templates among several that import from each other, read as stacks of one account: by place in the list."""
    if len(requests) < 2:
        return {}
    from seatrial.analyses.imports import belonging_together, exports, unused

    found = [index for index, request in enumerate(requests) if _speaks_of_others(request)]
    requests = _at_home(requests, found)
    read: dict[int, tuple[System | None, tuple[Finding, ...]]] = {}
    known: dict[str, Any] = {}
    spare: frozenset[str] = frozenset()
    # What one exports may be made of what it imports itself, so it goes on until nothing new is known.
    for _ in range(len(found) + 1):
        for index in found:
            request = requests[index]
            one = _read(replace(request, imports={**known, **request.imports}, spare=spare))
            read[index] = one.system, one.findings
        systems = {index: system for index, (system, _) in read.items() if system is not None}
        told = exports(systems.values())
        if told == known:
            break
        known, spare = told, unused(systems.values())
    together = belonging_together(systems)
    return {index: _Read(*read[index], together.get(index, ())) for index in found}


def _at_home(requests: Sequence[ReadRequest], linked: Sequence[int]) -> list[ReadRequest]:
    """The requests with the region and account that the linked ones agree on: exports stay within those.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html (read 2026-11-29)
    """
    homes = [requests[index].home for index in linked]
    regions, accounts = {home.region for home in homes} - {""}, {home.account for home in homes} - {""}
    kin = Home(regions.pop() if len(regions) == 1 else "", accounts.pop() if len(accounts) == 1 else "")
    return [replace(request, kin=kin) if index in linked else request for index, request in enumerate(requests)]


def _speaks_of_others(request: ReadRequest) -> bool:
    text = opening_of(request.file)
    return any(word in text for word in (b"ImportValue", b"GetStackOutput", b"Export"))


def _read(request: ReadRequest) -> _Read:
    """Reads a template by itself, whatever stacks there are."""
    from seatrial.readers.cloudformation import read_file

    opening = opening_of(request.file)
    request = request.settled(opening)
    options, findings = options_of(request)
    reading = read_file(request.file, options, opening)
    findings += lone_region(request.file, opening, request.told)
    return _Read(reading.system, findings + reading.findings, parameters=options.parameters, first=reading.first)


def options_of(request: ReadRequest) -> tuple[ReadOptions, tuple[Finding, ...]]:
    """What a template is read with on paper, and what is wrong with its parameter files."""
    from seatrial.readers.cloudformation import ReadOptions, read_parameters_file

    parameters: dict[str, Any] = {}
    findings: tuple[Finding, ...] = ()
    for file in request.parameter_files:
        found, problems = read_parameters_file(file)
        parameters.update(found)
        findings += tuple(problems)
    parameters.update(request.parameters)
    parameters = {name: value for name, value in parameters.items() if name not in request.not_for_it}
    settled = request.settled()
    name = settled.stack if STACK_NAME.match(settled.stack) else "stack"
    scope = Scope(stack=name, region=settled.region, account=settled.account)
    options = ReadOptions(
        scope=scope,
        parameters=parameters,
        imports=request.imports,
        dynamic=request.dynamic,
        spare=request.spare,
        assume=True,
        guessed=settled.guessed,
    )
    return options, findings


def shared_out(requests: Sequence[ReadRequest]) -> list[ReadRequest]:
    """The requests of one call that gives all of them the same parameters: each keeps those that its template has, and
    those that none has.
    """
    if len(requests) < 2 or not any(request.parameters or request.parameter_files for request in requests):
        return list(requests)
    from seatrial.readers.cloudformation import declared_parameters

    declared = [declared_parameters(request.file) for request in requests]
    everywhere = frozenset(name for names in declared for name in names)
    return [replace(request, not_for_it=everywhere - names) for request, names in zip(requests, declared, strict=True)]


def explain(request: ReadRequest, thing: str = "") -> tuple[Explanation | None, tuple[Finding, ...]]:
    """The proof behind ``check``, of a whole system or of what has to do with one resource; with reading's findings.

    Raises Refused where the template has no such resource.
    """
    from seatrial.analyses.checklist import Inquiry
    from seatrial.analyses.checklist.explanation import explanation

    read = _read(request)
    system, findings = read.system, read.findings
    if system is None:
        return None, findings
    things = _meant(system, thing) if thing else ()
    return explanation(Inquiry(system), *things), findings


def _meant(system: System, thing: str) -> tuple[str, ...]:
    """The logical ids of what somebody asks for: by one, by a path into one, by a type, or by a name that AWS gives.

    Raises Refused where nothing is called so.
    """
    from difflib import get_close_matches

    from seatrial.model.value import as_text

    if thing in system.resources:
        return (thing,)
    path = re.split(r"[.\[]", thing.removeprefix("Resources."))[0]
    if path in system.resources:
        return (path,)
    of_type = tuple(name for name, item in system.resources.items() if thing in (item.type, item.type[5:]))
    if of_type:
        return of_type
    named = tuple(
        name
        for name, item in system.resources.items()
        if thing in (item.physical_id, item.arn)
        or any(as_text(item.get(key)) == thing for key in ("Name", f"{item.type.rpartition('::')[2]}Name", "Family"))
    )
    if named:
        return named
    lowered = {name.lower(): name for name in system.resources}
    last = [name for name in system.resources if name.endswith(f"/{thing}")]
    parts = [name for low, name in lowered.items() if path.lower() in low]
    types = dict.fromkeys(item.type for item in system.resources.values())
    near = [lowered[item] for item in get_close_matches(path.lower(), lowered, 3, 0.6)]
    meant = [lowered[path.lower()]] if path.lower() in lowered else [*last, *parts, *near]
    meant += [item for item in types if thing.lower() in item.lower()] if not meant else []
    listed = list(dict.fromkeys(meant or [*system.resources]))
    more = f" and {len(listed) - _MOST_NAMED} more" if len(listed) > _MOST_NAMED else ""
    names = ", ".join(listed[:_MOST_NAMED]) + more
    raise Refused(
        f"the template has no resource {thing}; {f'did you mean {names}?' if meant else f'there are {names}'}"
    )


def explanation_text(found: Explanation, *, colour: bool = False, whole: bool = True) -> str:
    """An explanation as people read it."""
    from seatrial.writers.reports.explanation import explanation_text as text

    return text(found, colour=colour, whole=whole)


def explanation_json(found: Explanation) -> dict[str, object]:
    """An explanation as JSON."""
    from seatrial.writers.reports.explanation import explanation_json as as_json

    return as_json(found)


def order(request: ReadRequest) -> tuple[tuple[Turn, ...], tuple[Finding, ...]]:
    """The order in which CloudFormation creates a template's resources, with causes and typical times."""
    from seatrial.analyses.creation import creation_order
    from seatrial.analyses.order import edges, waves

    read = _read(request)
    system, findings = read.system, read.findings
    if system is None:
        return (), findings
    causes: dict[str, list[tuple[str, str]]] = {}
    for edge in edges(system):
        causes.setdefault(edge.source, []).append((edge.target, edge.cause))
    times = {item.resource.logical_id: item for item in creation_order(system)}
    return tuple(
        Turn(
            name,
            system.resources[name].type,
            number,
            times[name].starts,
            times[name].ends,
            tuple(causes.get(name, ())),
        )
        for number, wave in enumerate(waves(system))
        for name in wave
    ), findings


def order_text(turns: Sequence[Turn], *, colour: bool = False) -> str:
    """The order as people read it."""
    from seatrial.writers.reports.explanation import order_text as text

    return text(turns, colour=colour)


def order_json(turns: Sequence[Turn]) -> dict[str, object]:
    """The order as JSON."""
    from seatrial.writers.reports.explanation import order_json as as_json

    return as_json(turns)
