"""Whether two services of different programs share a target group, while another one that is forwarded to stays empty.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_targets import empty_groups, misplaced_entry
from seatrial.analyses.checklist.arrivals import Entry
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity


def _shared(inquiry: Inquiry) -> Iterator[Said]:
    """Two services of different programs in one target group, while another one that is forwarded to stays empty."""
    used: dict[str, list[Entry]] = {}
    for entry in inquiry.arrivals.entries:
        if entry.group is not None:
            used.setdefault(entry.group.logical_id, []).append(entry)
    idle = empty_groups(inquiry)
    for entries in used.values():
        odd = misplaced_entry(inquiry, entries, idle)
        if odd is None:
            continue
        entry, wanted = odd
        other = next(item for item in entries if item is not entry)
        key = "TargetGroupArn" if entry.path[-1:] != ("AdvancedConfiguration",) else "AlternateTargetGroupArn"
        name, group = entry.placement.by.logical_id, entry.group.logical_id if entry.group is not None else ""
        yield Found(
            entry.placement.by,
            (*entry.path, key),
            f"{name} registers {entry.container}:{entry.port} in {group}, where {other.placement.by.logical_id} "
            f"registers {other.container}:{other.port}",
            f"requests for {group} go to either of the two, and {wanted.logical_id}, which is forwarded to, has no "
            "targets",
            f"write {key}: !Ref {wanted.logical_id}",
        )


CHECK = Check(
    "ARR044",
    Severity.ERROR,
    Question.ARRIVE,
    "Two services register different containers in one target group, and another group stays empty",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html",
    _shared,
)
