"""When a finding only follows from another one of listeners, target groups and records; for ``follow_ups``.

Each is asked of two findings, of which the first is the cause.
"""

from __future__ import annotations

import re

from seatrial.analyses.checklist.follow_ups_words import (
    names,
    of,
    refers,
    speaks_of,
)
from seatrial.model.finding import Finding
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import as_text

_LISTENING = ("AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule")
_LISTENER = re.compile(r"\breach (\S+ \(port \d+\))")


def waits_for_what_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    listener = of(system, cause)
    return listener is not None and listener.type in _LISTENING and "associated load balancer" in item.what


def of_one_load_balancer(system: System, cause: Finding, item: Finding) -> bool:
    """A redirect to a listener that is refused."""
    one, other = of(system, cause), of(system, item)
    if one is None or other is None or one is other or one.type not in _LISTENING:
        return False
    return one.get("LoadBalancerArn") == other.get("LoadBalancerArn")


def same_port(system: System, cause: Finding, item: Finding) -> bool:
    """A listener that speaks the wrong protocol for its port, which is a second one's on the same load balancer."""
    one, other = of(system, cause), of(system, item)
    if one is None or other is None or "already exists on this port" not in cause.what:
        return False
    return all(one.get(key) == other.get(key) for key in ("LoadBalancerArn", "Port"))


def of_the_wrong_protocol(system: System, cause: Finding, item: Finding) -> bool:
    """Attributes that the group's protocol doesn't take, and rules beside their listener, where that is the fault."""
    group = _group(system, cause)
    if "incompatible protocols" not in cause.what or group is None:
        return False
    if "incompatible protocols" in item.what:
        return cause.path[0] == "DefaultActions" and item.path[0] == "Actions" and _group(system, item) is group
    said = ("Stickiness type", "Health check protocol", "target group attribute is not supported")
    of_the_group = any(text in item.what for text in said)
    return of_the_group and group.logical_id == item.logical_id


def _group(system: System, finding: Finding) -> Resource | None:
    resource = of(system, finding)
    return system.find(resource.get(*finding.path)) if resource is not None and finding.path else None


def has_no_listener_there(system: System, cause: Finding, item: Finding) -> bool:
    """A load balancer that is another's target, and listens on a port that its security group isn't open on either."""
    balancer = re.search(r"registers (\S+) on port", cause.what)
    return balancer is not None and item.what.endswith(f"of {balancer[1]}")


def has_lost_its_load_balancer(system: System, cause: Finding, item: Finding) -> bool:
    """What counts requests or forwards them to a service that names no target group."""
    service = of(system, cause)
    return (
        service is not None
        and cause.path[:1] == ("HealthCheckGracePeriodSeconds",)
        and not service.get("LoadBalancers")
    )


def is_of_no_type(system: System, cause: Finding, item: Finding) -> bool:
    """A load balancer whose type is misspelt may be one that tasks can't tell from the world."""
    resource = of(system, cause)
    return resource is not None and resource.type.endswith("V2::LoadBalancer") and cause.path == ("Type",)


def is_for_another_host(system: System, cause: Finding, item: Finding) -> bool:
    """A host of a rule that no request has, and a record that Route 53 refuses, each as it looks from the other."""
    if cause.code == "ARR015":
        return cause.logical_id == item.logical_id
    if cause.code == "ARR013":
        return f"the records lead {cause.what.rpartition(' ')[2]} here" in item.what
    resource = of(system, cause)
    name = as_text(resource.get(*cause.path)).rstrip(".") if resource is not None and cause.path else ""
    return cause.path[-1:] == ("Name",) and bool(name) and f"the records lead {name} here" in item.what


def answers_in_a_way_that_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    """A listener's action that the load balancer can't do, and the target group that it should have forwarded to."""
    if "listener can only forward" not in cause.what:
        return False
    same = cause.logical_id == item.logical_id and cause.path[:2] == item.path[:2]
    return same if item.code == "ARR043" else "associated load balancer" in item.what


_RECORDS = (("DnsConfig", "DnsRecords"), ("DnsConfig", "RoutingPolicy"))


def has_other_records(system: System, cause: Finding, item: Finding) -> bool:
    """A Cloud Map service whose records are refused, and the port that one of them should hold."""
    return cause.path[:2] in _RECORDS and names(system, item, cause.logical_id)


def registers_in_it(system: System, cause: Finding, item: Finding) -> bool:
    """A Cloud Map service with records of another kind than a service registers, as those see it who ask for them."""
    return cause.path[:1] == ("ServiceRegistries",) and names(system, cause, item.logical_id)


def stands_in_private(system: System, cause: Finding, item: Finding) -> bool:
    """The internet gateway that a load balancer waits for, which is in the wrong subnets or not for the internet."""
    return cause.logical_id == item.logical_id and cause.path[:1] == ("Subnets",)


def speaks_otherwise(system: System, cause: Finding, item: Finding) -> bool:
    """A listener that can't send to its target group, and the security group that is open for the other protocol."""
    if "incompatible protocols" not in cause.what:
        return False
    return re.search(rf"\breach {re.escape(cause.logical_id)}\b", item.what) is not None


def listens_nowhere(system: System, cause: Finding, item: Finding) -> bool:
    """A port that there isn't, and the security group that isn't open on it."""
    return cause.path == ("Port",) and re.search(rf"\breach {re.escape(cause.logical_id)}\b", item.what) is not None


def of_one_pair(system: System, cause: Finding, item: Finding) -> bool:
    """What a deployment group says of its target groups, of which it has not two."""
    return cause.logical_id == item.logical_id and cause.path[:1] == item.path[:1] == ("LoadBalancerInfo",)


def has_that_name(system: System, cause: Finding, item: Finding) -> bool:
    """A Cloud Map service that is refused, and the host that it would have been."""
    service = of(system, cause)
    if service is None or service.type != "AWS::ServiceDiscovery::Service":
        return False
    host = re.search(r" names ([\w.-]+)", item.what)
    return host is not None and host[1].partition(".")[0] == service.get("Name")


def registers_with_another(system: System, cause: Finding, item: Finding) -> bool:
    """A service in another's target group: what that group, its load balancer and its metrics say of it."""
    if item.code == "ARR006":
        return item.logical_id in _named_at(system, cause)
    if item.code == "ARR241":
        return any(speaks_of(item, name) for name in _named_at(system, cause))
    return cause.logical_id == item.logical_id or speaks_of(item, cause.logical_id)


def is_a_pair_for_another(system: System, cause: Finding, item: Finding) -> bool:
    """What is said of a pair of target groups, or of how long one of them waits, where another's is the one of them."""
    return speaks_of(item, cause.logical_id) or item.logical_id == cause.logical_id


def sends_otherwise(system: System, cause: Finding, item: Finding) -> bool:
    """A port that is mapped for another protocol than that of a target group which has the wrong one."""
    group = _group(system, cause)
    return "incompatible protocols" in cause.what and group is not None and speaks_of(item, group.logical_id)


def registers_no_such_port(system: System, cause: Finding, item: Finding) -> bool:
    """A port that the container doesn't map, and the way to it."""
    return cause.path[-1:] == ("ContainerPort",) and item.what.endswith(f"of the tasks of {cause.logical_id}")


def is_of_that_certificate(system: System, cause: Finding, item: Finding) -> bool:
    """A certificate that is refused for its names, and a record that one of them doesn't cover."""
    listener = re.search(r"certificate of ([\w/]+) (?:and [\w/]+ )*does not cover", item.what)
    return listener is not None and refers(system, listener[1], cause.logical_id)


def speaks_no_such_protocol(system: System, cause: Finding, item: Finding) -> bool:
    """A listener with a protocol that its load balancer doesn't have, redirects to it, and its rules' target groups."""
    if cause.path != ("Protocol",) or "must be one of" not in cause.what or cause.logical_id == item.logical_id:
        return False
    forwards = "incompatible protocols" in item.what and names(system, item, cause.logical_id)
    return forwards or (item.code == "ARR043" and speaks_of(item, cause.logical_id))


def is_of_that_balancer(system: System, cause: Finding, item: Finding) -> bool:
    """A load balancer of the wrong type, and what stands at it, at its listeners and rules, and what counts for it."""
    if item.logical_id == cause.logical_id or names(system, item, cause.logical_id):
        return True
    resource = of(system, item)
    return resource is not None and any(refers(system, one.target, cause.logical_id) for one in resource.references)


def _named_at(system: System, finding: Finding) -> set[str]:
    """What the property of a finding refers to."""
    resource, length = of(system, finding), len(finding.path)
    return {one.target for one in resource.references if one.path[:length] == finding.path} if resource else set()


def answers_in_no_way(system: System, cause: Finding, item: Finding) -> bool:
    """An action that a listener can't do, and what is said of how it answers."""
    return cause.logical_id == item.logical_id and cause.path[:1] == item.path[:1] == ("DefaultActions",)


def has_a_certificate(system: System, cause: Finding, item: Finding) -> bool:
    """A listener that has a certificate and doesn't speak TLS, and a redirect that expects it to."""
    return cause.path[:1] == ("Certificates",) and speaks_of(item, cause.logical_id)


def is_on_the_wrong_balancer(system: System, cause: Finding, item: Finding) -> bool:
    """A listener that its load balancer can't have, and the ways to it and on from it."""
    listener = of(system, cause)
    if listener is None or "must be one of" not in cause.what:
        return False
    balancers = {one.target for one in listener.references if one.path == ("LoadBalancerArn",)}
    return speaks_of(item, cause.logical_id) or any(item.what.startswith(f"{name} cannot reach") for name in balancers)


def is_the_same_listener(system: System, cause: Finding, item: Finding) -> bool:
    """A listener that nobody reaches, where it is told of the one who should."""
    ends = [_LISTENER.findall(one.what)[:1] for one in (cause, item)]
    return ends[0] != [] and ends[0] == ends[1]


def registers_that_port(system: System, cause: Finding, item: Finding) -> bool:
    """A port that a service registers and doesn't have, and who can't reach it there."""
    port = re.search(r"\bport (\d+)", cause.what)
    return port is not None and speaks_of(item, cause.logical_id) and speaks_of(item, port[1])


def conflicts_with_it(system: System, cause: Finding, item: Finding) -> bool:
    """A record of a wrong type, and another of its name that Route 53 takes no more beside that."""
    one, other = of(system, cause), of(system, item)
    if one is None or other is None or one is other or "conflicting RRSet" not in item.what:
        return False
    return cause.path[:1] == ("Type",) and as_text(one.get("Name")) == as_text(other.get("Name"))


def is_of_the_namespace(system: System, cause: Finding, item: Finding) -> bool:
    """Records that a namespace for API calls can't have, and the namespace that isn't one for DNS."""
    return cause.logical_id == item.logical_id and cause.path[:1] == item.path[:1] == ("DnsConfig",)


def listens_there(system: System, cause: Finding, item: Finding) -> bool:
    """A listener on another port than the one that its load balancer is open on, and that it is closed on."""
    return cause.path == ("Port",) and speaks_of(item, cause.logical_id)


def leads_to_it(system: System, cause: Finding, item: Finding) -> bool:
    """A load balancer whose clients have no way to it, where the one that is told of comes by a VPC link."""
    return cause.what.endswith(f" of {item.logical_id}")


def counts_what_does_not_come(system: System, cause: Finding, item: Finding) -> bool:
    """A policy that counts the requests of a service which has lost its load balancer."""
    return f"but {cause.logical_id} gets none" in item.what


def is_of_that_origin(system: System, cause: Finding, item: Finding) -> bool:
    """Something of an origin that CloudFront refuses, and what the load balancer gets from there."""
    same = cause.logical_id == item.logical_id and cause.path[:3] == item.path[:3]
    return same and len(cause.path) > 2 and cause.path[1] == "Origins"


def is_the_front_of(system: System, cause: Finding, item: Finding) -> bool:
    """What CloudFront doesn't reach of a load balancer, and what others don't reach of it."""
    balancer = re.search(r" (?:of|reach) ([\w/]+), which ", cause.what)
    return balancer is not None and speaks_of(item, balancer[1])
