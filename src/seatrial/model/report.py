"""What ``check`` finds out about one system: rows of the checklist, answers to the questions, findings, doubts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from msgspec import Struct, field

from seatrial.model.edit import Edit
from seatrial.model.finding import Finding, Severity
from seatrial.model.layer import Layer
from seatrial.model.span import NOWHERE, PropertyPath, Span
from seatrial.model.system import System


class Question(IntEnum):
    """The seven questions that a Fargate system has to answer."""

    CREATE = 1
    START = 2
    ARRIVE = 3
    REACH = 4
    TRIGGER = 5
    SCALE = 6
    SEEMLY = 7

    @property
    def text(self) -> str:
        return _TEXTS[self]


_TEXTS = {
    Question.CREATE: "Will CloudFormation create it?",
    Question.START: "Will each task start?",
    Question.ARRIVE: "Will traffic arrive?",
    Question.REACH: "Will the application reach what it is given?",
    Question.TRIGGER: "Will work be triggered?",
    Question.SCALE: "Will it scale and roll?",
    Question.SEEMLY: "Is it safe and is it seemly?",
}


class Mark(StrEnum):
    """How a row of the checklist stands."""

    THERE = "✓"
    WRONG = "✗"
    NOT_NEEDED = "–"
    CANNOT_TELL = "?"


class Row(Struct, frozen=True):
    """``text`` says with which resource, with which finding, why it isn't needed, or why nobody can tell.

    ``part`` is the heading within the layer: the use case whose row it is, "" for what every system has.
    """

    layer: Layer
    title: str
    mark: Mark
    text: str
    essential: bool = True
    codes: tuple[str, ...] = ()
    part: str = ""


class Answer(Struct, frozen=True):
    """``holds`` is None where it cannot be told, or where there is no answer.

    ``because`` has the codes of the findings that say no, or the reasons of the doubts. ``asked`` is False where
    somebody left the question's checks out, ``needed`` is False where the system has nothing that it is about.
    """

    question: Question
    holds: bool | None
    because: tuple[str, ...] = ()
    asked: bool = True
    needed: bool = True

    @property
    def word(self) -> str:
        """The answer as it is written."""
        if not self.asked:
            return "not asked"
        if not self.needed:
            return "not needed"
        return {True: "yes", False: "no", None: "cannot tell"}[self.holds]


class Unsettled(Struct, frozen=True):
    """A doubt with its place: cannot tell ``what``, because ``why``."""

    code: str
    question: Question
    what: str
    why: str
    span: Span = NOWHERE
    logical_id: str = ""
    path: PropertyPath = ()


class Suppressed(Struct, frozen=True):
    """A finding that somebody accepts, and why."""

    finding: Finding
    reason: str


class Report(Struct, frozen=True):
    """What ``check`` found out. ``aws`` has AWS's own error text for the findings that have one.

    ``questions`` says which question a finding answers, ``fixes`` what to write where one mend is plainly right.
    """

    file: str
    system: System | None
    findings: tuple[Finding, ...]
    unsettled: tuple[Unsettled, ...] = ()
    answers: tuple[Answer, ...] = ()
    rows: tuple[Row, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    aws: Mapping[Finding, str] = field(default_factory=dict)
    questions: Mapping[Finding, Question] = field(default_factory=dict)
    fixes: Mapping[Finding, tuple[Edit, ...]] = field(default_factory=dict)
    narrowed: str = ""
    """What was asked, where somebody left codes out."""
    otherwise: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other choices of parameters that were asked about as well, each with what is only created then."""

    def failed(self, strict: bool = False) -> bool:
        """Whether something is wrong: an error; with ``strict`` a warning as well."""
        bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
        return any(item.severity in bad for item in self.findings)

    def count(self, severity: Severity) -> int:
        return sum(item.severity is severity for item in self.findings)
