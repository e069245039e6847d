"""Whether each statement of a resource's policy says who may, or may not, do what.

Identity policies and trust policies are looked at where IAM refuses them (``analyses/refusals/iam.py``).

Source (read 2026-11-23): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam.resource_policy import OWN_POLICIES, SEPARATE_POLICIES, policy_key
from seatrial.model.finding import Severity
from seatrial.model.value import as_list

# What each statement of a resource's policy says: the first name, or another form of it.
_SAID = (("Effect",), ("Principal", "NotPrincipal"), ("Action", "NotAction"))
# A policy that speaks of calls through it, not of one resource.
_MORE = ("AWS::EC2::VPCEndpoint",)


def _statements(inquiry: Inquiry) -> Iterator[Said]:
    """Policies of resources: every statement says who may do what."""
    for resource in inquiry.system.of_type(*OWN_POLICIES, *SEPARATE_POLICIES, *_MORE):
        key = policy_key(resource)
        listed = resource.get(key, "Statement")
        for index, statement in enumerate(as_list(listed)):
            place = (key, "Statement", index) if isinstance(listed, list) else (key, "Statement")
            if not isinstance(statement, dict):
                continue
            for keys in _SAID:
                if all(statement.get(one) in (None, [], {}, "") for one in keys):
                    yield Found(
                        resource,
                        place,
                        f"a statement of {key} of {resource.logical_id} has no {keys[0]}",
                        "AWS refuses a policy with an incomplete statement, and the stack is rolled back",
                        f"add {keys[0]} to the statement",
                    )
                    break


CHECK = Check(
    "CRE036",
    Severity.ERROR,
    Question.CREATE,
    "A statement of a resource-based policy is incomplete",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html",
    _statements,
)
