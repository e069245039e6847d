"""Tasks get public IP addresses although there is a NAT gateway.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.saf_network import is_private
from seatrial.model.finding import Severity

NAT = "AWS::EC2::NatGateway"


def _public_tasks(inquiry: Inquiry) -> Iterator[Said]:
    """Public addresses where there is a way out without them."""
    if not any(inquiry.system.of_type(NAT)):
        return
    for placement in inquiry.placements:
        if placement.public_address is True and placement.by.type == "AWS::ECS::Service":
            place = (*placement.network, "AssignPublicIp")
            subnets = placement.known_subnets
            if subnets and not placement.unknown and all(is_private(inquiry, item) for item in subnets):
                yield Found(
                    placement.by,
                    place,
                    f"tasks of {placement.by.logical_id} get public IP addresses in private subnets",
                    f"{inquiry.names(subnets)} send what goes to the internet to a NAT gateway, so nothing goes out or "
                    "comes in by these addresses, and each of them costs",
                    f"set AssignPublicIp: DISABLED in {placement.by.logical_id}",
                )
                continue
            yield Found(
                placement.by,
                place,
                f"tasks of {placement.by.logical_id} get public IP addresses, although there is a NAT gateway",
                "each task can be reached from the internet as far as its security group allows",
                "set AssignPublicIp: DISABLED and run the tasks in the private subnets",
            )


CHECK = Check(
    "SAF003",
    Severity.WARNING,
    Question.SEEMLY,
    "Tasks get public IP addresses although there is a NAT gateway",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
    _public_tasks,
)
