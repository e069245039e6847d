"""Which customer's key stands behind a resource: named by id, by ARN or by an alias of the templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seatrial.analyses.global_table import place_of
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text

if TYPE_CHECKING:
    from seatrial.analyses.checklist.inquiry import Inquiry

KEY, ALIAS = "AWS::KMS::Key", "AWS::KMS::Alias"


def key_behind(inquiry: Inquiry, resource: Resource, path: PropertyPath) -> Resource | None:
    """The key that a property of a resource names; None for AWS's own and for one that is in no template."""
    return key_named(inquiry, resource.get(*place_of(resource), *path)) if path else None


def key_named(inquiry: Inquiry, value: Value) -> Resource | None:
    if isinstance(value, Unknown) or not as_text(value) or as_text(value).startswith("alias/aws/"):
        return None
    found = inquiry.find(value, KEY, ALIAS)
    return inquiry.find(found.get("TargetKeyId"), KEY) if found is not None and found.type == ALIAS else found
