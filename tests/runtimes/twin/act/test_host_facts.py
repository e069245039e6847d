"""The facts of the machine that the tests run on, checked against what it says of itself elsewhere."""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

import pytest

from seatrial.runtimes.twin.act.host_facts import gather, read_trials
from seatrial.runtimes.twin.decide.host import Trial


def test_what_a_trial_said_is_kept_with_its_name() -> None:
    text = "namespaces\t\nfilter\tError: no such table\nadd rule inet x\n    ^^^^\nnat\t\n"
    assert read_trials(text) == {
        "namespaces": Trial(True),
        "filter": Trial(False, "Error: no such table"),
        "nat": Trial(True),
    }


def test_a_trial_that_never_ran_is_not_among_them() -> None:
    assert read_trials("") == {}


def test_the_facts_are_those_of_this_machine(tmp_path: Path) -> None:
    facts = gather(tmp_path / "yard")
    assert facts.system == "Linux"
    assert platform.release().startswith(".".join(map(str, facts.kernel[:2])))
    assert facts.user_id == os.geteuid()
    assert facts.memory_mib > 0 and facts.disk_mib > 0 and facts.open_files_hard > 0
    unshare = shutil.which("unshare")
    assert unshare and facts.programs["unshare"].path == unshare
    assert list(tmp_path.iterdir()) == []


@pytest.mark.scenario
def test_the_network_of_a_twin_can_be_made_here_and_leaves_nothing(tmp_path: Path) -> None:
    before = sorted(entry.name for entry in Path("/sys/class/net").iterdir())
    facts = gather(tmp_path)
    wanted = ("namespaces", "veth", "bridge", "rules", "forward", "filter", "nat")
    assert {name: facts.trials[name] for name in wanted} == {name: Trial(True) for name in wanted}
    assert sorted(entry.name for entry in Path("/sys/class/net").iterdir()) == before
    assert list(tmp_path.iterdir()) == []
