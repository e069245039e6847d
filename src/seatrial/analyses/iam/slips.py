"""Slips in the ARNs of policies: another partition, region or account, two slashes, a part too many or too few.

Each is a correction that is tried: where the corrected ARN fits the one that is asked for, that was the slip.

Source of the forms: https://docs.aws.amazon.com/service-authorization/latest/reference/ (read 2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from seatrial.analyses.iam.pattern import resource_matches
from seatrial.model.arn import Arn

# What may follow a secret's name in a container's ValueFrom, and in no ARN.
_BEHIND_SECRET = re.compile(r"(:[^:]*){1,3}\Z")


def correction(written: str, wanted: str) -> tuple[str, str]:
    """The ARN as it was meant, and what is wrong with the one that is written (a clause); two empty texts where it is
    no slip that is known.
    """
    given, target = Arn.parse(written), Arn.parse(wanted)
    if given is None or target is None or given.service != target.service:
        return "", ""
    for resource, slip in (("", ""), *_resources(given, target)):
        meant = replace(given, resource=resource or given.resource)
        if slip and resource_matches(str(meant), wanted):
            return str(meant), slip
        placed = replace(meant, partition=target.partition, region=target.region, account=target.account)
        if resource_matches(str(placed), wanted):
            return str(placed), " and ".join((*_places(given, target), *([slip] if slip else [])))
    return "", ""


def _places(given: Arn, target: Arn) -> Iterator[str]:
    for name, has, wants in (
        ("partition", given.partition, target.partition),
        ("region", given.region, target.region),
        ("account", given.account, target.account),
    ):
        if has not in (wants, "*"):
            yield f"which has {'the' if has else 'no'} {name}{f' {has}' if has else ''}" + (
                "" if wants or not has else f", where {given.service} has none"
            )


def _resources(given: Arn, target: Arn) -> Iterator[tuple[str, str]]:
    """Corrections of an ARN's last part, each with what is wrong."""
    name = given.resource
    if "//" in name:
        yield re.sub("/{2,}", "/", name), "which has two slashes in a row"
    match target.service:
        case "ecr" if not name.startswith("repository/"):
            yield f"repository/{name}", "which lacks repository/ before the name"
        case "ssm":
            yield f"parameter/{name.partition('/')[2]}", "where a parameter's ARN begins with parameter/"
            yield f"parameter/{name.removeprefix('parameter').removeprefix('/')}", "which lacks parameter/"
        case "secretsmanager":
            bare = _BEHIND_SECRET.sub("", name) if name.count(":") > 1 else name
            if bare != name:
                yield bare, "but what follows a secret's name in ValueFrom belongs to no ARN"
            yield f"{bare}-??????", "which lacks the six characters that Secrets Manager adds to the name"
        case "logs":
            bare = name.removesuffix(":*")
            slashed = bare.replace("log-group:", "log-group:/", 1)
            yield f"{bare}:*", "which lacks :* for the log streams"
            yield slashed, "which lacks the slash that the name begins with"
            yield f"{slashed}:*", "which lacks the slash that the name begins with, and :* for the log streams"
        case "kms" if name.startswith("alias/"):
            # https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html (read 2026-11-29)
            yield target.resource, "an alias, and policies name keys"
        case "s3":
            yield f"{name}/*", "which is the bucket without its objects"
        case "dynamodb" if not name.startswith("table/"):
            yield f"table/{name}", "which lacks table/ before the name"
        case "iam" if "/" in target.resource:
            path, _, role = target.resource.rpartition("/")
            if name.rpartition("/")[2] == role:
                yield f"{path}/{role}", f"which lacks the path of the role, {path.removeprefix('role')}/"
