"""The policies that resources themselves carry: repositories, secrets, queues, keys, buckets, topics, file systems.

Some stand in the resource, some are resources of their own that name it. A key without a policy has AWS's default one,
which leaves everything to its account.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html,
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seatrial.analyses.iam.policy import NEW_VERSION, Policy, PolicyKind
from seatrial.analyses.iam.request import ContextValue
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value, as_list, as_text, at

KEY, ALIAS = "AWS::KMS::Key", "AWS::KMS::Alias"
TABLE, TABLE_POLICY = "AWS::DynamoDB::Table", "ResourcePolicy"
BUS, BUS_POLICY = "AWS::Events::EventBus", "AWS::Events::EventBusPolicy"
FUNCTION, PERMISSION = "AWS::Lambda::Function", "AWS::Lambda::Permission"
# The property that holds a resource's own policy.
OWN_POLICIES: Mapping[str, str] = {
    "AWS::ECR::Repository": "RepositoryPolicyText",
    "AWS::EFS::FileSystem": "FileSystemPolicy",
    BUS: "Policy",
    KEY: "KeyPolicy",
}
# A policy that is a resource of its own: the properties that name what it is for, and that hold the document.
SEPARATE_POLICIES: Mapping[str, tuple[str, str]] = {
    "AWS::Kinesis::ResourcePolicy": ("ResourceArn", "ResourcePolicy"),
    "AWS::S3::BucketPolicy": ("Bucket", "PolicyDocument"),
    "AWS::SNS::TopicInlinePolicy": ("TopicArn", "PolicyDocument"),
    "AWS::SNS::TopicPolicy": ("Topics", "PolicyDocument"),
    "AWS::SQS::QueueInlinePolicy": ("Queue", "PolicyDocument"),
    "AWS::SQS::QueuePolicy": ("Queues", "PolicyDocument"),
    "AWS::SecretsManager::ResourcePolicy": ("SecretId", "ResourcePolicy"),
}


def resource_policies(systems: Sequence[System], arn: str) -> tuple[tuple[Policy, ...], dict[str, ContextValue]]:
    """The policies of the resource that an ARN names, and the condition keys that its tags give."""
    target = target_of(systems, arn)
    if target is None:
        return (), {}
    found = []
    own = OWN_POLICIES.get(target.type)
    if target.type == TABLE:
        inside = (TABLE_POLICY, "PolicyDocument")
        if (document := target.get(*inside)) is not None:
            found.append(
                Policy(f"{TABLE_POLICY} of {target.logical_id}", document, PolicyKind.RESOURCE, target, inside)
            )
    if own is not None:
        document = target.get(own)
        if document is None and target.type == KEY:
            document = _default_key_policy(arn)
        if document is not None:
            name = f"{own} of {target.logical_id}"
            found.append(Policy(name, document, PolicyKind.RESOURCE, target, (own,)))
    for system in systems:
        for resource in system.of_type(*SEPARATE_POLICIES):
            names, key = SEPARATE_POLICIES[resource.type]
            if any(_is(systems, value, target) for value in as_list(resource.get(names))):
                found.append(Policy(resource.logical_id, resource.get(key), PolicyKind.RESOURCE, resource, (key,)))
        for resource in system.of_type(BUS_POLICY):
            bus = resource.get("EventBusName")
            if target.type == BUS and bus is not None and _is(systems, bus, target):
                document = {"Version": NEW_VERSION, "Statement": [_of_bus(resource)]}
                found.append(Policy(resource.logical_id, document, PolicyKind.RESOURCE, resource, ("Statement",)))
        for resource in system.of_type(PERMISSION):
            if target.type == FUNCTION and _is(systems, resource.get("FunctionName"), target):
                document = {"Version": NEW_VERSION, "Statement": [_of_permission(resource, arn)]}
                found.append(Policy(resource.logical_id, document, PolicyKind.RESOURCE, resource, ("Principal",)))
    return tuple(found), _tags_of(target)


def _of_bus(resource: Resource) -> Value:
    """The statement that an event bus's policy adds: given whole, or by its action and principal."""
    given = resource.get("Statement")
    if given is not None:
        return given
    return {
        "Effect": "Allow",
        "Principal": {"AWS": resource.get("Principal")},
        "Action": resource.get("Action"),
        "Resource": "*",
    }


def _of_permission(resource: Resource, arn: str) -> Value:
    """The statement that AddPermission writes for who is named by an ARN or an account; none for an AWS service."""
    principal = resource.get("Principal")
    if isinstance(principal, str) and principal.endswith(".amazonaws.com"):
        return {"Effect": "Allow", "Principal": {"Service": principal}, "Action": [], "Resource": arn}
    return {
        "Effect": "Allow",
        "Principal": {"AWS": principal},
        "Action": resource.get("Action"),
        "Resource": arn,
    }


def _tags_of(target: Resource) -> dict[str, ContextValue]:
    """A resource's tags as policies ask for them. Secrets Manager has a key of its own for them."""
    tags = tag_keys("aws:ResourceTag/", target)
    if target.type != "AWS::SecretsManager::Secret":
        return tags
    own = {name.partition("/")[2]: value for name, value in tags.items()}
    return {**tags, **{f"secretsmanager:ResourceTag/{name}": value for name, value in own.items()}}


def target_of(systems: Sequence[System], arn: str) -> Resource | None:
    """The resource that an ARN names; an alias of a key leads to the key, an object to its bucket."""
    parsed = Arn.parse(arn)
    for system in systems:
        found = system.find(arn)
        if found is None and parsed is not None and parsed.service == "s3":
            found = system.find(parsed.resource.partition("/")[0], "AWS::S3::Bucket")
        if found is None and parsed is not None and parsed.service == "kms":
            found = system.find(parsed.resource.removeprefix("key/"), KEY, ALIAS)
        if found is not None and found.type == ALIAS:
            found = next((key for other in systems if (key := other.find(found.get("TargetKeyId"), KEY))), None)
        if found is not None:
            return found
    return None


def tag_keys(prefix: str, resource: Resource) -> dict[str, ContextValue]:
    """The condition keys that a resource's tags give. Most types list their tags; some map them."""
    value = resource.get("Tags")
    if isinstance(value, dict):
        pairs: list[tuple[Value, Value]] = list(value.items())
    else:
        pairs = [(at(item, "Key"), at(item, "Value")) for item in as_list(value)]
    # That there is no other is never certain: CloudFormation gives a stack's own tags to its resources as well.
    found: dict[str, ContextValue] = {}
    for key, item in pairs:
        if as_text(key) and not isinstance(item, Unknown):
            found[f"{prefix}{as_text(key)}"] = as_text(item)
    return found


def _is(systems: Sequence[System], value: Value, target: Resource) -> bool:
    return any(system.find(value) is target for system in systems)


def _default_key_policy(arn: str) -> Value:
    parsed = Arn.parse(arn)
    root = f"arn:{parsed.partition}:iam::{parsed.account}:root" if parsed else "*"
    statement: dict[str, Value] = {"Effect": "Allow", "Principal": {"AWS": root}, "Action": "kms:*", "Resource": "*"}
    return {"Version": NEW_VERSION, "Statement": [statement]}
