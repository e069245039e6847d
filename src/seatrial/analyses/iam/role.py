"""A role of the systems with every policy that has a say about it.

A role's own permissions stand in many places: in the role, in policies of their own that name the role, in managed
policies that it names or that name it, in those that AWS keeps. What isn't known of them stays a doubt, and doesn't
vanish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.iam.evaluate import Decision, Policies, evaluate
from seatrial.analyses.iam.policy import NEW_VERSION, Policy, PolicyKind
from seatrial.analyses.iam.request import ContextValue, Request
from seatrial.analyses.iam.resource_policy import resource_policies, tag_keys
from seatrial.kinds.managed_policies import is_aws_managed, managed_policy
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.system import Scope, System
from seatrial.model.value import OutsideId, Unknown, Value, as_list, as_text, at

ROLE, MANAGED_POLICY = "AWS::IAM::Role", "AWS::IAM::ManagedPolicy"
ASSUME_ROLE = "sts:AssumeRole"
# Roles that the ECS console makes once for an account and that templates therefore count on: who may assume them, what
# is attached. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html (read
# 2026-11-23)
CONSOLE_ROLES: Mapping[str, tuple[str, str]] = {
    "ecsTaskExecutionRole": ("ecs-tasks.amazonaws.com", "service-role/AmazonECSTaskExecutionRolePolicy"),
}


class RoleView(Struct, frozen=True):
    """A role as IAM sees it."""

    name: str
    arn: str
    resource: Resource
    trust: Policy
    identity: tuple[Policy, ...] = ()
    boundary: Policy | None = None
    doubts: tuple[str, ...] = ()
    note: str = ""
    """What is assumed of the role where no stack has it."""

    @property
    def account(self) -> str:
        parsed = Arn.parse(self.arn)
        return parsed.account if parsed else ""


class Missing(Struct, frozen=True):
    """No stack has a role of that name or ARN."""

    name: str


def role_of(systems: Sequence[System], value: Value) -> RoleView | Missing | Unknown:
    """The role that a property names by ARN or by name (``!Ref Role`` gives a name, and ECS takes it)."""
    if isinstance(value, Unknown):
        return _by_its_arn(systems, value)
    name = as_text(value)
    for system in systems:
        resource = system.find(name, ROLE)
        if resource is not None:
            return _view(systems, resource)
    arn = Arn.parse(name)
    scopes = [system.scope for system in systems]
    if arn is not None and arn.account not in {scope.account for scope in scopes}:
        return Unknown(f"{name} is a role of another account")
    bare = arn.resource.rpartition("/")[2] if arn is not None else name
    return _console_role(systems, bare, scopes[-1]) if bare in CONSOLE_ROLES and scopes else Missing(name)


def can_assume(role: RoleView, service: str, context: Mapping[str, ContextValue] | None = None) -> Decision:
    """Whether a service (``ecs-tasks.amazonaws.com``) may take on a role, by the role's trust policy."""
    return evaluate(*trust_question(role, service, context))


def request_of(
    role: RoleView, action: str, resource_arn: str, context: Mapping[str, ContextValue] | None = None, session: str = ""
) -> Request:
    """A call that a session of the role makes. The role's tags are keys of it."""
    tags = tag_keys("aws:PrincipalTag/", role.resource)
    return Request(action, resource_arn, role.arn, session, context={**tags, **(context or {})})


def allowed(
    systems: Sequence[System],
    role: RoleView,
    action: str,
    resource_arn: str,
    context: Mapping[str, ContextValue] | None = None,
    *,
    endpoint: Policy | None = None,
) -> Decision:
    """Whether a role may call an action on a resource.

    ``endpoint`` is the policy of the VPC endpoint the call goes through.
    """
    return evaluate(*question(systems, role, action, resource_arn, context, endpoint=endpoint))


# The accounts from whose repositories AWS lets everybody pull: App Mesh's Envoy, AWS for Fluent Bit, Deep Learning
# Containers. https://docs.aws.amazon.com/app-mesh/latest/userguide/envoy.html,
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-using-fluentbit.html,
# https://github.com/aws/deep-learning-containers/blob/master/available_images.md (read 2026-11-30)
_PUBLISHERS = ("840364872350", "906394416424", "763104351884")
_FOR_ALL: dict[str, Value] = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:*"}]}


def question(
    systems: Sequence[System],
    role: RoleView,
    action: str,
    resource_arn: str,
    context: Mapping[str, ContextValue] | None = None,
    *,
    endpoint: Policy | None = None,
) -> tuple[Request, Policies]:
    """What IAM is asked for a call, and every policy that has a say about it."""
    found, tags = resource_policies(systems, resource_arn)
    target = Arn.parse(resource_arn)
    accounts = {role.account, *(system.scope.account for system in systems)}
    if not found and target is not None and target.account and target.account not in accounts:
        title = f"the policy of {resource_arn}"
        open_to_all = target.service == "ecr" and target.account in _PUBLISHERS
        document = _FOR_ALL if open_to_all else Unknown(f"{title} is another account's")
        found = (Policy(title, document, PolicyKind.RESOURCE),)
    request = request_of(role, action, resource_arn, {**tags, **(context or {})})
    limits = tuple(policy for policy in (role.boundary, endpoint) if policy is not None)
    return request, Policies(role.identity, found, limits, role.doubts)


def trust_question(
    role: RoleView, service: str, context: Mapping[str, ContextValue] | None = None
) -> tuple[Request, Policies]:
    """What IAM is asked where a service takes on a role."""
    own: dict[str, ContextValue] = {"aws:SourceAccount": role.account, **(context or {})}
    return Request(ASSUME_ROLE, role.arn, service=service, context=own), Policies(resource=(role.trust,))


def mentions(role: RoleView, action: str) -> bool:
    """Whether any statement of a role is for an action, on whatever resource; so is one that isn't known."""
    if role.doubts:
        return True
    for policy in role.identity:
        if policy.doubt:
            return True
        if any(statement.may_allow(action) for statement in policy.statements()):
            return True
    return False


def _view(systems: Sequence[System], resource: Resource) -> RoleView:
    policies: list[Policy] = []
    doubts: list[str] = []
    name = resource.physical_id
    inline = resource.get("Policies")
    if isinstance(inline, Unknown):
        doubts.append(inline.reason)
    for index, item in enumerate(as_list(inline)):
        if isinstance(item, Unknown):
            doubts.append(item.reason)
            continue
        title = f"{as_text(at(item, 'PolicyName')) or 'a policy'} of {resource.logical_id}"
        path = ("Policies", index, "PolicyDocument")
        policies.append(Policy(title, at(item, "PolicyDocument"), resource=resource, path=path))
    for value in _listed(resource.get("ManagedPolicyArns"), doubts):
        policies.extend(_managed(systems, value, PolicyKind.IDENTITY, doubts))
    policies.extend(_attached(systems, resource, doubts))
    boundary = _boundary(systems, resource.get("PermissionsBoundary"))
    trust = Policy(
        f"the trust policy of {resource.logical_id}",
        resource.get("AssumeRolePolicyDocument"),
        PolicyKind.RESOURCE,
        resource,
        ("AssumeRolePolicyDocument",),
    )
    unique = {_key(policy): policy for policy in policies}
    return RoleView(name, resource.arn, resource, trust, tuple(unique.values()), boundary, tuple(doubts))


def _key(policy: Policy) -> tuple[object, ...]:
    """What tells policies of a role apart: of one name the last counts, and those whose name isn't known have two."""
    if policy.resource is None:
        return (policy.name,)
    unnamed = policy.path[:1] == ("Policies",) and isinstance(
        at(policy.resource.get("Policies"), policy.path[1], "PolicyName"), Unknown
    )
    return (policy.name, id(policy.resource), policy.path if unnamed else ())


def _by_its_arn(systems: Sequence[System], value: Unknown) -> RoleView | Unknown:
    """One from outside may be one that the console makes."""
    arn = Arn.parse(value.id) if isinstance(value, OutsideId) else None
    name = arn.resource.rpartition("/")[2] if arn is not None else ""
    if arn is None or name not in CONSOLE_ROLES or not systems or arn.account != systems[-1].scope.account:
        return value
    return _console_role(systems, name, systems[-1].scope)


def _console_role(systems: Sequence[System], name: str, scope: Scope) -> RoleView:
    """The role as the console makes it."""
    service, policy = CONSOLE_ROLES[name]
    trust: dict[str, Value] = {"Effect": "Allow", "Principal": {"Service": service}, "Action": ASSUME_ROLE}
    properties: dict[str, Value] = {
        "RoleName": name,
        "AssumeRolePolicyDocument": {"Version": NEW_VERSION, "Statement": [trust]},
        "ManagedPolicyArns": [f"arn:{scope.partition}:iam::aws:policy/{policy}"],
    }
    arn = str(Arn(scope.partition, "iam", "", scope.account, f"role/{name}"))
    view = _view(systems, Resource(name, ROLE, properties, name, arn))
    return replace(view, note=f"{name} is not in the templates; it is taken as the ECS console makes it")


def _boundary(systems: Sequence[System], value: Value) -> Policy | None:
    """The permissions boundary; one that isn't known is a policy that cannot be read, since it still limits."""
    if value is None or value == "":
        return None
    doubts: list[str] = []
    if isinstance(value, Unknown):
        doubts.append(value.reason)
    elif found := _managed(systems, as_text(value), PolicyKind.BOUNDARY, doubts):
        return found[0]
    return Policy("the permissions boundary", Unknown(doubts[0]), PolicyKind.BOUNDARY)


def _listed(value: Value, doubts: list[str]) -> list[str]:
    """The known texts of a list; whatever isn't known becomes a doubt."""
    found = []
    for item in as_list(value):
        if isinstance(item, Unknown):
            doubts.append(item.reason)
        elif isinstance(item, str):
            found.append(item)
    return found


def _managed(systems: Sequence[System], arn: str, kind: PolicyKind, doubts: list[str]) -> list[Policy]:
    if is_aws_managed(arn):
        document = managed_policy(arn)
        if document is None:
            doubts.append(f"{arn} is a policy of AWS that is not known here")
            return []
        return [Policy(arn.rpartition("/")[2], document, kind)]
    for system in systems:
        found = system.find(arn, MANAGED_POLICY)
        if found is not None:
            return [_of_resource(found, kind)]
    doubts.append(f"{arn} is in no stack")
    return []


def _attached(systems: Sequence[System], role: Resource, doubts: list[str]) -> list[Policy]:
    """Policies that name the role, in every stack."""
    found = []
    for system in systems:
        for resource in system.of_type("AWS::IAM::Policy", MANAGED_POLICY, "AWS::IAM::RolePolicy"):
            key = "RoleName" if resource.type == "AWS::IAM::RolePolicy" else "Roles"
            value = resource.get(key)
            # What such a role is like isn't known, but it is this one by its name, or it isn't.
            names = [item.id if isinstance(item, OutsideId) else item for item in as_list(value)]
            if any(isinstance(item, Unknown) for item in names):
                doubts.append(f"which roles {resource.logical_id} is for is not known")
            if any(item in (role.physical_id, role.arn) for item in names if isinstance(item, str)):
                found.append(_of_resource(resource, PolicyKind.IDENTITY))
    return found


def _of_resource(resource: Resource, kind: PolicyKind) -> Policy:
    return Policy(resource.logical_id, resource.get("PolicyDocument"), kind, resource, ("PolicyDocument",))
