"""Properties that name a resource of the template of another kind than they take: a VPC where a role is wanted.

CloudFormation puts any Ref or GetAtt anywhere; it is the service that then looks for a subnet, a role or a key under
what it was given. What a property takes is told by its type's relations, and for other types by the property's name,
which AWS uses for the same thing everywhere. Only what names a resource by one of its own identities is judged: an
attribute may well be another thing's id, as a VPC's default group is.

One such slip makes a subnet part of nothing and a rule one of no group, and everything that leans on them fails. So the
rest is judged as if the property were what it is plainly meant for, where the template has just one thing of the kind,
and as unknown otherwise.

Source: the pages of these types under https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ (read
2026-11-30).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.outside import ARN, ID, put
from seatrial.kinds import CARDS
from seatrial.kinds.schema import settable
from seatrial.model.finding import Finding
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Mistaken, Properties, Value, at, leaves

_KEY, _ROLE = ("AWS::KMS::Key", "AWS::KMS::Alias", "AWS::KMS::ReplicaKey"), ("AWS::IAM::Role",)
_SUBNET, _GROUP, _VPC = ("AWS::EC2::Subnet",), ("AWS::EC2::SecurityGroup",), ("AWS::EC2::VPC",)
_FUNCTION = tuple(f"AWS::Lambda::{name}" for name in ("Function", "Alias", "Version"))
_ATTACHED = "AWS::SecretsManager::SecretTargetAttachment"
_ENGINES, _ELB = ("RDS", "DocDB", "Neptune"), "AWS::ElasticLoadBalancingV2::"
_BY_NAME: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("SubnetId", "SubnetIds", "Subnets", "ClientSubnets", "VpcSubnetIds", "VPCZoneIdentifier"), _SUBNET
    ),
    **dict.fromkeys(("SecurityGroupId", "SecurityGroupIds", "SecurityGroups"), _GROUP),
    **dict.fromkeys(("VpcSecurityGroupIds", "VPCSecurityGroups"), _GROUP),
    **dict.fromkeys(("VpcId", "VPCId", "VpcIdentifier"), _VPC),
    **dict.fromkeys(("KmsKeyId", "KMSKeyId", "KmsMasterKeyId", "KMSMasterKeyID", "KMSMasterKeyId", "KmsKeyArn"), _KEY),
    **dict.fromkeys(("Role", "RoleArn", "RoleARN", "ExecutionRoleArn", "ServiceRoleArn", "MonitoringRoleArn"), _ROLE),
    **dict.fromkeys(("IAMRoleARN", "ServiceRole", "AgentResourceRoleArn"), _ROLE),
    "HookTargetArn": _FUNCTION,
    "DBSubnetGroupName": tuple(f"AWS::{engine}::DBSubnetGroup" for engine in _ENGINES),
    **dict.fromkeys(
        ("DBClusterIdentifier", "DBClusterIdentifiers"), tuple(f"AWS::{engine}::DBCluster" for engine in _ENGINES)
    ),
    "DBInstanceIdentifiers": ("AWS::RDS::DBInstance",),
    "DBProxyName": ("AWS::RDS::DBProxy",),
    "SecretArn": ("AWS::SecretsManager::Secret", _ATTACHED),
    "TaskDefinitionArn": ("AWS::ECS::TaskDefinition",),
    **dict.fromkeys(("ProductionListenerRule", "TestListenerRule"), (f"{_ELB}ListenerRule", f"{_ELB}Listener")),
    "ListenerArns": (f"{_ELB}Listener",),
    "Topics": ("AWS::SNS::Topic",),
    **dict.fromkeys(("RouteTableId", "RouteTableIds"), ("AWS::EC2::RouteTable",)),
    "CacheSubnetGroupName": ("AWS::ElastiCache::SubnetGroup",),
    "TopicArn": ("AWS::SNS::Topic",),
}
# Of these types alone; elsewhere the name is one that somebody chooses, or another thing's.
_BY_TYPE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("AWS::S3::BucketPolicy", "Bucket"): ("AWS::S3::Bucket",),
    ("AWS::SecretsManager::SecretTargetAttachment", "SecretId"): ("AWS::SecretsManager::Secret",),
    ("AWS::CodeDeploy::DeploymentGroup", "ApplicationName"): ("AWS::CodeDeploy::Application",),
    ("AWS::CodeDeploy::DeploymentGroup", "ClusterName"): ("AWS::ECS::Cluster",),
    ("AWS::CodeDeploy::DeploymentGroup", "ServiceName"): ("AWS::ECS::Service",),
    **{
        (f"AWS::ApiGatewayV2::{name}", "ApiId"): ("AWS::ApiGatewayV2::Api",)
        for name in ("ApiMapping", "Authorizer", "Deployment", "Integration", "Route", "Stage")
    },
    ("AWS::ApiGatewayV2::Integration", "ConnectionId"): ("AWS::ApiGatewayV2::VpcLink",),
    **{
        (f"AWS::Lambda::{name}", "FunctionName"): _FUNCTION
        for name in ("Alias", "EventInvokeConfig", "EventSourceMapping", "Permission", "Version")
    },
    **{(f"AWS::Logs::{name}", "LogGroupName"): ("AWS::Logs::LogGroup",) for name in ("MetricFilter", "LogStream")},
    ("AWS::Logs::SubscriptionFilter", "LogGroupName"): ("AWS::Logs::LogGroup",),
    ("AWS::DAX::Cluster", "SubnetGroupName"): ("AWS::DAX::SubnetGroup",),
    ("AWS::MemoryDB::Cluster", "SubnetGroupName"): ("AWS::MemoryDB::SubnetGroup",),
    ("AWS::MemoryDB::Cluster", "ACLName"): ("AWS::MemoryDB::ACL",),
}
# What a card doesn't list, because it is no part of a Fargate system.
_MORE: Mapping[str, tuple[str, ...]] = {
    "AWS::KMS::Key": _KEY,
    # Ref gives the secret's ARN: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
    # aws-resource-secretsmanager-secrettargetattachment.html (read 2026-11-30)
    "AWS::SecretsManager::Secret": (_ATTACHED,),
    "AWS::EFS::FileSystem": ("AWS::EFS::AccessPoint",),
    "AWS::RDS::DBInstance": (
        *("AWS::DocDBElastic::Cluster", "AWS::Redshift::Cluster", "AWS::RedshiftServerless::Namespace"),
    ),
    "AWS::CertificateManager::Certificate": ("AWS::IAM::ServerCertificate",),
    "AWS::CloudWatch::Alarm": ("AWS::CloudWatch::CompositeAlarm",),
    "AWS::EC2::InternetGateway": tuple(
        f"AWS::EC2::{name}" for name in ("CarrierGateway", "LocalGateway", "NatGateway", "VPCEndpoint")
    ),
}
# These take things of more kinds than a card lists, or any text; or a check of their own knows better what is meant.
_OPEN = frozenset(
    {
        *("ResourceId", "Dimensions[].Value", "AlarmActions[]", "OKActions[]", "InsufficientDataActions[]"),
        *("ContainerDefinitions[].Image", "Targets[].Arn", "Target.Arn", "ScalingTargetId"),
        *("AliasTarget.DNSName", "RecordSets[].AliasTarget.DNSName"),
    }
)
# What is named by nothing but an id that AWS made: never by a name that somebody chose.
_MADE_BY_AWS = frozenset(
    {
        *(*_SUBNET, *_GROUP, *_VPC, "AWS::EC2::RouteTable", "AWS::EC2::InternetGateway", "AWS::EC2::NatGateway"),
        *("AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::VpcLink", "AWS::ServiceDiscovery::PrivateDnsNamespace"),
        "AWS::ApplicationAutoScaling::ScalableTarget",
        *("AWS::EC2::NetworkAcl", "AWS::EFS::FileSystem", "AWS::EFS::AccessPoint", "AWS::Route53::HostedZone"),
        *(f"{_ELB}Listener", f"{_ELB}LoadBalancer", f"{_ELB}TargetGroup", "AWS::ServiceDiscovery::Service"),
    }
)
# What may be named by more, and by a word of the template only by mistake.
_ONLY_AS: Mapping[str, tuple[str, ...]] = {
    "ScalingTargetId": ("AWS::ApplicationAutoScaling::ScalableTarget",),
    "ValueFrom": ("AWS::SSM::Parameter", "AWS::SecretsManager::Secret"),
    "CredentialsParameter": ("AWS::SecretsManager::Secret",),
}
# Roles that ECS also takes by their names.
_NAMED_AS_WELL = ("TaskRoleArn", "ExecutionRoleArn")
_DEEP = 5
_STACK = "AWS::CloudFormation::Stack"
# What a state machine says is read by the checks of triggers.
_STATES = frozenset({"Definition", "DefinitionSubstitutions"})


NONE: Mapping[str, Resource] = {}


class Stray(Struct, frozen=True):
    """``path`` of ``resource`` names ``other``, which is none of ``types``."""

    resource: Resource
    path: PropertyPath
    other: Resource
    types: tuple[str, ...]


def as_meant(
    system: System, reading: Collection[Finding] = (), right: Mapping[str, Resource] = NONE
) -> tuple[System, tuple[Stray, ...]]:
    """The system with what such properties are meant for, and those that there are. ``reading`` told of properties
    that have to be there and are not, of attributes that there are not and of values that are plainly misspelt. Of
    ``right`` it is known that they have none.
    """
    new = [item for name, item in system.resources.items() if right.get(name) is not item]
    found = tuple(stray for resource in new for stray in _strays(system, resource))
    mends = dict(_MENDED)
    told = [item for item in reading if item.code in mends and item.path and item.logical_id in system.resources]
    if not found and not told:
        return system, ()
    resources = dict(system.resources)
    for item in told:
        resources[item.logical_id] = mends[item.code](system, resources[item.logical_id], item)
    for stray in found:
        lost = stray.other.type in stray.types
        meant = stray.other if lost else _only(system, stray.resource, stray.types)
        name = stray.resource.logical_id
        resources[name] = _mended(resources[name], stray, meant)
        if stray.resource.type == _STACK:
            _hand_down(resources, stray, resources[name].get(*stray.path))
    return replace(system, resources=resources), found


def _hand_down(resources: dict[str, Resource], stray: Stray, meant: Value) -> None:
    """Gives what is meant to all that a nested stack gives its parameter to."""
    given, inside = stray.resource.get(*stray.path), f"{stray.resource.logical_id}/"
    for name, resource in resources.items() if isinstance(given, str) else ():
        if name.startswith(inside):
            for path in [path for path, text in _texts(resource) if text == given]:
                resource = resources[name] = _with(resource, path, meant)


def _texts(resource: Resource) -> Iterator[tuple[PropertyPath, str]]:
    return ((path, item) for path, item in leaves(dict(resource.properties)) if isinstance(item, str))


def _filled(system: System, resource: Resource, told: Finding) -> Resource:
    """A resource with the property that it lacks: what there is one of, or what nobody knows."""
    path = told.path
    types = wanted(resource.type, path)
    meant = _only(system, resource, types)
    unknown = Mistaken(f"{property_name(path)} of {resource.logical_id} is missing")
    value = _identity(meant, path) if meant is not None else unknown
    if not isinstance(resource.get(*path[:-1]), dict):
        return resource
    return _with(resource, path, value)


def _named(system: System, resource: Resource, told: Finding) -> Resource:
    """A resource that asks another for an attribute that this doesn't have, with what names that one there."""
    target = next((item.target for item in resource.references if item.path == told.path), "")
    other, types = system.resources.get(target), wanted(resource.type, told.path)
    if other is None or not types:
        return resource
    meant = other if other.type in types else _only(system, resource, types)
    unknown = Mistaken(f"what {property_name(told.path)} of {resource.logical_id} is meant for is not known")
    return _with(resource, told.path, _identity(meant, told.path) if meant is not None else unknown)


def _spelt(system: System, resource: Resource, told: Finding) -> Resource:
    """A resource with the value that is plainly meant in place of a misspelt one."""
    meant = _ONE_WORD.fullmatch(told.mend)
    if meant is None or not isinstance(resource.get(*told.path), str):
        return resource
    return _with(resource, told.path, meant[1])


def _with(resource: Resource, path: PropertyPath, value: Value) -> Resource:
    properties = put(dict(resource.properties), path, value)
    assert isinstance(properties, dict)
    return replace(resource, properties=properties)


def _true_or_false(system: System, resource: Resource, told: Finding) -> Resource:
    """A resource with the truth value that a misspelt word is meant for."""
    value = resource.get(*told.path)
    near = get_close_matches(value.lower(), ("true", "false"), n=1) if type(value) is str else []
    return _with(resource, told.path, near[0] == "true") if near and "true or false" in told.what else resource


_MENDED: Sequence[tuple[str, Callable[[System, Resource, Finding], Resource]]] = (
    ("SCH002", _filled),
    ("SCH003", _true_or_false),
    ("SCH004", _spelt),
    ("INT003", _named),
)
# A mend that is another word and nothing else.
_ONE_WORD = re.compile(r"write ([\w.-]+)")


def _only(system: System, resource: Resource, types: Sequence[str]) -> Resource | None:
    """The only thing that a property can be meant for: the first type is the usual one."""
    for some in (types[:1], types[1:]):
        found = [item for item in system.of_type(*some) if item.logical_id != resource.logical_id]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _mended(resource: Resource, stray: Stray, meant: Resource | None) -> Resource:
    value = (
        _identity(meant, stray.path) if meant is not None else Mistaken(f"{stray.other.logical_id} is of no use here")
    )
    properties = put(dict(resource.properties), stray.path, value)
    assert isinstance(properties, dict)
    references = [
        replace(item, target=meant.logical_id, attribute="") if item.path == stray.path and meant is not None else item
        for item in resource.references
        if item.path != stray.path or meant is not None
    ]
    return replace(resource, properties=properties, references=tuple(references))


def _identity(resource: Resource, path: PropertyPath) -> Value:
    """What names a resource at a property."""
    name = property_name(path)
    if name == "AllocationId":
        return resource.attributes.get(name)
    if not takes_arn(name) or resource.physical_id.startswith("arn:"):
        return resource.physical_id
    return resource.arn or resource.attributes.get("Arn") or Mistaken(f"the ARN of {resource.logical_id} is not known")


def property_for(resource: Resource, other: Resource) -> str:
    """The one property of a resource that takes another one and isn't given; "" where there is none, or several."""
    fitting = [
        name
        for name in settable(resource.type)
        if other.type in wanted(resource.type, (name,))[:1] and resource.get(name) is None
    ]
    return fitting[0] if len(fitting) == 1 else ""


def property_name(path: PropertyPath) -> str:
    """The last name of a path."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def takes_arn(name: str) -> bool:
    """Whether a property of this name takes an ARN."""
    return name.lower().endswith("arn") or name == "Role"


@lru_cache(maxsize=512)
def _taken(type: str) -> Mapping[str, tuple[str, ...]]:
    """By a property's path with ``[]`` for every item, which types it takes; empty where that is open."""
    card = CARDS.get(type)
    relations = card.relations if card is not None else ()
    return {
        item.path: ()
        if item.path in _OPEN
        else (*item.types, *(more for one in item.types for more in _MORE.get(one, ())))
        for item in relations
    }


@lru_cache(maxsize=4096)
def wanted(type: str, path: PropertyPath) -> tuple[str, ...]:
    """The types that a property takes; empty where that isn't known."""
    taken = _taken(type)
    text = ""
    for part in path if taken else ():
        text += "[]" if isinstance(part, int) else f".{part}" if text else part
    if text in taken:
        return taken[text]
    name = property_name(path)
    return _BY_TYPE.get((type, name)) or (_BY_NAME.get(name, ()) if _STATES.isdisjoint(path) else ())


def _strays(system: System, resource: Resource) -> Iterator[Stray]:
    for reference in resource.references:
        types = wanted(resource.type, reference.path)
        other = system.resources.get(reference.target) if types else None
        value = resource.get(*reference.path) if other is not None else None
        if other is not None and _is_other(system, value, other, types):
            yield Stray(resource, reference.path, other, types)
    if "/" in resource.logical_id:
        yield from _passed(system, resource)
    else:
        yield from _unreferred(system, resource)


def _unreferred(system: System, resource: Resource) -> Iterator[Stray]:
    """Logical ids that stand as text where only an id or an ARN that AWS made can."""
    for path, value in _named_in(resource, system.resources):
        other = system.resources[value]
        if value in (other.physical_id, other.arn):
            continue
        name = property_name(path)
        types = _ONLY_AS.get(name) or wanted(resource.type, path)
        by_arn = name.endswith("Arn") and name not in _NAMED_AS_WELL
        if other.type in types and (types[0] in _MADE_BY_AWS or name in _ONLY_AS or by_arn):
            yield Stray(resource, path, other, types)


def _named_in(resource: Resource, names: Container[str]) -> list[tuple[PropertyPath, str]]:
    """The texts of the first levels of a resource's properties that are among these names."""
    found: list[tuple[PropertyPath, str]] = []
    if not any(text in names for text in resource.contents.texts):
        return found
    left: list[tuple[PropertyPath, Properties | list[Value]]] = [((), resource.properties)]
    while left:
        path, value = left.pop()
        for key, item in enumerate(value) if isinstance(value, list) else value.items():
            if type(item) is str:
                if item in names:
                    found.append(((*path, key), item))
            elif len(path) < _DEEP and (type(item) is dict or type(item) is list):
                left.append(((*path, key), item))
    return found


def _passed(system: System, resource: Resource) -> Iterator[Stray]:
    """Ids and ARNs that a nested stack is given by parameters: nothing refers to them in its text."""
    known = {item.path for item in resource.references}
    for pattern, types in _taken(resource.type).items():
        for path, value in _values(dict(resource.properties), pattern.replace("[]", ".[]").split(".")):
            if path not in known and isinstance(value, str) and (ID.match(value) or ARN.match(value)):
                other = system.find(value)
                if other is not None and _is_other(system, value, other, types):
                    yield Stray(resource, path, other, types)


def _values(value: Value, parts: list[str], done: PropertyPath = ()) -> Iterator[tuple[PropertyPath, Value]]:
    if not parts:
        yield done, value
    elif parts[0] == "[]":
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield from _values(item, parts[1:], (*done, index))
    elif isinstance(value, dict) and parts[0] in value:
        yield from _values(at(value, parts[0]), parts[1:], (*done, parts[0]))


def _is_other(system: System, value: Value, other: Resource, types: tuple[str, ...]) -> bool:
    """Whether a value is the identity of a resource of another kind, and of none of a right kind."""
    if other.type in types or not isinstance(value, str) or value not in (other.physical_id, other.arn):
        return False
    right = system.find(value, *types)
    # What a thing of a right kind was given is no name of it: the cluster of a database instance.
    given = right is not None and value not in (right.physical_id, right.arn)
    given = given and right is not None and any(item.target == other.logical_id for item in right.references)
    return _is_known(other) and (right is None or given)


def _is_known(resource: Resource) -> bool:
    """Whether what Ref gives of a resource is its own: that of a custom resource may be anything."""
    return resource.type in CARDS or (
        resource.type.startswith("AWS::") and not resource.type.startswith("AWS::CloudFormation::")
    )
