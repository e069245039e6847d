"""One rule may stand in several ways: of tasks to what they need, of requests to tasks, of two roles to one key.

Each check follows its own ways and finds the same rule. Whoever mends it mends all of them, so they become one finding:
that of the earliest question, which says what else the rule keeps from its way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Check, Found
from seatrial.model.finding import Finding, Severity
from seatrial.model.span import PropertyPath
from seatrial.model.system import System

# The checks whose findings stand at the rule of the network that decides.
_STARTS = ("STA001", "STA002", "STA003", "STA019", "STA042")
_ARRIVALS = ("ARR001", "ARR002", "ARR003", "ARR052", "ARR053", "ARR159")
_CALLS = ("APP005", "APP006", "APP007", "APP050", "TRI018", "TRI021")
WAYS = frozenset((*_STARTS, *_ARRIVALS, *_CALLS))

# Those that stand at the statement which decides about a call: of one key's policy, two roles may ask.
RIGHTS = frozenset(("STA006", "STA007", "STA008", "STA009", "STA040", "APP001", "APP004"))
# What a role is told to lack: its trust and its rights.
ABOUT_ROLES = frozenset(
    (*RIGHTS, "APP051", "STA004", "STA005", "TRI001", "TRI002", "TRI003", "TRI004", "TRI061", "TRI107")
)

# Of the policy of a queue, a topic or their key, every sender asks: rules, topics, alarms, buckets.
SENDS = ("TRI015", "TRI098", "CRE060")
# Of a key that one role may not use, everything asks that is encrypted with it.
_OF_KEYS, _ENCRYPTED = ("APP004",), ", which "
# What the policies of endpoints keep from tasks.
_OF_ENDPOINTS = ("STA018", "APP009")
# One role may start the tasks of several things.
_OF_STARTERS = ("TRI002", "TRI003")
# What is missing is one thing, however many containers name it.
_OF_ONE_THING = ("STA010",)
_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)

# What is said of one property, whichever resource has it.
_OF_ONE_PLACE = ("SCH", "TPL008", "APP011")

Item = tuple[Check, Found]


def merged(items: Sequence[Item]) -> list[Item]:
    """The findings with those of one rule put together, in the order in which their first was said."""
    done: list[Item] = []
    places: dict[tuple[object, ...], int] = {}
    for check, found in items:
        keys = list(_keys(check, found))
        known = next((places[key] for key in keys if key in places), None)
        if known is None:
            done.append((check, found))
        else:
            first, second = sorted((done[known], (check, found)), key=_weight)
            done[known] = (first[0], _both(first[1], second[1]))
        for key in keys:
            places.setdefault(key, len(done) - 1 if known is None else known)
    return done


def _keys(check: Check, found: Found) -> Iterator[tuple[object, ...]]:
    """What a finding has in common with those that it is one with."""
    place: tuple[str, PropertyPath] = (found.resource.logical_id, found.path)
    severity = found.severity or check.severity
    error = severity is Severity.ERROR
    if check.code in SENDS or (check.code in RIGHTS and found.path and error):
        yield ("right", *place)
    if check.code in _OF_STARTERS and found.path and error:
        yield (check.code, *place)
    if check.code in WAYS and error:
        yield ("way", *place)
        yield ("way", *_written(found))
    if check.code in _OF_ENDPOINTS and error:
        yield ("endpoint", *_written(found))
    if check.code in _OF_KEYS and error and not found.path:
        yield ("key", *place, found.what.partition(_ENCRYPTED)[0])
    if check.code in _OF_KEYS and found.path:
        # What can't be written to one thing may be certain, and to another only probable.
        yield (check.code, *place, found.mend)
    if check.code in _OF_ONE_THING and found.mend:
        yield (check.code, severity, found.mend)
    # What one check says twice of one place, to be mended in one way, is one thing that has several consequences.
    if found.mend:
        yield (check.code, severity, *place, found.mend)


def _written(found: Found) -> tuple[object, ...]:
    """Where the text of a finding is: the copies that Fn::ForEach makes of one resource are written once."""
    stack = found.resource.logical_id.rpartition("/")[0]
    return stack, found.resource.span(), found.path


def _weight(item: Item) -> int:
    check, found = item
    return _WORST_FIRST.index(found.severity or check.severity)


def _both(first: Found, second: Found) -> Found:
    head = first.mend.partition(", or ")[0]
    one, other = _WRITTEN.match(first.mend), _WRITTEN.match(second.mend)
    if one is not None and other is not None and one[0] != other[0]:
        mend = f"write Resource: [{one[1].strip('[]')}, {other[1]}] there"
    elif head == second.mend.partition(", or ")[0]:
        mend = head
    else:
        mend = first.mend if second.mend in first.mend else f"{first.mend}; {second.mend}"
    told = second.what == first.what or second.what in first.why
    why = first.why if told else f"{first.why}; {SAME_REASON} {second.what}"
    fix = (*first.fix, *(edit for edit in second.fix if edit not in first.fix))
    return replace(first, why=why, mend=mend, aws=first.aws or second.aws, fix=fix)


# How a finding goes on that is told for others as well.
SAME_REASON = "for the same reason"
_NAMES_NOTHING = re.compile(r"does not exist|is not found|not found\b")
_WRITTEN = re.compile(r"write Resource: (\S.*) there\Z")
# How one gives a parameter, where that is the mend.
GIVEN = re.compile(r"the empty parameter .*(\(--param \w+=VALUE\))$")


def one_for_each_place(findings: Sequence[Finding]) -> list[Finding]:
    """What reading says of one place for several resources, as of a property that stands in Globals, once."""
    told: set[tuple[object, ...]] = set()
    left = []
    for item in findings:
        key: tuple[object, ...] = (item.code, item.span, item.why, item.mend)
        if item.code == "TPL008":
            key = (item.code, item.span, item.mend)
        if item.code.startswith(_OF_ONE_PLACE) and item.span.line and key in told:
            continue
        told.add(key)
        left.append(item)
    return _lacking(_one_for_each_zone(_one_for_each_parameter(left)))


# What Route 53 says of a name that is not in a hosted zone.
_OUTSIDE = re.compile(r"RRSet with DNS name (\S+?)\.? is not permitted in zone (\S+?)\.?\]")


def _one_for_each_zone(findings: Sequence[Finding]) -> list[Finding]:
    """Names of several resources that are outside of one hosted zone, once: it is the zone that has another name."""
    outside: dict[str, list[tuple[Finding, str]]] = {}
    for item in findings:
        found = _OUTSIDE.search(item.what) if item.code == "CRE011" else None
        if found is not None:
            outside.setdefault(found[2], []).append((item, found[1].removeprefix("_.")))
    several = {zone: items for zone, items in outside.items() if len({item.logical_id for item, _ in items}) > 1}
    if not several:
        return list(findings)
    gone = {id(item) for items in several.values() for item, _ in items[1:]}
    firsts = {id(items[0][0]): (zone, items) for zone, items in several.items()}
    return [
        _of_the_zone(item, *firsts[id(item)]) if id(item) in firsts else item
        for item in findings
        if id(item) not in gone
    ]


def _of_the_zone(first: Finding, zone: str, items: Sequence[tuple[Finding, str]]) -> Finding:
    owners = ", ".join(dict.fromkeys(item.logical_id for item, _ in items[1:]))
    shortest = min((name for _, name in items), key=len)
    why = f"{first.why}; the names of {owners} are not in {zone} either"
    return replace(first, why=why, mend=f"write Name: {shortest} in the hosted zone, or name another one")


def _one_for_each_parameter(findings: Sequence[Finding]) -> list[Finding]:
    """What APIs refuse of all that one empty parameter is given to, once: its value mends them all."""
    told: set[str] = set()
    left = []
    for item in findings:
        empty = GIVEN.search(item.mend) if item.code.startswith("CRE") else None
        if empty is None or empty[1] not in told:
            left.append(item)
        if empty is not None:
            told.add(empty[1])
    return left


def one_for_each_value(system: System, findings: Sequence[Finding]) -> tuple[list[Finding], dict[Finding, Finding]]:
    """The findings, with what APIs refuse of one text that names nothing told once: it comes from one place, and there
    it is wrong. And by each that says more now, what it was before.
    """
    first: dict[str, Finding] = {}
    others: dict[Finding, list[str]] = {}
    left = []
    for item in findings:
        value = named_in_vain(system, item)
        if value and first.setdefault(value, item) is not item:
            same = item.what == first[value].what
            others.setdefault(first[value], []).append(f"line {item.span.line} is wrong" if same else item.what)
        else:
            left.append(item)
    more = {item: replace(item, why=f"{item.why}; {SAME_REASON} {'; '.join(also)}") for item, also in others.items()}
    return [more.get(item, item) for item in left], {new: old for old, new in more.items()}


def named_in_vain(system: System, item: Finding) -> str:
    """The text that stands where something is refused because nothing is called so; "" for anything else. Of what
    parameters of nested stacks do not take, it is said which that is.
    """
    if item.code == "PAR002":
        return item.what
    if not (item.code.startswith("CRE") and item.severity is Severity.ERROR and _NAMES_NOTHING.search(item.what)):
        return ""
    resource = system.resources.get(item.logical_id)
    value = resource.get(*item.path) if resource is not None and item.path else None
    return value if isinstance(value, str) and f"'{value}'" in item.what else ""


def _lacking(findings: Sequence[Finding]) -> list[Finding]:
    """What one resource lacks by its schema is told once: mostly it is the word Properties that is lost."""
    lacks: dict[str, list[Finding]] = {}
    for item in findings:
        if item.code == "SCH002" and len(item.path) == 1 and item.severity is Severity.ERROR:
            lacks.setdefault(item.logical_id, []).append(item)
    several = {name: found for name, found in lacks.items() if len(found) > 1}
    if not several:
        return list(findings)
    gone = {id(item) for found in several.values() for item in found[1:]}
    return [
        _all_lacking(several[item.logical_id]) if item in several.get(item.logical_id, ())[:1] else item
        for item in findings
        if id(item) not in gone
    ]


def _all_lacking(found: Sequence[Finding]) -> Finding:
    names = [str(item.path[0]) for item in found]
    mends = [item.mend.removeprefix("add ") for item in found]
    what = f"{found[0].what.removesuffix(names[0])}{', '.join(names[:-1])} and {names[-1]}"
    return replace(found[0], what=what, mend=f"add {'; '.join(mends)}")
