"""The notifications of the system's buckets, as S3 or a custom resource of the CDK sets them."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.s3_notifications import BUCKET, CUSTOM, Notification, notifications
from seatrial.model.resource import Resource


def given_notifications(inquiry: Inquiry) -> Iterator[tuple[Resource, Notification]]:
    """Each notification with the bucket, or the custom resource, that sets it."""
    for resource in inquiry.system.of_type(BUCKET, CUSTOM):
        if resource.logical_id not in inquiry.refused:
            for item in notifications(resource):
                yield resource, item
