"""Whether the scheme of a URL goes with the encryption that a cache or a search domain takes.

A scheme without TLS gets no connection where the store takes nothing else; nor does one with TLS where it has none.

Sources: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html (read 2026-11-29),
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/WhatIs.corecomponents.html (serverless caches: TLS is always on;
read 2026-11-29), https://docs.aws.amazon.com/opensearch-service/latest/developerguide/infrastructure-security.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.app_stores import GROUP, SEARCH, SERVERLESS, endpoints
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_text

_ENCRYPTED = re.compile(r"TLS|SSL", re.IGNORECASE)


def _encryption(inquiry: Inquiry) -> Iterator[Said]:
    for gift, scheme, _ in endpoints(inquiry):
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


CHECK = Check(
    "APP042",
    Severity.ERROR,
    Question.REACH,
    "A URL of a cache or a search domain is without TLS where that takes nothing else, or the other way round",
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html "
    "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/infrastructure-security.html",
    _encryption,
)
