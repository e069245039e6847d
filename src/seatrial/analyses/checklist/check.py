"""What a check is, and what it can say.

A check asks one question of the resolved graph. It answers with ``Found`` (this is wrong, here, because, and this mends
it) or with ``Doubt`` (cannot tell, because ...); silence means that the answer is yes. One small file per check holds
one ``CHECK``; ``table.py`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from seatrial.model.edit import Edit
from seatrial.model.finding import Severity
from seatrial.model.report import Question
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath

__all__ = ["Check", "Doubt", "Found", "Question", "Said"]

if TYPE_CHECKING:
    from seatrial.analyses.checklist.inquiry import Inquiry


class Found(Struct, frozen=True):
    """Something is wrong with ``resource`` at ``path``.

    ``what`` names it, ``why`` is the consequence on AWS, ``aws`` AWS's own text that the user would have met ("" where
    there is none), ``mend`` something one can type.
    """

    resource: Resource
    path: PropertyPath
    what: str
    why: str
    mend: str
    aws: str = ""
    severity: Severity | None = None
    """Where one finding weighs otherwise than its check does."""
    fix: tuple[Edit, ...] = ()
    """The mend as edits of the text, where one answer is plainly right."""


class Doubt(Struct, frozen=True):
    """It cannot be told. ``why`` completes the sentence "cannot tell ``what``, because ..."."""

    resource: Resource
    path: PropertyPath
    what: str
    why: str


Said = Found | Doubt


class Check(Struct, frozen=True):
    """``title`` says in one sentence, without names of a template, what is wrong where the check finds something.

    ``source`` is the URL of the AWS documentation (or another primary source) that the check rests on; more than one
    are separated by blanks.
    """

    code: str
    severity: Severity
    question: Question
    title: str
    source: str
    ask: Callable[[Inquiry], Iterator[Said]]
    gravest: Severity | None = None
    """Where some of its findings weigh more than the check does: the most that one can weigh."""

    @property
    def finds_errors(self) -> bool:
        return Severity.ERROR in (self.severity, self.gravest)
