"""What the name of a variable says it is for: a password, a bucket, a queue."""

from __future__ import annotations

import re
from collections.abc import Mapping

from seatrial.analyses.checklist.gifts import HOST_VARIABLE, Gift
from seatrial.analyses.launch.held_secret import MASTER_SECRET

PASSWORD = re.compile(r"(?:^|_)(?:PASSWORD|PASSWD|PWD|PASS)\Z", re.IGNORECASE)
# By the last word of a name before _ARN, _URL and the like, the types that are that.
_OF_KINDS: Mapping[str, tuple[str, ...]] = {
    "BUCKET": ("AWS::S3::Bucket", "AWS::S3::AccessPoint", "AWS::S3Express::DirectoryBucket"),
    "QUEUE": ("AWS::SQS::Queue",),
    "TABLE": ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"),
    "TOPIC": ("AWS::SNS::Topic",),
    "BUS": ("AWS::Events::EventBus",),
    "CLUSTER": (
        "AWS::ECS::Cluster", "AWS::DAX::Cluster", "AWS::DocDB::DBCluster", "AWS::EKS::Cluster", "AWS::EMR::Cluster",
        "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup", "AWS::MSK::Cluster",
        "AWS::MSK::ServerlessCluster", "AWS::MemoryDB::Cluster", "AWS::Neptune::DBCluster", "AWS::RDS::DBCluster",
        "AWS::Redshift::Cluster",
    ),
    "TASK_DEFINITION": ("AWS::ECS::TaskDefinition",),
    "SUBNET": ("AWS::EC2::Subnet",),
    "SECURITY_GROUP": ("AWS::EC2::SecurityGroup",),
}  # fmt: skip
_NOUNS = {"TASKDEFINITION": "TASK_DEFINITION", "TASK_DEF": "TASK_DEFINITION", "TASKDEF": "TASK_DEFINITION"}
_LAST_WORD = re.compile(
    r"(?:^|_)(?P<kind>BUCKET|QUEUE|TABLE|TOPIC|BUS|CLUSTER|TASK_?DEF(?:INITION)?|SUBNET|SECURITY_GROUP)S?"
    r"(?:_(?:NAME|ARN|UR[LI]|ID|LIST)S?)?\Z",
    re.IGNORECASE,
)
# What functions and applications that start tasks are given several of.
_LISTED = ("SUBNET", "SECURITY_GROUP")
# Of these it is certain that they are nothing of another kind's.
_CERTAIN = frozenset(type for types in _OF_KINDS.values() for type in types) | {
    "AWS::EC2::VPC", "AWS::Kinesis::Stream", "AWS::Lambda::Function", "AWS::Logs::LogGroup",
    "AWS::SecretsManager::Secret",
    "AWS::StepFunctions::StateMachine",
}  # fmt: skip
_DATABASES = ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::RDS::DBProxy")
_CACHES = (
    "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup", "AWS::ElastiCache::ServerlessCache",
    "AWS::MemoryDB::Cluster",
)  # fmt: skip
SERVER_TYPES = (*_DATABASES, *_CACHES)
# By the last word of a name before _HOST and the like.
_SERVERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        ("DB", "DATABASE", "MARIADB", "MYSQL", "PG", "POSTGRES", "POSTGRESQL", "RDS"), ("database", _DATABASES)
    ),
    **dict.fromkeys(("CACHE", "ELASTICACHE", "MEMCACHED", "REDIS", "VALKEY"), ("cache", _CACHES)),
}


def kind_asked(gift: Gift) -> tuple[str, tuple[str, ...]] | None:
    """The kind of thing that a variable is for, and its types, where it is all of a thing of another kind."""
    match, type = _LAST_WORD.search(gift.variable), gift.resource.type
    server = HOST_VARIABLE.match(gift.variable) if match is None else None
    if server is not None:
        noun, types = _SERVERS.get(server["prefix"].rpartition("_")[2].upper(), ("", ()))
        other = type in SERVER_TYPES and type not in types
        value = gift.definition.get(*gift.path)
        return (noun, types) if noun and other and value in gift.resource.attributes.values() else None
    if match is None or type not in _CERTAIN or gift.attribute is None:
        return None
    kind = match["kind"].upper()
    kind = _NOUNS.get(kind, kind)
    # As a part of a longer text it may be there for something else, but not in a list of ids.
    whole = (gift.resource.physical_id, gift.resource.arn, *gift.resource.attributes.values())
    value = gift.definition.get(*gift.path)
    parts = value.split(",") if isinstance(value, str) and kind in _LISTED else [value]
    if type in _OF_KINDS[kind] or not any(part in whole for part in parts):
        return None
    return kind.lower().replace("_", " "), _OF_KINDS[kind]


def wants_value(gift: Gift) -> bool:
    """Whether a variable for a password has the ARN of a secret."""
    is_secret = gift.resource.type == "AWS::SecretsManager::Secret" or gift.attribute == MASTER_SECRET
    return is_secret and not gift.secret and PASSWORD.search(gift.variable) is not None
