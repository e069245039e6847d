"""Writes docs/checks.md: every check with its question, its source, and the change of a correct template that trips it.

The changes are those of tests/cases/checks/faults: the line with a minus passes, the one with a plus trips.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from seatrial.analyses.checklist import Check, all_checks
from seatrial.model.report import Question
from seatrial.readers.cloudformation.codes import CODES

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "checks.md"
FAULTS = ROOT / "tests" / "cases" / "checks" / "faults"
BASES = {"web": "examples/web/template.yaml"}
HEAD = """# What `seatrial check` asks

Made by tools/checks_page.py from the checks and from their cases. A case is one change of a correct template: the text
with a minus passes, the text with a plus trips the check. An **error** fails on AWS; a **warning** works and is not
safe, not robust or not best practice; a **note** is worth knowing. A check whose answer lies outside the template says
that it cannot tell, and why.

A finding that you accept is named in the template, at the resource or at the template itself, with a reason:

    Metadata:
      seatrial:
        ignore:
          - code: SAF004
            reason: One zone is enough for the staging environment.

An entry without a reason counts for nothing and is a warning, CHK001; one that accepts nothing is a note of that code.
"""


def page() -> str:
    cases: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for path in sorted(FAULTS.glob("*.yaml")):
        for name, case in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            cases[case["code"]].append((name, case))
    parts = [HEAD]
    for question in Question:
        parts.append(f"## {question.value}. {question.text}\n")
        for check in sorted(all_checks(), key=lambda item: item.code):
            if check.question is question:
                parts.append(_check(check, cases[check.code]))
    parts.append("## What reading finds\n\nThese belong to the first question, and stop `up` as well.\n")
    parts.append("| code | what is wrong |\n| --- | --- |")
    parts.append("\n".join(f"| {code} | {title} |" for code, title in sorted(CODES.items())))
    return "\n".join(parts) + "\n"


def _check(check: Check, cases: list[tuple[str, dict[str, Any]]]) -> str:
    sources = " · ".join(f"<{url}>" for url in check.source.split())
    lines = [f"### {check.code} {check.title}\n", f"{check.severity} · {sources}\n"]
    for name, case in cases[:1]:
        base = BASES.get(case["base"], f"tests/cases/checks/{case['base']}.yaml")
        lines.append(f"{words(name).capitalize()}, in {base}:\n")
        lines.append("```diff")
        for change in case["changes"]:
            lines += [f"-{line}" for line in change["from"].rstrip("\n").split("\n") if line.strip()]
            lines += [f"+{line}" for line in change["to"].rstrip("\n").split("\n") if line.strip()]
        lines.append("```")
        if case.get("mends"):
            lines.append("\n`seatrial check --fix` mends it.")
    if len(cases) > 1:
        more = ", ".join(words(name) for name, _ in cases[1:])
        lines.append(f"\nAlso: {more}.")
    return "\n".join(lines) + "\n"


def words(name: str) -> str:
    """A case's name as people write it: ``a_bucket_s_name`` is a bucket's name."""
    return re.sub(r" (s|t)\b", r"'\1", name.replace("_", " "))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
