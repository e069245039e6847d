"""Whether a cluster has the capacity providers that its services ask for.

"The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster" is
what users got for FARGATE_SPOT: https://github.com/dask/dask-cloudprovider/issues/328 and pull request 348 ("ECS would
not allow FARGATE_SPOT tasks to be created without FARGATE_SPOT being added as a capacityProvider to the cluster"; read
2026-11-29). Modules that give their cluster none at all and name FARGATE in the service are in use all the same: there
it is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.ecs_cluster import NOT_ASSOCIATED
from seatrial.model.edit import add_to_property, wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_list, as_text, at

AWS_OWN = ("FARGATE", "FARGATE_SPOT")
CLUSTER, ASSOCIATIONS = "AWS::ECS::Cluster", "AWS::ECS::ClusterCapacityProviderAssociations"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for service in inquiry.system.of_type("AWS::ECS::Service"):
        cluster = inquiry.find(service.get("Cluster"), CLUSTER)
        given = providers_of(inquiry, cluster) if cluster is not None else None
        refused = inquiry.refused_at(service, "CapacityProviderStrategy")
        if cluster is None or given is None or refused or providers_refused(inquiry, cluster):
            continue
        missing = missing_of(inquiry, service.get("CapacityProviderStrategy"), given)
        certain = [name for _, name in missing if sure(inquiry, cluster, name, given)]
        if not missing:
            continue
        index, names = missing[0][0], [name for _, name in missing]
        yield Found(
            service,
            ("CapacityProviderStrategy", index, "CapacityProvider"),
            f"{service.logical_id} uses {named(names)} not associated with {cluster.logical_id}",
            "a strategy may only name capacity providers of its cluster: ECS refuses the service, and the stack is "
            "rolled back"
            if certain
            else "a strategy may only name capacity providers of its cluster; otherwise ECS may refuse the service",
            how_to_add(inquiry, cluster, names, given),
            NOT_ASSOCIATED if certain else "",
            severity=None if certain else Severity.WARNING,
            fix=tuple(add_to_property(cluster.logical_id, "CapacityProviders", item=name) for name in names)
            if inquiry.owns(cluster) and all(_exists(inquiry, name) for name in names)
            else (),
        )


def named(names: list[str]) -> str:
    """Capacity providers, to be followed by what they are not."""
    if len(names) == 1:
        return f"the capacity provider {names[0]}, which is"
    return f"the capacity providers {' and '.join(names)}, which are"


def _exists(inquiry: Inquiry, name: str) -> bool:
    return name in AWS_OWN or inquiry.find(name, "AWS::ECS::CapacityProvider") is not None


def how_to_add(inquiry: Inquiry, cluster: Resource, names: list[str], given: set[str]) -> str:
    """What mends a strategy with providers that its cluster doesn't have."""
    if given and not all(_exists(inquiry, name) for name in names):
        return f"write {' or '.join(sorted(given))}, or create that capacity provider and add it to the cluster"
    return f"add {', '.join(names)} to CapacityProviders of {cluster.logical_id}"


def missing_of(inquiry: Inquiry, strategy: Value, given: set[str]) -> list[tuple[int, str]]:
    """The providers of a strategy that the cluster doesn't have, with their places."""
    found = []
    for index, item in enumerate(as_list(strategy)):
        name = at(item, "CapacityProvider")
        provider = inquiry.find(name, "AWS::ECS::CapacityProvider")
        # One of managed instances names its cluster itself.
        if isinstance(name, str) and name not in given and (provider is None or provider.get("ClusterName") is None):
            found.append((index, name))
    return found


def sure(inquiry: Inquiry, cluster: Resource, name: str, given: set[str]) -> bool:
    """Whether ECS surely refuses a provider: the cluster and all that it has are of this template."""
    return inquiry.owns(cluster) and (name != "FARGATE" or bool(given))


def providers_refused(inquiry: Inquiry, cluster: Resource) -> bool:
    """Whether the cluster's own list of providers is refused already."""
    named = [item for item in inquiry.system.of_type(ASSOCIATIONS) if inquiry.find(item.get("Cluster")) is cluster]
    return any(inquiry.refused_at(item) for item in (cluster, *named))


def providers_of(inquiry: Inquiry, cluster: Resource) -> set[str] | None:
    """The providers of a cluster; None where they are not all known."""
    values = [cluster.get("CapacityProviders")]
    for item in inquiry.system.of_type(ASSOCIATIONS):
        if isinstance(item.get("Cluster"), Unknown):
            return None
        if inquiry.find(item.get("Cluster"), CLUSTER) is cluster:
            values.append(item.get("CapacityProviders"))
    names = [name for value in values for name in as_list(value)]
    if any(isinstance(item, Unknown) for item in (*values, *names)):
        return None
    return {as_text(item) for item in names}


def _early(inquiry: Inquiry) -> Iterator[Said]:
    """Services that use what an association gives their cluster, and don't wait for it."""
    associations = list(inquiry.system.of_type(ASSOCIATIONS))
    for service in inquiry.system.of_type("AWS::ECS::Service"):
        cluster = inquiry.find(service.get("Cluster"), CLUSTER)
        strategy = as_list(service.get("CapacityProviderStrategy"))
        if cluster is None or (not strategy and service.get("LaunchType") is not None):
            continue
        own = [as_text(name) for name in as_list(cluster.get("CapacityProviders"))]
        before = inquiry.after(service.logical_id)
        for item in associations:
            if inquiry.find(item.get("Cluster"), CLUSTER) is not cluster or item.logical_id in before:
                continue
            used = [as_text(at(one, "CapacityProvider")) for one in strategy]
            given = [as_text(name) for name in as_list(item.get("CapacityProviders"))]
            late = [name for name in used if name in given and name not in own]
            by_default = not strategy and as_list(item.get("DefaultCapacityProviderStrategy"))
            if not late and not by_default:
                continue
            yield Found(
                service,
                ("CapacityProviderStrategy",),
                f"{service.logical_id} does not wait for {item.logical_id}, which gives {cluster.logical_id} "
                f"{' and '.join(late) if late else 'its default strategy'}",
                f"nothing makes CloudFormation create {item.logical_id} first: usually it is there in time; when it is "
                f"not, {'ECS refuses the service' if late else 'the service is created for EC2 instances'}",
                f"add DependsOn: {item.logical_id} to {service.logical_id}",
                NOT_ASSOCIATED if late else "",
                fix=(wait_for(service.logical_id, item.logical_id),),
            )


CHECKS = (
    Check(
        "CRE076",
        Severity.WARNING,
        Question.CREATE,
        "A service does not wait for the capacity providers of its cluster",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-ecs-clustercapacityproviderassociations.html",
        _early,
    ),
    Check(
        "CRE031",
        Severity.ERROR,
        Question.CREATE,
        "A service uses a capacity provider that is not associated with its cluster",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
        _ask,
    ),
)
