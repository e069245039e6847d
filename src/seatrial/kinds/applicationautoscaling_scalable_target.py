"""AWS::ApplicationAutoScaling::ScalableTarget: bounds between which a service's desired count may move."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    parts = [text_of(properties, key) for key in ("ResourceId", "ScalableDimension", "ServiceNamespace")]
    arn = place.arn("application-autoscaling", f"scalable-target/{place.digits(40)}")
    return Identity("|".join(parts), arn, {"Id": "|".join(parts)})


CARD = Card(
    type="AWS::ApplicationAutoScaling::ScalableTarget",
    layer=Layer.CONTAINER,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Id",),
    relations=(Relation("RoleARN", ("AWS::IAM::Role",), "acts as"),),
    purpose="Bounds between which a service's desired count may move.",
    note="automatic scaling is not run here yet; seatrial scale changes a desired count",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalabletarget.html",
)
