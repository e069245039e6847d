"""Whether a generated password may contain characters that the database or the cache refuses.

A secret is made of what GenerateSecretString doesn't exclude, so that one stack is made and the next is rolled back.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html,
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html (characters of a token; read 2026-11-29),
https://github.com/aws/aws-cdk/issues/16824 (text about passwords; read 2026-11-29).
"""

from __future__ import annotations

import string
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.elasticache import GROUP
from seatrial.analyses.refusals.rds import CLUSTER, INSTANCE
from seatrial.analyses.refusals.storage import CHARACTER_TYPES
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_text

SECRET = "AWS::SecretsManager::Secret"
# What may not stand in a password of RDS, and what may not stand in a token of ElastiCache.
_NO_PASSWORD = '/@"'
_NO_TOKEN = "".join(letter for letter in string.punctuation if letter not in "!&#$^<>-")


def _passwords(inquiry: Inquiry) -> Iterator[Said]:
    """Passwords that a secret makes up, and that may have a character in them that the store refuses."""
    for store in inquiry.system.of_type(CLUSTER, INSTANCE, GROUP, "AWS::DocDB::DBCluster"):
        key, bad = ("AuthToken", _NO_TOKEN) if store.type == GROUP else ("MasterUserPassword", _NO_PASSWORD)
        for reference in store.references:
            secret = inquiry.system.resources.get(reference.target)
            if reference.path[:1] != (key,) or secret is None or secret.type != SECRET:
                continue
            left = sorted(set(bad) & _letters(secret))
            if left:
                yield Found(
                    store,
                    (key,),
                    f"{key} of {store.logical_id} is made up by {secret.logical_id} and may contain "
                    f"{' '.join(left[:8])}",
                    f"{store.type.split('::')[1]} refuses such a password, so the stack is rolled back for one and "
                    "created for another",
                    f"write ExcludePunctuation: true in GenerateSecretString of {secret.logical_id}"
                    if store.type == GROUP
                    else f"write ExcludeCharacters: '\"@/\\' in GenerateSecretString of {secret.logical_id}",
                    "Invalid AuthToken provided."
                    if store.type == GROUP
                    else "Only printable ASCII characters besides '/', '@', '\"', ' ' may be used.",
                )


def _letters(secret: Resource) -> set[str]:
    """The characters that a generated secret may be made of; none where that isn't known."""
    generate = secret.get("GenerateSecretString")
    excluded = secret.get("GenerateSecretString", "ExcludeCharacters")
    if not isinstance(generate, dict) or any(isinstance(value, Unknown) for value in generate.values()):
        return set()
    kinds = [letters for option, letters in CHARACTER_TYPES.items() if not as_flag(generate.get(option))]
    return set("".join(kinds)) - set(as_text(excluded))


CHECK = Check(
    "CRE074",
    Severity.WARNING,
    Question.CREATE,
    "A generated password may contain characters that the database or cache refuses",
    "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html "
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html",
    _passwords,
)
