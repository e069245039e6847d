"""AWS::SSM::Parameter: a setting that a container gets by name.

One without a name is called ``CFN-LogicalId-`` and twelve letters and digits.
Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html
(read 2026-11-23).
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import Name, given_name, mixed_suffix
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Value


def _identify(place: Place, properties: Properties) -> Identity:
    given = given_name(properties, "Name") or Name("")
    logical = place.logical_id.rsplit("/", 1)[-1]
    name = given.text or f"CFN-{logical}-{mixed_suffix(place, 12, 'name')}"
    arn = place.arn("ssm", f"parameter/{name.removeprefix('/')}")
    attributes: dict[str, Value] = {
        "Arn": given.known(arn),
        "Name": given.known(name),
    }
    return Identity(name, arn, attributes)


CARD = Card(
    type="AWS::SSM::Parameter",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=(
        "Arn",
        "Name",
    ),
    purpose="A setting that a container gets as a variable, by name.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html",
)
