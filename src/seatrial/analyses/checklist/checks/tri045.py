"""Whether RunTask takes the capacity provider strategy of a rule or a schedule.

The services that call RunTask take any strategy; RunTask refuses one beside a launch type, one without any weight, and
one with a provider that the cluster doesn't have.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
(capacityProviderStrategy), https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html,
https://github.com/dask/dask-cloudprovider/issues/328
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_capacity import (
    how_to_add,
    missing_of,
    named_providers,
    providers_of,
    providers_refused,
    surely_refused,
)
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import CLUSTER, accepted_triggers
from seatrial.analyses.refusals.ecs_cluster import NOT_ASSOCIATED
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_number, at


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in accepted_triggers(inquiry):
        strategy = trigger.parameter("CapacityProviderStrategy")
        path = trigger.place("CapacityProviderStrategy")
        name = trigger.by.logical_id
        if not isinstance(strategy, list) or not strategy:
            continue
        launch = trigger.parameter("LaunchType")
        if isinstance(launch, str):
            yield Found(
                trigger.by,
                path,
                f"{name} has both a LaunchType and a CapacityProviderStrategy",
                f"RunTask takes only one of them; {trigger.never}",
                f"leave LaunchType: {launch} out of {trigger.holder}, or CapacityProviderStrategy",
            )
            continue
        weights = [at(item, "Weight") for item in strategy]
        # A lone provider that gives no weight gets all tasks, as it does for services: the tasks of
        # https://github.com/CloudSnorkel/cdk-github-runners are started so (read 2026-11-30).
        alone = len(strategy) == 1 and weights[0] is None
        if not alone and not any(isinstance(item, Unknown) or as_number(item) for item in (*weights, *strategy)):
            yield Found(
                trigger.by,
                path,
                f"no capacity provider of {name} has a Weight above zero",
                f"RunTask places no task by such a strategy; {trigger.never}",
                "write Weight: 1 for one of them",
            )
            continue
        cluster = inquiry.find(trigger.cluster, CLUSTER)
        given = providers_of(inquiry, cluster) if cluster is not None else None
        if cluster is None or given is None or providers_refused(inquiry, cluster):
            continue
        missing = missing_of(inquiry, strategy, given)
        if missing:
            certain = any(surely_refused(inquiry, cluster, one, given) for _, one in missing)
            names = [one for _, one in missing]
            yield Found(
                trigger.by,
                path if trigger.placement.whole else (*path, missing[0][0], "CapacityProvider"),
                f"{name} uses {named_providers(names)} not associated with {cluster.logical_id}",
                f"RunTask takes only capacity providers of the cluster; {trigger.never}"
                if certain
                else "RunTask takes only capacity providers of the cluster, and may refuse every call",
                how_to_add(inquiry, cluster, names, given),
                NOT_ASSOCIATED if certain else "",
                severity=Severity.ERROR if certain else Severity.WARNING,
            )


CHECK = Check(
    "TRI045",
    Severity.ERROR,
    Question.TRIGGER,
    "RunTask refuses the capacity provider strategy of what starts a task",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html",
    _ask,
)
