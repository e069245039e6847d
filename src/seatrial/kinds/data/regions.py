"""Regions and zones as Fn::GetAZs gives them, and the hosted zones of load balancers.

Zones: AWS gives each account its own set; these are the ones that an account usually sees, in order. Hosted zones:
https://docs.aws.amazon.com/general/latest/gr/elb.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Mapping

ZONE_LETTERS: Mapping[str, str] = {
    "us-east-1": "abcdef",
    "us-east-2": "abc",
    "us-west-1": "ac",
    "us-west-2": "abcd",
    "ca-central-1": "abd",
    "eu-central-1": "abc",
    "eu-west-1": "abc",
    "ap-northeast-1": "acd",
    "ap-northeast-2": "abcd",
}
# A region that is not named above has three zones.
OTHER_ZONE_LETTERS = "abc"

# Application Load Balancers.
APPLICATION_ZONES: Mapping[str, str] = {
    "us-east-1": "Z35SXDOTRQ7X7K",
    "us-east-2": "Z3AADJGX6KTTL2",
    "us-west-1": "Z368ELLRRE2KJ0",
    "us-west-2": "Z1H1FL5HABSF5",
    "af-south-1": "Z268VQBMOI5EKX",
    "ap-east-1": "Z3DQVH9N71FHZ0",
    "ap-northeast-1": "Z14GRHDCWA56QT",
    "ap-northeast-2": "ZWKZPGTI48KDX",
    "ap-northeast-3": "Z5LXEXXYW11ES",
    "ap-south-1": "ZP97RAFLXTNZK",
    "ap-southeast-1": "Z1LMS91P8CMLE5",
    "ap-southeast-2": "Z1GM3OXH4ZPM65",
    "ca-central-1": "ZQSVJUPU6J1EY",
    "eu-central-1": "Z215JYRZR1TBD5",
    "eu-north-1": "Z23TAZ6LKFMNIO",
    "eu-south-1": "Z3ULH7SSC9OV64",
    "eu-west-1": "Z32O12XQLNTSW2",
    "eu-west-2": "ZHURV8PSTC4K8",
    "eu-west-3": "Z3Q77PNBQS71R4",
    "me-south-1": "ZS929ML54UICD",
    "sa-east-1": "Z2P70J7HTTTPLU",
    "us-gov-east-1": "Z166TLBEWOO7G0",
    "us-gov-west-1": "Z33AYJ8TM3BH4J",
    "cn-north-1": "Z1GDH35T77C1KE",
    "cn-northwest-1": "ZM7IZAIOVVDZF",
}
# Network Load Balancers.
NETWORK_ZONES: Mapping[str, str] = {
    "us-east-1": "Z26RNL4JYFTOTI",
    "us-east-2": "ZLMOA37VPKANP",
    "us-west-1": "Z24FKFUX50B4VW",
    "us-west-2": "Z18D5FSROUN65G",
    "eu-central-1": "Z3F0SRJ5LGBH90",
    "eu-west-1": "Z2IFOLAFXWLO4F",
    "eu-west-2": "ZD4D7Y8KGAS4G",
    "ap-southeast-1": "ZKVM4W9LS7TM",
    "ap-southeast-2": "ZCT6FZBF4DROD",
    "ap-northeast-1": "Z31USIVHYNEOWT",
}


def zones_of(region: str) -> tuple[str, ...]:
    """The zones of a region, in the order of Fn::GetAZs."""
    return tuple(f"{region}{letter}" for letter in ZONE_LETTERS.get(region, OTHER_ZONE_LETTERS))


def hosted_zone(region: str, kind: str = "app") -> str:
    """The hosted zone id of a region's load balancers; us-east-1's where the region's is not known here."""
    table = APPLICATION_ZONES if kind == "app" else NETWORK_ZONES
    return table.get(region, table["us-east-1"])
