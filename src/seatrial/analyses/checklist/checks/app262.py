"""Whether the user of a database is the one that its secret names.

A template that makes a secret for a database takes the password from it, and writes the user name once more. Where that
is another, whoever signs in with what the secret says names a user that the database doesn't make: a proxy, and
containers that are given both.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbcluster.html (MasterUsername),
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-secrets-arns.html (a secret holds user name and
password of a user of the database).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_proxies import PROXY
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.sqs import document
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

SECRET = "AWS::SecretsManager::Secret"
_STORES = ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::DocDB::DBCluster")


def _other_user(inquiry: Inquiry) -> Iterator[Said]:
    for store in inquiry.system.of_type(*_STORES):
        user = store.get("MasterUsername")
        # What comes from somewhere isn't written out.
        if not isinstance(user, str) or any(item.path[:1] == ("MasterUsername",) for item in store.references):
            continue
        named = {item.target for item in store.references if item.path[:1] == ("MasterUserPassword",)}
        for name in named:
            secret = inquiry.system.resources.get(name)
            told = _user_of(secret) if secret is not None and secret.type == SECRET else ""
            if secret is None or not told or told == user or not (by := _signs_in(inquiry, secret)):
                continue
            yield Found(
                store,
                ("MasterUsername",),
                f"the user of {store.logical_id} is {user}, and {name}, which its password comes from, names {told}",
                f"{by} signs in as {told} with that password: the database has no such user, and refuses it",
                f'write MasterUsername: !Sub "{{{{resolve:secretsmanager:${{{name}}}:SecretString:username}}}}"',
            )


def _user_of(secret: Resource) -> str:
    """The user name that a secret is made with; "" where it has none."""
    template = secret.get("GenerateSecretString", "SecretStringTemplate")
    return as_text(at(document(template), "username")) or as_text(at(document(secret.get("SecretString")), "username"))


def _signs_in(inquiry: Inquiry, secret: Resource) -> str:
    """Who takes the user name from a secret: a proxy, or a task definition."""
    for proxy in inquiry.system.of_type(PROXY):
        if any(inquiry.find(at(item, "SecretArn"), SECRET) is secret for item in as_list(proxy.get("Auth"))):
            return proxy.logical_id
    for gift in inquiry.gifts:
        if gift.secret and gift.resource is secret and ":username:" in as_text(gift.definition.get(*gift.path)):
            return gift.definition.logical_id
    return ""


CHECK = Check(
    "APP262",
    Severity.WARNING,
    Question.REACH,
    "The user of a database is another than its secret names",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-secrets-arns.html",
    _other_user,
)
