"""Names and ARNs of the types that stand beside a Fargate system and have no card.

A task is told a bucket's name and a role may read its ARN, so both must be concrete, though nothing answers behind
them. A type that is not in the table gets a generated name, and its attributes can't be told.

Sources: Ref and GetAtt, by type: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/;
ARN formats: https://docs.aws.amazon.com/service-authorization/latest/reference/ (both read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from msgspec import Struct, field

from seatrial.kinds.card import Identity, Place
from seatrial.kinds.database_ports import port_of_engine
from seatrial.kinds.naming import Name, generated_name, given_name, mixed_suffix, resource_id, suffix
from seatrial.kinds.schema import primary
from seatrial.model.arn import dns_suffix_of
from seatrial.model.value import GAP, Properties, Unknown, Value, as_flag, as_text


class Companion(Struct, frozen=True):
    """How a type is named: the property that may give the name, and the ARN.

    ``resource``, ``ref``, ``attributes`` and ``made`` are texts with names in braces: ``{name}``, ``{arn}``, ``{id}``
    (letters and digits that AWS chooses), ``{uuid}``, ``{region}``, or a property of the resource.
    """

    name: str
    service: str
    resource: str
    limit: int = 128
    ref: str = "{name}"
    arn_attribute: str = "Arn"
    regional: bool = True
    accounted: bool = True
    lower: bool = False
    made: str = ""
    """The name where no property gives it; "" for one that CloudFormation generates."""
    id_length: int = 10
    attributes: Mapping[str, str] = field(default_factory=dict)


_ARN = "{arn}"
_ID = "{id}"
_COMPANIONS: Mapping[str, Companion] = {
    "AWS::ApiGateway::RestApi": Companion(
        "", "apigateway", "/restapis/{name}", lower=True, made=_ID, arn_attribute="", accounted=False,
        attributes={"RestApiId": "{name}"},
    ),
    "AWS::ApiGatewayV2::Api": Companion(
        "", "apigateway", "/apis/{name}", lower=True, made=_ID, arn_attribute="", accounted=False,
        attributes={"ApiId": "{name}", "ApiEndpoint": "https://{name}.execute-api.{region}.amazonaws.com"},
    ),
    "AWS::AppConfig::Application": Companion(
        "", "appconfig", "application/{name}", lower=True, made=_ID, id_length=7, arn_attribute="",
        attributes={"ApplicationId": "{name}"},
    ),
    "AWS::ApiGateway::DomainName": Companion(
        "DomainName", "apigateway", "/domainnames/{name}", 64, accounted=False, arn_attribute="DomainNameArn"
    ),
    "AWS::ApiGatewayV2::DomainName": Companion(
        "DomainName", "apigateway", "/domainnames/{name}", 64, accounted=False, arn_attribute="DomainNameArn"
    ),
    "AWS::AppConfig::ConfigurationProfile": Companion(
        "", "appconfig", "application/{ApplicationId}/configurationprofile/{name}", lower=True, made=_ID, id_length=7,
        arn_attribute="", attributes={"ConfigurationProfileId": "{name}"},
    ),
    "AWS::AppConfig::Environment": Companion(
        "", "appconfig", "application/{ApplicationId}/environment/{name}", lower=True, made=_ID, id_length=7,
        arn_attribute="", attributes={"EnvironmentId": "{name}"},
    ),
    "AWS::Athena::WorkGroup": Companion("Name", "athena", "workgroup/{name}", arn_attribute=""),
    "AWS::Batch::ComputeEnvironment": Companion(
        "ComputeEnvironmentName", "batch", "compute-environment/{name}", ref=_ARN, arn_attribute="ComputeEnvironmentArn"
    ),
    # The first revision.
    "AWS::Batch::JobDefinition": Companion(
        "JobDefinitionName", "batch", "job-definition/{name}:1", ref=_ARN, arn_attribute="JobDefinitionArn"
    ),
    "AWS::Batch::JobQueue": Companion(
        "JobQueueName", "batch", "job-queue/{name}", ref=_ARN, arn_attribute="JobQueueArn"
    ),
    "AWS::Bedrock::Agent": Companion(
        "", "bedrock", "agent/{name}", made=_ID, arn_attribute="AgentArn", attributes={"AgentId": "{name}"}
    ),
    "AWS::Bedrock::AgentAlias": Companion(
        "", "bedrock", "agent-alias/{AgentId}/{name}", ref="{AgentId}|{name}", made=_ID, arn_attribute="AgentAliasArn",
        attributes={"AgentAliasId": "{name}"},
    ),
    "AWS::Bedrock::ApplicationInferenceProfile": Companion(
        "", "bedrock", "application-inference-profile/{name}", ref=_ARN, lower=True, made=_ID, id_length=12,
        arn_attribute="InferenceProfileArn", attributes={"InferenceProfileId": "{name}"},
    ),
    "AWS::Bedrock::Guardrail": Companion(
        "", "bedrock", "guardrail/{name}", ref=_ARN, lower=True, made=_ID, id_length=12, arn_attribute="GuardrailArn",
        attributes={"GuardrailId": "{name}"},
    ),
    "AWS::Bedrock::KnowledgeBase": Companion(
        "", "bedrock", "knowledge-base/{name}", made=_ID, arn_attribute="KnowledgeBaseArn",
        attributes={"KnowledgeBaseId": "{name}"},
    ),
    "AWS::Cassandra::Keyspace": Companion("KeyspaceName", "cassandra", "/keyspace/{name}/", arn_attribute=""),
    "AWS::CodeBuild::Project": Companion("Name", "codebuild", "project/{name}"),
    "AWS::CodeDeploy::Application": Companion("ApplicationName", "codedeploy", "application:{name}", arn_attribute=""),
    "AWS::CodePipeline::Pipeline": Companion("Name", "codepipeline", "{name}", arn_attribute=""),
    "AWS::Cognito::UserPool": Companion(
        "", "cognito-idp", "userpool/{name}", made="{region}_{id}", id_length=9,
        attributes={
            "UserPoolId": "{name}",
            "ProviderName": "cognito-idp.{region}.amazonaws.com/{name}",
            "ProviderURL": "https://cognito-idp.{region}.amazonaws.com/{name}",
        },
    ),
    "AWS::DAX::Cluster": Companion("ClusterName", "dax", "cache/{name}", 20, lower=True),
    "AWS::DAX::SubnetGroup": Companion("SubnetGroupName", "dax", "subnetgroup/{name}", arn_attribute="", lower=True),
    "AWS::DocDB::DBSubnetGroup": Companion(
        "DBSubnetGroupName", "rds", "subgrp:{name}", 255, arn_attribute="", lower=True
    ),
    "AWS::DocDB::DBCluster": Companion(
        "DBClusterIdentifier", "rds", "cluster:{name}", 63, lower=True, arn_attribute=""
    ),
    "AWS::DynamoDB::GlobalTable": Companion("TableName", "dynamodb", "table/{name}", 255),
    "AWS::DynamoDB::Table": Companion("TableName", "dynamodb", "table/{name}", 255),
    "AWS::ElastiCache::ReplicationGroup": Companion(
        "ReplicationGroupId", "elasticache", "replicationgroup:{name}", 40, lower=True, arn_attribute=""
    ),
    "AWS::ElastiCache::ServerlessCache": Companion(
        "ServerlessCacheName", "elasticache", "serverlesscache:{name}", 40, lower=True, arn_attribute="ARN"
    ),
    "AWS::ElastiCache::SubnetGroup": Companion(
        "CacheSubnetGroupName", "elasticache", "subnetgroup:{name}", 255, arn_attribute="", lower=True
    ),
    "AWS::ElastiCache::User": Companion("UserId", "elasticache", "user:{name}", 40),
    "AWS::Elasticsearch::Domain": Companion(
        "DomainName", "es", "domain/{name}", 28, lower=True, attributes={"DomainArn": _ARN}
    ),
    "AWS::Events::EventBus": Companion("Name", "events", "event-bus/{name}"),
    "AWS::IAM::Group": Companion("GroupName", "iam", "group/{name}", regional=False),
    "AWS::IAM::User": Companion("UserName", "iam", "user/{name}", 64, regional=False),
    "AWS::Kinesis::Stream": Companion("Name", "kinesis", "stream/{name}"),
    "AWS::KinesisFirehose::DeliveryStream": Companion("DeliveryStreamName", "firehose", "deliverystream/{name}", 64),
    "AWS::Lambda::Alias": Companion(
        "Name", "lambda", "function:{FunctionName}:{name}", ref=_ARN, arn_attribute="AliasArn"
    ),
    "AWS::Lambda::Function": Companion("FunctionName", "lambda", "function:{name}", 64),
    "AWS::Location::GeofenceCollection": Companion(
        "CollectionName", "geo", "geofence-collection/{name}", 100, attributes={"CollectionArn": _ARN}
    ),
    "AWS::Location::PlaceIndex": Companion(
        "IndexName", "geo", "place-index/{name}", 100, attributes={"IndexArn": _ARN}
    ),
    "AWS::Location::RouteCalculator": Companion(
        "CalculatorName", "geo", "route-calculator/{name}", 100, attributes={"CalculatorArn": _ARN}
    ),
    "AWS::Location::Tracker": Companion("TrackerName", "geo", "tracker/{name}", 100, attributes={"TrackerArn": _ARN}),
    "AWS::MSK::Cluster": Companion("ClusterName", "kafka", "cluster/{name}/{uuid}", 64, ref=_ARN),
    "AWS::MSK::ServerlessCluster": Companion("ClusterName", "kafka", "cluster/{name}/{uuid}-s1", 64, ref=_ARN),
    "AWS::MemoryDB::Cluster": Companion(
        "ClusterName", "memorydb", "cluster/{name}", 40, lower=True, arn_attribute="ARN"
    ),
    "AWS::MemoryDB::SubnetGroup": Companion(
        "SubnetGroupName", "memorydb", "subnetgroup/{name}", 255, arn_attribute="ARN", lower=True
    ),
    "AWS::MemoryDB::User": Companion("UserName", "memorydb", "user/{name}", 40, lower=True),
    "AWS::Neptune::DBCluster": Companion(
        "DBClusterIdentifier", "rds", "cluster:{name}", 63, lower=True, arn_attribute="", id_length=26,
        attributes={"ClusterResourceId": "cluster-{id}"},
    ),
    "AWS::Neptune::DBSubnetGroup": Companion(
        "DBSubnetGroupName", "rds", "subgrp:{name}", 255, arn_attribute="", lower=True
    ),
    "AWS::OpenSearchServerless::Collection": Companion(
        "", "aoss", "collection/{name}", lower=True, made=_ID, id_length=20, attributes={"Id": "{name}"}
    ),
    "AWS::OpenSearchService::Domain": Companion(
        "DomainName", "es", "domain/{name}", 28, lower=True, attributes={"DomainArn": _ARN}
    ),
    "AWS::Pipes::Pipe": Companion("Name", "pipes", "pipe/{name}", 64),
    "AWS::RDS::DBCluster": Companion("DBClusterIdentifier", "rds", "cluster:{name}", 63, arn_attribute="DBClusterArn"),
    "AWS::RDS::DBInstance": Companion("DBInstanceIdentifier", "rds", "db:{name}", 63, arn_attribute="DBInstanceArn"),
    "AWS::RDS::DBSubnetGroup": Companion(
        "DBSubnetGroupName", "rds", "subgrp:{name}", 255, arn_attribute="", lower=True
    ),
    "AWS::Redshift::Cluster": Companion(
        "ClusterIdentifier", "redshift", "cluster:{name}", 63, lower=True, arn_attribute=""
    ),
    "AWS::RedshiftServerless::Workgroup": Companion(
        "WorkgroupName", "redshift-serverless", "workgroup/{uuid}", 64, lower=True,
        arn_attribute="Workgroup.WorkgroupArn",
        attributes={"Workgroup.WorkgroupId": "{uuid}", "Workgroup.WorkgroupName": "{name}"},
    ),
    "AWS::Rekognition::Collection": Companion("CollectionId", "rekognition", "collection/{name}", 255),
    "AWS::S3::AccessPoint": Companion(
        "Name", "s3", "accesspoint/{name}", 50, lower=True, attributes={"Name": "{name}"}
    ),
    "AWS::S3::Bucket": Companion("BucketName", "s3", "{name}", 63, regional=False, accounted=False, lower=True),
    "AWS::SES::EmailIdentity": Companion("EmailIdentity", "ses", "identity/{name}", arn_attribute=""),
    "AWS::SNS::Topic": Companion("TopicName", "sns", "{name}", 256, ref=_ARN, arn_attribute="TopicArn"),
    "AWS::StepFunctions::StateMachine": Companion("StateMachineName", "states", "stateMachine:{name}", 80, ref=_ARN),
    "AWS::Timestream::Database": Companion("DatabaseName", "timestream", "database/{name}", 256),
    "AWS::Timestream::Table": Companion(
        "TableName", "timestream", "database/{DatabaseName}/table/{name}", 256, ref="{DatabaseName}|{name}",
        attributes={"Name": "{name}"},
    ),
}  # fmt: skip

# Where GetAtt gives the port that security groups are told: the attributes, the property that sets it, and the default.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ (each type's page; read 2026-11-30)
_PORTS: Mapping[str, tuple[tuple[str, ...], str, int]] = {
    "AWS::DocDB::DBCluster": (("Port",), "Port", 27017),
    "AWS::ElastiCache::ReplicationGroup": (("PrimaryEndPoint.Port", "ReaderEndPoint.Port"), "Port", 6379),
    "AWS::MemoryDB::Cluster": (("ClusterEndpoint.Port",), "Port", 6379),
    "AWS::Neptune::DBCluster": (("Port",), "DBPort", 8182),
    "AWS::Redshift::Cluster": (("Endpoint.Port",), "Port", 5439),
    "AWS::RedshiftServerless::Workgroup": (("Workgroup.Endpoint.Port",), "Port", 5439),
}

# Types of EC2 whose Ref is an id with a prefix of its own.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html (read 2026-11-23)
_PREFIXES: Mapping[str, str] = {
    "AWS::EC2::CarrierGateway": "cagw",
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


# Types without a schema here, of which Ref gives a name or an id, as databases and caches have.
_BY_NAME = frozenset(
    {
        "AWS::DAX::Cluster",
        "AWS::EC2::EC2Fleet",
        "AWS::EC2::SpotFleet",
        "AWS::EC2::TransitGatewayVpcAttachment",
        "AWS::ElasticLoadBalancing::LoadBalancer",
        "AWS::MemoryDB::ACL",
        "AWS::MemoryDB::Cluster",
        "AWS::MemoryDB::User",
        "AWS::Neptune::DBCluster",
        "AWS::Redshift::Cluster",
        "AWS::Redshift::ClusterSubnetGroup",
    }
)
_CUSTOM = "AWS::CloudFormation::CustomResource"


def ref_is_known(type: str) -> bool:
    """Whether the text that stands here for the Ref of a type without a card is of AWS's form.

    It isn't where Ref is what a custom resource's provider says, nor where it is an ARN of a form that is not in the
    table above: the identifier of a type says which ("Ref returns the primary identifier":
    https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html, read 2026-11-30).
    """
    if type in _COMPANIONS or type in _PREFIXES or type in _BY_NAME:
        return True
    identifier = primary(type) if type != _CUSTOM else ()
    return bool(identifier) and not (len(identifier) == 1 and identifier[0][-1].lower().endswith("arn"))


def named_by_name(type: str) -> bool:
    """Whether Ref of a type without a card is known to give a name, not an ARN."""
    known = _COMPANIONS.get(type)
    return known is not None and known.ref == "{name}"


def companion_identity(type: str, place: Place, properties: Properties) -> Identity:
    """What Ref and GetAtt give of a type without a card, as far as its name tells."""
    if prefix := _PREFIXES.get(type):
        return Identity(resource_id(place, prefix))
    known = _COMPANIONS.get(type)
    if known is None:
        return Identity(generated_name(place))
    given = given_name(properties, known.name) or Name("")
    parts = {"region": place.scope.region, "uuid": _uuid(place, "uuid")}
    id = suffix(place, known.id_length, "id")
    parts["id"] = id.lower() if known.lower else id
    parts["name"] = name = given.text or _made(type, place, properties, known, parts)
    lacking = _add_properties(known, properties, parts)
    why = given.unknown or lacking
    arn = place.arn(known.service, known.resource.format_map(parts), region=known.regional, account=known.accounted)
    parts["arn"] = arn
    told = {known.arn_attribute: "{arn}"} if known.arn_attribute else {}
    attributes: dict[str, Value] = {
        key: why if why is not None else text.format_map(parts)
        for key, text in (*told.items(), *known.attributes.items())
    }
    for attribute, value in _more(type, place, properties, name).items():
        attributes[attribute] = given.known(value)
    return Identity(known.ref.format_map(parts), "" if lacking else arn, attributes)


def _add_properties(known: Companion, properties: Properties, parts: dict[str, str]) -> Unknown | None:
    """Adds the properties that the texts of a companion have in braces; says why where one of them isn't known."""
    why: Unknown | None = None
    for _, key, _, _ in Formatter().parse(f"{known.resource}{known.ref}"):
        if not key or key in parts or key == "arn":
            continue
        value = properties.get(key)
        # A function may be named by its ARN.
        parts[key] = as_text(value).rpartition(":function:")[2] if isinstance(value, str) else ""
        if not parts[key]:
            why = value if isinstance(value, Unknown) else Unknown(f"its {key} is not known")
    return why


def _uuid(place: Place, salt: str) -> str:
    digits = place.digits(32, salt)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _made(type: str, place: Place, properties: Properties, known: Companion, parts: Mapping[str, str]) -> str:
    if known.made:
        return known.made.format_map(parts)
    fifo = ".fifo" if type == "AWS::SNS::Topic" and as_flag(properties.get("FifoTopic")) else ""
    name = generated_name(place, known.limit - len(fifo)) + fifo
    return name.lower() if known.lower else name


def _more(type: str, place: Place, properties: Properties, name: str) -> Mapping[str, Value]:
    """Attributes that follow from the name, beside the ARN."""
    region = place.scope.region
    domain = dns_suffix_of(region)
    match type:
        case "AWS::S3::Bucket":
            return {
                "DomainName": f"{name}.s3.{domain}",
                "RegionalDomainName": f"{name}.s3.{region}.{domain}",
                "DualStackDomainName": f"{name}.s3.dualstack.{region}.{domain}",
                "WebsiteURL": f"http://{name}.s3-website-{region}.{domain}",
            }
        case "AWS::SNS::Topic":
            return {"TopicName": name}
        case "AWS::DynamoDB::Table":
            streamed = properties.get("StreamSpecification") is not None
            why = "it ends with the time at which the stream was switched on" if streamed else "the table has no stream"
            scope = place.scope
            table = f"arn:{scope.partition}:dynamodb:{region}:{scope.account}:table/{name}"
            return {"StreamArn": Unknown(why, f"{table}/stream/{GAP}" if streamed else "")}
        case "AWS::StepFunctions::StateMachine" | "AWS::Events::EventBus":
            return {"Name": name}
        case "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster":
            return {**_database_port(properties), **_master_secret(type, place, properties)}
        case _ if type in _PORTS:
            names, key, default = _PORTS[type]
            port = properties.get(key, str(default))
            return dict.fromkeys(names, port if isinstance(port, Unknown) else as_text(port))
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
    uuid = _uuid(place, "master secret")
    arn = place.arn("secretsmanager", f"secret:rds!{kind}-{uuid}-{mixed_suffix(place, 6, 'master secret')}")
    return {"MasterUserSecret.SecretArn": arn}


def _database_port(properties: Properties) -> Mapping[str, Value]:
    """The port that security groups are told by GetAtt; a cluster's instance has the cluster's."""
    given, engine = properties.get("Port"), properties.get("Engine")
    if given is None and isinstance(engine, str) and properties.get("DBClusterIdentifier") is None:
        given = port_of_engine(engine) or None
    return {} if given is None else {"Endpoint.Port": given if isinstance(given, Unknown) else as_text(given)}
