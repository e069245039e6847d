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
# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/working-with-rabbitmq.html (443 and 15671) and
# amazon-mq-basic-elements.html there (8162; both read 2026-11-30)
_CONSOLES = (443, 8162, 15671)
SERVERLESS_READER_PORT = 6380
# What clients speak, by the scheme of their URL (a driver may stand behind a plus).
_SPEAKS: Mapping[str, str] = {
    "mariadb": "MySQL",
    "mongodb": "MongoDB",
    "mysql": "MySQL",
    "mysql2": "MySQL",
    "postgres": "PostgreSQL",
    "postgresql": "PostgreSQL",
    "redis": "Redis",
    "rediss": "Redis",
    "sqlserver": "SQL Server",
}
_SCHEMES: Mapping[str, str] = {
    "MySQL": "mysql", "MongoDB": "mongodb", "PostgreSQL": "postgresql", "Redis": "redis", "SQL Server": "sqlserver",
}  # fmt: skip
_ENGINES: Mapping[str, tuple[str, ...]] = {
    "PostgreSQL": ("postgres", "aurora-postgres"),
    "MySQL": ("mysql", "mariadb", "aurora-mysql"),
    "SQL Server": ("sqlserver",),
    "Oracle": ("oracle",),
    "Memcached": ("memcached",),
    "Redis": ("redis", "valkey"),
}
_OF_TYPES: Mapping[str, str] = {
    "AWS::DocDB::DBCluster": "MongoDB",
    "AWS::DocDB::DBInstance": "MongoDB",
    "AWS::DocDBElastic::Cluster": "MongoDB",
    GROUP: "Redis",
    "AWS::MemoryDB::Cluster": "Redis",
}
_URL = re.compile(
    rf"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:[^@/\s]*@)?{GAP}(?::(?P<port>\d{{1,5}}|{GAP}))?(?=[/?#,;\s]|\Z)"
)
_PLAIN = re.compile(rf"{GAP}:(?P<port>\d{{1,5}})\Z")
_OF_URLS = re.compile(r"(?:^|_)UR[LI]\Z", re.IGNORECASE)
_BROKERS = re.compile(r"(?:^|_)BOOTSTRAP(?:_(?:SERVERS?|BROKERS?))?\Z|(?:^|_)BROKERS(?:_LIST)?\Z", re.IGNORECASE)
_ENCRYPTED = re.compile(r"TLS|SSL", re.IGNORECASE)


def _identifiers(inquiry: Inquiry) -> Iterator[Said]:
    """A host that is no host: what Ref gives of a database, its ARN, its port."""
    seen: set[tuple[str, PropertyPath]] = set()
    for gift in inquiry.gifts:
        wanted, resource = ENDPOINTS.get(gift.resource.type), gift.resource
        place = (gift.definition.logical_id, gift.path)
        if wanted is None or gift.attribute is None or gift.secret or place in seen:
            continue
        kind = _instead(gift, resource)
        if not kind:
            continue
        seen.add(place)
        store = resource.logical_id
        yield Found(
            gift.definition,
            gift.path,
            f"{gift.variable} of {gift.definition.logical_id} holds the {kind} of {store}, not its "
            f"{'URL' if _OF_URLS.search(gift.variable) and '://' not in _given(gift) else 'host name'}",
            f"{'Ref' if gift.attribute == '' else f'{gift.attribute}'} gives the {kind}, which resolves to no address: "
            f"the application can't connect to {store}",
            f"write {_address_of(resource, wanted)}",
        )


def _address_of(resource: Resource, wanted: str) -> str:
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


def _instead(gift: Gift, resource: Resource) -> str:
    """What stands where an address belongs, as all of its variable or in a URL; "" where it is an address."""
    value, attribute = _given(gift), gift.attribute or ""
    names = [name for name in (resource.physical_id, resource.arn) if name]
    whole = value in names
    if attribute.endswith("Port") and value == as_text(resource.attributes.get(attribute)) != "":
        return "port" if HOST_VARIABLE.match(gift.variable) else ""
    if attribute and not attribute.lower().endswith("arn"):
        return ""
    kind = "ARN" if attribute or resource.physical_id.startswith("arn:") else "identifier"
    if whole:
        patterns = [HOST_VARIABLE, _OF_URLS, *(() if ENDPOINTS[resource.type] else (_BROKERS,))]
        return kind if any(pattern.search(gift.variable) for pattern in patterns) else ""
    in_url = "://" in value and any(host == resource.physical_id.lower() for host, _ in hosts_in(value))
    return kind if in_url else ""


def _given(gift: Gift) -> str:
    return _text(gift.definition.get(*gift.path))


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
    yield from _brokers(inquiry)
    for gift, scheme, given in _endpoints(inquiry):
        store = gift.resource
        if given is None:
            continue
        port = given or (0 if scheme.startswith("http") else PORTS.get(scheme, 0))
        right = listening(inquiry, gift)
        if not port or not right or port in right:
            continue
        yield Found(
            gift.definition,
            gift.path,
            f"{gift.variable} of {gift.definition.logical_id} names port {port} of {store.logical_id}, which listens "
            f"on {right[0]}",
            f"the application connects to {store.logical_id} on a port where nothing listens"
            + ("" if given else f": {scheme}:// without a port means {port}"),
            f"write :{right[0]} behind the host" if given else f"add :{right[0]} behind the host",
        )


def _kinds(inquiry: Inquiry) -> Iterator[Said]:
    """A URL for another kind of database than the one that answers, on whatever port."""
    for gift, scheme, given in _endpoints(inquiry):
        store, kind = gift.resource, _SPEAKS.get(scheme.partition("+")[0], "")
        is_ = _spoken(store)
        right = listening(inquiry, gift)
        if not kind or not is_ or kind == is_ or (given is not None and given not in right):
            continue
        yield Found(
            gift.definition,
            gift.path,
            f"{gift.variable} of {gift.definition.logical_id} is a URL of {kind}, and {store.logical_id} is {is_}",
            f"a client that goes by {scheme}:// speaks {kind}, which {store.logical_id} doesn't understand: every "
            "connection fails",
            f"write {_SCHEMES[is_]}://" if is_ in _SCHEMES else f"name a database of {kind}",
        )


def _spoken(store: Resource) -> str:
    """What a store speaks; "" where that isn't known, or where it is more than one thing."""
    engine = as_text(store.get("Engine") or store.get("EngineFamily")).lower()
    for kind, beginnings in _ENGINES.items():
        if engine.startswith(beginnings):
            return kind
    return _OF_TYPES.get(store.type, "")


def _brokers(inquiry: Inquiry) -> Iterator[Said]:
    """A broker's host put together from its id, with a port on which none listens."""
    for gift in inquiry.gifts:
        broker, right = gift.resource, inquiry.paper.ports_of(gift.resource, "")
        if broker.type != BROKER or gift.attribute != "" or gift.secret:
            continue
        for host, port in hosts_in(_given(gift)):
            if not host.startswith(broker.physical_id.lower()) or not port or port in (*right, *_CONSOLES):
                continue
            yield Found(
                gift.definition,
                gift.path,
                f"{gift.variable} of {gift.definition.logical_id} names port {port} of {broker.logical_id}, which "
                f"listens on {' and '.join(str(item) for item in right)}",
                f"brokers of Amazon MQ take connections with TLS alone: nothing listens on {port}",
                f"write {_address_of(broker, '')}",
            )


def listening(inquiry: Inquiry, gift: Gift) -> tuple[int, ...]:
    """The ports on which the endpoint that a variable has takes connections; none where that isn't known."""
    store = gift.resource
    if store.type in SEARCH:
        return SEARCH_PORTS
    if store.type == SERVERLESS and (gift.attribute or "").startswith("Reader"):
        return (SERVERLESS_READER_PORT,)
    port = inquiry.paper.port_of(store)
    return (port,) if port else ()


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
    if store.type in SEARCH:
        return "TLS" if as_flag(store.get("DomainEndpointOptions", "EnforceHTTPS")) else ""
    if store.type == SERVERLESS:
        return "TLS"
    if store.type == GROUP:
        encrypted, mode = store.get("TransitEncryptionEnabled"), store.get("TransitEncryptionMode")
        # "Default: false", of Redis:
        # https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html (read
        # 2026-11-30)
        open_ended = encrypted is None and as_text(store.get("Engine")) != "redis"
        if isinstance(mode, Unknown) or as_text(mode) == "preferred" or open_ended or isinstance(encrypted, Unknown):
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
        "APP071",
        Severity.ERROR,
        Question.REACH,
        "A URL is for another kind of database than the one it leads to",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.html",
        _kinds,
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
