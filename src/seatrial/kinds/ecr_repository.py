"""AWS::ECR::Repository: where images are kept."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, generated_name, given_name
from seatrial.model.arn import dns_suffix_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    given = given_name(properties, "RepositoryName") or Name("")
    name = given.text or generated_name(place, 256).lower()
    arn = place.arn("ecr", f"repository/{name}")
    scope = place.scope
    uri = f"{scope.account}.dkr.ecr.{scope.region}.{dns_suffix_of(scope.region)}/{name}"
    return Identity(name, arn, {"Arn": given.known(arn), "RepositoryUri": given.known(uri)})


CARD = Card(
    type="AWS::ECR::Repository",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=(
        "Arn",
        "RepositoryUri",
    ),
    relations=(Relation("EncryptionConfiguration.KmsKey", ("AWS::KMS::Key",), "is encrypted with"),),
    purpose="Where images are kept in the account, for tasks to pull.",
    note="images come from this machine, under the repository's name",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html",
)
