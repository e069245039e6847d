"""Whether an alarm that is to trigger a scaling policy has its actions switched off.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
(ActionsEnabled).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_targets import own_policies
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag


def _switched_off(inquiry: Inquiry) -> Iterator[Said]:
    for policy in own_policies(inquiry):
        for alarm in policy.alarms:
            given = alarm.resource.get("ActionsEnabled")
            if given is None or not isinstance(given, (bool, str)) or as_flag(given, True):
                continue
            name = alarm.resource.logical_id
            yield Found(
                alarm.resource,
                ("ActionsEnabled",),
                f"{name} has its actions disabled",
                f"ActionsEnabled is false, and {policy.resource.logical_id} is one of them: nothing ever scales",
                f"set ActionsEnabled: true in {name}, or leave it out",
            )


CHECK = Check(
    "SCA018",
    Severity.ERROR,
    Question.SCALE,
    "An alarm that triggers a scaling policy has its actions disabled",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    _switched_off,
)
