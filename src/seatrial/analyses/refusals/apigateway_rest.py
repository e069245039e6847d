"""What API Gateway refuses about REST APIs: integrations of their methods, and VPC links before a load balancer.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
aws-properties-apigateway-method-integration.html (IntegrationHttpMethod: "required" but for MOCK; ConnectionId:
"required if ConnectionType is VPC_LINK"), aws-resource-apigateway-vpclink.html ("network load balancer"),
https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html (a parameter is
declared by the method before it is mapped). Texts: https://github.com/aws/aws-cdk/issues/6404 (method), issues/17318
(parameter) and issues/14984 (URI); the others are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.ec2_network import kind_of
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_dict, as_text

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
# What has a method of its own to call.
CALLING = ("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY")
_SCHEMES = ("http://", "https://")
_DECLARED = re.compile(r"method\.request\.(?:path|querystring|header|multivaluequerystring|multivalueheader)\.[\w$-]+")


def link_refused(world: World, resource: Resource) -> Refusal | None:
    for index, value in enumerate(entries(resource.get("TargetArns"))):
        balancer = world.find(value, BALANCER)
        if balancer is not None and kind_of(balancer) not in ("network", ""):
            text = f"A VPC link of a REST API leads to a Network Load Balancer, and {balancer.logical_id} is none."
            return Refusal("apigateway.CreateVpcLink", "BadRequestException", text, ("TargetArns", index), ours=True)
    return None


def method_refused(world: World, resource: Resource) -> Refusal | None:
    for refusal in _integration(resource):
        return refusal
    return None


def _integration(resource: Resource) -> Iterator[Refusal]:
    api, code, key = "apigateway.PutIntegration", "BadRequestException", "Integration"
    given = resource.get(key)
    if not isinstance(given, dict):
        return
    if as_text(given.get("Type")) in CALLING and given.get("IntegrationHttpMethod") is None:
        text = "Enumeration value for HttpMethod must be non-empty"
        yield Refusal(api, code, text, (key, "IntegrationHttpMethod"), because="IntegrationHttpMethod is missing")
    uri = given.get("Uri")
    if as_text(given.get("Type")).startswith("HTTP") and isinstance(uri, str) and not uri.startswith(_SCHEMES):
        yield Refusal(api, code, "Invalid HTTP endpoint specified for URI", (key, "Uri"))
    declared = resource.get("RequestParameters")
    if isinstance(declared, Unknown):
        return
    for name, source in as_dict(given.get("RequestParameters")).items():
        value = as_text(source)
        if _DECLARED.fullmatch(value) and value not in as_dict(declared):
            wrong = f"errors : [Invalid mapping expression parameter specified: {value}]"
            text = f"Invalid mapping expression specified: Validation Result: warnings : [], {wrong}"
            yield Refusal(api, code, text, (key, "RequestParameters", name))
