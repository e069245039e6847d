"""AWS::CloudFormation::WaitConditionHandle: an address that something outside the stack reports to.

Templates also use it as a resource that does nothing. Ref gives a presigned address in S3.
"""

from __future__ import annotations

from urllib.parse import quote

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import uuid_of
from seatrial.model.arn import dns_suffix_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    region = place.scope.region
    host = f"cloudformation-waitcondition-{region}.s3.{region}.{dns_suffix_of(region)}"
    stack = quote(place.arn("cloudformation", f"stack/{place.scope.stack}/{uuid_of(place)}"), safe="")
    ref = f"https://{host}/{stack}/{place.logical_id.rsplit('/', 1)[-1]}"
    return Identity(ref, "", {"Id": ref})


CARD = Card(
    type="AWS::CloudFormation::WaitConditionHandle",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=("Id",),
    purpose="An address that something outside the stack reports to; often only a place-holder without properties.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-waitconditionhandle.html",
)
