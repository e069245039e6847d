"""``seatrial check``: cold, beside cfn-lint and AWS's cloudformation-validate; warm; 500 resources; 200 files."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.comparison import Comparison, in_turns
from bench.linters import CFN_LINT, PYTHON
from bench.reading import RESOURCES, template
from bench.running import EXAMPLE

ROUNDS = 5
FILES = 200
BOUND_CFN_LINT = 0.25
BOUND_VALIDATE = 1.0
# 15 ms, where cloudformation-validate takes 380.
BUDGET_WARM = 15 / 380
HTTPS = {"DomainName": "www.example.com", "HostedZoneId": "Z1D633PJN98FT9"}
BUDGET_500_MS = 1000.0
VALIDATE = """
import sys
from pathlib import Path
from cloudformation_validate import CompositeEngine, TemplateContent
CompositeEngine().validate_template(TemplateContent(Path(sys.argv[1]).read_text()))
"""
MEMORY = """
import sys
from pathlib import Path
from seatrial import api
api.check([api.ReadRequest(Path(sys.argv[1]))])
# Not ru_maxrss: across an exec it keeps what the process that started this one had.
[peak] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(int(peak) / 1024)
"""


def compare() -> Comparison:
    """The whole process beside cfn-lint's."""
    ours, theirs = in_turns(lambda: _cold(), lambda: _run(CFN_LINT, str(EXAMPLE)), ROUNDS)
    return Comparison("seatrial check, whole process", "cfn-lint", "ms", ours, theirs, BOUND_CFN_LINT)


def compare_with_validate() -> Comparison:
    """The whole process beside that of AWS's validator."""
    ours, theirs = in_turns(lambda: _cold(), lambda: _run(PYTHON, "-c", VALIDATE, str(EXAMPLE)), ROUNDS)
    return Comparison("seatrial check, whole process", "cloudformation-validate", "ms", ours, theirs, BOUND_VALIDATE)


def compare_warm() -> Comparison:
    """The library call, with everything loaded: the example as it stands, asked about both its choices of parameters.

    The budget is for a machine on which AWS's validator takes as long as it did where the budget was set, so that a
    slow one is none of check's doing.
    """
    from seatrial import api

    request = api.ReadRequest(EXAMPLE)
    https = api.ReadRequest(EXAMPLE, parameters=HTTPS)
    for item in (request, https):
        api.check([item])
    taken: list[float] = []
    alone: list[float] = []
    budget: list[float] = []
    for _ in range(ROUNDS):
        validate = _best(lambda: _run(PYTHON, "-c", VALIDATE, str(EXAMPLE)), 2)
        budget.append(validate * BUDGET_WARM)
        taken.append(_best(lambda: api.check([request]), 10))
        alone.append(_best(lambda: api.check([https]), 10))
    return Comparison(
        "the library call, warm", f"the budget, {BUDGET_WARM:.1%} of cloudformation-validate", "ms", taken, budget, 1.0,
        breakdown=[("of one choice of parameters: served by HTTPS", statistics.median(alone))],
    )  # fmt: skip


def compare_500() -> Comparison:
    """A template as large as CloudFormation takes; growth and memory beside it."""
    with tempfile.TemporaryDirectory(prefix="seatrial-bench-") as name:
        folder = Path(name)
        whole, half = folder / "whole.yaml", folder / "half.yaml"
        whole.write_text(template(RESOURCES))
        half.write_text(template(RESOURCES // 2))
        taken = [_milliseconds(lambda: _cold(whole)) for _ in range(ROUNDS)]
        of_half = [_milliseconds(lambda: _cold(half)) for _ in range(ROUNDS)]
        done = subprocess.run([sys.executable, "-c", MEMORY, str(whole)], capture_output=True, text=True, check=True)
        memory = float(done.stdout)
    return Comparison(
        f"seatrial check of {RESOURCES} resources, whole process", "the budget", "ms", taken, [BUDGET_500_MS], 1.0,
        breakdown=[(f"of {RESOURCES // 2} resources", min(of_half)), ("peak memory, in MiB (80 at most)", memory)],
    )  # fmt: skip


def compare_many() -> Comparison:
    """Many files in one call, beside one after the other on one core."""
    with tempfile.TemporaryDirectory(prefix="seatrial-bench-") as name:
        files = []
        for number in range(FILES):
            files.append(Path(name) / f"t{number}.yaml")
            files[-1].write_text(EXAMPLE.read_text())
        names = [str(file) for file in files]
        together = [_milliseconds(lambda: _run(sys.executable, "-m", "seatrial", "check", "--json", *names))]
        one = {0: next(iter(os.sched_getaffinity(0)))}
        pinned = ["taskset", "--cpu-list", str(one[0]), sys.executable, "-m", "seatrial", "check", "--json", *names]
        alone = [_milliseconds(lambda: _run(*pinned))]
    return Comparison(f"check of {FILES} files", "on one core", "ms", together, alone)


def _cold(file: Path = EXAMPLE) -> None:
    _run(sys.executable, "-m", "seatrial", "check", str(file))


def _run(*command: str) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode(errors="replace"))


def _best(act: object, of: int) -> float:
    """The least of so many times: what else a machine does only adds to the time of something this short."""
    return min(_milliseconds(act) for _ in range(of))


def _milliseconds(act: object) -> float:
    began = time.perf_counter()
    act()  # type: ignore[operator]
    return (time.perf_counter() - began) * 1000
