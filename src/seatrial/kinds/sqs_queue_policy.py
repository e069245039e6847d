"""AWS::SQS::QueuePolicy: who may send to and receive from queues."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = generated_name(place)
    return Identity(ref, "", {"Id": ref})


CARD = Card(
    type="AWS::SQS::QueuePolicy",
    layer=Layer.TRAFFIC,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Id",),
    relations=(Relation("Queues[]", ("AWS::SQS::Queue",), "guards"),),
    purpose="Who may send to and receive from queues, said by the queues themselves.",
    note="no SQS answers here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html",
)
