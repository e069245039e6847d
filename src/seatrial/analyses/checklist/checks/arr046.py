"""Whether the hosts of a load balancer's rules are those that records lead to it.

A host that is nearly a record's is a slip; another is one where the record's own host gets nothing but a refusal.

Source (read 2026-11-29): https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
(host conditions).
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from fnmatch import fnmatchcase

from seatrial.analyses.checklist.arr_hosts import patterns_of, takes_any_host
from seatrial.analyses.checklist.arr_names import balancer_of, records
from seatrial.analyses.checklist.arrivals import Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_list, as_text, at


def _hosts(inquiry: Inquiry) -> Iterator[Said]:
    """A rule for a host, and a record for another that gets nothing but a refusal."""
    for listener in inquiry.arrivals.listeners:
        if listener.balancer is None:
            continue
        names, below = _names(inquiry, listener)
        rules = [(rule, path, hosts) for rule in listener.rules for path, hosts in patterns_of(rule)]
        idle = [
            (rule, path, hosts)
            for rule, path, hosts in rules
            if hosts
            and not any(_fits(hosts, name) for name in names)
            and not any(item.endswith(below) for item in hosts)
        ]
        if not names or not idle:
            continue
        alike = [(item, name) for item in idle for name in names if any(_near(host, name) for host in item[2])]
        answered = [as_text(at(item, "Type")) for item in as_list(listener.resource.get("DefaultActions"))]
        lost = [name for name in names if not any(_fits(hosts, name) for _, _, hosts in rules)]
        if alike:
            (rule, path, hosts), lost = alike[0][0], [alike[0][1]]
        elif lost and answered == ["fixed-response"] and not any(takes_any_host(rule) for rule in listener.rules):
            rule, path, hosts = idle[0]
        else:
            continue
        yield Found(
            rule,
            path,
            f"{rule.logical_id} is for {' and '.join(sorted(hosts))}, and the records lead {' and '.join(lost)} here",
            f"requests for {lost[0]} don't match {rule.logical_id}: another rule takes them, or the default action of "
            f"{listener.resource.logical_id}",
            f"write {lost[0]} in the condition, or add a record for {sorted(hosts)[0]}",
        )


def _names(inquiry: Inquiry, listener: Listener) -> tuple[list[str], tuple[str, ...]]:
    """The names that records lead to the load balancer, and the ends below which all are led; none if others may be."""
    found: dict[str, None] = {}
    below: dict[str, None] = {}
    for _, _, properties in records(inquiry):
        if balancer_of(inquiry, properties) is listener.balancer:
            name = as_text(properties.get("Name")).rstrip(".").lower()
            if isinstance(properties.get("Name"), Unknown):
                return [], ()
            head, _, rest = name.partition(".")
            if head in ("*", "\\052"):
                below[f".{rest}"] = None
            else:
                found[name] = None
    return list(found), tuple(below)


def _fits(patterns: frozenset[str], name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _near(host: str, name: str) -> bool:
    """Whether a host is another one with a slip: the same labels but for a letter or two."""
    return host != name and host.count(".") == name.count(".") and bool(get_close_matches(host, [name], cutoff=0.9))


CHECK = Check(
    "ARR046",
    Severity.WARNING,
    Question.ARRIVE,
    "A rule is for a host that no record leads to, and the record's own host has no rule",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html",
    _hosts,
)
