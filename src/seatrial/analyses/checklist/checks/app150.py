"""Whether a database proxy is for the engine of the database behind it.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_proxies import PROXY, databases
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html (EngineFamily; read 2026-11-30)
FAMILIES = {"POSTGRESQL": ("postgres",), "MYSQL": ("mysql", "mariadb"), "SQLSERVER": ("sqlserver",)}


def _families(inquiry: Inquiry) -> Iterator[Said]:
    """A proxy that speaks another protocol than the database behind it."""
    for proxy in inquiry.system.of_type(PROXY):
        given = proxy.get("EngineFamily")
        for database in databases(inquiry, proxy):
            engine = database.get("Engine")
            family = family_of(engine) if isinstance(engine, str) else ""
            if family and isinstance(given, str) and given in FAMILIES and given != family:
                yield Found(
                    proxy,
                    ("EngineFamily",),
                    f"{proxy.logical_id} is for {given}, and {database.logical_id} behind it is {as_text(engine)}",
                    "a proxy speaks the protocol of its family alone: RDS doesn't register the database with it, or no "
                    "connection comes about",
                    f"write EngineFamily: {family}",
                )
                break


def family_of(engine: str) -> str:
    """The family of proxies that an engine belongs to; "" where there is none."""
    return next((family for family, words in FAMILIES.items() if any(word in engine for word in words)), "")


CHECK = Check(
    "APP150",
    Severity.ERROR,
    Question.REACH,
    "A database proxy is for another engine than the database behind it",
    "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html",
    _families,
)
