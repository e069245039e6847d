"""The capacity providers of a cluster, and which of a strategy's are not among them.

Modules that give their cluster none at all and name FARGATE in the service are in use all the same: there it is not
sure that ECS refuses it.

Source: https://github.com/dask/dask-cloudprovider/issues/328 and pull request 348 ("ECS would not allow FARGATE_SPOT
tasks to be created without FARGATE_SPOT being added as a capacityProvider to the cluster"; read 2026-11-29).
"""

from __future__ import annotations

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_list, as_text, at

AWS_OWN = ("FARGATE", "FARGATE_SPOT")
CLUSTER, ASSOCIATIONS = "AWS::ECS::Cluster", "AWS::ECS::ClusterCapacityProviderAssociations"


def named_providers(names: list[str]) -> str:
    """Capacity providers, to be followed by what they are not."""
    if len(names) == 1:
        return f"the capacity provider {names[0]}, which is"
    return f"the capacity providers {' and '.join(names)}, which are"


def provider_exists(inquiry: Inquiry, name: str) -> bool:
    """Whether a capacity provider is AWS's own or one of the templates."""
    return name in AWS_OWN or inquiry.find(name, "AWS::ECS::CapacityProvider") is not None


def how_to_add(inquiry: Inquiry, cluster: Resource, names: list[str], given: set[str]) -> str:
    """What mends a strategy with providers that its cluster doesn't have."""
    if given and not all(provider_exists(inquiry, name) for name in names):
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


def surely_refused(inquiry: Inquiry, cluster: Resource, name: str, given: set[str]) -> bool:
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
