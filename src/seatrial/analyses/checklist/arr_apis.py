"""How API Gateway comes to the load balancer of a system, and whether its REST APIs are there to be called.

Sources (read 2026-11-30): https://docs.aws.amazon.com/apigateway/latest/developerguide/
set-up-nlb-for-vpclink-using-console.html ("you then define each service using the specific port that is assigned"),
https://github.com/aws/aws-cdk/issues/10435 (the port of the URI is the listener's),
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html ("the
deployment must depend on the RestApi's methods")
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from seatrial.analyses.checklist.arrivals import BALANCER, Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text

METHOD, LINK, DEPLOYMENT, REST = (f"AWS::ApiGateway::{name}" for name in ("Method", "VpcLink", "Deployment", "RestApi"))
INTEGRATION, STAGE = "AWS::ApiGatewayV2::Integration", "AWS::ApiGateway::Stage"
_PORTS = {"http": 80, "https": 443}


def _ports_of_links(inquiry: Inquiry) -> Iterator[Said]:
    """The port of a method's URI, by which a VPC link finds the listener of its load balancer."""
    for method in inquiry.system.of_type(METHOD):
        uri = method.get("Integration", "Uri")
        link = inquiry.find(method.get("Integration", "ConnectionId"), LINK)
        if link is None or not isinstance(uri, str) or not uri.startswith(tuple(_PORTS)):
            continue
        port = _port(uri)
        for value in as_list(link.get("TargetArns")):
            balancer = inquiry.find(value, BALANCER)
            listeners = [item for item in inquiry.arrivals.listeners if balancer and item.balancer is balancer]
            if balancer is None or not listeners or not port or any(item.port in (port, 0) for item in listeners):
                continue
            yield Found(
                method,
                ("Integration", "Uri"),
                f"{method.logical_id} calls port {port} of {balancer.logical_id}, which has no such listener",
                f"{balancer.logical_id} listens on {_ports(listeners)}, and the port of the URI is the listener's: "
                "API Gateway answers with 500 or 504",
                f"write http://HOST:{listeners[0].port}/ in Uri"
                if listeners[0].port != _PORTS["http"]
                else "write http:// without a port in Uri",
            )


def _ports(listeners: list[Listener]) -> str:
    return " and ".join(str(item.port) for item in listeners)


def _port(uri: str) -> int:
    try:
        parts = urlsplit(uri)
        return parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return 0


def _over_the_internet(inquiry: Inquiry) -> Iterator[Said]:
    """An integration without a VPC link whose URL is that of an internal load balancer."""
    hosts = {
        as_text(item.attributes.get("DNSName")).lower(): item
        for item in inquiry.system.of_type(BALANCER)
        if item.get("Scheme") == "internal"
    }
    places: tuple[tuple[str, PropertyPath, str], ...] = (
        (METHOD, ("Integration",), "Uri"),
        (INTEGRATION, (), "IntegrationUri"),
    )
    for type, path, key in places if hosts else ():
        for resource in inquiry.system.of_type(type):
            connection, uri = (resource.get(*path, name) for name in ("ConnectionType", key))
            if connection not in (None, "INTERNET") or not isinstance(uri, str):
                continue
            host = uri.partition("://")[2].partition("/")[0].partition(":")[0].lower()
            balancer = hosts.get(host)
            if balancer is not None:
                yield Found(
                    resource,
                    (*path, key),
                    f"{resource.logical_id} calls {balancer.logical_id} over the internet, and it is internal",
                    "an internal load balancer only has private addresses: API Gateway finds no way there",
                    f"add ConnectionType: VPC_LINK and ConnectionId, with a VPC link to {balancer.logical_id}",
                )


def _deployments(inquiry: Inquiry) -> Iterator[Said]:
    """A deployment that CloudFormation makes as soon as the API is there, without any method."""
    for deployment in inquiry.system.of_type(DEPLOYMENT):
        api = inquiry.find(deployment.get("RestApiId"), REST)
        if api is None or api.get("Body") is not None or api.get("BodyS3Location") is not None:
            continue
        methods = [item for item in inquiry.system.of_type(METHOD) if inquiry.find(item.get("RestApiId"), REST) is api]
        before = inquiry.after(deployment.logical_id)
        if not methods or any(item.logical_id in before for item in methods):
            continue
        first = methods[0].logical_id
        yield Found(
            deployment,
            (),
            f"{deployment.logical_id} does not wait for the methods of {api.logical_id}",
            f"CloudFormation makes it as soon as {api.logical_id} is there, which has no methods then: API Gateway "
            "refuses it, and the stack is rolled back",
            f"add DependsOn: {first if len(methods) == 1 else [item.logical_id for item in methods]} to "
            f"{deployment.logical_id}".replace("'", ""),
            "The REST API doesn't contain any methods",
            fix=tuple(wait_for(deployment.logical_id, item.logical_id) for item in methods[:1] if len(methods) == 1),
        )


def _without_stage(inquiry: Inquiry) -> Iterator[Said]:
    for deployment in inquiry.system.of_type(DEPLOYMENT):
        api = inquiry.find(deployment.get("RestApiId"), REST)
        named = deployment.get("RestApiId")
        stages = [item for item in inquiry.system.of_type(STAGE) if item.get("RestApiId") == named]
        if api is not None and deployment.get("StageName") is None and not stages:
            yield Found(
                deployment,
                ("StageName",),
                f"{api.logical_id} has no stage",
                "an API is called by the URL of a stage: without one nobody calls it",
                f"add an AWS::ApiGateway::Stage with DeploymentId: !Ref {deployment.logical_id}",
            )


_GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
CHECKS = (
    Check(
        "ARR154",
        Severity.ERROR,
        Question.ARRIVE,
        "A REST API calls a port of its load balancer that has no listener",
        f"{_GATEWAY}set-up-nlb-for-vpclink-using-console.html",
        _ports_of_links,
    ),
    Check(
        "ARR155",
        Severity.ERROR,
        Question.ARRIVE,
        "An API calls an internal load balancer without a VPC link",
        f"{_GATEWAY}set-up-private-integration.html",
        _over_the_internet,
    ),
    Check(
        "ARR156",
        Severity.ERROR,
        Question.CREATE,
        "The deployment of a REST API does not wait for its methods",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html",
        _deployments,
    ),
    Check(
        "ARR157",
        Severity.WARNING,
        Question.ARRIVE,
        "A REST API has no stage",
        f"{_GATEWAY}set-up-stages.html",
        _without_stage,
    ),
)
