"""Who speaks to an Aurora cluster by the RDS Data API: over HTTPS to an AWS service, and not to the database itself.

The Data API is told the ARN of the cluster and the ARN of the secret with the credentials, and is called as the task
role. No packet goes from the task to the database then, so neither its security group nor its subnets matter.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.html ("doesn't require a persistent
connection to the DB cluster"; "access your DB cluster without ... resources in a virtual private cloud"; read
2026-11-29).
"""

from __future__ import annotations

from collections.abc import Sequence

from seatrial.analyses.checklist.gifts import Gift
from seatrial.model.value import Unknown, as_flag, as_text

CLUSTER, EXECUTE = "AWS::RDS::DBCluster", "rds-data:ExecuteStatement"


def offers(gift: Gift) -> bool:
    """Whether what is given is a cluster with the Data API switched on, or perhaps so."""
    value = gift.resource.get("EnableHttpEndpoint")
    return gift.resource.type == CLUSTER and (isinstance(value, Unknown) or as_flag(value))


def is_told_so(gifts: Sequence[Gift], gift: Gift) -> bool:
    """Whether a variable has what the Data API asks for, and the containers have nothing to connect to the database
    with: the cluster's ARN, and beside it the secret of the cluster.
    """
    if not offers(gift) or as_text(gift.definition.get(*gift.path)) != gift.resource.arn:
        return False
    same = [item for item in gifts if item.definition is gift.definition and item.resource is gift.resource]
    return any(_by_secret(item) for item in same) and not any(_direct(item) for item in same)


def by_secret_only(gift: Gift) -> bool:
    """Whether containers know of a cluster only by its secret, which they have the name of and not the value."""
    told_its_arn = as_text(gift.definition.get(*gift.path)) == gift.resource.arn
    return gift.attribute is None and not gift.secret and not told_its_arn


def _by_secret(gift: Gift) -> bool:
    return gift.attribute == "MasterUserSecret.SecretArn" or by_secret_only(gift)


def _direct(gift: Gift) -> bool:
    """An address, or the secret's value itself with the address in it."""
    attribute = (gift.attribute or "").lower()
    return "endpoint" in attribute or gift.secret
