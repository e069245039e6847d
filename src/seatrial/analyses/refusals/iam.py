"""What IAM refuses: policies that aren't well formed, and roles that name what isn't there.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-iam-*``; read 2026-11-23) unless a comment
names another source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from seatrial.analyses.refusals.clashes import name_taken
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given, known
from seatrial.kinds import CARDS
from seatrial.kinds.managed_policies import misplaced
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text, at

ROLE, MANAGED_POLICY = "AWS::IAM::Role", "AWS::IAM::ManagedPolicy"
INSTANCE_PROFILE = "AWS::IAM::InstanceProfile"
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
    trust = resource.get("AssumeRolePolicyDocument")
    for message, path in _trust_problems(trust):
        return Refusal(api, MALFORMED, message, ("AssumeRolePolicyDocument", *path))
    for index, policy in enumerate(entries(resource.get("Policies"))):
        for message, path in policy_problems(world, at(policy, "PolicyDocument")):
            return Refusal("iam.PutRolePolicy", MALFORMED, message, ("Policies", index, "PolicyDocument", *path))
    documents = [at(policy, "PolicyDocument") for policy in entries(resource.get("Policies"))]
    if sum(policy_size(item) for item in documents) > LARGEST_INLINE_SIZE:
        return _too_large(name or resource.physical_id, ("Policies",))
    return _attachments_refused(world, resource)


def policy_refused(world: World, resource: Resource) -> Refusal | None:
    """AWS::IAM::Policy, RolePolicy and ManagedPolicy."""
    api = "iam.CreatePolicy" if resource.type == MANAGED_POLICY else "iam.PutRolePolicy"
    for message, path in policy_problems(world, resource.get("PolicyDocument")):
        return Refusal(api, MALFORMED, message, ("PolicyDocument", *path))
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


def policy_problems(world: World, document: Value) -> Iterator[tuple[str, PropertyPath]]:
    """What is wrong with an identity policy, in the words of IAM."""
    sids: list[str] = []
    yield from _nothing_said(document)
    for statement, path in _statements(document):
        yield from _shape_problems(statement, path, sids)
        if is_given(at(statement, "Principal")) or is_given(at(statement, "NotPrincipal")):
            yield "Policy document should not specify a principal.", path
        if at(statement, "Resource") is None and at(statement, "NotResource") is None:
            yield "Policy statement must contain resources.", path
        for key in ("Resource", "NotResource"):
            for value in entries(at(statement, key)):
                if not isinstance(value, str) or value.startswith("*") or Arn.parse(value) is not None:
                    continue
                named = world.find(value)
                # What isn't modelled has an identity of our making; on AWS it may be an ARN.
                if named is None or named.type in CARDS:
                    yield f'Resource {value} must be in ARN format or "*".', (*path, key)


def _trust_problems(document: Value) -> Iterator[tuple[str, PropertyPath]]:
    sids: list[str] = []
    yield from _nothing_said(document)
    for statement, path in _statements(document):
        yield from _shape_problems(statement, path, sids)
        if is_given(at(statement, "Resource")) or is_given(at(statement, "NotResource")):
            yield "Has prohibited field Resource", path
        principal = at(statement, "Principal")
        if principal in (None, {}) and at(statement, "NotPrincipal") is None:
            yield "Missing required field Principal", path  # As quoted by many users of IAM (read 2026-11-23).
        for action in entries(at(statement, "Action")):
            if isinstance(action, str) and not _STS_ACTIONS.match(action):
                yield "AssumeRole policy may only specify STS AssumeRole actions.", (*path, "Action")
        for service in entries(at(principal, "Service")):
            if isinstance(service, str) and not re.fullmatch(
                r"[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com|aws)", service
            ):
                # As quoted by many users of IAM (read 2026-11-23).
                yield f'Invalid principal in policy: "SERVICE":"{service}"', (*path, "Principal")


def _nothing_said(document: Value) -> Iterator[tuple[str, PropertyPath]]:
    if isinstance(document, dict) and document.get("Statement") in (None, [], {}):
        # As quoted by many users of IAM for documents of a wrong shape (read 2026-11-23).
        yield "Syntax errors in policy.", ("Statement",)


def _shape_problems(statement: Value, path: PropertyPath, sids: list[str]) -> Iterator[tuple[str, PropertyPath]]:
    if as_text(at(statement, "Effect")) not in ("Allow", "Deny") and known(at(statement, "Effect")):
        # As quoted by many users of IAM (read 2026-11-23).
        yield "Syntax errors in policy.", (*path, "Effect")
    sid = as_text(at(statement, "Sid"))
    if sid and sid in sids:
        yield "Statement IDs (SID) in a single policy must be unique.", (*path, "Sid")
    if sid and not re.fullmatch(r"[A-Za-z0-9]*", sid):
        yield (
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
            "[0-9A-Za-z]*",
            (
                *path,
                "Sid",
            ),
        )
    sids.append(sid)
    if at(statement, "Action") is None and at(statement, "NotAction") is None:
        yield "Policy statement must contain actions.", path
    for key in ("Action", "NotAction"):
        for action in entries(at(statement, key)):
            if not isinstance(action, str) or action == "*":
                continue
            vendor, colon, rest = action.partition(":")
            if not colon:
                yield "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.", (*path, key)
            elif ":" in rest:
                yield "Actions/Condition can contain only one colon.", (*path, key)
            elif "*" in vendor or "?" in vendor:
                yield "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards.", (*path, key)


def _statements(document: Value) -> Iterator[tuple[Value, PropertyPath]]:
    if isinstance(document, Unknown):
        return
    statements = at(document, "Statement")
    if isinstance(statements, dict):
        yield statements, ("Statement",)
        return
    for index, statement in enumerate(entries(statements)):
        if not isinstance(statement, Unknown):
            yield statement, ("Statement", index)


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
            return Refusal("iam.AttachRolePolicy", "NoSuchEntity", text, path)
    return None
