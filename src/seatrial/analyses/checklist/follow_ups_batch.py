"""When a finding only follows from another one of what starts work: pipes, queues, machines; for ``follow_ups``.

Each is asked of two findings, of which the first is the cause.
"""

from __future__ import annotations

import re

from seatrial.analyses.checklist.follow_ups_words import speaks_of
from seatrial.model.finding import Finding
from seatrial.model.system import System


def is_encrypted_twice(system: System, cause: Finding, item: Finding) -> bool:
    """Which of two encryptions is meant isn't known."""
    return "one type of server-side encryption" in cause.what and speaks_of(item, cause.logical_id)


def is_to_be_taken_from(system: System, cause: Finding, item: Finding) -> bool:
    """What takes from a queue that nothing takes from is wrong elsewhere."""
    queues = [name for name in re.findall(r"\w+", item.what) if name in system.resources]
    return any(speaks_of(cause, name) for name in queues if name != item.logical_id)


def is_specified_under_another_name(system: System, cause: Finding, item: Finding) -> bool:
    return cause.logical_id == item.logical_id and "must be specified" in item.what and cause.mend.startswith("write ")


def is_read_into_it(system: System, cause: Finding, item: Finding) -> bool:
    """A region that there is not has the name of one in it."""
    return cause.span.line == item.span.line and cause.span.file == item.span.file


def is_scaled_by_something_wrong(system: System, cause: Finding, item: Finding) -> bool:
    """A service that is refused, or that a target misnames, is watched when that is mended."""
    return cause.logical_id == item.logical_id or cause.path[:1] == ("ResourceId",)


def has_a_role_in_its_place(system: System, cause: Finding, item: Finding) -> bool:
    return " uses the role " in cause.what and speaks_of(cause, item.logical_id)


def is_the_same_key(system: System, cause: Finding, item: Finding) -> bool:
    """A role that is given a key, and a thing that is encrypted with it, lacks one permission."""
    return cause.logical_id == item.logical_id and cause.what.startswith(f"{item.what}, which ")


def has_another_source(system: System, cause: Finding, item: Finding) -> bool:
    return cause.logical_id == item.logical_id and cause.path[:1] == ("SourceParameters",)


def is_about_the_same_queue(system: System, cause: Finding, item: Finding) -> bool:
    """A dead-letter queue of the wrong kind, for the queue and for the subscription that give up to it."""
    queues = [name for name in re.findall(r"\w+", item.what) if name in system.resources and name != item.logical_id]
    return any(speaks_of(cause, name) for name in queues)


def is_on_that_port(system: System, cause: Finding, item: Finding) -> bool:
    """A port that there is not, and what is said to be offered on it."""
    aliased = "ClientAliases" in cause.path and cause.path[-1:] == ("Port",)
    return aliased and item.what.endswith(f" {cause.what.rpartition(' ')[2]}")
