"""Which template to read and with what: the question that every verb begins with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.api.account import DEFAULT as NOBODY
from seatrial.api.home import NOWHERE_SAID, Home, home_of
from seatrial.api.region import DEFAULT as FIRST_REGION
from seatrial.api.region import NOTHING_TOLD, Told
from seatrial.model.value import Unknown
from seatrial.readers.settings import Settings, SettingsMistake, settings_for

__all__ = ["STACK_NAME", "ReadRequest", "Refused", "Settings", "settings_of"]

# CloudFormation's rule for stack names: a letter, then letters, digits and hyphens, at most 128.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html (read 2026-11-23)
STACK_NAME = re.compile(r"[a-zA-Z][-a-zA-Z0-9]{0,127}\Z")


class Refused(Exception):
    """A verb cannot do what was asked; the message says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def settings_of(template: Path) -> Settings:
    """What the template's project has written down. Raises Refused where that is wrong."""
    try:
        # What comes through a pipe belongs to the folder that one works in.
        return settings_for(template if template.is_file() else Path(template.name))
    except SettingsMistake as mistake:
        raise Refused(str(mistake)) from None


class ReadRequest(Struct, frozen=True):
    """Which template to read, and with what.

    Without ``region`` or ``account`` they are those that the template speaks of, else those of ``kin``: of the other
    templates of the call that it belongs together with.
    """

    file: Path
    stack: str = ""
    region: str = ""
    account: str = ""
    parameters: Mapping[str, str | Unknown] = field(default_factory=dict)
    parameter_files: tuple[Path, ...] = ()
    imports: Mapping[str, str] = field(default_factory=dict)
    dynamic: Mapping[str, str] = field(default_factory=dict)
    spare: frozenset[str] = frozenset()
    """Names of exports of the call's other templates which none of them imports."""
    not_for_it: frozenset[str] = frozenset()
    """Names among the parameters that are meant for another template of the same call."""
    kin: Home = NOWHERE_SAID
    told: Told = NOTHING_TOLD
    """What the text says of its region, where that settled it."""
    guessed: bool = False
    """Whether the stack's name is the file's, as nobody gave one."""

    @property
    def home(self) -> Home:
        """What the template itself says of where it belongs."""
        return self._home(None)

    def _home(self, opening: bytes | None) -> Home:
        return home_of(self.file, [item for item in self.parameters.values() if isinstance(item, str)], opening)

    def settled(self, opening: bytes | None = None) -> ReadRequest:
        """The same request with a region, an account and a stack's name. ``opening`` is the file's text, if known."""
        if self.region and self.account and self.stack:
            return self
        home = self._home(opening)
        return replace(
            self,
            region=self.region or home.region or self.kin.region or FIRST_REGION,
            account=self.account or home.account or self.kin.account or NOBODY,
            stack=self.stack or home.stack or self._by_its_file(),
            guessed=not (self.stack or home.stack),
            told=NOTHING_TOLD if self.region else home.told,
        )

    def _by_its_file(self) -> str:
        """A stack's name from the file's, or (for ``template.yaml`` and the like) from its folder's."""
        stem = re.sub(r"\.template$", "", self.file.name.split(".", 1)[0])
        if stem.lower() in ("template", "stack", "main", "cloudformation", "cfn"):
            stem = self.file.absolute().parent.name or stem
        name = re.sub(r"[^a-zA-Z0-9]+", "-", stem).strip("-")
        return (name if name[:1].isalpha() else f"stack-{name}")[:128].rstrip("-")
