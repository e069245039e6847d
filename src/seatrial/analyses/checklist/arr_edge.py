"""What stands at the edge: how CloudFront comes to the load balancer of a system, web ACLs, and blocked gateways.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html (headers),
private-content-vpc-origins.html there (what is in private subnets is reached by a VPC origin alone),
https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-default-action.html,
https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from seatrial.analyses.checklist.arr_front import CONFIG, DISTRIBUTION, aim, origins
from seatrial.analyses.checklist.arrivals import BALANCER, Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at

VPC_ORIGIN, ACL = "AWS::CloudFront::VpcOrigin", "AWS::WAFv2::WebACL"
BLOCK = "AWS::EC2::VPCBlockPublicAccessOptions"
_PORTS = {"http": 80, "https": 443}
_POLICIES = {"http-only": ("HTTP",), "https-only": ("HTTPS",)}


def _values(inquiry: Inquiry) -> Iterator[Said]:
    """A secret header that CloudFront sends, with a value that no rule wants."""
    for distribution, path, origin, balancer in origins(inquiry):
        for index, item in enumerate(as_list(at(origin, "OriginCustomHeaders"))):
            name, value = as_text(at(item, "HeaderName")), at(item, "HeaderValue")
            for listener in inquiry.arrivals.listeners:
                called = aim(distribution, origin) in (("", 0), (listener.protocol, listener.port))
                wanted = _wanted(listener, name) if listener.balancer is balancer and called else []
                if not _are_plain([value, *wanted]) or not wanted or _matches(as_text(value), wanted):
                    continue
                yield Found(
                    distribution,
                    (*path, "OriginCustomHeaders", index, "HeaderValue"),
                    f"{distribution.logical_id} sends {name} with another value than the rules of "
                    f"{listener.resource.logical_id} want",
                    f"no rule matches its requests: they get the fixed response of {listener.resource.logical_id}",
                    f"write one value of {name} in HeaderValue and in the rule's HttpHeaderConfig",
                )


def _wanted(listener: Listener, name: str) -> list[Value]:
    """The values of a header of which each rule wants one, where the listener itself answers all else."""
    answers = [as_text(at(item, "Type")) for item in as_list(listener.resource.get("DefaultActions"))]
    values: list[Value] = []
    for rule in listener.rules:
        found = [
            at(item, "HttpHeaderConfig", "Values")
            for item in as_list(rule.get("Conditions"))
            if as_text(at(item, "HttpHeaderConfig", "HttpHeaderName")).lower() == name.lower()
        ]
        if not found or any(isinstance(item, Unknown) for item in found):
            return []
        values += [one for item in found for one in as_list(item)]
    return values if answers == ["fixed-response"] else []


def _are_plain(values: list[Value]) -> bool:
    """Whether all of them are known now; what CloudFormation fills in later may be the same."""
    return all(isinstance(item, str) and "{{resolve:" not in item for item in values)


def _matches(value: str, wanted: list[Value]) -> bool:
    return any(fnmatchcase(value.lower(), as_text(item).lower().replace("[", "[[]")) for item in wanted)


def _private_origins(inquiry: Inquiry) -> Iterator[Said]:
    for distribution, path, origin, balancer in origins(inquiry):
        if balancer.get("Scheme") != "internal" or at(origin, "VpcOriginConfig") is not None:
            continue
        yield Found(
            distribution,
            (*path, "DomainName"),
            f"{distribution.logical_id} cannot reach {balancer.logical_id}, which is internal",
            "an internal load balancer only has private addresses, and CloudFront calls its origins over the internet: "
            "it answers with 502 or 504",
            "write Scheme: internet-facing in "
            f"{balancer.logical_id}, or VpcOriginConfig with an AWS::CloudFront::VpcOrigin in place of "
            "CustomOriginConfig",
        )


def _vpc_origins(inquiry: Inquiry) -> Iterator[Said]:
    """A VPC origin that speaks to a port of the load balancer without a listener for it."""
    for origin in inquiry.system.of_type(VPC_ORIGIN):
        config = origin.get("VpcOriginEndpointConfig")
        balancer = inquiry.find(at(config, "Arn"), BALANCER)
        protocols = _POLICIES.get(as_text(at(config, "OriginProtocolPolicy")), ())
        listeners = [item for item in inquiry.arrivals.listeners if balancer is not None and item.balancer is balancer]
        for protocol in protocols if listeners else ():
            given = at(config, f"{protocol}Port")
            port = as_number(given) or _PORTS[protocol.lower()]
            ports = [item.port for item in listeners if item.protocol in (protocol, "TCP", "TLS")]
            if balancer is None or isinstance(given, Unknown) or port in ports:
                continue
            yield Found(
                origin,
                ("VpcOriginEndpointConfig", f"{protocol}Port" if given is not None else "OriginProtocolPolicy"),
                f"{origin.logical_id} speaks {protocol} to port {port} of {balancer.logical_id}, which has no such "
                "listener",
                f"{balancer.logical_id} listens for {_listed(listeners)}: CloudFront answers with 502 or 504",
                f"write {protocol}Port: {ports[0]}"
                if ports
                else f"add a listener for {protocol} on port {port} to {balancer.logical_id}",
            )


def _listed(listeners: list[Listener]) -> str:
    return " and ".join(f"{item.protocol} on {item.port}" for item in listeners)


def _switched_off(inquiry: Inquiry) -> Iterator[Said]:
    for distribution in inquiry.system.of_type(DISTRIBUTION):
        if distribution.get(CONFIG, "Enabled") in (False, "false"):
            yield Found(
                distribution,
                (CONFIG, "Enabled"),
                f"{distribution.logical_id} is switched off",
                "a distribution that is not enabled takes no requests from viewers",
                "write Enabled: true",
            )
        root = distribution.get(CONFIG, "DefaultRootObject")
        if isinstance(root, str) and root.startswith("/"):
            # CloudFront takes it: https://github.com/HHS/simpler-grants-gov/pull/3139 (read 2026-11-30)
            yield Found(
                distribution,
                (CONFIG, "DefaultRootObject"),
                f"the DefaultRootObject of {distribution.logical_id} begins with a slash: {root}",
                "it is the name of an object, before which CloudFront puts a slash of its own: the origin is asked for "
                f"/{root}, which it may not have or redirect without end",
                f"write DefaultRootObject: {root.lstrip('/')}" if root.strip("/") else "leave DefaultRootObject out",
            )


def _walls(inquiry: Inquiry) -> Iterator[Said]:
    """A web ACL that blocks what no rule allows, and has no rule that allows anything."""
    for acl in inquiry.system.of_type(ACL):
        rules, default = acl.get("Rules"), acl.get("DefaultAction")
        listed = as_list(rules)
        if isinstance(rules, Unknown) or not isinstance(default, dict) or list(default) != ["Block"]:
            continue
        used = [item for item in inquiry.system.references if item.target == acl.logical_id]
        if not used or any(isinstance(item, Unknown) or _may_allow(item) for item in listed):
            continue
        yield Found(
            acl,
            ("DefaultAction",),
            f"{acl.logical_id} lets no request through",
            "DefaultAction is Block, and none of its rules has the action Allow: AWS WAF answers each request with 403",
            "write DefaultAction: { Allow: {} }, or add a rule with Action: { Allow: {} }",
        )


def _shut(inquiry: Inquiry) -> Iterator[Said]:
    """A region whose internet gateways are shut, with a load balancer for the internet."""
    if any(True for _ in inquiry.system.of_type("AWS::EC2::VPCBlockPublicAccessExclusion")):
        return
    facing = [
        item.balancer
        for item in inquiry.arrivals.listeners
        if item.balancer is not None and item.balancer.get("Scheme") in (None, "internet-facing")
    ]
    for options in inquiry.system.of_type(BLOCK):
        mode = as_text(options.get("InternetGatewayBlockMode"))
        if mode in ("block-bidirectional", "block-ingress") and facing:
            yield Found(
                options,
                ("InternetGatewayBlockMode",),
                f"{options.logical_id} keeps requests from the internet from {facing[0].logical_id}",
                f"{mode} blocks what comes in through the internet gateways of the whole region, and no "
                "AWS::EC2::VPCBlockPublicAccessExclusion excludes the load balancer's VPC or subnets",
                "add an AWS::EC2::VPCBlockPublicAccessExclusion with InternetGatewayExclusionMode: allow-bidirectional",
            )


def _may_allow(rule: Value) -> bool:
    """Whether a rule allows some requests, be it for one rule of a group."""
    statement = at(rule, "Statement")
    own_group = at(statement, "RuleGroupReferenceStatement") is not None
    # Somebody else's managed rules may allow; those of AWS only block, count and challenge.
    foreign = as_text(at(statement, "ManagedRuleGroupStatement", "VendorName"), "AWS") != "AWS"
    return own_group or foreign or _allows(rule)


def _allows(value: Value) -> bool:
    """Whether an action Allow is anywhere in it, or may be."""
    if isinstance(value, dict):
        return "Allow" in value or any(_allows(item) for item in value.values())
    return isinstance(value, Unknown) or (isinstance(value, list) and any(_allows(item) for item in value))


_CLOUDFRONT = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/"
CHECKS = (
    Check(
        "ARR150",
        Severity.ERROR,
        Question.ARRIVE,
        "CloudFront sends a secret header with another value than the load balancer wants",
        f"{_CLOUDFRONT}restrict-access-to-load-balancer.html",
        _values,
    ),
    Check(
        "ARR151",
        Severity.ERROR,
        Question.ARRIVE,
        "CloudFront is to call an internal load balancer over the internet",
        f"{_CLOUDFRONT}private-content-vpc-origins.html",
        _private_origins,
    ),
    Check(
        "ARR152",
        Severity.ERROR,
        Question.ARRIVE,
        "A VPC origin speaks to a port of a load balancer that has no listener",
        f"{_CLOUDFRONT}private-content-vpc-origins.html",
        _vpc_origins,
    ),
    Check(
        "ARR153",
        Severity.WARNING,
        Question.ARRIVE,
        "A distribution is switched off, or its root object begins with a slash",
        "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html",
        _switched_off,
    ),
    Check(
        "ARR162",
        Severity.ERROR,
        Question.ARRIVE,
        "Internet gateways are blocked, and a load balancer is for the internet",
        "https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html",
        _shut,
    ),
    Check(
        "ARR161",
        Severity.ERROR,
        Question.ARRIVE,
        "A web ACL blocks every request",
        "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-default-action.html",
        _walls,
    ),
)
