"""What has interfaces in a VPC: the properties that give subnets, security groups and port of each type.

Several types name a subnet group, which lists the subnets; a database instance of a cluster has the cluster's security
groups. Ports are what each listens on where its own property doesn't say.

Source: the pages of these types under https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ (read
2026-11-23; DAX, Elastic clusters of DocumentDB, serverless MSK and Redshift, InfluxDB: 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from seatrial.analyses.reach.interface import Holder
from seatrial.analyses.reach.survey import Survey
from seatrial.kinds.database_ports import port_of_engine
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_number, as_text, at

BALANCER, ENDPOINT = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::EC2::VPCEndpoint"
SERVICE, INSTANCE = "AWS::ECS::Service", "AWS::EC2::Instance"
MOUNT_TARGET, FILE_SYSTEM = "AWS::EFS::MountTarget", "AWS::EFS::FileSystem"
_AWSVPC = ("NetworkConfiguration", "AwsvpcConfiguration")
# An instance that has no groups of its own has its cluster's.
_CLUSTERS_GROUPS: PropertyPath = ("VpcSecurityGroupIds",)


class Kind(Struct, frozen=True):
    """``groups_of`` is the property that names a resource (of a cluster) which has the groups instead."""

    holder: Holder = Holder.OTHER
    subnets: PropertyPath = ()
    groups: PropertyPath = ()
    subnet_group: str = ""
    subnet_group_type: str = ""
    port: int = 0
    port_path: PropertyPath = ("Port",)
    of: str = ""
    of_type: str = ""


KINDS: Mapping[str, Kind] = {
    ENDPOINT: Kind(Holder.ENDPOINT, ("SubnetIds",), ("SecurityGroupIds",), port=443),
    SERVICE: Kind(Holder.TASK, (*_AWSVPC, "Subnets"), (*_AWSVPC, "SecurityGroups")),
    MOUNT_TARGET: Kind(Holder.OTHER, ("SubnetId",), ("SecurityGroups",), port=2049),
    INSTANCE: Kind(Holder.OTHER, ("SubnetId",), ("SecurityGroupIds",)),
    "AWS::RDS::DBInstance": Kind(
        groups=("VPCSecurityGroups",),
        subnet_group="DBSubnetGroupName",
        subnet_group_type="AWS::RDS::DBSubnetGroup",
        of="DBClusterIdentifier",
        of_type="AWS::RDS::DBCluster",
    ),
    "AWS::RDS::DBCluster": Kind(
        groups=("VpcSecurityGroupIds",), subnet_group="DBSubnetGroupName", subnet_group_type="AWS::RDS::DBSubnetGroup"
    ),
    "AWS::RDS::DBProxy": Kind(subnets=("VpcSubnetIds",), groups=("VpcSecurityGroupIds",)),
    "AWS::DocDB::DBCluster": Kind(
        groups=("VpcSecurityGroupIds",),
        subnet_group="DBSubnetGroupName",
        subnet_group_type="AWS::DocDB::DBSubnetGroup",
        port=27017,
    ),
    "AWS::Neptune::DBCluster": Kind(
        groups=("VpcSecurityGroupIds",),
        subnet_group="DBSubnetGroupName",
        subnet_group_type="AWS::Neptune::DBSubnetGroup",
        port=8182,
        port_path=("DBPort",),
    ),
    "AWS::ElastiCache::ReplicationGroup": Kind(
        groups=("SecurityGroupIds",),
        subnet_group="CacheSubnetGroupName",
        subnet_group_type="AWS::ElastiCache::SubnetGroup",
        port=6379,
    ),
    "AWS::ElastiCache::CacheCluster": Kind(
        groups=("VpcSecurityGroupIds",),
        subnet_group="CacheSubnetGroupName",
        subnet_group_type="AWS::ElastiCache::SubnetGroup",
        port=6379,
    ),
    "AWS::ElastiCache::ServerlessCache": Kind(subnets=("SubnetIds",), groups=("SecurityGroupIds",), port=6379),
    "AWS::MemoryDB::Cluster": Kind(
        groups=("SecurityGroupIds",),
        subnet_group="SubnetGroupName",
        subnet_group_type="AWS::MemoryDB::SubnetGroup",
        port=6379,
    ),
    "AWS::Redshift::Cluster": Kind(
        groups=("VpcSecurityGroupIds",),
        subnet_group="ClusterSubnetGroupName",
        subnet_group_type="AWS::Redshift::ClusterSubnetGroup",
        port=5439,
    ),
    "AWS::OpenSearchService::Domain": Kind(
        subnets=("VPCOptions", "SubnetIds"), groups=("VPCOptions", "SecurityGroupIds"), port=443
    ),
    "AWS::MSK::Cluster": Kind(
        subnets=("BrokerNodeGroupInfo", "ClientSubnets"), groups=("BrokerNodeGroupInfo", "SecurityGroups")
    ),
    "AWS::MSK::ServerlessCluster": Kind(
        subnets=("VpcConfigs", 0, "SubnetIds"), groups=("VpcConfigs", 0, "SecurityGroups"), port=9098
    ),
    "AWS::DAX::Cluster": Kind(
        groups=("SecurityGroupIds",), subnet_group="SubnetGroupName", subnet_group_type="AWS::DAX::SubnetGroup"
    ),
    "AWS::DocDB::DBInstance": Kind(
        groups=_CLUSTERS_GROUPS,
        subnet_group="DBSubnetGroupName",
        subnet_group_type="AWS::DocDB::DBSubnetGroup",
        of="DBClusterIdentifier",
        of_type="AWS::DocDB::DBCluster",
    ),
    "AWS::DocDBElastic::Cluster": Kind(subnets=("SubnetIds",), groups=("VpcSecurityGroupIds",), port=27017),
    "AWS::Elasticsearch::Domain": Kind(
        subnets=("VPCOptions", "SubnetIds"), groups=("VPCOptions", "SecurityGroupIds"), port=443
    ),
    "AWS::Neptune::DBInstance": Kind(
        groups=_CLUSTERS_GROUPS,
        subnet_group="DBSubnetGroupName",
        subnet_group_type="AWS::Neptune::DBSubnetGroup",
        of="DBClusterIdentifier",
        of_type="AWS::Neptune::DBCluster",
    ),
    "AWS::RDS::DBProxyEndpoint": Kind(
        subnets=("VpcSubnetIds",), groups=("VpcSecurityGroupIds",), of="DBProxyName", of_type="AWS::RDS::DBProxy"
    ),
    "AWS::RedshiftServerless::Workgroup": Kind(subnets=("SubnetIds",), groups=("SecurityGroupIds",), port=5439),
    "AWS::Timestream::InfluxDBInstance": Kind(subnets=("VpcSubnetIds",), groups=("VpcSecurityGroupIds",), port=8086),
    "AWS::AmazonMQ::Broker": Kind(subnets=("SubnetIds",), groups=("SecurityGroups",)),
}


class Holding(Struct, frozen=True):
    """``places`` are the resources and property paths that name subnets; without any, ``doubt`` says why.

    ``groups`` is what the property of security groups holds.
    """

    holder: Holder
    places: tuple[tuple[Resource, PropertyPath], ...] = ()
    groups: Value = None
    doubt: str = ""


def holding(survey: Survey, resource: Resource) -> Holding | None:
    """Where a resource has its interfaces; None where it is none of the types that have any."""
    kind = KINDS.get(resource.type)
    if kind is None:
        return None
    groups = resource.get(*kind.groups)
    whole = survey.find(resource.get(kind.of), kind.of_type) if kind.of else None
    if whole is not None:
        of = KINDS[kind.of_type]
        groups = whole.get(*of.groups) if groups is None else groups
    if kind.subnets:
        return Holding(kind.holder, tuple((resource, path) for path in _each(resource, kind.subnets)), groups)
    value = resource.get(kind.subnet_group)
    if value is None and whole is not None:
        value = whole.get(kind.subnet_group)
    found = survey.find(value, kind.subnet_group_type)
    if found is not None:
        return Holding(kind.holder, tuple((found, path) for path in _each(found, ("SubnetIds",))), groups)
    if isinstance(value, Unknown):
        return Holding(kind.holder, (), groups, value.reason)
    where = f"the subnet group {as_text(value)}" if value is not None else "the account's default VPC"
    return Holding(kind.holder, (), groups, f"{resource.logical_id} is in {where}, which is not in the templates")


def ports_of(survey: Survey, resource: Resource, attribute: str = "") -> tuple[int, ...]:
    """The ports of which any one is enough to use a resource by what ``attribute`` gives; none where that isn't known.

    Most listen on one. Brokers have one for each protocol or way to sign in.
    """
    match resource.type:
        case "AWS::MSK::Cluster":
            return _kafka_ports(resource)
        case "AWS::AmazonMQ::Broker":
            rabbit = as_text(resource.get("EngineType")).upper() == "RABBITMQ"
            named = tuple(port for name, port in _BROKER_PORTS.items() if name in attribute)
            return (_BROKER_PORTS["Amqp"],) if rabbit else named or _BROKER_ANY
    port = port_of(survey, resource)
    return (port,) if port else ()


# https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html (read 2026-11-30)
PLAINTEXT, TLS, SCRAM, IAM = 9092, 9094, 9096, 9098
# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/broker-endpoints.html (read 2026-11-30)
_BROKER_PORTS: Mapping[str, int] = {"Amqp": 5671, "Mqtt": 8883, "OpenWire": 61617, "Stomp": 61614, "Wss": 61619}
_BROKER_ANY = tuple(_BROKER_PORTS.values())
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionInTransit.html (read 2026-11-30)
DAX, DAX_TLS = 8111, 9111


def _kafka_ports(cluster: Resource) -> tuple[int, ...]:
    ways, wire = (
        cluster.get("ClientAuthentication"),
        cluster.get("EncryptionInfo", "EncryptionInTransit", "ClientBroker"),
    )
    switches = (
        (IAM, at(ways, "Sasl", "Iam", "Enabled")),
        (SCRAM, at(ways, "Sasl", "Scram", "Enabled")),
        (TLS, at(ways, "Tls", "Enabled")),
    )
    open_to_all = at(ways, "Unauthenticated", "Enabled")
    if isinstance(ways, Unknown) or any(
        isinstance(item, Unknown) for item in (wire, open_to_all, *dict(switches).values())
    ):
        return (IAM, SCRAM, TLS, PLAINTEXT)
    found = [port for port, enabled in switches if as_flag(enabled)]
    if as_flag(open_to_all) or not found:
        # Without any way to sign in, everybody may.
        found += [TLS, PLAINTEXT]
    if as_text(wire) in ("", "TLS"):
        found = [port for port in found if port != PLAINTEXT]
    return tuple(dict.fromkeys(found))


def port_of(survey: Survey, resource: Resource) -> int:
    """The port that a resource listens on; 0 where that isn't known."""
    kind = KINDS.get(resource.type)
    if kind is None:
        return 0
    given = resource.get(*kind.port_path)
    if given is None and kind.of:
        whole = survey.find(resource.get(kind.of), kind.of_type)
        if whole is not None:
            return port_of(survey, whole)
    if given is not None:
        return as_number(given)
    if resource.type == "AWS::DAX::Cluster":
        encryption = resource.get("ClusterEndpointEncryptionType")
        return 0 if isinstance(encryption, Unknown) else DAX_TLS if encryption == "TLS" else DAX
    return port_of_engine(as_text(resource.get("Engine") or resource.get("EngineFamily")), kind.port)


def _each(resource: Resource, path: PropertyPath) -> Iterator[PropertyPath]:
    value = resource.get(*path)
    if isinstance(value, list):
        yield from ((*path, index) for index, _ in enumerate(value))
    elif value is not None:
        yield path
