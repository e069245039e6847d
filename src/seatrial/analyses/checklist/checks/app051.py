"""Whether the role of an RDS Proxy may be assumed by RDS, and may read the secret that the proxy signs in with.

A proxy signs in to the database with a secret, which it reads by its own role.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-iam-setup.html,
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-secrets-arns.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_proxies import PROXY
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.fixes import trust
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import key_behind
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.checklist.use_table import USES
from seatrial.analyses.iam import ContextValue, RoleView, can_assume, evaluate, question
from seatrial.analyses.iam.encryption_context import encryption_context
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, at

READ, DECRYPT = "secretsmanager:GetSecretValue", "kms:Decrypt"
SECRET = "AWS::SecretsManager::Secret"
RDS = "rds.amazonaws.com"


def _roles(inquiry: Inquiry) -> Iterator[Said]:
    for proxy in inquiry.system.of_type(PROXY):
        role = inquiry.role(proxy.get("RoleArn"))
        if not isinstance(role, RoleView) or role.note or inquiry.refused_at(role.resource):
            continue
        trusted = can_assume(role, RDS, {"aws:SourceArn": proxy.arn})
        if trusted.allowed is False:
            yield _untrusted(inquiry, proxy, role)
            continue
        for item in as_list(proxy.get("Auth")):
            secret = inquiry.find(at(item, "SecretArn"), SECRET)
            found = _unread(inquiry, proxy, role, secret) if secret is not None else None
            if found is not None:
                yield found
                break


def _untrusted(inquiry: Inquiry, proxy: Resource, role: RoleView) -> Found:
    name = role.resource.logical_id
    return Found(
        role.resource,
        role.trust.path,
        f"Amazon RDS may not assume {name}, the role of {proxy.logical_id}",
        f"{proxy.logical_id} reads its secrets as that role, and its trust policy doesn't let it: it finds no password "
        "to sign in to the database with, and refuses the connections of its clients",
        f"allow sts:AssumeRole to Principal: {{ Service: {RDS} }} in AssumeRolePolicyDocument of {name}",
        fix=trust(inquiry, role, RDS),
    )


def _unread(inquiry: Inquiry, proxy: Resource, role: RoleView, secret: Resource) -> Found | None:
    """Whether the proxy may read a secret, and decrypt it with the secret's own key."""
    scope = inquiry.system.scope
    context: dict[str, ContextValue] = {"aws:RequestedRegion": scope.region}
    key = key_behind(inquiry, secret, USES[SECRET].key)
    through: dict[str, ContextValue] = {
        "kms:ViaService": f"secretsmanager.{scope.region}.{dns_suffix_of(scope.region)}",
        "kms:CallerAccount": scope.account,
        **encryption_context("secretsmanager", secret.arn),
    }
    calls = [(READ, secret.physical_id, secret.logical_id, context)]
    if key is not None:
        calls.append((DECRYPT, key.arn, f"{key.logical_id}, the key of {secret.logical_id}", {**context, **through}))
    for action, on, shown, known in calls:
        asked = question(inquiry.systems, role, action, on, known)
        decision = evaluate(*asked)
        if decision.allowed is not False:
            continue
        name = role.resource.logical_id
        near = told(inquiry, asked, decision, role) if action == DECRYPT else None
        verb = "read" if action == READ else f"call {DECRYPT} with"
        return Found(
            near.resource if near is not None else role.resource,
            near.path if near is not None else (),
            f"{name}, the role of {proxy.logical_id}, may not {verb} {shown}",
            f"{near.says if near is not None else decision.reason}: {proxy.logical_id} finds no password to sign in to "
            "the database with, and refuses the connections of its clients",
            near.mend if near is not None else f"allow {action} on {typed(inquiry, on)} in a policy of {name}",
        )
    return None


CHECK = Check(
    "APP051",
    Severity.ERROR,
    Question.REACH,
    "The role of an RDS Proxy may not read the secret that it signs in with",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-iam-setup.html",
    _roles,
)
