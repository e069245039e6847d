"""The roles that ECS and CodeDeploy act as for a service, each with the calls that it surely needs.

A service names up to four roles beside those of its tasks, and ECS itself assumes each: to shift requests between two
target groups, to call the functions of a deployment's stages, to issue certificates for Service Connect, to make the
volumes of tasks on Amazon EBS. CodeDeploy assumes its own. A role of tasks doesn't trust either.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-permissions.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html; the texts of CodeDeploy:
https://github.com/aws/aws-sdk-ruby/issues/772 and https://tech.dentsusoken.com/entry/2024/07/22/ (the production
listener).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.arr_deploys import Needed, calls_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import key_named
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.analyses.iam import RoleView
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, at

ECS, CODE_DEPLOY = "ecs.amazonaws.com", "codedeploy.amazonaws.com"
GROUP = "AWS::CodeDeploy::DeploymentGroup"
RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
CONNECT = "ServiceConnectConfiguration"
_POLICY = "service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity"
LATTICE, _LATTICE = "VpcLatticeConfigurations", "AmazonECSInfrastructureRolePolicyForVpcLattice"
_VOLUMES = "service-role/AmazonECSInfrastructureRolePolicyForVolumes"
_BALANCING = "AmazonECSInfrastructureRolePolicyForLoadBalancers"
# What these policies of AWS have.
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForVolumes.html and
# .../AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity.html (read 2026-11-30)
VOLUME_CALLS = ("CreateVolume", "CreateTags", "AttachVolume")
_CERTIFICATE_CALLS = ("IssueCertificate", "GetCertificate")
_LATTICE_CALLS = ("RegisterTargets", "DeregisterTargets")
_ELB = "elasticloadbalancing"
_BALANCER_READS = ("DescribeListeners", "DescribeRules", "DescribeTargetGroups", "DescribeTargetHealth")
_BALANCER_WRITES = ("RegisterTargets", "DeregisterTargets")
# https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html (read 2026-11-30)
_VOLUME_KEY_CALLS = ("kms:CreateGrant", "kms:GenerateDataKeyWithoutPlaintext")


class Task(Struct, frozen=True):
    """A role that ``by`` names at ``path`` for ``service`` to act as.

    ``noun`` is what it is for, ``calls`` are actions with the resources that it surely needs ("" where that isn't
    known), ``beside`` those that AWS's policy has as well, ``policy`` the managed policy that allows them ("" for
    none), ``fails`` what happens without.
    """

    by: Resource
    path: PropertyPath
    service: str
    noun: str
    calls: tuple[Needed, ...]
    policy: str
    fails: str
    aws: str = ""
    beside: tuple[Needed, ...] = ()


def _tasks(inquiry: Inquiry) -> Iterator[Task]:
    for service in inquiry.system.of_type(SERVICE):
        yield from _shifts(inquiry, service)
        yield from _volumes(inquiry, service)
        yield from _hooks(service)
        yield from _certificates(inquiry, service)
        yield from _lattice(service)
    for group in inquiry.system.of_type(GROUP):
        if as_list(group.get("ECSServices")):
            yield Task(
                group,
                ("ServiceRoleArn",),
                CODE_DEPLOY,
                "service role",
                calls_of(inquiry, group),
                "AWSCodeDeployRoleForECS",
                "CodeDeploy refuses the deployment group, and the stack is rolled back",
                "Cannot assume role provided.",
            )


def _volumes(inquiry: Inquiry, service: Resource) -> Iterator[Task]:
    """ECS makes a volume with tags of its own, attaches it, and has EC2 encrypt it in the role's name."""
    for index, item in enumerate(as_list(service.get("VolumeConfigurations"))):
        if at(item, "ManagedEBSVolume", "RoleArn") is None:
            continue
        volume = _arn(inquiry, "ec2", "volume/any")
        calls: tuple[Needed, ...] = tuple((f"ec2:{call}", (volume,)) for call in VOLUME_CALLS)
        key = key_named(inquiry, at(item, "ManagedEBSVolume", "KmsKeyId"))
        if key is not None:
            calls += tuple((call, (key.arn,)) for call in _VOLUME_KEY_CALLS)
        path: PropertyPath = ("VolumeConfigurations", index, "ManagedEBSVolume", "RoleArn")
        fails = "ECS can't make the volume of a task on Amazon EBS, and no task starts"
        beside = (("ec2:DescribeVolumes", ("*",)), ("ec2:DetachVolume", (volume,)), ("ec2:DeleteVolume", (volume,)))
        yield Task(service, path, ECS, "infrastructure role for volumes", calls, _VOLUMES, fails, beside=beside)


def _certificates(inquiry: Inquiry, service: Resource) -> Iterator[Task]:
    """ECS has a certificate of the proxy issued, and keeps it in a secret of its own."""
    for index, item in enumerate(as_list(service.get(CONNECT, "Services"))):
        if at(item, "Tls", "RoleArn") is None:
            continue
        authority = at(item, "Tls", "IssuerCertificateAuthority", "AwsPcaAuthorityArn")
        on = authority if isinstance(authority, str) else ""
        calls: tuple[Needed, ...] = tuple((f"acm-pca:{call}", (on,)) for call in _CERTIFICATE_CALLS)
        calls += (("secretsmanager:CreateSecret", (_arn(inquiry, "secretsmanager", "secret:ecs-sc!any"),)),)
        path: PropertyPath = (CONNECT, "Services", index, "Tls", "RoleArn")
        noun, fails = "role for the certificates of Service Connect", "ECS gets no certificate, and no task starts"
        yield Task(service, path, ECS, noun, calls, _POLICY, fails)


def _arn(inquiry: Inquiry, service: str, resource: str) -> str:
    scope = inquiry.system.scope
    return str(Arn(scope.partition, service, scope.region, scope.account, resource))


def _shifts(inquiry: Inquiry, service: Resource) -> Iterator[Task]:
    for index, item in enumerate(as_list(service.get("LoadBalancers"))):
        path: PropertyPath = ("LoadBalancers", index, "AdvancedConfiguration", "RoleArn")
        if at(item, *path[2:]) is None:
            continue
        rule = inquiry.find(at(item, "AdvancedConfiguration", "ProductionListenerRule"), RULE)
        calls = (("elasticloadbalancing:ModifyRule", (rule.physical_id,)),) if rule is not None else ()
        named = (at(item, "TargetGroupArn"), at(item, "AdvancedConfiguration", "AlternateTargetGroupArn"))
        groups = tuple(one for one in named if isinstance(one, str))
        beside: tuple[Needed, ...] = tuple((f"{_ELB}:{call}", ("*",)) for call in _BALANCER_READS)
        beside += tuple((f"{_ELB}:{call}", (group,)) for call in _BALANCER_WRITES for group in groups)
        fails = "ECS can't move requests between the target groups: the deployment fails, and the stack with it"
        yield Task(service, path, ECS, "infrastructure role", calls, _BALANCING, fails, beside=beside)


def _lattice(service: Resource) -> Iterator[Task]:
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_VpcLatticeConfiguration.html"""
    for index, item in enumerate(as_list(service.get(LATTICE))):
        target = at(item, "TargetGroupArn")
        on = target if isinstance(target, str) and Arn.parse(target) is not None else ""
        calls: tuple[Needed, ...] = tuple((f"vpc-lattice:{call}", (on,)) for call in _LATTICE_CALLS)
        fails = "ECS can't register the tasks with VPC Lattice: no request arrives"
        path: PropertyPath = (LATTICE, index, "RoleArn")
        yield Task(service, path, ECS, "infrastructure role for VPC Lattice", calls, _LATTICE, fails)


def _call(action: str, on: Value) -> tuple[Needed, ...]:
    """A call on what a property names; none where that is no ARN, as a name that was made up for Ref isn't."""
    return ((action, (on,)),) if isinstance(on, str) and Arn.parse(on) is not None else ()


def _hooks(service: Resource) -> Iterator[Task]:
    key: PropertyPath = ("DeploymentConfiguration", "LifecycleHooks")
    for index, hook in enumerate(as_list(service.get(*key))):
        target = at(hook, "HookTargetArn")
        if at(hook, "RoleArn") is None:
            continue
        calls = _call("lambda:InvokeFunction", target)
        fails = "ECS can't call the function of the stage: the deployment fails, and the stack with it"
        yield Task(service, (*key, index, "RoleArn"), ECS, "role of the lifecycle hook", calls, "", fails)


def of_tasks(inquiry: Inquiry, role: RoleView) -> bool:
    """Whether tasks act as the role as well: its trust policy is right for them."""
    named = (item.get(key) for item in inquiry.definitions for key in ("TaskRoleArn", "ExecutionRoleArn"))
    return any(value in (role.arn, role.name) for value in named if isinstance(value, str))


def known_roles(inquiry: Inquiry) -> Iterator[tuple[Task, RoleView]]:
    """Each role that is in a template. One that isn't must be there already, and nobody can tell what it may do."""
    seen: set[tuple[str, str]] = set()
    for task in _tasks(inquiry):
        role = inquiry.role(task.by.get(*task.path))
        if not isinstance(role, RoleView) or role.note or inquiry.refused_at(task.by, *task.path):
            continue
        if (role.name, task.noun) not in seen:
            seen.add((role.name, task.noun))
            yield task, role
