"""What stands between an RDS Proxy and the tasks that call it: its way to the database, its role, and IAM sign-in.

A proxy signs in to the database with a secret, which it reads by its own role, from interfaces of its own. Where it
asks clients for IAM, their passwords are no good: each connection needs a token, for which the task role must be
allowed rds-db:connect.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-network-prereqs.html,
rds-proxy-secrets-arns.html, rds-proxy-iam-setup.html and rds-proxy-connecting.html there.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list

TARGETS = "AWS::RDS::DBProxyTargetGroup"
_NAMED = (("DBInstanceIdentifiers", "AWS::RDS::DBInstance"), ("DBClusterIdentifiers", "AWS::RDS::DBCluster"))
READ, CONNECT, DECRYPT = "secretsmanager:GetSecretValue", "rds-db:connect", "kms:Decrypt"


def databases(inquiry: Inquiry, proxy: Resource) -> Iterator[Resource]:
    """The databases of the templates behind a proxy."""
    for group in of_type(inquiry.systems, TARGETS):
        name = group.get("DBProxyName")
        if isinstance(name, Unknown) or name not in (proxy.physical_id, proxy.get("DBProxyName")):
            continue
        for key, type in _NAMED:
            for value in as_list(group.get(key)):
                found = inquiry.find(value, type)
                if found is not None:
                    yield found
