"""What a role is for, from who names it: for tasks, for what starts them, or for something else altogether."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.model.span import PropertyPath
from seatrial.model.system import System

ROLE = "AWS::IAM::Role"
EXECUTION = "ExecutionRoleArn"
# By type and the property that names the role; what a type names by any other property ("") is its last word.
_USES: Mapping[str, Mapping[str, str]] = {
    "AWS::ApplicationAutoScaling::ScalableTarget": {"": "Application Auto Scaling scales {} as it"},
    "AWS::CodeDeploy::DeploymentGroup": {"": "CodeDeploy deploys {} as it (service role)"},
    "AWS::EC2::FlowLog": {"": "the flow logs of {} are written as it"},
    "AWS::ECS::Service": {
        "LoadBalancers": "ECS moves requests for {} as it (infrastructure role)",
        "DeploymentConfiguration": "ECS calls the lifecycle hooks of {} as it",
        "ServiceConnectConfiguration": "ECS gets certificates for {} as it",
        "VolumeConfigurations": "ECS makes volumes for {} as it (infrastructure role)",
    },
    "AWS::ECS::TaskDefinition": {
        "TaskRoleArn": "the tasks of {} call AWS as it (task role)",
        EXECUTION: "ECS starts the tasks of {} as it (task execution role)",
    },
    "AWS::Events::Rule": {"": "EventBridge starts the targets of {} as it (rule role)"},
    "AWS::IAM::InstanceProfile": {"": "instances with {} call AWS as it"},
    "AWS::Lambda::Function": {"": "the function {} runs as it"},
    "AWS::Pipes::Pipe": {"": "{} reads its source and starts its target as it (pipe role)"},
    "AWS::RDS::DBProxy": {"": "{} reads its secrets as it"},
    "AWS::Scheduler::Schedule": {"": "EventBridge Scheduler starts the target of {} as it (schedule role)"},
    "AWS::StepFunctions::StateMachine": {"": "the state machine {} acts as it"},
}
_POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", ROLE)


def purpose_of(system: System, name: str) -> str:
    """One line about a role; "" where nothing in the system is made with it."""
    by_use: dict[str, list[str]] = {}
    for user, use in _users(system, name):
        names = by_use.setdefault(use, [])
        if user not in names:
            names.append(user)
    parts = [use.format(_listed(users)) for use, users in by_use.items()]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def starts_tasks(system: System, name: str) -> bool:
    """Whether a role is one that ECS starts tasks as."""
    return any(use == _USES["AWS::ECS::TaskDefinition"][EXECUTION] for _, use in _users(system, name))


def _users(system: System, name: str) -> Iterator[tuple[str, str]]:
    for resource in system.resources.values():
        if resource.type in _POLICIES:
            continue
        for reference in resource.references:
            if reference.target == name and _is_role(reference.path):
                uses = _USES.get(resource.type, {})
                use = uses.get(str(reference.path[0])) or uses.get("") or f"{{}}, an {resource.type}, acts as it"
                yield resource.logical_id, use


def _is_role(path: PropertyPath) -> bool:
    words = [part for part in path if isinstance(part, str)]
    return bool(words) and "role" in words[-1].lower()


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
