"""Regions, their zones as Fn::GetAZs gives them, and the hosted zones of load balancers.

Zones: in the oldest regions each account has its own set of letters; accounts made since November 2025 have the same
letters everywhere. Those here are the ones that such an account sees.
Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html (read 2026-11-23);
the letters of the regions that leave some out are as accounts have reported them.

Hosted zones: https://docs.aws.amazon.com/general/latest/gr/elb.html (read 2026-11-23; those of the regions since 2023
are missing here, and then they can't be told).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# The regions that the provider schemas name: cfn-lint 1.58.0, data/schemas/providers, without the isolated partitions.
REGIONS: tuple[str, ...] = (
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
)

_NAME = re.compile(r"(?P<family>[a-z]{2,5}(?:-[a-z]+)+)-(?P<number>\d{1,2})")
# How far above the last region of a family a new one may be numbered.
_NEW = 2


def may_be_region(name: str) -> bool:
    """Whether a region of this name exists, or may: one that is newer than the list, or of an isolated partition."""
    match = _NAME.fullmatch(name)
    if name in REGIONS or match is None or "-iso" in name:
        return match is not None
    known = [int(item.rpartition("-")[2]) for item in REGIONS if item.rpartition("-")[0] == match["family"]]
    return not known or 0 < int(match["number"]) <= max(known) + _NEW


ZONE_LETTERS: Mapping[str, str] = {
    "us-east-1": "abcdef",
    "us-west-1": "ac",
    "us-west-2": "abcd",
    "ca-central-1": "abd",
    "ap-northeast-1": "acd",
    "ap-northeast-2": "abcd",
    "cn-north-1": "abd",
}
# An account sees two or three of a region's zones, and which letters those have differs between accounts:
# https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html (read 2026-11-23). These are the letters
# that other accounts than the usual have.
ZONE_LETTERS_OF_SOME: Mapping[str, str] = {
    "us-west-1": "b",
    "ap-northeast-1": "b",
    "ca-central-1": "c",
    "cn-north-1": "c",
}
# A region that is not named above has three zones.
OTHER_ZONE_LETTERS = "abc"

# Application Load Balancers.
APPLICATION_ZONES: Mapping[str, str] = {
    "af-south-1": "Z268VQBMOI5EKX",
    "ap-east-1": "Z3DQVH9N71FHZ0",
    "ap-northeast-1": "Z14GRHDCWA56QT",
    "ap-northeast-2": "ZWKZPGTI48KDX",
    "ap-northeast-3": "Z5LXEXXYW11ES",
    "ap-south-1": "ZP97RAFLXTNZK",
    "ap-south-2": "Z0173938T07WNTVAEPZN",
    "ap-southeast-1": "Z1LMS91P8CMLE5",
    "ap-southeast-2": "Z1GM3OXH4ZPM65",
    "ap-southeast-3": "Z08888821HLRG5A9ZRTER",
    "ca-central-1": "ZQSVJUPU6J1EY",
    "cn-north-1": "Z1GDH35T77C1KE",
    "cn-northwest-1": "ZM7IZAIOVVDZF",
    "eu-central-1": "Z215JYRZR1TBD5",
    "eu-central-2": "Z06391101F2ZOEP8P5EB3",
    "eu-north-1": "Z23TAZ6LKFMNIO",
    "eu-south-1": "Z3ULH7SSC9OV64",
    "eu-south-2": "Z0956581394HF5D5LXGAP",
    "eu-west-1": "Z32O12XQLNTSW2",
    "eu-west-2": "ZHURV8PSTC4K8",
    "eu-west-3": "Z3Q77PNBQS71R4",
    "me-central-1": "Z08230872XQRWHG2XF6I",
    "me-south-1": "ZS929ML54UICD",
    "sa-east-1": "Z2P70J7HTTTPLU",
    "us-east-1": "Z35SXDOTRQ7X7K",
    "us-east-2": "Z3AADJGX6KTTL2",
    "us-gov-east-1": "Z166TLBEWOO7G0",
    "us-gov-west-1": "Z33AYJ8TM3BH4J",
    "us-west-1": "Z368ELLRRE2KJ0",
    "us-west-2": "Z1H1FL5HABSF5",
}
# Network Load Balancers.
NETWORK_ZONES: Mapping[str, str] = {
    "af-south-1": "Z203XCE67M25HM",
    "ap-east-1": "Z12Y7K3UBGUAD1",
    "ap-northeast-1": "Z31USIVHYNEOWT",
    "ap-northeast-2": "ZIBE1TIR4HY56",
    "ap-northeast-3": "Z1GWIQ4HH19I5X",
    "ap-south-1": "ZVDDRBQ08TROA",
    "ap-south-2": "Z0711778386UTO08407HT",
    "ap-southeast-1": "ZKVM4W9LS7TM",
    "ap-southeast-2": "ZCT6FZBF4DROD",
    "ap-southeast-3": "Z01971771FYVNCOVWJU1G",
    "ca-central-1": "Z2EPGBW3API2WT",
    "cn-north-1": "Z3QFB96KMJ7ED6",
    "cn-northwest-1": "ZQEIKTCZ8352D",
    "eu-central-1": "Z3F0SRJ5LGBH90",
    "eu-central-2": "Z02239872DOALSIDCX66S",
    "eu-north-1": "Z1UDT6IFJ4EJM",
    "eu-south-1": "Z23146JA1KNAFP",
    "eu-south-2": "Z1011216NVTVYADP1SSV",
    "eu-west-1": "Z2IFOLAFXWLO4F",
    "eu-west-2": "ZD4D7Y8KGAS4G",
    "eu-west-3": "Z1CMS0P5QUZ6D5",
    "me-central-1": "Z00282643NTTLPANJJG2P",
    "me-south-1": "Z3QSRYVP46NYYV",
    "sa-east-1": "ZTK26PT1VY4CU",
    "us-east-1": "Z26RNL4JYFTOTI",
    "us-east-2": "ZLMOA37VPKANP",
    "us-gov-east-1": "Z1ZSMQQ6Q24QQ8",
    "us-gov-west-1": "ZMG1MZ2THAWF1",
    "us-west-1": "Z24FKFUX50B4VW",
    "us-west-2": "Z18D5FSROUN65G",
}


def may_have_zone(region: str, zone: str) -> bool:
    """Whether some account has a zone of this name in the region."""
    return zone in zones_of(region) or zone in {f"{region}{letter}" for letter in ZONE_LETTERS_OF_SOME.get(region, "")}


def zones_of(region: str) -> tuple[str, ...]:
    """The zones of a region, in the order of Fn::GetAZs."""
    return tuple(f"{region}{letter}" for letter in ZONE_LETTERS.get(region, OTHER_ZONE_LETTERS))


def hosted_zone(region: str, kind: str = "app") -> str | None:
    """The hosted zone id of a region's application ("app") or network ("net") load balancers, where it is known."""
    table = APPLICATION_ZONES if kind == "app" else NETWORK_ZONES
    return table.get(region)
