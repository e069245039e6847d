"""Every check says where it has its knowledge from, and the page that lists them is the one that the cases make."""

from __future__ import annotations

import runpy
from collections import Counter

from house.source import ROOT
from seatrial.analyses.checklist import all_checks


def test_a_check_names_its_source() -> None:
    assert not [item.code for item in all_checks() if not item.source.startswith("https://")]
    assert not [item.code for item in all_checks() if not item.title or item.title.endswith(".")]


def test_a_check_has_a_code_of_its_own() -> None:
    assert not [code for code, count in Counter(item.code for item in all_checks()).items() if count > 1]


def test_the_page_of_checks_is_up_to_date() -> None:
    page = runpy.run_path(str(ROOT / "tools" / "checks_page.py"))["page"]()
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == page, "run tools/checks_page.py"
