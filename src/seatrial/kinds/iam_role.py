"""AWS::IAM::Role: who a task, or the platform on its behalf, is when it calls AWS."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, suffix, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "RoleName") or generated_name(place, 64)
    path = text_of(properties, "Path") or "/"
    arn = place.arn("iam", f"role{path}{name}", region=False)
    return Identity(name, arn, {"Arn": arn, "RoleId": f"AROA{suffix(place, 17, 'role id')}"})


CARD = Card(
    type="AWS::IAM::Role",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=(
        "Arn",
        "RoleId",
    ),
    relations=(
        Relation("PermissionsBoundary", ("AWS::IAM::ManagedPolicy",), "is bounded by"),
        Relation("ManagedPolicyArns[]", ("AWS::IAM::ManagedPolicy",), "is allowed what is in"),
    ),
    essential="the task execution role pulls the image and writes the logs",
    purpose="Who a task, or the platform on its behalf, is when it calls AWS.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html",
)
