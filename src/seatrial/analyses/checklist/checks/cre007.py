"""Whether a service waits for the listener that puts its target group behind a load balancer.

Only the template can say it, for the service refers to the target group and not to the listener. Whether it goes wrong
without is a race. The service loses it when the load balancer takes longer than everything else (``refusals`` says so
then), and may win it when it waits for something as slow.

Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html (read 2026-11-23),
https://github.com/aws-cloudformation/aws-cloudformation-templates/issues/75 (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import BALANCER
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.creation import creation_order, may_be_there
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for entry in inquiry.arrivals.entries:
        service, group = entry.placement.by, entry.group
        # What CodeDeploy shifts requests to later is no matter of CreateService.
        if group is None or entry.by_codedeploy or inquiry.refused_at(service, "LoadBalancers"):
            continue
        forwards = [item.by for item in inquiry.arrivals.forwards_to(group)]
        # Rules whose listener is in no template here.
        forwards += [by for by, to, _ in inquiry.arrivals.blind if to is group and by not in forwards]
        made_before = inquiry.after(service.logical_id)
        # A listener of another stack is there before, or that stack couldn't have been imported from.
        if not forwards or any(item.logical_id in made_before or not inquiry.owns(item) for item in forwards):
            continue
        names = " or ".join(dict.fromkeys(item.logical_id for item in forwards))
        arn = as_text(group.physical_id)
        chance = _chance(inquiry, service, forwards)
        yield Found(
            service,
            (*entry.path, "AlternateTargetGroupArn" if entry.alternate else "TargetGroupArn"),
            f"{service.logical_id} does not wait for {names}, which puts {group.logical_id} behind the load balancer",
            f"nothing makes CloudFormation create {names} first, and ECS refuses a target group that is not attached "
            f"to a load balancer: {chance}the service fails when it is created earlier",
            f"add DependsOn: {forwards[0].logical_id} to {service.logical_id}",
            f"The target group with targetGroupArn {arn} does not have an associated load balancer.",
            Severity.WARNING if chance else None,
            fix=(wait_for(service.logical_id, forwards[0].logical_id),),
        )


def _chance(inquiry: Inquiry, service: Resource, forwards: list[Resource]) -> str:
    """What may save a service that doesn't wait for its listener: the load balancer stands already, or the service
    waits for something that takes as long, a database for instance; "" where nothing does.
    """
    times = {item.resource.logical_id: item for item in creation_order(inquiry.system)}
    starts = times[service.logical_id].starts
    known = [times[item.logical_id] for item in forwards if item.logical_id in times]
    balancers = {item.logical_id for item in inquiry.system.of_type(BALANCER)}
    quick = [item for item in known if not inquiry.after(item.resource.logical_id) & balancers]
    if any(item.ends <= starts for item in quick):
        return "usually it is by then, but "
    if any(may_be_there(item, starts) for item in known):
        return (
            f"whether it is by then is a race between the load balancer and what {service.logical_id} waits for, and "
        )
    return ""


CHECK = Check(
    "CRE007",
    Severity.ERROR,
    Question.CREATE,
    "A service does not wait for the listener that attaches its target group to the load balancer",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
    _ask,
)
