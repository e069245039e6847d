"""How a circle of references is broken: by the one of them that is least needed.

DependsOn only says that something comes later, so a circle that has one is opened there; of several, at the one that
points from what is made early (a load balancer) to what is made late (a service). References of security groups to each
other become rules of their own, and a policy that names what is encrypted with its key does without that name.

Elsewhere a name stands in place of the reference: one that the template gives, for what CloudFormation makes up is in
no text. What has no name to give (a nested stack's output, a VPC) needs another cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seatrial.kinds import schema
from seatrial.model.resource import Resource

# How late resources of a type are made as a rule; the others are in between.
_LATE: Mapping[str, int] = {
    "AWS::EC2::VPC": 0,
    "AWS::EC2::Subnet": 1,
    "AWS::EC2::SecurityGroup": 2,
    "AWS::IAM::Role": 2,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": 4,
    "AWS::ElasticLoadBalancingV2::TargetGroup": 4,
    "AWS::ElasticLoadBalancingV2::Listener": 5,
    "AWS::ElasticLoadBalancingV2::ListenerRule": 6,
    "AWS::ECS::TaskDefinition": 6,
    "AWS::ECS::Service": 7,
    "AWS::ApplicationAutoScaling::ScalableTarget": 8,
    "AWS::ApplicationAutoScaling::ScalingPolicy": 9,
}
_BETWEEN = 3
_TRUST = "AssumeRolePolicyDocument"
# Properties that name one of the same kind, and never the resource itself.
_ANOTHER = ("RedrivePolicy", "RedriveAllowPolicy")
_STACK = "AWS::CloudFormation::Stack"
# Names that are not what CloudFormation itself goes by.
_NAMES: Mapping[str, str] = {
    "AWS::ECS::Service": "ServiceName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::SecretsManager::Secret": "Name",
}
_GROUP, _KEY = "AWS::EC2::SecurityGroup", "AWS::KMS::Key"
# Where AWS takes a pattern or a name in place of an ARN that a reference would give.
_POLICIES = ("KeyPolicy", "PolicyDocument", "AssumeRolePolicyDocument", "Policies", "ResourcePolicy")


def circle_mend(circle: Sequence[str], resources: Mapping[str, Resource]) -> str:
    """What to take out of a circle, which is given by the logical ids that name each other in turn."""
    steps = [(resources[a], resources[b]) for a, b in zip(circle, (*circle[1:], circle[0]), strict=True)]
    for source, target in steps:
        if _place(source, target) == _TRUST and source.type == "AWS::IAM::Role":
            return f"write the ARN with !Sub in {_TRUST} of {source.logical_id} in place of {target.logical_id}"
    waits = [(source, target) for source, target in steps if _only_waits(source, target)]
    if waits:
        source, target = max(waits, key=lambda step: _lateness(step[1]) - _lateness(step[0]))
        return f"take {target.logical_id} out of DependsOn of {source.logical_id}"
    for source, target in steps:
        if source is target and _place(source, target) in _ANOTHER:
            return f"name another resource in place of {source.logical_id} itself"
        if source is target:
            return _by_name(source, target)
    for source, target in steps:
        place = _place(source, target)
        if source.type == _GROUP and target.type == _GROUP:
            rule = "SecurityGroupEgress" if place == "SecurityGroupEgress" else "SecurityGroupIngress"
            return f"move the rule of {source.logical_id} that names {target.logical_id} into an AWS::EC2::{rule}"
    for source, target in steps:
        place = _place(source, target)
        if place in _POLICIES:
            instead = '"*", or the ARN with !Sub,' if source.type == _KEY else "the ARN with !Sub"
            return f"write {instead} in {place} of {source.logical_id} in place of the reference to {target.logical_id}"
    source, target = min(steps, key=lambda step: _lateness(step[0]) - _lateness(step[1]))
    return _by_name(source, target)


def _by_name(source: Resource, target: Resource) -> str:
    """A name in place of a reference, where the target has one to give."""
    where, whose = source.logical_id, target.logical_id
    if source.type == target.type == _STACK:
        return (
            f"make in {where} itself, or in a third stack, what it takes from the outputs of {whose}: of two nested "
            "stacks only one can use what the other gives"
        )
    key = _name_of(target)
    if not key:
        return f"take the reference to {whose} out of {where}, and put it into a resource of its own that names both"
    there = "it is named itself" if source is target else "it is named"
    if isinstance(target.get(key), str) and not _made_of(target, key):
        return f"write the {key} of {whose} in {where} where {there}, in place of the reference"
    return f"give {whose} a {key}, and write that in {where} where {there}, in place of the reference"


def _made_of(resource: Resource, key: str) -> bool:
    """Whether a name is made of other resources."""
    return any(item.path[:1] == (key,) for item in resource.references)


def _name_of(resource: Resource) -> str:
    """The property that names a resource; "" where AWS names it."""
    own = [path[0] for path in schema.primary(resource.type) if path not in schema.read_only(resource.type)]
    return next((key for key in own if key.endswith("Name")), _NAMES.get(resource.type, ""))


def _only_waits(source: Resource, target: Resource) -> bool:
    """Whether a resource names another in DependsOn and nowhere else."""
    kinds = {item.attribute for item in source.references if item.target == target.logical_id}
    return kinds == {"DependsOn"}


def _place(source: Resource, target: Resource) -> str:
    """The property in which a resource names another."""
    paths = (item.path for item in source.references if item.target == target.logical_id and item.path)
    return str(next(paths, ("",))[0])


def _lateness(resource: Resource) -> int:
    return _LATE.get(resource.type, _BETWEEN)
