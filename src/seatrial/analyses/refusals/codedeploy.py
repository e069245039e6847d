"""What CodeDeploy refuses about a deployment group for ECS.

The group's platform is its application's; of an application that is in no template it isn't known, and little is asked.

Texts: reproduced on AWS by cdk-preflight 0.0.143 (Apache-2.0, npm; rules ``pf-codedeploy-dg-*``). Rules:
https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html, API_TargetGroupPairInfo.html
("One pair of target groups"), API_ECSService.html;
https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html (all read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_number, as_text, at

API = "codedeploy.CreateDeploymentGroup"
GROUP, APPLICATION = "AWS::CodeDeploy::DeploymentGroup", "AWS::CodeDeploy::Application"
CONFIG, SERVICE = "AWS::CodeDeploy::DeploymentConfig", "AWS::ECS::Service"
ROLE, TARGET_GROUP = "AWS::IAM::Role", "AWS::ElasticLoadBalancingV2::TargetGroup"
DEFAULT_PLATFORM = "Server"
_PREFIX = "CodeDeployDefault."
ECS_CONFIGS = tuple(
    f"{_PREFIX}ECS{name}"
    for name in (
        "AllAtOnce",
        "Canary10Percent5Minutes",
        "Canary10Percent15Minutes",
        "Linear10PercentEvery1Minutes",
        "Linear10PercentEvery3Minutes",
    )
)
LONGEST_NAME = 32
PAIR = 2
# https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BlueInstanceTerminationOption.html (read 2026-11-29)
LONGEST_STAY_MINUTES = 2880
LISTENER, CLUSTER = "AWS::ElasticLoadBalancingV2::Listener", "AWS::ECS::Cluster"
_PAIRS: PropertyPath = ("LoadBalancerInfo", "TargetGroupPairInfoList")
_ROUTE = "ProdTrafficRoute"
_STYLE, _BLUE_GREEN = "DeploymentStyle", "BlueGreenDeploymentConfiguration"


def group_refused(world: World, resource: Resource) -> Refusal | None:
    application = world.find(resource.get("ApplicationName"), APPLICATION)
    given = application.get("ComputePlatform") if application is not None else Unknown("it is in no template")
    platform = "" if isinstance(given, Unknown) else as_text(given) or DEFAULT_PLATFORM
    for check in (_platform, _style, _config, _blue_green, _balancing, _pairs, _services, _alarms):
        for refusal in check(world, resource, platform):
            return refusal
    return None


def _said(code: str, text: str, path: PropertyPath, instead: str = "", *, ours: bool = True) -> Refusal:
    return Refusal(API, code, text, path, instead=instead, ours=ours)


def _platform(world: World, resource: Resource, platform: str) -> Iterator[Refusal]:
    if platform == "Server" and entries(resource.get("ECSServices")):
        text = (
            "Server Deployment Groups should not define a value for ecsServices, eksClusters, or "
            "targetGroupPairInfoList"
        )
        yield Refusal(
            API,
            "InvalidInputException",
            text,
            ("ECSServices",),
            because=_whose_platform(world, resource),
        )
    arn = resource.get("ServiceRoleArn")
    if isinstance(arn, str) and arn and not arn.startswith("arn:"):
        text = f"The service role must be given by its ARN, not by its name {arn}."
        role = world.find(arn, ROLE)
        instead = f"!GetAtt {role.logical_id}.Arn" if role is not None else ""
        yield _said("InvalidRoleException", text, ("ServiceRoleArn",), instead)


def _whose_platform(world: World, resource: Resource) -> str:
    application = world.find(resource.get("ApplicationName"), APPLICATION)
    whose = f"ComputePlatform of {application.logical_id}" if application is not None else "its ComputePlatform"
    return f"{whose} is Server{'' if application and application.get('ComputePlatform') else ', the default'}"


def _style(world: World, resource: Resource, platform: str) -> Iterator[Refusal]:
    kind, option = resource.get(_STYLE, "DeploymentType"), resource.get(_STYLE, "DeploymentOption")
    if platform == "ECS" and kind == "IN_PLACE":
        text = "A deployment to ECS is of the type BLUE_GREEN, never IN_PLACE."
        yield _said("InvalidDeploymentStyleException", text, (_STYLE, "DeploymentType"), "BLUE_GREEN")
    if kind == "BLUE_GREEN" and option == "WITHOUT_TRAFFIC_CONTROL" and platform != "Lambda":
        text = "BLUE_GREEN deployment type not supported with WITHOUT_TRAFFIC_CONTROL option"
        path: PropertyPath = (_STYLE, "DeploymentOption")
        yield _said("InvalidDeploymentStyleException", text, path, "WITH_TRAFFIC_CONTROL", ours=False)


def _config(world: World, resource: Resource, platform: str) -> Iterator[Refusal]:
    name = resource.get("DeploymentConfigName")
    path: PropertyPath = ("DeploymentConfigName",)
    if platform != "ECS" or not isinstance(name, str) or not name:
        return
    config = world.find(name, CONFIG)
    theirs = as_text(config.get("ComputePlatform")) or DEFAULT_PLATFORM if config is not None else ""
    if config is not None and isinstance(config.get("ComputePlatform"), Unknown):
        return
    near = next(iter(get_close_matches(name, ECS_CONFIGS, n=1)), ECS_CONFIGS[0])
    if theirs not in ("", "ECS") or (name.startswith(_PREFIX) and not name.startswith(f"{_PREFIX}ECS")):
        text = f"The deployment configuration {name} is for another compute platform than ECS."
        yield _said("InvalidDeploymentConfigNameException", text, path, near)
    elif name.startswith(_PREFIX) and name not in ECS_CONFIGS:
        text = f"There is no deployment configuration {name}."
        yield _said("DeploymentConfigDoesNotExistException", text, path, near)


def _blue_green(world: World, resource: Resource, platform: str) -> Iterator[Refusal]:
    config = resource.get(_BLUE_GREEN)
    if not isinstance(config, dict):
        return
    code = "InvalidBlueGreenDeploymentConfigurationException"
    ready: PropertyPath = (_BLUE_GREEN, "DeploymentReadyOption")
    if config.get("DeploymentReadyOption") is None:
        text = "Deployment ready option cannot be null for blue green deployment"
        yield _said(code, text, ready, ours=False)
    if config.get("TerminateBlueInstancesOnDeploymentSuccess") is None:
        text = (
            "Terminate blue instances on deployment success behaviour cannot be set to null for Blue Green deployments"
        )
        yield _said(code, text, (_BLUE_GREEN, "TerminateBlueInstancesOnDeploymentSuccess"), ours=False)
    path: PropertyPath = (_BLUE_GREEN, "TerminateBlueInstancesOnDeploymentSuccess", "TerminationWaitTimeInMinutes")
    stays = resource.get(*path)
    if stays is not None and not isinstance(stays, Unknown) and as_number(stays, 0) > LONGEST_STAY_MINUTES:
        text = f"The original tasks can stay for at most {LONGEST_STAY_MINUTES} minutes, not {as_number(stays)}."
        yield _said(code, text, path, str(LONGEST_STAY_MINUTES))
    action, wait = resource.get(*ready, "ActionOnTimeout"), resource.get(*ready, "WaitTimeInMinutes")
    if isinstance(wait, Unknown):
        return
    if action == "CONTINUE_DEPLOYMENT" and as_number(wait, 0) > 0:
        text = "Deployment ready action cannot be set to 'CONTINUE_DEPLOYMENT' when timeout is specified"
        yield _said(code, text, (*ready, "WaitTimeInMinutes"), "0", ours=False)
    if action == "STOP_DEPLOYMENT" and as_number(wait, 0) == 0:
        text = "Deployment ready action cannot be set to STOP_DEPLOYMENT when timeout is set to 0 minutes."
        yield _said(code, text, (*ready, "ActionOnTimeout"), "CONTINUE_DEPLOYMENT", ours=False)


def _balancing(world: World, resource: Resource, platform: str) -> Iterator[Refusal]:
    """A deployment to ECS moves requests from one target group to the other, and needs to know of both."""
    info = resource.get("LoadBalancerInfo")
    if platform != "ECS" or isinstance(info, Unknown):
        return
    code = "InvalidLoadBalancerInfoException"
    pairs = at(info, "TargetGroupPairInfoList")
    if pairs is None or pairs == []:
        text = "A deployment to ECS needs a pair of target groups in LoadBalancerInfo."
        yield _said(code, text, ("LoadBalancerInfo",) if info is None else _PAIRS)
    for index, pair in enumerate(entries(pairs)):
        path: PropertyPath = (*_PAIRS, index, _ROUTE)
        listeners = at(pair, _ROUTE, "ListenerArns")
        if listeners is None or listeners == []:
            text = "A pair of target groups needs the listener of its production traffic."
            yield _said("InvalidTargetGroupPairException", text, path)
        for number, arn in enumerate(entries(listeners)):
            other = world.find(arn) if isinstance(arn, str) else None
            if other is not None and other.type != LISTENER:
                kind = other.type.rpartition("::")[2]
                text = f"The production traffic has a listener, not {as_text(arn)}."
                because = f"{other.logical_id} is a {kind}"
                place: PropertyPath = (*path, "ListenerArns", number)
                found = [item for item in world.of_type(LISTENER) if item.get("LoadBalancerArn") == arn]
                instead = f"!Ref {found[0].logical_id}" if len(found) == 1 else ""
                yield Refusal(
                    API, "InvalidTargetGroupPairException", text, place, because=because, instead=instead, ours=True
                )


def _alarms(world: World, resource: Resource, platform: str) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html (its errors)"""
    alarms, rollback = resource.get("AlarmConfiguration"), resource.get("AutoRollbackConfiguration")
    if as_flag(at(alarms, "Enabled")) and at(alarms, "Alarms") in (None, []):
        text = "The alarm configuration is enabled, but the alarm list is empty."
        yield _said("InvalidAlarmConfigException", text, ("AlarmConfiguration", "Alarms"))
    if as_flag(at(rollback, "Enabled")) and at(rollback, "Events") in (None, []):
        text = "Automatic rollback is enabled, but no event types were listed."
        path: PropertyPath = ("AutoRollbackConfiguration", "Events")
        yield _said("InvalidAutoRollbackConfigException", text, path, "[DEPLOYMENT_FAILURE]")


def _pairs(world: World, resource: Resource, platform: str) -> Iterator[Refusal]:
    path = _PAIRS
    code = "InvalidTargetGroupPairException"
    for index, pair in enumerate(entries(resource.get(*path))):
        place: PropertyPath = (*path, index, "TargetGroups")
        groups = at(pair, "TargetGroups")
        names = [at(item, "Name") for item in entries(groups)]
        for number, name in enumerate(names):
            if isinstance(name, str) and (":" in name or "/" in name or len(name) > LONGEST_NAME):
                text = f"A target group is given by its name, of at most {LONGEST_NAME} characters, not as {name}."
                yield _said(code, text, (*place, number, "Name"), _name_of(world, name))
        if not known([groups, *names]):
            continue
        if len(names) != PAIR:
            text = f"A pair of target groups has two of them, not {len(names)}."
            yield _said(code, text, place)
        elif names[0] == names[1]:
            text = f"A pair of target groups has two different ones, not {as_text(names[0])} twice."
            yield _said(code, text, (*place, 1, "Name"))


def _name_of(world: World, value: Value) -> str:
    text = as_text(value)
    for group in world.of_type(TARGET_GROUP):
        if text in (group.arn, group.physical_id) or text == as_text(group.attributes.get("TargetGroupFullName")):
            return f"!GetAtt {group.logical_id}.TargetGroupName"
    return ""


def _services(world: World, resource: Resource, platform: str) -> Iterator[Refusal]:
    if platform == "ECS" and resource.get("ECSServices") in (None, []):
        # "The target Amazon ECS services in the deployment group": without one there is nothing to deploy.
        text = "A deployment group for ECS names the service that it deploys in ECSServices."
        yield _said("InvalidECSServiceException", text, ("ECSServices",))
    for index, item in enumerate(entries(resource.get("ECSServices"))):
        name = at(item, "ServiceName")
        path: PropertyPath = ("ECSServices", index, "ServiceName")
        service = world.find(name, SERVICE)
        if isinstance(name, str) and name.startswith("arn:"):
            text = f"An ECS service is given by its name, not by its ARN {name}."
            instead = f"!GetAtt {service.logical_id}.Name" if service is not None else ""
            yield _said("InvalidECSServiceException", text, path, instead)
        yield from _cluster(world, item, index, service)
        yield from _twice(world, resource, index, service)
        controller = service.get("DeploymentController", "Type") if service is not None else "CODE_DEPLOY"
        if service is not None and not isinstance(controller, Unknown) and as_text(controller) != "CODE_DEPLOY":
            text = f"The deployment controller of {service.logical_id} is not CODE_DEPLOY."
            yield Refusal(API, "InvalidECSServiceException", text, path, ours=True)


def _cluster(world: World, item: Value, index: int, service: Resource | None) -> Iterator[Refusal]:
    """Service and cluster are looked up together."""
    named, own = at(item, "ClusterName"), service.get("Cluster") if service is not None else None
    path: PropertyPath = ("ECSServices", index, "ClusterName")
    code = "InvalidECSServiceException"
    if not isinstance(named, str) or not named:
        return
    if named.startswith("arn:"):
        cluster = world.find(named, CLUSTER)
        instead = f"!Ref {cluster.logical_id}" if cluster is not None else ""
        yield _said(code, f"An ECS cluster is given by its name, not by its ARN {named}.", path, instead)
        return
    cluster = world.find(own, CLUSTER) if isinstance(own, str) else None
    if service is not None and cluster is not None and world.find(named, CLUSTER) is not cluster:
        text = f"The cluster {named} has no service {as_text(at(item, 'ServiceName'))}."
        because = f"{service.logical_id} is in {cluster.logical_id}"
        yield Refusal(API, code, text, path, because=because, instead=f"!Ref {cluster.logical_id}", ours=True)


def _twice(world: World, resource: Resource, index: int, service: Resource | None) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html (its errors)"""
    for other in world.taken(GROUP) if service is not None else ():
        named = [world.find(at(item, "ServiceName"), SERVICE) for item in entries(other.get("ECSServices"))]
        if other.logical_id != resource.logical_id and any(item is service for item in named):
            yield Refusal(
                API,
                "ECSServiceMappingLimitExceededException",
                "The Amazon ECS service is associated with more than one deployment groups.",
                ("ECSServices", index, "ServiceName"),
                because=f"{other.logical_id} has it as well",
                ours=True,
            )
            return
