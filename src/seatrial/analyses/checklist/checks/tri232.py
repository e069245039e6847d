"""Whether a rule waits on the bus where its events are sent: one without EventBusName waits on the default bus.

A stack that makes a bus and gives it to those who send has its events there. A rule for events of its own (of a source
that no service of AWS has) that names no bus, or one that is spelt a little differently, never sees them.

Source (read 2026-11-30): https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html ("EventBusName:
... If you omit this, the default event bus is used").
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.patterns_of_objects import plain
from seatrial.analyses.checklist.placements import RULE
from seatrial.analyses.checklist.tri_patterns import waiting_rules
from seatrial.analyses.checklist.tri_state_calls import task_arguments
from seatrial.analyses.refusals.event_patterns import pattern_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_list, as_text, at

BUS, KEY, DEFAULT = "AWS::Events::EventBus", "EventBusName", "default"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    buses = [bus for bus in inquiry.system.of_type(BUS) if bus.logical_id not in inquiry.refused]
    for rule, pattern in waiting_rules(inquiry) if buses else ():
        named = rule.get(KEY)
        if inquiry.find(named, BUS) is not None or not isinstance(named, str | None):
            continue
        if named in (None, "", DEFAULT):
            yield from _on_default(inquiry, rule, pattern, buses)
        else:
            yield from _misspelt(rule, named, buses)


def _on_default(inquiry: Inquiry, rule: Resource, pattern: Value, buses: list[Resource]) -> Iterator[Found]:
    sources = plain(at(pattern, "source"))
    if not sources or any(source.startswith("aws.") for source in sources):
        return
    fed = [bus for bus in buses if _is_handed_out(inquiry, bus)]
    if len(fed) != 1 or not _is_meant_for(inquiry, fed[0], sources):
        return
    bus = fed[0].logical_id
    yield Found(
        rule,
        (KEY,),
        f"{rule.logical_id} waits for events of {' and '.join(sources)} on the default event bus, and {bus} is made "
        "for such",
        f"who sends here is given {bus}; a rule without EventBusName is one of the default bus and never sees what is "
        "sent to another",
        f"add EventBusName: !Ref {bus} to {rule.logical_id}",
    )


def _misspelt(rule: Resource, named: str, buses: list[Resource]) -> Iterator[Found]:
    names = {as_text(bus.get("Name")): bus for bus in buses}
    own = named.rpartition("/")[2]
    near = get_close_matches(own, [name for name in names if name], n=1, cutoff=0.8)
    if near and near[0] != own:
        bus = names[near[0]]
        yield Found(
            rule,
            (KEY,),
            f"{rule.logical_id} names the event bus {own}, and {bus.logical_id} is called {near[0]}",
            f"if the account has no bus {own}, PutRule refuses the rule, and the stack is rolled back; if it has one, "
            f"the rule doesn't see what is sent to {bus.logical_id}",
            f"write EventBusName: !Ref {bus.logical_id}",
        )


def _is_handed_out(inquiry: Inquiry, bus: Resource) -> bool:
    """Whether somebody of the stack who sends events is told of a bus."""
    if any(gift.resource is bus for gift in (*inquiry.gifts, *inquiry.function_gifts)):
        return True
    names = (bus.physical_id, bus.arn)
    sent = [entry for arguments in task_arguments(inquiry) for entry in as_list(at(arguments, "Entries"))]
    return any(at(entry, KEY) in names for entry in sent)


def _is_meant_for(inquiry: Inquiry, bus: Resource, sources: list[str]) -> bool:
    """Whether events of these sources come to a bus and stay there: nothing waits on it yet, or a rule for the same,
    and no rule sends them on to the default bus.
    """
    waiting = [rule for rule in inquiry.system.of_type(RULE) if inquiry.find(rule.get(KEY), BUS) is bus]
    for rule in waiting:
        if any(":event-bus/" in as_text(at(target, "Arn")) for target in as_list(rule.get("Targets"))):
            return False
    theirs = [plain(at(pattern_of(rule.get("EventPattern")), "source")) for rule in waiting]
    return not waiting or any(set(item or ()) & set(sources) for item in theirs)


CHECK = Check(
    "TRI232",
    Severity.WARNING,
    Question.TRIGGER,
    "A rule waits on another bus than its events are sent to",
    "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
    _ask,
)
