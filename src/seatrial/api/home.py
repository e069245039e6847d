"""What a template belongs to when nobody says it: the region, the account and the stack that it is meant for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from seatrial.api.account import account_told_by
from seatrial.api.cdk_manifest import synthesized
from seatrial.api.region import NOTHING_TOLD, Told, opening_of, region_told_by
from seatrial.model.finding import Finding, Severity
from seatrial.model.span import Span

# What is written for people: comments, and descriptions in blocks (with what is indented further) or in one line.
_PROSE = re.compile(
    r"""(?:^|(?<=[ \t]))\#[ \t].*$
    | ^([ \t]*)(?:-[ \t]+)?["']?(?:Constraint)?Description["']?:.*(?:\n(?:\1[ \t]+\S.*|[ \t]*(?=\n)))*
    | (?<=[{,\s])["']?(?:Constraint)?Description["']?[ \t]*:[ \t]*
      (?:"(?:[^"\\]|\\.)*"|'[^']*'|[^,}\n]*)""",
    re.MULTILINE | re.VERBOSE,
)
_LETTER = re.compile(r"\S")


class Home(Struct, frozen=True):
    """Each "" where nothing speaks of it. ``told`` is what the text says of the region."""

    region: str = ""
    account: str = ""
    stack: str = ""
    told: Told = NOTHING_TOLD


NOWHERE_SAID = Home()


def home_of(file: Path, values: Iterable[str] = (), opening: bytes | None = None) -> Home:
    """The home of a template by CDK's manifest beside it, else by its own text and the values of its parameters.

    ``opening`` is what stands in the file, where it was read already.
    """
    opening = opening_of(file) if opening is None else opening
    own = opening.decode("utf-8", errors="replace")
    text = "\n".join((own, *values))
    made = synthesized(file)
    told, account = region_told_by(text), account_told_by(text)
    if told.region or account:
        # Examples for people tell nothing; few texts are worth the look for them.
        text = "\n".join((without_prose(own), *values))
        told, account = region_told_by(text), account_told_by(text)
    if made is None:
        return Home(told.region, account, "", told)
    return Home(made.region or told.region, made.account or account, made.stack, NOTHING_TOLD if made.region else told)


def without_prose(text: str) -> str:
    """A text with blanks in place of what it tells people, who are told of examples: all else stays where it is."""
    return _PROSE.sub(lambda match: _LETTER.sub(" ", match[0]), text)


def lone_region(file: Path, opening: bytes, told: Told) -> tuple[Finding, ...]:
    """Says so where a region is settled by one place of a file's text that leaves its region open everywhere else."""
    if told.alone < 0:
        return ()
    text = opening.decode("utf-8", errors="replace")
    if told.alone >= len(text):
        # It stands in a parameter's value.
        return ()
    before = text[: told.alone]
    span = Span(str(file), before.count("\n") + 1, told.alone - before.rfind("\n"))
    ties = (
        "AWS takes what stands here only in that region"
        if told.sure
        else "deployed to another region, this still names that one"
    )
    return (
        Finding(
            "TPL024",
            Severity.NOTE if told.sure else Severity.WARNING,
            f"{told.region} is written out here, and the rest of the template leaves its region open",
            f"the template is judged as deployed to {told.region}: {ties}",
            "write AWS::Region (in Fn::Sub: ${AWS::Region}) in its place, or say the region with --region",
            span,
        ),
    )
