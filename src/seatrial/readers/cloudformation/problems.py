"""Where a reading collects what is wrong. Nothing stops at the first mistake, and nothing is reported twice.

Names and values of the user's text stand in findings, so they are made fit for a terminal here: one line, printable,
and not longer than one wants to read.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from seatrial.model.finding import Finding, Severity
from seatrial.model.span import NOWHERE, PropertyPath, Span
from seatrial.model.value import HIDDEN, Sensitive, Value, as_text

# A broken template may have a mistake on every line; beyond this many, more would not help.
MOST_FINDINGS = 500
_LONGEST_LINE = 600
# Lines. A part of a longer string is not looked for.
_LONGEST_STRING = 500
# Breaks of lines that YAML has beside the usual ones. https://yaml.org/spec/1.1/#id871136 (read 2026-11-30)
_RARE_BREAKS = "\r\x85\u2028\u2029"
_BREAK = re.compile(f"[\n{_RARE_BREAKS}]")
# A string of YAML that goes on below: after its tag comes nothing, a block's sign, or a quote that is left open.
_GOES_ON = re.compile(r"""(?:!\S+[ \t]*)?(?:[|>][-+0-9]*[ \t]*(?:#.*)?|"(?:[^"\\]|\\.)*\\?|'[^']*|)$""")
# How JSON and YAML spell a character by its number.
_ESCAPES = ("\\u", "\\U", "\\x")
_LONGEST_NAME = 80
_MOST_LISTED = 5


class Problems:
    """Findings in the order in which they were met, each once."""

    def __init__(self) -> None:
        self._found: dict[Finding, None] = {}
        self._more = 0
        self._texts: dict[str, str] = {}
        self._lines: dict[str, list[str]] = {}
        # Whether any text that was read has an empty value, which few have.
        self.empty_values = False
        # Whether an earlier reading has found what is not known where it stands.
        self.misplaced = False

    def without_findings(self) -> Problems:
        """For another reading of the same texts."""
        made = Problems()
        made._texts, made._lines = self._texts, self._lines
        return made

    def reads(self, file: str, text: str) -> None:
        """Takes note of a file's text, to find places in it."""
        self._texts[file] = text

    def may_say(self, file: str, *words: str) -> bool:
        """Whether a file's text may have one of some words; no only where it certainly hasn't, also not escaped."""
        text = self._texts.get(file)
        return text is None or any(word in text for word in (*words, *_ESCAPES))

    def place(self, span: Span, part: str) -> Span:
        """Where a part of the string that begins at a place stands in the text; that place where it isn't found."""
        lines = self._lines.get(span.file)
        if lines is None:
            lines = self._lines[span.file] = lines_of(self._texts.get(span.file, ""))
        if not 0 < span.line <= len(lines):
            return span
        first = lines[span.line - 1]
        column = first.find(part, span.column - 1)
        if column >= 0:
            return Span(span.file, span.line, column + 1)
        if _GOES_ON.match(first, span.column - 1):
            for row in range(span.line, min(span.line + _LONGEST_STRING, len(lines))):
                column = lines[row].find(part)
                if column >= 0:
                    return Span(span.file, row + 1, column + 1)
        return span

    def error(
        self,
        code: str,
        what: str,
        span: Span = NOWHERE,
        *,
        why: str = "",
        mend: str = "",
        logical_id: str = "",
        path: PropertyPath = (),
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Adds a finding."""
        if severity is Severity.ERROR and not why:
            why = "CloudFormation refuses the template"
        finding = Finding(code, severity, what, why, mend, span, logical_id, path)
        self.extend((finding,))

    def warning(
        self, code: str, what: str, span: Span = NOWHERE, *, why: str = "", mend: str = "", logical_id: str = ""
    ) -> None:
        """Adds a finding that does not keep the template from being deployed."""
        self.error(code, what, span, why=why, mend=mend, logical_id=logical_id, severity=Severity.WARNING)

    def note(self, code: str, what: str, span: Span = NOWHERE, *, why: str = "", mend: str = "") -> None:
        """Adds something worth knowing."""
        self.error(code, what, span, why=why, mend=mend, severity=Severity.NOTE)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Takes over findings of another reading."""
        for finding in map(_fit, findings):
            if finding in self._found:
                continue
            if len(self._found) < MOST_FINDINGS:
                self._found[finding] = None
            else:
                self._more += 1

    @property
    def errors(self) -> int:
        """How many of them are errors."""
        return sum(finding.severity is Severity.ERROR for finding in self._found)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found; when it was too much, the last one says so."""
        if not self._more:
            return tuple(self._found)
        rest = Finding("TPL019", Severity.NOTE, f"{self._more} more findings are not shown", mend="mend these first")
        return (*self._found, rest)


def lines_of(text: str) -> list[str]:
    """The lines of a template's text as its parser counts them: JSON has YAML's rare breaks within strings."""
    if text.lstrip()[:1] in ("{", "["):
        return text.split("\n")
    text = text.replace("\r\n", "\n")
    return _BREAK.split(text) if any(char in text for char in _RARE_BREAKS) else text.split("\n")


def duplicate(name: str, span: Span, first: Span, problems: Problems) -> None:
    """A key that stands a second time: CloudFormation takes the last one and says nothing.

    Version 2 of the AWS CLI reads a YAML file itself for ``aws cloudformation deploy``, and stops there.
    Source: https://github.com/go-to-k/cdk-real-drift/pull/1133 (validate-template and get-template-summary of YAML and
    JSON), https://github.com/aws/aws-cli/issues/2404, https://github.com/brentley/container-demo/issues/11 (the CLI's
    refusal; all read 2026-11-30).
    """
    problems.warning(
        "TPL003",
        f"{clip(name)} stands twice here",
        span,
        why=f"CloudFormation takes this one, and nothing says that it passes over the one at {first.line}:"
        f"{first.column}; some tools stop at it, as aws cloudformation deploy of version 2 does in YAML",
        mend="remove or rename one",
    )


def _fit(finding: Finding) -> Finding:
    return replace(
        finding,
        what=line(finding.what),
        why=line(finding.why),
        mend=line(finding.mend),
        logical_id=line(finding.logical_id),
        path=tuple(line(part) if isinstance(part, str) else part for part in finding.path),
    )


def line(text: str) -> str:
    """One printable line."""
    if len(text) > _LONGEST_LINE:
        text = f"{text[:_LONGEST_LINE]}…"
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " if char.isspace() else f"\\x{ord(char):02x}" for char in text)


def clip(text: str) -> str:
    """A name of the user's text, as long as one wants to read it."""
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…"


def listed(names: Sequence[str]) -> str:
    """Some names in a sentence."""
    few = [clip(name) for name in names[:_MOST_LISTED]]
    if len(names) > _MOST_LISTED:
        return f"{', '.join(few)} and {len(names) - _MOST_LISTED} more"
    return " and ".join(filter(None, (", ".join(few[:-1]), few[-1])))


def shown(value: Value) -> str:
    """A value as a finding may show it: quoted, clipped, and hidden when it is a secret."""
    if isinstance(value, Sensitive):
        return HIDDEN
    match value:
        case str():
            return f"'{clip(value)}'"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case None:
            return "null"
        case _:
            return as_text(value) or str(value)


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known name that a mistyped one probably means; "" where none is near (``cutoff``: 1 is the same)."""
    names = sorted(known)
    if len(name) > 200 or len(names) > 2000:
        return ""
    lowered = {item.lower(): item for item in reversed(names)}
    if name.lower() in lowered:
        return lowered[name.lower()]
    close = difflib.get_close_matches(name, names, n=1, cutoff=cutoff)
    return close[0] if close else ""
