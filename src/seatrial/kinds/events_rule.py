"""AWS::Events::Rule: starts tasks on a schedule or an event."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "Name") or generated_name(place, 64)
    bus = text_of(properties, "EventBusName").rsplit("/", 1)[-1]
    middle = f"{bus}/" if bus not in ("", "default") else ""
    arn = place.arn("events", f"rule/{middle}{name}")
    return Identity(f"{bus}|{name}" if middle else name, arn, {"Arn": arn})


CARD = Card(
    type="AWS::Events::Rule",
    layer=Layer.TRAFFIC,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Arn",),
    relations=(
        Relation(
            "Targets[].Arn",
            (
                "AWS::ECS::Cluster",
                "AWS::SQS::Queue",
            ),
            "sends work to",
        ),
        Relation("Targets[].EcsParameters.TaskDefinitionArn", ("AWS::ECS::TaskDefinition",), "runs"),
        Relation("Targets[].RoleArn", ("AWS::IAM::Role",), "acts as"),
    ),
    purpose="Starts tasks on a schedule or an event.",
    note="schedules and event rules are not run here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html",
)
