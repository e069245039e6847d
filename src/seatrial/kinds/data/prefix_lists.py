"""The ids of AWS-managed prefix lists of services with gateway endpoints, region by region.

AWS documents the lists but not their ids; these are what ``aws ec2 describe-prefix-lists`` answered people in each
region, where at least two say the same. The ids of a region may mean another service in the next one. What the lists
are: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Mapping

PREFIX_LISTS_BY_REGION: Mapping[str, Mapping[str, str]] = {
    "ap-northeast-1": {"pl-61a54008": "s3", "pl-78a54011": "dynamodb"},
    "ap-northeast-2": {"pl-78a54011": "s3", "pl-48a54021": "dynamodb"},
    "ap-northeast-3": {"pl-a4a540cd": "s3"},
    "ap-south-1": {"pl-78a54011": "s3", "pl-66a7420f": "dynamodb"},
    "ap-southeast-1": {"pl-6fa54006": "s3", "pl-67a5400e": "dynamodb"},
    "ap-southeast-2": {"pl-6ca54005": "s3", "pl-62a5400b": "dynamodb"},
    "ca-central-1": {"pl-7da54014": "s3"},
    "eu-central-1": {"pl-6ea54007": "s3", "pl-66a5400f": "dynamodb"},
    "eu-north-1": {"pl-c3aa4faa": "s3"},
    "eu-west-1": {"pl-6da54004": "s3", "pl-6fa54006": "dynamodb"},
    "eu-west-2": {"pl-7ca54015": "s3", "pl-b3a742da": "dynamodb"},
    "eu-west-3": {"pl-23ad484a": "s3", "pl-abb451c2": "dynamodb"},
    "sa-east-1": {"pl-6aa54003": "s3"},
    "us-east-1": {"pl-63a5400a": "s3", "pl-02cd2c6b": "dynamodb"},
    "us-east-2": {"pl-7ba54012": "s3", "pl-4ca54025": "dynamodb"},
    "us-west-1": {"pl-6ba54002": "s3", "pl-6ea54007": "dynamodb"},
    "us-west-2": {"pl-68a54001": "s3", "pl-00a54069": "dynamodb"},
}

# CloudFront's list of the servers that call origins (com.amazonaws.global.cloudfront.origin-facing), in the same way;
# read 2026-11-30.
CLOUDFRONT_BY_REGION: Mapping[str, str] = {
    "ap-northeast-1": "pl-58a04531",
    "ap-northeast-2": "pl-22a6434b",
    "ap-northeast-3": "pl-31a14458",
    "ap-south-1": "pl-9aa247f3",
    "ap-southeast-1": "pl-31a34658",
    "ap-southeast-2": "pl-b8a742d1",
    "ca-central-1": "pl-38a64351",
    "eu-central-1": "pl-a3a144ca",
    "eu-north-1": "pl-fab65393",
    "eu-west-1": "pl-4fa04526",
    "eu-west-2": "pl-93a247fa",
    "eu-west-3": "pl-75b1541c",
    "sa-east-1": "pl-5da64334",
    "us-east-1": "pl-3b927c52",
    "us-east-2": "pl-b6a144df",
    "us-west-1": "pl-4ea04527",
    "us-west-2": "pl-82a045eb",
}
# How many rules or routes a list of AWS's counts as ("AWS-managed prefix list weight"); the others count one:
# https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html (read 2026-11-30).
WEIGHT_OF_CLOUDFRONT = 55
