"""What ``check`` can find: its codes, each with a title and sources."""

from __future__ import annotations

from msgspec import Struct


class CheckRow(Struct, frozen=True):
    """A check as ``check --list`` shows it."""

    code: str
    severity: str
    question: int
    title: str
    sources: tuple[str, ...]


def checks() -> tuple[CheckRow, ...]:
    """Every finding that ``check`` can give: those of its checks, and those of reading."""
    from seatrial.analyses.checklist import all_checks
    from seatrial.analyses.checklist.suppression import CODE, SOURCE, TITLE
    from seatrial.model.report import Question
    from seatrial.readers.cloudformation.codes import CODES, usual_severity

    rows = [
        CheckRow(item.code, str(item.severity), item.question.value, item.title, tuple(item.source.split()))
        for item in all_checks()
    ]
    rows.append(CheckRow(CODE, "warning", Question.SEEMLY.value, TITLE, (SOURCE,)))
    source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html"
    rows += [
        CheckRow(code, str(usual_severity(code)), 1, title[:1].upper() + title[1:], (source,))
        for code, title in CODES.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.question, row.code)))


def unknown_code(code: str, *, alone: bool = True) -> str:
    """What to say of a code, or the beginning of one, with which no finding can begin; "" where some can.

    Where a call isn't Seatrial's ``alone``, linters have codes of their own, and only what looks like ours is judged.
    """
    from difflib import get_close_matches

    known = [row.code for row in checks()]
    families = dict.fromkeys(item[:3] for item in known)
    if any(item.startswith(code) for item in known) or not (alone or code.startswith(tuple(families))):
        return ""
    near = get_close_matches(code, [*known, *families], 1, 0.5)
    hint = f"did you mean {near[0]}? " if near else f"they begin with {', '.join(families)}; "
    return f"no code begins with {code}; {hint}seatrial check --list has them all"
