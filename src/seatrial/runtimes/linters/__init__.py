"""What other linters say of templates: their findings, in our form, with their own codes.

They judge resources one by one against the provider schemas, well and with upkeep; ``check`` asks what lies between
resources. So their rules are not written again here: where a linter is installed with Seatrial, its findings join the
report.
"""

from __future__ import annotations

import shutil
import site
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from seatrial.model.finding import Finding
from seatrial.runtimes.linters.asked import Asked, LinterFailed

__all__ = ["PACKAGES", "Asked", "LinterFailed", "at_hand", "found_by", "with_seatrial"]

PACKAGES: Mapping[str, str] = {"cfn-lint": "cfnlint", "cloudformation-validate": "cloudformation_validate"}
"""Linters, each with its package. The module of this folder that asks it is named after the linter."""
_Asks: TypeAlias = Callable[[Sequence[Asked]], list[list[Finding]]]


def with_seatrial() -> tuple[str, ...]:
    """The linters that are installed with Seatrial: in the environment that it runs in.

    What else is on the path was installed for something else, and would make every check several times as slow.
    """
    folders = [*site.getsitepackages(), *([site.getusersitepackages()] if site.ENABLE_USER_SITE else ())]
    return tuple(name for name, package in PACKAGES.items() if any(Path(item, package).is_dir() for item in folders))


def at_hand() -> tuple[str, ...]:
    """The linters that can be asked: those, and what is on the path."""
    there = with_seatrial()
    return tuple(name for name in PACKAGES if name in there or shutil.which(name) is not None)


def found_by(linters: Sequence[str], asked: Sequence[Asked]) -> list[list[list[Finding]]]:
    """What each linter says of each template. Raises LinterFailed where one isn't there or doesn't answer."""
    for linter in linters:
        if linter not in at_hand():
            raise LinterFailed(f"{linter} is not installed here: pip install {linter}")
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=max(len(linters), 1)) as pool:
        return list(pool.map(lambda linter: _asks(linter)(asked), linters))


def _asks(linter: str) -> _Asks:
    found: _Asks = import_module(f"{__name__}.{linter.replace('-', '_')}").findings
    return found
