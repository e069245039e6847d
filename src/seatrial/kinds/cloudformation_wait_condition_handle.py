"""AWS::CloudFormation::WaitConditionHandle: a place-holder without properties, or where instances report to."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    scope = place.scope
    return Identity(f"https://cloudformation-waitcondition-{scope.region}.s3.amazonaws.com/{place.digits(40)}")


CARD = Card(
    type="AWS::CloudFormation::WaitConditionHandle",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    purpose="A place-holder without properties, or where instances report to.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-waitconditionhandle.html",
)
