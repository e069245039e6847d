"""One rule may stand in several ways: of tasks to what they need, of requests to tasks, of two roles to one key.

Each check follows its own ways and finds the same rule. Whoever mends it mends all of them, so they become one finding:
that of the earliest question, which says what else the rule keeps from its way.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Check, Found
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath

# The checks whose findings stand at the rule of the network that decides.
_STARTS = ("STA001", "STA002", "STA003", "STA019", "STA042")
_ARRIVALS = ("ARR001", "ARR002", "ARR003", "ARR052", "ARR053")
_CALLS = ("APP005", "APP006", "APP007", "APP050", "TRI018", "TRI021")
WAYS = frozenset((*_STARTS, *_ARRIVALS, *_CALLS))

# Those that stand at the statement which decides about a call: of one key's policy, two roles may ask.
RIGHTS = frozenset(("STA006", "STA007", "STA008", "STA009", "STA040", "APP001", "APP004"))
# What a role is told to lack: its trust and its rights.
ABOUT_ROLES = frozenset((*RIGHTS, "STA004", "STA005", "TRI001", "TRI002", "TRI003", "TRI004", "TRI107"))

# Of a queue without a policy, or with one that belongs to another, every sender asks.
SENDS, _WHOLE = ("TRI015",), ((), ("Queues",), ("Topics",))

Item = tuple[Check, Found]


def merged(items: Sequence[Item]) -> list[Item]:
    """The findings with those of one rule put together, in the order in which their first was said."""
    done: list[Item] = []
    places: dict[tuple[str, PropertyPath], int] = {}
    for check, found in items:
        shut = check.code in SENDS and found.path in _WHOLE
        apart = check.code not in WAYS and not (check.code in RIGHTS and found.path) and not shut
        if apart or (found.severity or check.severity) is not Severity.ERROR:
            done.append((check, found))
            continue
        place = (found.resource.logical_id, found.path)
        if place not in places:
            places[place] = len(done)
            done.append((check, found))
            continue
        owner, first = done[places[place]]
        done[places[place]] = (owner, _both(first, found))
    return done


def _both(first: Found, second: Found) -> Found:
    head = first.mend.partition(", or ")[0]
    if head == second.mend.partition(", or ")[0]:
        mend = head
    else:
        mend = first.mend if second.mend in first.mend else f"{first.mend}; {second.mend}"
    why = first.why if second.what in first.why else f"{first.why}; for the same reason {second.what}"
    fix = (*first.fix, *(edit for edit in second.fix if edit not in first.fix))
    return replace(first, why=why, mend=mend, aws=first.aws or second.aws, fix=fix)
