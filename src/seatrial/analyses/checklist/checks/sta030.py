"""Whether the first tasks of a service wait for what a SecretTargetAttachment writes into their secret.

An attachment adds the database's address to the secret once the database is there.

Source:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secrettargetattachment.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Step
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.analyses.checklist.sta_secrets import place_of_step
from seatrial.analyses.launch.held_secret import attachments_of
from seatrial.analyses.launch.secret_reference import (
    SecretReference,
    find_secret,
)
from seatrial.analyses.launch.secret_value import own_keys_of
from seatrial.kinds.secretsmanager_secret_target_attachment import ATTACHED_KEYS
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text


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
    path, name = place_of_step(inquiry, step)
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


CHECK = Check(
    "STA030",
    Severity.WARNING,
    Question.START,
    "The first tasks read what a SecretTargetAttachment has not written into the secret yet",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-secretsmanager-secrettargetattachment.html",
    _early,
)
