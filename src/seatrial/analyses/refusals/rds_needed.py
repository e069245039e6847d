"""What a database has to be given: a class, an engine, storage and a user; and a subnet group, to be where its security
groups are.

Without a subnet group a database is made in the account's default VPC, and that is no VPC of a template.

Sources (read 2026-11-30): of the texts above them; of the rules:
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html ("DBSubnetGroupName",
"AllocatedStorage") and https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
("If you're not using a VPC").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.world import World, entries
from seatrial.model.resource import Resource
from seatrial.model.value import OutsideId, as_text

VPC, GROUP = "AWS::EC2::VPC", "AWS::EC2::SecurityGroup"
Lack = tuple[str, str, bool]
"""The text, the property, and whether the wording is ours."""


def lacking(resource: Resource) -> Iterator[Lack]:
    """What an instance of its own lacks: one that is no copy and no member of a cluster."""
    aurora = as_text(resource.get("Engine")).lower().startswith(("aurora", "neptune", "docdb"))
    if resource.get("Engine") is None:
        yield "The database has no engine.", "Engine", True
    elif aurora and resource.get("DBClusterIdentifier") is None:
        # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (DBClusterIdentifier: "The
        # identifier of the DB cluster that this DB instance will belong to")
        yield "The instance is of Aurora and names no cluster.", "DBClusterIdentifier", True
    elif resource.get("DBInstanceClass") is None:
        yield "The database has no instance class.", "DBInstanceClass", True
    elif resource.get("AllocatedStorage") is None and not aurora:
        # https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1557
        yield "The parameter AllocatedStorage must be provided and must not be null.", "AllocatedStorage", False
    elif resource.get("MasterUsername") is None and not aurora:
        yield "The database has no master user.", "MasterUsername", True


def apart(world: World, resource: Resource, groups: str) -> str:
    """The VPC of a database's security groups, where it is surely not the one that the database is made in; "" where it
    may be. ``groups`` is the property that names them.
    """
    for value in entries(resource.get(groups)):
        group = world.find(value, GROUP)
        named = group.get("VpcId") if group is not None else None
        vpc = world.find(named, VPC)
        if vpc is not None and not isinstance(named, OutsideId):
            return vpc.physical_id
    return ""
