"""What a template names and doesn't make: the VPC, subnets, roles and clusters that an account has already.

A literal ``vpc-0a1b2c3d4e5f60718`` or the ARN of a role can be nothing that the template itself makes, for AWS chooses
those. So it must be there before, and on paper nobody can tell what it is like: whoever asks about it has to answer
"cannot tell". Here such values become Unknown, all at once, before anything is asked. (The twin has nothing but
its stacks; there the same value is refused, as AWS refuses what isn't there.)

A name that somebody chose (of a cluster, a task definition, a role) counts as outside only where the template makes
nothing of the kind: beside a cluster of its own, another cluster's name is a slip more often than a plan. Not so a
role's: who grants something to a role that the account has (CDK's ``Role.fromRoleName``) mostly makes roles as well.
There only a name like that of a role here is a slip.

Policies keep their ARNs: what a statement allows is told by its text alone, but for a role's ARN that may be one of the
template's own. So do variables, for the application reads them, not AWS.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.own_roles import ROLE, may_be_own
from seatrial.kinds import CARDS
from seatrial.kinds.companions import ref_is_known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import OutsideId, Sensitive, Unknown, Value

# Ids of 8 or 17 hexadecimal digits (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html) and those of
# Cloud Map (https://docs.aws.amazon.com/cloud-map/latest/api/API_Service.html; both read 2026-11-23). Prefix lists are
# left out: those of AWS are known by their ids.
ID = re.compile(
    r"(?:vpc|subnet|sg|rtb|rtbassoc|igw|eigw|nat|eni|eipalloc|acl|vpce|fs|fsap|tgw|tgw-rtb|pcx|vgw|dopt|sgr|vpc-cidr-assoc)"
    r"-(?:[0-9a-f]{8}|[0-9a-f]{17})\Z|(?:ns|srv)-[a-z0-9]{16,20}\Z"
)
ARN = re.compile(
    r"arn:aws[a-z-]*:(?:"
    # Roles that AWS makes when a service is first used are never missing.
    r"iam::\d{12}:(?:role/(?!aws-service-role/)|policy/|instance-profile/)"
    r"|ecs:[a-z0-9-]+:\d{12}:(?:cluster|task-definition|service|capacity-provider)/"
    r"|elasticloadbalancing:[a-z0-9-]+:\d{12}:(?:targetgroup|listener|listener-rule|loadbalancer|truststore)/"
    r"|servicediscovery:[a-z0-9-]+:\d{12}:(?:service|namespace)/"
    r"|elasticfilesystem:[a-z0-9-]+:\d{12}:(?:file-system|access-point)/"
    r")\S+\Z"
)
# An alias of a customer's key, and the properties that name a key; the aliases of AWS's own keys are never missing.
ALIAS = re.compile(r"alias/(?!aws/)[\w/-]+\Z")
_LIKE_ANY = re.compile("|".join(f"(?:{one.pattern})" for one in (ID, ARN, ALIAS)))
KEYS = frozenset({"kmskeyid", "kmsmasterkeyid", "kmskey"})
# Where a resource is known by the name that somebody gave it, and the type that makes such.
NAMES: Mapping[tuple[str, str], str] = {
    ("AWS::ECS::Service", "Cluster"): "AWS::ECS::Cluster",
    ("AWS::ECS::Service", "TaskDefinition"): "AWS::ECS::TaskDefinition",
    ("AWS::ECS::TaskSet", "Cluster"): "AWS::ECS::Cluster",
    ("AWS::ECS::ClusterCapacityProviderAssociations", "Cluster"): "AWS::ECS::Cluster",
    ("AWS::IAM::Policy", "Roles"): "AWS::IAM::Role",
    ("AWS::IAM::ManagedPolicy", "Roles"): "AWS::IAM::Role",
    ("AWS::IAM::RolePolicy", "RoleName"): "AWS::IAM::Role",
    ("AWS::IAM::InstanceProfile", "Roles"): "AWS::IAM::Role",
}
_NAMING = frozenset(type for type, _ in NAMES)
# How alike a name and that of a role here are, where that one is meant; of 1.
ALIKE = 0.7
# Every account has it, or gets it when it is first used.
DEFAULT_CLUSTER = "default"
# What AWS does not look up when it makes the resource.
KEPT = frozenset(
    {
        "PolicyDocument",
        "AssumeRolePolicyDocument",
        "KeyPolicy",
        "Policies",
        "Environment",
        "Tags",
        "SecretString",
        "Input",
        "ResourceLabel",
    }
)
# Properties that hold policies.
DOCUMENTS = frozenset(
    {
        "AssumeRolePolicyDocument",
        "FileSystemPolicy",
        "KeyPolicy",
        "Policies",
        "Policy",
        "PolicyDocument",
        "RepositoryPolicyText",
        "ResourcePolicy",
        "Statement",
    }
)
_APART = KEPT | DOCUMENTS
# Of these it is asked in which VPC they answer, and one from outside is surely none of the template's.
COMPARED = frozenset({"AWS::Route53::HostedZone", "AWS::ServiceDiscovery::PrivateDnsNamespace"})


class Outside(Struct, frozen=True):
    """A value at a resource's property that names something which no known template makes."""

    resource: Resource
    path: PropertyPath
    value: str
    kind: str = ""
    """The type of what is named by the name that somebody gave it; "" for an id or an ARN."""

    @property
    def by_name(self) -> bool:
        return bool(self.kind)


# What properties of these names hold, whatever has them.
_WANTED: Mapping[str, str] = {
    "InternetGatewayId": "igw",
    "NatGatewayId": "nat",
    "NetworkAclId": "acl",
    "RouteTableId": "rtb",
    "RouteTableIds": "rtb",
    "SecurityGroupIds": "sg",
    "SecurityGroups": "sg",
    "SourceSecurityGroupId": "sg",
    "SubnetId": "subnet",
    "SubnetIds": "subnet",
    "Subnets": "subnet",
    "VPCSecurityGroups": "sg",
    "VpcId": "vpc",
    "VpcSecurityGroupIds": "sg",
}
KINDS_OF_IDS: Mapping[str, str] = {
    "acl": "network ACL",
    "igw": "internet gateway",
    "nat": "NAT gateway",
    "rtb": "route table",
    "sg": "security group",
    "subnet": "subnet",
    "vpc": "VPC",
}


def kind_mistaken(item: Outside) -> tuple[str, str] | None:
    """What an id is of and what its property wants, where these are two kinds of things; None where they agree."""
    key = next((part for part in reversed(item.path) if isinstance(part, str)), "")
    is_, wanted = item.value.rpartition("-")[0], _WANTED.get(key, "")
    if not wanted or is_ == wanted or is_ not in KINDS_OF_IDS:
        return None
    return KINDS_OF_IDS[is_], KINDS_OF_IDS[wanted]


def without_outside(system: System, others: Collection[System] = ()) -> tuple[System, tuple[Outside, ...]]:
    """The system with Unknown where a value names something outside; and those values with their places."""
    own = _identities((*others, system))
    types = {resource.type for known in (*others, system) for resource in known.resources.values()}
    roles = [role for known in (*others, system) for role in known.of_type(ROLE)]
    found: list[Outside] = []
    resources: dict[str, Resource] = {}
    for name, resource in system.resources.items():
        there = [
            (path, value, kind)
            for path, value, kind in _named(resource, own, types, roles)
            if value not in (_of_kind(kind, (*others, system)) if kind else own) and not isinstance(value, Sensitive)
        ]
        found += [Outside(resource, path, value, kind) for path, value, kind in there]
        told: list[tuple[PropertyPath, Unknown]] = [
            (path, OutsideId(f"{value} is not in the template", id=value)) for path, value, _ in there
        ]
        told += [(path, Unknown(why)) for path, why in _perhaps_own(resource, own, roles)]
        told += [(path, Unknown(why)) for path, why in _made_up(system, resource)]
        if told:
            properties: Value = dict(resource.properties)
            for path, value in told:
                properties = put(properties, path, value)
            assert isinstance(properties, dict)
            resource = replace(resource, properties=properties)
        resources[name] = resource
    same = all(resources[name] is item for name, item in system.resources.items())
    return (system if same else replace(system, resources=resources)), tuple(found)


def _perhaps_own(
    resource: Resource, own: Collection[str], roles: Sequence[Resource]
) -> Iterator[tuple[PropertyPath, str]]:
    """ARNs in policies that may be those of roles which a template makes, with the reason why that can't be told."""
    for key, value in resource.properties.items() if roles else ():
        for path, text in _texts(value, (key,), kept=True) if key in DOCUMENTS else ():
            if text not in own and may_be_own(text, roles):
                yield path, f"{text} may be the name that AWS chooses for a role of the template"


def _made_up(system: System, resource: Resource) -> Iterator[tuple[PropertyPath, str]]:
    """Values with the Ref of a custom resource or of a type that isn't modelled, whose text is of our making."""
    for name in dict.fromkeys(item.target for item in resource.references if not item.attribute):
        meant = system.resources.get(name)
        if meant is None or meant.type in CARDS or ref_is_known(meant.type):
            continue
        for key, value in resource.properties.items():
            for path, text in _texts(value, (key,)) if key not in _APART else ():
                if meant.physical_id in text:
                    yield path, f"what Ref gives of {name} ({meant.type}) is not known"


def _of_kind(kind: str, systems: Sequence[System]) -> set[str]:
    """What the resources of one type go by: that a service is called like a task definition makes it none."""
    return {item for known in systems for resource in known.of_type(kind) for item in _goes_by(resource)}


def _identities(systems: Collection[System]) -> set[str]:
    found: set[str] = set()
    for system in systems:
        for resource in system.resources.values():
            found.update(_goes_by(resource))
    return found


def _goes_by(resource: Resource) -> list[str]:
    found = [resource.physical_id, resource.arn]
    if resource.type == "AWS::ECS::TaskDefinition":
        # An ARN without a revision names the newest one of the family, which this is.
        found.append(resource.physical_id.rpartition(":")[0])
    # An attribute that repeats a property (a security group's VpcId) is no identity of the resource's own.
    own = resource.properties
    found += [value for name, value in resource.attributes.items() if type(value) is str and name not in own]
    return found


def _named(
    resource: Resource, own: Set[str], types: Collection[str], roles: Sequence[Resource]
) -> Iterator[tuple[PropertyPath, str, str]]:
    """Values of properties that name a resource by an id, an ARN, or a name that nothing here goes by."""
    if resource.type in COMPARED:
        return
    stranger = not _like_names(resource) <= own
    for key, value in resource.properties.items() if stranger or resource.type in _NAMING else ():
        if key in _APART:
            continue
        maker = NAMES.get((resource.type, key))
        if maker is None and not (stranger and _may_name(value, own)):
            continue
        for path, text in _texts(value, (key,)):
            if ID.match(text) or ARN.match(text) or (ALIAS.match(text) and str(path[-1]).lower() in KEYS):
                yield path, text, ""
            elif text and maker is not None:
                alone = maker not in types or text == DEFAULT_CLUSTER
                if alone or (maker == ROLE and not _like_one_of(text, roles)):
                    yield path, text, maker
    # Without a name it is the default cluster, which an account may have; beside one of the template it is a slip.
    unnamed = resource.properties.get("Cluster") in (None, "")
    if resource.type == "AWS::ECS::Service" and unnamed and "AWS::ECS::Cluster" not in types:
        yield ("Cluster",), DEFAULT_CLUSTER, "AWS::ECS::Cluster"


def _like_names(resource: Resource) -> frozenset[str]:
    """Every text in a resource's properties that looks like an id or an ARN. Mostly all are of the template itself."""
    found: frozenset[str] | None = resource.__dict__.get("_like_names")
    if found is None:
        found = frozenset(text for text in resource.contents.texts if _LIKE_ANY.match(text))
        resource.__dict__["_like_names"] = found
    return found


def _may_name(value: Value, own: Collection[str]) -> bool:
    """Whether a text in a value looks like an id or an ARN of none of these. Mostly none does, and places cost time."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            if _LIKE_ANY.match(item) and item not in own:
                return True
        elif isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return False


def _like_one_of(name: str, roles: Sequence[Resource]) -> bool:
    """Whether a role's name looks as if one of these were meant: written a bit wrong, or by its logical id."""
    from difflib import get_close_matches

    own = [str(item) for role in roles for item in (role.logical_id, role.get("RoleName")) if isinstance(item, str)]
    return bool(get_close_matches(name.lower(), [item.lower() for item in own], n=1, cutoff=ALIKE))


def _texts(value: Value, path: PropertyPath, kept: bool = False) -> Iterator[tuple[PropertyPath, str]]:
    match value:
        case str():
            yield path, value
        case list():
            for index, item in enumerate(value):
                yield from _texts(item, (*path, index), kept)
        case dict():
            for key, item in value.items():
                if kept or key not in KEPT:
                    yield from _texts(item, (*path, key), kept)


def put(value: Value, path: PropertyPath, new: Value) -> Value:
    """A copy of a value with another one at a path; the same value where there is no such place."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    if isinstance(value, dict) and isinstance(first, str):
        return {**value, first: put(value.get(first), rest, new)}
    if not isinstance(value, list) or not isinstance(first, int) or first >= len(value):
        return value
    return [*value[:first], put(value[first], rest, new), *value[first + 1 :]]
