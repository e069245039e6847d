"""What the network keeps from a task that starts: image, secrets, parameters, logs. One check per step of the launch.

The code is that of the first step that fails, since its text is the one that people meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from seatrial.analyses.checklist.app_network import from_there
from seatrial.analyses.checklist.check import Doubt, Found, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Attempt, Blocked, text_of
from seatrial.analyses.checklist.saf_network import is_private
from seatrial.analyses.checklist.sta_images import odd_registry
from seatrial.analyses.launch import Stage
from seatrial.analyses.reach import ELSEWHERE, Hop, Verdict, endpoints_text
from seatrial.kinds.endpoint_services import endpoint_hosts, service_of
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text

ENDPOINT, SUBNET, NAT = "AWS::EC2::VPCEndpoint", "AWS::EC2::Subnet", "AWS::EC2::NatGateway"
# A mend names no more subnets than this.
MOST_NAMED = 4
_OR_ADD = ", or add "
# One network ACL may lack several entries, each for a way of its own.
_ENTRY = "add an AWS::EC2::NetworkAclEntry"
_NOUNS = {
    Stage.REGISTRY_AUTH: "Amazon ECR",
    Stage.SECRET: "Secrets Manager",
    Stage.PARAMETERS: "Systems Manager",
    Stage.ENVIRONMENT_FILES: "Amazon S3",
    Stage.LOGS: "CloudWatch Logs",
    Stage.IMAGE: "the image registry",
}


def blocked_at(*stages: Stage) -> Callable[[Inquiry], Iterator[Said]]:
    """Asks what the network keeps from tasks at these stages of their launch."""

    def ask(inquiry: Inquiry) -> Iterator[Said]:
        for blocked in inquiry.launches.blocked:
            if blocked.stage in stages and not _told(inquiry, blocked):
                yield _found(inquiry, blocked)
        seen: set[tuple[str, str]] = set()
        # Tasks that don't start for another reason leave nothing to tell.
        stopped = {user.logical_id for blocked in inquiry.launches.blocked for user in blocked.users}
        for attempt in inquiry.launches.untold:
            if attempt.subnet.type == ELSEWHERE:
                continue  # That is said once, by STA015.
            rule = attempt.path.deciding
            if attempt.placement.by.logical_id in stopped:
                continue
            key = (attempt.placement.by.logical_id, rule.what if rule else "")
            if attempt.requirement.stage in stages and key not in seen:
                seen.add(key)
                yield Doubt(
                    attempt.placement.by,
                    attempt.placement.subnets_path,
                    f"whether tasks of {attempt.placement.by.logical_id} reach {attempt.endpoint.host}",
                    attempt.path.why,
                )

    return ask


def _told(inquiry: Inquiry, blocked: Blocked) -> bool:
    """Whether the reason is told already: the endpoint that should be there is refused, or the host is none at all."""
    if all(odd_registry(host) for host in blocked.hosts):
        return True
    rule = blocked.first.path.deciding
    gateway = rule.resource if rule is not None else None
    if gateway is not None and gateway.type == NAT and gateway.logical_id in inquiry.refused:
        return True
    names = rule is not None and rule.mend.startswith(("set EnableDnsHostnames", "set EnableDnsSupport"))
    if names and any("enableDnsHostnames" in said.message for _, said in inquiry.refusals):
        return True
    served = [
        pattern
        for resource, _ in inquiry.refusals
        if resource.type == ENDPOINT
        for pattern in endpoint_hosts(service_of(as_text(resource.get("ServiceName"))), inquiry.system.scope.region)
    ]
    return bool(served) and all(any(_serves(pattern, host) for pattern in served) for host in blocked.hosts)


def _serves(pattern: str, host: str) -> bool:
    return host == pattern or (pattern.startswith("*.") and host.endswith(pattern[1:]))


def _found(inquiry: Inquiry, blocked: Blocked) -> Found:
    attempt = min(blocked.attempts, key=lambda item: list(Stage).index(item.requirement.stage))
    rule = attempt.path.deciding
    resource = rule.resource if rule is not None and rule.resource is not None else attempt.placement.by
    users, subnets = inquiry.names(blocked.users), inquiry.names(blocked.subnets)
    reach = "cannot always reach" if attempt.path.verdict is Verdict.PARTLY else "cannot reach"
    first = _NOUNS[attempt.requirement.stage]
    rest = [host for host in blocked.hosts if host != attempt.endpoint.host]
    also = f"; nor can {', '.join(rest)}" if rest else ""
    path = _path(attempt) if rule is None or rule.resource is None else rule.path
    mend = _elsewhere(inquiry, blocked) + (_mend(blocked) or f"give {subnets} a route to {attempt.endpoint.host}")
    if path[-1:] == ("AssignPublicIp",) and (odd := _odd_subnet(inquiry, blocked, attempt)) is not None:
        path, mend = odd
    return Found(
        resource,
        path,
        f"tasks of {users} {reach} {first}{from_there(inquiry, blocked.subnets)}",
        f"{attempt.path.why}, so a task there stops before its containers start: "
        f"{attempt.endpoint.host} cannot be reached{also}",
        mend,
        text_of(attempt, inquiry.systems),
    )


def _mend(blocked: Blocked) -> str:
    """What mends all of it: a route in each table, or the endpoints that stand in for it on the way to each host."""
    hops = [item.path.deciding for item in blocked.attempts if item.path.deciding is not None]
    heads = list(dict.fromkeys(hop.mend.partition(_OR_ADD)[0] for hop in hops if not _is_endpoint(hop)))
    services = list(dict.fromkeys(hop.service for hop in hops))
    if heads and all(head.startswith(_ENTRY) for head in heads):
        return "; ".join(heads)
    if not hops or (len(heads) > 1 and not blocked.several):
        return hops[0].mend if len(set(services)) < 2 and hops else "".join(heads[:1])
    if not all(services):
        return " and ".join(heads)
    tables = dict.fromkeys(name for hop in hops for name in re.findall(r"!Ref (\w+)", hop.mend))
    endpoints = endpoints_text(services, list(tables))
    return f"{' and '.join(heads)}{_OR_ADD}{endpoints}" if heads else f"add {endpoints}"


def _elsewhere(inquiry: Inquiry, blocked: Blocked) -> str:
    """The subnets to use instead, where none of the tasks' subnets has a route table of its own: they are for data."""
    rules = [item.path.deciding for item in blocked.attempts]
    homeless = all(rule is not None and rule.resource is not None and rule.resource.type == SUBNET for rule in rules)
    used = {subnet.logical_id for item in blocked.attempts for subnet in item.placement.known_subnets}
    if not homeless or used != {item.logical_id for item in blocked.subnets}:
        return ""
    vpc = blocked.subnets[0].get("VpcId")
    others = [item for item in inquiry.system.of_type(SUBNET) if item.get("VpcId") == vpc and is_private(inquiry, item)]
    # Tasks that are in these already lack a way for another reason: their NAT gateway's subnet has none.
    if not 0 < len(others) <= MOST_NAMED or {item.logical_id for item in others} <= used:
        return ""
    return f"use {inquiry.names(others)} for the tasks of {inquiry.names(blocked.users)}, or "


def _odd_subnet(inquiry: Inquiry, blocked: Blocked, attempt: Attempt) -> tuple[PropertyPath, str] | None:
    """The public subnet among the private ones of a service, with the private one that is meant there."""
    placement, subnet = attempt.placement, attempt.subnet
    given = [as_text(item) for item in as_list(placement.by.get(*placement.subnets_path))]
    alone = len(blocked.users) == len(blocked.subnets) == given.count(subnet.physical_id) == 1
    if not alone or not 1 < len(given) == len(placement.known_subnets):
        return None
    vpc = subnet.get("VpcId")
    free = [item for item in inquiry.system.of_type(SUBNET) if item.get("VpcId") == vpc and is_private(inquiry, item)]
    meant = [
        item for item in free if item.physical_id not in given and inquiry.zone_of(item) == inquiry.zone_of(subnet)
    ]
    if len(meant) != 1 and len(meant := [item for item in free if item.physical_id not in given]) != 1:
        return None
    mend = f"write !Ref {meant[0].logical_id} in place of {subnet.logical_id}, or set AssignPublicIp: ENABLED"
    return (*placement.subnets_path, given.index(subnet.physical_id)), mend


def _is_endpoint(hop: Hop) -> bool:
    """Whether an endpoint is the only mend."""
    return bool(hop.service) and _OR_ADD not in hop.mend


def _path(attempt: Attempt) -> PropertyPath:
    """The property at fault where the interface itself is: it has no public address, or stands in the wrong subnet."""
    rule, placement = attempt.path.deciding, attempt.placement
    if rule is not None and "PUBLIC_IP" in rule.code:
        return placement.network if placement.whole else (*placement.network, "AssignPublicIp")
    return placement.subnets_path
