"""What IAM refuses: policies that aren't well formed, and roles that name what isn't there.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-iam-*``; read 2026-11-23) unless a comment
names another source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from seatrial.analyses.refusals.clashes import name_taken
from seatrial.analyses.refusals.policy_shape import (
    SYNTAX,
    Problem,
    principal_instead,
    principal_problems,
    shape_problems,
    statements,
)
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given
from seatrial.kinds import CARDS
from seatrial.kinds.companions import named_by_name
from seatrial.kinds.managed_policies import misplaced
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text, at

ROLE, MANAGED_POLICY = "AWS::IAM::Role", "AWS::IAM::ManagedPolicy"
# Characters that are no white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (read
# 2026-11-23). None of these can be raised.
LARGEST_INLINE_SIZE, LARGEST_MANAGED_SIZE = 10240, 6144
MALFORMED = "MalformedPolicyDocument"
_STS_ACTIONS = re.compile(
    r"sts:(AssumeRole\w*|TagSession|SetSourceIdentity|SetContext|GetFederationToken|\*)\Z|\*\Z", re.I
)


def role_refused(world: World, resource: Resource) -> Refusal | None:
    api = "iam.CreateRole"
    name = as_text(resource.get("RoleName"))
    if name and any(as_text(other.get("RoleName")) == name for other in world.taken(ROLE)):
        # As quoted by many users of IAM (read 2026-11-23).
        text = f"Role with name {name} already exists."
        return Refusal(api, "EntityAlreadyExists", text, ("RoleName",))
    path = resource.get("Path")
    if isinstance(path, str) and path.startswith("/aws-service-role"):
        # cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rule
        # ``pf-iam-path-service-role-reserved``, reproduced on AWS; read 2026-11-30)
        text = "Paths beginning with '/aws-service-role' are reserved for AWS Service Linked Roles"
        return Refusal(api, "ValidationError", text, ("Path",))
    trust = resource.get("AssumeRolePolicyDocument")
    for problem in _trust_problems(world, trust):
        return _malformed(api, problem, "AssumeRolePolicyDocument")
    for index, policy in enumerate(entries(resource.get("Policies"))):
        for problem in policy_problems(world, at(policy, "PolicyDocument")):
            return _malformed("iam.PutRolePolicy", problem, "Policies", index, "PolicyDocument")
    documents = [at(policy, "PolicyDocument") for policy in entries(resource.get("Policies"))]
    if sum(policy_size(item) for item in documents) > LARGEST_INLINE_SIZE:
        return _too_large(name or resource.physical_id, ("Policies",))
    return _attachments_refused(world, resource)


def linked_role_refused(world: World, resource: Resource) -> Refusal | None:
    """cdk-preflight (rule ``pf-iam-slr-service-name-format``, reproduced on AWS; read 2026-11-30)."""
    name = resource.get("AWSServiceName")
    if not isinstance(name, str) or not name or "." in name:
        return None
    text = f"{name} is not a valid AWS service name (Service Principal)"
    path: PropertyPath = ("AWSServiceName",)
    return Refusal("iam.CreateServiceLinkedRole", "InvalidInput", text, path, instead=f"{name}.amazonaws.com")


def policy_refused(world: World, resource: Resource) -> Refusal | None:
    """AWS::IAM::Policy, RolePolicy and ManagedPolicy."""
    api = "iam.CreatePolicy" if resource.type == MANAGED_POLICY else "iam.PutRolePolicy"
    for problem in policy_problems(world, resource.get("PolicyDocument")):
        return _malformed(api, problem, "PolicyDocument")
    keys: list[PropertyPath] = [("Roles", index) for index in range(len(entries(resource.get("Roles"))))]
    for path in (*keys, ("RoleName",)):
        value = resource.get(*path)
        if world.lacks(value, ROLE) and not any(as_text(role.get("RoleName")) == value for role in world.of_type(ROLE)):
            # As quoted by many users of IAM (read 2026-11-23).
            text = f"The role with name {as_text(value)} cannot be found."
            return Refusal(api, "NoSuchEntity", text, path)
    return _managed_refused(world, resource) if resource.type == MANAGED_POLICY else _inline_refused(world, resource)


def instance_profile_refused(world: World, resource: Resource) -> Refusal | None:
    api = "iam.CreateInstanceProfile"
    if len(entries(resource.get("Roles"))) > 1:
        text = "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"
        return Refusal("iam.AddRoleToInstanceProfile", "LimitExceeded", text, ("Roles",))
    if name_taken(world, resource, "InstanceProfileName") is not None:
        # As quoted by many users of IAM (read 2026-11-23).
        text = f"Instance Profile {as_text(resource.get('InstanceProfileName'))} already exists."
        return Refusal(api, "EntityAlreadyExists", text, ("InstanceProfileName",))
    return None


def policy_size(document: Value) -> int:
    """How much of a document counts, at least: what isn't known counts nothing."""
    if isinstance(document, str):
        return sum(not letter.isspace() for letter in document)
    if isinstance(document, dict):
        # Quotation marks, colons and commas count as well.
        return 2 + sum(4 + len(key) + policy_size(item) for key, item in document.items()) + _marks(document.values())
    if isinstance(document, list):
        return 1 + sum(1 + policy_size(item) for item in document) + _marks(document)
    return 1 if document is not None and not isinstance(document, Unknown) else 0


def _marks(values: Iterable[Value]) -> int:
    return sum(2 for item in values if isinstance(item, str))


def _managed_refused(world: World, resource: Resource) -> Refusal | None:
    api = "iam.CreatePolicy"
    if policy_size(resource.get("PolicyDocument")) > LARGEST_MANAGED_SIZE:
        # As quoted by many users of IAM (read 2026-11-23).
        text = f"Cannot exceed quota for PolicySize: {LARGEST_MANAGED_SIZE}"
        return Refusal(api, "LimitExceeded", text, ("PolicyDocument",))
    if name_taken(world, resource, "ManagedPolicyName") is not None:
        # As quoted by many users of IAM (read 2026-11-23).
        name = as_text(resource.get("ManagedPolicyName"))
        text = f"A policy called {name} already exists. Duplicate names are not allowed."
        return Refusal(api, "EntityAlreadyExists", text, ("ManagedPolicyName",))
    return None


def _inline_refused(world: World, resource: Resource) -> Refusal | None:
    if policy_size(resource.get("PolicyDocument")) > LARGEST_INLINE_SIZE:
        return _too_large(as_text(resource.get("Roles", 0)) or as_text(resource.get("RoleName")), ("PolicyDocument",))
    return None


def _too_large(name: str, path: PropertyPath) -> Refusal:
    # As quoted by many users of IAM (read 2026-11-23).
    text = f"Maximum policy size of {LARGEST_INLINE_SIZE} bytes exceeded for role {name}"
    return Refusal("iam.PutRolePolicy", "LimitExceeded", text, path)


def _malformed(api: str, problem: Problem, *before: str | int) -> Refusal:
    path = (*before, *problem.path)
    return Refusal(
        api,
        MALFORMED,
        problem.message,
        path,
        because=problem.because,
        instead=problem.instead,
        ours=problem.ours,
    )


def policy_problems(world: World, document: Value) -> Iterator[Problem]:
    """What is wrong with an identity policy, in the words of IAM."""
    sids: list[str] = []
    yield from _nothing_said(document)
    yield from shape_problems(document)
    for statement, path in statements(document):
        yield from _shape_problems(statement, path, sids)
        if is_given(at(statement, "Principal")) or is_given(at(statement, "NotPrincipal")):
            yield Problem("Policy document should not specify a principal.", path)
        if at(statement, "Resource") is None and at(statement, "NotResource") is None:
            yield Problem("Policy statement must contain resources.", path)
        for key in ("Resource", "NotResource"):
            for value in entries(at(statement, key)):
                if not isinstance(value, str) or value.startswith("*") or Arn.parse(value) is not None:
                    continue
                named = world.find(value) or _bucket(world, value)
                # What isn't modelled has an identity of our making; on AWS it may be an ARN.
                if named is None or named.type in CARDS or named_by_name(named.type):
                    text = f'Resource {value} must be in ARN format or "*".'
                    yield Problem(text, (*path, key), _arn_of(statement, named, value) if named is not None else "")


def _bucket(world: World, value: str) -> Resource | None:
    """The bucket whose name an ARN without its beginning has."""
    return world.find(value.partition("/")[0], "AWS::S3::Bucket") if "/" in value else None


def _arn_of(statement: Value, resource: Resource, value: str) -> str:
    """How one types the ARN of a resource whose name stands there; "" where the actions are another service's."""
    arn = Arn.parse(resource.arn)
    services = {as_text(item).partition(":")[0].lower() for item in entries(at(statement, "Action"))}
    if arn is None or (services and arn.service not in services and "*" not in services):
        return ""
    if resource.arn and resource.arn == resource.physical_id:
        return f"!Ref {resource.logical_id}"
    usual = ("Arn", f"{resource.type.rpartition('::')[2]}Arn")
    name = next((key for key in usual if resource.attributes.get(key) == resource.arn), "")
    if not name or resource.type == "AWS::SSM::Parameter":
        return ""
    _, slash, rest = value.partition("/") if resource.type == "AWS::S3::Bucket" else ("", "", "")
    return f'!Sub "${{{resource.logical_id}.{name}}}/{rest}"' if slash else f"!GetAtt {resource.logical_id}.{name}"


def _trust_problems(world: World, document: Value) -> Iterator[Problem]:
    sids: list[str] = []
    yield from _nothing_said(document)
    yield from shape_problems(document)
    for statement, path in statements(document):
        yield from _shape_problems(statement, path, sids)
        if is_given(at(statement, "Resource")) or is_given(at(statement, "NotResource")):
            yield Problem("Has prohibited field Resource", path)
        principal = at(statement, "Principal")
        if principal == "*":
            # cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rule
            # ``pf-iam-trust-policy-principal-star-string``, reproduced on AWS; read 2026-11-30)
            text = 'AssumeRolepolicy contained an invalid principal: "STAR":"*".'
            yield Problem(text, (*path, "Principal"))
        if principal in (None, {}) and at(statement, "NotPrincipal") is None:
            # As quoted by many users of IAM (read 2026-11-23).
            yield Problem("Missing required field Principal", path)
        for action in entries(at(statement, "Action")):
            if isinstance(action, str) and not _STS_ACTIONS.match(action):
                yield Problem("AssumeRole policy may only specify STS AssumeRole actions.", (*path, "Action"))
    for kind, value, path in principal_problems(document):
        # As quoted by many users of IAM (read 2026-11-23).
        text = f'Invalid principal in policy: "{kind.upper()}":"{value}"'
        meant = principal_instead(kind, value, world.find(value, ROLE))
        place = path[:-1] if meant.startswith("{") or kind == "Service" else path
        yield Problem(text, place, meant)


def _nothing_said(document: Value) -> Iterator[Problem]:
    if isinstance(document, dict) and document.get("Statement") in (None, [], {}):
        # As quoted by many users of IAM for documents of a wrong shape (read 2026-11-23).
        yield Problem(SYNTAX, ("Statement",))


def _shape_problems(statement: Value, path: PropertyPath, sids: list[str]) -> Iterator[Problem]:
    if at(statement, "Effect") in (None, ""):
        # As quoted by many users of IAM (read 2026-11-23).
        yield Problem(SYNTAX, (*path, "Effect"))
    sid = as_text(at(statement, "Sid"))
    if sid and sid in sids:
        yield Problem("Statement IDs (SID) in a single policy must be unique.", (*path, "Sid"))
    if sid and not re.fullmatch(r"[A-Za-z0-9]*", sid):
        yield Problem(
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
            "[0-9A-Za-z]*",
            (*path, "Sid"),
            re.sub(r"[^A-Za-z0-9]", "", sid),
        )
    sids.append(sid)
    if at(statement, "Action") is None and at(statement, "NotAction") is None:
        yield Problem("Policy statement must contain actions.", path)
    for key in ("Action", "NotAction"):
        for action in entries(at(statement, key)):
            if not isinstance(action, str) or action == "*":
                continue
            vendor, colon, rest = action.partition(":")
            if not colon:
                text = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
                yield Problem(text, (*path, key))
            elif ":" in rest:
                yield Problem("Actions/Condition can contain only one colon.", (*path, key))
            elif "*" in vendor or "?" in vendor:
                text = "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards."
                yield Problem(text, (*path, key))


def _attachments_refused(world: World, resource: Resource) -> Refusal | None:
    keys: list[PropertyPath] = [
        ("ManagedPolicyArns", index) for index in range(len(entries(resource.get("ManagedPolicyArns"))))
    ]
    for path in (*keys, ("PermissionsBoundary",)):
        value = resource.get(*path)
        if not isinstance(value, str) or not value:
            continue
        arn = Arn.parse(value)
        if arn is None:
            return Refusal("iam.AttachRolePolicy", "InvalidInput", f"ARN {value} is not valid.", path)
        if arn.partition != world.scope.partition:
            return Refusal("iam.AttachRolePolicy", "InvalidInput", f"Invalid ARN partition: {arn.partition}", path)
        if misplaced(value) or (arn.account == world.scope.account and world.lacks(value, MANAGED_POLICY)):
            # As quoted by many users of IAM (read 2026-11-23).
            text = f"Policy {value} does not exist or is not attachable."
            return Refusal("iam.AttachRolePolicy", "NoSuchEntity", text, path, instead=misplaced(value))
    return None
