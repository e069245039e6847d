"""What CloudFormation itself knows of a type: which properties it takes, what a change replaces, what GetAtt gives.

A template with a wrong type, an unknown property or a missing one fails on AWS only when the resource's turn comes,
often minutes into a deployment. The provider schemas say it beforehand. They lie in ``data/schemas``, one small file a
type, read when a template first names the type. A type without a file has no problems: it is carried verbatim.

Sources: the schemas, see tools/build_schema_data.py;
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html (read 2026-11-23).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from seatrial.kinds.data import text_of
from seatrial.kinds.schema_spelling import Misspelt, Speller
from seatrial.kinds.schema_walk import Problem, Walk
from seatrial.model.span import PropertyPath
from seatrial.model.value import Properties

__all__ = (
    "Misspelt",
    "Problem",
    "attributes",
    "create_only",
    "knows",
    "may_replace",
    "misspelling",
    "primary",
    "problems",
    "read_only",
    "spelt",
    "takes_list",
)

# Enough to mend a resource by; a property that is wrong in a list of thousands is not told a thousand times.
MOST_PROBLEMS = 50
_TYPE = re.compile(r"[A-Za-z0-9]+::[A-Za-z0-9]+::[A-Za-z0-9]+")

# Types of which GetAtt gives every property, not only what AWS sets itself.
# https://github.com/aws-cloudformation/cfn-lint/blob/v1.58.0/src/cfnlint/schema/_getatts.py (read 2026-11-23)
_OPEN_ATTRIBUTES = frozenset(
    {
        "AWS::AutoScaling::AutoScalingGroup",
        "AWS::Backup::BackupSelection",
        "AWS::Backup::BackupVault",
        "AWS::Backup::LogicallyAirGappedBackupVault",
        "AWS::EC2::Instance",
        "AWS::EC2::SecurityGroup",
        "AWS::EC2::Subnet",
        "AWS::EC2::VPC",
        "AWS::EFS::MountTarget",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::Events::EventBus",
        "AWS::RDS::DBInstance",
        "AWS::RDS::DBParameterGroup",
        "AWS::Route53Resolver::ResolverRule",
        "AWS::Route53Resolver::ResolverRuleAssociation",
        "AWS::S3::AccessPoint",
        "AWS::SNS::Topic",
        "AWS::SQS::Queue",
        "AWS::SSM::Parameter",
        "AWS::StepFunctions::Activity",
    }
)
# Attributes that the documentation of the type has and its schema doesn't mark. Same source.
_MORE_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "AWS::CloudWatch::InsightRule": frozenset({"RuleName"}),
    "AWS::DocDB::DBCluster": frozenset({"Port"}),
    "AWS::Kinesis::StreamConsumer": frozenset({"ConsumerName", "StreamARN"}),
    "AWS::Route53Resolver::ResolverEndpoint": frozenset({"Direction", "Name"}),
    "AWS::ServiceDiscovery::Service": frozenset({"Name"}),
}
# All but ServiceToken is up to the provider, under a name of one's own as well:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
# (read 2026-11-30)
_CUSTOM: Mapping[str, Any] = {"required": ["ServiceToken"], "properties": {"ServiceToken": {"type": "string"}}}


def problems(type: str, properties: Properties) -> Iterator[Problem]:
    """What CloudFormation would refuse of a resource's resolved properties, a bounded number of them."""
    walk = _walk(type)
    return islice(walk.problems(dict(properties)), MOST_PROBLEMS) if walk is not None else iter(())


def spelt(type: str, properties: Properties) -> tuple[Properties, tuple[Misspelt, ...]]:
    """The properties as they are plainly meant, and which of them are misspelt."""
    schema = _schema(type)
    if schema is None or not isinstance(properties, dict):
        return properties, ()
    speller = Speller(schema)
    made = speller.spelt(properties)
    return made, tuple(speller.found)


def takes_list(type: str, path: PropertyPath) -> bool:
    """Whether a property is a list, and nothing else."""
    schema = _schema(type)
    return schema is not None and Speller(schema).takes_list(path)


def misspelling(type: str, item: Misspelt) -> Problem:
    """What CloudFormation says of a misspelt property."""
    return Walk(type, {}).unknown(str(item.path[-1]), [str(item.meant[-1])], item.path[:-1])


def knows(type: str) -> bool:
    """Whether there is a schema of this type."""
    return _schema(type) is not None


def create_only(type: str) -> frozenset[tuple[str, ...]]:
    """Property paths whose change replaces the resource; ``*`` stands for every item of a list."""
    return _paths(type, "createOnlyProperties")


def may_replace(type: str) -> frozenset[tuple[str, ...]]:
    """Property paths whose change replaces the resource in some cases, which the schema doesn't tell apart."""
    return _paths(type, "conditionalCreateOnlyProperties")


def read_only(type: str) -> frozenset[tuple[str, ...]]:
    """Property paths that AWS sets itself."""
    return _paths(type, "readOnlyProperties")


def primary(type: str) -> tuple[tuple[str, ...], ...]:
    """The property paths that together name a resource of the type, as Cloud Control does."""
    schema = _schema(type)
    return tuple(_path(pointer) for pointer in schema["primaryIdentifier"]) if schema else ()


def schema_of(type: str) -> Mapping[str, Any] | None:
    """A type's whole schema; None where it isn't here."""
    return _schema(type)


@lru_cache(maxsize=512)
def settable(type: str) -> tuple[str, ...]:
    """The properties that a template may give a type."""
    found = _schema(type)
    return tuple(name for name in found["properties"] if (name,) not in read_only(type)) if found is not None else ()


@lru_cache(maxsize=512)
def needed(type: str) -> tuple[str, ...]:
    """The properties that a template has to give a type."""
    found = _schema(type)
    return tuple(found.get("required", ())) if found is not None else ()


def attributes(type: str) -> frozenset[str]:
    """What Fn::GetAtt gives of a type; a nested one is written with dots (``Endpoint.Address``)."""
    schema = _schema(type)
    if schema is None:
        return frozenset()
    paths = [path for path in read_only(type) if "*" not in path]
    # What has parts is an object, and GetAtt gives its parts.
    whole = {path[:length] for path in paths for length in range(1, len(path))}
    names = {".".join(path) for path in paths if path not in whole} | _MORE_ATTRIBUTES.get(type, frozenset())
    if type in _OPEN_ATTRIBUTES:
        plain = (name for name, body in schema["properties"].items() if _is_plain(body, schema))
        names.update(name for name in plain if (name,) not in whole)
    return frozenset(names)


def _is_plain(body: Mapping[str, Any], schema: Mapping[str, Any]) -> bool:
    """Whether a property is a scalar or a list of scalars: only those can be an attribute."""
    items: Mapping[str, Any] = body.get("items", body)
    if "$ref" in items:
        items = schema.get("definitions", {}).get(items["$ref"].rpartition("/")[2], {"type": "object"})
    return "$ref" not in items and items.get("type") not in ("object", "array")


@lru_cache(maxsize=512)
def _paths(type: str, mark: str) -> frozenset[tuple[str, ...]]:
    schema = _schema(type)
    return frozenset(_path(pointer) for pointer in schema.get(mark, ())) if schema else frozenset()


def _path(pointer: str) -> tuple[str, ...]:
    return tuple(pointer.removeprefix("/properties/").split("/"))


@lru_cache(maxsize=512)
def _walk(type: str) -> Walk | None:
    schema = _CUSTOM if type.startswith("Custom::") else _schema(type)
    return Walk(type, schema) if schema is not None else None


@lru_cache(maxsize=512)
def _schema(type: str) -> Mapping[str, Any] | None:
    """The schema of a type as it lies in the data; None where there is none."""
    if not _TYPE.fullmatch(type):
        return None
    text = text_of("schemas", f"{type.lower().replace('::', '-')}.json")
    if text is None:
        return None
    schema: Mapping[str, Any] = json.loads(text)
    # Type names differ in case alone on no two types, and CloudFormation takes only the exact one.
    return schema if schema["typeName"] == type else None
