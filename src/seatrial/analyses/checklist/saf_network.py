"""Who can get at what: open security groups, public tasks, plain HTTP, one zone."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.same_zone import refused_pairs
from seatrial.analyses.refusals.ec2_ipv6 import is_native
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Properties, Value, as_dict, as_list, as_number, as_text

GROUP, INGRESS = "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"
ANYWHERE = ("0.0.0.0/0", "::/0")
NAT, SUBNET = "AWS::EC2::NatGateway", "AWS::EC2::Subnet"
STORES = (
    *("AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::DocDB::DBCluster", "AWS::ElastiCache::ReplicationGroup"),
    *("AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ServerlessCache"),
)
UNENCRYPTED = (
    *(("AWS::RDS::DBInstance", "StorageEncrypted"), ("AWS::RDS::DBCluster", "StorageEncrypted")),
    *(("AWS::EFS::FileSystem", "Encrypted"), ("AWS::ElastiCache::ReplicationGroup", "AtRestEncryptionEnabled")),
)
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html (read 2026-11-30). What
# a listener has without SslPolicy is AWS's choice, and not told.
OLD_POLICIES = (
    *("ELBSecurityPolicy-2015-05", "ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS-1-0-2015-04"),
    *("ELBSecurityPolicy-TLS-1-1-2017-01", "ELBSecurityPolicy-FS-2018-06", "ELBSecurityPolicy-FS-1-1-2019-08"),
    *("ELBSecurityPolicy-TLS13-1-0-2021-06", "ELBSecurityPolicy-TLS13-1-1-2021-06"),
)


def _rules(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, Value, Properties]]:
    """Every ingress rule with its place and the group that it belongs to."""
    for group in inquiry.system.of_type(GROUP):
        for index, item in enumerate(as_list(group.get("SecurityGroupIngress"))):
            yield group, ("SecurityGroupIngress", index), group.physical_id, as_dict(item)
    for rule in inquiry.system.of_type(INGRESS):
        yield rule, (), rule.get("GroupId"), rule.properties


def _is_open(rule: Properties) -> bool:
    return as_text(rule.get("CidrIp")) in ANYWHERE or as_text(rule.get("CidrIpv6")) in ANYWHERE


def _of_tasks(inquiry: Inquiry) -> Iterator[Said]:
    """Tasks that anybody may talk to although a load balancer stands before them."""
    behind = {item.placement.by.logical_id for item in inquiry.arrivals.entries}
    guarded: dict[str, str] = {}
    for placement in inquiry.placements:
        if placement.by.logical_id in behind:
            for own in placement.known_groups:
                guarded[own.logical_id] = placement.by.logical_id
    for balancer in inquiry.system.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        if as_text(balancer.get("Type")) == "network":
            # Its clients' own addresses may be what the tasks see.
            return
        for value in as_list(balancer.get("SecurityGroups")):
            shared = inquiry.find(value, GROUP)
            if shared is not None:
                guarded.pop(shared.logical_id, None)
    for resource, path, owner, rule in _rules(inquiry):
        group: Resource | None = inquiry.find(owner, GROUP)
        if group is not None and group.logical_id in guarded and _is_open(rule):
            by = guarded[group.logical_id]
            yield Found(
                resource,
                path,
                f"{group.logical_id} allows traffic from anywhere to the tasks of {by}, bypassing the load balancer",
                "whoever can reach a task's address bypasses the load balancer's rules, TLS and access logs",
                f"name the load balancer's security group as the source in {group.logical_id}, in place of 0.0.0.0/0",
            )


def _wide(inquiry: Inquiry) -> Iterator[Said]:
    """Groups that are open to the world on more than the ports of listeners."""
    for resource, path, owner, rule in _rules(inquiry):
        group = inquiry.find(owner, GROUP)
        if not _is_open(rule) or group is None:
            continue
        protocol = as_text(rule.get("IpProtocol"))
        low, high = as_number(rule.get("FromPort"), -1), as_number(rule.get("ToPort"), -1)
        if protocol in ("-1", "all") or (protocol in ("tcp", "6", "udp", "17") and high - low > 100):
            what = "all traffic" if protocol in ("-1", "all") else f"ports {low} to {high}"
            yield Found(
                resource,
                path,
                f"{group.logical_id} is open to the internet on {what}",
                "anyone on the internet may connect to any of these ports",
                f"open only the ports that something listens on in {group.logical_id}, or restrict the source",
            )


def _public_tasks(inquiry: Inquiry) -> Iterator[Said]:
    """Public addresses where there is a way out without them."""
    if not any(inquiry.system.of_type(NAT)):
        return
    for placement in inquiry.placements:
        if placement.public_address is True and placement.by.type == "AWS::ECS::Service":
            place = (*placement.network, "AssignPublicIp")
            subnets = placement.known_subnets
            if subnets and not placement.unknown and all(is_private(inquiry, item) for item in subnets):
                yield Found(
                    placement.by,
                    place,
                    f"tasks of {placement.by.logical_id} get public IP addresses in private subnets",
                    f"{inquiry.names(subnets)} send what goes to the internet to a NAT gateway, so nothing goes out or "
                    "comes in by these addresses, and each of them costs",
                    f"set AssignPublicIp: DISABLED in {placement.by.logical_id}",
                )
                continue
            yield Found(
                placement.by,
                place,
                f"tasks of {placement.by.logical_id} get public IP addresses, although there is a NAT gateway",
                "each task can be reached from the internet as far as its security group allows",
                "set AssignPublicIp: DISABLED and run the tasks in the private subnets",
            )


def is_private(inquiry: Inquiry, subnet: Resource) -> bool:
    """Whether a subnet's default route is known to lead to a NAT gateway."""
    ways = _default_routes(inquiry, subnet)
    return bool(ways) and all(item.get("NatGatewayId") is not None for item in ways)


def _default_routes(inquiry: Inquiry, subnet: Resource) -> list[Resource]:
    tables = [
        item.get("RouteTableId")
        for item in inquiry.system.of_type("AWS::EC2::SubnetRouteTableAssociation")
        if item.get("SubnetId") == subnet.physical_id
    ]
    routes = [item for item in inquiry.system.of_type("AWS::EC2::Route") if item.get("RouteTableId") in tables]
    return [item for item in routes if as_text(item.get("DestinationCidrBlock")) == "0.0.0.0/0"]


def _one_zone(inquiry: Inquiry) -> Iterator[Said]:
    told = [pair for pair in refused_pairs(inquiry) if pair is not None]
    for placement in inquiry.placements:
        here = placement.known_subnets
        if any(one in here and other in here for one, other in told):
            continue
        if placement.by.type != "AWS::ECS::Service" or placement.unknown:
            continue
        zones = {inquiry.zone_of(item) for item in placement.known_subnets}
        if len(zones) == 1 and "" not in zones:
            yield Found(
                placement.by,
                placement.subnets_path,
                f"all tasks of {placement.by.logical_id} run in {zones.pop()}",
                "when that Availability Zone fails, the service fails too",
                f"add a subnet in another Availability Zone to Subnets of {placement.by.logical_id}",
            )


def _single_nat(inquiry: Inquiry) -> Iterator[Said]:
    gateways = list(inquiry.system.of_type(NAT))
    # What has IPv6 alone goes out another way.
    subnets = [it for placement in inquiry.placements for it in placement.known_subnets if not is_native(it)]
    zones = {inquiry.zone_of(item) for item in subnets}
    if len(gateways) == 1 and len(zones) > 1:
        yield Found(
            gateways[0],
            (),
            f"{gateways[0].logical_id} is the only way out for tasks in {len(zones)} Availability Zones",
            "when its Availability Zone fails, tasks in the others cannot reach the internet, and new ones may not "
            "start",
            "add a NAT gateway in a public subnet of each zone, and route each private subnet to the one in its zone",
        )
    elif len(zones) > 1:
        yield from _elsewhere(inquiry, gateways)


def _elsewhere(inquiry: Inquiry, gateways: list[Resource]) -> Iterator[Said]:
    """Subnets that go out by another zone's gateway although their own zone has one."""
    of_zone: dict[str, list[Resource]] = {}
    for gateway in gateways:
        home = inquiry.find(gateway.get("SubnetId"), SUBNET)
        if home is not None and inquiry.zone_of(home):
            of_zone.setdefault(inquiry.zone_of(home), []).append(gateway)
    told: set[str] = set()
    for subnet in (item for placement in inquiry.placements for item in placement.known_subnets):
        zone, routes = inquiry.zone_of(subnet), _default_routes(inquiry, subnet)
        # Two of them, or two tables, is what is told then.
        for route in routes if len(routes) == 1 and not inquiry.refused_at(routes[0]) else ():
            used = inquiry.find(route.get("NatGatewayId"), NAT)
            away = [name for name, items in of_zone.items() if used in items and name != zone]
            if used is None or not away or zone not in of_zone or route.logical_id in told:
                continue
            told.add(route.logical_id)
            yield Found(
                route,
                ("NatGatewayId",),
                f"{subnet.logical_id} in {zone} goes out by {used.logical_id} in {away[0]}, although "
                f"{inquiry.names(of_zone[zone])} is in its own zone",
                f"when {away[0]} fails, tasks in {zone} cannot reach the internet either, and what they send between "
                "the zones costs",
                f"write NatGatewayId: !Ref {of_zone[zone][0].logical_id} in {route.logical_id}",
            )


def _plain_http(inquiry: Inquiry) -> Iterator[Said]:
    secure = {
        item.balancer.logical_id for item in inquiry.arrivals.listeners if item.balancer and item.protocol == "HTTPS"
    }
    for listener in inquiry.arrivals.listeners:
        balancer = listener.balancer
        if balancer is None or listener.protocol != "HTTP" or balancer.logical_id not in secure:
            continue
        for index, action in enumerate(as_list(listener.resource.get("DefaultActions"))):
            if as_text(as_dict(action).get("Type")) == "forward":
                yield Found(
                    listener.resource,
                    ("DefaultActions", index),
                    f"{listener.resource.logical_id} serves over HTTP what {balancer.logical_id} also serves over "
                    "HTTPS",
                    "clients that use http:// stay on an unencrypted connection",
                    'write { Type: redirect, RedirectConfig: { Protocol: HTTPS, Port: "443", StatusCode: HTTP_301 } }',
                )


def _stores(inquiry: Inquiry) -> Iterator[Said]:
    """Databases and caches that anybody may talk to, as far as their security groups go."""
    open_to_all: dict[str, list[tuple[Resource, PropertyPath, Properties]]] = {}
    for resource, path, owner, rule in _rules(inquiry):
        group = inquiry.find(owner, GROUP) if _is_open(rule) else None
        if group is not None:
            open_to_all.setdefault(group.logical_id, []).append((resource, path, rule))
    for store in inquiry.system.of_type(*STORES) if open_to_all else ():
        port = inquiry.paper.port_of(store)
        for key in ("VPCSecurityGroups", "VpcSecurityGroupIds", "SecurityGroupIds"):
            for value in as_list(store.get(key)):
                group = inquiry.find(value, GROUP)
                for resource, path, rule in open_to_all.get(group.logical_id, ()) if group is not None else ():
                    low, high = as_number(rule.get("FromPort"), 0), as_number(rule.get("ToPort"), 65535)
                    # A wide range is told for itself.
                    if low <= port <= high <= low + 100:
                        yield Found(
                            resource,
                            path,
                            f"{store.logical_id} takes connections from anywhere on port {port}",
                            "only its password and its subnets keep the internet out",
                            "name the security group of the tasks in SourceSecurityGroupId, in place of "
                            f"{as_text(rule.get('CidrIp') or rule.get('CidrIpv6'))}",
                        )


def _public_stores(inquiry: Inquiry) -> Iterator[Said]:
    for store in inquiry.system.of_type("AWS::RDS::DBInstance"):
        if as_text(store.get("PubliclyAccessible")).lower() == "true":
            yield Found(
                store,
                ("PubliclyAccessible",),
                f"{store.logical_id} has a public address",
                "tasks reach a database by its private address: the public one only lets others try",
                "write PubliclyAccessible: false",
            )


def _plain_stores(inquiry: Inquiry) -> Iterator[Said]:
    """Stores that are told to keep what they have unencrypted."""
    for type, key in UNENCRYPTED:
        for store in inquiry.system.of_type(type):
            if as_text(store.get(key)).lower() == "false":
                yield Found(
                    store,
                    (key,),
                    f"{store.logical_id} keeps what it has unencrypted",
                    f"{key} is false, and can't be changed later without a new one",
                    f"write {key}: true",
                )


def _old_tls(inquiry: Inquiry) -> Iterator[Said]:
    for listener in inquiry.arrivals.listeners:
        policy = as_text(listener.resource.get("SslPolicy"))
        if policy in OLD_POLICIES:
            yield Found(
                listener.resource,
                ("SslPolicy",),
                f"{listener.resource.logical_id} speaks TLS 1.0 or 1.1 with who asks for it",
                f"{policy} has protocols that are retired because they can be broken",
                "write SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06",
            )


_VPC = "https://docs.aws.amazon.com/vpc/latest/userguide/"
_ECS = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"


def _check(code: str, severity: Severity, title: str, source: str, ask: object) -> Check:
    return Check(code, severity, Question.SEEMLY, title, source, ask)  # type: ignore[arg-type]


CHECKS = (
    _check(
        "SAF001",
        Severity.WARNING,
        "Tasks accept traffic from anywhere, bypassing their load balancer",
        _VPC + "vpc-security-groups.html",
        _of_tasks,
    ),
    _check(
        "SAF002",
        Severity.WARNING,
        "A security group is open to the internet on a wide range of ports",
        _VPC + "security-group-rules.html",
        _wide,
    ),
    _check(
        "SAF003",
        Severity.WARNING,
        "Tasks get public IP addresses although there is a NAT gateway",
        _ECS + "fargate-task-networking.html",
        _public_tasks,
    ),
    _check(
        "SAF004",
        Severity.WARNING,
        "All tasks of a service run in one Availability Zone",
        _ECS + "service-rebalancing.html",
        _one_zone,
    ),
    _check(
        "SAF005",
        Severity.NOTE,
        "Tasks go out by a NAT gateway in another Availability Zone",
        _VPC + "nat-gateway-basics.html",
        _single_nat,
    ),
    _check(
        "SAF150",
        Severity.WARNING,
        "A database or a cache takes connections from anywhere",
        _VPC + "security-group-rules.html",
        _stores,
    ),
    _check(
        "SAF151",
        Severity.WARNING,
        "A database has a public address",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
        _public_stores,
    ),
    _check(
        "SAF153",
        Severity.WARNING,
        "A database, a file system or a cache is told to store without encryption",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
        _plain_stores,
    ),
    _check(
        "SAF152",
        Severity.WARNING,
        "A listener speaks retired versions of TLS",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
        _old_tls,
    ),
    _check(
        "SAF006",
        Severity.WARNING,
        "A listener serves over HTTP what another one serves over HTTPS",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html",
        _plain_http,
    ),
)
