"""What KMS refuses about keys and aliases.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-kms-*``; read 2026-11-23) unless a
comment names another source.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from seatrial.analyses.refusals.clashes import name_taken
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, known
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_text, at

ALIAS = "AWS::KMS::Alias"
RESERVED = "alias/aws/"
SYMMETRIC = "SYMMETRIC_DEFAULT"
_PUT_POLICY = "kms:putkeypolicy"


def key_refused(world: World, resource: Resource) -> Refusal | None:
    api = "kms.CreateKey"
    spec, origin = (as_text(resource.get(key)) for key in ("KeySpec", "Origin"))
    plain = spec in ("", SYMMETRIC) and origin in ("", "AWS_KMS")
    if as_flag(resource.get("EnableKeyRotation")) and not plain and known([resource.get("KeySpec")]):
        text = "You cannot set the EnableKeyRotation property to true on asymmetric or external keys."
        return Refusal(api, "InvalidRequest", text, ("EnableKeyRotation",))
    policy, unsafe = resource.get("KeyPolicy"), resource.get("BypassPolicyLockoutSafetyCheck")
    # A key without a policy gets one that leaves it to the account.
    if not isinstance(policy, dict) or not known(policy) or isinstance(unsafe, Unknown) or as_flag(unsafe):
        return None
    if not any(_keeps(world, statement) for statement in as_list(policy.get("Statement"))):
        text = "The new key policy will not allow you to update the key policy in the future."
        return Refusal(api, "MalformedPolicyDocumentException", text, ("KeyPolicy",))
    return None


def _keeps(world: World, statement: Value) -> bool:
    """Whether a statement may let who creates the key change its policy: neither a service of AWS nor the tasks are."""
    principal = at(statement, "Principal")
    named = [item for item in as_list(at(principal, "AWS")) if not _of_tasks(world, item)]
    somebody = principal == "*" or named or at(statement, "NotPrincipal") is not None
    if at(statement, "Effect") != "Allow" or not somebody:
        return False
    actions = [as_text(item).lower() for item in as_list(at(statement, "Action"))]
    return at(statement, "NotAction") is not None or any(fnmatchcase(_PUT_POLICY, action) for action in actions)


def _of_tasks(world: World, principal: Value) -> bool:
    """Whether a principal is a role of this stack that only ECS tasks take on."""
    role = world.own.find(principal, "AWS::IAM::Role")
    trusted = as_list(role.get("AssumeRolePolicyDocument", "Statement")) if role is not None else []
    return bool(trusted) and all(
        at(item, "Principal") == {"Service": "ecs-tasks.amazonaws.com"}
        or at(item, "Principal") == {"Service": ["ecs-tasks.amazonaws.com"]}
        for item in trusted
    )


def alias_refused(world: World, resource: Resource) -> Refusal | None:
    api = "kms.CreateAlias"
    name, key = as_text(resource.get("AliasName")), as_text(resource.get("TargetKeyId"))
    if name.startswith(RESERVED):
        text = f"The alias name for a customer managed CMK cannot begin with {RESERVED}."
        return Refusal(api, "NotAuthorizedException", text, ("AliasName",))
    if key.startswith("alias/") or ":alias/" in key:
        return Refusal(api, "ValidationException", "Aliases must refer to keys. Not aliases", ("TargetKeyId",))
    if name_taken(world, resource, "AliasName") is not None:
        scope = world.scope
        # As quoted by many users of Terraform and CloudFormation (read 2026-11-23).
        text = f"An alias with the name arn:{scope.partition}:kms:{scope.region}:{scope.account}:{name} already exists"
        return Refusal(api, "AlreadyExistsException", text, ("AliasName",))
    return None
