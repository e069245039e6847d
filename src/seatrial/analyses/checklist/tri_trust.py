"""The role of what starts a task, or a state machine, where the service that acts as it may assume it.

A rule acts in its own name, a schedule in its group's.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html ("aws:SourceArn":
the ARN of the schedule group; read 2026-11-29),
https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.triggers import SCHEDULER, STATES, Caller
from seatrial.analyses.iam import Decision, RoleView, can_assume
from seatrial.model.arn import Arn
from seatrial.model.value import Unknown, as_text


def assumes(inquiry: Inquiry, role: RoleView, trigger: Caller) -> Decision:
    """Whether the caller may assume the role; Step Functions comes by the name of its region as well."""
    decision = can_assume(role, trigger.service, as_whom(trigger))
    if trigger.service == STATES and not decision.allowed:
        regional = can_assume(role, f"states.{inquiry.system.scope.region}.amazonaws.com", as_whom(trigger))
        return regional if regional.allowed else decision
    return decision


def trusted(inquiry: Inquiry, trigger: Caller) -> RoleView | None:
    """The role, where it is known and may be assumed: what it may do comes after that."""
    value = trigger.by.get(*trigger.role_path)
    role = inquiry.role(value) if value not in (None, "") else None
    if not isinstance(role, RoleView) or trigger.by.logical_id in inquiry.refused:
        return None
    return None if assumes(inquiry, role, trigger).allowed is False else role


def as_whom(trigger: Caller) -> dict[str, str]:
    """A schedule acts in its group's name, all others in their own."""
    if trigger.service != SCHEDULER:
        return {"aws:SourceArn": trigger.by.arn}
    group = trigger.by.get("GroupName")
    arn = Arn.parse(trigger.by.arn)
    if isinstance(group, Unknown) or arn is None:
        return {}
    resource = f"schedule-group/{as_text(group) or 'default'}"
    return {"aws:SourceArn": str(Arn(arn.partition, arn.service, arn.region, arn.account, resource))}
