"""Whether a cluster has the capacity providers that its services ask for.

"The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster" is
what users of RunTask got (https://github.com/dask/dask-cloudprovider/issues/328, read 2026-11-23); modules that give
their cluster none and name FARGATE in the service are in use all the same. So it is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import add_to_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at

CLUSTER, ASSOCIATIONS = "AWS::ECS::Cluster", "AWS::ECS::ClusterCapacityProviderAssociations"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for service in inquiry.system.of_type("AWS::ECS::Service"):
        cluster = inquiry.find(service.get("Cluster"), CLUSTER)
        given = _given(inquiry, cluster) if cluster is not None else None
        refused = inquiry.refused_at(service, "CapacityProviderStrategy") or (cluster and inquiry.refused_at(cluster))
        if cluster is None or given is None or refused:
            continue
        for index, item in enumerate(as_list(service.get("CapacityProviderStrategy"))):
            name = at(item, "CapacityProvider")
            if not isinstance(name, str) or name in given:
                continue
            path = ("CapacityProviderStrategy", index, "CapacityProvider")
            yield Found(
                service,
                path,
                f"{service.logical_id} uses the capacity provider {name}, which is not associated with "
                f"{cluster.logical_id}",
                "a strategy may only name capacity providers of its cluster; otherwise ECS may refuse the service",
                f"add {name} to CapacityProviders of {cluster.logical_id}",
                fix=(add_to_property(cluster.logical_id, "CapacityProviders", item=name),)
                if inquiry.owns(cluster)
                else (),
            )


def _given(inquiry: Inquiry, cluster: Resource) -> set[str] | None:
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


CHECKS = (
    Check(
        "CRE031",
        Severity.WARNING,
        Question.CREATE,
        "A service uses a capacity provider that is not associated with its cluster",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
        _ask,
    ),
)
