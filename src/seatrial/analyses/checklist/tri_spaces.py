"""Namespaces and zones of private names that are public, and what the proxies of Service Connect speak and log.

Nobody can delegate a name under ``.local`` or ``.internal`` to a public zone, so nothing in it ever resolves.

Sources (read 2026-11-29): https://docs.aws.amazon.com/cloud-map/latest/dg/creating-namespaces.html,
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-working-with.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html (awslogs-region is required on Fargate),
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect import CONNECT, is_private
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_dict, as_flag, as_list, as_text

PUBLIC, ZONE = "AWS::ServiceDiscovery::PublicDnsNamespace", "AWS::Route53::HostedZone"
SCHEMES = ("https://", "wss://")


def _public(inquiry: Inquiry) -> Iterator[Said]:
    for item in inquiry.system.of_type(PUBLIC, ZONE):
        name = as_text(item.get("Name")).rstrip(".").lower()
        if not is_private(name) or (item.type == ZONE and item.get("VPCs") not in (None, [])):
            continue
        kind = "namespace" if item.type == PUBLIC else "hosted zone"
        called = [address for address in inquiry.addresses if address.host.endswith(f".{name}")]
        yield Found(
            item,
            ("Name",) if item.type == PUBLIC else (),
            f"{item.logical_id} is a public {kind} for {name}, which can't resolve",
            f"no registry delegates a name under .{name.rpartition('.')[2]}: nobody finds what is in it"
            + (f", and {called[0].definition.logical_id} is told to call {called[0].host}" if called else ""),
            "make it an AWS::ServiceDiscovery::PrivateDnsNamespace with Vpc"
            if item.type == PUBLIC
            else "add VPCs: [{ VPCId: !Ref VPC, VPCRegion: !Ref AWS::Region }] to it",
            severity=Severity.ERROR if called else None,
        )


def _speaks(inquiry: Inquiry) -> Iterator[Said]:
    """A client that speaks TLS to a proxy that hands plain HTTP through."""
    seen: set[tuple[str, str]] = set()
    for address in inquiry.addresses:
        text = as_text(address.definition.get(*address.path)).lower()
        offers = inquiry.connect.offered(address)
        if not offers or not text.startswith(SCHEMES) or (address.definition.logical_id, address.host) in seen:
            continue
        offer = offers[0]
        tls = offer.service.get(*offer.path, "Tls")
        if offer.app_protocol not in ("http", "http2", "grpc") or tls is not None:
            continue
        seen.add((address.definition.logical_id, address.host))
        yield Found(
            address.definition,
            address.path,
            f"{address.variable} of {address.definition.logical_id} calls {address.host} by "
            f"{text.partition(':')[0]}, which {offer.service.logical_id} offers as {offer.app_protocol}",
            f"the port mapping has AppProtocol: {offer.app_protocol}, so the proxy reads plain requests: a client that "
            "begins with TLS gets no answer",
            f"write http://{address.host}:{offer.port}",
        )


def _regions(inquiry: Inquiry) -> Iterator[Said]:
    path: PropertyPath = (CONNECT, "LogConfiguration")
    for placement in inquiry.placements:
        service, definition = placement.by, placement.definition
        options = service.get(*path, "Options")
        plain = service.get(*path, "LogDriver") == "awslogs" and not isinstance(options, Unknown)
        if not plain or not as_flag(service.get(CONNECT, "Enabled")) or "awslogs-region" in as_dict(options):
            continue
        kinds = definition.get("RequiresCompatibilities") if definition is not None else None
        if service.logical_id in inquiry.refused or "FARGATE" not in [as_text(one) for one in as_list(kinds)]:
            continue
        yield Found(
            service,
            (*path, "Options"),
            f"the log driver of the Service Connect proxy of {service.logical_id} has no awslogs-region",
            "on Fargate the driver awslogs needs the region: it fails before the proxy starts, and the task stops",
            "add awslogs-region: !Ref AWS::Region to Options",
        )


CHECKS = (
    Check(
        "TRI051",
        Severity.WARNING,
        Question.TRIGGER,
        "A public namespace or zone has a private name",
        "https://docs.aws.amazon.com/cloud-map/latest/dg/creating-namespaces.html",
        _public,
    ),
    Check(
        "TRI052",
        Severity.ERROR,
        Question.TRIGGER,
        "Tasks are told to speak TLS to a Service Connect name that is plain HTTP",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html",
        _speaks,
    ),
    Check(
        "TRI053",
        Severity.ERROR,
        Question.TRIGGER,
        "The log driver of a Service Connect proxy lacks its region",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
        _regions,
    ),
)
