"""Whether a variable holds what its name says: an ARN, a URL or a name.

Ref gives a queue's URL, a bucket's name, a topic's ARN; GetAtt gives others. An application that takes one for the
other calls what isn't there, and nothing before its first call says so.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html and
aws-resource-s3-bucket.html (return values),
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html (QueueUrl),
https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (Bucket);
https://docs.aws.amazon.com/sns/latest/api/API_Publish.html (TopicArn) and
https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html (StreamName: ``[a-zA-Z0-9_.-]+``; read
2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from seatrial.analyses.checklist.app_meant import handed_with, named_for, written
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import Gift
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.use_table import USES
from seatrial.analyses.checklist.uses import allowance, role_value
from seatrial.analyses.checklist.variable_names import SERVER_TYPES, kind_asked, wants_value
from seatrial.analyses.iam import RoleView
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value

QUEUE, BUCKET = "AWS::SQS::Queue", "AWS::S3::Bucket"
# Whose calls take a name where no ARN fits.
STREAMS = ("AWS::Kinesis::Stream", "AWS::KinesisFirehose::DeliveryStream")
# Whose calls take a name or an id as well as the ARN: https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
# (KeyId), https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (FunctionName),
# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html (TableName),
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html (cluster; all read 2026-11-30)
EITHER = frozenset(
    {
        "AWS::DynamoDB::GlobalTable",
        "AWS::DynamoDB::Table",
        "AWS::ECS::Cluster",
        "AWS::KMS::Key",
        "AWS::Lambda::Function",
    }
)
# What stands in the place of the one in a variable for the host of the other.
SERVERS = {"database": "cache", "cache": "database"}
_NOTHING_SUCH = "API calls made with this value name nothing that exists: they fail, although the role allows them"
_NO_ANSWER = "the server there speaks another protocol than the application: no connection comes about"
_ARN = re.compile(r"(?:^|_)ARN$", re.IGNORECASE)
_URL = re.compile(r"(?:^|_)UR[LI]$", re.IGNORECASE)
_STREAM_NAME = re.compile(r"(?:^|_)NAME$", re.IGNORECASE)
_NAME = re.compile(
    r"(?:^|_)(?:NAME|BUCKET|S3|BUCKET_(?:IN|INPUT|OUT|OUTPUT|SRC|SOURCE|DST|DEST|DESTINATION|TARGET))$", re.IGNORECASE
)


class Slip(Struct, frozen=True):
    """Attributes of a type that are no use in variables whose name ends so, and the one that is meant."""

    variable: re.Pattern[str]
    attributes: tuple[str, ...]
    wanted: str
    right: str


_ID = re.compile(r"(?:^|_)ID\Z", re.IGNORECASE)
_TABLE = re.compile(r"(?:^|_)TABLE(?:_NAME)?\Z", re.IGNORECASE)
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html,
# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html (a name or an ARN),
# https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Retrieve.html ([0-9a-zA-Z]+),
# https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_InvokeAgent.html,
# https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html (UserPoolId),
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-bedrock-agentalias.html (Ref; read
# 2026-11-30)
_SLIPS: Mapping[str, tuple[Slip, ...]] = {
    BUCKET: (Slip(_NAME, ("DomainName", "RegionalDomainName", "DualStackDomainName"), "its name", "!Ref {name}"),),
    "AWS::DynamoDB::Table": (Slip(_TABLE, ("StreamArn",), "its name", "!Ref {name}"),),
    "AWS::DynamoDB::GlobalTable": (Slip(_TABLE, ("StreamArn",), "its name", "!Ref {name}"),),
    "AWS::Bedrock::KnowledgeBase": (Slip(_ID, ("KnowledgeBaseArn", "Name"), "its id", "!Ref {name}"),),
    "AWS::Bedrock::Agent": (Slip(_ID, ("AgentArn", "AgentName"), "its id", "!Ref {name}"),),
    "AWS::Bedrock::AgentAlias": (
        Slip(_ID, ("", "AgentAliasArn", "AgentAliasName"), "its id", "!GetAtt {name}.AgentAliasId"),
    ),
    "AWS::Cognito::UserPool": (Slip(_ID, ("Arn", "ProviderName", "ProviderURL"), "its id", "!Ref {name}"),),
}


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for gift in (*inquiry.gifts, *inquiry.function_gifts):
        value = gift.definition.get(*gift.path)
        wrong = None if gift.secret or gift.attribute is None else _slip(gift, value) or _of_another_kind(inquiry, gift)
        if wrong is None and not gift.secret and gift.attribute is not None and isinstance(value, str):
            wrong = _wrong(gift, value)
        if wrong is None:
            if isinstance(value, str) and gift.attribute is not None and not gift.secret:
                yield from _named_for_another(inquiry, gift, value)
            continue
        is_, wanted, written = wrong
        yield Found(
            gift.definition,
            gift.path,
            f"{gift.variable} of {gift.definition.logical_id} holds {is_}{'' if is_.endswith(',') else ' of'} "
            f"{gift.resource.logical_id}, not {wanted}",
            _NO_ANSWER if gift.resource.type in SERVER_TYPES else _NOTHING_SUCH,
            f"write {written}",
        )


def _of_another_kind(inquiry: Inquiry, gift: Gift) -> tuple[str, str, str] | None:
    """A bucket in a variable for a queue, a secret's ARN in one for a password: what it holds, what its name says, and
    what may be meant.
    """
    if wants_value(gift):
        key = f"{gift.resource.logical_id}{f'.{gift.attribute}' if gift.attribute else ''}"
        return "the ARN of the secret,", "its value", f'it below Secrets, with ValueFrom: !Sub "${{{key}}}:password::"'
    asked = kind_asked(gift)
    if asked is None:
        return None
    kind, types = asked
    gifts = (*inquiry.gifts, *inquiry.function_gifts)
    given = {item.resource.logical_id for item in gifts if item.definition is gift.definition}
    free = [item for item in inquiry.system.of_type(*types) if item.logical_id not in given]
    own = {"AWS::Logs::LogGroup": "log group", "AWS::ECS::TaskDefinition": "task definition", "AWS::EC2::VPC": "VPC"}
    noun = own.get(gift.resource.type, gift.resource.type.rpartition("::")[2].lower())
    if kind in SERVERS:
        is_, meant = f"the address of the {SERVERS[kind]},", f"the address of the {kind} that is meant"
        return is_, f"that of a {kind}", f"the address of {free[0].logical_id}" if free else meant
    return f"a {noun},", f"a {kind}", f"!Ref {free[0].logical_id}" if free else f"the {kind} that is meant"


def _named_for_another(inquiry: Inquiry, gift: Gift, value: str) -> Iterator[Found]:
    """A bucket in a variable that is called like another one, which the role is for and no variable hands out."""
    own = gift.resource
    use = USES.get(own.type)
    if use is None or value not in (own.physical_id, own.arn, *own.attributes.values()):
        return
    alike = [item for item in inquiry.system.of_type(own.type) if named_for(gift.variable, item, own)]
    if len(alike) != 1 or alike[0].logical_id in {item.logical_id for item in handed_with(inquiry, gift)}:
        return
    role, name = inquiry.role(role_value(gift.definition)), alike[0].logical_id
    if not isinstance(role, RoleView) or allowance(inquiry, role, use, alike[0]).anything is not True:
        return
    # What the role may not use at all is told as that.
    if allowance(inquiry, role, use, own).anything is not False:
        yield Found(
            gift.definition,
            gift.path,
            f"{gift.variable} of {gift.definition.logical_id} holds {own.logical_id}, and is called like {name}",
            f"the role of {gift.definition.logical_id} may use {name}, and no variable hands it out: what is meant for "
            f"it goes to {own.logical_id}",
            f"write {written(gift, alike[0])}",
        )


def _slip(gift: Gift, value: Value) -> tuple[str, str, str] | None:
    """What a variable holds that is another attribute than its name asks for, as all of it."""
    for slip in _SLIPS.get(gift.resource.type, ()):
        if gift.attribute not in slip.attributes or not slip.variable.search(gift.variable):
            continue
        own = gift.resource.attributes.get(gift.attribute) if gift.attribute else gift.resource.physical_id
        # What isn't known may stand within a text, from which the application takes what it needs.
        if value != own and not (isinstance(value, Unknown) and not value.text):
            continue
        is_ = f"the {gift.attribute}" if gift.attribute else "what Ref gives, which names two things,"
        return is_, slip.wanted, slip.right.format(name=gift.resource.logical_id)
    return None


def _wrong(gift: Gift, value: str) -> tuple[str, str, str] | None:
    """What the variable holds, what its name says, and how one writes that; None where the two agree."""
    name, type = gift.resource.logical_id, gift.resource.type
    is_arn, is_url = value.startswith("arn:"), "://" in value
    named = type not in EITHER and not is_arn and gift.resource.arn and _names(gift.resource, value)
    if named and _ARN.search(gift.variable):
        return ("the URL" if is_url else "the name", "its ARN", _arn_of(gift.resource))
    if type == QUEUE and _URL.search(gift.variable) and not is_url:
        return ("the ARN" if is_arn else "the name", "its URL", f"!Ref {name}")
    if type == BUCKET and _NAME.search(gift.variable) and is_arn:
        return ("the ARN", "its name", f"!Ref {name}")
    if type == QUEUE and _NAME.search(gift.variable) and (is_arn or is_url):
        return ("the ARN" if is_arn else "the URL", "its name", f"!GetAtt {name}.QueueName")
    if type in STREAMS and _STREAM_NAME.search(gift.variable) and is_arn:
        return ("the ARN", "its name", f"!Ref {name}")
    return None


def _names(resource: Resource, value: str) -> bool:
    """Whether a text is what the resource is called by other than its ARN: its name, or a queue's URL."""
    parsed = Arn.parse(resource.arn)
    return value in (resource.physical_id, parsed.resource if parsed is not None else "")


def _arn_of(resource: Resource) -> str:
    if resource.physical_id == resource.arn:
        return f"!Ref {resource.logical_id}"
    has_it = "Arn" in resource.attributes
    return f"!GetAtt {resource.logical_id}.Arn" if has_it else f"the ARN of {resource.logical_id}"


CHECK = Check(
    "APP011",
    Severity.WARNING,
    Question.REACH,
    "A variable holds a resource's name, URL or ARN where the variable's own name asks for another of these",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html "
    "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html",
    _ask,
)
