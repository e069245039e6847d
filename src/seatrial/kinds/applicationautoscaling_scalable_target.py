"""AWS::ApplicationAutoScaling::ScalableTarget: bounds between which a service's desired count may move."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    parts = [given_name(properties, key) or Name("") for key in ("ResourceId", "ScalableDimension", "ServiceNamespace")]
    ref = "|".join(part.text or "unknown" for part in parts)
    # One that isn't text has no part in a name either.
    told: Value = ref if all(part.text for part in parts) else Unknown("what it scales is not written as text")
    for part in parts:
        told = part.known(told)
    return Identity(ref, place.arn("application-autoscaling", f"scalable-target/{place.digits(40)}"), {"Id": told})


CARD = Card(
    type="AWS::ApplicationAutoScaling::ScalableTarget",
    layer=Layer.CONTAINER,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Id",),
    relations=(
        Relation("RoleARN", ("AWS::IAM::Role",), "acts as"),
        Relation("ResourceId", ("AWS::ECS::Service",), "scales"),
    ),
    purpose="Bounds between which a service's desired count may move.",
    note="automatic scaling is not run here yet; seatrial scale changes a desired count",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalabletarget.html",
)
