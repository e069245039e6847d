"""The calls that each service takes for a resource of its own: a table of types.

One row says how a type of resource is used: by which host, by which actions and about what. A new type is a row here,
and how it is named a row in ``kinds/companions.py``. Where a resource can be used in other ways than as the task role
(a password, an open policy), the row says ``when`` it is. Long because it is a table.

Source: actions and resource types of each service,
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
(read 2026-11-23; those with ``when`` in ``use_conditions``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from seatrial.analyses.checklist import use_conditions
from seatrial.analyses.checklist.data_api import CLUSTER
from seatrial.analyses.checklist.gifts import Gift
from seatrial.analyses.global_table import GLOBAL_TABLE, TABLE
from seatrial.analyses.launch.held_secret import MASTER_SECRET
from seatrial.model.arn import Arn, dns_suffix_of
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath

if TYPE_CHECKING:
    from seatrial.analyses.checklist.inquiry import Inquiry

REF, TEXT = "", None
OBJECTS, INDEXES, VERSIONS = "/*", "/index/*", ":*"


class Use(Struct, frozen=True):
    """How a type of resource is used.

    ``service`` is the name of its host and of its actions' beginning (``prefix`` where that differs); one with braces
    is a whole host, and none means that the calls go to no AWS service. ``calls`` are actions by what they are about:
    "" is the resource itself, "/*" what is in it, "agent>agent-alias" another kind below the same name. ``plain`` are
    those of which the plain use needs at least one. ``attributes`` are what hands the resource out: other attributes
    are only facts.
    """

    noun: str
    service: str
    calls: Mapping[str, Sequence[str]]
    plain: Sequence[str]
    attributes: Sequence[str | None] = (REF, TEXT, "Arn")
    prefix: str = ""
    others: Sequence[str] = ()
    """Beginnings of other actions that are a use of it as well."""
    useless: Sequence[str] = ()
    """Actions of the service that never are about such a resource, whatever a policy says."""
    inner: Sequence[str] = ()
    """Words in the names of actions that are only about what is in it."""
    strict: bool = False
    """Whether nothing but these calls is a use: other actions of the service only look after it."""
    key: PropertyPath = ()
    """The property path of the customer's key that the resource is encrypted with, where the caller needs it too."""
    port: int = 443
    on: PropertyPath = ()
    """The property that names what the calls are about, where that is another resource."""
    arn: str = ""
    """The ARN that the calls are about, whole or from its service on, with attributes in braces."""
    also: PropertyPath = ()
    """The property that names a resource on which a permission may do as well."""
    private: str = ""
    """The type of what brings its host into a VPC in a way of its own."""
    when: Callable[[Inquiry, Gift], bool] | None = None

    @property
    def actions(self) -> str:
        return self.prefix or self.service

    def action(self, call: str) -> str:
        return call if ":" in call else f"{self.actions}:{call}"

    def host(self, resource: Resource, region: str) -> str:
        parsed = Arn.parse(resource.arn)
        at_home = parsed.region if parsed is not None and parsed.region else region
        if "{" in self.service:
            name = resource.physical_id.rpartition(":")[2].lower()
            return self.service.format(name=name, region=at_home, suffix=dns_suffix_of(at_home))
        return f"{self.service}.{at_home}.{dns_suffix_of(at_home)}" if self.service else ""


def use_of(gift: Gift) -> Use | None:
    """How a container uses what it is given; None where nothing is known of it."""
    return _MASTER_SECRET if gift.attribute == MASTER_SECRET else USES.get(gift.resource.type)


def part_of(arn: str, part: str) -> str:
    """What is in a resource, or another kind of thing below its name, as a pattern."""
    kind, other, new = part.partition(">")
    if not other:
        return f"{arn}{part}"
    ends = next((end for end in "/:" if f":{kind}{end}" in arn), "/")
    return f"{arn.replace(f':{kind}{ends}', f':{new}{ends}', 1)}/*"


_OBJECT_CALLS = (
    "GetObject", "PutObject", "DeleteObject", "GetObjectVersion", "GetObjectAttributes", "GetObjectTagging",
    "PutObjectTagging", "PutObjectAcl", "DeleteObjectVersion", "AbortMultipartUpload", "RestoreObject",
)  # fmt: skip
_OF_OBJECTS = ("Object", "Upload")
_ITEM_CALLS = (
    "GetItem", "PutItem", "Query", "UpdateItem", "Scan", "DeleteItem", "BatchGetItem", "BatchWriteItem",
    "PartiQLSelect", "PartiQLInsert", "PartiQLUpdate",
)  # fmt: skip
_TABLE = Use(
    "table",
    "dynamodb",
    {"": (*_ITEM_CALLS, "ConditionCheckItem", "DescribeTable"), INDEXES: ("Query", "Scan", "PartiQLSelect")},
    _ITEM_CALLS,
    useless=("GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"),
    key=("SSESpecification", "KMSMasterKeyId"),
)
_DAX_CALLS = ("GetItem", "PutItem", "Query", "Scan", "UpdateItem", "DeleteItem", "BatchGetItem", "BatchWriteItem")
_SEARCH_CALLS = ("ESHttpGet", "ESHttpPost", "ESHttpPut", "ESHttpDelete", "ESHttpHead", "ESHttpPatch")
_CACHE = Use(
    "cache",
    "",
    {"": ("Connect",)},
    ("Connect",),
    [f"{name}.Address" for name in ("Endpoint", "ReaderEndpoint", "PrimaryEndPoint", "ConfigurationEndPoint")],
    prefix="elasticache",
    strict=True,
    when=use_conditions.cache_by_iam,
)
# The secret that Amazon RDS keeps for a database.
_MASTER_SECRET = Use(
    "secret",
    "secretsmanager",
    {"": ("GetSecretValue", "DescribeSecret")},
    ("GetSecretValue",),
    (MASTER_SECRET,),
    arn="{MasterUserSecret.SecretArn}",
    key=("MasterUserSecret", "KmsKeyId"),
)
_API_HOST = "{name}.execute-api.{region}.{suffix}"
_KAFKA = Use(
    "cluster",
    "",
    {
        "": ("Connect", "DescribeCluster", "kafka:GetBootstrapBrokers"),
        "cluster>topic": ("DescribeTopic", "ReadData", "WriteData"),
    },
    ("Connect",),
    (REF, "Arn"),
    prefix="kafka-cluster",
    others=("kafka",),
    when=use_conditions.kafka_by_iam,
)
USES: Mapping[str, Use] = {
    "AWS::SQS::Queue": Use(
        "queue",
        "sqs",
        {"": ("ReceiveMessage", "SendMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes")},
        ("ReceiveMessage", "SendMessage"),
        (REF, TEXT, "Arn", "QueueUrl", "QueueName"),
        key=("KmsMasterKeyId",),
    ),
    "AWS::S3::Bucket": Use(
        "bucket",
        "s3",
        {OBJECTS: _OBJECT_CALLS, "": ("ListBucket", "GetBucketLocation", "ListBucketVersions")},
        _OBJECT_CALLS,
        inner=_OF_OBJECTS,
        key=(
            "BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault",
            "KMSMasterKeyID",
        ),
    ),
    TABLE: _TABLE,
    GLOBAL_TABLE: _TABLE,
    "AWS::SNS::Topic": Use(
        "topic",
        "sns",
        {"": ("Publish", "Subscribe", "GetTopicAttributes", "ListSubscriptionsByTopic")},
        ("Publish", "Subscribe"),
        (REF, TEXT, "TopicArn", "TopicName"),
        key=("KmsMasterKeyId",),
    ),
    "AWS::SecretsManager::Secret": Use(
        "secret",
        "secretsmanager",
        {"": ("GetSecretValue", "PutSecretValue", "UpdateSecret", "DescribeSecret")},
        ("GetSecretValue", "PutSecretValue", "UpdateSecret"),
        (REF, TEXT, "Id"),
        key=("KmsKeyId",),
    ),
    "AWS::SSM::Parameter": Use(
        "parameter",
        "ssm",
        {"": ("GetParameter", "GetParameters", "GetParametersByPath", "PutParameter", "GetParameterHistory")},
        ("GetParameter", "GetParameters", "GetParametersByPath", "PutParameter"),
        (REF, TEXT),
    ),
    "AWS::KMS::Key": Use(
        "key",
        "kms",
        {
            "": (
                "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "Sign", "Verify",
                "GenerateMac", "VerifyMac", "GetPublicKey", "DescribeKey",
            )
        },
        (),
    ),
    "AWS::Kinesis::Stream": Use(
        "stream",
        "kinesis",
        {"": ("PutRecord", "PutRecords", "GetRecords", "GetShardIterator", "DescribeStream", "SubscribeToShard")},
        ("PutRecord", "PutRecords", "GetRecords", "SubscribeToShard"),
        key=("StreamEncryption", "KeyId"),
    ),
    "AWS::KinesisFirehose::DeliveryStream": Use(
        "delivery stream", "firehose", {"": ("PutRecord", "PutRecordBatch")}, ("PutRecord", "PutRecordBatch")
    ),
    "AWS::Lambda::Function": Use(
        "function",
        "lambda",
        {"": ("InvokeFunction", "InvokeAsync", "GetFunction"), VERSIONS: ("InvokeFunction",)},
        ("InvokeFunction", "InvokeAsync"),
    ),
    "AWS::StepFunctions::StateMachine": Use(
        "state machine",
        "states",
        {"": ("StartExecution", "StartSyncExecution", "ListExecutions", "DescribeStateMachine")},
        ("StartExecution", "StartSyncExecution"),
    ),
    "AWS::Events::EventBus": Use(
        "event bus", "events", {"": ("PutEvents",)}, ("PutEvents",), (REF, TEXT, "Arn", "Name")
    ),
    # By the Data API: who connects to the database itself needs no permission for it.
    CLUSTER: Use(
        "cluster",
        "rds-data",
        {"": ("ExecuteStatement", "BatchExecuteStatement", "BeginTransaction", "CommitTransaction")},
        ("ExecuteStatement", "BatchExecuteStatement"),
        (REF, TEXT, "DBClusterArn"),
        when=use_conditions.by_data_api,
    ),
    "AWS::ApiGateway::RestApi": Use(
        "API", _API_HOST, {"/*": ("Invoke",)}, ("Invoke",), (REF, "RestApiId"), prefix="execute-api", strict=True,
        arn="execute-api:{RestApiId}", when=use_conditions.rest_api_by_iam,
    ),
    "AWS::ApiGatewayV2::Api": Use(
        "API", _API_HOST, {"/*": ("Invoke",)}, ("Invoke",), (REF, "ApiId", "ApiEndpoint"), prefix="execute-api",
        strict=True, arn="execute-api:{ApiId}", when=use_conditions.http_api_by_iam,
    ),
    "AWS::AppConfig::Application": Use(
        "application", "appconfigdata",
        {
            "/environment/*/configuration/*": ("StartConfigurationSession", "GetLatestConfiguration"),
            "": ("GetConfiguration", "GetApplication"),
        },
        ("StartConfigurationSession", "GetLatestConfiguration", "GetConfiguration"), (REF, "ApplicationId"),
        prefix="appconfig",
    ),
    "AWS::Athena::WorkGroup": Use(
        "workgroup", "athena", {"": ("StartQueryExecution", "GetQueryResults", "GetQueryExecution", "GetWorkGroup")},
        ("StartQueryExecution", "GetQueryResults"), (REF,),
    ),
    "AWS::Batch::JobQueue": Use(
        "job queue", "batch", {"": ("SubmitJob", "ListJobs", "DescribeJobQueues")}, ("SubmitJob",), (REF, "JobQueueArn")
    ),
    "AWS::Bedrock::Agent": Use(
        "agent", "bedrock-agent-runtime",
        {"agent>agent-alias": ("InvokeAgent",), "": ("InvokeInlineAgent", "GetAgent")}, ("InvokeAgent",),
        (REF, "AgentId", "AgentArn"), prefix="bedrock",
    ),
    "AWS::Bedrock::AgentAlias": Use(
        "agent alias", "bedrock-agent-runtime", {"": ("InvokeAgent",)}, ("InvokeAgent",),
        (REF, "AgentAliasId", "AgentAliasArn"), prefix="bedrock",
    ),
    "AWS::Bedrock::ApplicationInferenceProfile": Use(
        "inference profile", "bedrock-runtime",
        {"": ("InvokeModel", "InvokeModelWithResponseStream", "GetInferenceProfile")},
        ("InvokeModel", "InvokeModelWithResponseStream"), (REF, "InferenceProfileArn", "InferenceProfileId"),
        prefix="bedrock",
    ),
    "AWS::Bedrock::Guardrail": Use(
        "guardrail", "bedrock-runtime", {"": ("ApplyGuardrail", "GetGuardrail")}, ("ApplyGuardrail",),
        (REF, "GuardrailArn", "GuardrailId"), prefix="bedrock",
    ),
    "AWS::Bedrock::KnowledgeBase": Use(
        "knowledge base", "bedrock-agent-runtime",
        {"": ("Retrieve", "RetrieveAndGenerate", "GetKnowledgeBase")}, ("Retrieve", "RetrieveAndGenerate"),
        (REF, "KnowledgeBaseId", "KnowledgeBaseArn"), prefix="bedrock",
    ),
    "AWS::Cassandra::Keyspace": Use(
        "keyspace", "cassandra", {"*": ("Select", "Modify"), "": ("Select",)}, ("Select", "Modify"), (REF,), port=9142,
        when=use_conditions.without_password,
    ),
    "AWS::CodeBuild::Project": Use(
        "project", "codebuild", {"": ("StartBuild", "BatchGetBuilds")}, ("StartBuild",), (REF, "Arn")
    ),
    "AWS::DAX::Cluster": Use(
        "cluster", "", {"": _DAX_CALLS}, _DAX_CALLS,
        (REF, "Arn", "ClusterDiscoveryEndpoint", "ClusterDiscoveryEndpointURL"), prefix="dax",
    ),
    "AWS::ECS::TaskDefinition": Use(
        "task definition", "ecs", {"": ("RunTask", "StartTask", "DescribeTaskDefinition")}, ("RunTask", "StartTask"),
        (REF, "TaskDefinitionArn"), when=use_conditions.starts_itself,
    ),
    "AWS::ElastiCache::ReplicationGroup": _CACHE,
    "AWS::ElastiCache::ServerlessCache": _CACHE,
    "AWS::Lambda::Alias": Use("alias", "lambda", {"": ("InvokeFunction",)}, ("InvokeFunction",), (REF, "AliasArn")),
    "AWS::Lambda::Url": Use(
        "function URL", "{name}.lambda-url.{region}.on.aws", {"": ("InvokeFunctionUrl",)}, ("InvokeFunctionUrl",),
        ("FunctionUrl",), prefix="lambda", strict=True, on=("TargetFunctionArn",), when=use_conditions.url_by_iam,
    ),
    "AWS::Location::GeofenceCollection": Use(
        "geofence collection", "geofencing.geo", {"": ("BatchEvaluateGeofences", "GetGeofence", "PutGeofence")},
        ("BatchEvaluateGeofences", "GetGeofence", "PutGeofence"), (REF, "Arn", "CollectionArn"), prefix="geo",
        when=use_conditions.without_location_keys,
    ),
    "AWS::Location::PlaceIndex": Use(
        "place index",
        "places.geo",
        {"": ("SearchPlaceIndexForText", "SearchPlaceIndexForPosition", "SearchPlaceIndexForSuggestions", "GetPlace")},
        ("SearchPlaceIndexForText", "SearchPlaceIndexForPosition", "SearchPlaceIndexForSuggestions", "GetPlace"),
        (REF, "Arn", "IndexArn"),
        prefix="geo",
        when=use_conditions.without_location_keys,
    ),
    "AWS::Location::RouteCalculator": Use(
        "route calculator", "routes.geo", {"": ("CalculateRoute", "CalculateRouteMatrix")},
        ("CalculateRoute", "CalculateRouteMatrix"), (REF, "Arn", "CalculatorArn"), prefix="geo",
        when=use_conditions.without_location_keys,
    ),
    "AWS::Location::Tracker": Use(
        "tracker", "tracking.geo", {"": ("BatchUpdateDevicePosition", "GetDevicePosition", "ListDevicePositions")},
        ("BatchUpdateDevicePosition", "GetDevicePosition", "ListDevicePositions"), (REF, "Arn", "TrackerArn"),
        prefix="geo", when=use_conditions.without_location_keys,
    ),
    "AWS::MSK::Cluster": _KAFKA,
    "AWS::MSK::ServerlessCluster": _KAFKA,
    "AWS::MemoryDB::Cluster": Use(
        "cluster", "", {"": ("connect",)}, ("connect",), ("ClusterEndpoint.Address",), prefix="memorydb", strict=True,
        when=use_conditions.memory_by_iam,
    ),
    "AWS::Neptune::DBCluster": Use(
        "graph", "", {"/*": ("connect", "ReadDataViaQuery", "WriteDataViaQuery")},
        ("connect", "ReadDataViaQuery", "WriteDataViaQuery"), ("Endpoint", "ReadEndpoint"), prefix="neptune-db",
        arn="neptune-db:{ClusterResourceId}", when=use_conditions.graph_by_iam,
    ),
    "AWS::OpenSearchServerless::Collection": Use(
        "collection", "{name}.{region}.aoss.{suffix}", {"": ("APIAccessAll",)}, ("APIAccessAll",),
        ("CollectionEndpoint",), prefix="aoss", private="AWS::OpenSearchServerless::VpcEndpoint",
    ),
    "AWS::OpenSearchService::Domain": Use(
        "domain", "", {OBJECTS: _SEARCH_CALLS}, _SEARCH_CALLS, ("DomainEndpoint", "DomainEndpointV2"), prefix="es",
        inner=("ESHttp",), when=use_conditions.search_by_iam,
    ),
    "AWS::Redshift::Cluster": Use(
        "cluster",
        "redshift-data",
        {"": ("ExecuteStatement", "BatchExecuteStatement"), "cluster>dbuser": ("redshift:GetClusterCredentials",)},
        ("ExecuteStatement", "BatchExecuteStatement", "redshift:GetClusterCredentials"),
        (REF,),
        others=("redshift",),
        when=use_conditions.by_name_alone,
    ),
    "AWS::RedshiftServerless::Workgroup": Use(
        "workgroup",
        "redshift-data",
        {"": ("ExecuteStatement", "BatchExecuteStatement", "redshift-serverless:GetCredentials")},
        ("ExecuteStatement", "BatchExecuteStatement", "redshift-serverless:GetCredentials"),
        (REF, "Workgroup.WorkgroupName", "Workgroup.WorkgroupArn"),
        others=("redshift-serverless",),
        when=use_conditions.by_name_alone,
    ),
    "AWS::Rekognition::Collection": Use(
        "collection", "rekognition",
        {"": ("SearchFacesByImage", "IndexFaces", "SearchFaces", "DescribeCollection")},
        ("SearchFacesByImage", "IndexFaces", "SearchFaces"), (REF, "Arn"),
    ),
    "AWS::S3::AccessPoint": Use(
        "access point",
        "s3",
        {"/object/*": _OBJECT_CALLS, "": ("ListBucket",)},
        _OBJECT_CALLS,
        (REF, TEXT, "Arn", "Alias", "Name"),
        inner=_OF_OBJECTS,
        also=("Bucket",),
    ),
    "AWS::SES::EmailIdentity": Use(
        "identity",
        "email",
        {"": ("SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkEmail", "SendBulkTemplatedEmail")},
        ("SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkEmail", "SendBulkTemplatedEmail"),
        (REF,),
        prefix="ses",
        when=use_conditions.without_password,
    ),
    "AWS::Timestream::Database": Use(
        "database", "", {"/table/*": ("WriteRecords", "Select"), "": ("DescribeDatabase", "ListTables")},
        ("WriteRecords", "Select"), (REF, "Arn"), prefix="timestream", useless=("DescribeEndpoints",),
        inner=("Select", "WriteRecords"),
    ),
    "AWS::Timestream::Table": Use(
        "table", "", {"": ("WriteRecords", "Select", "DescribeTable")}, ("WriteRecords", "Select"),
        (REF, "Arn", "Name"), prefix="timestream", useless=("DescribeEndpoints",),
    ),
}  # fmt: skip
