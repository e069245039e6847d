"""Writes the table of differences into the README, from the list that the command line prints."""

from __future__ import annotations

import re
from pathlib import Path

from seatrial.runtimes.twin.decide.differences import DIFFERENCES

README = Path(__file__).parent.parent / "README.md"
TABLE = re.compile(r"(\| topic \| AWS \| here \|\n\| --- \| --- \| --- \|\n).*?(?=\n\n|\Z)", re.DOTALL)


def main() -> None:
    rows = "\n".join(f"| {row.topic} | {row.aws} | {row.here} |" for row in DIFFERENCES)
    README.write_text(TABLE.sub(lambda found: found[1] + rows, README.read_text()))


if __name__ == "__main__":
    main()
