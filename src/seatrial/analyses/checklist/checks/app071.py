"""Whether a URL is for the kind of database that it leads to.

A client speaks what the URL's scheme says, and no store understands the protocol of another kind.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.app_stores import GROUP, endpoints, listening
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text

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


def _kinds(inquiry: Inquiry) -> Iterator[Said]:
    """A URL for another kind of database than the one that answers, on whatever port."""
    for gift, scheme, given in endpoints(inquiry):
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


CHECK = Check(
    "APP071",
    Severity.ERROR,
    Question.REACH,
    "A URL is for another kind of database than the one it leads to",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.html",
    _kinds,
)
