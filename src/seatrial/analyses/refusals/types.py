"""The table from type to what its API refuses. A type that isn't in it is taken as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib import import_module

from seatrial.analyses.refusals.allowed import TAKES, not_taken
from seatrial.analyses.refusals.lacking import NEEDS, lacking
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World
from seatrial.model.resource import Resource
from seatrial.model.system import System

REFUSALS: Mapping[str, tuple[str, str]] = {
    "AWS::ApiGateway::Method": ("apigateway_rest", "method_refused"),
    "AWS::ApiGateway::VpcLink": ("apigateway_rest", "link_refused"),
    "AWS::ApiGatewayV2::Api": ("apigateway_fronts", "api_refused"),
    "AWS::ApiGatewayV2::ApiMapping": ("apigateway_fronts", "mapping_refused"),
    "AWS::ApiGatewayV2::Authorizer": ("apigateway", "authorizer_refused"),
    "AWS::ApiGatewayV2::DomainName": ("apigateway_fronts", "domain_refused"),
    "AWS::ApiGatewayV2::Integration": ("apigateway", "integration_refused"),
    "AWS::ApiGatewayV2::Route": ("apigateway", "route_refused"),
    "AWS::ApiGatewayV2::Stage": ("apigateway", "stage_refused"),
    "AWS::ApplicationAutoScaling::ScalableTarget": ("autoscaling", "target_refused"),
    "AWS::ApplicationAutoScaling::ScalingPolicy": ("autoscaling", "policy_refused"),
    "AWS::Batch::ComputeEnvironment": ("batch", "environment_refused"),
    "AWS::Batch::JobDefinition": ("batch", "definition_refused"),
    "AWS::Batch::JobQueue": ("batch", "queue_refused"),
    "AWS::CertificateManager::Certificate": ("names", "certificate_refused"),
    "AWS::CloudFront::CachePolicy": ("cloudfront_policies", "cache_policy_refused"),
    "AWS::CloudFront::Distribution": ("cloudfront", "distribution_refused"),
    "AWS::CloudWatch::Alarm": ("cloudwatch", "alarm_refused"),
    "AWS::CodeDeploy::DeploymentGroup": ("codedeploy", "group_refused"),
    "AWS::Cognito::UserPool": ("cognito", "pool_refused"),
    "AWS::Cognito::UserPoolClient": ("cognito", "client_refused"),
    "AWS::Cognito::UserPoolDomain": ("cognito", "domain_refused"),
    "AWS::DocDB::DBCluster": ("rds", "cluster_refused"),
    "AWS::DynamoDB::GlobalTable": ("dynamodb", "global_table_refused"),
    "AWS::DynamoDB::Table": ("dynamodb", "table_refused"),
    "AWS::EC2::DHCPOptions": ("ec2_dhcp_options", "options_refused"),
    "AWS::EC2::EIPAssociation": ("ec2_network_acl", "address_association_refused"),
    "AWS::EC2::FlowLog": ("ec2_flow_log", "refused"),
    "AWS::EC2::GatewayRouteTableAssociation": ("ec2_gateways", "gateway_table_refused"),
    "AWS::EC2::NatGateway": ("ec2_network", "nat_gateway_refused"),
    "AWS::EC2::NetworkAcl": ("ec2_network_acl", "acl_refused"),
    "AWS::EC2::NetworkAclEntry": ("ec2_network_acl", "entry_refused"),
    "AWS::EC2::PrefixList": ("ec2_prefix_list", "refused"),
    "AWS::EC2::Route": ("ec2_route", "route_refused"),
    "AWS::EC2::RouteTable": ("ec2_route", "route_table_refused"),
    "AWS::EC2::SecurityGroup": ("ec2_security_group", "group_refused"),
    "AWS::EC2::SecurityGroupEgress": ("ec2_security_group", "egress_refused"),
    "AWS::EC2::SecurityGroupIngress": ("ec2_security_group", "ingress_refused"),
    "AWS::EC2::Subnet": ("ec2_network", "subnet_refused"),
    "AWS::EC2::SubnetCidrBlock": ("ec2_ipv6", "subnet_block_refused"),
    "AWS::EC2::SubnetNetworkAclAssociation": ("ec2_network_acl", "association_refused"),
    "AWS::EC2::SubnetRouteTableAssociation": ("ec2_route", "subnet_route_table_refused"),
    "AWS::EC2::TransitGatewayAttachment": ("ec2_gateways", "transit_attachment_refused"),
    "AWS::EC2::TransitGatewayVpcAttachment": ("ec2_gateways", "transit_attachment_refused"),
    "AWS::EC2::VPC": ("ec2_network", "vpc_refused"),
    "AWS::EC2::VPCCidrBlock": ("ec2_network", "vpc_cidr_block_refused"),
    "AWS::EC2::VPCDHCPOptionsAssociation": ("ec2_dhcp_options", "association_refused"),
    "AWS::EC2::VPCEndpoint": ("ec2_vpc_endpoint", "refused"),
    "AWS::EC2::VPCEndpointService": ("ec2_vpc_endpoint", "service_refused"),
    "AWS::EC2::VPCGatewayAttachment": ("ec2_network", "gateway_attachment_refused"),
    "AWS::EC2::VPCPeeringConnection": ("ec2_peering", "refused"),
    "AWS::EC2::VPNGatewayRoutePropagation": ("ec2_gateways", "propagation_refused"),
    "AWS::ECR::PullThroughCacheRule": ("ecr", "cache_refused"),
    "AWS::ECR::Repository": ("ecr", "repository_refused"),
    "AWS::ECS::Cluster": ("ecs_cluster", "cluster_refused"),
    "AWS::ECS::ClusterCapacityProviderAssociations": ("ecs_cluster", "associations_refused"),
    "AWS::ECS::Service": ("ecs_service", "refused"),
    "AWS::ECS::TaskSet": ("ecs_task_set", "refused"),
    "AWS::ECS::TaskDefinition": ("ecs_task_definition", "refused"),
    "AWS::EFS::AccessPoint": ("efs", "access_point_refused"),
    "AWS::EFS::FileSystem": ("efs", "file_system_refused"),
    "AWS::EFS::MountTarget": ("efs", "mount_target_refused"),
    "AWS::ElastiCache::CacheCluster": ("elasticache", "cluster_refused"),
    "AWS::ElastiCache::ReplicationGroup": ("elasticache", "group_refused"),
    "AWS::ElasticLoadBalancingV2::Listener": ("elbv2_listener", "listener_refused"),
    "AWS::ElasticLoadBalancingV2::ListenerCertificate": ("elbv2_listener", "listener_certificate_refused"),
    "AWS::ElasticLoadBalancingV2::ListenerRule": ("elbv2_listener", "rule_refused"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("elbv2", "load_balancer_refused"),
    "AWS::ElasticLoadBalancingV2::TargetGroup": ("elbv2", "target_group_refused"),
    "AWS::Events::EventBus": ("eventbridge", "bus_refused"),
    "AWS::Events::Rule": ("eventbridge", "rule_refused"),
    "AWS::IAM::InstanceProfile": ("iam", "instance_profile_refused"),
    "AWS::IAM::ManagedPolicy": ("iam", "policy_refused"),
    "AWS::IAM::Policy": ("iam", "policy_refused"),
    "AWS::IAM::Role": ("iam", "role_refused"),
    "AWS::IAM::RolePolicy": ("iam", "policy_refused"),
    "AWS::IAM::ServiceLinkedRole": ("iam", "linked_role_refused"),
    "AWS::KMS::Alias": ("kms", "alias_refused"),
    "AWS::KMS::Key": ("kms", "key_refused"),
    "AWS::Lambda::EventSourceMapping": ("awslambda", "mapping_refused"),
    "AWS::Lambda::Function": ("awslambda", "function_refused"),
    "AWS::Logs::LogGroup": ("storage", "log_group_refused"),
    "AWS::Logs::MetricFilter": ("metric_filters", "filter_refused"),
    "AWS::Logs::SubscriptionFilter": ("metric_filters", "subscription_refused"),
    "AWS::OpenSearchService::Domain": ("opensearch", "domain_refused"),
    "AWS::Pipes::Pipe": ("pipes", "pipe_refused"),
    "AWS::RDS::DBCluster": ("rds", "cluster_refused"),
    "AWS::RDS::DBClusterParameterGroup": ("parameter_groups", "family_refused"),
    "AWS::RDS::DBInstance": ("rds", "instance_refused"),
    "AWS::RDS::DBParameterGroup": ("parameter_groups", "family_refused"),
    "AWS::RDS::DBProxy": ("rds_proxy", "proxy_refused"),
    "AWS::RDS::DBProxyTargetGroup": ("rds_proxy", "proxy_targets_refused"),
    "AWS::Route53::HealthCheck": ("health_checks", "health_check_refused"),
    "AWS::Route53::HostedZone": ("route53", "zone_refused"),
    "AWS::Route53::RecordSet": ("route53", "record_refused"),
    "AWS::Route53::RecordSetGroup": ("route53", "record_refused"),
    "AWS::S3::Bucket": ("s3_notifications", "bucket_refused"),
    "AWS::SNS::Subscription": ("sns", "subscription_refused"),
    "AWS::SNS::Topic": ("sns", "topic_refused"),
    "AWS::SNS::TopicPolicy": ("sns", "topic_policy_refused"),
    "AWS::SQS::Queue": ("sqs", "queue_refused"),
    "AWS::SQS::QueuePolicy": ("sqs", "queue_policy_refused"),
    "AWS::SSM::Parameter": ("storage", "parameter_refused"),
    "AWS::Scheduler::Schedule": ("eventbridge", "schedule_refused"),
    "AWS::Scheduler::ScheduleGroup": ("eventbridge", "group_refused"),
    "AWS::SecretsManager::RotationSchedule": ("rotation", "rotation_refused"),
    "AWS::SecretsManager::Secret": ("storage", "secret_refused"),
    "AWS::SecretsManager::SecretTargetAttachment": ("storage", "attachment_refused"),
    "AWS::ServiceDiscovery::HttpNamespace": ("names", "namespace_refused"),
    "AWS::ServiceDiscovery::PrivateDnsNamespace": ("names", "private_namespace_refused"),
    "AWS::ServiceDiscovery::Service": ("names", "discovery_refused"),
    "AWS::StepFunctions::StateMachine": ("step_functions", "machine_refused"),
    "AWS::WAFv2::WebACL": ("wafv2", "acl_refused"),
    "AWS::WAFv2::WebACLAssociation": ("wafv2", "association_refused"),
    "Custom::S3BucketNotifications": ("s3_notifications", "bucket_refused"),
}
"""By type, the file of this folder and the function in it. It is loaded when a template has the type: most have few."""
Refuses = Callable[[World, Resource], Refusal | None]


@lru_cache(maxsize=512)
def refuses(type: str) -> Refuses | None:
    """What asks whether an API refuses a resource of a type; None where nothing is known of it."""
    if type not in REFUSALS:
        return None
    module, name = REFUSALS[type]
    found: Refuses = getattr(import_module(f"{__package__}.{module}"), name)
    return found


@lru_cache(maxsize=512)
def is_asked(type: str) -> bool:
    """Whether anything is known that an API refuses of a type."""
    return type in REFUSALS or type in TAKES or type in NEEDS


def refusal(systems: Sequence[System], resource: Resource, begun: Callable[[], System] | None = None) -> Refusal | None:
    """The refusal of a resource that is about to be created, or None where AWS takes it.

    ``systems`` hold what exists at that moment, the resource's own stack last; the resource itself is not in it.
    ``begun`` gives its own stack with what is still being created as well: nothing can use that yet, but a second one
    of it (a block, a port, a priority, a name) is refused already.
    """
    if not systems or not is_asked(resource.type):
        return None
    refused = refuses(resource.type)
    world = World(systems, systems[-1], begun or (lambda: systems[-1]))
    found = not_taken(resource) or (refused(world, resource) if refused is not None else None)
    found = found or lacking(world, resource)
    return found.at(resource) if found is not None else None
