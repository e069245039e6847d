"""How one types an ARN in a template: by the resource that has it, not by the id that it will have.

``!GetAtt Queue.Arn``, ``!Ref Secret``, ``!Sub "${Bucket.Arn}/*"``; what the template doesn't make by its ARN with the
pseudo parameters in it.
"""

from __future__ import annotations

from seatrial.analyses.checklist.fixes import arn_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.launch.held_secret import DATABASES, MASTER_SECRET
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_text

LOG_GROUP, BUCKET = "AWS::Logs::LogGroup", "AWS::S3::Bucket"


def typed(inquiry: Inquiry, arn: str) -> str:
    """An ARN as one types it."""
    if arn == "*":
        return '"*"'
    found = inquiry.find(arn)
    if found is not None and inquiry.owns(found):
        whole = arn_of(found, arn)
        # It may have no attribute for its ARN.
        return reference(whole) if whole != arn else typed_part(inquiry, found, arn)
    parsed = Arn.parse(arn)
    if parsed is None:
        return arn
    if parsed.service == "s3" and (bucket := _own(inquiry, parsed.resource.partition("/")[0], BUCKET)) is not None:
        return f'!Sub "${{{bucket.logical_id}.Arn}}/*"'
    if parsed.service == "logs":
        name = parsed.resource.removeprefix("log-group:").partition(":log-stream:")[0]
        group = _own(inquiry, name, LOG_GROUP)
        name = name if name.endswith("*") else f"{name}:*"
        return f"!GetAtt {group.logical_id}.Arn" if group is not None else _substituted(inquiry, parsed, name)
    return _substituted(inquiry, parsed, parsed.resource)


def typed_part(inquiry: Inquiry, resource: Resource, arn: str) -> str:
    """The ARN of what is in a resource or stands below its name, as one types it: ``!Sub "${Bucket.Arn}/*"``."""
    if not inquiry.owns(resource):
        return typed(inquiry, arn)
    own = {"Arn": resource.arn, "": resource.physical_id, **resource.attributes}
    for name, value in sorted(own.items(), key=lambda item: -len(as_text(item[1]))):
        text = as_text(value)
        if not text or text not in arn or (name == "Arn" and name not in resource.attributes):
            continue
        key = f"${{{resource.logical_id}{'.' if name else ''}{name}}}"
        head, tail = arn.split(text, 1)
        return f'!Sub "{_with_pseudo(inquiry, head)}{key}{tail}"'
    parsed = Arn.parse(arn)
    return _substituted(inquiry, parsed, parsed.resource) if parsed is not None else arn


def _with_pseudo(inquiry: Inquiry, head: str) -> str:
    parsed, scope = Arn.parse(head), inquiry.system.scope
    if parsed is None:
        return head
    region = "${AWS::Region}" if parsed.region == scope.region else parsed.region
    account = "${AWS::AccountId}" if parsed.account == scope.account else parsed.account
    return f"arn:${{AWS::Partition}}:{parsed.service}:{region}:{account}:{parsed.resource}"


def named(inquiry: Inquiry, arn: str) -> str:
    """What has an ARN, for a sentence: a logical id where the template makes it."""
    found = inquiry.find(arn)
    if found is None:
        return arn
    if found.type in DATABASES and found.attributes.get(MASTER_SECRET) == arn:
        return f"the master user secret of {found.logical_id}"
    return found.logical_id


def shown(inquiry: Inquiry, text: str) -> str:
    """A text of a policy with what the template makes by its logical id, for a sentence."""
    if inquiry.find(text) is not None:
        return f"the URL of {named(inquiry, text)}" if "://" in text else named(inquiry, text)
    for resource in inquiry.system.resources.values():
        if resource.arn and text.startswith(resource.arn):
            return f"${{{resource.logical_id}}}{text[len(resource.arn) :]}"
    return text


def reference(value: Value) -> str:
    """The short form of a Ref or GetAtt; another value as it is."""
    match value:
        case {"Ref": str(name)}:
            return f"!Ref {name}"
        case {"Fn::Sub": str(text)}:
            return f"!Sub {text}"
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"!GetAtt {name}.{attribute}"
    return str(value)


def _own(inquiry: Inquiry, name: str, type: str) -> Resource | None:
    found = inquiry.find(name, type)
    return found if found is not None and inquiry.owns(found) else None


def _substituted(inquiry: Inquiry, arn: Arn, resource: str) -> str:
    scope = inquiry.system.scope
    if arn.service == "logs" and not resource.startswith("log-group:"):
        resource = f"log-group:{resource}"
    region = "${AWS::Region}" if arn.region == scope.region else arn.region
    account = "${AWS::AccountId}" if arn.account == scope.account else arn.account
    partition = "${AWS::Partition}" if arn.partition == scope.partition else arn.partition
    if not arn.account and not arn.region:
        return f"arn:{arn.partition}:{arn.service}:::{resource}"
    return f"!Sub arn:{partition}:{arn.service}:{region}:{account}:{resource}"
