"""AWS::ECS::TaskDefinition: what a task is made of: containers, size, roles, logs."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    family = text_of(properties, "Family") or generated_name(place, 255)
    arn = place.arn("ecs", f"task-definition/{family}:{place.generation}")
    return Identity(arn, arn, {"TaskDefinitionArn": arn})


CARD = Card(
    type="AWS::ECS::TaskDefinition",
    layer=Layer.CONTAINER,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("TaskDefinitionArn",),
    relations=(
        Relation("ExecutionRoleArn", ("AWS::IAM::Role",), "is started as"),
        Relation("TaskRoleArn", ("AWS::IAM::Role",), "calls AWS as"),
        Relation("ContainerDefinitions[].LogConfiguration.Options.awslogs-group", ("AWS::Logs::LogGroup",), "logs to"),
        Relation(
            "ContainerDefinitions[].Secrets[].ValueFrom",
            (
                "AWS::SecretsManager::Secret",
                "AWS::SSM::Parameter",
            ),
            "is given",
        ),
        Relation("Volumes[].EFSVolumeConfiguration.FilesystemId", ("AWS::EFS::FileSystem",), "mounts"),
    ),
    essential="it says what runs",
    purpose="What a task is made of: containers, size, roles, logs.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html",
)
