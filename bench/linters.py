"""The linters that Seatrial is compared to. They have an environment of their own, which ``make dev`` makes: what is
measured is Seatrial as it is installed by itself.
"""

from __future__ import annotations

import sys
from pathlib import Path

_ENVIRONMENT = Path(__file__).parent.parent / ".venv-linters"
PYTHON, CFN_LINT = str(_ENVIRONMENT / "bin" / "python"), str(_ENVIRONMENT / "bin" / "cfn-lint")


def importable() -> None:
    """Makes their packages importable here, after everything else."""
    sys.path += [str(folder) for folder in _ENVIRONMENT.glob("lib/python3*/site-packages")]
