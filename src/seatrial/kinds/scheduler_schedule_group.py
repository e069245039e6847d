"""AWS::Scheduler::ScheduleGroup: schedules that belong together."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "Name", 64)
    arn = place.arn("scheduler", f"schedule-group/{name.text}")
    attributes: dict[str, Value] = {
        "Arn": name.known(arn),
        "State": "ACTIVE",
        "CreationDate": Unknown("it is the time of creation"),
        "LastModificationDate": Unknown("it is the time of the last change"),
    }
    return Identity(name.text, arn, attributes)


CARD = Card(
    type="AWS::Scheduler::ScheduleGroup",
    layer=Layer.TRAFFIC,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=(
        "Arn",
        "State",
        "CreationDate",
        "LastModificationDate",
    ),
    purpose="Schedules that belong together.",
    note="schedules are not run here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedulegroup.html",
)
