"""Whether a load balancer has a listener for the protocol and the port by which CloudFront speaks to it.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_front import aim, origins
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, at

USUAL = {"HTTP": 80, "HTTPS": 443}


def _ports(inquiry: Inquiry) -> Iterator[Said]:
    for distribution, path, origin, balancer in origins(inquiry):
        protocol, port = aim(distribution, origin)
        listeners = [item for item in inquiry.arrivals.listeners if item.balancer is balancer]
        if not protocol or not listeners or any((item.protocol, item.port) == (protocol, port) for item in listeners):
            continue
        if any(isinstance(item.resource.get(key), Unknown) for item in listeners for key in ("Port", "Protocol")):
            continue
        there = " and ".join(f"{item.protocol} on {item.port}" for item in listeners)
        other = {"HTTP": "https-only", "HTTPS": "http-only"}[protocol]
        same = [str(item.port) for item in listeners if item.protocol == protocol]
        given = bool(same) and at(origin, "CustomOriginConfig", f"{protocol}Port") is not None
        usual = [item for item in listeners if item.port == port == USUAL[protocol]]
        if usual:
            slip = usual[0]
            yield Found(
                slip.resource,
                ("Protocol",),
                f"{slip.resource.logical_id} speaks {slip.protocol} on port {port}, and {distribution.logical_id} "
                f"speaks {protocol} to it",
                f"{distribution.logical_id} has {balancer.logical_id} as its origin by {protocol}: CloudFront answers "
                "with 502",
                f"set Protocol: {protocol} in {slip.resource.logical_id}"
                f"{' and add Certificates' if protocol == 'HTTPS' else ''}, or write OriginProtocolPolicy: {other} and "
                f"{slip.protocol}Port: {port} in {distribution.logical_id}",
            )
            continue
        yield Found(
            distribution,
            (*path, "CustomOriginConfig", f"{protocol}Port" if given else "OriginProtocolPolicy"),
            f"{distribution.logical_id} speaks {protocol} to port {port} of {balancer.logical_id}, which has no such "
            "listener",
            f"{balancer.logical_id} listens for {there}: CloudFront answers with 502 or 504",
            f"write {protocol}Port: {' or '.join(same)}"
            if given
            else f"write OriginProtocolPolicy: {other}, or add a listener for {protocol} on port {port}",
        )


CHECK = Check(
    "ARR047",
    Severity.ERROR,
    Question.ARRIVE,
    "CloudFront speaks to a load balancer with a protocol or on a port that has no listener",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html",
    _ports,
)
