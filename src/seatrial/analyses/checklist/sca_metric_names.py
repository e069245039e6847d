"""Which metric or dimension a name means that a namespace of AWS doesn't have.

Sources: those of ``kinds/data/cloudwatch_metrics``.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from seatrial.kinds.data.cloudwatch_metrics import DIMENSIONS, IN_INSIGHTS, OF_QUEUES, SPELT

# A letter more or less, or other capitals; and what has most of the letters.
_CLOSE, _LIKE = 0.9, 0.75
# Whose names are few, and whole in the list.
_WHOLE = ("AWS/ECS", "AWS/Events", "AWS/States")
# Enhanced observability has most metrics for tasks, containers and clusters as well, by names of that form.
_LEVELS = ("Task", "Container", "Service", "Cluster", "instance_")
# What people call messages that somebody has received and not yet deleted.
_IN_FLIGHT = re.compile(r"in-?_?flight", re.IGNORECASE)


def meant(space: str, name: str) -> tuple[str, bool]:
    """The metric of a namespace that a name means which it doesn't have, and whether that is plain; "" for none."""
    if space == "ECS/ContainerInsights":
        level = next((word for word in _LEVELS if name.startswith(word)), "")
        for closeness in (_CLOSE, _LIKE) if not level else (_CLOSE,):
            near = get_close_matches(name, IN_INSIGHTS, 1, closeness)
            if name not in IN_INSIGHTS and near and (not level or near[0].startswith(level)):
                return near[0], closeness == _CLOSE
        return "", False
    known = SPELT.get(space, ())
    if space in _WHOLE and name not in known:
        # Other namespaces have names that differ by a letter, such as HTTPCode_ELB_502_Count.
        near = get_close_matches(name, known, 1, _CLOSE)
        like = [item for item in known if _words(item) == _words(name)] or get_close_matches(name, known, 1, _LIKE)
        return (near[0], True) if near else (like[0] if like else "", False)
    return next((item for item in known if item != name and item.lower() == name.lower()), ""), True


def of_queues(name: str) -> str:
    """The metric of queues that a name means which has its words in another order; "" where it means none."""
    return next((item for item in sorted(OF_QUEUES) if _words(item) == _words(name)), "")


def like_of_queues(name: str) -> str:
    """The metric of queues that a name is most like."""
    if _IN_FLIGHT.search(name):
        return "ApproximateNumberOfMessagesNotVisible"
    near = get_close_matches(name, sorted(OF_QUEUES), 1, _LIKE) if "Age" in name else []
    return near[0] if near else "ApproximateNumberOfMessagesVisible"


def has_no_dimension(space: str, name: str) -> tuple[str, str] | None:
    """By what a namespace publishes its metrics, and which of that a name is like, where it isn't by that name."""
    known = DIMENSIONS.get(space)
    if known is None or not name or name in known:
        return None
    same = [item for item in known if item.lower() == name.lower()]
    near = same or get_close_matches(name, known, 1, _LIKE) or [item for item in known if item.startswith(name)]
    return f"{', '.join(known[:-1])} and {known[-1]}" if len(known) > 1 else known[0], near[0] if near else ""


def _words(name: str) -> list[str]:
    return sorted(re.findall(r"[A-Z][a-z]*", name))
