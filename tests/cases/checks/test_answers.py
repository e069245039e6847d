"""What is not told because it follows from something else still keeps its question from being answered with yes."""

from __future__ import annotations

import re

from cases.checks.test_faults import _report, _text
from seatrial.model.finding import Severity
from seatrial.model.report import Answer, Question


def _answers(text: str) -> dict[Question, Answer]:
    return {item.question: item for item in _report(text, "web").answers}


def test_a_correct_system_is_answered_with_yes() -> None:
    found = _answers(_text("web"))
    assert all(found[item].holds for item in (Question.CREATE, Question.START, Question.ARRIVE))


def test_a_route_that_is_gone_and_still_named_leaves_open_whether_tasks_start() -> None:
    text = re.sub(r"  PrivateDefaultRoute[AB]:\n(?:    .*\n)+", "", _text("web"))
    report = _report(text, "web")
    assert {item.code for item in report.findings if item.severity is Severity.ERROR} == {"TPL010"}
    found = {item.question: item for item in report.answers}
    assert (found[Question.CREATE].holds, found[Question.CREATE].because) == (False, ("TPL010",))
    assert (found[Question.START].holds, found[Question.START].because) == (None, ("TPL010 comes first",))
    assert found[Question.ARRIVE].holds
