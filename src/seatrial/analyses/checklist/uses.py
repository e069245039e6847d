"""What an application does with what it is given: the calls that each service takes for a resource of its own.

A container that is told of a queue calls Amazon SQS, as its task role. Which calls it makes nobody can read from a
template; but where its role is allowed none of them, it can make no use of the queue at all. So a use is asked in two
steps: is anything allowed, and is allowed what the plain use needs.

Source: actions and resource types of each service,
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
(read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seatrial.analyses.checklist.data_api import CLUSTER, is_told_so
from seatrial.analyses.checklist.gifts import Gift, own_credentials
from seatrial.analyses.global_table import GLOBAL_TABLE, TABLE
from seatrial.analyses.iam import (
    ContextValue,
    Decision,
    Missing,
    Policies,
    Policy,
    Request,
    RoleView,
    evaluate,
    question,
)
from seatrial.analyses.iam.near import rated
from seatrial.model.arn import Arn, dns_suffix_of
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_list, as_text, at

if TYPE_CHECKING:
    from seatrial.analyses.checklist.inquiry import Inquiry

REF, TEXT = "", None
OBJECTS, INDEXES, VERSIONS = "/*", "/index/*", ":*"


@dataclass(frozen=True, slots=True)
class Use:
    """How a type of resource is used.

    ``service`` is the name of its host and of its actions' beginning (``prefix`` where that differs). ``calls`` are
    actions by what they are about: "" is the resource itself, "/*" what is in it. ``plain`` are those of which the
    plain use needs at least one. ``attributes`` are what hands the resource out: other attributes are only facts.
    """

    noun: str
    service: str
    calls: Mapping[str, Sequence[str]]
    plain: Sequence[str]
    attributes: Sequence[str | None] = (REF, TEXT, "Arn")
    prefix: str = ""
    useless: Sequence[str] = ()
    """Actions of the service that never are about such a resource, whatever a policy says."""
    key: PropertyPath = ()
    """The property path of the customer's key that the resource is encrypted with, where the caller needs it too."""

    @property
    def actions(self) -> str:
        return self.prefix or self.service

    def host(self, resource: Resource, region: str) -> str:
        parsed = Arn.parse(resource.arn)
        at_home = parsed.region if parsed is not None and parsed.region else region
        return f"{self.service}.{at_home}.{dns_suffix_of(at_home)}"


_OBJECT_CALLS = (
    "GetObject",
    "PutObject",
    "DeleteObject",
    "GetObjectVersion",
    "GetObjectAttributes",
    "GetObjectTagging",
    "PutObjectTagging",
    "PutObjectAcl",
    "DeleteObjectVersion",
    "AbortMultipartUpload",
    "RestoreObject",
)
_ITEM_CALLS = (
    "GetItem",
    "PutItem",
    "Query",
    "UpdateItem",
    "Scan",
    "DeleteItem",
    "BatchGetItem",
    "BatchWriteItem",
    "PartiQLSelect",
    "PartiQLInsert",
    "PartiQLUpdate",
)
_TABLE = Use(
    "table",
    "dynamodb",
    {"": (*_ITEM_CALLS, "ConditionCheckItem", "DescribeTable"), INDEXES: ("Query", "Scan", "PartiQLSelect")},
    _ITEM_CALLS,
    useless=("GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"),
    key=("SSESpecification", "KMSMasterKeyId"),
)
USES: Mapping[str, Use] = {
    "AWS::SQS::Queue": Use(
        "queue",
        "sqs",
        {"": ("ReceiveMessage", "SendMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes")},
        ("ReceiveMessage", "SendMessage"),
        (REF, TEXT, "Arn", "QueueUrl", "QueueName"),
        key=("KmsMasterKeyId",),
    ),
    "AWS::S3::Bucket": Use(
        "bucket",
        "s3",
        {OBJECTS: _OBJECT_CALLS, "": ("ListBucket", "GetBucketLocation", "ListBucketVersions")},
        _OBJECT_CALLS,
        key=(
            "BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault",
            "KMSMasterKeyID",
        ),
    ),
    TABLE: _TABLE,
    GLOBAL_TABLE: _TABLE,
    "AWS::SNS::Topic": Use(
        "topic",
        "sns",
        {"": ("Publish", "Subscribe", "GetTopicAttributes", "ListSubscriptionsByTopic")},
        ("Publish", "Subscribe"),
        (REF, TEXT, "TopicArn", "TopicName"),
        key=("KmsMasterKeyId",),
    ),
    "AWS::SecretsManager::Secret": Use(
        "secret",
        "secretsmanager",
        {"": ("GetSecretValue", "PutSecretValue", "UpdateSecret", "DescribeSecret")},
        ("GetSecretValue", "PutSecretValue", "UpdateSecret"),
        (REF, TEXT, "Id"),
        key=("KmsKeyId",),
    ),
    "AWS::SSM::Parameter": Use(
        "parameter",
        "ssm",
        {"": ("GetParameter", "GetParameters", "GetParametersByPath", "PutParameter", "GetParameterHistory")},
        ("GetParameter", "GetParameters", "GetParametersByPath", "PutParameter"),
        (REF, TEXT),
    ),
    "AWS::KMS::Key": Use(
        "key",
        "kms",
        {
            "": (
                "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "Sign", "Verify",
                "GenerateMac", "VerifyMac", "GetPublicKey", "DescribeKey",
            )
        },
        (),
    ),
    "AWS::Kinesis::Stream": Use(
        "stream",
        "kinesis",
        {"": ("PutRecord", "PutRecords", "GetRecords", "GetShardIterator", "DescribeStream", "SubscribeToShard")},
        ("PutRecord", "PutRecords", "GetRecords", "SubscribeToShard"),
    ),
    "AWS::KinesisFirehose::DeliveryStream": Use(
        "delivery stream", "firehose", {"": ("PutRecord", "PutRecordBatch")}, ("PutRecord", "PutRecordBatch")
    ),
    "AWS::Lambda::Function": Use(
        "function",
        "lambda",
        {"": ("InvokeFunction", "InvokeAsync", "GetFunction"), VERSIONS: ("InvokeFunction",)},
        ("InvokeFunction", "InvokeAsync"),
    ),
    "AWS::StepFunctions::StateMachine": Use(
        "state machine",
        "states",
        {"": ("StartExecution", "StartSyncExecution", "ListExecutions", "DescribeStateMachine")},
        ("StartExecution", "StartSyncExecution"),
    ),
    "AWS::Events::EventBus": Use(
        "event bus", "events", {"": ("PutEvents",)}, ("PutEvents",), (REF, TEXT, "Arn", "Name")
    ),
    # By the Data API: who connects to the database itself needs no permission for it.
    CLUSTER: Use(
        "cluster",
        "rds-data",
        {"": ("ExecuteStatement", "BatchExecuteStatement", "BeginTransaction", "CommitTransaction")},
        ("ExecuteStatement", "BatchExecuteStatement"),
        (REF, TEXT, "DBClusterArn"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a role may do with a resource: None where it cannot be told. ``decision`` is the one on the first plain
    call, which says why it is denied.
    """

    anything: bool | None
    plain: bool | None
    decision: Decision
    action: str
    on: str


@dataclass(frozen=True, slots=True)
class Used:
    """A gift that containers make use of as their task role. ``role`` is None where the definition names none;
    ``allowance`` is None where the role isn't known.
    """

    gift: Gift
    use: Use
    role: RoleView | Missing | Unknown | None
    allowance: Allowance | None

    @property
    def resource(self) -> Resource:
        return self.gift.resource

    @property
    def key(self) -> tuple[str, str]:
        """Task definition and resource, by logical ids."""
        return self.gift.definition.logical_id, self.resource.logical_id


def used(inquiry: Inquiry) -> tuple[Used, ...]:
    """Every gift that is of use, once per task definition and resource."""
    found: dict[tuple[str, str], Used] = {}
    asked: dict[tuple[str, str], Allowance] = {}
    for gift in inquiry.gifts:
        use = _use_of(inquiry, gift)
        key = (gift.definition.logical_id, gift.resource.logical_id)
        if use is None or gift.secret or key in found or not gift.resource.arn:
            continue
        if gift.attribute not in use.attributes or own_credentials(gift.definition, gift.container):
            continue
        value = gift.definition.get("TaskRoleArn")
        role = None if value in (None, "") else inquiry.role(value)
        answer: Allowance | None = None
        if isinstance(role, RoleView):
            pair = (role.name, gift.resource.logical_id)
            answer = asked.get(pair) or allowance(inquiry, role, use, gift.resource)
            asked[pair] = answer
        found[key] = Used(gift, use, role, answer)
    return tuple(found.values())


def _use_of(inquiry: Inquiry, gift: Gift) -> Use | None:
    use = USES.get(gift.resource.type)
    return use if gift.resource.type != CLUSTER or is_told_so(inquiry.gifts, gift) else None


def allowance(
    inquiry: Inquiry, role: RoleView, use: Use, resource: Resource, endpoint: Policy | None = None
) -> Allowance:
    """Asks for every call until one is allowed; plain ones first."""
    first: tuple[Decision, str, str] | None = None
    best: dict[bool, bool | None] = {True: False, False: False}
    for plain, action, on in _candidates(role, use, resource):
        if best[plain] is True:
            continue
        decision = ask(inquiry, role, action, on, endpoint)
        first = first or (decision, action, on)
        if decision.allowed or (decision.allowed is None and best[plain] is False):
            best[plain] = decision.allowed
        if best[True]:
            break
    decision, action, on = first or (Decision(False, ""), "", resource.arn)
    plain_answer = best[True] if use.plain else best[False]
    if plain_answer and (shut := _shut(inquiry, role, use, resource, endpoint)) is not None:
        plain_answer, (decision, action, on) = False, shut
    return Allowance(_either(best[True], best[False]), plain_answer, decision, action, on)


def _shut(
    inquiry: Inquiry, role: RoleView, use: Use, resource: Resource, endpoint: Policy | None
) -> tuple[Decision, str, str] | None:
    """The deny that keeps a role from getting and putting objects, though it may do some rarer thing with them."""
    if OBJECTS not in use.calls:
        return None
    on = f"{resource.arn}/any"
    asked = [(ask(inquiry, role, f"{use.actions}:{call}", on, endpoint), call) for call in use.plain[:2]]
    if any(decision.statement is None or decision.allowed is not False for decision, _ in asked):
        return None
    return asked[0][0], f"{use.actions}:{asked[0][1]}", on


def first_allowed(inquiry: Inquiry, role: RoleView, use: Use, resource: Resource) -> tuple[str, str]:
    """A call that a role may make of a resource, plain ones first, and on what; two empty texts where there is none."""
    for _, action, on in _candidates(role, use, resource):
        if ask(inquiry, role, action, on).allowed:
            return action, on
    return "", ""


def ask(inquiry: Inquiry, role: RoleView, action: str, on: str, endpoint: Policy | None = None) -> Decision:
    return evaluate(*asked(inquiry, role, action, on, endpoint))


def asked(
    inquiry: Inquiry, role: RoleView, action: str, on: str, endpoint: Policy | None = None
) -> tuple[Request, Policies]:
    """What IAM is asked for a call of an application, with every policy that has a say."""
    region = inquiry.system.scope.region
    service = action.partition(":")[0]
    context: dict[str, ContextValue] = {"aws:RequestedRegion": region}
    context |= inquiry.from_where(role, f"{service}.{region}.{dns_suffix_of(region)}")
    return question(inquiry.systems, role, action, on, context, endpoint=endpoint)


def nearest_use(inquiry: Inquiry, role: RoleView, use: Use, answer: Allowance) -> tuple[str, Decision]:
    """Of the plain calls, the one that a statement of the role comes nearest to, and its decision."""
    best: tuple[float, str] = (0.0, answer.action)
    if "identity-based" not in answer.decision.reason:
        return answer.action, answer.decision
    for call in use.plain:
        action = f"{use.actions}:{call}"
        request, policies = asked(inquiry, role, action, answer.on)
        decision = evaluate(request, policies)
        if decision.allowed is False and "identity-based" not in decision.reason:
            # The role allows it: what denies it stands elsewhere.
            return action, decision
        near = rated(request, policies.identity)
        if near is not None and near[0] > best[0]:
            best = near[0], action
    return best[1], ask(inquiry, role, best[1], answer.on)


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left or right:
        return True
    return None if left is None or right is None else False


def _candidates(role: RoleView, use: Use, resource: Resource) -> Iterator[tuple[bool, str, str]]:
    """Calls with what they are about. What is in a bucket or behind a version is anything that a policy of the role
    speaks of, and anything at all.
    """
    written = [item for item in _written(role, use) if item not in use.useless]
    for plain in (True, False):
        for part, calls in use.calls.items():
            more = [item for item in written if item not in calls and (part != "") == _about_parts(use, item)]
            for call in (*calls, *(more if not plain else ())):
                if (call in use.plain) is plain:
                    for on in _subjects(role, resource.arn, part):
                        yield plain, f"{use.actions}:{call}", on


def _about_parts(use: Use, call: str) -> bool:
    return OBJECTS in use.calls and ("Object" in call or "Upload" in call)


def _written(role: RoleView, use: Use) -> Iterator[str]:
    """Actions of the service as the role's policies write them, a wildcard as some letter."""
    beginning = f"{use.actions}:"
    for policy in role.identity:
        for statement in policy.statements():
            for action in as_list(at(statement.content, "Action")):
                text = as_text(action)
                if text.lower().startswith(beginning):
                    yield text[len(beginning) :].replace("*", "X").replace("?", "X")


def _subjects(role: RoleView, arn: str, part: str) -> Iterator[str]:
    if part == "":
        yield arn
        return
    yield f"{arn}{part.replace('*', 'any')}"
    beginning = f"{arn}{part.partition('*')[0]}"
    for policy in role.identity:
        for statement in policy.statements():
            for value in as_list(at(statement.content, "Resource")):
                text = as_text(value)
                if text.startswith(beginning):
                    yield text.replace("*", "any").replace("?", "x")
