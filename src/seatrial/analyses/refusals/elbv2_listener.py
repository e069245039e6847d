"""What Elastic Load Balancing refuses about listeners and rules.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-elbv2-*``), or the API's own as users of
CloudFormation and Terraform quote them (both read 2026-11-23).
"""

from __future__ import annotations

from seatrial.analyses.refusals.ec2_network import kind_of
from seatrial.analyses.refusals.elbv2 import LOAD_BALANCER
from seatrial.analyses.refusals.elbv2_actions import actions_refused
from seatrial.analyses.refusals.elbv2_conditions import FIELDS, conditions_refused
from seatrial.analyses.refusals.elbv2_listener_attributes import listener_attributes_refused
from seatrial.analyses.refusals.elbv2_transforms import transforms_refused
from seatrial.analyses.refusals.forwarding import (
    LISTENER,
    LISTENER_RULE,
    TARGET_GROUP,
    balancer_of,
    forwarded_groups,
    groups_of,
)
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, differ, entries
from seatrial.kinds.data import tls_policies
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_number, as_text, at

CERTIFICATE = "AWS::CertificateManager::Certificate"
SECURE = ("HTTPS", "TLS")
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_MutualAuthenticationAttributes.html (read
# 2026-11-30)
MODES = ("off", "passthrough", "verify")
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html (read 2026-11-23)
LOWEST_PRIORITY, HIGHEST_PRIORITY = 1, 50000
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html (read 2026-11-23);
# it can't be raised.
MOST_GROUPS_OF_AN_ACTION = 5
# What Application Load Balancers speak; Network Load Balancers speak the others.
LAYER_SEVEN = ("HTTP", "HTTPS")
# Which target groups a Network Load Balancer's listener sends to: "If the listener protocol is TCP, choose TCP or
# TCP_UDP", and so on (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-target-group.html;
# TCP_QUIC: load-balancer-listeners.html there; read 2026-11-29).
DOCUMENTED = {
    "TCP": ("TCP", "TCP_UDP"),
    "TLS": ("TCP", "TLS"),
    "UDP": ("UDP", "TCP_UDP"),
    "TCP_UDP": ("TCP_UDP",),
    "QUIC": ("QUIC", "TCP_QUIC"),
    "TCP_QUIC": ("TCP_QUIC",),
}
# What the documentation doesn't name, and what may be taken all the same: cdk-preflight 0.0.143 (Apache-2.0, npm; rule
# ``pf-elbv2-listener-tg-protocol-match``, reproduced on AWS; read 2026-11-29) lets the first two pass.
PERHAPS = {"TCP": ("TLS", "TCP_QUIC"), "TLS": ("TCP_UDP",)}


def listener_refused(world: World, resource: Resource) -> Refusal | None:
    api = "elbv2.CreateListener"
    named = resource.get("LoadBalancerArn")
    if world.lacks(named, LOAD_BALANCER):
        text = f"Load balancer '{as_text(named)}' not found"
        return Refusal(api, "LoadBalancerNotFound", text, ("LoadBalancerArn",))
    port = resource.get("Port")
    for other in world.taken(LISTENER):
        same = isinstance(named, str) and other.get("LoadBalancerArn") == named
        if same and not isinstance(port, Unknown) and as_number(other.get("Port"), -1) == as_number(port, -2):
            text = f"A listener already exists on this port for this load balancer '{as_text(named)}'"
            return Refusal(api, "DuplicateListener", text, ("Port",))
    protocol = as_text(resource.get("Protocol"))
    if (refusal := _protocol_refused(world, resource, protocol, api)) is not None:
        return refusal
    certificates = resource.get("Certificates")
    if protocol in SECURE and not isinstance(certificates, Unknown) and not entries(certificates):
        text = f"A certificate must be specified for {protocol} listeners"
        return Refusal(api, "ValidationError", text, ("Certificates",))
    if (refusal := _insecure_refused(world, resource, protocol, api)) is not None:
        return refusal
    if (refusal := _policy_refused(resource, protocol, api) or _certificates_refused(world, resource, api)) is not None:
        return refusal
    mutual = resource.get("MutualAuthentication")
    if as_text(at(mutual, "Mode")) == "verify" and at(mutual, "TrustStoreArn") is None:
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html ("mutual TLS
        # verify mode": the trust store), https://github.com/aws/aws-cdk/pull/30784; the texts are of cdk-preflight
        # (rules ``pf-elbv2-listener-mtls-truststore-required`` and ``-mode-values``; all read 2026-11-30)
        text = "Mutual Authentication mode verify requires a trust store arn"
        return Refusal(api, "ValidationError", text, ("MutualAuthentication",))
    mode = at(mutual, "Mode")
    if isinstance(mode, str) and mode not in MODES:
        text = "Mutual Authentication mode required not found"
        because = f"it is one of {', '.join(MODES)}"
        near = next((item for item in MODES if item == mode.lower()), "")
        path: PropertyPath = ("MutualAuthentication", "Mode")
        return Refusal(api, "ValidationError", text, path, because=because, instead=near)
    if isinstance(mode, str) and mode != "verify" and at(mutual, "TrustStoreArn") is not None:
        # Rule ``pf-elbv2-listener-mtls-truststore-verify-only`` of cdk-preflight, which tells no text.
        text = "A trust store is for Mode verify only."
        return Refusal(api, "ValidationError", text, ("MutualAuthentication", "TrustStoreArn"), ours=True)
    for refusal in actions_refused(world, resource, api):
        return refusal
    if (refusal := _groups_refused(world, resource, api)) is not None:
        return refusal
    return next(listener_attributes_refused(resource, protocol), None)


def _insecure_refused(world: World, resource: Resource, protocol: str, api: str) -> Refusal | None:
    """Certificates, the verification of clients and ALPN are of listeners that end TLS.

    cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rules
    ``pf-elbv2-listener-cert-insecure-protocol``, ``-mtls-https-only`` and ``-alpn-tls-only``, reproduced on AWS; read
    2026-11-30). That ALPN is for TLS listeners:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html (read 2026-11-30).
    """
    if protocol and protocol not in SECURE and entries(resource.get("Certificates")):
        text = f"A certificate cannot be specified for {protocol} listeners"
        return Refusal(api, "ValidationError", text, ("Certificates",))
    mode = resource.get("MutualAuthentication", "Mode")
    if protocol and protocol != "HTTPS" and isinstance(mode, str) and mode not in ("", "off"):
        text = "Mutual Authentication cannot be set for non secure listeners"
        return Refusal(api, "ValidationError", text, ("MutualAuthentication",), ours=protocol != "HTTP")
    if protocol and protocol != "TLS" and entries(resource.get("AlpnPolicy")):
        if protocol in LAYER_SEVEN:
            text = "You cannot set ALPN policy on load balancers of type 'application'"
            return Refusal(api, "ValidationError", text, ("AlpnPolicy",))
        text = f"An ALPN policy can only be specified for TLS listeners, not for {protocol}."
        return Refusal(api, "ValidationError", text, ("AlpnPolicy",), ours=True)
    return None


def _policy_refused(resource: Resource, protocol: str, api: str) -> Refusal | None:
    """A security policy is one of AWS's own, and of a listener that speaks TLS.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html; the text:
    https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2384 (read 2026-11-29).
    """
    policy = resource.get("SslPolicy")
    if not isinstance(policy, str) or not policy:
        return None
    if protocol and protocol not in SECURE:
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html (SslPolicy),
        # https://github.com/guardian/cdk/pull/2396 (both read 2026-11-29)
        text = f"A security policy can only be specified for HTTPS and TLS listeners, not for {protocol}."
        return Refusal(api, "ValidationError", text, ("SslPolicy",), ours=True)
    if tls_policies.exists(policy):
        return None
    text = f"SSL policy '{policy}' not found"
    return Refusal(api, "SSLPolicyNotFound", text, ("SslPolicy",), instead=tls_policies.nearest(policy))


def _of_layer_four(resource: Resource) -> str:
    return "TLS" if entries(resource.get("Certificates")) else "TCP"


def _protocol_refused(world: World, resource: Resource, protocol: str, api: str) -> Refusal | None:
    """A listener speaks what its kind of load balancer speaks."""
    balancer = world.find(resource.get("LoadBalancerArn"), LOAD_BALANCER)
    kind = kind_of(balancer) if balancer is not None else ""
    if protocol and kind == "application" and protocol not in LAYER_SEVEN:
        # https://github.com/hashicorp/terraform-provider-aws/issues/6173 (read 2026-11-23)
        text = f"Listener protocol '{protocol}' must be one of 'HTTPS, HTTP'"
        because = f"{balancer.logical_id} is of type {kind}" if balancer is not None else ""
        return Refusal(api, "ValidationError", text, ("Protocol",), because=because, instead="HTTP")
    if protocol in LAYER_SEVEN and kind == "network":
        # https://github.com/pulumi/pulumi-aws/issues/1193 (read 2026-11-23)
        text = f"Listener protocol '{protocol}' must be one of 'TLS, TCP, TCP_UDP, UDP'"
        because = f"{balancer.logical_id} is of type {kind}" if balancer is not None else ""
        return Refusal(api, "ValidationError", text, ("Protocol",), because=because, instead=_of_layer_four(resource))
    return None


def listener_certificate_refused(world: World, resource: Resource) -> Refusal | None:
    api = "elbv2.AddListenerCertificates"
    if world.lacks(resource.get("ListenerArn"), LISTENER):
        return Refusal(api, "ListenerNotFound", "One or more listeners not found", ("ListenerArn",))
    if (refusal := _certificates_refused(world, resource, api)) is not None:
        return refusal
    listener = world.find(resource.get("ListenerArn"), LISTENER)
    protocol = as_text(listener.get("Protocol")) if listener is not None else ""
    if listener is not None and protocol and protocol not in SECURE:
        # cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rule
        # ``pf-elbv2-listener-certificate-secure-listener``, reproduced on AWS; read 2026-11-30)
        text = f"A certificate cannot be specified for {protocol} listeners"
        because = f"the Protocol of {listener.logical_id} is {protocol}"
        return Refusal(api, "ValidationError", text, ("ListenerArn",), because=because)
    return None


def _certificates_refused(world: World, resource: Resource, api: str) -> Refusal | None:
    region = world.scope.region
    listed = entries(resource.get("Certificates"))
    if resource.type == LISTENER and len(listed) > 1:
        # "You must provide exactly one certificate":
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html (read 2026-11-29)
        text = f"A listener takes one certificate, its default; {resource.logical_id} has {len(listed)}."
        return Refusal(api, "ValidationError", text, ("Certificates", 1), ours=True)
    for index, item in enumerate(listed):
        arn = at(item, "CertificateArn")
        if isinstance(arn, str) and arn and (not arn.startswith("arn:") or _malformed(world, arn)):
            # As quoted by users of Terraform and CDK (read 2026-11-23).
            text = f"Certificate ARN '{arn}' is not valid"
            return Refusal(api, "ValidationError", text, ("Certificates", index, "CertificateArn"))
        if isinstance(arn, str) and arn.startswith("arn:") and f":acm:{region}:" not in arn and ":acm:" in arn:
            # A certificate of another region. The text is quoted by users of CDK (read 2026-11-23).
            text = (
                f"The certificate '{arn}' must have a fully-qualified domain name, a supported signature, and a "
                "supported key size."
            )
            return Refusal(api, "UnsupportedCertificate", text, ("Certificates", index, "CertificateArn"))
    return None


def _malformed(world: World, arn: str) -> bool:
    """Whether an ARN names no certificate of ACM or IAM. One of something of the template is told of that.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html and
    list_awsidentityandaccessmanagementiam.html (read 2026-11-29)
    """
    parts = arn.split(":", 5)
    kinds = {"acm": "certificate/", "iam": "server-certificate/"}
    if len(parts) == 6 and parts[2] not in kinds:
        return world.find(arn) is None
    return len(parts) == 6 and not parts[5].startswith(kinds[parts[2]])


def rule_refused(world: World, resource: Resource) -> Refusal | None:
    api = "elbv2.CreateRule"
    named = resource.get("ListenerArn")
    if world.lacks(named, LISTENER):
        return Refusal(api, "ListenerNotFound", "One or more listeners not found", ("ListenerArn",))
    priority = resource.get("Priority")
    number = as_number(priority, LOWEST_PRIORITY)
    if not isinstance(priority, Unknown):
        if not LOWEST_PRIORITY <= number <= HIGHEST_PRIORITY:
            text = (
                f"Priority '{number}' must be between {LOWEST_PRIORITY} and {HIGHEST_PRIORITY}"  # UNVERIFIED wording.
            )
            return Refusal(api, "ValidationError", text, ("Priority",))
        for other in world.taken(LISTENER_RULE):
            same = isinstance(named, str) and other.get("ListenerArn") == named
            if same and as_number(other.get("Priority"), -1) == number:
                return Refusal(api, "PriorityInUse", f"Priority '{number}' is currently in use", ("Priority",))
    for refusal in (*conditions_refused(resource), *transforms_refused(resource)):
        return refusal
    if (refused := _layer_four_refused(world, resource, api)) is not None:
        return refused
    for refusal in actions_refused(world, resource, api):
        return refusal
    return _groups_refused(world, resource, api)


def _layer_four_refused(world: World, resource: Resource, api: str) -> Refusal | None:
    """A rule of a Network Load Balancer can only ask for the family of the client's address.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html (fields marked [ALB] and
    [ALB, NLB]; read 2026-11-29). UNVERIFIED wording.
    """
    balancer = world.find(balancer_of(world, resource), LOAD_BALANCER)
    listener = world.find(resource.get("ListenerArn"), LISTENER)
    # A listener that speaks HTTP there is refused itself: then it is the type of the load balancer that is wrong.
    refused = listener is None or as_text(listener.get("Protocol")) in LAYER_SEVEN
    if balancer is None or as_text(balancer.get("Type")) != "network" or refused:
        return None
    for index, item in enumerate(entries(resource.get("Conditions"))):
        field = at(item, "Field")
        if isinstance(field, str) and field in FIELDS and field != "source-ip":
            text = f"A rule of a Network Load Balancer can't have a condition of type {field}."
            because = f"{balancer.logical_id} is of type network, and knows no requests"
            path: PropertyPath = ("Conditions", index, "Field")
            return Refusal(api, "ValidationError", text, path, ours=True, because=because)
    return None


def _groups_refused(world: World, resource: Resource, api: str) -> Refusal | None:
    balancer = balancer_of(world, resource)
    taken = forwarded_groups(world, colliding=True)
    vpc = _vpc_of(world, balancer)
    key = "DefaultActions" if resource.type == LISTENER else "Actions"
    listener = resource if resource.type == LISTENER else world.find(resource.get("ListenerArn"), LISTENER)
    protocol = as_text(listener.get("Protocol")) if listener is not None else ""
    if listener is None and resource.type == LISTENER_RULE and not _asks_for_clients(resource):
        # A rule that looks at requests is one of an Application Load Balancer, wherever that is.
        protocol = LAYER_SEVEN[0]
    for index, action in enumerate(entries(resource.get(key))):
        if len(entries(at(action, "ForwardConfig", "TargetGroups"))) > MOST_GROUPS_OF_AN_ACTION:
            # UNVERIFIED wording.
            text = f"An action can forward to at most {MOST_GROUPS_OF_AN_ACTION} target groups"
            place: PropertyPath = (key, index, "ForwardConfig")
            return Refusal(api, "TooManyUniqueTargetGroupsPerLoadBalancer", text, place, ours=True)
    for value, path in groups_of(resource):
        if world.lacks(value, TARGET_GROUP):
            return Refusal(api, "TargetGroupNotFound", "One or more target groups not found", path)
        group = world.find(value, TARGET_GROUP)
        if group is None:
            continue
        other = as_text(group.get("Protocol"))
        if protocol and other and not _may_send(protocol, other):
            # https://github.com/hashicorp/terraform-provider-aws/issues/4955 (read 2026-11-23)
            text = f"The listener and its associated target group '{as_text(value)}' have incompatible protocols"
            because = f"the Protocol of {group.logical_id} is {other}"
            return Refusal(api, "IncompatibleProtocols", text, path, because=because)
        found, six = world.find(balancer, LOAD_BALANCER), as_text(group.get("IpAddressType")) == "ipv6"
        stack = found.get("IpAddressType") if found is not None else None
        if found is not None and six and not isinstance(stack, Unknown) and as_text(stack, "ipv4") == "ipv4":
            # https://github.com/zalando-incubator/kube-ingress-aws-controller/pull/752 (read 2026-11-30)
            text = "You cannot associate an IPv6 target group with a load balancer that has an 'ipv4' IP address type"
            because = f"{group.logical_id} has IpAddressType: ipv6, and {found.logical_id} has not dualstack"
            return Refusal(api, "InvalidConfigurationRequest", text, path, because=because)
        own = group.get("VpcId")
        if differ(vpc, own):
            # UNVERIFIED wording.
            text = f"The following target groups have different VPC than load balancer: {as_text(value)}"
            return Refusal(api, "InvalidConfigurationRequest", text, path)
        others = {arn for arn in taken.get(group.physical_id, set()) if arn and arn != balancer}
        if balancer and others:
            text = (
                f"The following target groups cannot be associated with more than one load balancer: {as_text(value)}"
            )
            return Refusal(api, "TargetGroupAssociationLimit", text, path)
    return None


def _asks_for_clients(rule: Resource) -> bool:
    """Whether a rule asks for nothing that a Network Load Balancer doesn't know."""
    fields = [at(item, "Field") for item in entries(rule.get("Conditions"))]
    return not fields or any(isinstance(field, Unknown) or field == "source-ip" for field in fields)


def _may_send(listener: str, group: str) -> bool:
    if listener in LAYER_SEVEN:
        return group in LAYER_SEVEN
    taken = (*DOCUMENTED.get(listener, (group,)), *PERHAPS.get(listener, ()))
    return group in taken


def _vpc_of(world: World, balancer: str) -> Value:
    found = world.find(balancer, LOAD_BALANCER)
    if found is None:
        return None
    subnets = entries(found.get("Subnets")) + [at(item, "SubnetId") for item in entries(found.get("SubnetMappings"))]
    for value in subnets:
        subnet = world.find(value, "AWS::EC2::Subnet")
        if subnet is not None:
            return subnet.get("VpcId")
    return None
