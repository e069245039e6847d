"""AWS::IAM::Role: who a task, or Fargate on its behalf, is when it calls AWS."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name, physical_name, suffix
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Value


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "RoleName", 64)
    path = given_name(properties, "Path") or Name("/")
    arn = place.arn("iam", f"role{path.text or '/'}{name.text}", region=False)
    attributes: dict[str, Value] = {
        "Arn": name.known(path.known(arn)),
        "RoleId": f"AROA{suffix(place, 17, 'role id')}",
    }
    return Identity(name.text, arn, attributes)


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
        Relation("ManagedPolicyArns[]", ("AWS::IAM::ManagedPolicy",), "has the policy"),
    ),
    essential="the task execution role lets Fargate pull the image, read the secrets and write the logs",
    purpose="What something calls AWS as: a task, ECS when it starts one, or whatever starts tasks.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html",
)
