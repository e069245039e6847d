"""Whether the alarms that a service's deployments watch are the template's, and are named by their names.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.analyses.checklist.scaling import ALARM
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, at

_COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
_ALARMS = ("DeploymentConfiguration", "Alarms", "AlarmNames")


def _alarms(inquiry: Inquiry) -> Iterator[Said]:
    yield from _of_codedeploy(inquiry)
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
            if (near := _nearly(inquiry, name)) is not None:
                yield Found(
                    service,
                    (*_ALARMS, index),
                    f"deployments of {service.logical_id} watch the alarm {name}, and {near.logical_id} is "
                    f"{near.physical_id}",
                    "without an alarm of exactly that name, nothing stops a deployment that goes wrong",
                    f"write !Ref {near.logical_id}",
                    severity=Severity.WARNING,
                )
                continue
            yield Found(
                service,
                (*_ALARMS, index),
                f"deployments of {service.logical_id} watch the alarm {name}, which the template does not create",
                "without an alarm of that name in the account, nothing stops a deployment that goes wrong",
                "nothing, if it exists; otherwise name an alarm of the template with !Ref",
            )


def _of_codedeploy(inquiry: Inquiry) -> Iterator[Said]:
    """The alarms of deployment groups, which are given by their names as well."""
    for group in inquiry.system.of_type("AWS::CodeDeploy::DeploymentGroup"):
        for index, item in enumerate(as_list(group.get("AlarmConfiguration", "Alarms"))):
            name = at(item, "Name")
            alarm = inquiry.find(name, ALARM, _COMPOSITE)
            by_arn = alarm is not None and name == alarm.arn != alarm.physical_id
            near = alarm if by_arn or not isinstance(name, str) or alarm is not None else _nearly(inquiry, name)
            if near is None or (alarm is not None and not by_arn):
                continue
            yield Found(
                group,
                ("AlarmConfiguration", "Alarms", index, "Name"),
                f"deployments of {group.logical_id} watch {near.logical_id} by its ARN"
                if by_arn
                else f"deployments of {group.logical_id} watch the alarm {name}, and {near.logical_id} is "
                f"{near.physical_id}",
                "alarms are given by their names: without one of exactly that name, nothing stops a deployment that "
                "goes wrong",
                f"write !Ref {near.logical_id}",
                severity=Severity.WARNING,
            )


def _nearly(inquiry: Inquiry, name: str) -> Resource | None:
    """The alarm here whose name is almost that one."""
    alarms = {item.physical_id: item for item in inquiry.system.of_type(ALARM, _COMPOSITE) if item.get("AlarmName")}
    return alarms.get(next(iter(get_close_matches(name, alarms, n=1, cutoff=0.85)), ""))


CHECK = Check(
    "SCA033",
    Severity.NOTE,
    Question.SCALE,
    "Deployments watch an alarm that the template does not create",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html",
    _alarms,
)
