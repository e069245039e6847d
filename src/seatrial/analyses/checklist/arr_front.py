"""What stands before a load balancer: CloudFront, and a record that the internet asks.

CloudFront speaks to its origin with one protocol on one port, and adds headers of its own; a load balancer that only
takes requests with such a header takes no others.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html (protocol, ports,
headers), https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html (scheme: the name of
an internal load balancer gives private addresses)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_names import balancer_of, records
from seatrial.analyses.checklist.arrivals import BALANCER, Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at

DISTRIBUTION, ZONE = "AWS::CloudFront::Distribution", "AWS::Route53::HostedZone"
CONFIG = "DistributionConfig"
_DEFAULT_PORTS = {"HTTP": 80, "HTTPS": 443}
_HEADER = "http-header"


def origins(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, Value, Resource]]:
    """Each origin that is a load balancer: the distribution, the place, the origin, the load balancer."""
    balancers = {as_text(item.attributes.get("DNSName")).lower(): item for item in inquiry.system.of_type(BALANCER)}
    for distribution in inquiry.system.of_type(DISTRIBUTION):
        for index, origin in enumerate(as_list(distribution.get(CONFIG, "Origins"))):
            balancer = balancers.get(as_text(at(origin, "DomainName")).lower())
            if balancer is not None:
                yield distribution, (CONFIG, "Origins", index), origin, balancer


def aim(distribution: Resource, origin: Value) -> tuple[str, int]:
    """The protocol and port that CloudFront speaks to an origin; "" where the viewer's decides, or it isn't known."""
    custom = at(origin, "CustomOriginConfig")
    policy = as_text(at(custom, "OriginProtocolPolicy"))
    protocol = {"http-only": "HTTP", "https-only": "HTTPS"}.get(policy, "")
    if policy == "match-viewer" and _viewers_speak_https(distribution, at(origin, "Id")):
        protocol = "HTTPS"
    given = at(custom, f"{protocol}Port") if protocol else None
    if isinstance(given, Unknown) or not protocol:
        return "", 0
    return protocol, as_number(given) or _DEFAULT_PORTS[protocol]


def _viewers_speak_https(distribution: Resource, origin: Value) -> bool:
    """Whether each behavior for an origin takes HTTPS alone."""
    listed = as_list(distribution.get(CONFIG, "CacheBehaviors"))
    behaviors = [distribution.get(CONFIG, "DefaultCacheBehavior"), *listed]
    policies = [at(item, "ViewerProtocolPolicy") for item in behaviors if at(item, "TargetOriginId") == origin]
    return bool(policies) and all(policy in ("https-only", "redirect-to-https") for policy in policies)


def _ports(inquiry: Inquiry) -> Iterator[Said]:
    for distribution, path, origin, balancer in origins(inquiry):
        protocol, port = aim(distribution, origin)
        listeners = [item for item in inquiry.arrivals.listeners if item.balancer is balancer]
        if not protocol or not listeners or any((item.protocol, item.port) == (protocol, port) for item in listeners):
            continue
        there = " and ".join(f"{item.protocol} on {item.port}" for item in listeners)
        other = {"HTTP": "https-only", "HTTPS": "http-only"}[protocol]
        same = [item.port for item in listeners if item.protocol == protocol]
        given = len(same) == 1 and at(origin, "CustomOriginConfig", f"{protocol}Port") is not None
        yield Found(
            distribution,
            (*path, "CustomOriginConfig", f"{protocol}Port" if given else "OriginProtocolPolicy"),
            f"{distribution.logical_id} speaks {protocol} to port {port} of {balancer.logical_id}, which has no such "
            "listener",
            f"{balancer.logical_id} listens for {there}: CloudFront answers with 502 or 504",
            f"write {protocol}Port: {same[0]}"
            if given
            else f"write OriginProtocolPolicy: {other}, or add a listener for {protocol} on port {port}",
        )


def _headers(inquiry: Inquiry) -> Iterator[Said]:
    """Every rule wants a header, and CloudFront sends another."""
    for distribution, path, origin, balancer in origins(inquiry):
        called = aim(distribution, origin)
        listed = at(origin, "OriginCustomHeaders")
        sent = {as_text(at(item, "HeaderName")).lower() for item in as_list(listed)}
        if isinstance(listed, Unknown) or "" in sent:
            continue
        for listener in inquiry.arrivals.listeners:
            here = listener.balancer is balancer and (listener.protocol, listener.port) == called
            wanted = _wanted(listener) if here else {}
            if not wanted or sent & set(wanted):
                continue
            name = sorted(wanted.values())[0]
            yield Found(
                distribution,
                (*path, "OriginCustomHeaders") if sent else path,
                f"{distribution.logical_id} doesn't send the header {name}, which each rule of "
                f"{listener.resource.logical_id} wants",
                "CloudFront passes the headers of its viewers, who don't know this one: requests get the fixed "
                f"response of {listener.resource.logical_id}",
                f"add {{ HeaderName: {name}, HeaderValue: VALUE }} to OriginCustomHeaders",
            )


def _behaviors(inquiry: Inquiry) -> Iterator[Said]:
    """A behavior for an origin that the distribution doesn't have."""
    for distribution in inquiry.system.of_type(DISTRIBUTION):
        origins, groups = (distribution.get(CONFIG, *key) for key in (("Origins",), ("OriginGroups", "Items")))
        ids = [at(item, "Id") for item in (*as_list(origins), *as_list(groups))]
        if not ids or any(not isinstance(item, str) for item in ids):
            continue
        several = enumerate(as_list(distribution.get(CONFIG, "CacheBehaviors")))
        places: list[PropertyPath] = [(CONFIG, "DefaultCacheBehavior")]
        places += [(CONFIG, "CacheBehaviors", index) for index, _ in several]
        for place in places:
            target = distribution.get(*place, "TargetOriginId")
            if isinstance(target, str) and target and target not in ids:
                yield Found(
                    distribution,
                    (*place, "TargetOriginId"),
                    f"{distribution.logical_id} has no origin {target}",
                    f"it has {' and '.join(as_text(item) for item in ids)}: CloudFront refuses the distribution with "
                    "NoSuchOrigin, and the stack is rolled back",
                    f"write TargetOriginId: {as_text(ids[0])}",
                )


def _wanted(listener: Listener) -> dict[str, str]:
    """The headers of which every rule wants one, where the listener itself answers all else: in small, as written."""
    answered = [as_text(at(item, "Type")) for item in as_list(listener.resource.get("DefaultActions"))]
    headers: dict[str, str] = {}
    for rule in listener.rules:
        names = {
            as_text(at(item, "HttpHeaderConfig", "HttpHeaderName")).lower(): as_text(
                at(item, "HttpHeaderConfig", "HttpHeaderName")
            )
            for item in as_list(rule.get("Conditions"))
            if as_text(at(item, "Field")) == _HEADER
        }
        if not names:
            return {}
        headers |= names
    return headers if answered == ["fixed-response"] else {}


def _internal(inquiry: Inquiry) -> Iterator[Said]:
    """An internal load balancer where everything else is for the internet."""
    told: set[str] = set()
    for resource, _, properties in records(inquiry):
        balancer = balancer_of(inquiry, properties)
        if balancer is None or balancer.get("Scheme") != "internal" or balancer.logical_id in told:
            continue
        zone = inquiry.find(properties.get("HostedZoneId") or resource.get("HostedZoneId"), ZONE)
        if (zone is not None and zone.get("VPCs") is not None) or not _for_the_internet(inquiry, balancer):
            continue
        told.add(balancer.logical_id)
        yield Found(
            balancer,
            ("Scheme",),
            f"{balancer.logical_id} is internal, although its subnets are public and its security group lets the "
            "internet in",
            f"an internal load balancer only has private addresses: {as_text(properties.get('Name')) or 'its name'} "
            "leads nobody on the internet to it",
            "write Scheme: internet-facing, or leave Scheme out",
        )


def _for_the_internet(inquiry: Inquiry, balancer: Resource) -> bool:
    ports = [item.port for item in inquiry.arrivals.listeners if item.balancer is balancer]
    interfaces = inquiry.paper.balancer(balancer)
    open_ = ports and all(any(inquiry.paper.lets_anybody_in(item, port) for port in ports) for item in interfaces)
    groups = [inquiry.find(value, "AWS::EC2::SecurityGroup") for value in as_list(balancer.get("SecurityGroups"))]
    world = any(
        as_text(at(rule, "CidrIp")) == "0.0.0.0/0"
        for group in groups
        if group is not None
        for rule in as_list(group.get("SecurityGroupIngress"))
    )
    subnets = [item.subnet for item in interfaces if item.placed]
    public = subnets and all(
        inquiry.paper.to_internet(inquiry.paper.interface("a server", subnet, (), True)).verdict is Verdict.YES
        for subnet in subnets
    )
    private = subnets and all(
        inquiry.paper.to_internet(inquiry.paper.interface("a server", subnet, (), False)).verdict is Verdict.YES
        for subnet in subnets
    )
    return bool(open_ and world and public and not private)


_CLOUDFRONT = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/"
CHECKS = (
    Check(
        "ARR047",
        Severity.ERROR,
        Question.ARRIVE,
        "CloudFront speaks to a load balancer with a protocol or on a port that has no listener",
        f"{_CLOUDFRONT}DownloadDistValuesOrigin.html",
        _ports,
    ),
    Check(
        "SAF030",
        Severity.WARNING,
        Question.ARRIVE,
        "CloudFront doesn't send the header without which the load balancer forwards nothing",
        f"{_CLOUDFRONT}restrict-access-to-load-balancer.html",
        _headers,
    ),
    Check(
        "SAF032",
        Severity.ERROR,
        Question.CREATE,
        "A distribution sends requests to an origin that it doesn't have",
        "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html",
        _behaviors,
    ),
    Check(
        "SAF031",
        Severity.WARNING,
        Question.ARRIVE,
        "A load balancer is internal although everything around it is for the internet",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
        _internal,
    ),
)
