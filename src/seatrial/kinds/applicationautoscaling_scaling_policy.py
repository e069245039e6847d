"""AWS::ApplicationAutoScaling::ScalingPolicy: when and how far the desired count moves."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, text_of, uuid_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "PolicyName") or generated_name(place)
    arn = place.arn(
        "autoscaling",
        f"scalingPolicy:{uuid_of(place)}:resource/ecs/{text_of(properties, 'ResourceId')}:policyName/{name}",
    )
    return Identity(arn, arn, {"Arn": arn})


CARD = Card(
    type="AWS::ApplicationAutoScaling::ScalingPolicy",
    layer=Layer.CONTAINER,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Arn",),
    relations=(Relation("ScalingTargetId", ("AWS::ApplicationAutoScaling::ScalableTarget",), "moves"),),
    purpose="When and how far the desired count moves.",
    note="automatic scaling is not run here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalingpolicy.html",
)
