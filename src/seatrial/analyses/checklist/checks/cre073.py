"""Whether Fn::GetAtt names attributes that a resource has with its settings.

Some attributes are only there with a setting: the configuration endpoint of a replication group, the stream of a table,
the secret of a database.

Sources:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticache-replicationgroup.html
("Fn::GetAtt returns a value for this attribute only if the replication group is clustered. Otherwise, Fn::GetAtt
fails"; read 2026-11-29),
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html ("You must
specify the StreamSpecification property to use this attribute"; read 2026-11-29),
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.elasticache import GROUP, may_be_sharded
from seatrial.analyses.refusals.rds import CLUSTER, INSTANCE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag

TABLE = "AWS::DynamoDB::Table"


def _attributes(inquiry: Inquiry) -> Iterator[Said]:
    """References to attributes that a resource has only with some of its settings."""
    told: set[str] = set()
    for resource in inquiry.system.resources.values():
        for reference in resource.references:
            target = inquiry.system.resources.get(reference.target)
            if target is None or not reference.path or target.logical_id in told:
                continue
            said = _lacking(target, reference.attribute)
            if said is None:
                continue
            why, mend = said
            # What the target should have is told at the target, once.
            of_target = target.type in (CLUSTER, INSTANCE) or _for_several(inquiry, target, reference.attribute)
            told |= {target.logical_id} if of_target else set()
            key = "StreamSpecification" if target.type == TABLE else "ManageMasterUserPassword"
            yield Found(
                target if of_target else resource,
                (key,) if of_target else reference.path,
                f"{target.logical_id} has no {reference.attribute}, which {resource.logical_id} uses",
                f"{why}: Fn::GetAtt fails, and the stack is rolled back",
                mend,
            )


def _for_several(inquiry: Inquiry, target: Resource, attribute: str) -> bool:
    """Whether several resources use the stream of a table, so that it is the table that lacks it."""
    users = {
        (item.source, item.path)
        for item in inquiry.system.references
        if item.target == target.logical_id and item.attribute == attribute
    }
    return target.type == TABLE and len(users) > 1


def _lacking(target: Resource, attribute: str) -> tuple[str, str] | None:
    managed = target.get("ManageMasterUserPassword")
    if target.type in (CLUSTER, INSTANCE) and attribute.startswith("MasterUserSecret"):
        if isinstance(managed, Unknown) or as_flag(managed) or target.get("DBClusterIdentifier") is not None:
            return None
        why = "RDS makes a secret for the master user only where ManageMasterUserPassword is true"
        instead = " and leave MasterUserPassword out" if target.get("MasterUserPassword") is not None else ""
        return why, f"set ManageMasterUserPassword: true in {target.logical_id}{instead}"
    if target.type == GROUP and attribute.startswith("ConfigurationEndPoint") and not may_be_sharded(target):
        part = attribute.rpartition(".")[2]
        why = "a replication group has a configuration endpoint only with cluster mode enabled"
        return why, f"write !GetAtt {target.logical_id}.PrimaryEndPoint.{part}"
    if target.type == TABLE and attribute == "StreamArn" and target.get("StreamSpecification") is None:
        why = "a table has a stream only with a StreamSpecification"
        return why, f"add StreamSpecification: {{ StreamViewType: NEW_AND_OLD_IMAGES }} to {target.logical_id}"
    return None


CHECK = Check(
    "CRE073",
    Severity.ERROR,
    Question.CREATE,
    "Fn::GetAtt names an attribute that the resource does not have with its settings",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-elasticache-replicationgroup.html "
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
    _attributes,
)
