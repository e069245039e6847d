"""Whether a public namespace or zone has a private name.

Nobody can delegate a name under ``.local`` or ``.internal`` to a public zone, so nothing in it ever resolves.

Sources (read 2026-11-29): https://docs.aws.amazon.com/cloud-map/latest/dg/creating-namespaces.html,
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-working-with.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect import is_private
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

PUBLIC, ZONE = "AWS::ServiceDiscovery::PublicDnsNamespace", "AWS::Route53::HostedZone"


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


CHECK = Check(
    "TRI051",
    Severity.WARNING,
    Question.TRIGGER,
    "A public namespace or zone has a private name",
    "https://docs.aws.amazon.com/cloud-map/latest/dg/creating-namespaces.html",
    _public,
    gravest=Severity.ERROR,
)
