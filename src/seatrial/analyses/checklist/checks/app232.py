"""Whether an application may publish metrics in the namespace that it is told of.

PutMetricData is about no resource, so policies narrow it by the namespace, which is compared letter by letter.

Source (read 2026-11-30):
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import TASK_ID, resource_name, role_place
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import ENVIRONMENT, variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.iam import RoleView, access_denied_text, evaluate, mentions, question, request_of
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown

PUT, KEY = "cloudwatch:PutMetricData", "cloudwatch:namespace"
_VARIABLE = re.compile(r"(?:METRICS?|CLOUDWATCH|CW)(?:_\w+)?_NAMESPACE\Z", re.IGNORECASE)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        for _, name, path, value in variables(definition):
            if not _VARIABLE.search(name) or ENVIRONMENT not in path or not isinstance(value, str) or not value:
                continue
            role = inquiry.role(definition.get("TaskRoleArn"))
            if isinstance(value, Unknown) or not isinstance(role, RoleView) or not mentions(role, PUT):
                # Metrics may go into the log as well, and be read from there.
                continue
            asked = question(inquiry.systems, role, PUT, "*", {KEY: value})
            decision = evaluate(*asked)
            if decision.allowed is not False:
                continue
            near = told(inquiry, asked, decision, role)
            place, way = (near.resource, near.path) if near is not None else role_place(inquiry, role, definition)
            yield Found(
                place,
                way,
                f"{resource_name(role)} may not publish metrics in {value}",
                f"containers of {definition.logical_id} are told of that namespace in {name}, and "
                f"{near.says if near is not None else decision.reason}: the metrics are not there, nor what they scale",
                near.mend if near is not None else f"allow {PUT} for {value} in a policy of {resource_name(role)}",
                access_denied_text(request_of(role, PUT, "*", session=TASK_ID), decision),
            )


CHECK = Check(
    "APP232",
    Severity.WARNING,
    Question.REACH,
    "An application may not publish metrics in the namespace that it is told of",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html",
    _ask,
)
