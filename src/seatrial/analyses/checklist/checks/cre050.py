"""Dynamic references that CloudFormation cannot resolve: the secret is there, and has no such JSON key.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html;
the text: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1822
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import MissingKey

_AWS = "Could not find a value associated with JSONKey in SecretString"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, str]] = set()
    for place in inquiry.dynamic_references:
        resource, path, value = place.resource, place.path, place.value
        if not isinstance(value, MissingKey) or (value.secret, value.key) in told:
            continue
        told.add((value.secret, value.key))
        if not value.keys:
            yield _malformed(resource, path, value)
            continue
        near = difflib.get_close_matches(value.key, value.keys, 1)
        yield Found(
            resource,
            path,
            f"{resource.logical_id} reads the JSON key {value.key} of {value.secret}, which has "
            f"{' and '.join(value.keys)}",
            f"CloudFormation reads the secret when it creates {resource.logical_id}, finds no such key, and the "
            "stack is rolled back",
            f"write {near[0] if near else ' or '.join(value.keys)} in place of {value.key}",
            _AWS,
        )


def _malformed(resource: Resource, path: PropertyPath, value: MissingKey) -> Found:
    """What stands behind the secret's name is no key by itself: SecretString comes before it."""
    first, _, rest = value.key.partition(":")
    key = rest if first.lower() == "secretstring" else value.key
    return Found(
        resource,
        path,
        f"{resource.logical_id} reads {value.key} of a secret, where SecretString is wanted",
        "behind the secret's name or ARN comes SecretString, and only then a JSON key: CloudFormation does not resolve "
        f"the reference when it creates {resource.logical_id}, and the stack is rolled back",
        f"write :SecretString:{key} in place of :{value.key}",
    )


CHECK = Check(
    "CRE050",
    Severity.ERROR,
    Question.CREATE,
    "A dynamic reference reads a JSON key that the secret does not have",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
    _ask,
)
