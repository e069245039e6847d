"""Whether a statement allows a call on something that such a call is never about, so that it allows nothing.

Listing is about a bucket and never about its objects, reading and writing about objects; items are put into a table,
never into an index or a stream of it. IAM takes any pair of an action and an ARN, and a statement whose pairs never
meet says nothing. Only calls are looked at that are written out, and only where no other statement of the role allows
them.

Sources (read 2026-11-30): the resource types of each action in
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html and
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import TASK_DEFINITION
from seatrial.analyses.checklist.typed import shown, typed
from seatrial.analyses.iam import RoleView
from seatrial.analyses.iam.pattern import action_matches
from seatrial.analyses.iam.policy import Statement
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at


def _may_be_bucket(name: str) -> bool:
    return "/" not in name


def _may_be_object(name: str) -> bool:
    return "*" in name or bool(name.partition("/")[2])


def _may_be_table(name: str) -> bool:
    return name.count("/") <= 1


class _Kind(Struct, frozen=True):
    """What some calls are about: ``beginning`` of its ARNs up to the name, whether a name may be one, how it is called,
    and how it follows from what was written (``%`` stands for the bucket or the table).
    """

    service: str
    fits: Callable[[str], bool]
    noun: str
    meant: str


_BUCKET = _Kind("s3", _may_be_bucket, "the bucket itself", "%")
_OBJECT = _Kind("s3", _may_be_object, "objects of a bucket", "%/*")
_TABLE = _Kind("dynamodb", _may_be_table, "the table itself", "%")
# In small letters.
_ABOUT: Mapping[str, _Kind] = {
    **dict.fromkeys(("s3:listbucket", "s3:listbucketversions", "s3:listbucketmultipartuploads"), _BUCKET),
    **dict.fromkeys(("s3:getbucketlocation", "s3:getbucketnotification", "s3:getbucketversioning"), _BUCKET),
    **dict.fromkeys(("s3:getobject", "s3:putobject", "s3:deleteobject", "s3:getobjectversion"), _OBJECT),
    **dict.fromkeys(("s3:getobjecttagging", "s3:putobjecttagging", "s3:putobjectacl"), _OBJECT),
    **dict.fromkeys(("s3:abortmultipartupload", "s3:listmultipartuploadparts"), _OBJECT),
    **dict.fromkeys(("dynamodb:getitem", "dynamodb:putitem", "dynamodb:updateitem", "dynamodb:deleteitem"), _TABLE),
    **dict.fromkeys(("dynamodb:batchgetitem", "dynamodb:batchwriteitem", "dynamodb:conditioncheckitem"), _TABLE),
}


def _void(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for definition in inquiry.system.of_type(TASK_DEFINITION):
        role = inquiry.role(definition.get("TaskRoleArn"))
        if not isinstance(role, RoleView) or role.name in seen:
            continue
        seen.add(role.name)
        statements = [one for policy in role.identity for one in policy.statements() if not one.denies]
        for statement in statements:
            resource = statement.policy.resource
            calls = [call for call in _calls(statement) if call.lower() in _ABOUT and not _meets(statement, call)]
            lost = [call for call in calls if not any(_allows(one, call) for one in statements)]
            if not lost or resource is None or not inquiry.owns(resource) or resource.logical_id in inquiry.refused:
                continue
            kind = _ABOUT[lost[0].lower()]
            same = [call for call in lost if _ABOUT[call.lower()] is kind]
            written = [as_text(item) for item in as_list(at(statement.content, "Resource"))]
            head, _, name = written[0].partition(":table/" if kind is _TABLE else ":::")
            between = ":table/" if kind is _TABLE else ":::"
            right = kind.meant.replace("%", f"{head}{between}{name.partition('/')[0]}")
            yield Found(
                resource,
                (*statement.path, "Resource"),
                f"{statement} allows {' and '.join(same)} on nothing",
                f"{'such a call is' if len(same) == 1 else 'such calls are'} about {kind.noun}, and the statement "
                f"speaks of {' and '.join(shown(inquiry, item) for item in written)} alone: every such call is denied",
                f"add {typed(inquiry, right)} to its Resource",
            )


def _calls(statement: Statement) -> list[str]:
    return [as_text(item) for item in as_list(at(statement.content, "Action"))]


def _meets(statement: Statement, call: str) -> bool:
    """Whether one of the statement's resources may be what a call is about. What isn't known may be."""
    kind = _ABOUT[call.lower()]
    resources = as_list(at(statement.content, "Resource"))
    return not resources or any(not isinstance(item, str) or _may_be(kind, item) for item in resources)


def _may_be(kind: _Kind, arn: str) -> bool:
    parts = arn.split(":", 5)
    if len(parts) < len(("arn", "partition", "service", "region", "account", "name")) or parts[2] != kind.service:
        return True
    # Access points have a region and an account.
    return bool(kind.service == "s3" and parts[4]) or kind.fits(parts[5])


def _allows(statement: Statement, call: str) -> bool:
    return any(action_matches(action, call) for action in _calls(statement)) and _meets(statement, call)


CHECK = Check(
    "APP190",
    Severity.WARNING,
    Question.REACH,
    "A statement allows a call on what such a call is never about",
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html "
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html",
    _void,
)
