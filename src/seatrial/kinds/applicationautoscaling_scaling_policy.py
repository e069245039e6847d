"""AWS::ApplicationAutoScaling::ScalingPolicy: when and how far the desired count moves.

The policy's ARN holds what it scales, which the policy says itself or through the scalable target that it names.
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name, physical_name, text_of, uuid_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "PolicyName", 255)
    target = (text_of(properties, "ScalingTargetId") or "||").split("|")
    resource = given_name(properties, "ResourceId") or Name(target[0])
    namespace = text_of(properties, "ServiceNamespace") or target[-1] or "ecs"
    scaled = f"resource/{namespace}/{resource.text or 'unknown'}"
    arn = place.arn("autoscaling", f"scalingPolicy:{uuid_of(place)}:{scaled}:policyName/{name.text}")
    scaling_target = given_name(properties, "ScalingTargetId") or Name("")
    return Identity(arn, arn, {"Arn": name.known(resource.known(scaling_target.known(arn)))})


CARD = Card(
    type="AWS::ApplicationAutoScaling::ScalingPolicy",
    layer=Layer.CONTAINER,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Arn",),
    relations=(
        Relation("ScalingTargetId", ("AWS::ApplicationAutoScaling::ScalableTarget",), "moves"),
        Relation("ResourceId", ("AWS::ECS::Service",), "scales"),
    ),
    purpose="When and how far the desired count moves, by a metric that is held at a target or in steps.",
    note="automatic scaling is not run here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalingpolicy.html",
)
