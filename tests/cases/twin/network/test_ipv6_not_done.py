"""What a template asks of IPv6 is told, once for each kind of thing, at its place."""

from __future__ import annotations

from case_files import CASES, system_of
from seatrial.model.finding import Severity
from seatrial.runtimes.twin.decide.not_done import not_done

ISOLATED = (CASES / "reach" / "isolated.yaml").read_text(encoding="utf-8")
DUAL = """
  SixBlock:
    Type: AWS::EC2::VPCCidrBlock
    Properties: { VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true }
  SixRoute:
    Type: AWS::EC2::Route
    Properties: { RouteTableId: !Ref Table, DestinationIpv6CidrBlock: "::/0", GatewayId: igw-1 }
  SixGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: six
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - { IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0 }
        - { IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIpv6: "::/0" }
  SixRule:
    Type: AWS::EC2::SecurityGroupEgress
    Properties: { GroupId: !Ref SixGroup, IpProtocol: "-1", CidrIpv6: "::/0" }
  SixSubnet:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Vpc, Ipv6Native: true, Ipv6CidrBlock: "2001:db8::/64" }
  SixTargets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { VpcId: !Ref Vpc, Port: 80, Protocol: HTTP, TargetType: ip, IpAddressType: ipv6 }
"""


def test_each_kind_of_use_is_told_once_at_its_place() -> None:
    text = (
        ISOLATED.replace("      Scheme: internal\n", "      Scheme: internal\n      IpAddressType: dualstack\n") + DUAL
    )
    found = [item for item in not_done(system_of(text)) if item.code == "TWN109"]
    assert [(item.logical_id, item.path, item.severity) for item in found] == [
        ("SixSubnet", ("Ipv6Native",), Severity.WARNING),
        ("SixBlock", ("AmazonProvidedIpv6CidrBlock",), Severity.NOTE),
        ("SixRoute", ("DestinationIpv6CidrBlock",), Severity.NOTE),
        ("SixGroup", ("SecurityGroupIngress", 1, "CidrIpv6"), Severity.NOTE),
        ("Balancer", ("IpAddressType",), Severity.NOTE),
        ("SixTargets", ("IpAddressType",), Severity.WARNING),
    ]
    assert "SixGroup, SixRule have rules for IPv6 addresses" in found[3].what
    assert all(item.span.line > 1 for item in found)


def test_a_template_without_ipv6_hears_nothing_of_it() -> None:
    assert not [item for item in not_done(system_of(ISOLATED)) if item.code == "TWN109"]
