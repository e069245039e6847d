"""The target groups that take turns while a service is deployed."""

from __future__ import annotations

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.value import as_list, as_text, at


def alternate_groups(inquiry: Inquiry) -> set[str]:
    """Target groups that take turns in blue/green deployments, ECS's own or CodeDeploy's."""
    found: set[str] = set()
    for placement in inquiry.placements:
        if as_text(placement.by.get("DeploymentController", "Type")) in ("CODE_DEPLOY", "EXTERNAL"):
            return {item.group.logical_id for item in inquiry.arrivals.forwards}
        for item in as_list(placement.by.get("LoadBalancers")):
            other = inquiry.find(at(item, "AdvancedConfiguration", "AlternateTargetGroupArn"))
            if other is not None:
                found.add(other.logical_id)
    return found
