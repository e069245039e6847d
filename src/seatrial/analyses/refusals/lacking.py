"""What APIs want although the resource's schema doesn't: properties that are needed only in some cases.

A listener needs a port unless its load balancer is a gateway, an action what its type is about, a mapping a port or a
range. The schemas leave all of these optional, so that the API is the first to say no.

Sources: the reference of each API under https://docs.aws.amazon.com/ (CreateListener, CreateRule, Action,
RuleCondition, ContainerDefinition, ContainerDependency, EphemeralStorage, PortMapping, MountPoint, LoadBalancer,
AdvancedConfiguration
and CapacityProviderStrategyItem of ECS, CreateVpcEndpoint, PutMetricAlarm, EcsParameters of EventBridge Scheduler,
CreatePrivateDnsNamespace and CreateService of Cloud Map, CreateHostedZone; read 2026-11-23; HealthCheck and
FirelensConfiguration of ECS, CreatePipe, PutIntegration, CreateVpcLink, CreateApi, CustomizedMetricSpecification of
Application Auto Scaling, CreateDistribution, CreateEventSourceMapping; read 2026-11-30). That an IAM policy needs
somebody to belong to is CloudFormation's own rule; its text as quoted by users (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text, at

EACH = "*"
When = Callable[[World, Resource, Value], bool]


def _always(world: World, resource: Resource, holder: Value) -> bool:
    return True


def _not_of_a_gateway(world: World, resource: Resource, holder: Value) -> bool:
    balancer = world.find(resource.get("LoadBalancerArn"))
    return balancer is not None and as_text(balancer.get("Type"), "application") in ("application", "network")


def _of_type(key: str, kind: str) -> When:
    return lambda world, resource, holder: at(holder, key) == kind


def _type_is(kind: str) -> When:
    return _of_type("Type", kind)


def _field_is(kind: str) -> When:
    return lambda world, resource, holder: (
        at(holder, "Field") == kind and all(at(holder, key) in (None, []) for key in ("Values", "RegexValues"))
    )


def _of_one_metric(world: World, resource: Resource, holder: Value) -> bool:
    return resource.get("MetricName") is not None


def _of_metrics(world: World, resource: Resource, holder: Value) -> bool:
    return resource.get("MetricName") is not None or resource.get("Metrics") is not None


def _runs_a_task(world: World, resource: Resource, holder: Value) -> bool:
    return _is_cluster(at(holder, "Arn"))


def _pipes_into_tasks(world: World, resource: Resource, holder: Value) -> bool:
    return _is_cluster(resource.get("Target"))


def _is_cluster(value: Value) -> bool:
    return ":ecs:" in as_text(value) and ":cluster/" in as_text(value)


def _calls(world: World, resource: Resource, holder: Value) -> bool:
    return at(holder, "Type") in ("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY")


def _is_no_import(world: World, resource: Resource, holder: Value) -> bool:
    return resource.get("Body") is None and resource.get("BodyS3Location") is None


def _blue_green(world: World, resource: Resource, holder: Value) -> bool:
    return resource.get("DeploymentConfiguration", "Strategy") in ("BLUE_GREEN", "LINEAR", "CANARY")


def _in_no_namespace(world: World, resource: Resource, holder: Value) -> bool:
    return resource.get("DnsConfig", "NamespaceId") is None and not isinstance(resource.get("DnsConfig"), Unknown)


class Need(Struct, frozen=True):
    """At each place of ``at`` (``"*"`` for every item of a list) one of ``keys`` has to stand, if ``when`` says so."""

    at: PropertyPath
    keys: Sequence[str]
    when: When = _always


def _actions(key: str) -> tuple[Need, ...]:
    return (
        Need((), (key,)),
        Need((key, EACH), ("TargetGroupArn", "ForwardConfig"), _type_is("forward")),
        Need((key, EACH), ("FixedResponseConfig",), _type_is("fixed-response")),
        Need((key, EACH), ("RedirectConfig",), _type_is("redirect")),
        Need((key, EACH), ("AuthenticateOidcConfig",), _type_is("authenticate-oidc")),
        Need((key, EACH), ("AuthenticateCognitoConfig",), _type_is("authenticate-cognito")),
    )


_CONTAINERS = ("ContainerDefinitions", EACH)
_CONDITIONS: PropertyPath = ("Conditions", EACH)
_CUSTOMIZED: PropertyPath = ("TargetTrackingScalingPolicyConfiguration", "CustomizedMetricSpecification")
NEEDS: dict[str, tuple[str, tuple[Need, ...]]] = {
    "AWS::ApiGateway::Method": (
        "apigateway.PutIntegration",
        (
            Need(("Integration",), ("Uri",), _calls),
            Need(("Integration",), ("ConnectionId",), _of_type("ConnectionType", "VPC_LINK")),
        ),
    ),
    "AWS::ApiGateway::VpcLink": ("apigateway.CreateVpcLink", (Need((), ("TargetArns",)),)),
    "AWS::ApiGatewayV2::Api": (
        "apigateway.CreateApi",
        (Need((), ("Name",), _is_no_import), Need((), ("ProtocolType",), _is_no_import)),
    ),
    "AWS::ApiGatewayV2::Integration": (
        "apigateway.CreateIntegration",
        (Need((), ("IntegrationUri",), _of_type("ConnectionType", "VPC_LINK")),),
    ),
    "AWS::ApplicationAutoScaling::ScalingPolicy": (
        "application-autoscaling.PutScalingPolicy",
        (
            Need(_CUSTOMIZED, ("MetricName", "Metrics")),
            Need((*_CUSTOMIZED, "Dimensions", EACH), ("Name",)),
            Need((*_CUSTOMIZED, "Dimensions", EACH), ("Value",)),
            Need((*_CUSTOMIZED, "Metrics", EACH), ("Id",)),
            Need((*_CUSTOMIZED, "Metrics", EACH, "MetricStat"), ("Metric",)),
            Need((*_CUSTOMIZED, "Metrics", EACH, "MetricStat"), ("Stat",)),
            Need((*_CUSTOMIZED, "Metrics", EACH, "MetricStat", "Metric", "Dimensions", EACH), ("Name",)),
            Need((*_CUSTOMIZED, "Metrics", EACH, "MetricStat", "Metric", "Dimensions", EACH), ("Value",)),
        ),
    ),
    "AWS::CloudFront::Distribution": (
        "cloudfront.CreateDistribution",
        (
            Need(("DistributionConfig",), ("Origins", "CustomOrigin", "S3Origin")),
            Need(("DistributionConfig", "DefaultCacheBehavior"), ("CachePolicyId", "ForwardedValues")),
            Need(("DistributionConfig", "CacheBehaviors", EACH), ("CachePolicyId", "ForwardedValues")),
        ),
    ),
    "AWS::CloudWatch::Alarm": (
        "cloudwatch.PutMetricAlarm",
        (
            Need((), ("ComparisonOperator",), _of_metrics),
            Need((), ("EvaluationPeriods",), _of_metrics),
            Need((), ("Threshold", "ThresholdMetricId"), _of_metrics),
            Need((), ("Namespace",), _of_one_metric),
            Need((), ("Period",), _of_one_metric),
            Need((), ("Statistic", "ExtendedStatistic"), _of_one_metric),
        ),
    ),
    "AWS::EC2::VPCEndpoint": (
        "ec2.CreateVpcEndpoint",
        (
            Need((), ("ServiceName", "ResourceConfigurationArn", "ServiceNetworkArn")),
            Need((), ("SubnetIds",), _of_type("VpcEndpointType", "Interface")),
        ),
    ),
    "AWS::ECS::Service": (
        "ecs.CreateService",
        (
            Need(("CapacityProviderStrategy", EACH), ("CapacityProvider",)),
            Need(("ServiceConnectConfiguration", "LogConfiguration"), ("LogDriver",)),
            Need(("LoadBalancers", EACH), ("ContainerName",)),
            Need(("LoadBalancers", EACH), ("ContainerPort",)),
            Need(("LoadBalancers", EACH), ("AdvancedConfiguration",), _blue_green),
            Need(("LoadBalancers", EACH, "AdvancedConfiguration"), ("AlternateTargetGroupArn",)),
            Need(("LoadBalancers", EACH, "AdvancedConfiguration"), ("ProductionListenerRule",)),
            Need(("LoadBalancers", EACH, "AdvancedConfiguration"), ("RoleArn",)),
        ),
    ),
    "AWS::ECS::TaskDefinition": (
        "ecs.RegisterTaskDefinition",
        (
            Need((*_CONTAINERS, "PortMappings", EACH), ("ContainerPort", "ContainerPortRange")),
            Need((*_CONTAINERS, "MountPoints", EACH), ("ContainerPath",)),
            Need((*_CONTAINERS, "MountPoints", EACH), ("SourceVolume",)),
            Need((*_CONTAINERS, "Environment", EACH), ("Name",)),
            Need((*_CONTAINERS, "DependsOn", EACH), ("ContainerName",)),
            Need((*_CONTAINERS, "DependsOn", EACH), ("Condition",)),
            Need((*_CONTAINERS, "HealthCheck"), ("Command",)),
            Need((*_CONTAINERS, "FirelensConfiguration"), ("Type",)),
            Need(("EphemeralStorage",), ("SizeInGiB",)),
            Need(("Volumes", EACH), ("Name",)),
        ),
    ),
    "AWS::ElasticLoadBalancingV2::Listener": (
        "elbv2.CreateListener",
        (
            Need((), ("Port",), _not_of_a_gateway),
            Need((), ("Protocol",), _not_of_a_gateway),
            Need(("Certificates", EACH), ("CertificateArn",)),
            *_actions("DefaultActions"),
        ),
    ),
    "AWS::ElasticLoadBalancingV2::ListenerRule": (
        "elbv2.CreateRule",
        (
            Need((), ("ListenerArn",)),
            *_actions("Actions"),
            Need(_CONDITIONS, ("Field",)),
            Need(_CONDITIONS, ("PathPatternConfig",), _field_is("path-pattern")),
            Need(_CONDITIONS, ("HostHeaderConfig",), _field_is("host-header")),
            Need(_CONDITIONS, ("HttpHeaderConfig",), _field_is("http-header")),
            Need(_CONDITIONS, ("HttpRequestMethodConfig",), _field_is("http-request-method")),
            Need(_CONDITIONS, ("QueryStringConfig",), _field_is("query-string")),
            Need(_CONDITIONS, ("SourceIpConfig",), _field_is("source-ip")),
            Need((*_CONDITIONS, "PathPatternConfig"), ("Values", "RegexValues")),
            Need((*_CONDITIONS, "HostHeaderConfig"), ("Values", "RegexValues")),
            Need((*_CONDITIONS, "HttpHeaderConfig"), ("HttpHeaderName",)),
            Need((*_CONDITIONS, "HttpHeaderConfig"), ("Values", "RegexValues")),
            Need((*_CONDITIONS, "HttpRequestMethodConfig"), ("Values",)),
            Need((*_CONDITIONS, "QueryStringConfig"), ("Values",)),
            Need((*_CONDITIONS, "SourceIpConfig"), ("Values",)),
        ),
    ),
    "AWS::IAM::Policy": ("iam.PutRolePolicy", (Need((), ("Groups", "Roles", "Users")),)),
    "AWS::Lambda::EventSourceMapping": (
        "lambda.CreateEventSourceMapping",
        (Need((), ("EventSourceArn", "SelfManagedEventSource")),),
    ),
    "AWS::Pipes::Pipe": (
        "pipes.CreatePipe",
        (
            Need((), ("TargetParameters",), _pipes_into_tasks),
            Need(("TargetParameters",), ("EcsTaskParameters",), _pipes_into_tasks),
        ),
    ),
    "AWS::Route53::HostedZone": ("route53.CreateHostedZone", (Need((), ("Name",)),)),
    "AWS::Scheduler::Schedule": ("scheduler.CreateSchedule", (Need(("Target",), ("EcsParameters",), _runs_a_task),)),
    "AWS::ServiceDiscovery::Service": (
        "servicediscovery.CreateService",
        (Need((), ("NamespaceId",), _in_no_namespace),),
    ),
    "AWS::ServiceDiscovery::PrivateDnsNamespace": ("servicediscovery.CreatePrivateDnsNamespace", (Need((), ("Vpc",)),)),
}


def lacking(world: World, resource: Resource) -> Refusal | None:
    """The first thing that a resource lacks and its API wants."""
    api, needs = NEEDS.get(resource.type, ("", ()))
    whole = dict(resource.properties) if needs else {}
    for need in needs:
        for path, holder in places(whole, need.at, ()) if need.at else (((), whole),):
            if isinstance(holder, dict) and not _has(holder, need.keys) and need.when(world, resource, holder):
                return _refusal(api, need, path)
    return None


def _refusal(api: str, need: Need, path: PropertyPath) -> Refusal:
    if api == "iam.PutRolePolicy":
        text = f"At least one of [{','.join(need.keys)}] must be non-empty."
        return Refusal(api, "InvalidRequest", text, (need.keys[1],), by_handler=True)
    named = need.keys[0] if len(need.keys) == 1 else f"{', '.join(need.keys[:-1])} and {need.keys[-1]}"
    text = f"{named} is missing." if len(need.keys) == 1 else f"One of {named} is missing."
    return Refusal(api, "ValidationError", text, (*path, need.keys[0]), ours=True)


def _has(holder: dict[str, Value], keys: Sequence[str]) -> bool:
    return any(isinstance(holder.get(key), Unknown) or holder.get(key) not in (None, "", [], {}) for key in keys)


def places(value: Value, left: PropertyPath, path: PropertyPath) -> Iterator[tuple[PropertyPath, Value]]:
    """Each place that a path leads to (``"*"`` for every item of a list), with what stands there."""
    for index, part in enumerate(left):
        if part == EACH:
            for number, item in enumerate(value) if isinstance(value, list) else ():
                yield from places(item, left[index + 1 :], (*path, *left[:index], number))
            return
        if not isinstance(value, dict) or (value := value.get(str(part))) is None:
            return
    yield (*path, *left), value
