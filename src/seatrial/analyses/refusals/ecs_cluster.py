"""What ECS refuses about clusters and their capacity providers.

Texts: the API's own as users of CloudFormation and Terraform quote them (read 2026-11-23);
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html (read 2026-11-23).
"""

from __future__ import annotations

from seatrial.analyses.refusals.clashes import refused_by_handler
from seatrial.analyses.refusals.ecs_scheduling import NAME, NAMED_WITH, UNNAMED
from seatrial.analyses.refusals.ecs_service import CLUSTER, SEVERAL_BASES
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given, known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_number, as_text, at

ASSOCIATIONS = "AWS::ECS::ClusterCapacityProviderAssociations"
# https://github.com/dask/dask-cloudprovider/issues/328 (of RunTask; read 2026-11-23). That a service's own strategy is
# refused in this way isn't asked here: templates that are in use do without the association.
NOT_ASSOCIATED = (
    "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the "
    "cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again."
)

INSIGHTS = ("enabled", "disabled", "enhanced")


def cluster_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ecs.CreateCluster"
    refusal = (
        _name(resource)
        or _insights(resource)
        or _exec_log(resource)
        or _no_such_provider(resource, api)
        or _providers(world, resource, api, resource.get("DefaultCapacityProviderStrategy"))
    )
    return refusal or refused_by_handler(world, resource, api, "ClusterName")


def associations_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ecs.PutClusterCapacityProviders"
    named = resource.get("Cluster")
    there = any(as_text(named) in (item.physical_id, item.arn) for item in world.of_type(CLUSTER))
    if not isinstance(named, Unknown) and not there:
        # Code: the API's reference; text UNVERIFIED.
        return Refusal(api, "ClusterNotFoundException", "Cluster not found.", ("Cluster",), ours=True)
    refusal = _no_such_provider(resource, api)
    return refusal or _providers(world, resource, api, resource.get("DefaultCapacityProviderStrategy"))


def _name(resource: Resource) -> Refusal | None:
    """Rule: cdk-preflight 0.0.143 (Apache-2.0, npm; ``pf-ecs-cluster-name``; read 2026-11-29)."""
    name = resource.get("ClusterName")
    if not isinstance(name, str) or not name or NAME.match(name):
        return None
    text = f"The name {name} of a cluster contains invalid characters."
    code, because = "InvalidParameterException", NAMED_WITH
    instead = UNNAMED.sub("-", name).strip("-")
    return Refusal("ecs.CreateCluster", code, text, ("ClusterName",), because=because, instead=instead, ours=True)


def _exec_log(resource: Resource) -> Refusal | None:
    """The log of ECS Exec: a setting of its own has to say where, and only such a one may.

    Texts: reproduced on AWS by cdk-preflight 1.9.1 and 0.0.143 (``pf-ecs-cluster-execute-command-*``; read 2026-11-29).
    """
    path: PropertyPath = ("Configuration", "ExecuteCommandConfiguration")
    kind, log = resource.get(*path, "Logging"), resource.get(*path, "LogConfiguration")
    if kind == "OVERRIDE" and not isinstance(log, Unknown):
        if at(log, "CloudWatchLogGroupName") in (None, "") and at(log, "S3BucketName") in (None, ""):
            text = (
                "A CloudWatch log group name or S3 bucket name must be specified when overriding the default log "
                "configuration"
            )
            return Refusal("ecs.CreateCluster", "InvalidParameterException", text, (*path, "Logging"))
    elif kind in ("DEFAULT", "NONE") and is_given(log):
        text = "You must set logging to 'OVERRIDE' when you supply a log configuration"
        place = (*path, "Logging")
        return Refusal("ecs.CreateCluster", "InvalidParameterException", text, place, instead="OVERRIDE")
    return None


def _insights(resource: Resource) -> Refusal | None:
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterSetting.html (read 2026-11-29)"""
    for index, item in enumerate(entries(resource.get("ClusterSettings"))):
        value = at(item, "Value")
        if at(item, "Name") == "containerInsights" and isinstance(value, str) and value not in INSIGHTS:
            text = f"The value {value} of containerInsights is not valid."
            meant = next((one for one in INSIGHTS if one == value.lower()), INSIGHTS[0])
            path = ("ClusterSettings", index, "Value")
            because = f"it is one of {', '.join(INSIGHTS)}"
            code = "InvalidParameterException"
            return Refusal("ecs.CreateCluster", code, text, path, because=because, instead=meant, ours=True)
    return None


def _no_such_provider(resource: Resource, api: str) -> Refusal | None:
    """Names that begin with FARGATE are AWS's own, and there are two.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html (read 2026-11-29)
    """
    for index, name in enumerate(entries(resource.get("CapacityProviders"))):
        if isinstance(name, str) and name.lower().startswith("fargate") and name not in ("FARGATE", "FARGATE_SPOT"):
            text = f"There is no capacity provider {name}."
            because = "those of Fargate are FARGATE and FARGATE_SPOT"
            path = ("CapacityProviders", index)
            return Refusal(api, "InvalidParameterException", text, path, because=because, ours=True)
    return None


def _providers(world: World, resource: Resource, api: str, strategy: Value) -> Refusal | None:
    """A default strategy is of the cluster's own providers."""
    listed = resource.get("CapacityProviders")
    if not known(listed) or (listed is None and resource.type == CLUSTER and entries(strategy) == []):
        return None
    if sum(as_number(at(item, "Base"), 0) > 0 for item in entries(strategy)) > 1:
        # The same text as of a service's strategy.
        return Refusal(api, "InvalidParameterException", SEVERAL_BASES, ("DefaultCapacityProviderStrategy",))
    for index, item in enumerate(entries(strategy)):
        provider = at(item, "CapacityProvider")
        if isinstance(provider, str) and provider not in entries(listed):
            path = ("DefaultCapacityProviderStrategy", index, "CapacityProvider")
            return Refusal(api, "InvalidParameterException", NOT_ASSOCIATED, path)
    return None
