"""Names and ARNs of the types that stand beside a Fargate system and have no card.

A task is told a bucket's name and a role may read its ARN, so both must be concrete, though nothing answers behind
them. A type that is not in the table gets a generated name, and its attributes can't be told.

Sources: Ref and GetAtt, by type: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/;
ARN formats: https://docs.aws.amazon.com/service-authorization/latest/reference/ (both read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seatrial.kinds.card import Identity, Place
from seatrial.kinds.database_ports import port_of_engine
from seatrial.kinds.naming import Name, generated_name, given_name, mixed_suffix, resource_id
from seatrial.model.arn import dns_suffix_of
from seatrial.model.value import Properties, Unknown, Value, as_flag, as_text


@dataclass(frozen=True, slots=True)
class Companion:
    """How a type is named: the property that may give the name, and the ARN with ``{name}`` in its place."""

    name: str
    service: str
    resource: str
    limit: int = 128
    ref: str = "name"
    """What Ref gives: "name" or "arn"."""
    arn_attribute: str = "Arn"
    regional: bool = True
    accounted: bool = True
    lower: bool = False


_COMPANIONS: Mapping[str, Companion] = {
    "AWS::CodeBuild::Project": Companion("Name", "codebuild", "project/{name}"),
    "AWS::CodeDeploy::Application": Companion("ApplicationName", "codedeploy", "application:{name}", arn_attribute=""),
    "AWS::CodePipeline::Pipeline": Companion("Name", "codepipeline", "{name}", arn_attribute=""),
    "AWS::DynamoDB::GlobalTable": Companion("TableName", "dynamodb", "table/{name}", 255),
    "AWS::DynamoDB::Table": Companion("TableName", "dynamodb", "table/{name}", 255),
    "AWS::Events::EventBus": Companion("Name", "events", "event-bus/{name}"),
    "AWS::IAM::Group": Companion("GroupName", "iam", "group/{name}", regional=False),
    "AWS::IAM::User": Companion("UserName", "iam", "user/{name}", 64, regional=False),
    "AWS::Kinesis::Stream": Companion("Name", "kinesis", "stream/{name}"),
    "AWS::KinesisFirehose::DeliveryStream": Companion("DeliveryStreamName", "firehose", "deliverystream/{name}", 64),
    "AWS::Lambda::Function": Companion("FunctionName", "lambda", "function:{name}", 64),
    "AWS::Pipes::Pipe": Companion("Name", "pipes", "pipe/{name}", 64),
    "AWS::RDS::DBCluster": Companion("DBClusterIdentifier", "rds", "cluster:{name}", 63, arn_attribute="DBClusterArn"),
    "AWS::RDS::DBInstance": Companion("DBInstanceIdentifier", "rds", "db:{name}", 63, arn_attribute="DBInstanceArn"),
    "AWS::RDS::DBSubnetGroup": Companion(
        "DBSubnetGroupName", "rds", "subgrp:{name}", 255, arn_attribute="", lower=True
    ),
    "AWS::S3::Bucket": Companion("BucketName", "s3", "{name}", 63, regional=False, accounted=False, lower=True),
    "AWS::SNS::Topic": Companion("TopicName", "sns", "{name}", 256, ref="arn", arn_attribute="TopicArn"),
    "AWS::StepFunctions::StateMachine": Companion("StateMachineName", "states", "stateMachine:{name}", 80, ref="arn"),
}

# Types of EC2 whose Ref is an id with a prefix of its own.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html (read 2026-11-23)
_PREFIXES: Mapping[str, str] = {
    "AWS::EC2::EgressOnlyInternetGateway": "eigw",
    "AWS::EC2::FlowLog": "fl",
    "AWS::EC2::Instance": "i",
    "AWS::EC2::LaunchTemplate": "lt",
    "AWS::EC2::NetworkInterface": "eni",
    "AWS::EC2::PrefixList": "pl",
    "AWS::EC2::TransitGateway": "tgw",
    "AWS::EC2::TransitGatewayAttachment": "tgw-attach",
    "AWS::EC2::VPCPeeringConnection": "pcx",
    "AWS::EC2::VPNConnection": "vpn",
    "AWS::EC2::VPNGateway": "vgw",
    "AWS::EC2::Volume": "vol",
}


def named_by_name(type: str) -> bool:
    """Whether Ref of a type without a card is known to give a name, not an ARN."""
    known = _COMPANIONS.get(type)
    return known is not None and known.ref == "name"


def companion_identity(type: str, place: Place, properties: Properties) -> Identity:
    """What Ref and GetAtt give of a type without a card, as far as its name tells."""
    if prefix := _PREFIXES.get(type):
        return Identity(resource_id(place, prefix))
    known = _COMPANIONS.get(type)
    if known is None:
        return Identity(generated_name(place))
    given = given_name(properties, known.name) or Name("")
    name = given.text or _made(type, place, properties, known)
    arn = place.arn(known.service, known.resource.format(name=name), region=known.regional, account=known.accounted)
    attributes: dict[str, Value] = {known.arn_attribute: given.known(arn)} if known.arn_attribute else {}
    for attribute, value in _more(type, place, properties, name).items():
        attributes[attribute] = given.known(value)
    return Identity(arn if known.ref == "arn" else name, arn, attributes)


def _made(type: str, place: Place, properties: Properties, known: Companion) -> str:
    fifo = ".fifo" if type == "AWS::SNS::Topic" and as_flag(properties.get("FifoTopic")) else ""
    name = generated_name(place, known.limit - len(fifo)) + fifo
    return name.lower() if known.lower else name


def _more(type: str, place: Place, properties: Properties, name: str) -> Mapping[str, Value]:
    """Attributes that follow from the name, beside the ARN."""
    region = place.scope.region
    suffix = dns_suffix_of(region)
    match type:
        case "AWS::S3::Bucket":
            return {
                "DomainName": f"{name}.s3.{suffix}",
                "RegionalDomainName": f"{name}.s3.{region}.{suffix}",
                "DualStackDomainName": f"{name}.s3.dualstack.{region}.{suffix}",
                "WebsiteURL": f"http://{name}.s3-website-{region}.{suffix}",
            }
        case "AWS::SNS::Topic":
            return {"TopicName": name}
        case "AWS::DynamoDB::Table":
            streamed = properties.get("StreamSpecification") is not None
            why = "it ends with the time at which the stream was switched on" if streamed else "the table has no stream"
            return {"StreamArn": Unknown(why)}
        case "AWS::StepFunctions::StateMachine" | "AWS::Events::EventBus":
            return {"Name": name}
        case "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster":
            return {**_database_port(properties), **_master_secret(type, place, properties)}
    return {}


def _master_secret(type: str, place: Place, properties: Properties) -> Mapping[str, Value]:
    """The secret that Amazon RDS makes for the master user: rds!db-UUID, rds!cluster-UUID. A cluster's instance has
    none of its own.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html (read 2026-11-29).
    """
    of_cluster = type == "AWS::RDS::DBInstance" and properties.get("DBClusterIdentifier") is not None
    if not as_flag(properties.get("ManageMasterUserPassword")) or of_cluster:
        return {}
    kind = "cluster" if type == "AWS::RDS::DBCluster" else "db"
    digits = place.digits(32, "master secret")
    uuid = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    arn = place.arn("secretsmanager", f"secret:rds!{kind}-{uuid}-{mixed_suffix(place, 6, 'master secret')}")
    return {"MasterUserSecret.SecretArn": arn}


def _database_port(properties: Properties) -> Mapping[str, Value]:
    """The port that security groups are told by GetAtt; a cluster's instance has the cluster's."""
    given, engine = properties.get("Port"), properties.get("Engine")
    if given is None and isinstance(engine, str) and properties.get("DBClusterIdentifier") is None:
        given = port_of_engine(engine) or None
    return {} if given is None else {"Endpoint.Port": given if isinstance(given, Unknown) else as_text(given)}
