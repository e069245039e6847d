"""The policies that resources themselves carry: repositories, secrets, queues, keys, buckets, topics, file systems.

Some stand in the resource, some are resources of their own that name it. A key without a policy has AWS's default one,
which leaves everything to its account.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html,
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seatrial.analyses.global_table import TABLES, place_of
from seatrial.analyses.iam.policy import NEW_VERSION, Policy, PolicyKind
from seatrial.analyses.iam.request import ContextValue
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value, as_list, as_text, at

KEY, ALIAS = "AWS::KMS::Key", "AWS::KMS::Alias"
TABLE_POLICY = "ResourcePolicy"
BUS, BUS_POLICY = "AWS::Events::EventBus", "AWS::Events::EventBusPolicy"
PERMISSION = "AWS::Lambda::Permission"
# The property that holds a resource's own policy.
OWN_POLICIES: Mapping[str, str] = {
    "AWS::ECR::Repository": "RepositoryPolicyText",
    "AWS::EFS::FileSystem": "FileSystemPolicy",
    BUS: "Policy",
    KEY: "KeyPolicy",
    "AWS::OpenSearchService::Domain": "AccessPolicies",
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
# What adds a statement to a policy that AWS keeps: what names the resource, and what the statement is made from.
_STATEMENTS: Mapping[str, tuple[str, str]] = {
    BUS_POLICY: ("EventBusName", "Statement"),
    PERMISSION: ("FunctionName", "Principal"),
}


def resource_policies(systems: Sequence[System], arn: str) -> tuple[tuple[Policy, ...], dict[str, ContextValue]]:
    """The policies of the resource that an ARN names, and the condition keys that its tags give."""
    target = target_of(systems, arn)
    if target is None:
        return (), {}
    found = []
    path = _own_path(target)
    document = target.get(*path) if path else None
    if document is None and target.type == KEY:
        document = _default_key_policy(arn)
    if document is not None:
        found.append(Policy(f"{path[0]} of {target.logical_id}", document, PolicyKind.RESOURCE, target, path))
    for system in systems:
        for resource in system.of_type(*SEPARATE_POLICIES, BUS_POLICY, PERMISSION):
            names, key = SEPARATE_POLICIES.get(resource.type) or _STATEMENTS[resource.type]
            if not any(_is(systems, value, target) for value in as_list(resource.get(names))):
                continue
            document = _of_statement(resource, arn) if resource.type in _STATEMENTS else resource.get(key)
            found.append(Policy(resource.logical_id, document, PolicyKind.RESOURCE, resource, (key,)))
    return tuple(found), _tags_of(target)


def policy_key(resource: Resource) -> str:
    """The property that holds the policy of a resource, of one that is a policy itself, or of a VPC endpoint."""
    return OWN_POLICIES.get(resource.type) or SEPARATE_POLICIES.get(resource.type, ("", "PolicyDocument"))[1]


def _own_path(target: Resource) -> PropertyPath:
    """Where a resource holds its own policy; () where its type has none."""
    if target.type in TABLES:
        return (*place_of(target), TABLE_POLICY, "PolicyDocument")
    own = OWN_POLICIES.get(target.type)
    return (own,) if own is not None else ()


def _of_statement(resource: Resource, arn: str) -> Value:
    """The policy that one statement makes. A permission for a service, of which its source decides, allows no role."""
    statement = resource.get("Statement")
    if statement is None:
        principal = resource.get("Principal")
        kind = "Service" if isinstance(principal, str) and principal.endswith(".amazonaws.com") else "AWS"
        named: Value = "*" if principal == "*" else {kind: principal}
        action = resource.get("Action")
        statement = {"Effect": "Allow", "Principal": named, "Action": action, "Resource": arn}
    return {"Version": NEW_VERSION, "Statement": [statement]}


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
        if found is None and parsed is not None and parsed.service == "es":
            # What is asked of a domain is about a path in it.
            found = system.find("/".join(arn.split("/")[:2]))
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
