"""Policies of AWS whose name is written a little differently: ``AWSXrayDaemonWriteAccess`` for ``AWSXRay...``.

Not every policy of AWS is known here, so a name that is like a known one is a warning, not an error.

Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html (read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.kinds.managed_policies import resembling
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for role in inquiry.system.of_type("AWS::IAM::Role"):
        for index, arn in enumerate(as_list(role.get("ManagedPolicyArns"))):
            path: PropertyPath = ("ManagedPolicyArns", index)
            if not isinstance(arn, str) or inquiry.refused_at(role, *path):
                continue
            if meant := resembling(arn):
                yield Found(
                    role,
                    path,
                    f"{role.logical_id} names {arn.rpartition('/')[2]}, which resembles the policy "
                    f"{meant.rpartition('/')[2]} of AWS",
                    "no policy of that name is known here; if there is none, IAM refuses the role, and the stack is "
                    "rolled back",
                    f"write {meant}",
                )


CHECK = Check(
    "CRE075",
    Severity.WARNING,
    Question.CREATE,
    "The name of an AWS managed policy resembles a known one and is none",
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html",
    _ask,
)
