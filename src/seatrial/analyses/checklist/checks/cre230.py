"""Whether a secret is attached to a database by its id.

Secrets Manager asks RDS about the database of that id, and writes what it hears into the secret.

Source (read 2026-11-30):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secrettargetattachment.html
(TargetId: "The ID of the database or cluster").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import ATTACHMENT
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

_TARGET = ("TargetId",)
_ADDRESS = "Endpoint"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for attachment in inquiry.system.of_type(ATTACHMENT):
        named = [item for item in attachment.references if item.path == _TARGET]
        found = inquiry.system.resources.get(named[0].target) if len(named) == 1 else None
        if found is None or found.type != as_text(attachment.get("TargetType")):
            continue
        attribute = named[0].attribute or ""
        if attribute.startswith(_ADDRESS) or attribute == "ReadEndpoint.Address":
            yield Found(
                attachment,
                _TARGET,
                f"TargetId of {attachment.logical_id} is the {attribute} of {found.logical_id}, not its id",
                "Secrets Manager finds no database of that id: the attachment fails, and the stack is rolled back",
                f"write TargetId: !Ref {found.logical_id}",
            )


CHECK = Check(
    "CRE230",
    Severity.ERROR,
    Question.CREATE,
    "A secret is attached to a database by its address",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-secretsmanager-secrettargetattachment.html",
    _ask,
)
