"""When a finding only follows from another one of schedules, queues, topics and scaling; for ``follow_ups``.

Each is asked of two findings, of which the first is the cause.
"""

from __future__ import annotations

from seatrial.analyses.checklist.follow_ups_words import (
    names,
    of,
    speaks_of,
)
from seatrial.model.finding import Finding
from seatrial.model.system import System


def scales_what_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    return cause.path[:1] in (("Cluster",), ("ServiceName",)) and names(system, item, cause.logical_id)


def of_the_alarm_that_sets_it_off(system: System, cause: Finding, item: Finding) -> bool:
    """A comparison the wrong way round has no step that applies, and may be one that never holds as well."""
    return item.path == ("Threshold",) and speaks_of(cause, item.logical_id)


def is_of_a_group_of_no_name(system: System, cause: Finding, item: Finding) -> bool:
    if cause.path != ("GroupName",):
        return False
    return speaks_of(item, cause.logical_id)


def is_of_another_group(system: System, cause: Finding, item: Finding) -> bool:
    named = speaks_of(cause, item.logical_id)
    return " schedule group" in cause.what and named is not None


def subscribes_to_what_is_misnamed(system: System, cause: Finding, item: Finding) -> bool:
    """A topic whose name says that it is FIFO, or that it isn't, is meant to be so."""
    named = cause.path == ("TopicName",) and item.path[-1:] == ("Endpoint",)
    return named and names(system, item, cause.logical_id)


def is_of_two_kinds_at_once(system: System, cause: Finding, item: Finding) -> bool:
    return cause.logical_id == item.logical_id and "at once" in cause.what


def same_machine(system: System, cause: Finding, item: Finding) -> bool:
    """A token that is looked up in the input is in no input."""
    return item.what.endswith(f"starts {cause.logical_id} without Task")


def keeps_messages_for_too_long(system: System, cause: Finding, item: Finding) -> bool:
    return cause.path == item.path == ("MessageRetentionPeriod",)


def is_of_the_same_size(system: System, cause: Finding, item: Finding) -> bool:
    return cause.logical_id == item.logical_id and cause.path[:1] in (("MinCapacity",), ("MaxCapacity",))


def watches_too_little(system: System, cause: Finding, item: Finding) -> bool:
    """An alarm whose dimensions lack one: whoever adds it has an alarm on the service again."""
    alarm = of(system, cause)
    watched = alarm.get("Namespace") if alarm is not None else None
    return cause.path[:1] == ("Dimensions",) and watched in ("AWS/ApplicationELB", "AWS/NetworkELB", "AWS/ECS")


def scales_twice(system: System, cause: Finding, item: Finding) -> bool:
    """A service with two scalable targets, of which one is another service's, and what scales by them."""
    return "ScalableTarget' with identifier" in cause.what


def is_scaled_by_none(system: System, cause: Finding, item: Finding) -> bool:
    """A policy that names something else than its scalable target, and the target that nothing scales."""
    return cause.path[:1] == ("ScalingTargetId",)


def is_that_value(system: System, cause: Finding, item: Finding) -> bool:
    """A name that is refused where it is given, and again where it is referred to."""
    resource = of(system, item)
    if resource is None or cause.logical_id == item.logical_id:
        return False
    return any(one.target == cause.logical_id and one.path == item.path for one in resource.references)


def is_its_policy_as_well(system: System, cause: Finding, item: Finding) -> bool:
    """A queue that is called like another, and the policies of both, which are of one then."""
    return "already exists" in cause.what and names(system, item, cause.logical_id)


def is_of_that_timeout(system: System, cause: Finding, item: Finding) -> bool:
    """A function's timeout that is refused, and the queue whose messages it would hide for too short a time."""
    return cause.path == ("Timeout",) and "Function timeout" in item.what


def is_of_that_service_name(system: System, cause: Finding, item: Finding) -> bool:
    """A service that is called like another, and what scales either by that name."""
    return cause.path == ("ServiceName",) and ("ScalableTarget" in item.what or item.code.startswith("SCA"))


def is_of_the_wrong_target(system: System, cause: Finding, item: Finding) -> bool:
    """A policy on the scalable target of another service: what that one lacks, and what it watches instead."""
    if cause.path != ("ScalingTargetId",):
        return False
    return item.logical_id == cause.logical_id or speaks_of(cause, item.logical_id)


def is_subscribed_to_another(system: System, cause: Finding, item: Finding) -> bool:
    """A policy lets a topic in that a subscription was meant for."""
    return cause.path == ("TopicArn",) and cause.mend.rpartition(" ")[2] in item.mend.replace(",", "").split()
