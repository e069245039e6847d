"""When a finding only follows from another one of roles, policies and secrets; for ``follow_ups``.

Each is asked of two findings, of which the first is the cause.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from seatrial.analyses.checklist.follow_ups_words import (
    is_spoken_of,
    names,
    of,
    refers,
    refers_to_it,
    speaks_of,
)
from seatrial.model.finding import Finding
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import as_list, as_text, at

_POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
_WITH_POLICIES = (*_POLICIES, "AWS::IAM::Role")


def allowed_by_an_unattached_policy(system: System, cause: Finding, item: Finding) -> bool:
    policy = of(system, cause)
    wanted = re.search(r"may not (?:call )?(\w[\w-]*:\w+)", item.what)
    if policy is None or wanted is None or "must be non-empty" not in cause.what:
        return False
    statements = as_list(policy.get("PolicyDocument", "Statement"))
    actions = [as_text(action) for one in statements for action in as_list(at(one, "Action"))]
    return any(fnmatchcase(wanted[1].lower(), action.lower()) for action in actions)


def speaks_of_a_role_of_another_name(system: System, cause: Finding, item: Finding) -> bool:
    resource = of(system, cause)
    if resource is None or resource.type != "AWS::IAM::Role" or cause.path not in (("Path",), ("RoleName",)):
        return False
    return speaks_of(item, cause.logical_id)


def of_a_role_in_the_wrong_place(system: System, cause: Finding, item: Finding) -> bool:
    """What a role lacks that is another service's, and stands where a task's role belongs."""
    definition = of(system, cause)
    if definition is None or cause.path not in (("ExecutionRoleArn",), ("TaskRoleArn",)):
        return False
    role = system.find(definition.get(*cause.path), "AWS::IAM::Role")
    return role is not None and role.logical_id == item.logical_id


def lacks_a_policy_as_a_whole(system: System, cause: Finding, item: Finding) -> bool:
    """What else a role may not do whose policy is attached to another one, or to none."""
    policy = of(system, cause)
    whole = policy is not None and policy.type == "AWS::IAM::Role" and not cause.path
    if policy is None or not (whole or cause.path[-1:] in (("Roles",), ("RoleName",))):
        return False
    role = cause.what.partition(" may not ")[0]
    return item.logical_id == role or item.what.startswith(f"{role} may not ")


def is_let_in_by_the_same_policy(system: System, cause: Finding, item: Finding) -> bool:
    """A role that the policy of a queue lets in as well, which stands at another queue."""
    policy, queue = of(system, cause), cause.what.rpartition(" ")[2]
    if policy is None or cause.path != ("Queues",):
        return False
    about = speaks_of(item, queue)
    return about and any(reference.target == item.logical_id for reference in policy.references)


def lets_nobody_in(system: System, cause: Finding, item: Finding) -> bool:
    """The policy of a queue or a topic that isn't one, and the bucket that therefore may not send there."""
    policy = of(system, cause)
    targets = {one.target for one in policy.references if one.path[:1] in (("Queues",), ("Topics",))} if policy else ()
    return any(names(system, item, target) for target in targets)


def of_a_role_without_policies(system: System, cause: Finding, item: Finding) -> bool:
    """All that a role may not do to which no policy belongs at all."""
    role = of(system, cause)
    if role is None or role.type != "AWS::IAM::Role" or item.logical_id != cause.logical_id:
        return False
    others = [one for one in system.of_type(*_POLICIES) for name in one.references if name.target == role.logical_id]
    return not others and not role.get("Policies") and not role.get("ManagedPolicyArns")


def lacks_the_task_role(system: System, cause: Finding, item: Finding) -> bool:
    """One task definition without a task role, as ECS Exec, a volume and the application find it."""
    definitions = [_definition(system, one) for one in (cause, item)]
    return definitions[0] is not None and definitions[0] is definitions[1]


def _definition(system: System, finding: Finding) -> Resource | None:
    """The task definition without a task role that a finding is about; None where it is about something else."""
    resource = of(system, finding)
    if resource is not None and resource.type == "AWS::ECS::Service":
        resource = system.find(resource.get("TaskDefinition"), "AWS::ECS::TaskDefinition")
    if resource is None or resource.type != "AWS::ECS::TaskDefinition" or resource.get("TaskRoleArn") is not None:
        return None
    return resource if finding.path[-1:] in (("TaskRoleArn",), ("EnableExecuteCommand",), ("IAM",)) else None


def is_of_another_secret(system: System, cause: Finding, item: Finding) -> bool:
    """A secret that an attachment names wrongly, and who may not read what the attachment stands for."""
    return cause.path == ("SecretId",) and is_spoken_of(system, cause, item)


def may_not_use_the_wrong_queue(system: System, cause: Finding, item: Finding) -> bool:
    """What a role may not do with a queue that its containers are given by mistake."""
    given = re.search(r" is (\w+), the dead-letter queue of ", cause.what)
    return given is not None and (f" is {given[1]}, which " in item.what or item.what.endswith(f"use {given[1]}"))


def is_what_is_called(system: System, cause: Finding, item: Finding) -> bool:
    """What a role may not call, where the call is none."""
    return f"Target.Arn of {cause.logical_id}" in item.why


def lets_it_be_called(system: System, cause: Finding, item: Finding) -> bool:
    """A permission that is refused, and who may therefore not call the function."""
    resource = of(system, cause)
    if resource is None or resource.type != "AWS::Lambda::Permission":
        return False
    return any(speaks_of(item, one.target) for one in resource.references)


def in_one_policy(system: System, cause: Finding, item: Finding) -> bool:
    """The policy of a key that is refused as a whole, and what one of its statements lacks."""
    return cause.logical_id == item.logical_id and cause.path[:1] == item.path[:1]


def is_of_its_role(system: System, cause: Finding, item: Finding) -> bool:
    """A policy that is refused, and what its role therefore may not do."""
    policy = of(system, cause)
    if policy is None or policy.type not in _WITH_POLICIES or not cause.path:
        return False
    return cause.path[0] == "Roles" or cause.logical_id == item.logical_id or refers_to_it(system, cause, item)


def reads_the_same_secret(system: System, cause: Finding, item: Finding) -> bool:
    """A secret without any value, as another task definition reads it, or before its attachment is there."""
    empty = re.search(r"(\S+), which has no value$", cause.what)
    if empty is None:
        return False
    if item.code == cause.code:
        return item.what.endswith(f" {empty[0]}") and item.span.line > cause.span.line
    return refers(system, item.logical_id, empty[1])


def has_the_wrong_role(system: System, cause: Finding, item: Finding) -> bool:
    """What a role lacks for ECS Exec that stands in the other role's place."""
    return speaks_of(cause, item.logical_id)


def has_no_credentials(system: System, cause: Finding, item: Finding) -> bool:
    """A task without a task role, or with the policy of one at another, as its sidecars find it."""
    if cause.path[-1:] not in (("TaskRoleArn",), ("Roles",), ("RoleName",)):
        return False
    if item.code == "APP074" and cause.path == ("TaskRoleArn",) and speaks_of(item, cause.logical_id):
        return True
    same = cause.logical_id == item.logical_id
    return same and (cause.path == item.path or "has no task role" in item.what)


def reads_the_same_key(system: System, cause: Finding, item: Finding) -> bool:
    """A key that a secret doesn't have, for whoever asks for it."""
    asked = re.search(r"reads (the JSON key \S+ of [\w/]+)", cause.what)
    return asked is not None and asked[1] in item.what


def is_read_from_it(system: System, cause: Finding, item: Finding) -> bool:
    """What stands in the place of a secret, which no role may read as a parameter."""
    read = system.resources.get(cause.what.partition(" is read from ")[2].partition(",")[0])
    return read is not None and bool(read.physical_id) and read.physical_id in item.what


def belongs_to_another_role(system: System, cause: Finding, item: Finding) -> bool:
    """What a role lacks for its sessions, where a policy that is for it belongs to another one, or a boundary cuts off
    all that it may do.
    """
    of_all = cause.path[:1] in (("Roles",), ("PermissionsBoundary",))
    return of_all and cause.what.startswith(f"{item.logical_id} may not use ")
