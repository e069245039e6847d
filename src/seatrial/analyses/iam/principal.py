"""Whether the Principal of a resource-based policy names the caller, and whether it names it itself or its whole
account.

Naming the account (``arn:aws:iam::123456789012:root`` or the bare number) hands the decision to the account's own
policies; naming the role, its session or everyone allows by itself within the account.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (read 2026-11-23).
"""

from __future__ import annotations

from enum import Enum

from seatrial.analyses.iam.request import Request
from seatrial.model.value import Unknown, Value, as_list, at


class Names(Enum):
    """How a Principal names the caller."""

    NOT = "not"
    ACCOUNT = "its account"
    ITSELF = "itself"


def named_by(statement: Value, request: Request) -> Names | Unknown:
    """How a statement's Principal or NotPrincipal names the caller."""
    unless = at(statement, "NotPrincipal")
    if unless is not None:
        # Leaving out the account isn't enough: the role or its session has to be named.
        found = _named(unless, request)
        return found if isinstance(found, Unknown) else Names.NOT if found is Names.ITSELF else Names.ITSELF
    return _named(at(statement, "Principal"), request)


def _named(principal: Value, request: Request) -> Names | Unknown:
    if isinstance(principal, Unknown):
        return principal
    if principal == "*":
        return Names.ITSELF
    best: Names | Unknown = Names.NOT
    if request.service:
        services = as_list(at(principal, "Service"))
        if request.service in services:
            return Names.ITSELF
        return next((item for item in services if isinstance(item, Unknown)), best)
    for value in as_list(at(principal, "AWS")):
        if value in ("*", request.principal, request.user):
            return Names.ITSELF
        if value in (request.account, f"arn:{request.partition}:iam::{request.account}:root"):
            best = Names.ACCOUNT
        elif isinstance(value, Unknown) and best is Names.NOT:
            best = value
    return best
