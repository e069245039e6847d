"""The secrets and parameters that a task is given: the reads that fail, their places, and names that none has.

A secret of the template has the JSON keys that the template gives it, one that Amazon RDS makes has username and
password, and an AWS::SecretsManager::SecretTargetAttachment adds the database's address; only then is it there.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html (read
2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from msgspec import Struct

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Step
from seatrial.analyses.launch import Cause, Failed, Stage
from seatrial.analyses.launch.held_secret import SECRET
from seatrial.analyses.launch.secret_reference import (
    PARAMETER,
    ParameterReference,
    Reference,
    find_parameter,
    login_of,
    reference_of,
)
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text, at

# How alike two names of parameters are of which one was meant; of 1.
_NEARLY = 0.9


class Read(Struct, frozen=True):
    """One value that a container reads from a secret: where it stands, and under which name the container has it."""

    step: Step
    verdict: Failed
    path: PropertyPath
    variable: str


def failed_reads(inquiry: Inquiry, *causes: Cause) -> Iterator[Read]:
    """The reads of secrets and parameters that fail from one of these causes."""
    for step in inquiry.launches.steps:
        if step.requirement.stage not in (Stage.SECRET, Stage.PARAMETERS) or not isinstance(step.verdict, Failed):
            continue
        if step.verdict.cause in causes:
            path, name = place_of_step(inquiry, step)
            yield Read(step, step.verdict, path, name)


def place_of_step(inquiry: Inquiry, step: Step) -> tuple[PropertyPath, str]:
    """The place of the first ValueFrom that a step reads, and the name that the container knows it by."""
    return place_of(inquiry, step.definition, *step.requirement.references)


def place_of(inquiry: Inquiry, definition: Resource, *references: Reference) -> tuple[PropertyPath, str]:
    """The first place that names one of these references, and the name that the container knows it by."""
    for index, container in inquiry.containers(definition):
        secrets = at(container, "Secrets")
        for number, secret in enumerate(secrets if isinstance(secrets, list) else []):
            reference = reference_of(at(secret, "ValueFrom"), inquiry.system.scope)
            if reference in references:
                return ("ContainerDefinitions", index, "Secrets", number, "ValueFrom"), as_text(at(secret, "Name"))
        login = login_of(at(container, "RepositoryCredentials", "CredentialsParameter"), inquiry.system.scope)
        if login and reference_of(login, inquiry.system.scope) in references:
            return ("ContainerDefinitions", index, "RepositoryCredentials", "CredentialsParameter"), "the registry"
    return ("ContainerDefinitions",), ""


def misnamed(written: str) -> bool:
    """Whether a reference has the form of no parameter's name: two slashes in a row, or a path without its first one.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html (read
    2026-11-29).
    """
    name = written.partition(":parameter")[2] if written.startswith("arn:") else written
    return "//" in name or ("/" in name and not name.startswith("/"))


def is_told_by_name(inquiry: Inquiry, reference: Reference) -> bool:
    """Whether what ValueFrom says is wrong as a name: then no right to read it is lacking."""
    if not isinstance(reference, ParameterReference):
        return False
    if misnamed(reference.written) or is_elsewhere(inquiry, reference):
        return True
    return secret_of_name(inquiry, reference) is not None or parameter_of_value(inquiry, reference) is not None


def parameter_nearly(inquiry: Inquiry, reference: ParameterReference) -> Resource | None:
    """The parameter of the template that a name nearly is, where it is given to nobody else."""
    if not reference.name or misnamed(reference.written) or find_parameter(inquiry.systems, reference) is not None:
        return None
    left = {
        item.physical_id: item for item in inquiry.system.of_type(PARAMETER) if not _is_given(inquiry, item.logical_id)
    }
    near = get_close_matches(reference.name, left, 1, _NEARLY)
    return left[near[0]] if near else None


def _is_given(inquiry: Inquiry, name: str) -> bool:
    """Whether anything but a policy names a parameter."""
    return any(
        item.target == name and not inquiry.system.resources[item.source].type.startswith("AWS::IAM::")
        for item in inquiry.system.references
    )


def is_elsewhere(inquiry: Inquiry, reference: ParameterReference) -> bool:
    """Whether an ARN is of another partition than the region's: nothing here reads there.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (read 2026-11-30).
    """
    written = reference.written
    return written.startswith("arn:") and written.split(":")[1] != inquiry.system.scope.partition


def parameter_of_value(inquiry: Inquiry, reference: ParameterReference) -> Resource | None:
    """The parameter of the template whose value stands there for its name, as !GetAtt Parameter.Value gives it."""
    if find_parameter(inquiry.systems, reference) is not None:
        return None
    valued = [item for item in inquiry.system.of_type(PARAMETER) if item.get("Value") == reference.written]
    return valued[0] if valued else None


def secret_of_name(inquiry: Inquiry, reference: ParameterReference) -> Resource | None:
    """The secret of the template that has the name which stands there for a parameter's."""
    if find_parameter(inquiry.systems, reference) is not None:
        return None
    named = [item for item in inquiry.system.of_type(SECRET) if item.get("Name") == reference.written]
    return named[0] if named else None
