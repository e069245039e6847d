"""Into a transit gateway: it takes packets only from zones in which it has an interface.

"Traffic is forwarded to the transit gateway only when the transit gateway has an attachment in a subnet in the same
Availability Zone". What becomes of it there is the matter of route tables that need not be in any template.

Source: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html (read 2026-11-30).
"""

from __future__ import annotations

from seatrial.analyses.reach.path import Code, Hop, Verdict
from seatrial.analyses.reach.route_tables import Route
from seatrial.analyses.reach.survey import SUBNET, Subnet, Survey, Vpc
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list

ATTACHMENTS = ("AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment")
# What else may bring packets to a VPC.
_WAYS_IN = (
    *("AWS::EC2::VPCPeeringConnection", "AWS::EC2::VPCGatewayAttachment"),
    *("AWS::NetworkManager::VpcAttachment", "AWS::VpcLattice::ServiceNetworkVpcAssociation"),
)


class TransitGateways:
    def __init__(self, survey: Survey) -> None:
        self._survey = survey

    def attachments(self, vpc: Vpc) -> list[Resource] | None:
        """The attachments of transit gateways to a VPC; None where there may be others."""
        if vpc.resource is None or self._survey.meddler(vpc.resource):
            return None
        found = []
        for kind in ATTACHMENTS:
            for item in self._survey.of_type(kind):
                if isinstance(item.get("VpcId"), Unknown):
                    return None
                if item.get("VpcId") == vpc.key:
                    found.append(item)
        return found

    def not_here(self, subnet: Subnet, route: Route, sends: str) -> Hop | None:
        """That the transit gateway of a route has no interface in the zone of a subnet; None where it may have."""
        attachments = self.attachments(subnet.vpc)
        if not attachments or isinstance(subnet.zone, Unknown) or isinstance(route.value, Unknown):
            return None
        own = [item for item in attachments if item.get("TransitGatewayId") == route.value]
        zones: dict[str, None] = {}
        for item in own:
            for value in as_list(item.get("SubnetIds")):
                stands = self._survey.find(value, SUBNET)
                zone = self._survey.subnet(stands).zone if stands is not None else None
                if zone is None or isinstance(zone, Unknown):
                    return None
                zones[zone] = None
        if len(own) != 1 or not zones or subnet.zone in zones:
            return None
        what = (
            f"{sends}, which has interfaces in {' and '.join(zones)} but none in {subnet.zone}, where {subnet.name} is"
        )
        mend = f"add a subnet of {subnet.zone} to SubnetIds of {own[0].logical_id}"
        return Hop(what, Verdict.NO, own[0], ("SubnetIds",), Code.BAD_STATE_ATTACHMENT, mend)

    def shut_off(self, vpc: Vpc) -> bool:
        """Whether nothing of the templates could bring packets from elsewhere to the private addresses of a VPC."""
        if self.attachments(vpc) != []:
            return False
        for kind in _WAYS_IN:
            for item in self._survey.of_type(kind):
                named = [item.get(key) for key in ("VpcId", "PeerVpcId", "VpcArn", "VpcIdentifier")]
                is_internet = item.get("InternetGatewayId") is not None
                if not is_internet and any(isinstance(it, Unknown) or it == vpc.key or it == _arn(vpc) for it in named):
                    return False
        return True


def _arn(vpc: Vpc) -> str:
    return vpc.resource.arn if vpc.resource is not None else ""
