"""A name that leads nowhere is one mistake, in however many places it stands.

A resource that is gone, or that a condition leaves out, is named by all that lean on it. CloudFormation answers with
the name once, too ("Unresolved resource dependencies [X]"), and whoever adds the resource has mended every place. So it
is with a key that a mapping lacks, and with what the CDK writes where it was to look something up and could not: one
synthesis mends them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from seatrial.model.finding import Finding, Severity

MOST_PLACES = 10
# How each finding says its name.
_AT_ONCE, _LATER = re.compile(r"[^\s.]+"), re.compile(r"(?<=depends on )[^\s,]+")
_LOOKED_UP = "what the CDK looks up"
# The beginning of what mends every placeholder that the CDK writes.
NOT_LOOKED_UP = "synthesize with credentials of the account"
MISSING, WAITS = ("INT001", "INT002"), "TPL010"
# Blocks that don't fit into the one that all of them are cut from.
_DIVIDES = "INT004"
_LOOKS_UP, _IN_MAPPING = ("INT007",), re.compile(r"mapping .+")
_NAMED = {
    **dict.fromkeys((*MISSING, "INT006"), _AT_ONCE),
    WAITS: _LATER,
    **dict.fromkeys(_LOOKS_UP, _IN_MAPPING),
    _DIVIDES: re.compile(r"Fn::Cidr: blocks of .+"),
}


def one_for_each_name(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings with one of each such name, which tells of the other places: a reference before a DependsOn."""
    places: dict[tuple[str, str], list[Finding]] = {}
    for item in findings:
        if (key := _key(item)) is not None:
            places.setdefault(key, []).append(item)
    for item in findings:
        key = _key(item)
        if key is None or len(places[key]) == 1:
            yield item
            continue
        first = next((one for one in places[key] if one.code != WAITS), places[key][0])
        if item is first:
            yield _with_others(item, key[1], [one for one in places[key] if one is not item])


def _with_others(finding: Finding, name: str, others: Sequence[Finding]) -> Finding:
    lines = list(dict.fromkeys(str(other.span.line) for other in others))
    more = f" and {len(lines) - MOST_PLACES} more" if len(lines) > MOST_PLACES else ""
    noun = "line" if len(lines) == 1 else "lines"
    if name == _LOOKED_UP:
        lines.sort(key=int)
        why = f"{finding.why}; there are more placeholders in {noun} {', '.join(lines[:MOST_PLACES])}{more}"
        return replace(finding, why=why)
    if finding.code == _DIVIDES:
        return replace(finding, why=f"{finding.why}; so it is in {noun} {', '.join(lines[:MOST_PLACES])}{more}")
    # Who writes a name several times hardly means another one.
    add = f"add a resource {name}; or " if finding.code in MISSING and not finding.mend.startswith("add ") else ""
    why = f"{finding.why}; it is named in {noun} {', '.join(lines[:MOST_PLACES])}{more} as well"
    return replace(finding, why=why, mend=f"{add}{finding.mend}")


def name_of(finding: Finding) -> str:
    """The name of a finding about a name that leads nowhere; "" of any other."""
    key = _key(finding) if finding.code in (*MISSING, WAITS) else None
    return key[1] if key is not None else ""


def _key(finding: Finding) -> tuple[str, str] | None:
    """The file and the name of a finding about a name that leads nowhere."""
    if finding.mend.startswith(NOT_LOOKED_UP):
        return finding.span.file, _LOOKED_UP
    form = _NAMED.get(finding.code) if finding.severity is Severity.ERROR else None
    name = form.search(finding.what) if form is not None else None
    return (finding.span.file, name[0]) if name is not None else None
