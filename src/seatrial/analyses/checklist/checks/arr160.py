"""Whether the target group of VPC Lattice that a service registers its tasks in is for addresses.

Source: https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_Target.html (id: what targets are by the group's
type; in botocore's model, read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_roles import LATTICE
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at

LATTICE_GROUP = "AWS::VpcLattice::TargetGroup"


def _lattice_groups(inquiry: Inquiry) -> Iterator[Said]:
    """What a service registers its tasks with, which have addresses and nothing else."""
    for service in inquiry.system.of_type("AWS::ECS::Service"):
        for index, item in enumerate(as_list(service.get(LATTICE))):
            arn = at(item, "TargetGroupArn")
            named = [ref.target for ref in service.references if ref.path == (LATTICE, index, "TargetGroupArn")]
            group = inquiry.find(arn, LATTICE_GROUP) or next(
                (found for name in named if (found := inquiry.system.resources.get(name)) is not None), None
            )
            kind = group.get("Type") if group is not None and group.type == LATTICE_GROUP else None
            # Tasks that share their instance's interface may be registered by the instance.
            wrong = ("ALB", "LAMBDA") if service.get("NetworkConfiguration") is None else ("ALB", "INSTANCE", "LAMBDA")
            if group is not None and kind in wrong:
                yield Found(
                    group,
                    ("Type",),
                    f"{service.logical_id} registers its tasks in {group.logical_id}, which is of type {as_text(kind)}",
                    "tasks on Fargate are registered by their addresses: ECS refuses the service or registers none, "
                    "and no request arrives",
                    "write Type: IP",
                )


CHECK = Check(
    "ARR160",
    Severity.ERROR,
    Question.ARRIVE,
    "A target group of VPC Lattice is not for addresses",
    "https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_Target.html",
    _lattice_groups,
)
