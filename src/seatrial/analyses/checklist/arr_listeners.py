"""Whether listeners send requests where they are meant to go: rules that are never reached, redirects into nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.arrivals import Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at, text_form, unknowns

Conditions = Mapping[str, frozenset[str]]
# A question mark before a key and its value: what would be the query of a URL.
_QUERY = re.compile(r"\?[\w-]+=")
_CONFIGS = {
    "path-pattern": "PathPatternConfig",
    "host-header": "HostHeaderConfig",
    "http-request-method": "HttpRequestMethodConfig",
    "source-ip": "SourceIpConfig",
}
# Patterns that fit every request of their kind.
_ANYTHING = {"path-pattern": {"*", "/*"}, "host-header": {"*"}}


def _never_reached(inquiry: Inquiry) -> Iterator[Said]:
    for listener in inquiry.arrivals.listeners:
        before: list[tuple[Resource, Conditions]] = []
        for rule in listener.rules:
            if isinstance(rule.get("Priority"), Unknown):
                continue
            conditions = _conditions(rule)
            if conditions is None:
                continue
            taker = next((first for first, taken in before if _covers(taken, conditions)), None)
            if taker is not None and _same_actions(taker, rule):
                continue
            if taker is not None:
                yield Found(
                    rule,
                    ("Priority",),
                    f"{rule.logical_id} is never reached: {taker.logical_id} takes its requests first",
                    f"rules are evaluated in order of priority, and every request that matches {rule.logical_id} "
                    "(priority "
                    f"{as_text(rule.get('Priority'))}) also matches {taker.logical_id} (priority "
                    f"{as_text(taker.get('Priority'))})",
                    f"give {rule.logical_id} a Priority below {as_text(taker.get('Priority'))}, or narrow the "
                    "conditions of "
                    f"{taker.logical_id}",
                )
            before.append((rule, conditions))


def _conditions(rule: Resource) -> Conditions | None:
    """What each kind of condition takes; None where a rule cannot be compared."""
    found: dict[str, frozenset[str]] = {}
    listed = rule.get("Conditions")
    if not isinstance(listed, list) or next(unknowns(listed), None) is not None:
        return None
    for item in listed:
        field = as_text(at(item, "Field"))
        values = [as_text(value) for value in _values(item, field)]
        if field in found or not values or at(item, f"{_CONFIGS.get(field, '')}", "RegexValues"):
            return None
        if field not in _CONFIGS:
            # Headers and query strings have names beside their values: the same text is the same condition.
            field, values = f"{field} {text_form(item)}", ["*"]
        if not _ANYTHING.get(field, set()) & set(values):
            found[field] = frozenset(value.lower() if field == "host-header" else value for value in values)
    return found


def _values(item: Value, field: str) -> list[Value]:
    given: list[Value] = as_list(at(item, _CONFIGS[field], "Values")) if field in _CONFIGS else [field]
    return given or as_list(at(item, "Values"))


def _covers(first: Conditions, second: Conditions) -> bool:
    """Whether every request that fits the second fits the first as well."""
    return all(field in second and all(_in(value, first[field]) for value in second[field]) for field in first)


def _in(value: str, taken: frozenset[str]) -> bool:
    return any(value == item or _wider(item, value) for item in taken)


def _wider(pattern: str, value: str) -> bool:
    """Whether a pattern with one star at its end takes everything that a value does."""
    return pattern.endswith("*") and not set("*?") & set(pattern[:-1]) and value.startswith(pattern[:-1])


def _same_actions(one: Resource, other: Resource) -> bool:
    return text_form(one.get("Actions")) == text_form(other.get("Actions"))


def _redirects(inquiry: Inquiry) -> Iterator[Said]:
    for listener in inquiry.arrivals.listeners:
        ports = {
            item.port for item in inquiry.arrivals.listeners if item.balancer is listener.balancer and item.balancer
        }
        for by, key in ((listener.resource, "DefaultActions"), *((rule, "Actions") for rule in listener.rules)):
            for index, action in enumerate(as_list(by.get(key))):
                redirect = at(action, "RedirectConfig")
                if as_text(at(action, "Type")) != "redirect" or not _stays(redirect):
                    continue
                port, protocol = _aim(redirect, listener)
                if port and ports and port not in ports:
                    yield Found(
                        by,
                        (key, index, "RedirectConfig"),
                        f"{by.logical_id} redirects to port {port}, where {_name(listener)} has no listener",
                        "clients follow the redirect, and their connection times out",
                        f"add a listener for {protocol} on port {port}, or redirect to port "
                        f"{' or '.join(str(item) for item in sorted(ports))}",
                    )


def _name(listener: Listener) -> str:
    return listener.balancer.logical_id if listener.balancer is not None else "the load balancer"


def _stays(redirect: Value) -> bool:
    """Whether a redirect leads back to the same host."""
    host = at(redirect, "Host")
    return not isinstance(redirect, Unknown) and (host is None or as_text(host) == "#{host}")


def _aim(redirect: Value, listener: Listener) -> tuple[int, str]:
    """Port and protocol that a redirect leads to. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html"""
    protocol = as_text(at(redirect, "Protocol"), "#{protocol}")
    protocol = listener.protocol if protocol == "#{protocol}" else protocol
    port = at(redirect, "Port")
    if isinstance(port, Unknown):
        return 0, protocol
    return (listener.port if port is None or as_text(port) == "#{port}" else as_number(port)), protocol


def _loops(inquiry: Inquiry) -> Iterator[Said]:
    """A redirect that changes nothing leads back to itself."""
    for listener in inquiry.arrivals.listeners:
        for by, key in ((listener.resource, "DefaultActions"), *((rule, "Actions") for rule in listener.rules)):
            for index, action in enumerate(as_list(by.get(key))):
                redirect = at(action, "RedirectConfig")
                if as_text(at(action, "Type")) != "redirect" or not _same_path(redirect):
                    continue
                if not _stays(redirect) and not _returns(by, redirect):
                    continue
                if _aim(redirect, listener) == (listener.port, listener.protocol):
                    yield Found(
                        by,
                        (key, index, "RedirectConfig"),
                        f"{by.logical_id} redirects every request back to itself",
                        f"it changes neither host nor path, and {listener.resource.logical_id} itself listens for "
                        f"{listener.protocol} on port {listener.port}: clients loop until they give up",
                        "redirect to another Protocol and Port, such as HTTPS and 443, or forward to a target group"
                        if _stays(redirect)
                        else f"redirect to a Host that the condition of {by.logical_id} doesn't match",
                    )


def _returns(rule: Resource, redirect: Value) -> bool:
    """Whether a rule redirects to a host that the rule itself is for."""
    host = at(redirect, "Host")
    conditions = _conditions(rule) if rule.get("Conditions") is not None else None
    hosts = conditions.get("host-header", frozenset()) if conditions is not None else frozenset()
    return isinstance(host, str) and host.lower() in hosts


def _wrong_protocol(inquiry: Inquiry) -> Iterator[Said]:
    """A redirect that changes the protocol and not the port, or the other way round."""
    for listener in inquiry.arrivals.listeners:
        for by, key in ((listener.resource, "DefaultActions"), *((rule, "Actions") for rule in listener.rules)):
            for index, action in enumerate(as_list(by.get(key))):
                redirect = at(action, "RedirectConfig")
                if as_text(at(action, "Type")) != "redirect" or not _stays(redirect) or listener.balancer is None:
                    continue
                port, protocol = _aim(redirect, listener)
                known = not isinstance(at(redirect, "Protocol"), Unknown)
                there = [
                    item
                    for item in inquiry.arrivals.listeners
                    if item.balancer is listener.balancer and item.port == port and item.protocol
                ]
                if not known or not there or there[0].protocol == protocol:
                    continue
                right = sorted({item.port for item in inquiry.arrivals.listeners if item.protocol == protocol})
                without = at(redirect, "Port") in (None, "#{port}")
                yield Found(
                    by,
                    (key, index, "RedirectConfig"),
                    f"{by.logical_id} redirects to {protocol} on port {port}, where {there[0].resource.logical_id} "
                    f"speaks {there[0].protocol}",
                    ("a redirect without Port keeps the port of the request: " if without else "")
                    + f"clients come back with {protocol} to a port that speaks {there[0].protocol}, and get an error",
                    f'write Port: "{right[0] if right else 443 if protocol == "HTTPS" else 80}"',
                )


def _same_path(redirect: Value) -> bool:
    path, query = at(redirect, "Path"), at(redirect, "Query")
    if isinstance(path, Unknown) or isinstance(query, Unknown):
        return False
    return as_text(path, "/#{path}") == "/#{path}" and as_text(query, "#{query}") == "#{query}"


def _never_fits(inquiry: Inquiry) -> Iterator[Said]:
    """Paths begin with a slash, and host names have none."""
    for listener in inquiry.arrivals.listeners:
        for rule in listener.rules:
            for index, item in enumerate(as_list(rule.get("Conditions"))):
                field = as_text(at(item, "Field"))
                values = [as_text(value) for value in _values(item, field)] if field in _CONFIGS else []
                odd = [value for value in values if value and _odd(field, value)]
                if not odd:
                    continue
                right = [_path(value) if field == "path-pattern" else _host(value) for value in odd]
                yield Found(
                    rule,
                    ("Conditions", index),
                    f"no request can match the condition {' and '.join(odd)} of {rule.logical_id}",
                    _why_odd(field, odd[0]),
                    f"write {' and '.join(right)}",
                    severity=None if len(odd) == len(values) else Severity.WARNING,
                )


def _odd(field: str, value: str) -> bool:
    if field == "path-pattern":
        return not value.startswith(("/", "*", "?")) or _QUERY.search(value) is not None
    return field == "host-header" and ("/" in value or ":" in value)


def _why_odd(field: str, value: str) -> str:
    if field != "path-pattern":
        return "a Host header is a host name only, without scheme, port or path"
    if value.startswith(("/", "*", "?")):
        return "the query is no part of the path, and ? stands for one character of it"
    return "a path begins with a slash, and so must its pattern"


def _path(value: str) -> str:
    """The pattern that was meant; of a regular expression the wildcards that a pattern has."""
    # Of a URL, or of a path with its query, the path.
    value = _QUERY.split(value)[0] or "/"
    value = f"/{value.partition('://')[2].partition('/')[2]}" if "://" in value else value
    plain = value.removeprefix("^").removesuffix("$").replace(".*", "*").replace("\\", "")
    return plain if plain.startswith(("/", "*")) else f"/{plain}"


def _host(value: str) -> str:
    return value.rpartition("//")[2].partition("/")[0].partition(":")[0]


def _odd_ports(inquiry: Inquiry) -> Iterator[Said]:
    for listener in inquiry.arrivals.listeners:
        if inquiry.refused_at(listener.resource):
            continue
        wrong = {("HTTP", 443): "HTTPS", ("HTTPS", 80): "HTTP"}.get((listener.protocol, listener.port))
        if wrong:
            yield Found(
                listener.resource,
                ("Protocol",),
                f"{listener.resource.logical_id} speaks {listener.protocol} on port {listener.port}",
                f"clients expect {wrong} on port {listener.port}, and get an answer that they cannot read",
                f"set Protocol of {listener.resource.logical_id} to HTTPS and add Certificates, or use port 80"
                if wrong == "HTTPS"
                else f"set Protocol of {listener.resource.logical_id} to HTTP without Certificates, or use port 443",
            )


_ELB = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
CHECKS = (
    Check(
        "ARR009",
        Severity.ERROR,
        Question.ARRIVE,
        "A listener rule is never reached, because an earlier one takes all its requests",
        f"{_ELB}listener-rules.html",
        _never_reached,
    ),
    Check(
        "ARR010",
        Severity.ERROR,
        Question.ARRIVE,
        "A redirect goes to a port on which the load balancer has no listener",
        f"{_ELB}rule-action-types.html",
        _redirects,
    ),
    Check(
        "ARR011",
        Severity.WARNING,
        Question.ARRIVE,
        "A listener speaks HTTP on the HTTPS port, or the other way round",
        f"{_ELB}create-listener.html",
        _odd_ports,
    ),
    Check(
        "ARR043",
        Severity.ERROR,
        Question.ARRIVE,
        "A redirect goes to a port that speaks another protocol",
        f"{_ELB}rule-action-types.html https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/"
        "API_RedirectActionConfig.html",
        _wrong_protocol,
    ),
    Check(
        "ARR014",
        Severity.ERROR,
        Question.ARRIVE,
        "A redirect sends requests back to the same URL",
        f"{_ELB}rule-action-types.html",
        _loops,
    ),
    Check(
        "ARR015",
        Severity.ERROR,
        Question.ARRIVE,
        "No request can match the condition of a listener rule",
        f"{_ELB}rule-condition-types.html",
        _never_fits,
    ),
)
