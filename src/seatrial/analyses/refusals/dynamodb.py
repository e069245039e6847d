"""What DynamoDB refuses about tables: their throughput, their keys, and where the replicas of a global table are.

Sources (read 2026-11-29): https://github.com/awslabs/amazon-kinesis-client/issues/1357 (the text),
https://github.com/aws-cloudformation/cfn-lint/pull/4524 (tried on AWS: on-demand tables refuse a throughput that isn't
0), https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html ("The
list must contain at least one element, the region where the stack defining the global table is deployed"),
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html and API_Projection.html (keys,
projections), https://github.com/aws-cloudformation/cfn-lint/issues/3132 and 3110,
https://github.com/pynamodb/PynamoDB/issues/356 (texts on keys).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at

_API, _CODE = "dynamodb.CreateTable", "ValidationException"
_INDEXES = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
_UNITS = ("ReadCapacityUnits", "WriteCapacityUnits")


def table_refused(world: World, resource: Resource) -> Refusal | None:
    mode, throughput = resource.get("BillingMode"), resource.get("ProvisionedThroughput")
    if isinstance(mode, Unknown) or isinstance(throughput, Unknown):
        return None
    if throughput is None and as_text(mode) in ("", "PROVISIONED"):
        text = (
            "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be "
            "specified when BillingMode is PROVISIONED"
        )
        # Without a BillingMode it is that one; whether the words are the same then isn't known.
        return Refusal(_API, _CODE, text, ("BillingMode",), ours=mode is None)
    if mode == "PAY_PER_REQUEST" and any(as_number(at(throughput, unit), 0) > 0 for unit in _UNITS):
        text = "ProvisionedThroughput cannot be given for a table whose BillingMode is PAY_PER_REQUEST."
        return Refusal(_API, _CODE, text, ("ProvisionedThroughput",), ours=True)
    return next(_keys(resource), None) or next(_indexes(resource), None)


def _keys(resource: Resource) -> Iterator[Refusal]:
    """The keys of the table and of its indexes: first the partition key, then the sort key if there is one."""
    places: list[tuple[PropertyPath, Value]] = [((), dict(resource.properties))]
    places += [((name, index), item) for name in _INDEXES for index, item in enumerate(entries(resource.get(name)))]
    for path, holder in places:
        kinds = [as_text(at(item, "KeyType")) for item in entries(at(holder, "KeySchema"))]
        for index, (order, right) in enumerate((("first", "HASH"), ("second", "RANGE"))):
            if len(kinds) > index and kinds[index] in ("HASH", "RANGE") and kinds[index] != right:
                text = f"Invalid KeySchema: The {order} KeySchemaElement is not a {right} key type"
                place = (*path, "KeySchema", index, "KeyType")
                yield Refusal(_API, _CODE, text, place, instead=right)
    own = entries(resource.get("KeySchema"))
    local = entries(resource.get("LocalSecondaryIndexes"))
    if local and len(own) == 1:
        text = (
            "One or more parameter values were invalid: Table KeySchema does not have a range key, which is required "
            "when specifying a LocalSecondaryIndex"
        )
        yield Refusal(_API, _CODE, text, ("LocalSecondaryIndexes",))
    for index, item in enumerate(local):
        hash_key, mine = at(own[0], "AttributeName") if own else None, at(item, "KeySchema", 0, "AttributeName")
        if isinstance(hash_key, str) and isinstance(mine, str) and mine != hash_key:
            text = f"A local index has the partition key of its table, {hash_key}, not {mine}."
            place = ("LocalSecondaryIndexes", index, "KeySchema", 0, "AttributeName")
            yield Refusal(_API, _CODE, text, place, ours=True, instead=hash_key)


def _indexes(resource: Resource) -> Iterator[Refusal]:
    seen: set[str] = set()
    for name in _INDEXES:
        for index, item in enumerate(entries(resource.get(name))):
            own, kind = at(item, "IndexName"), as_text(at(item, "Projection", "ProjectionType"))
            if isinstance(own, str) and own in seen:
                text = f"Two indexes have the name {own}."
                yield Refusal(_API, _CODE, text, (name, index, "IndexName"), ours=True)
            seen.add(as_text(own))
            others = at(item, "Projection", "NonKeyAttributes")
            place: PropertyPath = (name, index, "Projection")
            if kind == "INCLUDE" and others in (None, []):
                text = "A projection of the type INCLUDE names its NonKeyAttributes."
                yield Refusal(_API, _CODE, text, (*place, "ProjectionType"), ours=True)
            elif kind in ("ALL", "KEYS_ONLY") and entries(others):
                text = f"A projection of the type {kind} has no NonKeyAttributes."
                yield Refusal(
                    _API, _CODE, text, (*place, "NonKeyAttributes"), ours=True, instead="ProjectionType: INCLUDE"
                )


def global_table_refused(world: World, resource: Resource) -> Refusal | None:
    regions = [at(item, "Region") for item in as_list(resource.get("Replicas"))]
    if not regions or not known(resource.get("Replicas")) or world.scope.region in regions:
        return None
    text = f"None of the Replicas is in {world.scope.region}, the region of the stack."
    return Refusal(_API, _CODE, text, ("Replicas",), ours=True)
