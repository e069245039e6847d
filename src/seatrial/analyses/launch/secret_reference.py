"""What a container's ``valueFrom`` names: a secret, a part of a secret, or a parameter.

A secret is named by its ARN, whole or without the six random characters at its end, followed by none or by all three of
``:json-key:version-stage:version-id`` (each may be empty). Anything else is a parameter, by name or by ARN.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html; texts:
https://github.com/aws/amazon-ecs-agent, agent/taskresource/asmsecret/asmsecret.go
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from seatrial.analyses.launch.held_secret import DATABASES, SECRET, master_secret
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.system import Scope, System
from seatrial.model.value import Unknown, Value, as_text

PARAMETER = "AWS::SSM::Parameter"
# What Secrets Manager puts behind a secret's name: a hyphen and six characters.
ENDING = re.compile(r"-[A-Za-z0-9]{6}\Z")
_PARTS_OF_AN_ARN = 7
CURRENT_STAGE = "AWSCURRENT"


class SecretReference(Struct, frozen=True):
    """``arn`` is as written, without what follows the name."""

    arn: str
    region: str
    account: str
    json_key: str = ""
    version_stage: str = ""
    version_id: str = ""


class ParameterReference(Struct, frozen=True):
    """``arn`` is that of the parameter, also where only its name was written; ``written`` is what the API is asked
    for.
    """

    written: str
    name: str
    arn: str
    region: str
    account: str


class Malformed(Struct, frozen=True):
    """No reference; ``problem`` in the words of the agent."""

    written: str
    problem: str


Reference = SecretReference | ParameterReference | Malformed


def parse_reference(value_from: str, scope: Scope) -> Reference:
    """Reads a ``valueFrom``; names without a region are those of the task's own."""
    arn = Arn.parse(value_from)
    if value_from.startswith(":"):
        # No parameter has such a name ("a-zA-Z0-9_.-" and slashes):
        # https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html (read
        # 2026-11-30). UNVERIFIED wording.
        return Malformed(value_from, f"what is before the colons of {value_from} is empty")
    if arn is None:
        name = value_from
        resource = f"parameter/{name.removeprefix('/')}"
        found = Arn(scope.partition, "ssm", scope.region, scope.account, resource)
        return ParameterReference(value_from, name, str(found), scope.region, scope.account)
    if arn.service == "ssm":
        name = arn.resource.removeprefix("parameter")
        return ParameterReference(value_from, name, value_from, arn.region, arn.account)
    if arn.service != "secretsmanager":
        # UNVERIFIED wording: ECS refuses other services when the task starts.
        return Malformed(value_from, f"unexpected ARN service in secret's valueFrom: {arn.service}")
    parts = value_from.split(":")
    plain, more = ":".join(parts[:_PARTS_OF_AN_ARN]), parts[_PARTS_OF_AN_ARN:]
    if len(more) not in (0, 3):
        return Malformed(value_from, "unexpected ARN format with parameters when trying to retrieve ASM secret")
    key, stage, version = more or ("", "", "")
    return SecretReference(plain, arn.region, arn.account, key, stage, version)


def find_secret(systems: Sequence[System], reference: SecretReference) -> Resource | None:
    """The secret that is meant: by its whole ARN, or by an ARN that ends with the name."""
    for system in systems:
        found = system.find(reference.arn, SECRET)
        if found is not None:
            return found
    for system in systems:
        for secret in system.of_type(SECRET):
            if ENDING.sub("", secret.arn or secret.physical_id) == reference.arn:
                return secret
    for system in systems:
        database = system.find(reference.arn, *DATABASES)
        if database is not None and (held := master_secret(database)) is not None and held.arn == reference.arn:
            return held
    return None


def find_parameter(systems: Sequence[System], reference: ParameterReference) -> Resource | None:
    """The parameter of that name and region."""
    names = {reference.name, reference.name.removeprefix("/"), f"/{reference.name.removeprefix('/')}"}
    if reference.written == reference.name:
        names = {reference.name}
    for system in systems:
        if system.scope.region != reference.region or system.scope.account != reference.account:
            continue
        for parameter in system.of_type(PARAMETER):
            if parameter.physical_id in names:
                return parameter
    return None


def reference_of(value: Value, scope: Scope) -> Reference | Unknown:
    """The reference that a property holds."""
    return value if isinstance(value, Unknown) else parse_reference(as_text(value), scope)


def login_of(value: Value, scope: Scope) -> Value:
    """What a container's RepositoryCredentials name, as an ARN: a name is one of a secret there, not of a parameter.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RepositoryCredentials.html (read 2026-11-30)
    """
    if not isinstance(value, str) or not value or Arn.parse(value) is not None:
        return value
    return str(Arn(scope.partition, "secretsmanager", scope.region, scope.account, f"secret:{value}"))
