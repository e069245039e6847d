"""Whether tasks that start may write to their log stream, or what they write is lost.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_permissions import mend_of_calls, role_refused, step_place
from seatrial.analyses.iam import RoleView
from seatrial.analyses.launch import Passed
from seatrial.model.finding import Severity


def _lost_logs(inquiry: Inquiry) -> Iterator[Said]:
    """A task starts without the right to write into its log stream, and what it writes is lost."""
    seen: set[str] = set()
    for step in inquiry.launches.steps:
        call = step.verdict.denied if isinstance(step.verdict, Passed) else None
        role = inquiry.role(step.requirement.role)
        if call is None or not isinstance(role, RoleView) or role.name in seen or role_refused(inquiry, role):
            continue
        seen.add(role.name)
        resource, path = step_place(role, step, inquiry)
        yield Found(
            resource,
            path,
            f"{resource_name(role)} may not call {call.action} for {step.requirement.subject}",
            "the log driver may create its stream, so tasks start, but nothing that they write reaches it",
            mend_of_calls(inquiry, role, [call]),
        )


CHECK = Check(
    "STA017",
    Severity.WARNING,
    Question.START,
    "Tasks start, but what they write to their log stream is lost",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
    _lost_logs,
)
