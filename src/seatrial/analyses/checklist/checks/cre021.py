"""Which clusters, task definitions and roles the template names and doesn't make, so that they must be there before.

A name mostly comes from a parameter, so it is a note; one that an ARN from outside ends with is the same thing once
more (the CDK writes both).

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.outside import DEFAULT_CLUSTER, Outside
from seatrial.model.finding import Severity


def _names(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, str]] = set()
    arns = tuple(item.value for item in inquiry.outside if not item.by_name)
    for item in inquiry.outside:
        if not item.by_name or item.value == DEFAULT_CLUSTER or (item.kind, item.value) in told:
            continue
        if any(arn.endswith(f"/{item.value}") for arn in arns):
            continue
        told.add((item.kind, item.value))
        yield Found(
            item.resource,
            item.path,
            f"{item.resource.logical_id} names {item.value}, but the template creates no {item.kind}",
            f"without {_thing(item)} of that name in the account, AWS refuses {item.resource.logical_id} and the stack "
            "is rolled back",
            f"nothing, if it exists; otherwise add an {item.kind} and refer to it with !Ref",
        )


def _thing(item: Outside) -> str:
    words = {"Cluster": "a cluster", "TaskDefinition": "a task definition", "Role": "a role"}
    return words.get(item.kind.rpartition("::")[2], "a resource")


CHECK = Check(
    "CRE021",
    Severity.NOTE,
    Question.CREATE,
    "A cluster, task definition or role is named that the template does not create",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html",
    _names,
)
