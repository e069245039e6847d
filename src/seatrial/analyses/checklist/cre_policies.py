"""Resource policies: each statement has to say who may, or may not, do what.

Identity policies and trust policies are looked at where IAM refuses them (``analyses/refusals/iam.py``).
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html (read 2026-11-23).
"""

from __future__ import annotations

from seatrial.analyses.iam.resource_policy import OWN_POLICIES, SEPARATE_POLICIES
from seatrial.model.resource import Resource


def policy_key(resource: Resource) -> str:
    """The property that holds a resource's policy."""
    return OWN_POLICIES.get(resource.type) or SEPARATE_POLICIES.get(resource.type, ("", "PolicyDocument"))[1]
