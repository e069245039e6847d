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
}
_LAST_WORD = re.compile(r"(?:^|_)(?P<kind>BUCKET|QUEUE|TABLE|TOPIC|BUS)(?:_(?:NAME|ARN|UR[LI]))?\Z", re.IGNORECASE)
# Of these it is certain that they are nothing of another kind's.
_CERTAIN = frozenset(type for types in _OF_KINDS.values() for type in types) | {
    "AWS::Kinesis::Stream", "AWS::Lambda::Function", "AWS::Logs::LogGroup", "AWS::SecretsManager::Secret",
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
    # As a part of a longer text it may be there for something else.
    whole = (gift.resource.physical_id, gift.resource.arn, *gift.resource.attributes.values())
    if type in _OF_KINDS[kind] or gift.definition.get(*gift.path) not in whole:
        return None
    return kind.lower(), _OF_KINDS[kind]


def wants_value(gift: Gift) -> bool:
    """Whether a variable for a password has the ARN of a secret."""
    is_secret = gift.resource.type == "AWS::SecretsManager::Secret" or gift.attribute == MASTER_SECRET
    return is_secret and not gift.secret and PASSWORD.search(gift.variable) is not None
