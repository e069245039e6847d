"""What a pipe takes its events from, and the calls that it certainly makes there.

Source (read 2026-11-29): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html.
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource

# What each source certainly takes; the guide lists more that only some need.
CALLS: Mapping[str, tuple[str, ...]] = {
    "AWS::SQS::Queue": ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    "AWS::Kinesis::Stream": ("kinesis:GetRecords", "kinesis:GetShardIterator"),
    "AWS::DynamoDB::Table": ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
}


def source_of(inquiry: Inquiry, pipe: Resource) -> Resource | None:
    """The queue, stream or table that a pipe reads; None where it is in no template."""
    found = inquiry.find(pipe.get("Source"), *CALLS)
    if found is not None:
        return found
    # A table's stream has an ARN that only AWS knows.
    names = [item.target for item in pipe.references if item.path == ("Source",) and item.attribute == "StreamArn"]
    return inquiry.system.resources.get(names[0]) if names else None
