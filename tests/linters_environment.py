"""Seatrial as one has it who installs the linters too: an environment of its own, which ``make dev`` makes.

Tests that ask a linter itself import it from there; ``sys.path`` has its packages last, so that nothing else is.
"""

from __future__ import annotations

from pathlib import Path

ENVIRONMENT = Path(__file__).parent.parent / ".venv-linters"
SEATRIAL, CFN_LINT = ENVIRONMENT / "bin" / "seatrial", ENVIRONMENT / "bin" / "cfn-lint"


def packages() -> Path:
    """Where its packages are."""
    found = sorted(ENVIRONMENT.glob("lib/python3*/site-packages"))
    assert len(found) == 1, f"{ENVIRONMENT} is not there: run make dev"
    return found[0]
