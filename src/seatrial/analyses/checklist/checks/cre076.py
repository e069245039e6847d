"""Whether a service waits for the association that gives its cluster the capacity providers which the service uses.

Source:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-clustercapacityproviderassociations.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_capacity import ASSOCIATIONS, CLUSTER
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.ecs_cluster import NOT_ASSOCIATED
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at


def _early(inquiry: Inquiry) -> Iterator[Said]:
    """Services that use what an association gives their cluster, and don't wait for it."""
    associations = list(inquiry.system.of_type(ASSOCIATIONS))
    for service in inquiry.system.of_type("AWS::ECS::Service"):
        cluster = inquiry.find(service.get("Cluster"), CLUSTER)
        strategy = as_list(service.get("CapacityProviderStrategy"))
        if cluster is None or (not strategy and service.get("LaunchType") is not None):
            continue
        own = [as_text(name) for name in as_list(cluster.get("CapacityProviders"))]
        before = inquiry.after(service.logical_id)
        for item in associations:
            if inquiry.find(item.get("Cluster"), CLUSTER) is not cluster or item.logical_id in before:
                continue
            used = [as_text(at(one, "CapacityProvider")) for one in strategy]
            given = [as_text(name) for name in as_list(item.get("CapacityProviders"))]
            late = [name for name in used if name in given and name not in own]
            by_default = not strategy and as_list(item.get("DefaultCapacityProviderStrategy"))
            if not late and not by_default:
                continue
            yield Found(
                service,
                ("CapacityProviderStrategy",),
                f"{service.logical_id} does not wait for {item.logical_id}, which gives {cluster.logical_id} "
                f"{' and '.join(late) if late else 'its default strategy'}",
                f"nothing makes CloudFormation create {item.logical_id} first: usually it is there in time; when it is "
                f"not, {'ECS refuses the service' if late else 'the service is created for EC2 instances'}",
                f"add DependsOn: {item.logical_id} to {service.logical_id}",
                NOT_ASSOCIATED if late else "",
                fix=(wait_for(service.logical_id, item.logical_id),),
            )


CHECK = Check(
    "CRE076",
    Severity.WARNING,
    Question.CREATE,
    "A service does not wait for the capacity providers of its cluster",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-ecs-clustercapacityproviderassociations.html",
    _early,
)
