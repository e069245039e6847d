"""What CreateService refuses: references to what isn't there, and settings that don't go together.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-ecs-*``; read 2026-11-23) unless a comment
names another source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from seatrial.analyses.refusals import ecs_platform
from seatrial.analyses.refusals.ecs_deployment import deployment_problems
from seatrial.analyses.refusals.ecs_scheduling import OWN_PROVIDERS, scheduling_problems
from seatrial.analyses.refusals.ecs_service_connect import connect_problems
from seatrial.analyses.refusals.ecs_task_definition import unfit_for_fargate
from seatrial.analyses.refusals.ecs_volumes import volume_problems
from seatrial.analyses.refusals.forwarding import may_be_forwarded
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, differ, entries, is_given, known, texts
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import OutsideId, Unknown, Value, as_flag, as_list, as_number, as_text, at, is_whole

API = "ecs.CreateService"
CLUSTER = "AWS::ECS::Cluster"
TASK_DEFINITION = "AWS::ECS::TaskDefinition"
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
SUBNET, SECURITY_GROUP = "AWS::EC2::Subnet", "AWS::EC2::SecurityGroup"
CAPACITY_PROVIDER = "AWS::ECS::CapacityProvider"
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html (read 2026-11-23)
MOST_SUBNETS, MOST_GROUPS, MOST_TARGET_GROUPS = 16, 5, 5

_NETWORK: PropertyPath = ("NetworkConfiguration", "AwsvpcConfiguration")


class Said(Struct, frozen=True):
    message: str
    path: PropertyPath = ()
    code: str = "InvalidParameterException"
    ours: bool = False
    because: str = ""
    instead: str = ""


SEVERAL_BASES = (
    "There are multiple capacity providers in the specified capacity provider strategy with a base value defined"
)


def refused(world: World, resource: Resource) -> Refusal | None:
    """The first thing that the API refuses."""
    definition = world.find(resource.get("TaskDefinition"), TASK_DEFINITION) or _by_family(world, resource)
    checks: tuple[Callable[[World, Resource, Resource | None], Iterator[Said]], ...] = (
        _named_things,
        _capacity,
        _scheduling,
        _platform,
        _deployment,
        _network,
        _balancers,
        _other,
    )
    for check in checks:
        for said in check(world, resource, definition):
            return Refusal(
                API, said.code, said.message, said.path, because=said.because, instead=said.instead, ours=said.ours
            )
    return None


def _named_things(world: World, resource: Resource, definition: Resource | None) -> Iterator[Said]:
    cluster = resource.get("Cluster")
    name = as_text(cluster)
    if isinstance(cluster, Unknown):
        pass
    elif not any(_is_cluster(item, name) for item in world.of_type(CLUSTER)):
        # Code: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html; text UNVERIFIED.
        yield Said("Cluster not found.", ("Cluster",), "ClusterNotFoundException")
    controller = resource.get("DeploymentController", "Type")
    external = isinstance(controller, Unknown) or as_text(controller) == "EXTERNAL"
    named = resource.get("TaskDefinition")
    if definition is None and isinstance(named, str) and named and not external:
        # Quoted by users of CloudFormation (read 2026-11-23).
        yield Said("TaskDefinition not found.", ("TaskDefinition",), "ClientException")
    if named in (None, "") and not external:
        # "Required unless you are using ... an EXTERNAL deployment controller":
        # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html (read 2026-11-23)
        yield Said("A service needs a TaskDefinition.", ("TaskDefinition",), ours=True)
    if as_text(controller) == "EXTERNAL" and as_text(named):
        yield Said("TaskDefinition must be blank", ("TaskDefinition",))


def _is_cluster(cluster: Resource, name: str) -> bool:
    own = as_text(cluster.get("ClusterName")) or cluster.physical_id
    return (name or "default") in (own, cluster.physical_id, cluster.arn)


def _by_family(world: World, resource: Resource) -> Resource | None:
    """The definition named as ``family`` or ``family:revision``."""
    name = as_text(resource.get("TaskDefinition"))
    if not name or ":task-definition/" in name:
        return None
    for definition in world.of_type(TASK_DEFINITION):
        family = definition.physical_id.rpartition("/")[2]
        if name in (family, family.rpartition(":")[0]):
            return definition
    return None


def _capacity(world: World, resource: Resource, definition: Resource | None) -> Iterator[Said]:
    launch_type = resource.get("LaunchType")
    strategy = entries(resource.get("CapacityProviderStrategy"))
    if strategy and as_text(launch_type):
        yield Said("Specifying both a launch type and capacity provider strategy is not supported", ("LaunchType",))
    weights = [at(item, "Weight") for item in strategy]
    bases = [item for item in strategy if as_number(at(item, "Base"), 0) > 0]
    path: PropertyPath = ("CapacityProviderStrategy",)
    if len(bases) > 1:
        yield Said(SEVERAL_BASES, path)
    # A lone provider that gives no weight gets all tasks; several, or one that says 0, get none.
    none_weighs = strategy and known(weights) and all(as_number(item, 0) == 0 for item in weights)
    if none_weighs and (len(strategy) > 1 or weights[0] is not None):
        yield Said(
            "There are no capacity providers in the capacity provider strategy with a weight value greater than zero",
            path,
        )
    for index, item in enumerate(strategy):
        name = at(item, "CapacityProvider")
        # A cluster that no template makes may have providers that none makes either.
        at_home = not isinstance(resource.get("Cluster"), Unknown)
        if at_home and isinstance(name, str) and name not in OWN_PROVIDERS and world.lacks(name, CAPACITY_PROVIDER):
            # The API's text for a provider that isn't there, as the SDKs' users quote it (read 2026-11-23).
            yield Said(
                "The specified capacity provider does not exist. Specify a valid name or ARN and try again.",
                (*path, index, "CapacityProvider"),
            )
    if definition is None:
        return
    fargate = as_text(launch_type) == "FARGATE" or any(
        at(item, "CapacityProvider") in OWN_PROVIDERS for item in strategy
    )
    if fargate and (unfit := unfit_for_fargate(definition)) is not None:
        # Quoted by users of the CLI and CloudFormation (read 2026-11-23).
        text = "Task definition does not support launch_type FARGATE."
        yield Said(text, ("LaunchType",), because=unfit.rstrip("."))


def _platform(world: World, resource: Resource, definition: Resource | None) -> Iterator[Said]:
    path: PropertyPath = ("PlatformVersion",)
    version = resource.get(*path)
    if as_text(resource.get("LaunchType")) == "EC2" and as_text(version):
        yield Said("The platform version must be null when specifying an EC2 launch type", path)
    if not ecs_platform.exists(version, definition):
        code, text = ecs_platform.UNKNOWN
        because = f"there is no {as_text(version)}"
        if ecs_platform.exists(version):
            because = f"Fargate for Windows has {' and '.join(ecs_platform.WINDOWS_VERSIONS)} alone"
        yield Said(text, path, code, because=because, instead=ecs_platform.LATEST)
    for index, item in enumerate(entries(resource.get("CapacityProviderStrategy"))):
        spot = at(item, "CapacityProvider") == "FARGATE_SPOT"
        if spot and definition is not None and ecs_platform.is_windows(definition):
            # "The Fargate Spot capacity provider is not support[ed] for Windows containers on Fargate":
            # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html (read
            # 2026-11-30)
            text = "Fargate Spot is not supported for Windows containers."
            yield Said(text, ("CapacityProviderStrategy", index, "CapacityProvider"), ours=True, instead="FARGATE")
    connected = as_flag(resource.get("ServiceConnectConfiguration", "Enabled"))
    if connected and version in ecs_platform.VERSIONS[:-1]:
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html ("Linux
        # platform version 1.4.0"; read 2026-11-29)
        text = f"Service Connect needs platform version {ecs_platform.VERSIONS[-1]}."
        yield Said(text, path, ours=True, instead=ecs_platform.LATEST)
    if wanted := ecs_platform.too_old_for(version, definition):
        code, text = ecs_platform.INCOMPATIBLE
        because = f"{wanted} needs platform version {ecs_platform.VERSIONS[-1]}"
        yield Said(text, path, code, because=because, instead=ecs_platform.LATEST)


def _scheduling(world: World, resource: Resource, definition: Resource | None) -> Iterator[Said]:
    for said in (*scheduling_problems(resource), *volume_problems(resource, definition)):
        yield Said(said.message, said.path, ours=said.ours, because=said.because, instead=said.instead)


def _deployment(world: World, resource: Resource, definition: Resource | None) -> Iterator[Said]:
    path: PropertyPath = ("DeploymentConfiguration",)
    most, least = (resource.get(*path, key) for key in ("MaximumPercent", "MinimumHealthyPercent"))
    daemon = as_text(resource.get("SchedulingStrategy")) == "DAEMON"
    if not isinstance(least, Unknown) and as_number(least, 100) > 100:
        yield Said("minimumHealthyPercent must be at most 100", (*path, "MinimumHealthyPercent"))
    if not isinstance(most, Unknown) and as_number(most, 200) < 100:
        yield Said("maximumPercent must be at least 100", (*path, "MaximumPercent"))
    if daemon and as_number(most, 100) > 100:
        yield Said(
            "The daemon scheduling strategy does not support values above 100 for maximumPercent",
            (*path, "MaximumPercent"),
        )
    if not daemon and known([most, least]) and as_number(most, 200) == 100 and as_number(least, 100) == 100:
        yield Said("Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments", path)
    count = resource.get("DesiredCount")
    if daemon and count is not None:
        yield Said("The daemon scheduling strategy does not support a desired count for services", ("DesiredCount",))
    if as_number(count, 0) < 0:
        # UNVERIFIED wording.
        yield Said("Desired count cannot be less than 0.", ("DesiredCount",))
    by_codedeploy = as_text(resource.get("DeploymentController", "Type")) == "CODE_DEPLOY"
    if by_codedeploy and resource.get("LoadBalancers") in (None, []):
        yield Said(
            "the service requires an Application Load Balancer or Network Load Balancer", ("DeploymentController",)
        )
    for said in deployment_problems(world, resource):
        yield Said(said.message, said.path, ours=said.ours, because=said.because, instead=said.instead)


def _network(world: World, resource: Resource, definition: Resource | None) -> Iterator[Said]:
    subnets, groups = (resource.get(*_NETWORK, key) for key in ("Subnets", "SecurityGroups"))
    mode = definition.get("NetworkMode") if definition is not None else Unknown("the task definition is not known")
    if as_text(mode) == "awsvpc" and not isinstance(subnets, Unknown) and not entries(subnets):
        yield Said(
            "Network Configuration must be provided when networkMode 'awsvpc' is specified.", ("NetworkConfiguration",)
        )
    if not isinstance(mode, Unknown) and as_text(mode) != "awsvpc" and is_given(resource.get("NetworkConfiguration")):
        yield Said(
            "Network Configuration is not valid for the given networkMode of this task definition.",
            ("NetworkConfiguration",),
        )
    if len(entries(subnets)) > MOST_SUBNETS:
        # UNVERIFIED wording.
        yield Said(f"subnets can have at most {MOST_SUBNETS} items.", (*_NETWORK, "Subnets"))
    if len(entries(groups)) > MOST_GROUPS:
        # UNVERIFIED wording.
        yield Said(f"securityGroups can have at most {MOST_GROUPS} items.", (*_NETWORK, "SecurityGroups"))
    vpcs: dict[str, Value] = {}
    if subnets == [""]:  # From a list's empty default. UNVERIFIED wording.
        yield Said("a subnet's ID is empty", (*_NETWORK, "Subnets"), ours=True)
    for index, subnet in enumerate(entries(subnets)):
        if world.lacks(subnet, SUBNET):
            # https://github.com/eddmann/serverless-fargate/issues/20 (read 2026-11-23)
            yield Said(
                f"Error retrieving subnet information for [{subnet}]: The subnet ID '{subnet}' does not exist "
                "(ErrorCode: InvalidSubnetID.NotFound)",
                (*_NETWORK, "Subnets", index),
            )
        elif (found := world.find(subnet, SUBNET)) is not None:
            vpcs[as_text(subnet)] = found.get("VpcId")
    yield from _groups(world, groups, vpcs)
    if as_text(resource.get(*_NETWORK, "AssignPublicIp")) == "ENABLED" and as_text(resource.get("LaunchType")) == "EC2":
        # Quoted by users of the CLI (read 2026-11-23).
        yield Said("Assign public IP is not supported for this launch type.", (*_NETWORK, "AssignPublicIp"))


def _groups(world: World, groups: Value, vpcs: dict[str, Value]) -> Iterator[Said]:
    seen = [(subnet, vpc) for subnet, vpc in vpcs.items() if isinstance(vpc, str | OutsideId)]
    for subnet, vpc in seen[1:]:
        if differ(vpc, seen[0][1]):
            # UNVERIFIED wording.
            yield Said(f"The subnets {seen[0][0]} and {subnet} belong to different networks.", (*_NETWORK, "Subnets"))
    for index, group in enumerate(entries(groups)):
        found = world.find(group, SECURITY_GROUP)
        path: PropertyPath = (*_NETWORK, "SecurityGroups", index)
        if found is None and world.lacks(group) and not _is_default_group(world, group):
            # The form of the text for subnets; as quoted by users of RunTask (read 2026-11-23).
            yield Said(
                f"Error retrieving security group information for [{group}]: The security group '{group}' does "
                "not exist "
                "(ErrorCode: InvalidGroup.NotFound)",
                path,
            )
        own = found.get("VpcId") if found is not None else None
        in_default = found is not None and own is None and seen and world.find(seen[0][1], "AWS::EC2::VPC") is not None
        if in_default or (seen and differ(own, seen[0][1])):
            # EC2's text for an interface; UNVERIFIED that ECS checks it before it launches a task.
            yield Said(f"Security group {group} and subnet {seen[0][0]} belong to different networks.", path)


def _is_default_group(world: World, group: Value) -> bool:
    return any(vpc.attributes.get("DefaultSecurityGroup") == group for vpc in world.of_type("AWS::EC2::VPC"))


def _balancers(world: World, resource: Resource, definition: Resource | None) -> Iterator[Said]:
    balancers = entries(resource.get("LoadBalancers"))
    fargate = definition is not None and "FARGATE" in texts(definition.get("RequiresCompatibilities"))
    if as_text(resource.get("DeploymentController", "Type")) == "EXTERNAL" and balancers:
        yield Said("LoadBalancers must be empty or null", ("LoadBalancers",))
    # A grace period without a load balancer was refused once. Today it also counts for container health checks, and
    # without any "is unused": https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html; the CDK
    # deploys one in integ.queue-processing-fargate-service-grace-period.ts (both read 2026-11-30).
    if len(balancers) > MOST_TARGET_GROUPS:
        # UNVERIFIED wording.
        yield Said(f"load balancers can have at most {MOST_TARGET_GROUPS} items.", ("LoadBalancers",))
    for index, item in enumerate(balancers):
        path: PropertyPath = ("LoadBalancers", index)
        group, classic = at(item, "TargetGroupArn"), at(item, "LoadBalancerName")
        if group in (None, "") and classic in (None, "") and not isinstance(item, Unknown):
            # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html (read 2026-11-23)
            yield Said("A load balancer of a service needs a TargetGroupArn.", path, ours=True)
        if as_text(group) and as_text(classic):
            yield Said("loadBalancerName and targetGroupArn cannot both be specified", path)
        if fargate and as_text(classic):
            yield Said("Classic Load Balancers are not supported with Fargate", (*path, "LoadBalancerName"))
        yield from container_port(world, definition, item, path)
        yield from target_group(world, definition, group, (*path, "TargetGroupArn"))
        yield from unattached(world, group, (*path, "TargetGroupArn"))
        # The other group need not be behind the load balancer yet: the test listener is optional, and the production
        # listener sends to the first group until the first deployment moves it.
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/nlb-resources-for-blue-green.html and
        # alb-resources-for-blue-green.html (both read 2026-11-30)
        other = at(item, "AdvancedConfiguration", "AlternateTargetGroupArn")
        place = (*path, "AdvancedConfiguration", "AlternateTargetGroupArn")
        yield from target_group(world, definition, other, place)
    if as_text(resource.get("Role")):
        mode = as_text(definition.get("NetworkMode")) if definition is not None else ""
        if mode == "awsvpc":
            yield Said("You cannot specify an IAM role for services that require a service linked role", ("Role",))
        if not balancers:
            yield Said("IAM roles are only valid for services configured to use load balancers", ("Role",))


def container_port(world: World, definition: Resource | None, item: Value, path: PropertyPath) -> Iterator[Said]:
    name, port = at(item, "ContainerName"), at(item, "ContainerPort")
    if definition is None or not isinstance(name, str):
        return
    containers = as_list(definition.get("ContainerDefinitions"))
    named = [one for one in containers if at(one, "Name") == name]
    if not named:
        if known([at(one, "Name") for one in containers]):
            yield Said(f"The container {name} does not exist in the task definition.", (*path, "ContainerName"))
        return
    mappings = as_list(at(named[0], "PortMappings"))
    ports = [at(mapping, "ContainerPort") for mapping in mappings]
    ranges = [at(mapping, "ContainerPortRange") for mapping in mappings]
    if not known([port, *mappings, *ports, *ranges]):
        return
    number = as_number(port, 0)
    if number not in [as_number(one, -1) for one in ports] and not any(
        _within(number, as_text(text)) for text in ranges
    ):
        yield Said(f"The container {name} did not have a container port {number} defined.", (*path, "ContainerPort"))
    group = world.find(at(item, "TargetGroupArn"), TARGET_GROUP)
    both = group is None or as_text(group.get("Protocol"), "TCP_UDP") == "TCP_UDP"
    if not both and [as_number(one, -1) for one in ports].count(number) > 1:
        # https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/89 (of tcp and udp; read 2026-11-29). Of a
        # target group for both protocols it isn't known.
        text = f"Container port {number} is used in more than one port mapping for container {name}"
        yield Said(text, (*path, "ContainerPort"))


def _within(port: int, text: str) -> bool:
    first, dash, last = text.partition("-")
    return bool(dash) and is_whole(first) and is_whole(last) and int(first) <= port <= int(last)


def target_group(world: World, definition: Resource | None, group: Value, path: PropertyPath) -> Iterator[Said]:
    if world.lacks(group, TARGET_GROUP):
        # UNVERIFIED wording.
        yield Said(f"The target group {group} could not be found.", path)
        return
    found = world.find(group, TARGET_GROUP)
    if found is None:
        return
    kind = found.get("TargetType")
    awsvpc = definition is not None and as_text(definition.get("NetworkMode")) == "awsvpc"
    if awsvpc and not isinstance(kind, Unknown) and (as_text(kind) or "instance") != "ip":
        # Quoted by many users of CloudFormation and Terraform (read 2026-11-23).
        yield Said(
            f"The provided target group {group} has target type {as_text(kind) or 'instance'}, which is "
            "incompatible with the "
            "awsvpc network mode specified in the task definition.",
            path,
        )


def unattached(world: World, group: Value, path: PropertyPath) -> Iterator[Said]:
    found = world.find(group, TARGET_GROUP)
    if found is not None and not may_be_forwarded(world, found):
        # Quoted by many users of CloudFormation and Terraform (read 2026-11-23).
        yield Said(f"The target group with targetGroupArn {group} does not have an associated load balancer.", path)


def _other(world: World, resource: Resource, definition: Resource | None) -> Iterator[Said]:
    registries = entries(resource.get("ServiceRegistries"))
    if len(registries) > 1:
        yield Said("service registries can have at most 1 items", ("ServiceRegistries",))
    for said in connect_problems(resource, definition):
        yield Said(said.message, said.path, ours=said.ours, because=said.because, instead=said.instead)
    wanted = {as_text(item.get("ServiceName")) for item in world.taken("AWS::ECS::Service") if _same(item, resource)}
    if as_text(resource.get("ServiceName")) and as_text(resource.get("ServiceName")) in wanted:
        # Quoted by many users of the SDKs (read 2026-11-23).
        yield Said("Creation of service was not idempotent.", ("ServiceName",))


def _same(other: Resource, resource: Resource) -> bool:
    """Whether another service would have the same ARN: the same name in the same cluster."""
    return other.physical_id == resource.physical_id and other.logical_id != resource.logical_id
