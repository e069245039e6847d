"""Whether a secret has the JSON key and the version that ValueFrom asks for.

What a secret has is in ``sta_secrets``. What a task definition asks of one secret and doesn't find there is one
finding.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_permissions import role_refused
from seatrial.analyses.checklist.sta_secrets import Read, failed_reads
from seatrial.analyses.iam import RoleView
from seatrial.analyses.launch import Cause
from seatrial.analyses.launch.held_secret import DATABASES, attachments_of
from seatrial.analyses.launch.secret_reference import (
    SecretReference,
    find_secret,
)
from seatrial.analyses.launch.secret_value import keys_of, slip_in
from seatrial.kinds.secretsmanager_secret_target_attachment import ATTACHED_KEYS, RARE_KEYS
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import GAP, Mistaken, Unknown, as_list, as_text, at

# What may follow a secret's ARN in ValueFrom: JSON key, version stage, version id.
_PARTS = 3
_SECRET = re.compile(r"the parameter \w*secret", re.IGNORECASE)
_ALL_OR_NONE = (
    "behind the ARN stand all three of :json-key:version-stage:version-id, each of which may be empty, or none"
)
_TASK_STOPS = "ECS reads it before the containers start, and the task stops"


def _values(inquiry: Inquiry) -> Iterator[Said]:
    """One finding for all that a task definition asks of one secret and doesn't find there."""
    alike: dict[tuple[str, str], list[Read]] = {}
    empty: dict[str, list[Read]] = {}
    for read in failed_reads(inquiry, Cause.VALUE, Cause.MALFORMED):
        reference = read.step.requirement.references[0]
        if read.step.requirement.subject.startswith(":"):
            empty.setdefault(read.step.definition.logical_id, []).append(read)
            continue
        if read.verdict.cause is Cause.MALFORMED or not isinstance(reference, SecretReference):
            yield _malformed(read)
            continue
        alike.setdefault((read.step.definition.logical_id, reference.arn), []).append(read)
    for reads in alike.values():
        yield _lacking(inquiry, reads)
    yield from _in_part(inquiry)
    for reads in empty.values():
        role = inquiry.role(reads[0].step.definition.get("ExecutionRoleArn"))
        # What is empty there is mostly empty in the policy as well, which IAM refuses, and that is told.
        if not (isinstance(role, RoleView) and role_refused(inquiry, role)):
            yield _empty(reads)


def _in_part(inquiry: Inquiry) -> Iterator[Found]:
    """What follows a secret that a parameter will name, where that is too little or too much."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            for place, item in enumerate(as_list(at(container, "Secrets"))):
                value = at(item, "ValueFrom")
                if not isinstance(value, Unknown) or isinstance(value, Mistaken):
                    continue
                head, gap, rest = value.text.partition(GAP)
                # A parameter of Systems Manager may have a label behind its name.
                if head or not gap or rest[:1] != ":" or GAP in rest or not _SECRET.search(value.reason):
                    continue
                parts, key = rest.split(":")[1:], next((part for part in rest.split(":") if part), "json-key")
                if len(parts) != _PARTS:
                    name = as_text(at(item, "Name")) or "a secret"
                    yield Found(
                        definition,
                        ("ContainerDefinitions", index, "Secrets", place, "ValueFrom"),
                        f"ValueFrom of {name} has {len(parts)} of the three parts that follow a secret's ARN in "
                        f"{definition.logical_id}",
                        f"{_ALL_OR_NONE}: {_TASK_STOPS}",
                        f"end it with :{key}::, or leave the three parts out to pass the whole secret",
                    )


def _empty(reads: Sequence[Read]) -> Found:
    names = " and ".join(read.variable or "a secret" for read in reads)
    first, definition = reads[0], reads[0].step.definition
    return Found(
        definition,
        first.path,
        f"ValueFrom of {names} in {definition.logical_id} has nothing before its colons",
        f"{first.step.requirement.subject} is what is left where the ARN that belongs there is empty: {_TASK_STOPS}",
        "give the value that ValueFrom begins with: the secret's ARN",
    )


def _malformed(read: Read) -> Found:
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
        f"{_ALL_OR_NONE}: {_TASK_STOPS}",
        mend,
        read.verdict.reason,
    )


def _lacking(inquiry: Inquiry, reads: Sequence[Read]) -> Found:
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
    elif reference.json_key and (slip := slip_in(secret)):
        return Found(
            secret,
            ("SecretString",),
            f"SecretString of {whose} is no JSON: {slip}",
            f"{variables} of {definition.logical_id} read{'s' if len(reads) == 1 else ''} the JSON key "
            f"{_listed(wanted, 'and')} of it: {_TASK_STOPS}",
            f"write the SecretString of {whose} as a JSON object",
            first.verdict.reason,
        )
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


CHECK = Check(
    "STA012",
    Severity.ERROR,
    Question.START,
    "A secret has no such JSON key or version, or its reference is malformed",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
    _values,
)
