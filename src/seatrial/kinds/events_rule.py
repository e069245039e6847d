"""AWS::Events::Rule: starts tasks on a schedule or an event.

Ref gives the name; on a bus other than the default one, ``BUS|NAME``.
Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html
(read 2026-11-23).
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name, physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Value


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "Name", 64)
    given = given_name(properties, "EventBusName") or Name("default")
    bus = given.text.rsplit("/", 1)[-1] or "default"
    own = bus != "default"
    arn = place.arn("events", f"rule/{bus}/{name.text}" if own else f"rule/{name.text}")
    attributes: dict[str, Value] = {"Arn": given.known(name.known(arn)), "RuleName": name.known(name.text)}
    return Identity(f"{bus}|{name.text}" if own else name.text, arn, attributes)


CARD = Card(
    type="AWS::Events::Rule",
    layer=Layer.TRAFFIC,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=(
        "Arn",
        "RuleName",
    ),
    relations=(
        Relation("EventBusName", ("AWS::Events::EventBus",), "listens on"),
        Relation("RoleArn", ("AWS::IAM::Role",), "acts as"),
        Relation(
            "Targets[].Arn",
            (
                "AWS::ECS::Cluster",
                "AWS::SQS::Queue",
                "AWS::Lambda::Function",
                "AWS::SNS::Topic",
                "AWS::StepFunctions::StateMachine",
                "AWS::Logs::LogGroup",
                "AWS::Kinesis::Stream",
            ),
            "sends work to",
        ),
        Relation("Targets[].EcsParameters.TaskDefinitionArn", ("AWS::ECS::TaskDefinition",), "runs"),
        Relation(
            "Targets[].EcsParameters.NetworkConfiguration.AwsVpcConfiguration.Subnets[]",
            ("AWS::EC2::Subnet",),
            "places tasks in",
        ),
        Relation(
            "Targets[].EcsParameters.NetworkConfiguration.AwsVpcConfiguration.SecurityGroups[]",
            ("AWS::EC2::SecurityGroup",),
            "is guarded by",
        ),
        Relation("Targets[].RoleArn", ("AWS::IAM::Role",), "acts as"),
        Relation("Targets[].DeadLetterConfig.Arn", ("AWS::SQS::Queue",), "sends failed events to"),
    ),
    purpose="Starts tasks, or sends work elsewhere, on a schedule or when an event fits a pattern.",
    note="schedules and event rules are not run here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html",
)
