"""Whether a bucket waits for the policy that its notifications need.

S3 asks the policy of a queue or a topic when the notifications are set. Where nothing makes the bucket wait for that
policy, CloudFormation makes both at once, and it is luck which comes first.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_notifications import given_notifications
from seatrial.analyses.iam.resource_policy import resource_policies
from seatrial.analyses.refusals.s3_notifications import CUSTOM
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag


def _early(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for resource, item in given_notifications(inquiry):
        target = inquiry.find(item.to, item.type)
        skipped = resource.type == CUSTOM and as_flag(resource.get("SkipDestinationValidation"))
        if target is None or resource.logical_id in told or skipped:
            continue
        policies = [policy.resource for policy in resource_policies(inquiry.systems, target.arn)[0] if policy.resource]
        own = [policy for policy in policies if policy.logical_id in inquiry.system.resources]
        before = inquiry.after(resource.logical_id)
        # One that is there already, or comes first, may be the one that lets S3 in.
        if not own or len(own) < len(policies) or any(policy.logical_id in before for policy in own):
            continue
        told.add(resource.logical_id)
        policy = own[0]
        yield Found(
            resource,
            item.path,
            f"{resource.logical_id} doesn't wait for {policy.logical_id}, which lets S3 send to {target.logical_id}",
            "S3 sends a test message when it sets the notifications: where the policy comes later, it refuses them, "
            "and the stack is rolled back",
            f"add DependsOn: {policy.logical_id} to {resource.logical_id}",
            "Unable to validate the following destination configurations",
            fix=(wait_for(resource.logical_id, policy.logical_id),),
        )


CHECK = Check(
    "CRE062",
    Severity.WARNING,
    Question.CREATE,
    "A bucket does not wait for the policy that its notifications need",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
    _early,
)
