"""What EventBridge Pipes refuses about a pipe: parameters for another source, and filters that are no patterns.

Rules: https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeSourceParameters.html,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html (both read 2026-11-30)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.refusals.event_patterns import objects_refused
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_text, at, parsed_json

API = "pipes.CreatePipe"
_SOURCE = "SourceParameters"
# Which parameters are for which service of the source's ARN.
_OF: Mapping[str, str] = {
    "DynamoDBStreamParameters": "dynamodb",
    "KinesisStreamParameters": "kinesis",
    "SqsQueueParameters": "sqs",
}
_STREAMING = {"AWS::DynamoDB::Table": "dynamodb", "AWS::DynamoDB::GlobalTable": "dynamodb"}


def pipe_refused(world: World, resource: Resource) -> Refusal | None:
    for refusal in (*_parameters(world, resource), *_position(resource), *_filters(resource)):
        return refusal
    return None


def _parameters(world: World, resource: Resource) -> Iterator[Refusal]:
    source, given = _source_service(world, resource), resource.get(_SOURCE)
    if not source or not isinstance(given, dict):
        return
    for key, service in _OF.items():
        if key in given and source != service and source in _OF.values():
            right = next(name for name, one in _OF.items() if one == source)
            text = f"{key} can't be given for a source of {source}, which takes {right}."
            yield Refusal(API, "ValidationException", text, (_SOURCE, key), ours=True)


def _source_service(world: World, resource: Resource) -> str:
    """The service of the source; a stream's ARN ends with a time that nobody knows, but its table is known."""
    source = Arn.parse(as_text(resource.get("Source")))
    if source is not None:
        return source.service
    tables = [
        one
        for reference in resource.references
        if reference.path == ("Source",) and (one := world.systems[-1].resources.get(reference.target)) is not None
    ]
    return _STREAMING.get(tables[0].type, "") if len(tables) == 1 else ""


def _position(resource: Resource) -> Iterator[Refusal]:
    """From when on a stream is read: https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/
    API_PipeSourceKinesisStreamParameters.html; Lambda, which reads streams alike, refuses it too ("Need to specify a
    timestamp"): https://github.com/awsdocs/aws-cloudformation-user-guide/pull/334 (both read 2026-11-30)
    """
    given = resource.get(_SOURCE, "KinesisStreamParameters")
    if as_text(at(given, "StartingPosition")) == "AT_TIMESTAMP" and at(given, "StartingPositionTimestamp") is None:
        text = "StartingPositionTimestamp is missing, which AT_TIMESTAMP needs."
        yield Refusal(API, "ValidationException", text, (_SOURCE, "KinesisStreamParameters"), ours=True)


def _filters(resource: Resource) -> Iterator[Refusal]:
    path: PropertyPath = (_SOURCE, "FilterCriteria", "Filters")
    for index, item in enumerate(entries(resource.get(*path))):
        pattern = at(item, "Pattern")
        if not isinstance(pattern, str) or not pattern:
            continue
        place: PropertyPath = (*path, index, "Pattern")
        try:
            found: Value = parsed_json(pattern)
        except ValueError:
            yield Refusal(API, "ValidationException", "The pattern of a filter must be JSON.", place, ours=True)
            continue
        for said in objects_refused(found, place):
            yield Refusal(API, "ValidationException", said.message, place, ours=True)
