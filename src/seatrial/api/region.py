"""The region of a template when nobody names one: the one that its own text can only be meant for.

Zones, names of endpoint services, log drivers and ARNs are often written out. Read for another region, a template that
works would be full of zones that aren't there and log groups that nobody finds.

Some of these must be of the stack's own region, or AWS refuses them: zones, prefix lists, certificates of listeners,
ARNs of load balancers and clusters. Others may be of another one (a log driver, a secret, a policy's statement), or are
the very slip that is looked for. So those count only where the template never leaves the same thing to ``AWS::Region``,
and where they all say the same. A parameter in such a place tells it by its default, for that is what the stack gets.

Where nothing speaks of a region, the partition of the ARNs may: a template in which each is ``arn:aws-cn:`` or
``arn:aws-us-gov:`` is made for China or for GovCloud, and what it names is in no other partition. Then images may.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from seatrial.kinds.data.prefix_lists import PREFIX_LISTS_BY_REGION

DEFAULT = "us-east-1"
_REGION = (
    r"((?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central)(?:east|west)?-[1-9])"
)
# What a text has that speaks of any region: a part of its name, or a prefix list of AWS's.
_ANY = ("-east", "-west", "-north", "-south", "-central", "pl-")
# The surest first: a zone belongs to one region only.
_SURE = (
    re.compile(rf"\b{_REGION}[a-f]\b"),
    re.compile(rf"\barn:aws[a-z-]*:(?:acm|acm-pca):{_REGION}:"),
    re.compile(rf"\barn:aws[a-z-]*:(?:ecs|elasticloadbalancing|ec2|servicediscovery|elasticfilesystem):{_REGION}:"),
)
_PREFIX_LIST = re.compile(r"\bpl-[0-9a-f]{8}\b")
# What leaves a stack's region open.
_LEFT_OPEN = ("AWS::Region", "GetAZs")
# What CloudFront and edge-optimised APIs are given is always of us-east-1.
# https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html (read 2026-11-29)
_GLOBAL = re.compile(r"AWS::CloudFront::|AcmCertificateArn|\bEDGE\b")
# Each with how the same thing looks where its region is left open.
_HINTS = (
    (re.compile(rf"\bcom\.amazonaws\.{_REGION}\."), re.compile(rf"\bcom\.amazonaws\.(?!{_REGION}\.)")),
    (
        re.compile(rf"awslogs-region[\"']?\s*:\s*[\"']?{_REGION}\b"),
        re.compile(rf"awslogs-region(?![\"']?\s*:\s*[\"']?{_REGION}\b)"),
    ),
    (re.compile(rf"\barn:aws[a-z-]*:logs:{_REGION}:"), re.compile(rf":logs:(?!{_REGION}:)")),
    (re.compile(rf"\bhttps://sqs\.{_REGION}\."), re.compile(r"AWS::Region\b")),
    (re.compile(rf"\barn:aws[a-z-]*:(?:secretsmanager|ssm):{_REGION}:"), re.compile(r"AWS::Region\b")),
)

# What a condition compares the stack's own region with, as CDK does with each that it knows.
_COMPARED = re.compile(r"AWS::Region[\"']?\s*\}?\s*,?\s*(?:-\s*)?[\"']?\Z")
_WIDEST = 80
# Where a parameter stands for the stack's own region, each with how the same thing looks where that is left open.
_BY_PARAMETER = (
    (
        re.compile(r"awslogs-region[\"']?\s*:\s*(?:!Ref\s+|\{?\s*[\"']?Ref[\"']?\s*:\s*)[\"']?(\w+)\b(?!::)"),
        re.compile(r"awslogs-region[^\n]{0,40}AWS::Region"),
    ),
    (re.compile(r"\bcom\.amazonaws\.\$\{(\w+)\}\."), re.compile(r"\bcom\.amazonaws\.\$\{AWS::Region\}")),
)
# An image of a private repository may be of any region. So it is the last sign, and the only one of its kind, where the
# template leaves no other repository's region open; what it says is no slip.
_IMAGE = re.compile(rf"\b\d{{12}}\.dkr\.ecr\.{_REGION}\.")
_IMAGE_LEFT_OPEN = re.compile(rf"\.dkr\.ecr(?!\.{_REGION}\.)")
_DEFAULT = re.compile(rf"\bDefault[\"']?\s*:\s*[\"']?{_REGION}[\"']?\s*(?:#.*)?(?:[,\n]|$)")
# The values of parameters are each a line of its own.
_GIVEN = re.compile(rf"^{_REGION}$", re.MULTILINE)

# A region of each partition but the first ("arn:aws:"), of which no account reaches into another.
# https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html (read 2026-11-30)
_PARTITIONS = {"aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
_ARN = re.compile(r"\barn:(aws[a-z-]*):")


def opening_of(file: Path) -> bytes:
    """As much of a file as a template may be long; nothing of one that cannot be read."""
    from seatrial.readers.cloudformation.files import CannotRead, read_bounded

    try:
        return read_bounded(file)
    except CannotRead:
        return b""


class Told(Struct, frozen=True):
    """A region, "" where the text speaks of none.

    ``alone`` is where it stands, in a text that names it once and leaves its region open elsewhere; -1 otherwise.
    ``sure`` is whether AWS refuses what stands there in any other region.
    """

    region: str = ""
    alone: int = -1
    sure: bool = False


NOTHING_TOLD = Told()


def region_told_by(text: str) -> Told:
    """The region that the surest signs in a template's text, and in its parameters' values, speak of."""
    if not any(part in text for part in _ANY):
        return Told(_by_partition(text))
    found = [Counter(match[1] for match in sign.finditer(text)) for sign in _SURE]
    if _GLOBAL.search(text):
        del found[1][DEFAULT]
    if found[0].total() == 1 and (found[1] or found[2]) and not found[0].keys() & (found[1] | found[2]).keys():
        # One zone among things of another region is the slip.
        found[0] = Counter()
    for votes in found:
        if votes:
            # A map of many regions speaks of none; what is said of two stages is meant for the first.
            region = DEFAULT if DEFAULT in votes else votes.most_common(1)[0][0]
            return Told(region, _alone(text, region), votes is found[1])
        if votes is found[0] and (by_lists := _by_prefix_lists(text)):
            return Told(by_lists)
    hints = set(_hints(text))
    if len(hints) != 1:
        return NOTHING_TOLD if hints else Told(_by_partition(text) or _by_images(text))
    region = hints.pop()
    return Told(region, _alone(text, region))


def _by_partition(text: str) -> str:
    """A region of the partition that every ARN of a text is of; "" where that is the first, or where there are more."""
    if not any(name in text for name in _PARTITIONS):
        return ""
    found = {match[1] for match in _ARN.finditer(text)}
    return _PARTITIONS.get(found.pop(), "") if len(found) == 1 else ""


def _alone(text: str, region: str) -> int:
    """Where a region stands that is named once, while other things are left to the stack's own."""
    places = [
        match.start()
        for match in re.finditer(rf"{region}(?![0-9])", text)
        if _COMPARED.search(text, max(0, match.start() - _WIDEST), match.start()) is None
    ]
    return places[0] if len(places) == 1 and any(word in text for word in _LEFT_OPEN) else -1


def _by_images(text: str) -> str:
    """The only region that images are pulled from, "" where there are more or none."""
    found = {match[1] for match in _IMAGE.finditer(text)}
    return found.pop() if len(found) == 1 and not _IMAGE_LEFT_OPEN.search(text) else ""


def _by_prefix_lists(text: str) -> str:
    """The only region that has all of AWS's prefix lists whose ids stand in a text."""
    ids = set(_PREFIX_LIST.findall(text)) & {key for lists in PREFIX_LISTS_BY_REGION.values() for key in lists}
    fits = [region for region, lists in PREFIX_LISTS_BY_REGION.items() if ids and ids <= lists.keys()]
    return fits[0] if len(fits) == 1 else ""


def _hints(text: str) -> Iterator[str]:
    for sign, left_open in _HINTS:
        if not left_open.search(text):
            yield from (match[1] for match in sign.finditer(text))
    names = {
        match[1] for sign, left_open in _BY_PARAMETER if not left_open.search(text) for match in sign.finditer(text)
    }
    given = [match[1] for match in _GIVEN.finditer(text)] if names else []
    yield from given or (region for name in sorted(names) if (region := _default(text, name)))


def _default(text: str, name: str) -> str:
    """The region that is a parameter's default, "" where it has another or none."""
    flow = rf"[\"']?\b{name}[\"']?\s*:\s*\{{([^{{}}]*)\}}"
    block = rf"^([ \t]*){name}:[ \t]*\n((?:\2[ \t]+.*\n?)+)"
    for said in re.finditer(rf"{flow}|{block}", text, re.MULTILINE):
        default = _DEFAULT.search(said[1] or said[3] or "")
        if default is not None:
            return default[1]
    return ""
