"""Whether a scaling policy has a scalable target, and waits for it.

Source:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalingpolicy.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_targets import own_policies
from seatrial.analyses.checklist.scaling import TARGET
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource


def _early(inquiry: Inquiry) -> Iterator[Said]:
    """A policy that names its target by text needs to wait for it."""
    for policy in own_policies(inquiry):
        target, named = policy.target, policy.resource.get("ScalingTargetId")
        if target is None:
            if isinstance(named, str) and named and inquiry.find(named) is None:
                what = f"what {policy.resource.logical_id} moves"
                yield Doubt(policy.resource, ("ScalingTargetId",), what, f"{named} is not in the templates")
            elif isinstance(named, str) and (other := inquiry.find(named)) is not None:
                yield _no_target(inquiry, policy.resource, other)
            continue
        there = target.resource.logical_id
        waits = there not in inquiry.system.resources or there in inquiry.after(policy.resource.logical_id)
        if named is None and not waits:
            yield Found(
                policy.resource,
                ("ResourceId",),
                f"{policy.resource.logical_id} doesn't wait for {there}, which it scales",
                "it names the scalable target only as text, so CloudFormation creates both at once, and a policy for "
                "an unregistered target is refused",
                f"write ScalingTargetId: !Ref {there} in place of ResourceId, ScalableDimension and ServiceNamespace",
            )


def _no_target(inquiry: Inquiry, policy: Resource, other: Resource) -> Found:
    targets = [item.resource.logical_id for item in inquiry.scaling.targets]
    return Found(
        policy,
        ("ScalingTargetId",),
        f"ScalingTargetId of {policy.logical_id} names {other.logical_id}, which is not a scalable target",
        f"ScalingTargetId is the id of an {TARGET}: the policy is refused, and the stack is rolled back",
        f"write ScalingTargetId: !Ref {targets[0] if targets else 'ScalableTarget'}",
    )


CHECK = Check(
    "SCA006",
    Severity.ERROR,
    Question.SCALE,
    "A scaling policy has no scalable target, or does not wait for it",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-applicationautoscaling-scalingpolicy.html",
    _early,
)
