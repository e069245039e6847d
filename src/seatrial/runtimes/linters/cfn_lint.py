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
from pathlib import Path
from typing import Any

from seatrial.model.finding import Finding, Severity
from seatrial.model.span import Span
from seatrial.runtimes.linters.asked import Asked, LinterFailed, place_in_resource

# Seconds. The largest template that CloudFormation takes is done well within it.
PATIENCE = 120
FOUND_NOTHING_BUT_MATCHES = 14
SEVERITIES = {"Error": Severity.ERROR, "Warning": Severity.WARNING}


def cfn_lint_command() -> str | None:
    """Where cfn-lint's command is: beside this Python, or on the path."""
    beside = str(Path(sys.executable).parent)
    return shutil.which("cfn-lint", path=os.pathsep.join((beside, os.environ.get("PATH", os.defpath))))


def by_cfn_lint(asked: Asked) -> list[Finding]:
    """Errors and warnings. Raises LinterFailed."""
    command = [cfn_lint_command() or "cfn-lint", "--format", "json", "--regions", asked.region, "--", str(asked.file)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)
        matches = json.loads(done.stdout or "[]") if done.returncode & ~FOUND_NOTHING_BUT_MATCHES == 0 else None
    except (subprocess.TimeoutExpired, ValueError, OSError) as error:
        raise LinterFailed(f"cfn-lint gave no answer for {asked.file}: {error}") from None
    if not isinstance(matches, list):
        last = (done.stderr.strip() or done.stdout.strip() or "no output").splitlines()[-1]
        raise LinterFailed(f"cfn-lint gave no answer for {asked.file} (exit status {done.returncode}): {last}")
    return [_finding(asked, match) for match in matches if match["Level"] in SEVERITIES]


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
