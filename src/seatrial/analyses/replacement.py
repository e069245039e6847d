"""Whether a changed property can be changed in place, or makes CloudFormation create the resource anew.

A property that the provider schema calls create-only is fixed for the life of the resource; a change of it makes a new
one, with a new physical id. A resource whose name the template gives can't be replaced under that name, because the
old one still has it: CloudFormation then refuses the update.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html,
https://repost.aws/knowledge-center/cloudformation-custom-name
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.kinds.schema import create_only
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown

# Each type's property that fixes its physical name. A task definition's Family is not one: a new revision of it is
# made.
NAME_PROPERTIES: Mapping[str, str] = {
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::DynamoDB::GlobalTable": "TableName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::EC2::SecurityGroup": "GroupName",
    "AWS::ECR::Repository": "RepositoryName",
    "AWS::ECS::CapacityProvider": "Name",
    "AWS::ECS::Cluster": "ClusterName",
    "AWS::ECS::Service": "ServiceName",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
    "AWS::Events::Rule": "Name",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::KMS::Alias": "AliasName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::SSM::Parameter": "Name",
    "AWS::Scheduler::Schedule": "Name",
    "AWS::Scheduler::ScheduleGroup": "Name",
    "AWS::SecretsManager::Secret": "Name",
}


def replaces(type: str, path: PropertyPath) -> bool:
    """Whether a change at this property path (of a single value) makes a new resource."""
    names = tuple("*" if isinstance(part, int) else part for part in path)
    return any(names[: len(fixed)] == fixed for fixed in create_only(type))


def custom_name(resource: Resource) -> str:
    """The physical name that the template gives; "" where CloudFormation makes one up."""
    name = resource.get(NAME_PROPERTIES.get(resource.type, ""))
    return name if isinstance(name, str) and not isinstance(name, Unknown) else ""
