"""Whether a target group waits for the listener of the load balancer that is its target.

It names the load balancer and not the listener, without which the load balancer can't be registered: a race.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html (a listener with
the port of the target group), the race: https://github.com/hashicorp/terraform-provider-aws/issues/38987,
https://github.com/aws/aws-cdk/issues/17208 and https://github.com/aws/aws-cdk/pull/19696.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_front import NO_LISTENER, balancer_targets
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity


def _early(inquiry: Inquiry) -> Iterator[Said]:
    """A target group that doesn't wait for the listener of the load balancer which is its target."""
    for group, index, balancer, port, listed in balancer_targets(inquiry):
        own = [item.resource for item in listed or () if inquiry.owns(item.resource)]
        made_before = inquiry.after(group.logical_id)
        if not own or len(own) < len(listed or ()) or any(item.logical_id in made_before for item in own):
            continue
        name = own[0].logical_id
        yield Found(
            group,
            ("Targets", index, "Id"),
            f"{group.logical_id} does not wait for {name}, by which {balancer.logical_id} listens on port {port}",
            f"nothing makes CloudFormation create {name} first, and a load balancer without a listener on the port "
            "can't be registered: the stack is rolled back when the target group is created earlier",
            f"add DependsOn: {name} to {group.logical_id}",
            NO_LISTENER,
            fix=(wait_for(group.logical_id, name),),
        )


CHECK = Check(
    "CRE091",
    Severity.WARNING,
    Question.CREATE,
    "A target group does not wait for the listener of the load balancer that is its target",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html "
    "https://github.com/aws/aws-cdk/issues/17208",
    _early,
)
