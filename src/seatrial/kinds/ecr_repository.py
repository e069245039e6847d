"""AWS::ECR::Repository: where the image is kept."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.arn import dns_suffix_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "RepositoryName") or generated_name(place, 256).lower()
    arn = place.arn("ecr", f"repository/{name}")
    scope = place.scope
    uri = f"{scope.account}.dkr.ecr.{scope.region}.{dns_suffix_of(scope.region)}/{name}"
    return Identity(name, arn, {"Arn": arn, "RepositoryUri": uri})


CARD = Card(
    type="AWS::ECR::Repository",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=(
        "Arn",
        "RepositoryUri",
    ),
    purpose="Where the image is kept.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html",
)
