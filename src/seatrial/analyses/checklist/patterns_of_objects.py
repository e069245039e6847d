"""What keeps a pattern for events of S3 from ever matching: fields and values as no event of an object has them.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.kinds.data.aws_events import NO_KEYS, NO_OBJECT_FIELDS, OBJECT_FIELDS
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at

BUCKET = "AWS::S3::Bucket"
# Fields of an event of S3 that have other names in CloudTrail's event and in a bucket's notification.
_NOT_OF_BUCKETS = ("bucketName", "Name", "arn", "Arn", "bucket-name", "bucket_name")
Wrong = tuple[PropertyPath, str, str, str, Severity]


def plain(value: Value) -> list[str] | None:
    """The texts that a field may have; None where a matcher or something unknown leaves more."""
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        return None
    return [as_text(item) for item in value]


def may_lack(value: Value) -> bool:
    """Whether a pattern also matches where its field isn't there."""
    return any(at(item, "exists") is False for item in as_list(value))


def wrong_with_objects(inquiry: Inquiry, pattern: Value) -> Iterator[Wrong]:
    """An event of S3: ``detail.bucket.name``, ``detail.object.key``."""
    bucket = at(pattern, "detail", "bucket")
    path: PropertyPath = ("detail", "bucket")
    for key in bucket if isinstance(bucket, dict) else ():
        if key in _NOT_OF_BUCKETS:
            why = "in an event of S3 the bucket has a name and nothing else"
            yield (*path, key), f"detail.bucket.{key}", why, "write name", Severity.ERROR
    names = plain(at(bucket, "name"))
    if names and all(":" in name for name in names):
        found = inquiry.find(names[0], BUCKET)
        mend = f"write name: [!Ref {found.logical_id}]" if found is not None else "write the bucket's name"
        yield (*path, "name", 0), f"the bucket name {names[0]}", "this is an ARN, not a name", mend, Severity.ERROR
    detail = at(pattern, "detail")
    yield from _misplaced_key(detail)
    yield from _of_others(detail)
    yield from _key(at(pattern, "detail", "object", "key"))


def _of_others(detail: Value) -> Iterator[Wrong]:
    """Fields that CloudTrail's events and a bucket's notifications have, and what is in no list."""
    for key, value in detail.items() if isinstance(detail, dict) else ():
        if key in OBJECT_FIELDS or key in NO_KEYS or key == "$or" or may_lack(value):
            continue
        if key in NO_OBJECT_FIELDS:
            whose = "a bucket's notifications have" if key in ("Records", "s3") else "only CloudTrail's events have"
            why = f"{whose} it; those of S3 have detail.bucket and detail.object"
            mend = "write detail: { bucket: { name: [...] }, object: { key: [...] } }"
            yield ("detail", key), f"detail.{key}", why, mend, Severity.ERROR
        else:
            known = ", ".join(OBJECT_FIELDS)
            yield (
                ("detail", key),
                f"detail.{key}",
                f"an event of S3 has {known} there",
                "leave it out",
                Severity.WARNING,
            )


def _misplaced_key(detail: Value) -> Iterator[Wrong]:
    """What stands in the place of ``detail.object.key``, or of the objects that bucket and object are."""
    for holder, path in ((detail, ("detail",)), (at(detail, "object"), ("detail", "object"))):
        for key in holder if isinstance(holder, dict) else ():
            if key in NO_KEYS and not (key == "key" and path[-1] == "object") and not may_lack(at(holder, key)):
                what = ".".join((*path, key))
                why = "in an event of S3 the key of the object is detail.object.key"
                mend = "write detail: { object: { key: [...] } }"
                yield (*path, key), what, why, mend, Severity.ERROR
    for name, inner in (("bucket", "name"), ("object", "key")):
        if plain(at(detail, name)):
            why = f"in an event of S3 the {name} is an object with {inner} in it"
            mend = f"write detail: {{ {name}: {{ {inner}: [...] }} }}"
            yield ("detail", name), f"the text {as_text(at(detail, name, 0))} as its {name}", why, mend, Severity.ERROR


def _key(keys: Value) -> Iterator[Wrong]:
    path: PropertyPath = ("detail", "object", "key")
    texts = plain(keys)
    if texts and all("*" in key for key in texts):
        why = "a text is matched letter by letter, and no object's key has a * as a rule"
        yield (*path, 0), f"the key {texts[0]}", why, f"write key: [{{ wildcard: '{texts[0]}' }}]", Severity.WARNING
    for matcher in ("prefix", "suffix"):
        texts = [text for item in as_list(keys) if "*" in (text := as_text(at(item, matcher)))]
        if texts:
            why = f"a {matcher} is matched letter by letter, and no object's key has a * as a rule"
            bare = texts[0].strip("*")
            alone = bare and "*" not in bare
            mend = f"write {matcher}: {bare}" if alone else f"write key: [{{ wildcard: '{texts[0]}' }}]"
            yield (*path, 0, matcher), f"the {matcher} {texts[0]}", why, mend, Severity.WARNING
    prefixes = [as_text(at(item, "prefix")) for item in as_list(keys)]
    if prefixes and all(item.startswith("/") for item in prefixes):
        why = "keys of objects don't begin with / as a rule"
        mend = f"write prefix: {prefixes[0].lstrip('/') or '...'}"
        yield (*path, 0, "prefix"), f"a key that begins with {prefixes[0]}", why, mend, Severity.WARNING
