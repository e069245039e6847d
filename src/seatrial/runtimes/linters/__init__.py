"""What other linters say of a template: their findings, in our form, with their own codes.

They judge resources one by one against the provider schemas, well and with upkeep; ``check`` asks what lies between
resources. So their rules are not written again here: where a linter is installed and asked for, its findings join the
report. What we have already said of the same place is not said twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec

from seatrial.model.finding import Finding, Severity
from seatrial.runtimes.linters.asked import Asked, LinterFailed
from seatrial.runtimes.linters.cfn_lint import by_cfn_lint, cfn_lint_command
from seatrial.runtimes.linters.cloudformation_validate import by_cloudformation_validate

__all__ = ["LINTERS", "Asked", "LinterFailed", "installed", "join"]

LINTERS: dict[str, Callable[[Asked], list[Finding]]] = {
    "cfn-lint": by_cfn_lint,
    "cloudformation-validate": by_cloudformation_validate,
}


def installed() -> tuple[str, ...]:
    """The linters that are at hand."""
    found = {"cfn-lint": cfn_lint_command(), "cloudformation-validate": find_spec("cloudformation_validate")}
    return tuple(name for name in LINTERS if found[name])


def join(ours: Sequence[Finding], asked: Asked, linters: Sequence[str]) -> tuple[Finding, ...]:
    """``ours`` and, after them, what each linter says that nobody before it said of the same place.

    Raises LinterFailed where a linter is not installed or does not answer.
    """
    found = list(ours)
    for linter in linters:
        if linter not in installed():
            raise LinterFailed(f"{linter} is not installed here: pip install {linter}")
        told = [item for item in found if item.severity is not Severity.NOTE]
        found += [item for item in LINTERS[linter](asked) if not any(_same(item, other) for other in told)]
    return tuple(found)


def _same(finding: Finding, told: Finding) -> bool:
    """Whether a fault is told already: at the same property or line, or of a missing property where it would stand."""
    if not (finding.logical_id or told.logical_id):
        return finding.span.line == told.span.line
    if finding.logical_id != told.logical_id:
        return False
    if finding.path == told.path:
        return True
    return bool(told.path) and finding.path == told.path[:-1] and repr(told.path[-1]) in finding.what
