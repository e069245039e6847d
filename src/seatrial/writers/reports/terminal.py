"""A report as people read it: the checklist by layer, the seven answers, then each finding as a compiler shows it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from seatrial.model.finding import Finding, Severity
from seatrial.model.layer import Layer
from seatrial.model.report import Answer, Mark, Question, Report, Row, Unsettled
from seatrial.model.span import Span, path_text
from seatrial.writers.reports.paint import OF_MARK, OF_SEVERITY, Ink, Paint, clean

Lines = Callable[[str], Sequence[str]]
"""The lines of a file's text, for pointing at; empty where it cannot be read."""

WIDTH = 112
TITLES = {
    Layer.FOUNDATION: "foundation   what containers stand on",
    Layer.CONTAINER: "container    what runs",
    Layer.TRAFFIC: "traffic      what brings work to the containers",
    Layer.OTHER: "other",
}
# Reading a value that is longer than this does not help anybody to find its place.
LONGEST_LINE = 160


def report_text(report: Report, lines: Lines, *, colour: bool = False, brief: bool = False) -> str:
    """The whole report; with ``brief`` without checklist and answers."""
    paint = Paint(colour)
    parts = [] if brief or report.system is None else [_checklist(report, paint), _answers(report, paint)]
    parts += [finding_text(item, report, lines, paint) for item in report.findings]
    parts += [_unsettled(report.unsettled, paint), _absent(report, paint), _suppressed(report, paint)]
    parts.append(_summary(report, paint))
    return "\n\n".join(part for part in parts if part) + "\n"


def _checklist(report: Report, paint: Paint) -> str:
    assert report.system is not None
    scope = report.system.scope
    head = f"{paint(clean(report.file), Ink.BOLD)}  {len(report.system.resources)} resources, {scope.region}"
    return "\n".join([head, *(line for layer in Layer for line in _layer(layer, report.rows, paint))])


def _layer(layer: Layer, rows: Sequence[Row], paint: Paint) -> Iterator[str]:
    mine = [row for row in rows if row.layer is layer]
    if not mine:
        return
    yield ""
    yield paint(TITLES[layer], Ink.BOLD)
    for part, members in groupby(mine, key=lambda row: row.part):
        if part:
            yield paint(f"  {part}", Ink.DIM)
        for row in members:
            title = row.title if row.essential else f"{row.title}, optional"
            mark = paint(row.mark, OF_MARK[row.mark])
            codes = f" {paint(' '.join(row.codes), Ink.RED)}" if row.codes else ""
            text = clean(row.text) if row.mark is not Mark.NOT_NEEDED else paint(clean(row.text), Ink.DIM)
            yield f"  {mark} {title:<48} {text}{codes}".rstrip()


def _answers(report: Report, paint: Paint) -> str:
    if not report.answers:
        return ""
    return "\n".join(
        f"  {answer.question}  {answer.question.text:<48}{_answer(answer, paint)}" for answer in report.answers
    )


def _answer(answer: Answer, paint: Paint) -> str:
    if answer.holds:
        return paint("yes", Ink.GREEN)
    if answer.holds is None:
        more = f" (and {len(answer.because) - 1} more)" if len(answer.because) > 1 else ""
        return f"{paint('cannot tell', Ink.YELLOW)}, because {clean(answer.because[0])}{more}"
    seemly = answer.question is Question.SEEMLY
    return f"{paint('look at' if seemly else 'no', Ink.YELLOW if seemly else Ink.RED)}: {' '.join(answer.because)}"


def finding_text(finding: Finding, report: Report, lines: Lines, paint: Paint) -> str:
    """One finding in its four parts, with the line it is about and AWS's own text where there is one."""
    ink = OF_SEVERITY[finding.severity]
    found = [f"{paint(f'{finding.severity}[{finding.code}]', ink, Ink.BOLD)} {paint(clean(finding.what), Ink.BOLD)}"]
    found.append(f"  {clean(finding.where)}" if finding.where else "")
    found += _pointed(finding.span, finding, lines, paint)
    for name, text in (("why", finding.why), ("aws", report.aws.get(finding, "")), ("mend", finding.mend)):
        if text:
            found += _wrapped(name, text, paint)
    return "\n".join(line for line in found if line)


def _pointed(span: Span, finding: Finding, lines: Lines, paint: Paint) -> Iterator[str]:
    """The source line, and carets under the key or value that is meant."""
    text = lines(span.file) if span.line else ()
    if not 0 < span.line <= len(text):
        return
    line = text[span.line - 1].rstrip("\r\n").replace("\t", " ")
    if len(line) > LONGEST_LINE or not line.strip():
        return
    start = max(span.column - 1, 0)
    length = len(_token(line, start)) or 1
    number = str(span.line)
    bar = paint("|", Ink.BLUE)
    yield f"  {paint(number, Ink.BLUE)} {bar} {clean(line)}"
    yield f"  {' ' * len(number)} {bar} {' ' * start}{paint('^' * length, OF_SEVERITY[finding.severity])}"


def _token(line: str, start: int) -> str:
    """What stands at the place: a key with its value is pointed at as one, up to a comment or the line's end.

    In a list or mapping of one line it ends where the next entry begins.
    """
    rest = line[start:].split(" #", 1)[0].rstrip().rstrip(",")
    if not _depth(line[:start]):
        return rest
    depth, quote = 0, ""
    for index, char in enumerate(rest):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "{[(":
            depth += 1
        elif depth and char in "}])":
            depth -= 1
        elif not depth and char in ",}]":
            return rest[:index].rstrip()
    return rest


def _depth(before: str) -> int:
    """How many brackets are open at a place of a line."""
    return sum(before.count(char) for char in "{[") - sum(before.count(char) for char in "}]")


def _wrapped(name: str, text: str, paint: Paint) -> list[str]:
    first = f"  {paint(name, Ink.DIM)}{' ' * (6 - len(name))}"
    body = textwrap.wrap(clean(text), WIDTH - 8, break_long_words=False, break_on_hyphens=False) or [""]
    return [first + body[0], *(" " * 8 + line for line in body[1:])]


def _unsettled(unsettled: Sequence[Unsettled], paint: Paint) -> str:
    if not unsettled:
        return ""
    found = [paint("cannot tell", Ink.YELLOW, Ink.BOLD)]
    for why in dict.fromkeys(item.why for item in unsettled):
        found.append(f"  because {clean(why)}:")
        # The same may be asked by several questions.
        alike = {(item.what, item.logical_id, item.path): item for item in unsettled if item.why == why}
        for item in alike.values():
            thing = ".".join(part for part in (item.logical_id, path_text(item.path)) if part)
            found.append(f"    {clean(item.what)}")
            found.append(paint(f"        {clean(item.span)}  {clean(thing)}", Ink.DIM))
    return "\n".join(found)


def _absent(report: Report, paint: Paint) -> str:
    """What the template has and this run didn't look at, since a condition is false."""
    made = {name for names in report.otherwise.values() for name in names}
    absent = report.system.absent if report.system is not None else {}
    absent = {name: its for name, its in absent.items() if name not in made}
    found = [paint("not created with these parameters, and so not checked", Ink.DIM)]
    for condition in dict.fromkeys(absent.values()):
        names = ", ".join(clean(name) for name, its in absent.items() if its == condition)
        found += textwrap.wrap(
            f"{names}: the condition {clean(condition)} is false",
            WIDTH,
            initial_indent="  ",
            subsequent_indent="      ",
        )
    told = "\n".join(found) if absent else ""
    also = f"also checked with {'; with '.join(clean(label) for label in report.otherwise)}" if report.otherwise else ""
    return "\n".join(part for part in (paint(also, Ink.DIM) if also else "", told) if part)


def _suppressed(report: Report, paint: Paint) -> str:
    if not report.suppressed:
        return ""
    found = [paint("accepted in the template", Ink.BOLD)]
    for item in report.suppressed:
        found.append(f"  {item.finding.code} {clean(item.finding.what)}: {clean(item.reason)}")
    return "\n".join(found)


def _summary(report: Report, paint: Paint) -> str:
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
    if not fixable:
        return ", ".join(counts)
    which = "it" if len(report.findings) == fixable == 1 else f"{fixable} of them"
    return f"{', '.join(counts)}\nseatrial check {clean(report.file)} --fix shows how {which} can be mended"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
