"""The addresses of databases, caches and search domains in variables: their form, and the ports that listen.

The endpoint's name is only known once the store has been made, so the text around it is looked at.

Sources (read 2026-11-29): return values of the types under
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/;
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html ("only accepts requests
over port 80 (HTTP) or 443 (HTTPS)"); https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/WhatIs.corecomponents.html
(serverless caches: 6379 is for the endpoint and 6380 for the reader endpoint).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.gifts import Gift
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import GAP, Unknown, Value, as_number, as_text

SEARCH = ("AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain")
SERVERLESS = "AWS::ElastiCache::ServerlessCache"
GROUP, BROKER = "AWS::ElastiCache::ReplicationGroup", "AWS::AmazonMQ::Broker"
# What a client connects to, of the types whose Ref is a name, an id or an ARN.
ENDPOINTS: Mapping[str, str] = {
    "AWS::AmazonMQ::Broker": "AmqpEndpoints",
    "AWS::DAX::Cluster": "ClusterDiscoveryEndpointURL",
    "AWS::DocDB::DBInstance": "Endpoint",
    "AWS::DocDBElastic::Cluster": "ClusterEndpoint",
    "AWS::Elasticsearch::Domain": "DomainEndpoint",
    "AWS::Lambda::Url": "FunctionUrl",
    "AWS::MSK::Cluster": "",
    "AWS::MSK::ServerlessCluster": "",
    "AWS::Neptune::DBInstance": "Endpoint",
    "AWS::OpenSearchServerless::Collection": "CollectionEndpoint",
    "AWS::RDS::DBProxyEndpoint": "Endpoint",
    "AWS::RedshiftServerless::Workgroup": "Workgroup.Endpoint.Address",
    "AWS::Timestream::InfluxDBInstance": "Endpoint",
    "AWS::DocDB::DBCluster": "Endpoint",
    "AWS::ElastiCache::CacheCluster": "RedisEndpoint.Address",
    GROUP: "PrimaryEndPoint.Address",
    SERVERLESS: "Endpoint.Address",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "DNSName",
    "AWS::MemoryDB::Cluster": "ClusterEndpoint.Address",
    "AWS::Neptune::DBCluster": "Endpoint",
    "AWS::OpenSearchService::Domain": "DomainEndpoint",
    "AWS::RDS::DBCluster": "Endpoint.Address",
    "AWS::RDS::DBInstance": "Endpoint.Address",
    "AWS::RDS::DBProxy": "Endpoint",
    "AWS::Redshift::Cluster": "Endpoint.Address",
}
SEARCH_PORTS = (443, 80)
SERVERLESS_READER_PORT = 6380
_URL = re.compile(
    rf"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:[^@/\s]*@)?{GAP}(?::(?P<port>\d{{1,5}}|{GAP}))?(?=[/?#,;\s]|\Z)"
)
_PLAIN = re.compile(rf"{GAP}:(?P<port>\d{{1,5}})\Z")


def address_of(resource: Resource, wanted: str) -> str:
    """How one writes the address of a store."""
    name = resource.logical_id
    if resource.type == GROUP and as_number(resource.get("NumNodeGroups"), 1) > 1:
        wanted = "ConfigurationEndPoint.Address"
    if as_text(resource.get("Engine")) == "memcached":
        wanted = "ConfigurationEndpoint.Address"
    if resource.type == BROKER:
        wanted = "AmqpEndpoints" if as_text(resource.get("EngineType")).upper() == "RABBITMQ" else "OpenWireEndpoints"
        return f"!Select [0, !GetAtt {name}.{wanted}]"
    if not wanted:
        return (
            f"what aws kafka get-bootstrap-brokers --cluster-arn gives for {name}, by a parameter of the template or "
            "by a custom resource"
        )
    return f"!GetAtt {name}.{wanted}"


def given_text(gift: Gift) -> str:
    """What is known of a variable's text, with gaps where AWS fills something in."""
    return _text(gift.definition.get(*gift.path))


def _text(value: Value) -> str:
    return value.text if isinstance(value, Unknown) else as_text(value)


def endpoints(inquiry: Inquiry) -> Iterator[tuple[Gift, str, int | None]]:
    """Each variable with the endpoint of one store: the gift, the scheme ("" for none), and the port (0 for none, None
    for one that isn't known).
    """
    by_path: dict[tuple[str, PropertyPath], list[Gift]] = {}
    for gift in inquiry.gifts:
        if gift.attribute and gift.resource.type in ENDPOINTS and _is_endpoint(gift.attribute):
            by_path.setdefault((gift.definition.logical_id, gift.path), []).append(gift)
    for gifts in by_path.values():
        value = gifts[0].definition.get(*gifts[0].path)
        if len(gifts) != 1 or not isinstance(value, Unknown) or gifts[0].secret:
            continue
        found = _URL.search(value.text) or _PLAIN.match(value.text)
        if found is None:
            continue
        named = found.groupdict()
        port = named.get("port") or "0"
        yield gifts[0], (named.get("scheme") or "").lower(), None if port == GAP else int(port)


def _is_endpoint(attribute: str) -> bool:
    return attribute.lower().endswith(("address", "endpoint"))


def listening(inquiry: Inquiry, gift: Gift) -> tuple[int, ...]:
    """The ports on which the endpoint that a variable has takes connections; none where that isn't known."""
    store = gift.resource
    if store.type in SEARCH:
        return SEARCH_PORTS
    if store.type == SERVERLESS and (gift.attribute or "").startswith("Reader"):
        return (SERVERLESS_READER_PORT,)
    port = inquiry.paper.port_of(store)
    return (port,) if port else ()
