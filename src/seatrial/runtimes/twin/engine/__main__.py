"""``python -m seatrial.runtimes.twin.engine HOME``: started by the dock, and started again when it dies."""

from __future__ import annotations

import sys
from pathlib import Path

from seatrial.runtimes.twin.engine.serve import run
from seatrial.runtimes.twin.yard import Yard

sys.exit(run(Yard(Path(sys.argv[1]))))
