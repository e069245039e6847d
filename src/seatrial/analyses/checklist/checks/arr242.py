"""Whether the listener rules of a blue/green deployment are in their places: production in front, test aside.

ECS moves the requests of the production rule step by step, and lets the test rule go ahead. Where the two are swapped,
users meet each revision first; where the production rule also forwards to the tasks of another service, a part of the
requests goes there until the first deployment.

Source (read 2026-11-30):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import RULE, Entry, Forward
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.ecs_deployment import ADVANCED, RULES
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_number, as_text, at

_USUAL = (80, 443)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for entry in inquiry.arrivals.entries:
        service = entry.placement.by
        if not entry.alternate or entry.by_codedeploy or inquiry.refused_at(service):
            continue
        named = service.get("LoadBalancers", entry.index, ADVANCED)
        production, test = (inquiry.find(at(named, key), RULE) for key in RULES)
        if production is None:
            continue
        if test is not None and _are_swapped(inquiry, production, test):
            yield _swapped(service, entry, production, test)
            continue
        yield from _foreign(inquiry, entry, production)


def _are_swapped(inquiry: Inquiry, production: Resource, test: Resource) -> bool:
    return _port(inquiry, test) in _USUAL and _port(inquiry, production) not in (0, *_USUAL)


def _port(inquiry: Inquiry, rule: Resource) -> int:
    """The port of a rule's listener; 0 where it isn't known."""
    listener = next((item for item in inquiry.arrivals.listeners if any(one is rule for one in item.rules)), None)
    return listener.port if listener is not None else 0


def _swapped(service: Resource, entry: Entry, production: Resource, test: Resource) -> Found:
    name, path = service.logical_id, ("LoadBalancers", entry.index, ADVANCED)
    return Found(
        service,
        (*path, RULES[0]),
        f"{production.logical_id}, the production rule of {name}, is on another port than usual, and its test rule "
        f"{test.logical_id} on that of HTTP or HTTPS",
        "ECS shifts the requests of the test rule first: users would meet a revision that is still to be tested",
        f"swap them: {RULES[0]}: !Ref {test.logical_id} and {RULES[1]}: !Ref {production.logical_id}",
    )


def _foreign(inquiry: Inquiry, entry: Entry, rule: Resource) -> Iterator[Found]:
    """A target group among those of the rule that another service has, and this one hasn't."""
    entries = inquiry.arrivals.entries
    own = [item.group for item in entries if item.placement is entry.placement]
    forwards = [item for item in inquiry.arrivals.forwards if item.by is rule]
    if not any(item.group is one for item in forwards for one in own):
        return
    for forward in forwards:
        other = next((item for item in entries if item.group is forward.group), None)
        if other is None or any(forward.group is one for one in own):
            continue
        missing = next(
            (one for one in own if one is not None and all(item.group is not one for item in forwards)), None
        )
        yield Found(
            rule,
            _place(rule, forward),
            f"{rule.logical_id}, the production rule of {entry.placement.by.logical_id}, also forwards to "
            f"{forward.group.logical_id} of {other.placement.by.logical_id}",
            f"what the rule takes is for {entry.placement.by.logical_id}: {_share(rule, forward)}",
            f"write {missing.logical_id} in place of {forward.group.logical_id}"
            if missing is not None
            else f"take {forward.group.logical_id} out of it",
        )


def _place(rule: Resource, forward: Forward) -> tuple[str | int, ...]:
    path = (*forward.path, "TargetGroupArn")
    return path if rule.get(*path) is not None else forward.path


def _share(rule: Resource, forward: Forward) -> str:
    weight = rule.get(*forward.path[:-1], "Weight") if forward.path[-1:] == ("TargetGroupArn",) else None
    weight = weight if weight is not None else rule.get(*forward.path, "Weight")
    if as_text(weight) and as_number(weight, 1) == 0:
        return "ECS gives weights to its own two target groups, of which the rule lacks one"
    return "the other service answers a part of it, until a deployment has given the weights anew"


CHECK = Check(
    "ARR242",
    Severity.WARNING,
    Question.ARRIVE,
    "The listener rules of a blue/green deployment are swapped, or also forward to another service",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html",
    _ask,
)
