"""Names that scaling and deployments go by: alarms that a deployment watches, scheduled actions of one name.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html,
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html (ScheduledActionName: "This
name must be unique among all other scheduled actions on the specified scalable target")
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.analyses.checklist.scaling import ALARM, TARGET
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at

_COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
_ALARMS = ("DeploymentConfiguration", "Alarms", "AlarmNames")


def _alarms(inquiry: Inquiry) -> Iterator[Said]:
    for service in inquiry.system.of_type(SERVICE):
        for index, name in enumerate(as_list(service.get(*_ALARMS))):
            if not isinstance(name, str) or not name:
                continue
            alarm = inquiry.find(name, ALARM, _COMPOSITE)
            if alarm is not None and name == alarm.arn != alarm.physical_id:
                yield Found(
                    service,
                    (*_ALARMS, index),
                    f"deployments of {service.logical_id} watch {alarm.logical_id} by its ARN",
                    "alarms are given by their names: there is none of that name, so nothing stops a deployment that "
                    "goes wrong",
                    f"write !Ref {alarm.logical_id}",
                    severity=Severity.WARNING,
                )
            if alarm is not None:
                continue
            yield Found(
                service,
                (*_ALARMS, index),
                f"deployments of {service.logical_id} watch the alarm {name}, which the template does not create",
                "without an alarm of that name in the account, nothing stops a deployment that goes wrong",
                "nothing, if it exists; otherwise name an alarm of the template with !Ref",
            )


def _actions(inquiry: Inquiry) -> Iterator[Said]:
    for target in inquiry.system.of_type(TARGET):
        seen: set[str] = set()
        for index, action in enumerate(as_list(target.get("ScheduledActions"))):
            name = as_text(at(action, "ScheduledActionName"))
            if name and name in seen and target.logical_id not in inquiry.refused:
                yield Found(
                    target,
                    ("ScheduledActions", index, "ScheduledActionName"),
                    f"{target.logical_id} has two scheduled actions of the name {name}",
                    "a name is unique for a scalable target: the second action is refused, or replaces the first",
                    "give one of them another ScheduledActionName",
                )
            seen.add(name)


CHECKS = (
    Check(
        "SCA033",
        Severity.NOTE,
        Question.SCALE,
        "Deployments watch an alarm that the template does not create",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html",
        _alarms,
    ),
    Check(
        "SCA034",
        Severity.WARNING,
        Question.SCALE,
        "A scalable target has two scheduled actions of one name",
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html",
        _actions,
    ),
)
