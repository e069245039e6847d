"""Whether a variable for a host holds an address, and not the identifier, the ARN or the port of a store.

Ref gives the identifier, and it resolves nowhere. What else the types give is in ``app_stores``.

Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticache-replicationgroup.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.app_stores import ENDPOINTS, address_of, given_text
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import HOST_VARIABLE, Gift, hosts_in
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_text

_OF_URLS = re.compile(r"(?:^|_)UR[LI]\Z", re.IGNORECASE)
_OF_PORTS = re.compile(r"(?:^|_)PORT\Z", re.IGNORECASE)
_BROKERS = re.compile(r"(?:^|_)BOOTSTRAP(?:_(?:SERVERS?|BROKERS?))?\Z|(?:^|_)BROKERS(?:_LIST)?\Z", re.IGNORECASE)


def _identifiers(inquiry: Inquiry) -> Iterator[Said]:
    """A host that is no host: what Ref gives of a database, its ARN, its port."""
    seen: set[tuple[str, PropertyPath]] = set()
    for gift in inquiry.gifts:
        wanted, resource = ENDPOINTS.get(gift.resource.type), gift.resource
        place = (gift.definition.logical_id, gift.path)
        if wanted is None or gift.attribute is None or gift.secret or place in seen:
            continue
        if _is_address_for_port(gift, resource):
            seen.add(place)
            yield _no_port(gift, resource)
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
            f"{'URL' if _OF_URLS.search(gift.variable) and '://' not in given_text(gift) else 'host name'}",
            f"{'Ref' if gift.attribute == '' else f'{gift.attribute}'} gives the {kind}, which resolves to no address: "
            f"the application can't connect to {store}",
            f"write {address_of(resource, wanted)}",
        )


def _is_address_for_port(gift: Gift, resource: Resource) -> bool:
    """Whether a variable for a port holds the host name of a database or a cache."""
    attribute = gift.attribute or ""
    port = attribute.removesuffix("Address") + "Port"
    return attribute.endswith("Address") and bool(_OF_PORTS.search(gift.variable)) and port in resource.attributes


def _no_port(gift: Gift, resource: Resource) -> Found:
    store, port = resource.logical_id, (gift.attribute or "").removesuffix("Address") + "Port"
    return Found(
        gift.definition,
        gift.path,
        f"{gift.variable} of {gift.definition.logical_id} holds the host name of {store}, not its port",
        f"{gift.attribute} gives a name, which is no number: the application can't connect to {store}",
        f"write !GetAtt {store}.{port}",
    )


def _instead(gift: Gift, resource: Resource) -> str:
    """What stands where an address belongs, as all of its variable or in a URL; "" where it is an address."""
    value, attribute = given_text(gift), gift.attribute or ""
    names = [name for name in (resource.physical_id, resource.arn) if name]
    given = gift.definition.get(*gift.path)
    whole = value in names or (bool(attribute) and isinstance(given, Unknown) and not value)
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


CHECK = Check(
    "APP040",
    Severity.ERROR,
    Question.REACH,
    "A variable for a host holds the identifier of a database, a cache or a load balancer",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html "
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-elasticache-replicationgroup.html",
    _identifiers,
)
