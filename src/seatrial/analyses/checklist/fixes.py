"""Edits that several checks have for what they find: trust, permissions, a log group's name.

A check offers an edit only where one answer is plainly right; whether it helps is tried before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam import Policy, RoleView, evaluate
from seatrial.analyses.launch import Call
from seatrial.model.edit import Edit, add_to_property, set_property
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_list, as_text, at

ROLE = "AWS::IAM::Role"
EXECUTION_POLICY = "policy/service-role/AmazonECSTaskExecutionRolePolicy"
# What the managed policy for task execution roles allows.
EXECUTION_ACTIONS = frozenset(
    {
        "ecr:GetAuthorizationToken",
        "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    }
)
POLICY_VERSION = "2012-10-17"
# What has roles of tasks, or lets somebody pass them.
_OF_TASKS = ("AWS::ECS::", "AWS::Events::", "AWS::Scheduler::", "AWS::IAM::")
# What a service does as a role that it is given.
_OF_SERVICE: Mapping[str, tuple[str, ...]] = {
    "ecs-tasks.amazonaws.com": ("AWS::ECS::TaskDefinition",),
    "ecs.amazonaws.com": ("AWS::ECS::Service",),
    "events.amazonaws.com": ("AWS::Events::Rule",),
    "scheduler.amazonaws.com": ("AWS::Scheduler::Schedule",),
}


def trust(inquiry: Inquiry, role: RoleView, service: str) -> tuple[Edit, ...]:
    """Lets a service assume a role whose trust policy names another service, in its first statement that allows."""
    resource = role.resource
    if not inquiry.owns(resource) or resource.type != ROLE:
        return ()
    statements = resource.get("AssumeRolePolicyDocument", "Statement")
    listed = statements if isinstance(statements, list) else [statements]
    for index, statement in enumerate(listed):
        named = at(statement, "Principal", "Service")
        if as_text(at(statement, "Effect")) == "Allow" and isinstance(named, str | list):
            place = ("Statement", index) if isinstance(statements, list) else ("Statement",)
            path = ("AssumeRolePolicyDocument", *place, "Principal", "Service")
            if isinstance(named, list) or _used_beside(inquiry, resource, named):
                return (add_to_property(resource.logical_id, *path, item=service),)
            return (set_property(resource.logical_id, *path, to=service),)
    return ()


def _used_beside(inquiry: Inquiry, role: Resource, service: str) -> bool:
    """Whether something else has the role as well: other than ECS and its triggers, or what the named service runs."""
    own = _OF_SERVICE.get(service, ())
    return any(
        reference.target == role.logical_id and (not resource.type.startswith(_OF_TASKS) or resource.type in own)
        for resource in inquiry.system.resources.values()
        for reference in resource.references
    )


def helps(inquiry: Inquiry, role: RoleView, calls: Iterable[Call]) -> bool:
    """Whether a statement that allows the calls would do: not where something denies them, or others must allow too."""
    for call in calls:
        request, policies = inquiry.asked(role, call)
        statement: Value = {"Effect": "Allow", "Action": call.action, "Resource": call.resource}
        more = Policy("", {"Version": POLICY_VERSION, "Statement": [statement]})
        if evaluate(request, replace(policies, identity=(*policies.identity, more))).allowed is False:
            return False
    return True


def allow_launch(inquiry: Inquiry, role: RoleView, calls: Iterable[Call]) -> tuple[Edit, ...]:
    """Lets the task execution role do what ECS does as it: AWS's policy for it where that has all, else just that."""
    wanted = list(calls)
    if wanted and all(call.action in EXECUTION_ACTIONS for call in wanted):
        if not inquiry.owns(role.resource) or role.resource.type != ROLE:
            return ()
        policy = f"arn:{inquiry.system.scope.partition}:iam::aws:{EXECUTION_POLICY}"
        return (add_to_property(role.resource.logical_id, "ManagedPolicyArns", item=policy),)
    return allow(inquiry, role, "seatrial-start-tasks", ((call.action, call.resource) for call in wanted))


def allow(inquiry: Inquiry, role: RoleView, name: str, calls: Iterable[tuple[str, str]]) -> tuple[Edit, ...]:
    """An inline policy that allows each action on just its resource."""
    if not inquiry.owns(role.resource) or role.resource.type != ROLE:
        return ()
    by_resource: dict[str, list[str]] = {}
    for action, resource in calls:
        by_resource.setdefault(resource, []).append(action)
    statements: list[Value] = []
    for resource, actions in by_resource.items():
        named: list[Value] = list(dict.fromkeys(actions))
        statements.append(
            {
                "Effect": "Allow",
                "Action": named[0] if len(named) == 1 else named,
                "Resource": _named(inquiry, resource),
            }
        )
    if not statements:
        return ()
    document: Value = {"Version": POLICY_VERSION, "Statement": statements}
    policy: Value = {"PolicyName": _free(role.resource, name), "PolicyDocument": document}
    return (add_to_property(role.resource.logical_id, "Policies", item=policy),)


def _free(role: Resource, name: str) -> str:
    """A name for an inline policy that none of a role's has: a mend may be there already."""
    taken = {as_text(at(item, "PolicyName")) for item in as_list(role.get("Policies"))}
    names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 2)))
    return next(item for item in names if item not in taken)


def _named(inquiry: Inquiry, arn: str) -> Value:
    """An ARN as one writes it in a template: by the resource that has it."""
    found = inquiry.find(arn)
    if found is None or not inquiry.owns(found):
        return arn
    return arn_of(found, arn)


def arn_of(resource: Resource, arn: str = "") -> Value:
    """The intrinsic function that gives a resource's ARN, or another one of its attributes that is this."""
    wanted = arn or resource.arn
    if resource.type == "AWS::SSM::Parameter":
        # It has no attribute for it.
        slash = "" if resource.physical_id.startswith("/") else "/"
        name = f"parameter{slash}${{{resource.logical_id}}}"
        return {"Fn::Sub": f"arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:{name}"}
    if resource.physical_id == wanted:
        return {"Ref": resource.logical_id}
    usual = ("Arn", f"{resource.type.rpartition('::')[2]}Arn")
    names = (*usual, *(key for key in resource.attributes if key not in usual))
    name = next((key for key in names if resource.attributes.get(key) == wanted), "")
    if name or wanted != resource.arn:
        return {"Fn::GetAtt": [resource.logical_id, name]} if name else wanted
    name = next((key for key in usual if key in resource.attributes), "")
    return {"Fn::GetAtt": [resource.logical_id, name]} if name else resource.arn


def only_log_group(inquiry: Inquiry) -> Resource | None:
    """The log group of the system where it has just one."""
    found = list(inquiry.system.of_type("AWS::Logs::LogGroup"))
    return found[0] if len(found) == 1 else None
