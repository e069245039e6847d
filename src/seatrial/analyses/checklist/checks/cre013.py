"""What has to be acknowledged when the stack is made: CloudFormation refuses it otherwise, whatever else is right.

One note a stack, at the first resource that needs it.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html, Capabilities (read
2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

NESTED, IAM = "AWS::CloudFormation::Stack", "AWS::IAM::"
_PREFIX = "CAPABILITY_"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    needed = inquiry.system.capabilities
    by = _first(inquiry, needed)
    if not needed or by is None:
        return
    flag = " ".join(needed)
    yield Found(
        by,
        (),
        f"the stack can only be created with {flag}, because of {_thing(by)}",
        f"{_reason(needed)}, and CloudFormation creates such a stack only when the caller acknowledges it",
        f"aws cloudformation deploy --capabilities {flag} ...",
        f"Requires capabilities : [{', '.join(needed)}]",
    )


def _first(inquiry: Inquiry, needed: tuple[str, ...]) -> Resource | None:
    """The first resource that a capability is needed for; for a macro alone, the first of all."""
    resources = list(inquiry.system.resources.values())
    iam = next((item for item in resources if item.type.startswith(IAM)), None)
    if iam is not None and any("IAM" in name for name in needed):
        return iam
    nested = next((item for item in resources if item.type == NESTED), None)
    return nested or next(iter(resources), None)


def _thing(by: Resource) -> str:
    if by.type.startswith(IAM):
        return f"IAM resources such as {by.logical_id}"
    return f"the nested stack {by.logical_id}" if by.type == NESTED else "the macros of the template"


def _reason(needed: tuple[str, ...]) -> str:
    reasons = {
        "CAPABILITY_IAM": "the template creates IAM roles or policies",
        "CAPABILITY_NAMED_IAM": "the template creates IAM resources with custom names",
        "CAPABILITY_AUTO_EXPAND": "macros or nested stacks create resources that the template doesn't show",
    }
    return "; ".join(reasons.get(name, name.removeprefix(_PREFIX)) for name in needed)


CHECK = Check(
    "CRE013",
    Severity.NOTE,
    Question.CREATE,
    "Creating the stack requires a capability",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html",
    _ask,
)
