"""Whether an ARN or a name is made of a logical id: what a template calls a resource is not what AWS calls it.

How an ARN leads astray so is in ``cre_logical_ids``. Roles and keys may also be named by what is no ARN.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_logical_ids import meant_by
from seatrial.analyses.checklist.fixes import arn_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import ENCRYPTED
from seatrial.analyses.checklist.typed import reference
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath

ROLE, KEY = "AWS::IAM::Role", "AWS::KMS::Key"
# Where a role or a key may be named by what is no ARN.
_NAMES: Mapping[str, Mapping[PropertyPath, str]] = {
    "AWS::ECS::TaskDefinition": {("TaskRoleArn",): ROLE, ("ExecutionRoleArn",): ROLE},
    **{type: {path: KEY} for type, path in ENCRYPTED.items()},
}


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for item in inquiry.outside:
        meant = meant_by(inquiry, item.value)
        if meant is None or item.value in told:
            continue
        told.add(item.value)
        given = meant.physical_id in meant.properties.values()
        called = meant.physical_id if given else f"{meant.physical_id} or the like"
        yield Found(
            item.resource,
            item.path,
            f"{item.resource.logical_id} names {meant.logical_id} by its logical id, in {item.value}",
            f"what the template creates as {meant.logical_id} is called {called}: this ARN leads to another "
            "one in the account, or to none",
            f"write {reference(arn_of(meant))}",
        )
    yield from _plain(inquiry)


def _plain(inquiry: Inquiry) -> Iterator[Said]:
    """A logical id that stands alone, where a role or a key is named."""
    for type, keys in _NAMES.items():
        for resource in inquiry.system.of_type(type):
            for path, kind in keys.items():
                value = resource.get(*path)
                meant = inquiry.system.resources.get(value) if isinstance(value, str) else None
                if meant is None or meant.type != kind or inquiry.find(value, kind) is not None:
                    continue
                if inquiry.refused_at(resource, *path) or (resource.logical_id, path) in inquiry.misread:
                    continue
                noun, no_key = ("role", False) if kind == ROLE else ("key", True)
                yield Found(
                    resource,
                    path,
                    f"{path[-1]} of {resource.logical_id} is {value}, the logical id of a {noun}",
                    f"AWS knows nothing of logical ids: what the template creates as {value} is called otherwise, and "
                    + ("no key has such an id" if no_key else "this names another role in the account, or none"),
                    f"write {reference(arn_of(meant))}",
                    severity=Severity.ERROR if no_key else None,
                    fix=(set_property(resource.logical_id, *path, to=arn_of(meant)),),
                )


CHECK = Check(
    "CRE052",
    Severity.WARNING,
    Question.CREATE,
    "An ARN is made of a logical id, or a name is one, and that is not what the resource is called",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html",
    _ask,
    gravest=Severity.ERROR,
)
