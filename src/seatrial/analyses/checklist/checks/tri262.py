"""Whether the role of a rule or a schedule may submit its job.

SubmitJob asks for permission on the job queue and on the job definition.

Sources (read 2026-11-30): https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html (both
are required), https://docs.aws.amazon.com/batch/latest/userguide/CWE_IAM_role.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_jobs import submissions
from seatrial.analyses.checklist.tri_machines import decide, denied, doubt_of
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.iam import access_denied_text, request_of
from seatrial.analyses.refusals.batch import DEFINITION, QUEUE
from seatrial.model.finding import Severity

SUBMIT_JOB = "batch:SubmitJob"


def _may_submit(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for item in submissions(inquiry):
        role = trusted(inquiry, item)
        queue, definition = inquiry.find(item.queue, QUEUE), inquiry.find(item.definition, DEFINITION)
        if role is None or role.note:
            continue
        for thing in (queue, definition):
            if thing is None or not thing.arn or (role.name, thing.logical_id) in seen:
                continue
            seen.add((role.name, thing.logical_id))
            decision = decide(inquiry, role, SUBMIT_JOB, thing.arn)
            # Which revision a job is submitted with is only known then.
            bare = thing.arn.rpartition(":")[0] if thing.type == DEFINITION else thing.arn
            if decision.allowed is False and decide(inquiry, role, SUBMIT_JOB, bare).allowed is not False:
                continue
            if decision.allowed is None:
                yield doubt_of(item, f"whether {resource_name(role)} may submit {thing.logical_id}", decision)
            elif decision.allowed is False:
                noun = "jobs to" if thing is queue else "jobs of"
                yield denied(
                    inquiry,
                    item,
                    role,
                    (SUBMIT_JOB, thing.arn, decision),
                    what=f"{resource_name(role)} may not submit {noun} {thing.logical_id}",
                    why=f"{item.by.logical_id} submits its job as this role, which needs {SUBMIT_JOB} on the job queue "
                    "and on the job definition",
                    then=item.never,
                    mend=f"allow {SUBMIT_JOB} on !Ref {thing.logical_id} in a policy of {resource_name(role)}",
                    aws=access_denied_text(request_of(role, SUBMIT_JOB, thing.arn), decision),
                    all_of=[(SUBMIT_JOB, thing.arn)],
                )
                break


CHECK = Check(
    "TRI262",
    Severity.ERROR,
    Question.TRIGGER,
    "The role of a rule or a schedule may not submit its job to AWS Batch",
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html "
    "https://docs.aws.amazon.com/batch/latest/userguide/CWE_IAM_role.html",
    _may_submit,
)
