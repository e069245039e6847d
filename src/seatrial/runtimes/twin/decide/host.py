"""What one host is and has, as facts, and the form in which it is judged.

``act.host_facts`` gathers the facts, ``doctor`` judges them: so every host can be judged on any other, and in tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

Version = tuple[int, ...]
DEFAULT_OPEN_FILES = 65535


class Verdict(StrEnum):
    OK = "ok"
    LIMITED = "limited"
    """The twin runs, and something of it is less than it should be."""
    MISSING = "missing"
    """The twin can't run."""


class Cgroups(StrEnum):
    V1 = "v1"
    V2 = "v2"
    HYBRID = "hybrid"
    NONE = "none"


class Program(Struct, frozen=True):
    """An installed program; an empty version is one that it doesn't tell."""

    path: str
    version: Version = ()


class Trial(Struct, frozen=True):
    """What came of trying something in fresh namespaces; ``failure`` is what was said, "" when it worked."""

    worked: bool
    failure: str = ""


class HostFacts(Struct, frozen=True):
    """What one host is and has, for one user. ``None`` stands for what this kernel doesn't know."""

    system: str
    kernel: Version
    families: tuple[str, ...]
    user: str
    user_id: int
    programs: Mapping[str, Program]
    trials: Mapping[str, Trial]
    unshare_maps_ranges: bool = True
    newuidmap_may_map: bool = True
    max_user_namespaces: int | None = None
    unprivileged_userns_clone: int | None = None
    apparmor_restricts_userns: int | None = None
    subuids: tuple[tuple[int, int], ...] = ()
    subgids: tuple[tuple[int, int], ...] = ()
    taken_subordinate_end: int = 100000
    cgroups: Cgroups = Cgroups.V2
    writable_controllers: tuple[str, ...] = ()
    open_files_hard: int = DEFAULT_OPEN_FILES
    memory_mib: int = 0
    disk_mib: int = 0
    home: str = ""


class Row(Struct, frozen=True):
    """One thing the twin needs of a host. ``lacks`` and the rest are empty where the verdict is ok."""

    thing: str
    verdict: Verdict
    found: str
    lacks: str = ""
    consequence: str = ""
    mend: str = ""

    def as_json(self) -> dict[str, str]:
        return {
            "thing": self.thing,
            "verdict": str(self.verdict),
            "found": self.found,
            "lacks": self.lacks,
            "consequence": self.consequence,
            "mend": self.mend,
        }


class Diagnosis(Struct, frozen=True):
    """Every row, in the order in which one would mend them."""

    rows: tuple[Row, ...]

    @property
    def can_run(self) -> bool:
        return all(row.verdict is not Verdict.MISSING for row in self.rows)

    def as_json(self) -> dict[str, object]:
        return {"can_run": self.can_run, "rows": [row.as_json() for row in self.rows]}
