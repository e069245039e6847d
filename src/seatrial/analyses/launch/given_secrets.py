"""Secrets and parameters that no stack makes, given their values by whoever runs the stack.

What a task definition names can be given by that very name, by the ARN without what follows the secret's name, or by
the secret's or parameter's own name. Here it becomes what it would be in the account: a resource, beside those of the
stacks. The role must be allowed to read it all the same.

Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html (the six characters behind a
name; read 2026-11-23).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from seatrial.analyses.launch.held_secret import SECRET
from seatrial.analyses.launch.secret_reference import (
    PARAMETER,
    Malformed,
    ParameterReference,
    SecretReference,
    login_of,
    reference_of,
)
from seatrial.model.resource import Resource
from seatrial.model.system import Scope, System
from seatrial.model.value import Sensitive, Unknown, Value, as_list, as_text, at

_ENDING = re.compile(r"-[A-Za-z0-9]{6}\Z")
Named = SecretReference | ParameterReference


def named_by(system: System) -> Iterator[Named]:
    """What the task definitions of a stack name, each as it is written."""
    for definition in system.of_type("AWS::ECS::TaskDefinition"):
        for container in as_list(definition.get("ContainerDefinitions")):
            for value in _values_from(container, system.scope):
                reference = reference_of(value, system.scope)
                if not isinstance(reference, Unknown | Malformed):
                    yield reference


def meant(system: System, given: Mapping[str, Sensitive]) -> tuple[dict[str, Sensitive], tuple[str, ...]]:
    """The given values by the ARNs that the stack's task definitions name, and the names that none of them names."""
    found: dict[str, Sensitive] = {}
    used: set[str] = set()
    for reference in named_by(system):
        for name in _names(reference):
            if name in given:
                found[reference.arn] = given[name]
                used.add(name)
                break
    return found, tuple(name for name in given if name not in used)


def account_of(scope: Scope, values: Mapping[str, Sensitive]) -> System:
    """The account's secrets and parameters with these ARNs, as a system of its own."""
    resources: dict[str, Resource] = {}
    for arn, value in sorted(values.items()):
        if ":ssm:" in arn:
            name = arn.partition(":parameter")[2]
            made = Resource(arn, PARAMETER, {"Name": name, "Type": "String", "Value": value}, name, arn)
        else:
            whole = arn if _ENDING.search(arn) else f"{arn}-{hashlib.sha256(arn.encode()).hexdigest()[:6]}"
            made = Resource(arn, SECRET, {"SecretString": value}, whole, whole)
        resources[arn] = made
    return System(scope, resources)


def _names(reference: Named) -> tuple[str, ...]:
    """The names under which a value may be given, the most exact first."""
    if isinstance(reference, ParameterReference):
        plain = reference.name.removeprefix("/")
        return tuple(dict.fromkeys((reference.written, reference.arn, reference.name, f"/{plain}", plain)))
    name = reference.arn.rpartition(":secret:")[2]
    return tuple(dict.fromkeys((reference.arn, _ENDING.sub("", reference.arn), name, _ENDING.sub("", name))))


def _values_from(container: Value, scope: Scope) -> Iterator[Value]:
    for secret in as_list(at(container, "Secrets")):
        yield at(secret, "ValueFrom")
    for option in as_list(at(container, "LogConfiguration", "SecretOptions")):
        yield at(option, "ValueFrom")
    credentials = login_of(at(container, "RepositoryCredentials", "CredentialsParameter"), scope)
    if as_text(credentials):
        yield credentials
