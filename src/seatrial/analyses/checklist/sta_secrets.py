"""The secrets and parameters that a task is given: whether they have what ValueFrom asks for, at the time it asks.

A secret of the template has the JSON keys that the template gives it, one that Amazon RDS makes has username and
password, and an AWS::SecretsManager::SecretTargetAttachment adds the database's address; only then is it there.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html (read
2026-11-29).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Step
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.analyses.launch import Cause, Failed, Stage
from seatrial.analyses.launch.held_secret import DATABASES, SECRET, attachments_of
from seatrial.analyses.launch.secret_reference import (
    PARAMETER,
    ParameterReference,
    Reference,
    SecretReference,
    find_parameter,
    find_secret,
    login_of,
    reference_of,
)
from seatrial.analyses.launch.secret_value import keys_of, own_keys_of
from seatrial.kinds.secretsmanager_secret_target_attachment import ATTACHED_KEYS, RARE_KEYS
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text, at

# What may follow a secret's ARN in ValueFrom: JSON key, version stage, version id.
_PARTS = 3
_TASK_STOPS = "ECS reads it before the containers start, and the task stops"


class _Read(Struct, frozen=True):
    """One value that a container reads from a secret: where it stands, and under which name the container has it."""

    step: Step
    verdict: Failed
    path: PropertyPath
    variable: str


def _failed(inquiry: Inquiry, *causes: Cause) -> Iterator[_Read]:
    for step in inquiry.launches.steps:
        if step.requirement.stage not in (Stage.SECRET, Stage.PARAMETERS) or not isinstance(step.verdict, Failed):
            continue
        if step.verdict.cause in causes:
            path, name = _place(inquiry, step)
            yield _Read(step, step.verdict, path, name)


def _place(inquiry: Inquiry, step: Step) -> tuple[PropertyPath, str]:
    """The place of the first ValueFrom that a step reads, and the name that the container knows it by."""
    return _place_of(inquiry, step.definition, *step.requirement.references)


def _place_of(inquiry: Inquiry, definition: Resource, *references: Reference) -> tuple[PropertyPath, str]:
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


def _values(inquiry: Inquiry) -> Iterator[Said]:
    """One finding for all that a task definition asks of one secret and doesn't find there."""
    alike: dict[tuple[str, str], list[_Read]] = {}
    for read in _failed(inquiry, Cause.VALUE, Cause.MALFORMED):
        reference = read.step.requirement.references[0]
        if read.verdict.cause is Cause.MALFORMED or not isinstance(reference, SecretReference):
            yield _malformed(read)
            continue
        alike.setdefault((read.step.definition.logical_id, reference.arn), []).append(read)
    for reads in alike.values():
        yield _lacking(inquiry, reads)


def _malformed(read: _Read) -> Found:
    written = read.step.requirement.subject.split(":")[7:]
    key = next((part for part in written if part), "json-key")
    parts = "has more than" if len(written) > _PARTS else f"has {len(written)} of" if written else "lacks"
    what, mend = f"ValueFrom of {read.variable or 'a secret'} is no reference to a secret", "write the ARN of a secret"
    if ":secretsmanager:" in read.step.requirement.subject:
        what = f"ValueFrom of {read.variable or 'a secret'} {parts} the three parts that follow a secret's ARN"
        mend = f"end it with :{key}::, or leave the three parts out to pass the whole secret"
    definition = read.step.definition
    return Found(
        definition,
        read.path,
        f"{what} in {definition.logical_id}",
        "behind the ARN stand all three of :json-key:version-stage:version-id, each of which may be empty, or none: "
        f"{_TASK_STOPS}",
        mend,
        read.verdict.reason,
    )


def _lacking(inquiry: Inquiry, reads: Sequence[_Read]) -> Found:
    first = reads[0]
    reference = first.step.requirement.references[0]
    assert isinstance(reference, SecretReference)
    secret = find_secret(inquiry.systems, reference)
    assert secret is not None
    whose = secret_name(inquiry, secret)
    definition = first.step.definition
    keys = keys_of(inquiry.systems, secret)
    wanted = [
        item.json_key for read in reads if isinstance(item := read.step.requirement.references[0], SecretReference)
    ]
    variables = _listed([read.variable for read in reads if read.variable], "and") or "a secret"
    if secret.get("SecretString") is None and secret.get("GenerateSecretString") is None:
        what = (
            f"{variables} of {definition.logical_id} read{'s' if len(reads) == 1 else ''} {whose}, which has no value"
        )
        why = (
            f"a secret without SecretString and GenerateSecretString is empty until somebody writes one: {_TASK_STOPS}"
        )
        mend = f"add GenerateSecretString or SecretString to {secret.logical_id}"
    elif reference.json_key and reference.json_key not in keys:
        what = f"{variables} of {definition.logical_id} read{'s' if len(reads) == 1 else ''} the JSON key "
        what += f"{_listed(wanted, 'and')} of {whose}, which has {_listed(_usual(keys), 'and') or 'no JSON keys'}"
        why, mend = f"the secret has no such key: {_TASK_STOPS}", _key_mend(inquiry, secret, wanted[0], keys)
    else:
        version = reference.version_id or reference.version_stage
        what = f"{variables} of {definition.logical_id} reads the version {version} of {whose}"
        why = (
            f"a secret that the stack creates has one version, AWSCURRENT, whose id is not known before: {_TASK_STOPS}"
        )
        mend = f"leave {version} out of ValueFrom, and keep its colons"
    return Found(definition, first.path, what, why, mend, first.verdict.reason)


def _key_mend(inquiry: Inquiry, secret: Resource, wanted: str, keys: Sequence[str]) -> str:
    if not keys:
        return "leave :json-key:: out to pass the whole value, or make the secret a JSON object with that key"
    near = difflib.get_close_matches(wanted, keys, 1)
    if near:
        return f"write {near[0]} in place of {wanted}"
    database = inquiry.find(secret.logical_id) or inquiry.system.resources.get(secret.logical_id)
    if database is not None and database.type in DATABASES:
        address = {"host": "Address", "port": "Port"}.get(wanted)
        if address:
            return f"give it in Environment as !GetAtt {database.logical_id}.Endpoint.{address}"
    elif wanted in ATTACHED_KEYS and not any(attachments_of(inquiry.systems, secret)):
        return (
            f"add an AWS::SecretsManager::SecretTargetAttachment with SecretId: !Ref {secret.logical_id} and the "
            f"database as its target, or {wanted} to the secret"
        )
    return f"write one of its keys ({', '.join(_usual(keys))}) in place of {wanted}, or add {wanted} to the secret"


def _usual(keys: Sequence[str]) -> list[str]:
    """The keys without those that an attachment writes for some databases only."""
    return [key for key in keys if key not in RARE_KEYS]


def secret_name(inquiry: Inquiry, secret: Resource) -> str:
    """A secret for a sentence; one that Amazon RDS makes by its database."""
    made = inquiry.system.resources.get(secret.logical_id)
    of_database = made is not None and made.type in DATABASES
    return f"the master user secret of {secret.logical_id}" if of_database else secret.logical_id


def _listed(names: Sequence[str], word: str) -> str:
    known = list(dict.fromkeys(names))
    return f"{', '.join(known[:-1])} {word} {known[-1]}" if len(known) > 1 else "".join(known)


def _absent(inquiry: Inquiry) -> Iterator[Said]:
    for read in _failed(inquiry, Cause.ABSENT):
        subject = read.step.requirement.subject
        if any(
            isinstance(item, ParameterReference) and misnamed(item.written) for item in read.step.requirement.references
        ):
            continue
        # One call reads several parameters, and the template may have some of them.
        outside = [item for item in read.step.requirement.references if not _is_here(inquiry, item)]
        path, known = read.path, len(outside) < len(read.step.requirement.references)
        if known and outside:
            path, _ = _place_of(inquiry, read.step.definition, *outside)
            subject = ", ".join(item.written for item in outside if isinstance(item, ParameterReference)) or subject
        yield Doubt(read.step.definition, path, f"whether {subject} is there", _reason(read.verdict.note))


def _is_here(inquiry: Inquiry, reference: Reference) -> bool:
    if isinstance(reference, ParameterReference):
        return find_parameter(inquiry.systems, reference) is not None
    return isinstance(reference, SecretReference) and find_secret(inquiry.systems, reference) is not None


def _reason(note: str) -> str:
    return note.partition(", so ")[0]


def misnamed(written: str) -> bool:
    """Whether a reference has the form of no parameter's name: two slashes in a row, or a path without its first one.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html (read
    2026-11-29).
    """
    name = written.partition(":parameter")[2] if written.startswith("arn:") else written
    return "//" in name or ("/" in name and not name.startswith("/"))


def _names(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, str]] = set()
    for step in inquiry.launches.steps:
        for reference in step.requirement.references:
            if not isinstance(reference, ParameterReference):
                continue
            if not is_told_by_name(inquiry, reference):
                continue
            secret = _secret_of_name(inquiry, reference)
            if (step.definition.logical_id, reference.written) not in told:
                told.add((step.definition.logical_id, reference.written))
                if secret is not None:
                    yield _named_as_secret(inquiry, step, reference, secret)
                else:
                    yield _misnamed(inquiry, step, reference)


def is_told_by_name(inquiry: Inquiry, reference: Reference) -> bool:
    """Whether what ValueFrom says is wrong as a name: then no right to read it is lacking."""
    if not isinstance(reference, ParameterReference):
        return False
    return misnamed(reference.written) or _secret_of_name(inquiry, reference) is not None


def _secret_of_name(inquiry: Inquiry, reference: ParameterReference) -> Resource | None:
    """The secret of the template that has the name which stands there for a parameter's."""
    if find_parameter(inquiry.systems, reference) is not None:
        return None
    named = [item for item in inquiry.system.of_type(SECRET) if item.get("Name") == reference.written]
    return named[0] if named else None


def _named_as_secret(inquiry: Inquiry, step: Step, reference: ParameterReference, secret: Resource) -> Found:
    path, variable = _place_of(inquiry, step.definition, reference)
    return Found(
        step.definition,
        path,
        f"{variable or 'a container'} of {step.definition.logical_id} is given the secret {secret.logical_id} by its "
        f"name, {reference.written}",
        "ValueFrom takes a name for that of a Parameter Store parameter, and there is none: the task stops before its "
        "containers start",
        f"write ValueFrom: !Ref {secret.logical_id}, the secret's ARN",
        # The account may have a parameter of that name; a path without its first slash is none's.
        severity=None if misnamed(reference.written) else Severity.WARNING,
    )


def _misnamed(inquiry: Inquiry, step: Step, reference: ParameterReference) -> Found:
    path, variable = _place_of(inquiry, step.definition, reference)
    right = re.sub("/{2,}", "/", f"/{reference.name}")
    meant = next((item for item in inquiry.system.of_type(PARAMETER) if item.physical_id == right), None)
    double = "//" in reference.written
    slip = "has two slashes in a row" if double else "is a path without its first slash"
    if meant is None and reference.written.startswith("arn:"):
        right = reference.written.replace("//", "/")
    return Found(
        step.definition,
        path,
        f"the parameter that {variable or 'a container'} of {step.definition.logical_id} is given {slip}: "
        f"{reference.written}",
        "no parameter has such a name, since a path begins with a slash and its parts are not empty: ECS cannot read "
        "it, and the task stops before its containers start",
        f"write ValueFrom: {f'!Ref {meant.logical_id}' if meant is not None else right}",
    )


def _early(inquiry: Inquiry) -> Iterator[Said]:
    """Services whose tasks read what an attachment writes, and that don't wait for it."""
    told: set[tuple[str, str]] = set()
    for placement in inquiry.placements:
        definition, service = placement.definition, placement.by
        if definition is None or service.type != SERVICE or as_text(service.get("DesiredCount")) == "0":
            continue
        if not inquiry.owns(service) or not inquiry.owns(definition):
            continue
        for step in inquiry.launches.steps:
            reference = next(iter(step.requirement.references), None)
            if step.definition is not definition or not isinstance(reference, SecretReference):
                continue
            attachment = _written_by(inquiry, reference)
            if attachment is None or attachment.logical_id in inquiry.after(service.logical_id):
                continue
            key = (service.logical_id, attachment.logical_id)
            if key not in told:
                told.add(key)
                yield _found_early(inquiry, step, service, attachment, reference.json_key)


def _written_by(inquiry: Inquiry, reference: SecretReference) -> Resource | None:
    """The attachment that writes the key which a reference asks for; None where the secret has it from the start."""
    secret = find_secret(inquiry.systems, reference) if reference.json_key in ATTACHED_KEYS else None
    if secret is None or reference.json_key in own_keys_of(secret):
        return None
    return next((item for item in attachments_of(inquiry.systems, secret) if inquiry.owns(item)), None)


def _found_early(inquiry: Inquiry, step: Step, service: Resource, attachment: Resource, key: str) -> Found:
    path, name = _place(inquiry, step)
    return Found(
        step.definition,
        path,
        f"the first tasks of {service.logical_id} read {name} before {attachment.logical_id} has written {key}",
        f"{attachment.logical_id} adds {key} to the secret once the database is there, and nothing makes "
        f"{service.logical_id} wait for it: until then the secret has no such key, and tasks stop before their "
        "containers start",
        f"write !Ref {attachment.logical_id} in place of the secret, or add DependsOn: {attachment.logical_id} to "
        f"{service.logical_id}",
        f"retrieved secret from Secrets Manager did not contain json key {key}",
    )


_GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
CHECKS = (
    Check(
        "STA012",
        Severity.ERROR,
        Question.START,
        "A secret has no such JSON key or version, or its reference is malformed",
        _GUIDE + "secrets-envvar-secrets-manager.html",
        _values,
    ),
    Check(
        "STA013",
        Severity.NOTE,
        Question.START,
        "A secret or parameter that a container is given is not in the templates",
        _GUIDE + "specifying-sensitive-data.html",
        _absent,
    ),
    Check(
        "STA030",
        Severity.WARNING,
        Question.START,
        "The first tasks read what a SecretTargetAttachment has not written into the secret yet",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-secretsmanager-secrettargetattachment.html",
        _early,
    ),
    Check(
        "STA031",
        Severity.ERROR,
        Question.START,
        "ValueFrom names a parameter in a form that none has, or a secret by its name",
        "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html",
        _names,
    ),
)
