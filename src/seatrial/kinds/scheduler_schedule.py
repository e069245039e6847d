"""AWS::Scheduler::Schedule: starts tasks on a schedule."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name, physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "Name", 64)
    group = given_name(properties, "GroupName") or Name("default")
    arn = place.arn("scheduler", f"schedule/{group.text or 'unknown'}/{name.text}")
    return Identity(name.text, arn, {"Arn": group.known(name.known(arn))})


CARD = Card(
    type="AWS::Scheduler::Schedule",
    layer=Layer.TRAFFIC,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Arn",),
    relations=(
        Relation("GroupName", ("AWS::Scheduler::ScheduleGroup",), "is part of"),
        Relation("KmsKeyArn", ("AWS::KMS::Key",), "is encrypted with"),
        Relation(
            "Target.Arn",
            (
                "AWS::ECS::Cluster",
                "AWS::SQS::Queue",
                "AWS::Lambda::Function",
                "AWS::SNS::Topic",
                "AWS::StepFunctions::StateMachine",
            ),
            "sends work to",
        ),
        Relation("Target.EcsParameters.TaskDefinitionArn", ("AWS::ECS::TaskDefinition",), "runs"),
        Relation(
            "Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration.Subnets[]",
            ("AWS::EC2::Subnet",),
            "places tasks in",
        ),
        Relation(
            "Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups[]",
            ("AWS::EC2::SecurityGroup",),
            "is guarded by",
        ),
        Relation("Target.RoleArn", ("AWS::IAM::Role",), "acts as"),
        Relation("Target.DeadLetterConfig.Arn", ("AWS::SQS::Queue",), "sends failed events to"),
    ),
    purpose="Starts tasks, or sends work elsewhere, on a schedule with a time zone and a window.",
    note="schedules are not run here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html",
)
