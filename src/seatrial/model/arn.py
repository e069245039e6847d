"""Amazon Resource Names: ``arn:partition:service:region:account:resource``.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (read 2026-11-23).
"""

from __future__ import annotations

from msgspec import Struct


class Arn(Struct, frozen=True):
    partition: str
    service: str
    region: str
    account: str
    resource: str

    def __str__(self) -> str:
        return f"arn:{self.partition}:{self.service}:{self.region}:{self.account}:{self.resource}"

    @classmethod
    def parse(cls, text: str) -> Arn | None:
        """Reads an ARN; None where the text is not one."""
        parts = text.split(":", 5)
        if len(parts) != 6 or parts[0] != "arn" or not parts[1] or not parts[2]:
            return None
        return cls(*parts[1:])


def partition_of(region: str) -> str:
    """The partition a region belongs to."""
    if region.startswith("cn-"):
        return "aws-cn"
    if region.startswith("us-gov-"):
        return "aws-us-gov"
    return "aws"


def dns_suffix_of(region: str) -> str:
    """``AWS::URLSuffix`` of a region."""
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
