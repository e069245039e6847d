"""What values APIs take where the schema leaves them open: one of a few words, a number between two bounds, a form.

CloudFormation holds a template against the schema of each type. Where that says no more than "a string", the API is the
first to say no, when the resource's turn comes. This is a table, as the references of the APIs have it; texts are ours.

Sources (read 2026-11-29): https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
(DomainName, ValidationMethod), https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html and
apis-apiid-integrations.html (ProtocolType, ConnectionType, IntegrationType, PayloadFormatVersion, TimeoutInMillis),
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterSetting.html (name),
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html and
API_CreateCacheCluster.html (AuthToken, CacheNodeType, Engine, ReplicationGroupId),
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html ("Log group names can't
start with the string aws/"), https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html (Timeout),
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html and API_CreateDBCluster.html (all of
the databases), https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
aws-resource-secretsmanager-secrettargetattachment.html (TargetType),
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html (TableName) and
API_KeySchemaElement.html (KeyType, read 2026-11-30), https://docs.aws.amazon.com/cloudfront/latest/APIReference/
API_CustomOriginConfig.html (OriginProtocolPolicy, OriginSslProtocols) and https://docs.aws.amazon.com/
AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html (ports "80, 443, and 1024 to 65535"; both read
2026-11-30), https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html (AlpnPolicy),
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html (DBProxyName),
https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html (an id has at most 32 characters) and
API_HealthCheckConfig.html (RequestInterval, read 2026-11-30), https://docs.aws.amazon.com/
AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html (DeduplicationScope, FifoThroughputLimit; read
2026-11-30), https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html (httpMethod, authorizationType) and
API_GetStage.html (stageName: "alphanumeric characters, hyphens, and underscores"),
https://github.com/claudiajs/claudia/issues/11 and https://github.com/serverless-nextjs/serverless-next.js/issues/208
(the part of a path; all read 2026-11-30),
https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html (PolicyName),
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnGateway.html (Type; both read 2026-11-30),
https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html (name).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from msgspec import Struct

from seatrial.analyses.refusals.lacking import EACH, places
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import HIDDEN, Sensitive, Value, as_text

# A longer text is not held against a form: the schemas bound what has one.
_LONGEST = 1_000
# What no message shows.
_SECRET = ("AuthToken", "Value")


class Takes(Struct, frozen=True):
    """What the property at ``at`` (``"*"`` for every item of a list) takes: ``choices``, or a number from ``least`` to
    ``most``, or what matches ``form``, which ``says`` puts into words; ``length`` bounds the characters of a text.
    """

    at: PropertyPath
    choices: Sequence[str] = ()
    least: int | None = None
    most: int | None = None
    form: str = ""
    says: str = ""
    when: Callable[[Resource], bool] = lambda resource: True


def _of_an_open_engine(resource: Resource) -> bool:
    engine = as_text(resource.get("Engine")).lower()
    return engine in ("mysql", "mariadb", "postgres") or engine.startswith("aurora")


_POLICY_NAME, _POLICY_NAME_SAYS = r"[\w+=,.@-]{1,128}", "1 to 128 letters, digits and +=,.@_- without blanks"
_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_DAY = r"(mon|tue|wed|thu|fri|sat|sun)"
_WINDOWS = (
    Takes(("PreferredBackupWindow",), form=rf"{_TIME}-{_TIME}", says="two times of day in UTC, as in 02:00-03:00"),
    Takes(
        ("PreferredMaintenanceWindow",),
        form=rf"(?i:{_DAY}:{_TIME}-{_DAY}:{_TIME})",
        says="two times of the week in UTC, as in sun:04:00-sun:05:00",
    ),
)
_VERSION = Takes(("EngineVersion",), form=r"\d.*", says="a version, as in 16.4", when=_of_an_open_engine)
_CLASS = r"db\.(serverless|[a-z0-9-]+\.[a-z0-9-]+(\.[a-z0-9.-]+)?)"
_NODE = Takes(("CacheNodeType",), form=r"cache\.[a-z0-9-]+\.[a-z0-9-]+", says="a node type, as in cache.t4g.small")
_KEYS = ("HASH", "RANGE")
_CUSTOM_ORIGIN: PropertyPath = ("DistributionConfig", "Origins", EACH, "CustomOriginConfig")
_ORIGIN_PORT = r"80|443|102[4-9]|10[3-9]\d|(?:1[1-9]|[2-9]\d)\d\d|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-3]\d"
_ORIGIN_PORTS = "80, 443, or from 1024 to 65535"
TAKES: Mapping[str, tuple[str, Sequence[Takes]]] = {
    "AWS::ApiGateway::Method": (
        "apigateway.PutMethod",
        (
            Takes(("HttpMethod",), ("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")),
            Takes(("AuthorizationType",), ("NONE", "AWS_IAM", "COGNITO_USER_POOLS", "CUSTOM")),
        ),
    ),
    "AWS::ApiGateway::Resource": (
        "apigateway.CreateResource",
        (
            Takes(
                ("PathPart",),
                form=r"[^/{}]+|\{[^/{}+]+\+?\}",
                says="one part of a path without slashes, or a variable in braces",
            ),
        ),
    ),
    "AWS::ApiGateway::Stage": (
        "apigateway.CreateStage",
        (Takes(("StageName",), form=r"[A-Za-z0-9_-]{1,128}", says="letters, digits, hyphens and underscores"),),
    ),
    "AWS::ApiGatewayV2::Api": ("apigateway.CreateApi", (Takes(("ProtocolType",), ("HTTP", "WEBSOCKET")),)),
    "AWS::ApiGatewayV2::Integration": (
        "apigateway.CreateIntegration",
        (
            Takes(("ConnectionType",), ("INTERNET", "VPC_LINK")),
            Takes(("IntegrationType",), ("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK")),
            Takes(("PayloadFormatVersion",), ("1.0", "2.0")),
            Takes(("TimeoutInMillis",), least=50, most=30_000),
        ),
    ),
    "AWS::CertificateManager::Certificate": (
        "acm.RequestCertificate",
        (
            Takes(("ValidationMethod",), ("DNS", "EMAIL", "HTTP")),
            Takes(
                ("DomainName",),
                form=r"(\*\.)?([^./:*\s]+\.)+[^./:*\s]+",
                says="a domain name without scheme and path, with an asterisk as its first label at most",
            ),
            Takes(
                ("SubjectAlternativeNames", EACH),
                form=r"(\*\.)?([^./:*\s]+\.)+[^./:*\s]+",
                says="a domain name without scheme and path, with an asterisk as its first label at most",
            ),
            Takes(
                ("DomainValidationOptions", EACH, "HostedZoneId"),
                form=r"[A-Z0-9]{0,32}",
                says="the id of a hosted zone, as in Z1D633PJN98FT9",
            ),
        ),
    ),
    "AWS::CloudFront::Distribution": (
        "cloudfront.CreateDistribution",
        (
            Takes((*_CUSTOM_ORIGIN, "OriginProtocolPolicy"), ("http-only", "match-viewer", "https-only")),
            Takes((*_CUSTOM_ORIGIN, "OriginSSLProtocols", EACH), ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2")),
            Takes((*_CUSTOM_ORIGIN, "HTTPPort"), form=_ORIGIN_PORT, says=_ORIGIN_PORTS),
            Takes((*_CUSTOM_ORIGIN, "HTTPSPort"), form=_ORIGIN_PORT, says=_ORIGIN_PORTS),
        ),
    ),
    "AWS::DynamoDB::Table": (
        "dynamodb.CreateTable",
        (
            Takes(("KeySchema", EACH, "KeyType"), _KEYS),
            Takes(("GlobalSecondaryIndexes", EACH, "KeySchema", EACH, "KeyType"), _KEYS),
            Takes(("LocalSecondaryIndexes", EACH, "KeySchema", EACH, "KeyType"), _KEYS),
            Takes(
                ("TableName",),
                form=r"[a-zA-Z0-9_.-]{3,255}",
                says="3 to 255 letters, digits, hyphens, dots and underscores",
            ),
            Takes(
                ("GlobalSecondaryIndexes", EACH, "IndexName"),
                form=r"[a-zA-Z0-9_.-]{3,255}",
                says="3 to 255 letters, digits, hyphens, dots and underscores",
            ),
        ),
    ),
    "AWS::EC2::VPNGateway": ("ec2.CreateVpnGateway", (Takes(("Type",), ("ipsec.1",)),)),
    "AWS::ECS::Cluster": ("ecs.CreateCluster", (Takes(("ClusterSettings", EACH, "Name"), ("containerInsights",)),)),
    "AWS::ElastiCache::CacheCluster": ("elasticache.CreateCacheCluster", (_NODE,)),
    "AWS::ElastiCache::ReplicationGroup": (
        "elasticache.CreateReplicationGroup",
        (
            _NODE,
            Takes(("Engine",), form=r"(?i:redis|valkey)", says="redis or valkey"),
            Takes(
                ("ReplicationGroupId",),
                form=r"[A-Za-z](?!.*--)[A-Za-z0-9-]{0,38}[A-Za-z0-9]|[A-Za-z]",
                says="1 to 40 letters, digits and hyphens that begins with a letter, without two hyphens in a row or "
                "one at the end",
            ),
            Takes(("AuthToken",), form=r"[^\s/\"@]{16,128}", says='16 to 128 printable characters without @, " and /'),
        ),
    ),
    "AWS::ElasticLoadBalancingV2::Listener": (
        "elbv2.CreateListener",
        (Takes(("AlpnPolicy", EACH), ("HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None")),),
    ),
    "AWS::IAM::Policy": ("iam.PutRolePolicy", (Takes(("PolicyName",), form=_POLICY_NAME, says=_POLICY_NAME_SAYS),)),
    "AWS::IAM::Role": (
        "iam.PutRolePolicy",
        (Takes(("Policies", EACH, "PolicyName"), form=_POLICY_NAME, says=_POLICY_NAME_SAYS),),
    ),
    "AWS::IAM::RolePolicy": (
        "iam.PutRolePolicy",
        (Takes(("PolicyName",), form=_POLICY_NAME, says=_POLICY_NAME_SAYS),),
    ),
    "AWS::Lambda::Function": (
        "lambda.CreateFunction",
        (Takes(("Timeout",), least=1, most=900),),
    ),
    "AWS::Logs::LogGroup": (
        "logs.CreateLogGroup",
        (Takes(("LogGroupName",), form=r"(?!aws/).*", says="a name that doesn't begin with aws/"),),
    ),
    "AWS::RDS::DBCluster": (
        "rds.CreateDBCluster",
        (*_WINDOWS, _VERSION, Takes(("BackupRetentionPeriod",), least=1, most=35)),
    ),
    "AWS::RDS::DBInstance": (
        "rds.CreateDBInstance",
        (
            *_WINDOWS,
            _VERSION,
            Takes(("BackupRetentionPeriod",), least=0, most=35),
            Takes(("DBInstanceClass",), form=_CLASS, says="an instance class, as in db.t4g.medium"),
            Takes(("MonitoringInterval",), ("0", "1", "5", "10", "15", "30", "60")),
            Takes(
                ("StorageType",),
                ("gp2", "gp3", "io1", "io2", "standard"),
                when=lambda resource: resource.get("DBClusterIdentifier") is None,
            ),
        ),
    ),
    "AWS::RDS::DBProxy": (
        "rds.CreateDBProxy",
        (
            Takes(
                ("DBProxyName",),
                form=r"[a-zA-Z](?:-?[a-zA-Z0-9]+)*",
                says="letters, digits and single hyphens that begins with a letter and doesn't end with a hyphen",
            ),
        ),
    ),
    "AWS::SecretsManager::SecretTargetAttachment": (
        "secretsmanager.PutSecretValue",
        (
            Takes(
                ("TargetType",),
                (
                    *("AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::Redshift::Cluster"),
                    *("AWS::RedshiftServerless::Namespace", "AWS::DocDB::DBInstance", "AWS::DocDB::DBCluster"),
                    "AWS::DocDBElastic::Cluster",
                ),
            ),
        ),
    ),
    "AWS::Route53::HealthCheck": (
        "route53.CreateHealthCheck",
        (Takes(("HealthCheckConfig", "RequestInterval"), ("10", "30")),),
    ),
    "AWS::SQS::Queue": (
        "sqs.CreateQueue",
        (
            Takes(("DeduplicationScope",), ("messageGroup", "queue")),
            Takes(("FifoThroughputLimit",), ("perQueue", "perMessageGroupId")),
        ),
    ),
    "AWS::StepFunctions::StateMachine": (
        "states.CreateStateMachine",
        (
            Takes(
                ("StateMachineName",),
                form=r"[^\s<>{}\[\]?*\"#%\\^|~`$&,;:/]{1,80}",
                says="1 to 80 characters without blanks, brackets, wildcards and most signs",
            ),
        ),
    ),
    "AWS::SSM::Parameter": ("ssm.PutParameter", (Takes(("Value",), form=r"(?s).+", says="a text that isn't empty"),)),
}


def not_taken(resource: Resource) -> Refusal | None:
    """The first value of a resource that its API doesn't take."""
    api, rules = TAKES.get(resource.type, ("", ()))
    whole = dict(resource.properties) if rules else {}
    for rule in rules:
        for path, value in places(whole, rule.at, ()):
            if isinstance(value, str | int | float) and not isinstance(value, bool) and rule.when(resource):
                for refusal in _judged(api, rule, path, value):
                    return refusal
    return None


def _judged(api: str, rule: Takes, path: PropertyPath, value: Value) -> Iterator[Refusal]:
    text = as_text(value)
    if "{{resolve:" in text or len(text) > _LONGEST:
        return
    key = next(part for part in reversed(path) if isinstance(part, str))
    shown = HIDDEN if isinstance(value, Sensitive) or key in _SECRET else text or '""'
    takes, instead = "", ""
    if rule.choices and text not in rule.choices:
        takes = f"one of {', '.join(rule.choices)}"
        same = [choice for choice in rule.choices if choice.lower() == text.lower()]
        instead = next(iter(same or get_close_matches(text, rule.choices, n=1)), "")
    elif rule.form and re.fullmatch(rule.form, str.__str__(text)) is None:
        takes = rule.says
    elif rule.least is not None and rule.most is not None:
        number = _number(text)
        beyond = number is not None and not rule.least <= number <= rule.most
        takes = f"from {rule.least} to {rule.most}" if beyond else ""
    if takes:
        yield Refusal(api, "ValidationException", f"{key} is {shown}; it is {takes}.", path, instead=instead, ours=True)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
