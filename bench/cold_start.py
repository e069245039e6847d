"""``seatrial plan`` of the web example from nothing, over cfn-lint on the same template: the wait after a keystroke."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.comparison import Comparison, in_turns
from bench.linters import CFN_LINT

TEMPLATE = Path(__file__).parent.parent / "examples" / "web" / "template.yaml"
ROUNDS = 5


def compare() -> Comparison:
    found = in_turns(
        lambda: _run(sys.executable, "-m", "seatrial", "plan", str(TEMPLATE)),
        lambda: _run(CFN_LINT, str(TEMPLATE)),
        ROUNDS,
    )
    return Comparison("seatrial plan", "cfn-lint", "ms", found[0], found[1])


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True)
