"""What CreateService refuses about how tasks are placed and kept in number.

On Fargate there is no instance to choose, nor one task on each of them. What moves tasks from zone to zone starts a new
one before it stops the old, so it needs room above the desired count.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html
(DAEMON), https://github.com/GetSimpl/cloudlift/pull/138 (constraints; of strategies as users of Terraform quote it);
the texts about rebalancing: cdk-preflight 1.9.1 (``pf-ecs-svc-az-rebalancing-with-daemon``), and as users of Terraform
and the SDKs quote it of services that ask for it. Where a service doesn't, reports differ, so that nothing is refused.
Names: cdk-preflight 0.0.143 (``pf-ecs-service-name``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.ecs_deployment import Said
from seatrial.analyses.refusals.world import entries, is_given, known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_number, as_text, at

OWN_PROVIDERS = ("FARGATE", "FARGATE_SPOT")
# "Up to 255 letters (uppercase and lowercase), numbers, underscores, and hyphens are allowed" (also of clusters):
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html (read 2026-11-29)
NAME, UNNAMED = re.compile(r"[A-Za-z0-9_-]{1,255}\Z"), re.compile(r"[^A-Za-z0-9_-]+")
NAMED_WITH = "it may have letters, digits, hyphens and underscores, 255 of them at most"
REBALANCING: PropertyPath = ("AvailabilityZoneRebalancing",)


def scheduling_problems(resource: Resource) -> Iterator[Said]:
    name = resource.get("ServiceName")
    if isinstance(name, str) and name and not NAME.match(name):
        text, instead = f"The name {name} of a service contains invalid characters.", UNNAMED.sub("-", name).strip("-")
        yield Said(text, ("ServiceName",), NAMED_WITH, instead, ours=True)
    daemon = as_text(resource.get("SchedulingStrategy")) == "DAEMON"
    if daemon and _on_fargate(resource):
        text = "Tasks on Fargate do not support the scheduling strategy DAEMON."
        yield Said(text, ("SchedulingStrategy",), instead="REPLICA", ours=True)
    if as_text(resource.get("LaunchType")) == "FARGATE":
        for key, noun in (("PlacementConstraints", "constraints"), ("PlacementStrategies", "strategies")):
            if entries(resource.get(key)):
                yield Said(f"Placement {noun} are not supported with FARGATE launch type", (key,))
    if as_text(resource.get(*REBALANCING)) != "ENABLED":
        return
    most = resource.get("DeploymentConfiguration", "MaximumPercent")
    if daemon:
        yield Said("Availability Zone Rebalancing does not support DAEMON services", REBALANCING)
    elif is_given(most) and as_number(most, 200) <= 100:
        text = "Availability Zone Rebalancing does not support maximumPercent <= 100 % as deployment configuration."
        yield Said(text, REBALANCING, instead="DISABLED")


def _on_fargate(resource: Resource) -> bool:
    """Whether all tasks of a service surely run on Fargate, by its own launch type or providers."""
    providers = resource.get("CapacityProviderStrategy")
    names = [at(item, "CapacityProvider") for item in entries(providers)]
    if as_text(resource.get("LaunchType")) == "FARGATE":
        return True
    return known(providers) and bool(names) and all(name in OWN_PROVIDERS for name in names)
