"""AWS::Scheduler::Schedule: starts tasks on a schedule."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "Name") or generated_name(place, 64)
    group = text_of(properties, "GroupName") or "default"
    arn = place.arn("scheduler", f"schedule/{group}/{name}")
    return Identity(name, arn, {"Arn": arn})


CARD = Card(
    type="AWS::Scheduler::Schedule",
    layer=Layer.TRAFFIC,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Arn",),
    relations=(
        Relation("GroupName", ("AWS::Scheduler::ScheduleGroup",), "is part of"),
        Relation(
            "Target.Arn",
            (
                "AWS::ECS::Cluster",
                "AWS::SQS::Queue",
            ),
            "sends work to",
        ),
        Relation("Target.EcsParameters.TaskDefinitionArn", ("AWS::ECS::TaskDefinition",), "runs"),
        Relation("Target.RoleArn", ("AWS::IAM::Role",), "acts as"),
    ),
    purpose="Starts tasks on a schedule.",
    note="schedules are not run here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html",
)
