"""AWS::IAM::ManagedPolicy: a permission set with a name of its own, that roles can share."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, suffix, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "ManagedPolicyName") or generated_name(place)
    arn = place.arn("iam", f"policy{text_of(properties, 'Path') or '/'}{name}", region=False)
    attributes: dict[str, Value] = {
        "PolicyArn": arn,
        "PolicyId": f"ANPA{suffix(place, 17, 'policy id')}",
        "DefaultVersionId": "v1",
        "AttachmentCount": 0,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True,
        "CreateDate": Unknown("it is the time of creation"),
        "UpdateDate": Unknown("it is the time of the last change"),
    }
    return Identity(arn, arn, attributes)


CARD = Card(
    type="AWS::IAM::ManagedPolicy",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=(
        "PolicyArn",
        "PolicyId",
        "DefaultVersionId",
        "AttachmentCount",
        "PermissionsBoundaryUsageCount",
        "IsAttachable",
        "CreateDate",
        "UpdateDate",
    ),
    relations=(Relation("Roles[]", ("AWS::IAM::Role",), "allows"),),
    purpose="A permission set with a name of its own, that roles can share.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html",
)
