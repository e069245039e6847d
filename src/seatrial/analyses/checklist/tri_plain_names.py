"""Names that only Service Connect can know: who would offer one, which is meant, and who else may know of it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from seatrial.analyses.checklist.connect import CONNECT
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_list, as_text, at

OWN = ("localhost", "host", "any")


def would_offer(inquiry: Inquiry, address: Address) -> Resource | None:
    """A service that would offer the name, were its Service Connect not switched off."""
    for service in inquiry.system.of_type(SERVICE):
        enabled = service.get(CONNECT, "Enabled")
        if isinstance(enabled, Unknown) or as_flag(enabled):
            continue
        for item in as_list(service.get(CONNECT, "Services")):
            aliases = as_list(at(item, "ClientAliases"))
            if any(as_text(at(alias, "DnsName")).lower() == address.host for alias in aliases):
                return service
    return None


def switched_off(inquiry: Inquiry) -> list[Resource]:
    """The services that are called by a name, and have Service Connect switched off."""
    hosts = [would_offer(inquiry, address) for address in inquiry.addresses if "." not in address.host]
    return [item for item in hosts if item is not None]


def nearest(name: str, names: Sequence[str]) -> str:
    """The name that was meant, as far as one can tell: the same first label, or almost the same letters."""
    same = next((item for item in names if item.partition(".")[0] == name.partition(".")[0]), "")
    return same or next(iter(get_close_matches(name, names, n=1, cutoff=0.75)), "")


def exported(inquiry: Inquiry, namespace: Resource | None) -> bool:
    """Whether others are told of a namespace, by an export or another output; of one that isn't known they may be."""
    if namespace is None:
        return True
    names = (namespace.physical_id, namespace.arn, as_text(namespace.get("Name")))
    return any(item.value in names for item in inquiry.system.outputs.values())
