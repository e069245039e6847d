"""Stores of data as others see them: a cluster that has no instance, attributes that it will not have, and passwords
that are made of what it doesn't take.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.html (connections are made to instances of
a cluster), https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticache-replicationgroup.html
("Fn::GetAtt returns a value for this attribute only if the replication group is clustered. Otherwise, Fn::GetAtt
fails"), https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html ("You
must specify the StreamSpecification property to use this attribute"),
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html (characters of a token),
https://github.com/aws/aws-cdk/issues/16824 (text about passwords).
"""

from __future__ import annotations

import string
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.elasticache import GROUP, may_be_sharded
from seatrial.analyses.refusals.rds import CLUSTER, INSTANCE
from seatrial.analyses.refusals.storage import CHARACTER_TYPES
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_text

SECRET, TABLE = "AWS::SecretsManager::Secret", "AWS::DynamoDB::Table"
# What may not stand in a password of RDS, and what may not stand in a token of ElastiCache.
_NO_PASSWORD = '/@"'
_NO_TOKEN = "".join(letter for letter in string.punctuation if letter not in "!&#$^<>-")


def _empty(inquiry: Inquiry) -> Iterator[Said]:
    """Aurora clusters that nothing of the known templates puts an instance into."""
    instances = [item for system in inquiry.systems for item in system.of_type(INSTANCE)]
    of = [item.get("DBClusterIdentifier") for item in instances]
    if any(isinstance(item, Unknown) for item in of):
        return
    for cluster in inquiry.system.of_type(CLUSTER):
        mode = cluster.get("EngineMode")
        if not as_text(cluster.get("Engine")).startswith("aurora") or as_text(mode) not in ("", "provisioned"):
            continue
        if isinstance(mode, Unknown) or any(inquiry.find(value, CLUSTER) is cluster for value in of):
            continue
        engine = as_text(cluster.get("Engine"))
        yield Found(
            cluster,
            (),
            f"{cluster.logical_id} has no instance: nothing answers at its endpoint",
            "an Aurora cluster is only its storage; connections are made to its instances, also with "
            "ServerlessV2ScalingConfiguration, and no AWS::RDS::DBInstance names this cluster",
            f"add an AWS::RDS::DBInstance with DBClusterIdentifier: !Ref {cluster.logical_id}, Engine: {engine} and "
            "DBInstanceClass: db.serverless, or another class",
        )


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


CHECKS = (
    Check(
        "CRE072",
        Severity.WARNING,
        Question.CREATE,
        "An Aurora cluster has no instance",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.html",
        _empty,
    ),
    Check(
        "CRE073",
        Severity.ERROR,
        Question.CREATE,
        "Fn::GetAtt names an attribute that the resource does not have with its settings",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-elasticache-replicationgroup.html "
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
        _attributes,
    ),
    Check(
        "CRE074",
        Severity.WARNING,
        Question.CREATE,
        "A generated password may contain characters that the database or cache refuses",
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html "
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html",
        _passwords,
    ),
)
