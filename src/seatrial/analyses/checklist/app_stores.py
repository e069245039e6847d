"""Whether an address of a database, a cache or a search domain in a variable is one that a client can use.

Three slips stand between a right network and a connection: the identifier in place of the host (Ref gives it, and it
resolves nowhere), a port in the URL on which nothing listens, and a scheme without TLS where the store takes nothing
else. The endpoint's name is only known once the store has been made, so the text around it is looked at.

Sources (read 2026-11-29): return values of the types under
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/;
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html ("only accepts requests
over port 80 (HTTP) or 443 (HTTPS)"); https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html;
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/WhatIs.corecomponents.html (serverless caches: TLS is always on,
6379 is for the endpoint and 6380 for the reader endpoint).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import HOST_VARIABLE, PORTS, Gift, hosts_in, variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import GAP, Unknown, Value, as_flag, as_number, as_text

SEARCH, SERVERLESS = "AWS::OpenSearchService::Domain", "AWS::ElastiCache::ServerlessCache"
GROUP = "AWS::ElastiCache::ReplicationGroup"
# What a client connects to, of the types whose Ref is a name, an id or an ARN.
ENDPOINTS: Mapping[str, str] = {
    "AWS::DocDB::DBCluster": "Endpoint",
    "AWS::ElastiCache::CacheCluster": "RedisEndpoint.Address",
    GROUP: "PrimaryEndPoint.Address",
    SERVERLESS: "Endpoint.Address",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "DNSName",
    "AWS::MemoryDB::Cluster": "ClusterEndpoint.Address",
    "AWS::Neptune::DBCluster": "Endpoint",
    SEARCH: "DomainEndpoint",
    "AWS::RDS::DBCluster": "Endpoint.Address",
    "AWS::RDS::DBInstance": "Endpoint.Address",
    "AWS::RDS::DBProxy": "Endpoint",
    "AWS::Redshift::Cluster": "Endpoint.Address",
}
SEARCH_PORTS = {443, 80}
SERVERLESS_READER_PORT = 6380
_URL = re.compile(
    rf"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:[^@/\s]*@)?{GAP}(?::(?P<port>\d{{1,5}}|{GAP}))?(?=[/?#,;\s]|\Z)"
)
_PLAIN = re.compile(rf"{GAP}:(?P<port>\d{{1,5}})\Z")
_ENCRYPTED = re.compile(r"TLS|SSL", re.IGNORECASE)


def _identifiers(inquiry: Inquiry) -> Iterator[Said]:
    """A host that is no host: what Ref gives of a database."""
    seen: set[tuple[str, PropertyPath]] = set()
    for gift in inquiry.gifts:
        wanted, resource = ENDPOINTS.get(gift.resource.type), gift.resource
        place = (gift.definition.logical_id, gift.path)
        if wanted is None or gift.attribute != "" or gift.secret or place in seen or not _is_host(gift, resource):
            continue
        seen.add(place)
        if resource.type == GROUP and as_number(resource.get("NumNodeGroups"), 1) > 1:
            wanted = "ConfigurationEndPoint.Address"
        if as_text(resource.get("Engine")) == "memcached":
            wanted = "ConfigurationEndpoint.Address"
        kind = "ARN" if resource.physical_id.startswith("arn:") else "identifier"
        store, kind = resource.logical_id, "ARN" if resource.physical_id.startswith("arn:") else "identifier"
        yield Found(
            gift.definition,
            gift.path,
            f"{gift.variable} of {gift.definition.logical_id} holds the {kind} of {store}, not its host name",
            f"Ref gives the {kind}, which resolves to no address: the application can't connect to {store}",
            f"write !GetAtt {store}.{wanted}",
        )


def _is_host(gift: Gift, resource: Resource) -> bool:
    """Whether the resource's name stands where a host belongs: as all of a host's variable, or in a URL."""
    value = _text(gift.definition.get(*gift.path))
    if value == resource.physical_id:
        return HOST_VARIABLE.match(gift.variable) is not None
    return "://" in value and any(host == resource.physical_id.lower() for host, _ in hosts_in(value))


def _text(value: Value) -> str:
    return value.text if isinstance(value, Unknown) else as_text(value)


def _endpoints(inquiry: Inquiry) -> Iterator[tuple[Gift, str, int | None]]:
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


def _ports(inquiry: Inquiry) -> Iterator[Said]:
    for gift, scheme, given in _endpoints(inquiry):
        store = gift.resource
        if given is None:
            continue
        port = given or (0 if scheme.startswith("http") else PORTS.get(scheme, 0))
        listening = inquiry.paper.port_of(store)
        if store.type == SERVERLESS and (gift.attribute or "").startswith("Reader"):
            listening = SERVERLESS_READER_PORT
        right = SEARCH_PORTS if store.type == SEARCH else {listening}
        if not port or not listening or port in right:
            continue
        yield Found(
            gift.definition,
            gift.path,
            f"{gift.variable} of {gift.definition.logical_id} names port {port} of {store.logical_id}, which listens "
            f"on {listening}",
            f"the application connects to {store.logical_id} on a port where nothing listens"
            + ("" if given else f": {scheme}:// without a port means {port}"),
            f"write :{listening} behind the host" if given else f"add :{listening} behind the host",
        )


def _encryption(inquiry: Inquiry) -> Iterator[Said]:
    for gift, scheme, _ in _endpoints(inquiry):
        store, definition = gift.resource, gift.definition
        takes = _takes(store)
        wanted = {"http": "https", "redis": "rediss"}.get(scheme) if takes == "TLS" else None
        wanted = {"rediss": "redis"}.get(scheme) if takes == "plain" else wanted
        if wanted is None:
            continue
        # A client of Redis may be told of TLS by another variable.
        told = any(index == gift.container and _ENCRYPTED.search(name) for index, name, _, _ in variables(definition))
        if scheme == "redis" and told:
            continue
        only = (
            f"{store.logical_id} only takes connections with TLS"
            if takes == "TLS"
            else f"{store.logical_id} takes connections without TLS alone"
        )
        yield Found(
            definition,
            gift.path,
            f"{gift.variable} of {definition.logical_id} connects to {store.logical_id} by {scheme}://",
            f"{only}: a client that goes by the scheme gets no connection",
            f"write {wanted}://",
            severity=Severity.WARNING if scheme == "redis" else None,
        )


def _takes(store: Resource) -> str:
    """The only connections that a store takes: "TLS", "plain", or "" where it takes both or that isn't known."""
    if store.type == SEARCH:
        return "TLS" if as_flag(store.get("DomainEndpointOptions", "EnforceHTTPS")) else ""
    if store.type == SERVERLESS:
        return "TLS"
    if store.type == GROUP:
        encrypted, mode = store.get("TransitEncryptionEnabled"), store.get("TransitEncryptionMode")
        if (
            isinstance(mode, Unknown)
            or as_text(mode) == "preferred"
            or encrypted is None
            or isinstance(encrypted, Unknown)
        ):
            return ""
        return "TLS" if as_flag(encrypted) else "plain"
    return ""


_TYPES = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
CHECKS = (
    Check(
        "APP040",
        Severity.ERROR,
        Question.REACH,
        "A variable for a host holds the identifier of a database, a cache or a load balancer",
        f"{_TYPES}aws-resource-rds-dbinstance.html {_TYPES}aws-resource-elasticache-replicationgroup.html",
        _identifiers,
    ),
    Check(
        "APP041",
        Severity.ERROR,
        Question.REACH,
        "A URL of a database, a cache or a search domain names a port on which it doesn't listen",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.html "
        "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html",
        _ports,
    ),
    Check(
        "APP042",
        Severity.ERROR,
        Question.REACH,
        "A URL of a cache or a search domain is without TLS where that takes nothing else, or the other way round",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html "
        "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/infrastructure-security.html",
        _encryption,
    ),
)
