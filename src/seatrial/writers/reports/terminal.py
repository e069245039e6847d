"""A report as people read it: the checklist by layer, the seven answers, then each finding as a compiler shows it."""

from __future__ import annotations

import re
import shlex
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from seatrial.model.finding import Finding, Severity
from seatrial.model.layer import Layer
from seatrial.model.report import Answer, Mark, Question, Report, Row, Unsettled
from seatrial.model.span import path_text
from seatrial.writers.reports.excerpt import LONGEST_LINE, Lines, excerpt
from seatrial.writers.reports.paint import OF_MARK, OF_SEVERITY, Ink, Paint, clean

# What is wrapped is no wider; reading longer lines is hard.
WIDTH = 112
# The column of the texts of the checklist's rows and of the answers.
_TEXT_COLUMN = 53
_COLOUR = re.compile("\x1b\\[[0-9;]*m")
# So many notes for one reason are told as one, with a line for each.
_FEWEST_FOLDED = 3
# Below that, rows have their text on a line of its own.
_NARROW = 90
TITLES = {
    Layer.FOUNDATION: "foundation   what containers stand on",
    Layer.CONTAINER: "container    what runs",
    Layer.TRAFFIC: "traffic      what brings work to the containers",
    Layer.OTHER: "other",
}


class _Page(Struct, frozen=True):
    """What a report is written on. ``columns`` are those of a terminal; 0 where nobody looks at one."""

    paint: Paint
    columns: int = 0

    @property
    def wrapped(self) -> int:
        return min(self.columns, WIDTH) if self.columns else WIDTH


def report_text(report: Report, lines: Lines, *, colour: bool = False, brief: bool = False, columns: int = 0) -> str:
    """The whole report; with ``brief`` without checklist and answers. ``columns`` is a terminal's width."""
    page = _Page(Paint(colour), max(columns, 40) if columns else 0)
    parts = [] if brief or report.system is None else [_checklist(report, page), _answers(report, page)]
    parts += [_finding(item, report, lines, page, alike) for item, alike in _folds(report)]
    parts += [_unsettled(report.unsettled, page), _absent(report, page), _suppressed(report, page)]
    parts.append(_summary(report, page))
    return "\n\n".join(part for part in parts if part) + "\n"


def _checklist(report: Report, page: _Page) -> str:
    assert report.system is not None
    resources = _counted(len(report.system.resources), "resource")
    head = f"{page.paint(clean(report.file), Ink.BOLD)}  {resources}, {report.system.scope.region}"
    if report.narrowed:
        head += f"\n{page.paint('asked for', Ink.YELLOW)} {clean(report.narrowed)}"
    return "\n".join([head, *(line for layer in Layer for line in _layer(layer, report.rows, page))])


def _layer(layer: Layer, rows: Sequence[Row], page: _Page) -> Iterator[str]:
    mine = [row for row in rows if row.layer is layer]
    if not mine:
        return
    yield ""
    yield page.paint(TITLES[layer], Ink.BOLD)
    for part, members in groupby(mine, key=lambda row: row.part):
        if part:
            yield page.paint(f"  {part}", Ink.DIM)
        for row in members:
            yield from _row(row, page)


def _row(row: Row, page: _Page) -> Iterator[str]:
    paint = page.paint
    title = row.title if row.essential else f"{row.title}, optional"
    inks = (Ink.DIM,) if row.mark is Mark.NOT_NEEDED else ()
    texts = [paint(text, *inks) for text in _beside(clean(row.text), page)]
    if row.codes:
        texts = [*texts[:-1], f"{texts[-1] if texts else ''} {paint(' '.join(row.codes), Ink.RED)}"]
    yield from _columns(f"  {paint(row.mark, OF_MARK[row.mark])} {title:<48}", texts, page)


def _beside(text: str, page: _Page) -> list[str]:
    """The lines of what stands beside a title."""
    if not page.columns:
        return [text]
    room = page.columns - (_TEXT_COLUMN if page.columns >= _NARROW else 6)
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)


def _columns(title: str, texts: Sequence[str], page: _Page) -> Iterator[str]:
    """A title with the lines that stand beside it, or below it where the terminal is too narrow for both."""
    if page.columns and page.columns < _NARROW:
        whole = " ".join((title.rstrip(), " ".join(texts)))
        if len(_COLOUR.sub("", whole)) <= page.columns:
            yield whole.rstrip()
            return
        yield title.rstrip()
        yield from (f"      {text}" for text in texts)
        return
    yield f"{title} {texts[0] if texts else ''}".rstrip()
    yield from (f"{' ' * _TEXT_COLUMN}{text}" for text in texts[1:])


def _answers(report: Report, page: _Page) -> str:
    found: list[str] = []
    for answer in report.answers:
        found += _columns(f"  {answer.question}  {answer.question.text:<47}", _answer(answer, page), page)
    return "\n".join(found)


def _answer(answer: Answer, page: _Page) -> list[str]:
    paint = page.paint
    if answer.holds:
        return [paint("yes", Ink.GREEN)]
    if answer.holds is None:
        more = f" (and {len(answer.because) - 1} more)" if len(answer.because) > 1 else ""
        word, doubt = answer.word, answer.asked and answer.needed
        ink, because = (Ink.YELLOW, ", because") if doubt else (Ink.DIM, ":")
        first, *rest = _beside(f"{word}{because} {clean(answer.because[0])}{more}", page)
        return [f"{paint(word, ink)}{first.removeprefix(word)}", *rest]
    seemly = answer.question is Question.SEEMLY
    word, ink = ("look at", Ink.YELLOW) if seemly else ("no", Ink.RED)
    first, *rest = _beside(f"{word}: {' '.join(answer.because)}", page)
    return [f"{paint(word, ink)}{first.removeprefix(word)}", *rest]


def _folds(report: Report) -> Iterator[tuple[Finding, Sequence[Finding]]]:
    """The findings, each with those that are told in a line below it: notes of one code for one reason."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for item in report.findings:
        if item.severity is Severity.NOTE and item not in report.aws:
            alike.setdefault((item.code, item.why), []).append(item)
    folded = {item for items in alike.values() if len(items) >= _FEWEST_FOLDED for item in items}
    for item in report.findings:
        if item not in folded:
            yield item, ()
        elif (items := alike[item.code, item.why])[0] is item:
            yield item, items[1:]


def _finding(finding: Finding, report: Report, lines: Lines, page: _Page, alike: Sequence[Finding] = ()) -> str:
    """One finding in its four parts, with the line it is about and AWS's own text where there is one."""
    ink, paint = OF_SEVERITY[finding.severity], page.paint
    found = [f"{paint(f'{finding.severity}[{finding.code}]', ink, Ink.BOLD)} {paint(clean(finding.what), Ink.BOLD)}"]
    found.append(f"  {clean(finding.where)}" if finding.where else "")
    found += excerpt(finding.span, lines, ink, paint, page.columns or LONGEST_LINE)
    for name, text in (("why", finding.why), ("aws", report.aws.get(finding, "")), ("mend", finding.mend)):
        if text:
            found += _wrapped(name, text, page)
    for name, item in zip(("also", *[""] * len(alike)), alike, strict=False):
        found += _wrapped(name, f"{item.span}  {item.what}: {item.mend}", page)
    return "\n".join(line for line in found if line)


def _wrapped(name: str, text: str, page: _Page) -> list[str]:
    first = f"  {page.paint(name, Ink.DIM)}{' ' * (6 - len(name))}"
    body = textwrap.wrap(clean(text), page.wrapped - 8, break_long_words=False, break_on_hyphens=False) or [""]
    return [first + body[0], *(" " * 8 + line for line in body[1:])]


def _folded(text: str, page: _Page, indent: int) -> list[str]:
    """Lines of a text that is told without a title; nobody's terminal doesn't fold it."""
    pad = " " * indent
    width = page.columns or len(text) + indent + 1
    return textwrap.wrap(text, width, initial_indent=pad, subsequent_indent=f"{pad}    ", break_long_words=False)


def _unsettled(unsettled: Sequence[Unsettled], page: _Page) -> str:
    if not unsettled:
        return ""
    paint = page.paint
    found = [paint("cannot tell", Ink.YELLOW, Ink.BOLD)]
    for why in dict.fromkeys(item.why for item in unsettled):
        found += _folded(f"because {clean(why)}:", page, 2)
        # The same may be asked by several questions.
        alike = {(item.what, item.logical_id, item.path): item for item in unsettled if item.why == why}
        for item in alike.values():
            thing = ".".join(part for part in (item.logical_id, path_text(item.path)) if part)
            found += _folded(clean(item.what), page, 4)
            found.append(paint(f"        {clean(item.span)}  {clean(thing)}", Ink.DIM))
    return "\n".join(found)


def _absent(report: Report, page: _Page) -> str:
    """What the template has and this run didn't look at, since a condition is false."""
    paint = page.paint
    made = {name for names in report.otherwise.values() for name in names}
    absent = report.system.absent if report.system is not None else {}
    absent = {name: its for name, its in absent.items() if name not in made}
    found = [paint("not created with these parameters, and so not checked", Ink.DIM)]
    for condition in dict.fromkeys(absent.values()):
        names = ", ".join(clean(name) for name, its in absent.items() if its == condition)
        found += textwrap.wrap(
            f"{names}: the condition {clean(condition)} is false",
            page.wrapped,
            initial_indent="  ",
            subsequent_indent="      ",
        )
    told = "\n".join(found) if absent else ""
    also = f"also checked with {'; with '.join(clean(label) for label in report.otherwise)}" if report.otherwise else ""
    return "\n".join(part for part in (paint(also, Ink.DIM) if also else "", told) if part)


def _suppressed(report: Report, page: _Page) -> str:
    if not report.suppressed:
        return ""
    found = [page.paint("accepted in the template", Ink.BOLD)]
    for item in report.suppressed:
        found += _folded(f"{item.finding.code} {clean(item.finding.what)}: {clean(item.reason)}", page, 2)
    return "\n".join(found)


def _summary(report: Report, page: _Page) -> str:
    paint = page.paint
    counts = [
        paint(_counted(report.count(severity), str(severity)), OF_SEVERITY[severity])
        for severity in Severity
        if report.count(severity)
    ]
    if report.unsettled:
        counts.append(f"{_counted(len(report.unsettled), 'thing')} that cannot be told")
    if report.suppressed:
        counts.append(f"{len(report.suppressed)} accepted")
    if not report.failed():
        counts.insert(0, paint("no error", Ink.GREEN))
    fixable = sum(item in report.fixes for item in report.findings)
    told = ", ".join(counts)
    if page.columns and len(_COLOUR.sub("", told)) > page.columns:
        told = ",\n".join(counts)
    if not fixable:
        return told
    which = "it" if len(report.findings) == fixable == 1 else f"{fixable} of them"
    # What came through a pipe has no file to write.
    file = "FILE" if report.file.startswith("/dev/") else shlex.quote(clean(report.file))
    return f"{told}\nseatrial check {file} --fix shows how {which} can be mended"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
