"""cfn-lint's findings, asked of its command: it takes seconds and loads much, so it keeps a process of its own.

Source: https://github.com/aws-cloudformation/cfn-lint (read 2026-11-23): ``--format json`` lists matches; the exit
status is a sum of 2 (errors), 4 (warnings) and 8 (informational), and 32 or more where it could not work.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Any

from seatrial.model.finding import Finding, Severity
from seatrial.model.span import Span
from seatrial.runtimes.linters.asked import Asked, LinterFailed, place_in_resource

# Seconds for a template. The largest that CloudFormation takes is done well within it.
PATIENCE = 120
# Starting it takes as long as so many templates.
WORTH_A_PROCESS = 4
FOUND_NOTHING_BUT_MATCHES = 14
SEVERITIES = {"Error": Severity.ERROR, "Warning": Severity.WARNING}


def findings(asked: Sequence[Asked]) -> list[list[Finding]]:
    """Errors and warnings of each template. Raises LinterFailed."""
    parts: list[list[Asked]] = []
    for _, group in groupby(sorted(set(asked), key=lambda item: (item.region, item.file)), lambda item: item.region):
        items = list(group)
        shares = max(1, min(os.cpu_count() or 1, len(items) // WORTH_A_PROCESS))
        parts += [items[share::shares] for share in range(shares)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        matches = [match for found in pool.map(_matches, parts) for match in found]
    return [
        [
            _finding(item, match)
            for match in matches
            if match["Filename"] == str(item.file) and match["Level"] in SEVERITIES
        ]
        for item in asked
    ]


def _command() -> str:
    """The cfn-lint that is installed with Seatrial, else the one on the path."""
    folders = (str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))
    return shutil.which("cfn-lint", path=os.pathsep.join(folders)) or "cfn-lint"


def _matches(asked: Sequence[Asked]) -> list[dict[str, Any]]:
    """What it says of templates of one region."""
    files = [str(item.file) for item in asked]
    of = files[0] if len(files) == 1 else f"{files[0]} and {len(files) - 1} more"
    command = [_command(), "--format", "json", "--regions", asked[0].region, "--", *files]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE * len(files), stdin=subprocess.DEVNULL
        )
        found = json.loads(done.stdout or "[]") if done.returncode & ~FOUND_NOTHING_BUT_MATCHES == 0 else None
    except (subprocess.TimeoutExpired, ValueError, OSError) as error:
        raise LinterFailed(f"cfn-lint gave no answer for {of}: {error}") from None
    if not isinstance(found, list):
        last = (done.stderr.strip() or done.stdout.strip() or "no output").splitlines()[-1]
        raise LinterFailed(f"cfn-lint gave no answer for {of} (exit status {done.returncode}): {last}")
    return found


def _finding(asked: Asked, match: dict[str, Any]) -> Finding:
    rule, location = match["Rule"], match["Location"]
    start = location["Start"]
    logical_id, path = place_in_resource(list(location.get("Path") or ()))
    return Finding(
        code=rule["Id"],
        severity=SEVERITIES[match["Level"]],
        what=" ".join(match["Message"].split()),
        why=f"cfn-lint: {rule['ShortDescription']}",
        mend=f"see {rule['Source']}" if rule.get("Source") else "",
        span=Span(str(asked.file), start["LineNumber"], start["ColumnNumber"]),
        logical_id=logical_id,
        path=path,
    )
