"""What S3 refuses about a bucket: notifications to where it may not send, and rules of a lifecycle that do nothing.

S3 sends a test message to every queue and topic when the notifications are set. So their policies, and those of their
keys, must let it in by then. CloudFormation sets them with the bucket; the CDK does it by a
custom resource of its own, which spells some properties differently.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html. Texts: as
https://repost.aws/knowledge-center/unable-validate-circular-dependency-cloudformation and moto (tests of
put_bucket_notification_configuration) have them; of filters that overlap: cdk-preflight 0.0.143 (Apache-2.0, npm).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from seatrial.analyses.iam import Decision, Policies, Request, evaluate
from seatrial.analyses.iam.resource_policy import resource_policies, target_of
from seatrial.analyses.refusals.clashes import refused_by_handler
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_text, at

BUCKET, CUSTOM = "AWS::S3::Bucket", "Custom::S3BucketNotifications"
QUEUE, TOPIC = "AWS::SQS::Queue", "AWS::SNS::Topic"
KEY, ALIAS = "AWS::KMS::Key", "AWS::KMS::Alias"
S3 = "s3.amazonaws.com"
API = "s3.PutBucketNotificationConfiguration"
NOT_VALIDATED = "Unable to validate the following destination configurations"
EVENTS = (
    "s3:ObjectCreated:",
    "s3:ObjectRemoved:",
    "s3:ObjectRestore:",
    "s3:ObjectTagging:",
    "s3:ObjectAcl:",
    "s3:Replication:",
    "s3:LifecycleExpiration:",
    "s3:LifecycleTransition",
    "s3:IntelligentTiering",
    "s3:ReducedRedundancyLostObject",
)
# Those that stand for one way of making or removing an object: their capitals count.
SINGLE = (
    *(f"s3:ObjectCreated:{name}" for name in ("*", "Put", "Post", "Copy", "CompleteMultipartUpload")),
    *(f"s3:ObjectRemoved:{name}" for name in ("*", "Delete", "DeleteMarkerCreated")),
)
# Canned ACLs that let others in.
OTHERS_ACLS = ("AuthenticatedRead", "AwsExecRead", "LogDeliveryWrite", "PublicRead", "PublicReadWrite")
LIFECYCLE_ACTIONS = (
    *("AbortIncompleteMultipartUpload", "ExpirationDate", "ExpirationInDays", "ExpiredObjectDeleteMarker"),
    *("NoncurrentVersionExpiration", "NoncurrentVersionExpirationInDays", "NoncurrentVersionTransition"),
    *("NoncurrentVersionTransitions", "Transition", "Transitions"),
)
_KINDS = (("QueueConfigurations", "Queue", QUEUE), ("TopicConfigurations", "Topic", TOPIC))


class Notification(Struct, frozen=True):
    """One configuration. ``to`` is the value that names where it goes, at ``path``; ``place`` is the whole of it."""

    place: PropertyPath
    path: PropertyPath
    to: Value
    type: str
    events: tuple[Value, ...]
    rules: Value


def notifications(resource: Resource) -> Iterator[Notification]:
    """The configurations of a bucket, or of the custom resource that sets them."""
    for key, name, kind in _KINDS:
        for index, item in enumerate(entries(resource.get("NotificationConfiguration", key))):
            place: PropertyPath = ("NotificationConfiguration", key, index)
            if resource.type == CUSTOM:
                rules = at(item, "Filter", "Key", "FilterRules")
                events = tuple(entries(at(item, "Events")))
                yield Notification(place, (*place, f"{name}Arn"), at(item, f"{name}Arn"), kind, events, rules)
            else:
                rules = at(item, "Filter", "S3Key", "Rules")
                yield Notification(place, (*place, name), at(item, name), kind, (at(item, "Event"),), rules)


def bucket_refused(world: World, resource: Resource) -> Refusal | None:
    if resource.type == CUSTOM and as_flag(resource.get("SkipDestinationValidation")):
        return None
    bucket = world.find(resource.get("BucketName"), BUCKET) if resource.type == CUSTOM else resource
    found = list(notifications(resource))
    for item in found:
        said = _shape(item) or (_destination(world, bucket, item) if bucket is not None else None)
        if said is not None:
            return said
    if (refused := next(_idle_rules(resource), None) or next(_acl(resource), None)) is not None:
        return refused
    own = None if resource.type == CUSTOM else refused_by_handler(world, resource, "s3.CreateBucket", "BucketName")
    return _overlap(found) or own


def _acl(resource: Resource) -> Iterator[Refusal]:
    """An ACL for others on a bucket that has none: since April 2023 its owner enforces that where nothing else is said.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html (read 2026-11-30); the text:
    https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1606.
    """
    acl, ownership = resource.get("AccessControl"), resource.get("OwnershipControls")
    rules = [as_text(at(rule, "ObjectOwnership")) for rule in entries(at(ownership, "Rules"))]
    if as_text(acl) in OTHERS_ACLS and not isinstance(ownership, Unknown) and rules in ([], ["BucketOwnerEnforced"]):
        text = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"
        yield Refusal("s3.CreateBucket", "InvalidBucketAclWithObjectOwnership", text, ("AccessControl",))


def _idle_rules(resource: Resource) -> Iterator[Refusal]:
    """Rules of a bucket's lifecycle that do nothing.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html and
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html ("You must
    specify at least one of the following properties"; read 2026-11-29). The text is ours.
    """
    for index, rule in enumerate(entries(resource.get("LifecycleConfiguration", "Rules"))):
        if isinstance(rule, dict) and not any(rule.get(key) is not None for key in LIFECYCLE_ACTIONS):
            path: PropertyPath = ("LifecycleConfiguration", "Rules", index)
            text = "A rule of a lifecycle needs at least one action."
            yield Refusal("s3.PutBucketLifecycleConfiguration", "InvalidRequest", text, path, ours=True)


def _refusal(message: str, path: PropertyPath, because: str = "", instead: str = "") -> Refusal:
    return Refusal(API, "InvalidArgument", message, path, because=because, instead=instead)


def _shape(item: Notification) -> Refusal | None:
    for event in item.events:
        if isinstance(event, str) and not event.startswith(EVENTS):
            because = f"{event} is none of the events of S3"
            return _refusal("The event is not supported for notifications", (*item.place, "Event"), because)
    for rule in entries(item.rules):
        name = at(rule, "Name")
        if isinstance(name, str) and name.lower() not in ("prefix", "suffix"):
            because = f"this one is called {name}"
            return _refusal("filter rule name must be either prefix or suffix", (*item.place, "Filter"), because)
    names = [as_text(at(rule, "Name")).lower() for rule in entries(item.rules)]
    twice = next((name for name in ("prefix", "suffix") if names.count(name) > 1), "")
    if twice:
        return _refusal(f"Cannot specify more than one {twice} rule in a filter.", (*item.place, "Filter"))
    for event in item.events:
        meant = next((name for name in SINGLE if isinstance(event, str) and name.lower() == event.lower()), "")
        if meant and event != meant:
            because = f"{event} is none of the events of S3, {meant} is"
            return _refusal("The event is not supported for notifications", (*item.place, "Event"), because, meant)
    if isinstance(item.to, str) and item.to and Arn.parse(item.to) is None:
        return _refusal("The ARN could not be parsed", item.path, "it wants an ARN, and this is a URL or a name")
    return None


def _destination(world: World, bucket: Resource, item: Notification) -> Refusal | None:
    systems = world.systems
    target = world.find(item.to, item.type)
    if target is None:
        other = world.find(item.to, QUEUE, TOPIC)
        if other is not None and isinstance(item.to, str) and item.to == other.arn:
            noun, key = ("queue", "QueueConfigurations") if other.type == QUEUE else ("topic", "TopicConfigurations")
            text = f"{other.logical_id} is a {noun}, and belongs into {key}."
            return Refusal(API, "InvalidArgument", text, item.path, ours=True)
        return None
    if as_text(target.get("FifoQueue")) == "true" or as_text(target.get("FifoTopic")) == "true":
        return _refusal(NOT_VALIDATED, item.path, f"{target.logical_id} is a FIFO one, and S3 sends to standard ones")
    why = refused_sending(systems, bucket, target)
    return _refusal(NOT_VALIDATED, item.path, why) if why else None


def refused_sending(systems: Sequence[System], bucket: Resource, target: Resource) -> str:
    """Why S3 may not send from a bucket to a queue or a topic; "" where it may, or that cannot be told."""
    action = "sqs:SendMessage" if target.type == QUEUE else "sns:Publish"
    if may_send(systems, bucket, action, target.arn).allowed is False:
        if not resource_policies(systems, target.arn)[0]:
            return f"{target.logical_id} has no policy that lets {S3} in"
        return f"no policy of {target.logical_id} allows {action} to {S3} for {bucket.logical_id}"
    value = target.get("KmsMasterKeyId")
    if isinstance(value, str) and value.startswith("alias/aws/"):
        return f"{target.logical_id} is encrypted with {value}, whose policy doesn't let {S3} in and can't be changed"
    key = target_of(systems, value) if isinstance(value, str) and value else None
    if key is None and isinstance(value, str):
        found = next((item for system in systems if (item := system.find(value, KEY, ALIAS))), None)
        key = target_of(systems, found.arn) if found is not None else None
    if key is not None and key.type == KEY:
        calls = ("kms:GenerateDataKey", "kms:Decrypt")
        if any(may_send(systems, bucket, call, key.arn).allowed is False for call in calls):
            return f"{target.logical_id} is encrypted with {key.logical_id}, whose policy doesn't let {S3} use it"
    return ""


def may_send(systems: Sequence[System], bucket: Resource, action: str, on: str) -> Decision:
    """IAM's decision on a call of S3 on behalf of a bucket, by the policies of what is called alone."""
    scope = systems[-1].scope
    context = {
        "aws:SourceArn": bucket.arn,
        "aws:SourceAccount": scope.account,
        "aws:RequestedRegion": scope.region,
        "aws:SecureTransport": "true",
    }
    policies, tags = resource_policies(systems, on)
    return evaluate(Request(action, on, service=S3, context={**tags, **context}), Policies((), policies))


def _overlap(found: Sequence[Notification]) -> Refusal | None:
    """Two configurations of one event must be for different objects."""
    for one, other in combinations(found, 2):
        events = [(first, second) for first in one.events for second in other.events if _same(first, second)]
        sides = [(_side(one.rules, name), _side(other.rules, name)) for name in ("prefix", "suffix")]
        if not events or any(isinstance(side, Unknown) for pair in sides for side in pair):
            continue
        (prefix, prefixes), (suffix, suffixes) = [(as_text(a), as_text(b)) for a, b in sides]
        begin = prefix.startswith(prefixes) or prefixes.startswith(prefix)
        if begin and (suffix.endswith(suffixes) or suffixes.endswith(suffix)):
            text = (
                "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes "
                "are overlapping for the same event type."
            )
            return _refusal(text, other.place)
    return None


def _same(one: Value, other: Value) -> bool:
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    return one == other or any(a.endswith(":*") and b.startswith(a[:-1]) for a, b in ((one, other), (other, one)))


def _side(rules: Value, name: str) -> Value:
    if isinstance(rules, Unknown):
        return rules
    for rule in as_list(rules):
        if as_text(at(rule, "Name")).lower() == name:
            return at(rule, "Value")
    return ""
