"""AWS::CloudWatch::Alarm: watches a metric; scales or warns."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "AlarmName") or generated_name(place)
    arn = place.arn("cloudwatch", f"alarm:{name}")
    return Identity(name, arn, {"Arn": arn})


CARD = Card(
    type="AWS::CloudWatch::Alarm",
    layer=Layer.CONTAINER,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Arn",),
    purpose="Watches a metric; scales or warns.",
    note="metrics are not collected here yet, so no alarm fires",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html",
)
