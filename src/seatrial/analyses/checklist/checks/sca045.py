"""Whether a service is scaled by its own work, and not by what another one does.

A template doesn't say what a service works on, but what its containers are given and what sends it requests does.

Source (read 2026-11-29):
https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import Gift
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import OUTWARD, dead_letter_arn, followed
from seatrial.analyses.checklist.sca_metrics import Watcher, dimensions_of, has_no_data, watchers
from seatrial.analyses.checklist.tri_misdirected import nearest_name
from seatrial.analyses.checklist.uses import ask
from seatrial.analyses.iam import RoleView
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import at


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, PropertyPath]] = set()
    for watcher in watchers(inquiry):
        if watcher.resource.logical_id in inquiry.refused or has_no_data(inquiry, watcher):
            continue
        for found in _of_others(inquiry, watcher):
            # Several alarms may show that a container is given the wrong queue.
            if (found.resource.logical_id, found.path) not in told:
                told.add((found.resource.logical_id, found.path))
                yield found


def _of_others(inquiry: Inquiry, watcher: Watcher) -> Iterator[Found]:
    """A service that is scaled by a queue that its containers aren't given, or by another one's target group."""
    policy = watcher.policy
    target = policy.target if policy is not None else None
    service = target.service if target is not None else None
    if service is None or service.logical_id not in inquiry.system.resources:
        return
    placement = next((item for item in inquiry.placements if item.by is service), None)
    queue = inquiry.find(watcher.metric.dimensions.get("QueueName"), "AWS::SQS::Queue")
    if placement is not None and placement.definition is not None and queue is not None:
        given = [item.resource for item in inquiry.gifts if item.definition is placement.definition]
        queues = [item for item in given if item.type == queue.type]
        dead = inquiry.find(dead_letter_arn(queue), queue.type)
        by_dead = [item for item in inquiry.gifts if item.definition is placement.definition and item.resource is dead]
        if by_dead and dead is not queue and all(item is dead for item in queues):
            yield _given_up(inquiry, by_dead[0], service, queue)
        elif (
            queues
            and queue.logical_id not in [item.logical_id for item in queues]
            and not _takes_from(inquiry, placement.definition, queue)
        ):
            elsewhere = _meant(inquiry, watcher, service, placement.definition, queue)
            yield elsewhere or _follows(
                watcher,
                "QueueName",
                f"{watcher.resource.logical_id} watches {queue.logical_id}, but scales {service.logical_id}",
                f"the containers of {service.logical_id} are given {inquiry.names(queues)}, and not {queue.logical_id}",
                f"write Value: !GetAtt {queues[0].logical_id}.QueueName, or give the containers {queue.logical_id}",
            )
    group = inquiry.find(watcher.metric.dimensions.get("TargetGroup"), "AWS::ElasticLoadBalancingV2::TargetGroup")
    own = [item.group for item in inquiry.arrivals.entries if item.placement.by is service and item.group is not None]
    if group is not None and own and group.logical_id not in [item.logical_id for item in own]:
        yield _follows(
            watcher,
            "TargetGroup",
            f"{watcher.resource.logical_id} watches {group.logical_id}, but scales {service.logical_id}",
            f"tasks of {service.logical_id} are in {inquiry.names(own)}, and not in {group.logical_id}",
            f"write Value: !GetAtt {own[0].logical_id}.TargetGroupFullName",
        )


def _meant(
    inquiry: Inquiry, watcher: Watcher, service: Resource, definition: Resource, queue: Resource
) -> Found | None:
    """The service's definition, or the policy's target, where the one for that queue is used by nothing."""
    given = {item.definition.logical_id for item in inquiry.gifts if item.resource is queue}
    run = {item.definition.logical_id for item in inquiry.placements if item.definition is not None}
    name, path = service.logical_id, ("TaskDefinition",)
    for other in sorted(given - run):
        if service.get(*path) == definition.physical_id:
            return Found(
                service,
                path,
                f"{name} runs {definition.logical_id}, and nothing runs {other}",
                f"{name} is scaled by {queue.logical_id}, which the containers of {other} are given, and those of "
                f"{definition.logical_id} are not: its messages are never received",
                f"write TaskDefinition: !Ref {other}",
            )
    moved = {item.target.resource.logical_id for item in inquiry.scaling.policies if item.target is not None}
    policy = watcher.policy
    for target in inquiry.scaling.targets:
        own = [item.definition for item in inquiry.placements if item.by is target.service and item.definition]
        if policy is None or policy.resource.get("ScalingTargetId") is None or target.service is None:
            continue
        wrong, right = policy.resource.logical_id, target.resource.logical_id
        idle = right not in moved
        # One of two policies by steps, of which the other scales what takes from the queue; it is called after that.
        mine = policy.target.resource if policy.target is not None else target.resource
        named = nearest_name(policy.resource, (mine, target.resource)) is target.resource is not mine
        beside = len(policy.alarms) == 1 and named and _scales_by(inquiry, target.service, queue)
        if (idle or beside) and any(item.logical_id in given for item in own):
            return Found(
                policy.resource,
                ("ScalingTargetId",),
                f"{wrong} scales {name} by {queue.logical_id}, and nothing scales {right}"
                if idle
                else f"{wrong} scales {name} by {queue.logical_id}, as others scale {target.service.logical_id}",
                f"the containers of {target.service.logical_id}, which {right} is for, are given {queue.logical_id}, "
                f"and those of {name} are not: the number of tasks follows the load of something else",
                f"write ScalingTargetId: !Ref {right}",
            )
    return None


def _scales_by(inquiry: Inquiry, service: Resource, queue: Resource) -> bool:
    """Whether a service is scaled by a queue already."""
    return queue in followed(inquiry.systems, inquiry.scaling, service)


def _takes_from(inquiry: Inquiry, definition: Resource, queue: Resource) -> bool:
    """Whether the application may take messages from a queue, of whose name it is told in another way. That it may
    from every queue is no sign of that where it is told of just one, as of where its work comes from.
    """
    role = inquiry.role(definition.get("TaskRoleArn"))
    if not isinstance(role, RoleView) or ask(inquiry, role, "sqs:ReceiveMessage", queue.arn).allowed is not True:
        return False
    told = [item for item in inquiry.gifts if item.definition is definition and item.resource.type == queue.type]
    if len(told) != 1 or OUTWARD.search(told[0].variable):
        return True
    return ask(inquiry, role, "sqs:ReceiveMessage", f"{queue.arn}-of-none").allowed is not True


def _given_up(inquiry: Inquiry, gift: Gift, service: Resource, queue: Resource) -> Found:
    """A worker that is given the dead-letter queue: surely by mistake where its role may not even use that one."""
    denied = any(item.gift == gift and item.allowance and item.allowance.anything is False for item in inquiry.used)
    why = f"{service.logical_id} is scaled by {queue.logical_id}, but takes its work from what was given up"
    return Found(
        gift.definition,
        gift.path,
        f"{gift.variable} of {gift.definition.logical_id} is {gift.resource.logical_id}, the dead-letter queue of "
        f"{queue.logical_id}",
        f"{why}, which its task role may not use: every call is denied" if denied else why,
        f"write !Ref {queue.logical_id}",
        severity=Severity.ERROR if denied else None,
    )


def _follows(watcher: Watcher, name: str, what: str, why: str, mend: str) -> Found:
    index = next((index for index, item in enumerate(dimensions_of(watcher)) if at(item, "Name") == name), 0)
    path: PropertyPath = (*watcher.metric.path, "Dimensions", index, "Value")
    return Found(
        watcher.resource,
        path,
        what,
        f"{why}: the number of tasks follows the load of something else",
        mend,
        severity=Severity.WARNING,
    )


CHECK = Check(
    "SCA045",
    Severity.WARNING,
    Question.SCALE,
    "A service is scaled by work that is not its own",
    "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html",
    _ask,
    gravest=Severity.ERROR,
)
