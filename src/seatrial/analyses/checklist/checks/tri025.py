"""Whether a service that uses Service Connect is given a namespace, by itself or by its cluster.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectConfiguration.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect import CONNECT
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown


def _namespaces(inquiry: Inquiry) -> Iterator[Said]:
    without: dict[str, list[Resource]] = {}
    for member in inquiry.connect.members:
        service, cluster = member.service, member.cluster
        if member.namespace is not None or inquiry.refused_at(service) or cluster is None:
            continue
        if not isinstance(cluster.get("ServiceConnectDefaults"), Unknown):
            without.setdefault(cluster.logical_id, []).append(service)
    spaces = _made_namespaces(inquiry)
    written = f"!GetAtt {spaces[0].logical_id}.Arn" if spaces else "its name or ARN"
    for cluster_name, services in without.items():
        names, many = inquiry.names(services), len(services) > 1
        cluster = inquiry.system.resources.get(cluster_name)
        at_cluster = many and cluster is not None
        for_one = f"add Namespace: {written} to {CONNECT} of {names}"
        for_all = f"add ServiceConnectDefaults: {{ Namespace: {written} }} to {cluster_name}"
        yield Found(
            cluster if cluster is not None and at_cluster else services[0],
            () if at_cluster else (CONNECT,),
            f"{names} use{'' if many else 's'} Service Connect without a namespace",
            f"neither {'the services' if many else names} nor {cluster_name} name{'' if many else 's'} one: ECS "
            f"refuses {'them' if many else 'the service'}",
            for_all if at_cluster else f"{for_one}, or ServiceConnectDefaults to {cluster_name}",
            "Namespace is missing",
        )


def _made_namespaces(inquiry: Inquiry) -> list[Resource]:
    types = ("HttpNamespace", "PrivateDnsNamespace", "PublicDnsNamespace")
    return list(inquiry.system.of_type(*(f"AWS::ServiceDiscovery::{name}" for name in types)))


CHECK = Check(
    "TRI025",
    Severity.ERROR,
    Question.TRIGGER,
    "A service uses Service Connect without a namespace",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectConfiguration.html",
    _namespaces,
)
