"""A DynamoDB global table in the region of its stack: its key and its policy stand with the replica of that region.

CDK's TableV2 makes one even where there is a single region.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html
(read 2026-11-29).
"""

from __future__ import annotations

from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, at

TABLE, GLOBAL_TABLE = "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"
TABLES = (TABLE, GLOBAL_TABLE)


def place_of(table: Resource) -> PropertyPath:
    """Where the properties stand that a table has for itself in its region; () for a table that isn't global."""
    parsed = Arn.parse(table.arn)
    if table.type != GLOBAL_TABLE or parsed is None:
        return ()
    listed = enumerate(as_list(table.get("Replicas")))
    return next((("Replicas", index) for index, item in listed if at(item, "Region") == parsed.region), ("Replicas", 0))
