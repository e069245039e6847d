"""AWS::IAM::ServiceLinkedRole: a role that an AWS service makes for itself."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    service = text_of(properties, "AWSServiceName").split(".")[0] or "Service"
    name = f"AWSServiceRoleFor{service}"
    return Identity(name, "", {"RoleName": name})


CARD = Card(
    type="AWS::IAM::ServiceLinkedRole",
    layer=Layer.FOUNDATION,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("RoleName",),
    purpose="A role that an AWS service makes for itself.",
    note="service-linked roles are always there here; on AWS this resource fails where the role exists already",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-servicelinkedrole.html",
)
