"""A dynamic reference names no secret and no parameter, or isn't one.

CloudFormation asks Secrets Manager or Parameter Store for what stands in ``{{resolve:...}}``, and fails where they
don't have it. What doesn't have the form of a reference it leaves as it stands.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
("valid values include: ssm, ssm-secure, secretsmanager") and dynamic-references-secretsmanager.html ("secret-string:
Currently, the only supported value is SecretString").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Resolved, as_text

_SECRET, _PARAMETER = "AWS::SecretsManager::Secret", "AWS::SSM::Parameter"
_ATTACHMENT, _ROTATION = "AWS::SecretsManager::SecretTargetAttachment", "AWS::SecretsManager::RotationSchedule"
_SERVICES = ("secretsmanager", "ssm", "ssm-secure")
_STRING = "SecretString"
_VERSION = re.compile(r":\d+\Z")
# Parts of the ARN of a secret.
_PARTS = 7
# A letter or two of a path.
_CLOSE = 0.9
_READ = "CloudFormation reads it when it creates {}, finds nothing there, and the stack is rolled back"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for place in inquiry.dynamic_references:
        resource, path, value = place.resource, place.path, place.value
        if isinstance(value, Resolved):
            found = _wrong(inquiry, resource, path, value)
            if found is not None:
                yield found
        elif isinstance(value, str):
            yield Found(
                resource,
                path,
                f"a dynamic reference of {resource.logical_id} has no end",
                "it ends with two braces; CloudFormation takes what is none for a plain text, and puts nothing in "
                "its place",
                "write {{resolve:...}}, with two braces at its end",
                severity=Severity.WARNING,
            )


def _wrong(inquiry: Inquiry, resource: Resource, path: PropertyPath, value: Resolved) -> Found | None:
    if value.service not in _SERVICES:
        near = get_close_matches(value.service.lower(), _SERVICES, 1)
        return Found(
            resource,
            path,
            f"a dynamic reference of {resource.logical_id} asks {value.service}, which there is not",
            f"CloudFormation knows {', '.join(_SERVICES)}: it gets no value, and may take the text as it stands",
            f"write {near[0] if near else _SERVICES[0]} in place of {value.service}",
            severity=Severity.WARNING,
        )
    if value.service == "secretsmanager":
        return _secret(inquiry, resource, path, value.reference)
    return _parameter(inquiry, resource, path, value)


def _secret(inquiry: Inquiry, resource: Resource, path: PropertyPath, reference: str) -> Found | None:
    parts = reference.split(":")
    count = _PARTS if reference.startswith("arn:") else 1
    name, rest = ":".join(parts[:count]), parts[count:]
    other = _named(inquiry, resource, path, name)
    if other is not None and other.type not in (_SECRET, _ATTACHMENT, _ROTATION) and ":secret:" not in name:
        return Found(
            resource,
            path,
            f"a dynamic reference of {resource.logical_id} asks Secrets Manager for {other.logical_id}, which is no "
            "secret",
            _READ.format(resource.logical_id),
            _other(inquiry, _SECRET, "${{{}}}"),
        )
    own = inquiry.system.resources.get(name)
    if own is not None and own.type == _SECRET and other is None:
        return Found(
            resource,
            path,
            f"a dynamic reference of {resource.logical_id} names {name}, a logical id and not the name of the secret",
            _READ.format(resource.logical_id),
            f'write it with !Sub, and "{{{{resolve:secretsmanager:${{{name}}}:…" in it',
        )
    if rest and rest[0] not in (_STRING, "SecretBinary", ""):
        return Found(
            resource,
            path,
            f"a dynamic reference of {resource.logical_id} has {rest[0]} where {_STRING} belongs",
            f"CloudFormation takes secret-id:{_STRING}:json-key, and creates nothing with another form",
            f"write {_STRING}"
            if rest[0].lower() == _STRING.lower()
            else f"write :{_STRING}:{rest[0]} in place of :{rest[0]}",
        )
    return None


def _parameter(inquiry: Inquiry, resource: Resource, path: PropertyPath, value: Resolved) -> Found | None:
    name = _VERSION.sub("", value.reference)
    if ":secret:" in name and name.startswith("arn:"):
        # The form of a secret's reference, with a key behind its ARN.
        name = ":".join(name.split(":")[:_PARTS])
    other = _named(inquiry, resource, path, name)
    if other is not None and other.type != _PARAMETER:
        return Found(
            resource,
            path,
            f"a dynamic reference of {resource.logical_id} asks Parameter Store for {other.logical_id}, which is no "
            "parameter",
            _READ.format(resource.logical_id),
            f"write {{{{resolve:secretsmanager:${{{other.logical_id}}}{value.reference.removeprefix(name)}}}}}"
            if other.type == _SECRET
            else _other(inquiry, _PARAMETER, "${{{}}}"),
        )
    names = {as_text(item.physical_id): item for item in inquiry.system.of_type(_PARAMETER)}
    near = get_close_matches(name, names, 1, _CLOSE) if other is None else []
    if not near:
        return None
    return Found(
        resource,
        path,
        f"a dynamic reference of {resource.logical_id} asks for the parameter {name}, which the template does not make",
        f"{names[near[0]].logical_id} is called {near[0]}; unless there is another one of that name already, "
        "CloudFormation finds nothing, and the stack is rolled back",
        f"write {{{{resolve:{value.service}:{near[0]}}}}}",
        severity=Severity.WARNING,
    )


def _named(inquiry: Inquiry, resource: Resource, path: PropertyPath, name: str) -> Resource | None:
    """What a reference names by an intrinsic: a plain name may be that of a secret as well as of something else."""
    found = inquiry.find(name)
    targets = {item.target for item in resource.references if item.path[: len(path)] == path}
    return found if found is not None and (name.startswith("arn:") or found.logical_id in targets) else None


def _other(inquiry: Inquiry, type: str, form: str) -> str:
    names = [form.format(item.logical_id) for item in inquiry.system.of_type(type)]
    noun = "secret" if type == _SECRET else "parameter"
    return f"name the {noun} in its place: {' or '.join(names)}" if names else f"name a {noun} in its place"


CHECK = Check(
    "CRE170",
    Severity.ERROR,
    Question.CREATE,
    "A dynamic reference names no secret and no parameter, or is malformed",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
    _ask,
)
