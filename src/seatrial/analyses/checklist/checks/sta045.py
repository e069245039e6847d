"""Whether a property of Amazon ECS refers to a SecureString parameter by ssm-secure.

The values of such parameters are only put into a few properties, none of them ECS's.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html (which
properties), https://github.com/aws/serverless-application-model/issues/1528 (the text, and that it comes with the
change set).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Resolved

_NOT_SUPPORTED = "SSM Secure reference is not supported in:"


def _secure(inquiry: Inquiry) -> Iterator[Said]:
    """Values of SecureString parameters in properties of Amazon ECS."""
    told: set[str] = set()
    for place in inquiry.dynamic_references:
        resource, path, value = place.resource, place.path, place.value
        secure = isinstance(value, Resolved) and value.service == "ssm-secure"
        if not secure or not resource.type.startswith("AWS::ECS::") or resource.logical_id in told:
            continue
        told.add(resource.logical_id)
        environment = len(path) > 2 and path[2] == "Environment"
        yield Found(
            resource,
            path,
            f"{resource.logical_id} refers to a SecureString parameter by ssm-secure, which {resource.type} does "
            "not take",
            "CloudFormation puts such values only into a few properties, passwords of databases for the most part: "
            "the change set fails, and nothing is created",
            "move it to Secrets of the container, with ValueFrom: the parameter's name, which ECS reads itself"
            if environment
            else "write {{resolve:ssm:...}} and make it a parameter of type String",
            _NOT_SUPPORTED,
        )


CHECK = Check(
    "STA045",
    Severity.ERROR,
    Question.CREATE,
    "A property of Amazon ECS refers to a SecureString parameter by ssm-secure",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html",
    _secure,
)
