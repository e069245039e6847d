"""Whether the notifications of a bucket come about, and are for the objects that are meant.

S3 asks the policy of a queue or a topic when the notifications are set. Where nothing makes the bucket wait for that
policy, CloudFormation makes both at once, and it is luck which comes first.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html (no wildcards).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.s3_notifications import BUCKET, CUSTOM, Notification, notifications
from seatrial.model.resource import Resource


def given_notifications(inquiry: Inquiry) -> Iterator[tuple[Resource, Notification]]:
    for resource in inquiry.system.of_type(BUCKET, CUSTOM):
        if resource.logical_id not in inquiry.refused:
            for item in notifications(resource):
                yield resource, item
