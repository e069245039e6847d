"""AWS::IAM::ManagedPolicy: a set of permissions with a name of its own."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name, physical_name, suffix
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "ManagedPolicyName")
    path = given_name(properties, "Path") or Name("/")
    arn = place.arn("iam", f"policy{path.text or '/'}{name.text}", region=False)
    attributes: dict[str, Value] = {
        "PolicyArn": name.known(path.known(arn)),
        "PolicyId": f"ANPA{suffix(place, 17, 'policy id')}",
        "DefaultVersionId": "v1",
        "AttachmentCount": Unknown("it changes with every role that gets the policy"),
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
    relations=(
        Relation("Roles[]", ("AWS::IAM::Role",), "is attached to"),
        Relation("Users[]", ("AWS::IAM::User",), "is attached to"),
        Relation("Groups[]", ("AWS::IAM::Group",), "is attached to"),
    ),
    purpose="A set of permissions with a name of its own, that several roles can share.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html",
)
