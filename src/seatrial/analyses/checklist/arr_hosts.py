"""Whether the names, the sign-in and the target groups of a load balancer fit each other.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html (host conditions),
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html ("the load balancer
must be able to communicate with the IdP token endpoint"),
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html (IP address type),
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html (policy, SSE-S3 only)
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from fnmatch import fnmatchcase

from seatrial.analyses.checklist.arr_names import balancer_of, records
from seatrial.analyses.checklist.arrivals import Entry, Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_list, as_text, at, unknowns

AUTHENTICATION = ("authenticate-oidc", "authenticate-cognito")
ZONE = "AWS::Route53::HostedZone"
IPV4, HTTPS = "ipv4", 443


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
        elif lost and answered == ["fixed-response"] and not any(is_open(rule) for rule in listener.rules):
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


def patterns_of(rule: Resource) -> Iterator[tuple[PropertyPath, frozenset[str]]]:
    """The host conditions of a rule: each with its place and its patterns."""
    for index, item in enumerate(as_list(rule.get("Conditions"))):
        if as_text(at(item, "Field")) == "host-header":
            values = as_list(at(item, "HostHeaderConfig", "Values")) or as_list(at(item, "Values"))
            yield ("Conditions", index), frozenset(as_text(value).lower() for value in values)


def is_open(rule: Resource) -> bool:
    """Whether a rule takes requests for any host, or for ones that aren't known."""
    conditions = rule.get("Conditions")
    regular = any(
        at(item, "HostHeaderConfig", "RegexValues") or (at(item, "Field") == "host-header" and at(item, "RegexValues"))
        for item in as_list(conditions)
    )
    return next(unknowns(conditions), None) is not None or regular or not any(True for _ in patterns_of(rule))


def _fits(patterns: frozenset[str], name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _near(host: str, name: str) -> bool:
    """Whether a host is another one with a slip: the same labels but for a letter or two."""
    return host != name and host.count(".") == name.count(".") and bool(get_close_matches(host, [name], cutoff=0.9))


def _only_ipv6(inquiry: Inquiry) -> Iterator[Said]:
    """An alias of type AAAA of a load balancer that only has IPv4 addresses."""
    kinds: dict[str, set[str]] = {}
    for _, _, properties in records(inquiry):
        kinds.setdefault(as_text(properties.get("Name")).rstrip(".").lower(), set()).add(
            as_text(properties.get("Type"))
        )
    for resource, path, properties in records(inquiry):
        balancer = balancer_of(inquiry, properties)
        name = as_text(properties.get("Name")).rstrip(".").lower()
        if balancer is None or kinds.get(name) != {"AAAA"} or not name:
            continue
        zone = inquiry.find(properties.get("HostedZoneId") or resource.get("HostedZoneId"), ZONE)
        family = balancer.get("IpAddressType")
        if isinstance(family, Unknown) or (as_text(family) or IPV4) != IPV4:
            continue
        yield Found(
            resource,
            (*path, "Type"),
            f"{name} has no address: {resource.logical_id} is of type AAAA, and {balancer.logical_id} only has IPv4",
            "an alias of type AAAA gives the load balancer's IPv6 addresses, of which it has none: nobody finds it",
            "write Type: A",
            # In a zone that was there before, there may be another record of the name.
            severity=None if zone is not None else Severity.WARNING,
        )


def _sign_in(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for listener in inquiry.arrivals.listeners:
        balancer = listener.balancer
        if balancer is None or balancer.logical_id in told or balancer.logical_id in inquiry.refused:
            continue
        by = next((item for item, kinds in _actions(listener) if set(kinds) & set(AUTHENTICATION)), None)
        if by is None:
            continue
        paths = [inquiry.paper.to_internet(item, HTTPS) for item in inquiry.paper.balancer(balancer)]
        blocked = next((path for path in paths if path.verdict is Verdict.NO), None)
        if blocked is None:
            continue
        told.add(balancer.logical_id)
        hop = blocked.deciding
        yield Found(
            hop.resource if hop is not None and hop.resource is not None else balancer,
            hop.path if hop is not None else (),
            f"{balancer.logical_id} cannot reach the identity provider of {by.logical_id}",
            f"{blocked.why}: the load balancer itself fetches tokens on port 443, and answers each sign-in with an "
            "error unless the provider is within the VPC",
            (hop.mend if hop is not None else "") or f"allow outbound tcp 443 from {balancer.logical_id}",
        )


def _actions(listener: Listener) -> Iterator[tuple[Resource, list[str]]]:
    for by, key in ((listener.resource, "DefaultActions"), *((rule, "Actions") for rule in listener.rules)):
        yield by, [as_text(at(item, "Type")) for item in as_list(by.get(key))]


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
        name, group = entry.placement.by.logical_id, entry.group.logical_id if entry.group is not None else ""
        yield Found(
            entry.placement.by,
            (*entry.path, "TargetGroupArn"),
            f"{name} registers {entry.container}:{entry.port} in {group}, where {other.placement.by.logical_id} "
            f"registers {other.container}:{other.port}",
            f"requests for {group} go to either of the two, and {wanted.logical_id}, which is forwarded to, has no "
            "targets",
            f"write TargetGroupArn: !Ref {wanted.logical_id}",
        )


def empty_groups(inquiry: Inquiry) -> list[Resource]:
    """Target groups that something forwards to and that no service names."""
    used = {entry.group.logical_id for entry in inquiry.arrivals.entries if entry.group is not None}
    found = {item.group.logical_id: item.group for item in inquiry.arrivals.forwards}
    return [item for name, item in found.items() if name not in used and not item.get("Targets")]


def misplaced_entry(inquiry: Inquiry, entries: list[Entry], idle: list[Resource]) -> tuple[Entry, Resource] | None:
    """The entry of several in one target group that belongs to another: the port says which."""
    if len({(item.container, item.port) for item in entries}) < len(entries) or len(entries) < 2:
        return None
    for entry in entries:
        wanted = [item for item in idle if as_text(item.get("Port")) == str(entry.port)]
        if entry.group is not None and as_text(entry.group.get("Port")) != str(entry.port) and len(wanted) == 1:
            return entry, wanted[0]
    return None


_ELB = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
CHECKS = (
    Check(
        "ARR044",
        Severity.ERROR,
        Question.ARRIVE,
        "Two services register different containers in one target group, and another group stays empty",
        f"{_ELB}load-balancer-target-groups.html",
        _shared,
    ),
    Check(
        "ARR046",
        Severity.WARNING,
        Question.ARRIVE,
        "A rule is for a host that no record leads to, and the record's own host has no rule",
        f"{_ELB}rule-condition-types.html",
        _hosts,
    ),
    Check(
        "ARR048",
        Severity.WARNING,
        Question.ARRIVE,
        "A load balancer that signs users in cannot reach the internet on port 443",
        f"{_ELB}listener-authenticate-users.html",
        _sign_in,
    ),
    Check(
        "ARR049",
        Severity.ERROR,
        Question.ARRIVE,
        "An alias of type AAAA names a load balancer that only has IPv4 addresses",
        f"{_ELB}application-load-balancers.html",
        _only_ipv6,
    ),
)
