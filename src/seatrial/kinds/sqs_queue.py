"""AWS::SQS::Queue: work that waits for a worker."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, generated_name, given_name
from seatrial.model.arn import dns_suffix_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Value, as_flag


def _identify(place: Place, properties: Properties) -> Identity:
    fifo = ".fifo" if as_flag(properties.get("FifoQueue")) else ""
    given = given_name(properties, "QueueName") or Name("")
    name = given.text or f"{generated_name(place, 80 - len(fifo))}{fifo}"
    scope = place.scope
    arn = place.arn("sqs", name)
    url = f"https://sqs.{scope.region}.{dns_suffix_of(scope.region)}/{scope.account}/{name}"
    attributes: dict[str, Value] = {
        "Arn": given.known(arn),
        "QueueName": given.known(name),
        "QueueUrl": given.known(url),
    }
    return Identity(url, arn, attributes)


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
        Relation("RedrivePolicy.deadLetterTargetArn", ("AWS::SQS::Queue",), "has the dead-letter queue"),
        Relation("RedriveAllowPolicy.sourceQueueArns[]", ("AWS::SQS::Queue",), "takes from"),
        Relation("KmsMasterKeyId", ("AWS::KMS::Key",), "is encrypted with"),
    ),
    purpose="Work that waits until a worker task fetches it.",
    note="its URL and ARN are given out, but no SQS answers here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html",
)
