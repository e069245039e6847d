"""The region of a template when nobody names one: the one that its own text can only be meant for.

Zones, names of endpoint services, log drivers and ARNs are often written out. Read for another region, a template that
works would be full of zones that aren't there and log groups that nobody finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

DEFAULT = "us-east-1"
_REGION = (
    r"((?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central)(?:east|west)?-[1-9])"
)
# The surest first: a zone belongs to one region only, an ARN may well be another region's.
_SIGNS = (
    re.compile(rf"\b{_REGION}[a-f]\b"),
    re.compile(rf"\bcom\.amazonaws\.{_REGION}\."),
    re.compile(rf"awslogs-region[\"']?\s*:\s*[\"']?{_REGION}\b"),
    re.compile(rf"\barn:aws[a-z-]*:(?:ecs|logs|secretsmanager|ssm|elasticloadbalancing|ec2):{_REGION}:"),
)


def told_by(file: Path, values: Iterable[str] = ()) -> str:
    """The only region that the surest signs in a template and in its parameters' values speak of, else us-east-1."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return DEFAULT
    text = "\n".join((text, *values))
    for sign in _SIGNS:
        found = {match[1] for match in sign.finditer(text)}
        if found:
            return found.pop() if len(found) == 1 else DEFAULT
    return DEFAULT
