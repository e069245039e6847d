"""AWS::ECS::TaskDefinition: what a task is made of.

Ref gives the ARN with the revision. Almost every change makes a new revision of the same family; a family that the
template leaves out is generated once, so that revisions stay together.
"""

from __future__ import annotations

from msgspec.structs import replace

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    family = physical_name(replace(place, generation=1), properties, "Family", 255)
    arn = place.arn("ecs", f"task-definition/{family.text}:{place.generation}")
    return Identity(arn, arn, {"TaskDefinitionArn": family.known(arn)})


CARD = Card(
    type="AWS::ECS::TaskDefinition",
    layer=Layer.CONTAINER,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("TaskDefinitionArn",),
    relations=(
        Relation("ExecutionRoleArn", ("AWS::IAM::Role",), "is started by ECS as"),
        Relation("TaskRoleArn", ("AWS::IAM::Role",), "calls AWS as"),
        Relation("ContainerDefinitions[].Image", ("AWS::ECR::Repository",), "pulls from"),
        Relation("ContainerDefinitions[].LogConfiguration.Options.awslogs-group", ("AWS::Logs::LogGroup",), "logs to"),
        Relation(
            "ContainerDefinitions[].Secrets[].ValueFrom",
            (
                "AWS::SecretsManager::Secret",
                "AWS::SSM::Parameter",
            ),
            "is given",
        ),
        Relation(
            "ContainerDefinitions[].LogConfiguration.SecretOptions[].ValueFrom",
            (
                "AWS::SecretsManager::Secret",
                "AWS::SSM::Parameter",
            ),
            "is given",
        ),
        Relation(
            "ContainerDefinitions[].RepositoryCredentials.CredentialsParameter",
            ("AWS::SecretsManager::Secret",),
            "logs in to its registry with",
        ),
        Relation("Volumes[].EFSVolumeConfiguration.FilesystemId", ("AWS::EFS::FileSystem",), "mounts"),
        Relation(
            "Volumes[].EFSVolumeConfiguration.AuthorizationConfig.AccessPointId",
            ("AWS::EFS::AccessPoint",),
            "mounts through",
        ),
    ),
    essential="it says what runs: image, size, roles, ports and logs",
    purpose="What a task is made of: its containers, their images and settings, the size, the roles and the logs.",
    note="EFS volumes and the log drivers splunk and awsfirelens are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html",
)
