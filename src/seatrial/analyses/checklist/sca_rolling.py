"""Whether a rolling deployment gets on, and whether it leaves the application in peace.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html (minimum rounded up, maximum down),
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_number, as_text, at

_DEPLOYMENT = "DeploymentConfiguration"
# Defaults: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html,
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
LEAST_PERCENT, MOST_PERCENT = 100, 200
INTERVAL_SECONDS, UNHEALTHY_COUNT, DRAIN_SECONDS = 30, 2, 300
# How long a task that does nothing special takes until it answers, once its containers run. Ours, from experience.
START_SECONDS = 30
DRAIN = "deregistration_delay.timeout_seconds"


class Roll(Struct, frozen=True):
    """A service's numbers during a rolling deployment; ``desired`` is the least count that it is meant to have."""

    placement: Placement
    desired: int
    least_percent: int
    most_percent: int

    @property
    def service(self) -> Resource:
        return self.placement.by

    @property
    def least(self) -> int:
        return math.ceil(self.desired * self.least_percent / 100)

    @property
    def most(self) -> int:
        return math.floor(self.desired * self.most_percent / 100)


def _services(inquiry: Inquiry) -> Iterator[Placement]:
    """Services that ECS itself rolls."""
    for placement in inquiry.placements:
        service = placement.by
        if service.type != SERVICE or service.logical_id in inquiry.refused:
            continue
        controller = service.get("DeploymentController", "Type")
        strategy = service.get(_DEPLOYMENT, "Strategy")
        daemon = as_text(service.get("SchedulingStrategy")) == "DAEMON"
        if not daemon and as_text(controller, "ECS") == "ECS" and as_text(strategy, "ROLLING") == "ROLLING":
            yield placement


def _roll(inquiry: Inquiry, placement: Placement) -> Roll | None:
    service = placement.by
    target = inquiry.scaling.target_of(service)
    count: Value = service.get("DesiredCount")
    if target is not None:
        count = target.resource.get("MinCapacity")
    least, most = (service.get(_DEPLOYMENT, key) for key in ("MinimumHealthyPercent", "MaximumPercent"))
    if any(isinstance(item, Unknown) for item in (count, least, most, service.get(_DEPLOYMENT))):
        return None
    desired = as_number(count, 1)
    if desired <= 0:
        return None
    return Roll(placement, desired, as_number(least, LEAST_PERCENT), as_number(most, MOST_PERCENT))


def _stuck(inquiry: Inquiry) -> Iterator[Said]:
    for placement in _services(inquiry):
        roll = _roll(inquiry, placement)
        if roll is None or roll.most > roll.desired or roll.least < roll.desired:
            continue
        yield Found(
            roll.service,
            (_DEPLOYMENT,),
            f"no deployment of {roll.service.logical_id} can proceed with {roll.desired} task{_s(roll.desired)}",
            f"{roll.least_percent}% of {roll.desired} is {roll.least} (rounded up), {roll.most_percent}% is "
            f"{roll.most} "
            "(rounded down): no task may stop before a new one runs, and no new one may start before one stops",
            "write MaximumPercent: 200, or a lower MinimumHealthyPercent",
            "was unable to stop or start tasks during a deployment because of the service deployment configuration. "
            "Update the minimumHealthyPercent or maximumPercent value and try again.",
        )


def _s(number: int) -> str:
    return "" if number == 1 else "s"


def _gap(inquiry: Inquiry) -> Iterator[Said]:
    for placement in _services(inquiry):
        roll = _roll(inquiry, placement)
        balanced = as_list(placement.by.get("LoadBalancers")) or placement.by.get(
            "ServiceConnectConfiguration", "Services"
        )
        if roll is not None and balanced and roll.least == 0 and roll.most <= roll.desired:
            yield Found(
                roll.service,
                (_DEPLOYMENT,),
                f"{roll.service.logical_id} is down during every deployment",
                f"{roll.least_percent}% of {roll.desired} lets ECS stop every task, and {roll.most_percent}% lets no "
                "new one "
                "start before they have stopped",
                "write MinimumHealthyPercent: 100 and MaximumPercent: 200",
            )


def _breaker(inquiry: Inquiry) -> Iterator[Said]:
    for placement in _services(inquiry):
        service, path = placement.by, (_DEPLOYMENT, "DeploymentCircuitBreaker")
        breaker = service.get(*path)
        alarms = service.get(_DEPLOYMENT, "Alarms")
        if isinstance(breaker, Unknown):
            continue
        if not as_flag(at(breaker, "Enable")):
            if not as_flag(at(alarms, "Enable")) and not isinstance(at(breaker, "Enable"), Unknown):
                yield Found(
                    service,
                    path,
                    f"nothing stops a deployment of {service.logical_id} whose tasks fail to start",
                    "without a circuit breaker ECS starts them again and again, and CloudFormation waits for three "
                    "hours "
                    "before it gives up",
                    "add DeploymentCircuitBreaker: { Enable: true, Rollback: true } to DeploymentConfiguration",
                    severity=Severity.NOTE,
                )
        elif not as_flag(at(breaker, "Rollback")) and not isinstance(at(breaker, "Rollback"), Unknown):
            yield Found(
                service,
                (*path, "Rollback"),
                f"a failed deployment of {service.logical_id} is not rolled back",
                "the circuit breaker fails it, so CloudFormation rolls the stack back and deploys the old tasks again; "
                "who deploys by other means is left with what remains of the old tasks",
                "write Rollback: true: ECS then brings the old tasks back by itself, and at once",
                severity=Severity.NOTE,
            )


def _breaker_of_another(inquiry: Inquiry) -> Iterator[Said]:
    """A circuit breaker beside a deployment controller that doesn't ask it."""
    for placement in inquiry.placements:
        service, path = placement.by, (_DEPLOYMENT, "DeploymentCircuitBreaker")
        controller = as_text(service.get("DeploymentController", "Type"))
        if controller in ("CODE_DEPLOY", "EXTERNAL") and as_flag(at(service.get(*path), "Enable")):
            yield Found(
                service,
                path,
                f"the circuit breaker of {service.logical_id} has no effect",
                f"it applies to rolling updates (controller ECS), and {service.logical_id} is deployed by {controller}",
                "leave it out, and let CodeDeploy roll back: AutoRollbackConfiguration of the deployment group"
                if controller == "CODE_DEPLOY"
                else "leave DeploymentCircuitBreaker out",
            )


def _grace(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for entry in inquiry.arrivals.entries:
        placement, group = entry.placement, entry.group
        if entry.index or group is None or placement.definition is None or placement.by.logical_id in inquiry.refused:
            continue
        service = placement.by
        values = [service.get("HealthCheckGracePeriodSeconds")]
        values += [group.get(key) for key in ("HealthCheckIntervalSeconds", "UnhealthyThresholdCount")]
        start = _start_period(inquiry, placement.definition, entry.container)
        if any(isinstance(item, Unknown) for item in (*values, start)):
            continue
        grace = as_number(values[0])
        patience = as_number(values[1], INTERVAL_SECONDS) * as_number(values[2], UNHEALTHY_COUNT)
        takes = as_number(start, START_SECONDS)
        if grace + patience > takes or service.logical_id in told:
            continue
        told.add(service.logical_id)
        said = (
            f"the StartPeriod of {entry.container} is {takes} s" if start is not None else "many programs take longer"
        )
        yield Found(
            service,
            ("HealthCheckGracePeriodSeconds",),
            f"{service.logical_id} gives its tasks {grace + patience} s to answer health checks",
            f"{group.logical_id} marks a task unhealthy after {patience} s, the grace period is {grace} s, and {said}: "
            "ECS stops tasks that are still starting, and starts others in their place",
            f"write HealthCheckGracePeriodSeconds: {max(2 * takes, 60)}",
            f"Task failed ELB health checks in (target-group {as_text(group.physical_id)})",
            severity=Severity.NOTE if start is None else None,
        )


def _start_period(inquiry: Inquiry, definition: Resource, name: str) -> Value:
    found = inquiry.container(definition, name)
    # One that is refused says nothing of how long the container takes.
    if found is not None and inquiry.refused_at(definition, "ContainerDefinitions", found[0], "HealthCheck"):
        return Unknown("its HealthCheck is refused")
    return at(found[1], "HealthCheck", "StartPeriod") if found is not None else None


def _draining(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for entry in inquiry.arrivals.entries:
        group = entry.group
        if group is None or group.logical_id in seen or group.logical_id not in inquiry.system.resources:
            continue
        seen.add(group.logical_id)
        path, value = _delay(group)
        if isinstance(value, Unknown):
            continue
        delay = as_number(value, DRAIN_SECONDS)
        name = entry.placement.by.logical_id
        if delay == 0:
            yield Found(
                group,
                path,
                f"requests in flight through {group.logical_id} are cut off when a task stops",
                f"a deregistration delay of 0 s leaves no time: every deployment of {name} breaks some requests",
                f'write {{ Key: {DRAIN}, Value: "30" }}, or as long as the slowest request takes',
                severity=Severity.WARNING,
            )
        elif delay >= DRAIN_SECONDS:
            yield Found(
                group,
                path,
                f"each task that {name} replaces is drained for {delay} s",
                "ECS waits that long after it deregisters a task from the target group, even when nothing is being "
                "answered any more: deployments and scaling in take minutes longer",
                f'add {{ Key: {DRAIN}, Value: "30" }} to TargetGroupAttributes, or as long as the slowest request '
                "takes",
            )


def _delay(group: Resource) -> tuple[PropertyPath, Value]:
    listed = group.get("TargetGroupAttributes")
    if isinstance(listed, Unknown):
        return ("TargetGroupAttributes",), listed
    for index, item in enumerate(as_list(listed)):
        if as_text(at(item, "Key")) == DRAIN:
            return ("TargetGroupAttributes", index, "Value"), at(item, "Value")
    return ("TargetGroupAttributes",), None


_GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
CHECKS = (
    Check(
        "SCA012",
        Severity.ERROR,
        Question.SCALE,
        "Minimum healthy percent and maximum percent let no deployment proceed",
        f"{_GUIDE}deployment-type-ecs.html {_GUIDE}service-event-messages-list.html",
        _stuck,
    ),
    Check(
        "SCA013",
        Severity.WARNING,
        Question.SCALE,
        "A deployment stops every task before it starts a new one",
        f"{_GUIDE}deployment-type-ecs.html",
        _gap,
    ),
    Check(
        "SCA014",
        Severity.WARNING,
        Question.SCALE,
        "A failed deployment is not rolled back",
        f"{_GUIDE}deployment-circuit-breaker.html",
        _breaker,
    ),
    Check(
        "SCA021",
        Severity.WARNING,
        Question.SCALE,
        "A circuit breaker is set for a deployment controller that does not use it",
        f"{_GUIDE}deployment-circuit-breaker.html",
        _breaker_of_another,
    ),
    Check(
        "SCA015",
        Severity.WARNING,
        Question.SCALE,
        "Tasks have less time to answer health checks than they take to start",
        f"{_GUIDE}service_definition_parameters.html "
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
        _grace,
    ),
    Check(
        "SCA016",
        Severity.NOTE,
        Question.SCALE,
        "The deregistration delay cuts requests off, or slows deployments down",
        f"{_GUIDE}load-balancer-connection-draining.html "
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html",
        _draining,
    ),
)
