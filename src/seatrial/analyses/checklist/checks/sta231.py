"""Whether what a container reads as a secret is one: a secret of Secrets Manager or a parameter of Systems Manager.

ValueFrom takes the name of a parameter, so whatever else stands there is taken for one, and is not found.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html (valueFrom).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import ATTACHMENT, VALUED
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.launch.held_secret import MASTER_SECRET
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

_SECRET = VALUED[0]


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for gift in inquiry.gifts:
        thing, value = gift.resource, gift.definition.get(*gift.path)
        if not gift.secret or gift.attribute is None or gift.attribute == MASTER_SECRET:
            continue
        # A name may be a part of a parameter's name, as that of a cluster in a path.
        text = value if isinstance(value, str) else ""
        if thing.type in (*VALUED, ATTACHMENT) or not text or not _is_it(text, thing):
            continue
        secrets = [item for item in inquiry.system.of_type(_SECRET) if _is_of(inquiry, item, thing)]
        named = secrets[0].logical_id if len(secrets) == 1 else "the secret"
        rest = ":" + text.partition(":")[2] if text.startswith(f"{thing.physical_id}:") else ""
        right = f'!Sub "${{{named}}}{rest}"' if secrets and rest else f"!Ref {named}" if secrets else named
        yield Found(
            gift.definition,
            gift.path,
            f"{gift.variable} of {gift.definition.logical_id} is read from {thing.logical_id}, which is no secret",
            f"ValueFrom takes a secret of Secrets Manager or a parameter of Systems Manager, and {thing.logical_id} is "
            f"an {thing.type}: ECS finds no parameter of that name, and the task stops before its containers start",
            f"write {right} in ValueFrom",
        )


def _is_it(text: str, thing: Resource) -> bool:
    """Whether a value is nothing but a thing's name, ARN or attribute, with what may follow a secret's."""
    names = (thing.physical_id, thing.arn, *(item for item in thing.attributes.values() if isinstance(item, str)))
    return any(name and (text == name or text.startswith(f"{name}:")) for name in names)


def _is_of(inquiry: Inquiry, secret: Resource, thing: Resource) -> bool:
    """Whether a secret is attached to a thing, or is what it takes its password from."""
    attached = any(
        inquiry.find(item.get("SecretId")) is secret and inquiry.find(item.get("TargetId")) is thing
        for item in inquiry.system.of_type(ATTACHMENT)
    )
    return attached or any(one.target == secret.logical_id for one in thing.references)


CHECK = Check(
    "STA231",
    Severity.ERROR,
    Question.START,
    "What a container reads as a secret is none",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html",
    _ask,
)
