"""Questions to networks with one thing changed each: the answer, the rule that decides it, and what mends it."""

from __future__ import annotations

from typing import Any

from case_files import CASES, agrees, read_yaml, system_of
from cases.reach.asking import ask, told
from seatrial.analyses.reach import Paper
from seatrial.model.system import System
from seatrial.model.value import Sensitive

FOLDER = CASES / "reach"
WEB = CASES.parent.parent / "examples" / "web" / "template.yaml"


def system(case: dict[str, Any]) -> System:
    base = case["base"]
    text = (WEB if base == "web" else FOLDER / f"{base}.yaml").read_text(encoding="utf-8")
    for change in case.get("changes", ()):
        assert text.count(change["from"]) == 1, f"stands {text.count(change['from'])} times: {change['from']!r}"
        text = text.replace(change["from"], change["to"])
    return system_of(text, f"{base}.yaml", parameters=case.get("parameters"))


def test_each_question_has_its_answer() -> None:
    cases: dict[str, dict[str, Any]] = read_yaml(FOLDER / "paths.yaml")
    lines = []
    for name, case in cases.items():
        found = system(case)
        lines.append(name)
        for question in case["ask"]:
            answers = [told(path, wholly=case.get("wholly", False)) for path in ask([found], question)]
            lines.append(f"  {question}")
            for answer in dict.fromkeys(answers):
                lines += [f"    {line}" for line in answer.splitlines()]
        lines.append("")
    agrees(FOLDER / "paths.txt", "\n".join(lines))


def test_a_name_that_must_not_be_shown_is_hidden() -> None:
    found = system({"base": "named"})
    paper, resources = Paper([found]), found.resources
    task = paper.interface("tasks", resources["SubnetB"], [resources["TaskGroup"]], False)
    for host in ("DB.inside.example.com", "nobody.inside.example.com", "Secret.example.org"):
        open_path, path = paper.to_host(task, host, 5432), paper.to_host(task, Sensitive(host), 5432)
        assert path.verdict is open_path.verdict
        text = told(path, wholly=True)
        assert host not in text and host.lower() not in text and "****" in text
