"""Whether the notifications of a bucket come about, and are for the objects that are meant.

S3 asks the policy of a queue or a topic when the notifications are set. Where nothing makes the bucket wait for that
policy, CloudFormation makes both at once, and it is luck which comes first.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html (no wildcards).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam.resource_policy import resource_policies
from seatrial.analyses.refusals.s3_notifications import BUCKET, CUSTOM, Notification, notifications
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_flag, as_list, as_text, at


def _given(inquiry: Inquiry) -> Iterator[tuple[Resource, Notification]]:
    for resource in inquiry.system.of_type(BUCKET, CUSTOM):
        if resource.logical_id not in inquiry.refused:
            for item in notifications(resource):
                yield resource, item


def _early(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for resource, item in _given(inquiry):
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


def _wildcards(inquiry: Inquiry) -> Iterator[Said]:
    for resource, item in _given(inquiry):
        for rule in as_list(item.rules):
            value = as_text(at(rule, "Value"))
            side = as_text(at(rule, "Name")).lower()
            if "*" in value:
                yield Found(
                    resource,
                    (*item.place, "Filter"),
                    f"{resource.logical_id} sends notifications only for objects with the {side} {value}",
                    "a filter knows no wildcards: * is a letter like any other, which no object's key has as a rule",
                    f"write Value: {value.replace('*', '') or 'incoming/'}",
                )


_GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
CHECKS = (
    Check(
        "CRE062",
        Severity.WARNING,
        Question.CREATE,
        "A bucket does not wait for the policy that its notifications need",
        f"{_GUIDE}grant-destinations-permissions-to-s3.html",
        _early,
    ),
    Check(
        "TRI043",
        Severity.WARNING,
        Question.TRIGGER,
        "A filter of a bucket's notifications has a wildcard",
        f"{_GUIDE}notification-how-to-filtering.html",
        _wildcards,
    ),
)
