"""What listener rules take and where redirects lead: conditions that can be compared, ports and protocols."""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.analyses.checklist.arrivals import Listener
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at, text_form, unknowns

Conditions = Mapping[str, frozenset[str]]
CONFIGS = {
    "path-pattern": "PathPatternConfig",
    "host-header": "HostHeaderConfig",
    "http-request-method": "HttpRequestMethodConfig",
    "source-ip": "SourceIpConfig",
}
# Patterns that fit every request of their kind.
_ANYTHING = {"path-pattern": {"*", "/*"}, "host-header": {"*"}}


def conditions_of(rule: Resource) -> Conditions | None:
    """What each kind of condition takes; None where a rule cannot be compared."""
    found: dict[str, frozenset[str]] = {}
    listed = rule.get("Conditions")
    if not isinstance(listed, list) or next(unknowns(listed), None) is not None:
        return None
    for item in listed:
        field = as_text(at(item, "Field"))
        values = [as_text(value) for value in values_of(item, field)]
        if field in found or not values or at(item, f"{CONFIGS.get(field, '')}", "RegexValues"):
            return None
        if field not in CONFIGS:
            # Headers and query strings have names beside their values: the same text is the same condition.
            field, values = f"{field} {text_form(item)}", ["*"]
        if not _ANYTHING.get(field, set()) & set(values):
            found[field] = frozenset(value.lower() if field == "host-header" else value for value in values)
    return found


def values_of(item: Value, field: str) -> list[Value]:
    """The values of a condition, in either of the forms that a template may have them in."""
    given: list[Value] = as_list(at(item, CONFIGS[field], "Values")) if field in CONFIGS else [field]
    return given or as_list(at(item, "Values"))


def stays_on_host(redirect: Value) -> bool:
    """Whether a redirect leads back to the same host."""
    host = at(redirect, "Host")
    return not isinstance(redirect, Unknown) and (host is None or as_text(host) == "#{host}")


def aim_of(redirect: Value, listener: Listener) -> tuple[int, str]:
    """Port and protocol that a redirect leads to. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html"""
    protocol = as_text(at(redirect, "Protocol"), "#{protocol}")
    protocol = listener.protocol if protocol == "#{protocol}" else protocol
    port = at(redirect, "Port")
    if isinstance(port, Unknown):
        return 0, protocol
    return (listener.port if port is None or as_text(port) == "#{port}" else as_number(port)), protocol
