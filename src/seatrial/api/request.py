"""Which template to read and with what: the question that every verb begins with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from seatrial.api.region import told_by
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
        return settings_for(template)
    except SettingsMistake as mistake:
        raise Refused(str(mistake)) from None


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """Which template to read, and with what. Without ``region`` it is the one that the template speaks of."""

    file: Path
    stack: str = ""
    region: str = ""
    account: str = "123456789012"
    parameters: Mapping[str, str] = field(default_factory=dict)
    parameter_files: tuple[Path, ...] = ()
    imports: Mapping[str, str] = field(default_factory=dict)
    dynamic: Mapping[str, str] = field(default_factory=dict)
    not_for_it: frozenset[str] = frozenset()
    """Names among the parameters that are meant for another template of the same call."""

    @property
    def settled_region(self) -> str:
        """The region named, else the one that zones, endpoints and the like in the template's text belong to."""
        return self.region or told_by(self.file, self.parameters.values())

    @property
    def stack_name(self) -> str:
        """The stack's name: the one given, else the file's, else (for ``template.yaml`` and the like) its folder's."""
        if self.stack:
            return self.stack
        stem = re.sub(r"\.template$", "", self.file.name.split(".", 1)[0])
        if stem.lower() in ("template", "stack", "main", "cloudformation", "cfn"):
            stem = self.file.absolute().parent.name or stem
        name = re.sub(r"[^a-zA-Z0-9]+", "-", stem).strip("-")
        return (name if name[:1].isalpha() else f"stack-{name}")[:128].rstrip("-")
