"""AWS::SSM::Parameter: a setting that a container gets by name."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "Name") or generated_name(place)
    arn = place.arn("ssm", f"parameter/{name.removeprefix('/')}")
    return Identity(name, arn, {"Type": properties.get("Type"), "Value": properties.get("Value")})


CARD = Card(
    type="AWS::SSM::Parameter",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=(
        "Type",
        "Value",
    ),
    purpose="A setting that a container gets by name.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html",
)
