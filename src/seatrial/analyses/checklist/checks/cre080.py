"""Tags that AWS does not take: a key twice, or one that begins as only AWS's own do.

``aws:`` is AWS's, for every type. What happens to a key that is there twice depends on the API: those of EC2, Elastic
Load Balancing and IAM are known to refuse; elsewhere CloudFormation may keep one of the two, so that it
is a warning.

Sources (read 2026-11-29): cdk-preflight 0.0.143 (Apache-2.0, npm; ``pf-tags-aws-prefix``, reproduced on AWS),
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html ("For each resource, each tag key must
be unique, and each tag key can have only one value", "Do not use aws:"),
https://github.com/ernestio/ernest/issues/237 (Elastic Load Balancing), https://github.com/cloud-custodian/cloud-custodian/
issues/3792 (EC2); of IAM as its users quote it.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text, at

_RESERVED = "aws:"
_RESERVED_TEXT = "aws: prefixed tag key names are not allowed for external use."
_REFUSES = {
    "AWS::EC2::": "Duplicate tag key '{0}' specified.",
    "AWS::ElasticLoadBalancingV2::": "Duplicate Tag Keys found in the request. Tag keys should be unique.",
    "AWS::IAM::": "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
}


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for resource in inquiry.system.resources.values():
        listed = resource.get("Tags")
        keys = [at(item, "Key") for item in listed] if isinstance(listed, list) else []
        seen: list[str] = []
        for index, key in enumerate(keys):
            path: PropertyPath = ("Tags", index, "Key")
            name = as_text(key) if isinstance(key, str) else ""
            if name.lower().startswith(_RESERVED):
                yield _reserved(resource, path, name)
            elif name and name in seen:
                yield _twice(resource, path, name)
            seen.append(name)


def _reserved(resource: Resource, path: PropertyPath, name: str) -> Found:
    return Found(
        resource,
        path,
        f"the tag {name} of {resource.logical_id} begins with {_RESERVED}",
        "only AWS itself gives such tags: the resource is refused, and the stack is rolled back",
        f"write Key: {name[len(_RESERVED) :] or 'name'}, or leave the tag out",
        _RESERVED_TEXT,
    )


def _twice(resource: Resource, path: PropertyPath, name: str) -> Found:
    text = next((said for kind, said in _REFUSES.items() if resource.type.startswith(kind)), "")
    return Found(
        resource,
        path,
        f"{resource.logical_id} has the tag {name} twice",
        "a resource has one value for each key: it is refused, and the stack is rolled back"
        if text
        else "a resource has one value for each key: it is refused, or one of the two values is lost",
        f"leave one of the two tags {name} out",
        text.format(name),
        severity=None if text else Severity.WARNING,
    )


CHECK = Check(
    "CRE080",
    Severity.ERROR,
    Question.CREATE,
    "A tag's key is given twice, or begins with aws:",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html",
    _ask,
)
