"""AWS::CloudFormation::Stack: a template inside a template.

Its outputs are its attributes (``Outputs.NAME``): the reader, which reads the inner template, gives them.
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import generated_name, uuid_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    arn = place.arn("cloudformation", f"stack/{generated_name(place)}/{uuid_of(place)}")
    return Identity(arn, arn, {"StackId": arn})


CARD = Card(
    type="AWS::CloudFormation::Stack",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=("StackId",),
    purpose="A template inside a template; its resources are part of the same system.",
    note="a TemplateURL that is not a local file cannot be read",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html",
)
