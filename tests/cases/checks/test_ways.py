"""That what a network's mends say to write does mend, and that what looks alike and works is left alone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from case_files import CASES, read_yaml
from cases.checks.test_faults import _report, _text, changed
from seatrial.kinds.endpoint_services import COMMON, misspelt, service_behind
from seatrial.model.finding import Severity

WAYS: dict[str, dict[str, Any]] = read_yaml(CASES / "checks" / "faults" / "ways.yaml")
ENDPOINT = """  MoreEndpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties: { VpcId: !Ref Vpc, VpcEndpointType: Interface, SubnetIds: [!Ref JobA], %s }
  JobARoutes:
"""
SUBNET = """  Six:
    Type: AWS::EC2::VPCCidrBlock
    Properties: { VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true }
  JobA:
    Type: AWS::EC2::Subnet
    DependsOn: Six
    Properties:
      AssignIpv6AddressOnCreation: true
      Ipv6CidrBlock: !Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 8, 64]]
"""
S3 = """      VpcEndpointType: Interface
      PrivateDnsEnabled: true
      DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: AllResolvers }
      SubnetIds: [!Ref JobA, !Ref JobB]
      SecurityGroupIds: [!Ref EndpointGroup]
      ServiceName: !Sub com.amazonaws.${AWS::Region}.s3
"""
GATEWAY = (
    "      VpcEndpointType: Gateway\n      ServiceName: !Sub com.amazonaws.${AWS::Region}.s3\n"
    "      RouteTableIds: [!Ref JobRoutes]\n"
)
FINE = {
    "a VPC whose block has host bits": ("172.20.0.0/20", "172.20.0.5/20"),
    "an endpoint for a service of another region": (
        "  JobARoutes:\n", ENDPOINT % "ServiceName: com.amazonaws.eu-west-1.sts, ServiceRegion: eu-west-1"
    ),
    "an endpoint for a service that is not known here": (
        "  JobARoutes:\n", ENDPOINT % 'ServiceName: !Sub "com.amazonaws.${AWS::Region}.ecr.dkr-fips"'
    ),
    "an endpoint for somebody's own service": (
        "  JobARoutes:\n",
        ENDPOINT % "ServiceName: com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
    ),
    "a description of every letter that is allowed": (
        "SourceSecurityGroupId: !Ref JobGroup}",
        'SourceSecurityGroupId: !Ref JobGroup, Description: "aZ09. _-:/()#,@[]+=&;{}!$*"}',
    ),
    "a subnet that waits for the VPC's block of IPv6": (
        "  JobA:\n    Type: AWS::EC2::Subnet\n    Properties:\n",
        SUBNET,
    ),
    "an interface endpoint for Amazon S3 for all resolvers": (GATEWAY, S3),
}  # fmt: skip


@pytest.mark.parametrize("name", FINE)
def test_what_looks_alike_and_works_is_no_error(name: str) -> None:
    old, new = FINE[name]
    text = _text("isolated")
    assert text.count(old) == 1
    report = _report(text.replace(old, new), "isolated")
    assert [item for item in report.findings if item.severity is Severity.ERROR] == []


@pytest.mark.parametrize("name", ["entries_that_are_missing"])
def test_the_entries_that_are_proposed_let_everything_through(name: str) -> None:
    case = WAYS[name]
    text = changed(case)
    errors = [item for item in _report(text, case["base"]).findings if item.severity is Severity.ERROR]
    assert len(errors) == 1
    entries = ""
    for index, part in enumerate(errors[0].mend.split("; ")):
        found = re.fullmatch(r"add an AWS::EC2::NetworkAclEntry to (\w+): \{ (.*) \}", part)
        assert found is not None, part
        entries += (
            f"  More{index}:\n    Type: AWS::EC2::NetworkAclEntry\n"
            f"    Properties: {{ NetworkAclId: !Ref {found[1]}, {found[2]} }}\n"
        )
    mended = text.replace("  PrivateRouteTableB:\n    Type", f"{entries}  PrivateRouteTableB:\n    Type")
    assert [item for item in _report(mended, case["base"]).findings if item.severity is Severity.ERROR] == []


def test_no_service_is_taken_for_another() -> None:
    assert {service: misspelt(service) for service in COMMON if misspelt(service)} == {}
    for service in (
        "sms",
        "eks",
        "ecr.dkr-fips",
        "kms-fips",
        "evidently",
        "s3tables",
        "sync-states",
        "rum",
        "pinpoint",
    ):
        assert misspelt(service) == "", service


def test_a_slip_of_the_pen_is_seen() -> None:
    slips = {"ecr.drk": "ecr.dkr", "secretmanager": "secretsmanager", "monitorng": "monitoring", "log": "logs"}
    assert {slip: misspelt(slip) for slip in slips} == slips


def test_the_service_behind_a_host() -> None:
    assert service_behind("api.ecr.eu-west-1.amazonaws.com", "eu-west-1") == "ecr.api"
    assert service_behind("123456789012.dkr.ecr.eu-west-1.amazonaws.com", "eu-west-1") == "ecr.dkr"
    assert service_behind("kinesis.eu-west-1.amazonaws.com", "eu-west-1") == "kinesis-streams"
    assert service_behind("sqs.eu-west-1.amazonaws.com", "us-east-1") == ""
    assert service_behind("registry-1.docker.io", "us-east-1") == ""
