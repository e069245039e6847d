"""Which tasks the scheduler starts and stops, within the minimum healthy percent and the maximum percent."""

from __future__ import annotations

from seatrial.runtimes.twin.decide import service_events, task_placement, throttle
from seatrial.runtimes.twin.decide.ecs_deployment import RolloutState
from seatrial.runtimes.twin.decide.ecs_task_state import TaskStatus
from seatrial.runtimes.twin.decide.service_round import Round


def stop_unhealthy(work: Round) -> None:
    """Stops unhealthy tasks whose place is taken, or that leave no place for a replacement."""
    unhealthy = work.unhealthy()
    if not unhealthy:
        return
    desired, counting = work.settings.desired_count, work.counting()
    excess = len(work.live) - desired
    if counting >= desired:
        work.stop_complaining(unhealthy, "as many tasks as desired are healthy without it")
    elif work.between():
        return
    elif excess > 0:
        work.stop_complaining(unhealthy[:excess], "its replacement is there")
    elif len(work.live) >= work.settings.maximum:
        running = sum(task.last_status is TaskStatus.RUNNING for task in work.live)
        if counting >= work.settings.minimum_healthy or running > work.settings.minimum_healthy:
            work.stop_complaining(unhealthy[:1], "maximumPercent leaves no room to start its replacement first")


def roll(work: Round) -> None:
    """Starts what the PRIMARY deployment lacks, and stops old tasks for it."""
    primary = work.service.primary
    if primary.rollout_state is RolloutState.FAILED:
        return
    # Old tasks that were under way when this deployment became the PRIMARY one; not those that ``restore_old`` starts.
    superseded = [task for task in work.old() if task.created_at <= primary.updated_at]
    work.stop([task for task in superseded if not work.started(task)], "a newer deployment replaces it")
    missing, opened = work.missing(), throttle.open_at(work.service.throttle, work.now)
    first = min(missing, work.room()) if opened else 0
    lacking = missing - first if opened else 0
    spare = work.counting() - work.settings.minimum_healthy
    replaceable = [task for task in work.old() if work.judged[task.id].counts]
    making_room = max(0, min(lacking, spare, len(replaceable)))
    healthy_over = max(0, min(work.counting() - work.settings.desired_count, len(replaceable)))
    stopping = task_placement.surplus(replaceable, max(making_room, healthy_over))
    why = "maximumPercent leaves no room to start its successor first" if making_room else "its successor is healthy"
    work.stop(stopping, why)
    work.start(primary, min(missing, work.room()) if opened else 0)
    if lacking and not stopping and not first and not work.between() and not work.unhealthy():
        work.say_cause(service_events.no_room(work.service.name))


def restore_old(work: Round) -> None:
    """Replaces tasks of a completed deployment that ended by themselves while its successor cannot start any."""
    primary = work.service.primary
    blocked = primary.rollout_state is RolloutState.FAILED or not throttle.open_at(work.service.throttle, work.now)
    if not blocked:
        return
    for deployment in work.service.deployments[1:]:
        lacking = work.settings.desired_count - len(work.live)
        lost = deployment.desired_count - len(work.own(deployment))
        if deployment.was_completed and min(lacking, lost, work.room()) > 0:
            work.start(deployment, min(lacking, lost, work.room()))
            return


def stop_surplus(work: Round) -> None:
    """Stops what is too many: after a smaller desired count, or once old tasks are no longer needed."""
    own = [task for task in work.own(work.service.primary) if work.judged[task.id].complaint is None]
    excess = len(own) - work.settings.desired_count
    if work.service.rebalancing:
        if excess > 0 and all(work.judged[task.id].counts for task in own):
            work.stop_to_rebalance(task_placement.surplus(own, excess))
        return
    if excess > 0:
        # Those that are not healthy yet go first, so that as many healthy ones stay as are desired.
        weak = [task for task in own if not work.judged[task.id].counts]
        work.stop(task_placement.surplus(own, excess, first=weak), "more tasks run than are desired")
    enough = work.counting_of(work.service.primary) >= work.settings.desired_count
    if enough and work.service.primary.rollout_state is not RolloutState.FAILED:
        work.stop(work.old(), "its successors are healthy")
