"""The account of a template when nobody names one: the one that its own text can only be meant for.

A certificate is of the account that uses it. A text that leaves its account to ``AWS::AccountId`` otherwise speaks of
none. Else the policies of its own keys, what it lets assume roles and its ARNs have it written out. Images, principals
and log deliveries may be of other accounts, so they only count where nothing else is there; and several accounts that
are named as often speak of none.
"""

from __future__ import annotations

import re
from collections import Counter

DEFAULT = "123456789012"
# The surest first. A key's policy must name its own account's root, or nobody can manage the key:
# https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html (read 2026-11-29)
_SIGNS = (
    re.compile(r"aws:SourceAccount[\"']?\s*:\s*[\"']?(\d{12})\b"),
    re.compile(r":(?:logs|sqs|sns|kms|ecs|secretsmanager|ssm|events|elasticfilesystem|dynamodb):[a-z0-9-]+:(\d{12}):"),
    re.compile(r"\barn:aws[a-z-]*:iam::(\d{12}):(?:role|policy)/"),
    re.compile(r"\b(\d{12})\.dkr\.ecr\."),
)
# A load balancer, an API and a distribution only take certificates of their own account:
# https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html, https://github.com/aws/aws-cdk/issues/13512 (read
# 2026-11-30)
_CERTIFICATE = re.compile(r":acm:[a-z0-9-]+:(\d{12}):certificate/")
_ROOT = re.compile(r":iam::[\"']?,?\s*[\"']?(\d{12}):root")
_OPEN = "AWS::AccountId"


def account_told_by(text: str) -> str:
    """The account that a template's text speaks of; "" where it speaks of none."""
    certified = set(_CERTIFICATE.findall(text))
    if len(certified) == 1:
        return str(certified.pop())
    if _OPEN in text:
        return ""
    found = [Counter(sign.findall(text)) for sign in _SIGNS]
    roots = set(_ROOT.findall(text))
    # A key's root is its own account's; without a key, a root may be another's, as of a load balancer's logs.
    found.insert(1, Counter(roots if "kms:*" in text and len(roots) == 1 else ()))
    for votes in found:
        most = votes.most_common(2)
        if most and (len(most) == 1 or most[0][1] > most[1][1]):
            return str(most[0][0])
    return ""
