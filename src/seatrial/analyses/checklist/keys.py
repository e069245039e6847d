"""What is encrypted with a key, and which customer's key: named by id, by ARN or by an alias of the templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from seatrial.analyses.checklist.use_table import USES
from seatrial.analyses.global_table import place_of
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text

if TYPE_CHECKING:
    from seatrial.analyses.checklist.inquiry import Inquiry

KEY, ALIAS = "AWS::KMS::Key", "AWS::KMS::Alias"
# What is encrypted with a key, and the property that names it.
ENCRYPTED: Mapping[str, PropertyPath] = {
    **{type: use.key for type, use in USES.items() if use.key},
    "AWS::EFS::FileSystem": ("KmsKeyId",),
    "AWS::RDS::DBCluster": ("KmsKeyId",),
    "AWS::RDS::DBInstance": ("KmsKeyId",),
}


def key_behind(inquiry: Inquiry, resource: Resource, path: PropertyPath) -> Resource | None:
    """The key that a property of a resource names; None for AWS's own and for one that is in no template."""
    return key_named(inquiry, resource.get(*place_of(resource), *path)) if path else None


def key_named(inquiry: Inquiry, value: Value) -> Resource | None:
    """The key of the templates that a value names, also by an alias; None for AWS's own."""
    if isinstance(value, Unknown) or not as_text(value) or as_text(value).startswith("alias/aws/"):
        return None
    found = inquiry.find(value, KEY, ALIAS)
    return inquiry.find(found.get("TargetKeyId"), KEY) if found is not None and found.type == ALIAS else found
