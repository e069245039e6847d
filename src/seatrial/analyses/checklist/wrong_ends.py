"""A part of the network that is tied to the wrong end: an association to another route table, a route in another one, a
rule in another security group, a service in subnets that are for something else.

Each of them is right in itself, and what they keep from its way is told where the way ends: at the table without a
route, at the group without a rule. So, as with security groups (``swaps``), another end is tried: where that opens what
is shut and shuts nothing, and the names or a table that no subnet uses speak for it, it is what was meant.

A network ACL has its entries: where one entry with another port range, block or protocol opens the way, the finding
stands at that property of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from seatrial.analyses.checklist import other_ends
from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import WAYS, Item
from seatrial.analyses.checklist.other_ends import GROUP, PEER
from seatrial.analyses.checklist.trials import Candidate, Change, Series, Trials, is_error, key_of
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath, path_text

# How a mend says the port of a rule to add.
_PORT = re.compile(r"\bFromPort: (\d+)")
# Names no group.
_NOBODY = "nobody"
# On which nothing listens.
_NO_PORT = 1
# What else one such end explains: clients with IPv6 that have no way back.
_BESIDE = ("ARR030",)
_KINDS = (other_ends.associations, other_ends.routes, other_ends.rules, other_ends.places)


def without_wrong_ends(trials: Trials, items: Sequence[Item]) -> list[Item]:
    """The findings, with those that one wrong end explains told there."""
    series = trials.series(WAYS, beside=_BESIDE)

    def is_needed(entry: Resource) -> bool:
        return series.shuts_something(Change(entry, ("RuleAction",), "deny"))

    left = series.without_explained(items, *_KINDS, partial(other_ends.entries, is_needed=is_needed))
    moved = [_where_it_is_missing(trials.inquiry, series, item) for item in left]
    # Where a rule is missing in a group, one of another group may be the one.
    return moved if moved == left else series.without_explained(moved, other_ends.rules)


def _where_it_is_missing(inquiry: Inquiry, series: Series, item: Item) -> Item:
    """A finding as it is, or, where it stands at a rule that is needed as it is, at its group: another is missing."""
    check, found = item
    rule, path = found.resource, found.path
    at_a_peer = path[-1:] in [(key,) for key in PEER.values()]
    at_a_port = path[-1:] == ("FromPort",)
    if check.code not in WAYS or not is_error(check, found) or not (at_a_peer or at_a_port):
        return item
    ports = [Change(rule, (*path[:-1], key), _NO_PORT) for key in ("FromPort", "ToPort")]
    if not series.shuts_something(*([Change(rule, path, _NOBODY)] if at_a_peer else ports)):
        return item
    if (other := series.first(_other_rules(inquiry, found), [key_of(item)])) is not None:
        return check, other.candidate.tell([item])
    if rule.type == GROUP:
        return check, replace(found, path=path[:1])
    group = inquiry.find(rule.get("GroupId"), GROUP)
    return check, replace(found, resource=group, path=()) if group is not None else found


def _other_rules(inquiry: Inquiry, found: Found) -> Iterator[Candidate]:
    """Another rule of the group that lets pass with the port that is wanted, and is for nothing else as it is."""
    port = _PORT.search(found.mend)
    for rule in inquiry.system.of_type(found.resource.type) if port is not None and found.resource.type in PEER else ():
        if rule is not found.resource and rule.get("GroupId") == found.resource.get("GroupId"):
            assert port is not None
            changes = tuple(Change(rule, (key,), int(port[1])) for key in ("FromPort", "ToPort"))
            mend = f"write FromPort: {port[1]} and ToPort: {port[1]} in {rule.logical_id}"
            said = replace(found, resource=rule, path=("FromPort",), mend=mend, fix=())
            yield Candidate(changes, partial(_as_it_is, said))
    if found.resource.type != GROUP or port is None or not found.path:
        return
    kind, wanted = found.path[0], int(port[1])
    rules = found.resource.get(kind)
    for index, item in enumerate(rules if isinstance(rules, list) else ()):
        place: PropertyPath = (kind, index)
        if place != found.path[:2] and isinstance(item, dict):
            name = f"{found.resource.logical_id}.{path_text(place)}"
            mend = f"write FromPort: {wanted} and ToPort: {wanted} in {name}"
            said = replace(found, path=(*place, "FromPort"), mend=mend, fix=())
            changes = tuple(Change(found.resource, (*place, key), wanted) for key in ("FromPort", "ToPort"))
            yield Candidate(changes, partial(_as_it_is, said))


def _as_it_is(said: Found, _: Sequence[Item]) -> Found:
    return said
