"""What CDK says of a template that it synthesized: the stack's name, account and region: ``manifest.json`` beside it.

An environment is ``aws://ACCOUNT/REGION``, with ``unknown-account`` and ``unknown-region`` if the app leaves it open.

Source (read 2026-11-29): https://docs.aws.amazon.com/cdk/v2/guide/deploy-synth.html and the schema of
https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from seatrial.model.value import parsed_json

_STACK = "aws:cloudformation:stack"
_ENVIRONMENT = re.compile(r"aws://(?P<account>\d{12}|unknown-account)/(?P<region>[a-z0-9-]+)\Z")
_LARGEST = 16 * 2**20


class Synthesized(Struct, frozen=True):
    """Each "" where the manifest leaves it open."""

    stack: str = ""
    account: str = ""
    region: str = ""


def synthesized(template: Path) -> Synthesized | None:
    """What the manifest in a template's folder says of it; None where there is none, or it does not speak of it."""
    file = template.parent / "manifest.json"
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return None
        artifacts = parsed_json(file.read_bytes())["artifacts"]
        found = [(name, item) for name, item in artifacts.items() if item.get("type") == _STACK]
        named = [(name, item) for name, item in found if item["properties"]["templateFile"] == template.name]
        name, stack = named[0]
        match = _ENVIRONMENT.match(stack["environment"])
        name = str(stack["properties"].get("stackName", name))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        # Another program's manifest, or a damaged one: then it says nothing of the template.
        return None
    account, region = (match["account"], match["region"]) if match else ("", "")
    return Synthesized(
        name, "" if account.startswith("unknown") else account, "" if region.startswith("unknown") else region
    )
