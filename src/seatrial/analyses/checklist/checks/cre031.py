"""Whether a cluster has the capacity providers that its services ask for.

"The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster" is
what users got for FARGATE_SPOT. Modules that give their cluster none at all and name FARGATE in the service are in use
all the same: there it is a warning.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html,
https://github.com/dask/dask-cloudprovider/issues/328 (read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_capacity import (
    CLUSTER,
    how_to_add,
    missing_of,
    named_providers,
    provider_exists,
    providers_of,
    providers_refused,
    surely_refused,
)
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.ecs_cluster import NOT_ASSOCIATED
from seatrial.model.edit import add_to_property
from seatrial.model.finding import Severity


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for service in inquiry.system.of_type("AWS::ECS::Service"):
        cluster = inquiry.find(service.get("Cluster"), CLUSTER)
        given = providers_of(inquiry, cluster) if cluster is not None else None
        refused = inquiry.refused_at(service, "CapacityProviderStrategy")
        if cluster is None or given is None or refused or providers_refused(inquiry, cluster):
            continue
        missing = missing_of(inquiry, service.get("CapacityProviderStrategy"), given)
        certain = [name for _, name in missing if surely_refused(inquiry, cluster, name, given)]
        if not missing:
            continue
        index, names = missing[0][0], [name for _, name in missing]
        yield Found(
            service,
            ("CapacityProviderStrategy", index, "CapacityProvider"),
            f"{service.logical_id} uses {named_providers(names)} not associated with {cluster.logical_id}",
            "a strategy may only name capacity providers of its cluster: ECS refuses the service, and the stack is "
            "rolled back"
            if certain
            else "a strategy may only name capacity providers of its cluster; otherwise ECS may refuse the service",
            how_to_add(inquiry, cluster, names, given),
            NOT_ASSOCIATED if certain else "",
            severity=None if certain else Severity.WARNING,
            fix=tuple(add_to_property(cluster.logical_id, "CapacityProviders", item=name) for name in names)
            if inquiry.owns(cluster) and all(provider_exists(inquiry, name) for name in names)
            else (),
        )


CHECK = Check(
    "CRE031",
    Severity.ERROR,
    Question.CREATE,
    "A service uses a capacity provider that is not associated with its cluster",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
    _ask,
)
