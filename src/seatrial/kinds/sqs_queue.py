"""AWS::SQS::Queue: work that waits for a worker."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.arn import dns_suffix_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    fifo = ".fifo" if properties.get("FifoQueue") in (True, "true") else ""
    name = text_of(properties, "QueueName") or generated_name(place, 80 - len(fifo)) + fifo
    scope = place.scope
    arn = place.arn("sqs", name)
    url = f"https://sqs.{scope.region}.{dns_suffix_of(scope.region)}/{scope.account}/{name}"
    return Identity(url, arn, {"Arn": arn, "QueueName": name, "QueueUrl": url})


CARD = Card(
    type="AWS::SQS::Queue",
    layer=Layer.TRAFFIC,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=(
        "Arn",
        "QueueName",
        "QueueUrl",
    ),
    relations=(
        Relation("RedrivePolicy.deadLetterTargetArn", ("AWS::SQS::Queue",), "gives up to"),
        Relation("KmsMasterKeyId", ("AWS::KMS::Key",), "is encrypted with"),
    ),
    purpose="Work that waits for a worker.",
    note="its URL and ARN are given out, but no SQS answers here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html",
)
