"""Whether a pipe's filter and paths speak of what is in the events of its source.

Each source has fields of its own, in its own spelling: a filter of another field lets no event through, and a path to
one finds nothing.

Sources (read 2026-11-30): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kinesis.html (an example
event), eb-pipes-event-filtering.html and eb-pipes-sqs.html there; for the other fields the records that Lambda gets of
the same sources, as https://docs.aws.amazon.com/powertools/typescript/ has them (SqsEvent), and
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html (eventName, StreamViewType)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import PIPE
from seatrial.analyses.checklist.tri_pipes import source_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at, leaves, parsed_json

QUEUE, STREAM, TABLE = "AWS::SQS::Queue", "AWS::Kinesis::Stream", "AWS::DynamoDB::Table"
_OF_ALL = ("eventSource", "eventSourceARN", "awsRegion")
FIELDS: Mapping[str, tuple[str, ...]] = {
    QUEUE: (
        *("messageId", "receiptHandle", "body", "attributes", "messageAttributes", "md5OfBody"),
        *("md5OfMessageAttributes", *_OF_ALL),
    ),
    STREAM: (
        *("kinesisSchemaVersion", "partitionKey", "sequenceNumber", "data", "approximateArrivalTimestamp"),
        *("encryptionType", "eventVersion", "eventID", "eventName", "invokeIdentityArn", *_OF_ALL),
    ),
    TABLE: ("eventID", "eventName", "eventVersion", "dynamodb", "userIdentity", "tableName", *_OF_ALL),
}
CHANGES = ("INSERT", "MODIFY", "REMOVE")
# What a stream's records lack, by its StreamViewType.
LACKING: Mapping[str, tuple[str, ...]] = {
    "KEYS_ONLY": ("NewImage", "OldImage"),
    "NEW_IMAGE": ("OldImage",),
    "OLD_IMAGE": ("NewImage",),
}
# What is below dynamodb: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
_OF_RECORD = (
    *("ApproximateCreationDateTime", "Keys", "NewImage", "OldImage", "SequenceNumber", "SizeBytes", "StreamViewType"),
)
# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html (read 2026-11-30)
_TYPES = ("B", "BOOL", "BS", "L", "M", "N", "NS", "NULL", "S", "SS")
# Where a record has attributes, each below its type.
_RECORDED = ("Keys", "NewImage", "OldImage")
# Matchers of several fields stand among them.
_OR = "$or"
_PATH = re.compile(r"<?\$\.([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?(?:\.([A-Za-z_]\w*)\.([A-Za-z]+))?")


class _Source(Struct, frozen=True):
    resource: Resource
    fields: tuple[str, ...]
    lacking: tuple[str, ...]

    def of_key(self, name: str, type: str, *, of_keys: bool = False) -> tuple[str, str]:
        """What is wrong with a key of a record or the type of its value, and what that is; "" for nothing."""
        types = {
            as_text(at(item, "AttributeName")): as_text(at(item, "AttributeType"))
            for item in as_list(self.resource.get("AttributeDefinitions"))
        }
        keys = [as_text(at(item, "AttributeName")) for item in as_list(self.resource.get("KeySchema"))]
        if of_keys and keys and all(keys) and name not in keys:
            right = types.get(keys[0], type)
            return (
                f"the key of {self.resource.logical_id} has no {name}, but {' and '.join(keys)}",
                f"{keys[0]}.{right}",
            )
        right = types.get(name, "")
        if right not in ("B", "N", "S") or right == type:
            return "", ""
        return f"{name} of {self.resource.logical_id} is of the type {right}, and not {type}", f"{name}.{right}"

    def problem(self, first: str, second: str) -> tuple[str, str]:
        """What is wrong with a field and one in it, and what to write; "" for nothing."""
        if first not in self.fields:
            meant = next((item for item in self.fields if item.lower() == first.lower()), "")
            return f"events of {self.resource.logical_id} have no {first}", meant
        if first == "dynamodb" and second and second not in (*_OF_RECORD, _OR):
            meant = next((item for item in _OF_RECORD if item.lower() == second.lower()), "")
            return f"a record of {self.resource.logical_id} has no {second}", f"dynamodb.{meant}" if meant else ""
        if first == "dynamodb" and second in self.lacking:
            view = as_text(self.resource.get("StreamSpecification", "StreamViewType"))
            return f"{self.resource.logical_id} has a stream with {view}, and so no {second}", ""
        return "", ""


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for pipe in inquiry.system.of_type(PIPE):
        resource = source_of(inquiry, pipe)
        if resource is None or resource.type not in FIELDS:
            continue
        view = as_text(resource.get("StreamSpecification", "StreamViewType"))
        source = _Source(resource, FIELDS[resource.type], LACKING.get(view, ()))
        yield from _filters(pipe, source)
        # An enrichment answers with whatever it likes.
        if pipe.get("Enrichment") is None:
            yield from _paths(pipe, source)


def _filters(pipe: Resource, source: _Source) -> Iterator[Found]:
    path: PropertyPath = ("SourceParameters", "FilterCriteria", "Filters")
    listed = pipe.get(*path)
    for index, item in enumerate(listed if isinstance(listed, list) else []):
        pattern = _read(at(item, "Pattern"))
        for key, inner in pattern.items() if isinstance(pattern, dict) else ():
            wanted = inner if isinstance(inner, dict) else {"": inner}
            wrong = [source.problem(key, one) for one, value in wanted.items() if key != _OR and not _absent(value)]
            what, meant = next((one for one in wrong if one[0]), ("", ""))
            names = inner if key == "eventName" and source.resource.type == TABLE and isinstance(inner, list) else []
            if names and all(isinstance(one, str) and one not in CHANGES for one in names):
                what = f"{source.resource.logical_id} has no events {' and '.join(as_text(one) for one in names)}"
                meant = f"one of {', '.join(CHANGES)}"
            if not what and key == "dynamodb" and source.resource.type == TABLE:
                what, meant = _untyped(inner)
            if what:
                meant = meant.removeprefix("dynamodb.")
                mend = f"write {meant} in the pattern" if meant else f"leave it out, or {_wider(source)}"
                yield Found(
                    pipe,
                    (*path, index, "Pattern"),
                    f"no event passes the filter of {pipe.logical_id}: {what}",
                    "a filter wants each field that it names, so the pipe starts nothing",
                    mend,
                )


def _untyped(record: Value) -> tuple[str, str]:
    """What is wrong where a filter takes an attribute of a record without its type; "" for nothing."""
    for image in _RECORDED:
        given = at(record, image)
        for name, value in given.items() if isinstance(given, dict) else ():
            if isinstance(value, list) and name != _OR and not _absent(value):
                return f"a value of {image} stands below its type", f'"{name}": {{"S": [...]}}'
            if isinstance(value, dict) and value and not any(key in (*_TYPES, _OR) for key in value):
                return f"a value of {image} stands below its type, one of {', '.join(_TYPES)}", ""
    return "", ""


def _absent(value: Value) -> bool:
    """Whether a matcher, or one in it, takes what is not there."""
    if isinstance(value, dict):
        return value.get("exists") is False or any(_absent(item) for item in value.values())
    return isinstance(value, list) and any(_absent(item) for item in value)


def _wider(source: _Source) -> str:
    if source.resource.type == TABLE:
        return f"write StreamViewType: NEW_AND_OLD_IMAGES in {source.resource.logical_id}"
    return f"name one of {', '.join(source.fields[:4])}"


def _read(pattern: Value) -> Value:
    try:
        return parsed_json(pattern) if isinstance(pattern, str) else None
    except ValueError:
        return None


def _paths(pipe: Resource, source: _Source) -> Iterator[Found]:
    for path, text in _texts(pipe.get("TargetParameters"), ("TargetParameters",)):
        # A template of the input has its paths in brackets, other values are one path as a whole.
        whole = "InputTemplate" not in path
        for match in _PATH.finditer(text):
            if match.start() > 0 if whole else not match[0].startswith("<"):
                continue
            what, meant = source.problem(match[1], match[2] or "")
            if not what and match[1] == "dynamodb" and match[2] in _RECORDED and match[3]:
                what, right = source.of_key(match[3], match[4], of_keys=match[2] == "Keys")
                meant = f"dynamodb.{match[2]}.{right}" if right else ""
            elif what and meant.startswith("dynamodb.") and match[3]:
                meant = f"{meant}.{match[3]}.{match[4]}"
            if what:
                yield Found(
                    pipe,
                    path,
                    f"{match[0].lstrip('<')} of {pipe.logical_id} leads nowhere: {what}",
                    f"they have {', '.join(source.fields)}: the target gets nothing for it",
                    f"write $.{meant}" if meant else _wider(source),
                    severity=Severity.WARNING,
                )


def _texts(value: Value, path: PropertyPath) -> Iterator[tuple[PropertyPath, str]]:
    return ((place, leaf) for place, leaf in leaves(value, path) if isinstance(leaf, str))


CHECK = Check(
    "TRI150",
    Severity.ERROR,
    Question.TRIGGER,
    "A pipe's filter or path speaks of what its source's events don't have",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html",
    _ask,
)
