"""What CloudFormation cannot know of the order: a service's target group must be behind a load balancer before it.

Only the template can say it, for the service refers to the target group and not to the listener. Whether it goes wrong
without is a race, which the service loses when the load balancer takes longer than everything else.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for entry in inquiry.arrivals.entries:
        service, group = entry.placement.by, entry.group
        if group is None or inquiry.refused_at(service, "LoadBalancers"):
            continue
        forwards = [item.by for item in inquiry.arrivals.forwards_to(group)]
        made_before = inquiry.after(service.logical_id)
        # A listener of another stack is there before, or that stack couldn't have been imported from.
        if not forwards or any(item.logical_id in made_before or not inquiry.owns(item) for item in forwards):
            continue
        names = " or ".join(dict.fromkeys(item.logical_id for item in forwards))
        arn = as_text(group.physical_id)
        yield Found(
            service,
            (*entry.path, "TargetGroupArn"),
            f"{service.logical_id} does not wait for {names}, which puts {group.logical_id} behind the load balancer",
            f"nothing makes CloudFormation create {names} first, and ECS takes a target group only when it is behind a "
            "load balancer: the service fails when it comes earlier",
            f"add DependsOn: {forwards[0].logical_id} to {service.logical_id}",
            f"The target group with targetGroupArn {arn} does not have an associated load balancer.",
        )


CHECKS = (
    Check(
        "CRE007",
        Severity.ERROR,
        Question.CREATE,
        "A service does not wait for the listener that puts its target group behind the load balancer",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
        _ask,
    ),
)
