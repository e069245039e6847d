"""What CreateService refuses about Service Connect.

Texts: reproduced on AWS by cdk-preflight 1.9.1 and 0.0.143 (Apache-2.0, npm; rules ``pf-ecs-svc-connect-*``). Rules:
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html, API_TimeoutConfiguration.html
("can only be set if the appProtocol isn't TCP"), API_LogConfiguration.html (all read 2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.ecs_container import FARGATE_LOG_DRIVERS
from seatrial.analyses.refusals.ecs_deployment import Said
from seatrial.analyses.refusals.world import entries, known, texts
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_dict, as_flag, as_number, as_text, at

CONNECT = "ServiceConnectConfiguration"
_DNS_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,125}[A-Za-z0-9])?\Z")
# "lowercase letters, numbers, underscores (_), and hyphens (-). The name can't start with a hyphen."
_DISCOVERY_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,63}\Z")


def connect_problems(resource: Resource, definition: Resource | None) -> Iterator[Said]:
    connect = resource.get(CONNECT)
    controller = as_text(resource.get("DeploymentController", "Type"))
    if as_flag(at(connect, "Enabled")) and controller in ("CODE_DEPLOY", "EXTERNAL"):
        # The blue/green type of CodeDeploy and the external one "aren't supported"; what ECS itself shifts is:
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html and
        # service-connect-blue-green.html there (both read 2026-11-30)
        text = f"Service Connect needs the deployment controller ECS, not {controller}."
        yield Said(text, (CONNECT,), ours=True)
    for index, service in enumerate(entries(at(connect, "Services"))):
        path: PropertyPath = (CONNECT, "Services", index)
        yield from _aliases(service, path, index)
        name = as_text(at(service, "PortName"))
        if definition is not None and name and name not in _ports(definition) and _are_known(definition):
            yield Said(
                f"portName({name}) does not refer to any named PortMapping in the container definitions",
                (*path, "PortName"),
            )
        elif definition is not None and name in _ports(definition):
            yield from _timeout(service, _ports(definition)[name], path)
        yield from _authority(resource, service, path)
        discovery = at(service, "DiscoveryName")
        if isinstance(discovery, str) and discovery and not _DISCOVERY_NAME.match(discovery):
            text = f"The discovery name {discovery} may only have lowercase letters, digits, _ and -."
            instead = re.sub(r"[^a-z0-9_-]", "-", discovery.lower()).strip("-")
            yield Said(text, (*path, "DiscoveryName"), instead=instead, ours=True)
    if as_flag(at(connect, "Enabled")):
        yield from _log(resource, definition)


def _aliases(service: Value, path: PropertyPath, index: int) -> Iterator[Said]:
    aliases = entries(at(service, "ClientAliases"))
    if len(aliases) > 1:
        yield Said(
            f"serviceConnectConfiguration.services.{index} clientAliases exceeds the max limit of 1",
            (*path, "ClientAliases"),
        )
    for number, alias in enumerate(aliases):
        name = at(alias, "DnsName")
        if isinstance(name, str) and name and not _DNS_NAME.match(name):
            because = f"{name} is no host name"
            bare = name.rpartition("//")[2].partition("/")[0].partition(":")[0]
            instead = bare if _DNS_NAME.match(bare) else ""
            place: PropertyPath = (*path, "ClientAliases", number, "DnsName")
            yield Said("The DNS name that you provided is invalid", place, because, instead)


def _authority(resource: Resource, service: Value, path: PropertyPath) -> Iterator[Said]:
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html (read 2026-11-30)"""
    place: PropertyPath = ("Tls", "IssuerCertificateAuthority", "AwsPcaAuthorityArn")
    value = at(service, *place)
    arn, own = Arn.parse(as_text(value)) if isinstance(value, str) else None, Arn.parse(resource.arn)
    if not isinstance(value, str) or not value:
        return
    if arn is None or arn.service != "acm-pca" or not arn.resource.startswith("certificate-authority/"):
        yield Said(f"{value} is no certificate authority of AWS Private CA.", (*path, *place), ours=True)
    elif own is not None and own.region and arn.region != own.region:
        text = f"The certificate authority is in {arn.region}, and the service in {own.region}."
        yield Said(text, (*path, *place), ours=True)


def _ports(definition: Resource) -> dict[str, Value]:
    containers = entries(definition.get("ContainerDefinitions"))
    mappings = [port for item in containers for port in entries(at(item, "PortMappings"))]
    return {as_text(at(port, "Name")): port for port in mappings}


def _are_known(definition: Resource) -> bool:
    """Whether all of a definition's port mappings and their names are known."""
    containers = definition.get("ContainerDefinitions")
    # An environment that isn't known says nothing of ports.
    mappings = [at(item, "PortMappings") for item in entries(containers)]
    return not isinstance(containers, Unknown) and all(known(item) for item in mappings)


def _timeout(service: Value, mapping: Value, path: PropertyPath) -> Iterator[Said]:
    seconds, spoken = at(service, "Timeout", "PerRequestTimeoutSeconds"), at(mapping, "AppProtocol")
    if isinstance(spoken, Unknown) or isinstance(seconds, Unknown) or as_number(seconds, 0) <= 0 or as_text(spoken):
        return
    text = "PerRequestTimeoutSeconds can only be set for a port mapping with AppProtocol http, http2 or grpc."
    because = f"the port mapping {as_text(at(mapping, 'Name'))} has no AppProtocol"
    yield Said(text, (*path, "Timeout", "PerRequestTimeoutSeconds"), because, ours=True)


def _log(resource: Resource, definition: Resource | None) -> Iterator[Said]:
    """The proxy's log driver is one that Fargate has, with the options that it needs there."""
    path: PropertyPath = (CONNECT, "LogConfiguration")
    driver = as_text(resource.get(*path, "LogDriver"))
    fargate = definition is not None and "FARGATE" in texts(definition.get("RequiresCompatibilities"))
    if not driver or not fargate or as_text(resource.get("LaunchType")) == "EC2":
        return
    if driver not in FARGATE_LOG_DRIVERS:
        text = f"Fargate has the log drivers {', '.join(FARGATE_LOG_DRIVERS)}, not {driver}."
        yield Said(text, (*path, "LogDriver"), instead="awslogs", ours=True)
    options = resource.get(*path, "Options")
    if driver == "awslogs" and not isinstance(options, Unknown):
        given = as_dict(options)
        for option in ("awslogs-group", "awslogs-stream-prefix"):
            if option not in given:
                yield Said(
                    f"The log driver awslogs of the proxy lacks the option {option}.", (*path, "Options"), ours=True
                )
                return
