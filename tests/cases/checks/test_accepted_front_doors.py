"""Ways in, proxies and ways between networks that look wrong and work: changes that must bring no error."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, _text, changed
from seatrial.analyses.reach.walk import written_in
from seatrial.model.finding import Severity

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0f3c1b7e-4a55-4d1c-9a39-3a9d6f1c2b10"
INSTANCE = """  NatInstance:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-0123456789abcdef0
      InstanceType: t4g.nano
      SUBJECT
      SubnetId: !Ref PublicSubnet
      SecurityGroupIds: [!GetAtt NatGroup.GroupId]
  NatGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: NAT
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{ IpProtocol: "-1", CidrIp: 10.70.0.0/16 }]
  PrivateSubnet:
"""
BY_INSTANCE = {
    "from": "DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat }",
    "to": "DestinationCidrBlock: 0.0.0.0/0, InstanceId: !Ref NatInstance }",
}
OF_THE_NETWORK_BALANCER = """  FamilyRule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !Ref FeedListener
      Priority: 1
      Conditions: [{ Field: source-ip, SourceIpConfig: { Values: [10.0.0.0/8] } }]
      Actions: [{ Type: forward, TargetGroupArn: !Ref FeedTargets }]
  FeedTargets:
"""
ACCEPTED: dict[str, dict[str, Any]] = {
    "a listener with TLS before a target group with TCP": {
        "base": "front",
        "changes": [
            {
                "from": "      Port: 9000\n      Protocol: TCP\n",
                "to": "      Port: 9000\n      Protocol: TLS\n"
                f"      Certificates: [{{ CertificateArn: {CERTIFICATE} }}]\n",
            }
        ],
    },
    "a listener with TCP before a target group for TCP and UDP": {
        "base": "front",
        "changes": [
            {
                "from": "TargetType: ip, Protocol: TCP, Port: 9000",
                "to": "TargetType: ip, Protocol: TCP_UDP, Port: 9000",
            }
        ],
    },
    "a rule of a Network Load Balancer on where clients come from": {
        "base": "front",
        "changes": [{"from": "  FeedTargets:\n", "to": OF_THE_NETWORK_BALANCER}],
    },
    "a health check port as a number": {
        "base": "front",
        "changes": [{"from": "HealthCheckPort: traffic-port", "to": "HealthCheckPort: 9000"}],
    },
    "a load balancer behind another that is open to that one's group": {
        "base": "front",
        "changes": [
            {
                "from": "{ IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0 }",
                "to": "{ IpProtocol: tcp, FromPort: 80, ToPort: 80, SourceSecurityGroupId: !GetAtt NlbGroup.GroupId }",
            },
            {
                "from": "  LinkGroup:\n",
                "to": "  NlbGroup:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: NLB\n"
                "      VpcId: !Ref Vpc\n      SecurityGroupIngress:\n"
                "        - { IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0 }\n"
                "        - { IpProtocol: tcp, FromPort: 9000, ToPort: 9000, CidrIp: 0.0.0.0/0 }\n  LinkGroup:\n",
            },
            {
                "from": "Properties: { Type: network, Subnets: [!Ref SubnetA, !Ref SubnetB] }",
                "to": "Properties: { Type: network, Subnets: [!Ref SubnetA, !Ref SubnetB], "
                "SecurityGroups: [!GetAtt NlbGroup.GroupId] }",
            },
        ],
    },
    "the port of a target that isn't the target group's": {
        "base": "front",
        "changes": [
            {
                "from": "      Port: 80\n      HealthCheckProtocol: HTTP\n      Targets: [{ Id: !Ref Alb }]\n",
                "to": "      Port: 8080\n      HealthCheckProtocol: HTTP\n"
                "      Targets: [{ Id: !Ref Alb, Port: 80 }]\n",
            }
        ],
    },
    "a default action that a rule for one host stands before": {
        "base": "front",
        "changes": [
            {
                "from": "Conditions: [{ Field: path-pattern, Values: [/admin/*] }]",
                "to": "Conditions: [{ Field: path-pattern, Values: ['*'] }, "
                "{ Field: host-header, HostHeaderConfig: { Values: [admin.example.com] } }]",
            }
        ],
    },
    "a role of a proxy that reads every secret": {
        "base": "front",
        "changes": [
            {
                "from": "Action: secretsmanager:GetSecretValue, Resource: !Ref DatabaseSecret",
                "to": "Action: 'secretsmanager:*', Resource: '*'",
            }
        ],
    },
    "tasks of a proxy that takes passwords": {
        "base": "front",
        "changes": [
            {"from": "Action: rds-db:connect", "to": "Action: rds:DescribeDBProxies"},
            {"from": "IAMAuth: REQUIRED", "to": "IAMAuth: DISABLED"},
        ],
    },
    "tasks that get their token as another role": {
        "base": "front",
        "changes": [{"from": "Action: rds-db:connect", "to": "Action: sts:AssumeRole"}],
    },
    "a peering connection that the other VPC asked for": {
        "base": "crossing",
        "changes": [
            {"from": "VpcId: !Ref Vpc, PeerVpcId: !Ref DataVpc", "to": "VpcId: !Ref DataVpc, PeerVpcId: !Ref Vpc"}
        ],
    },
    "a NAT instance without its check": {
        "base": "crossing",
        "changes": [
            BY_INSTANCE,
            {"from": "  PrivateSubnet:\n", "to": INSTANCE.replace("SUBJECT", "SourceDestCheck: false")},
        ],
    },
    "a NAT instance that turns its check off itself": {
        "base": "crossing",
        "changes": [
            BY_INSTANCE,
            {
                "from": "  PrivateSubnet:\n",
                "to": INSTANCE.replace(
                    "SUBJECT",
                    "UserData: !Base64 'aws ec2 modify-instance-attribute --no-source-dest-check --instance-id $ID'",
                ),
            },
        ],
    },
}


@pytest.mark.parametrize("name", list(ACCEPTED))
def test_what_looks_wrong_and_works_is_no_error(name: str) -> None:
    case = ACCEPTED[name]
    report = _report(changed(case), case["base"])
    before = _before(case["base"])
    new = [item for item in report.findings if _kind(item) not in before and item.severity is Severity.ERROR]
    assert new == []


def test_one_subnet_is_too_few_whichever_it_is() -> None:
    text = _text("existing").replace("Subnets: !Ref PublicSubnets", "Subnets: [!Select [0, !Ref PublicSubnets]]")
    errors = [item for item in _report(text, "existing").findings if item.severity is Severity.ERROR]
    assert [(item.code, item.logical_id) for item in errors] == [("CRE004", "Balancer")]
    assert "At least two subnets in two different Availability Zones must be specified" in errors[0].what


def test_subnets_that_are_not_known_may_be_two() -> None:
    for value in ("!Split [',', !ImportValue Subnets]", "!Ref PublicSubnets"):
        text = _text("existing").replace("Subnets: !Ref PublicSubnets", f"Subnets: {value}")
        assert [item for item in _report(text, "existing").findings if item.code == "CRE004"] == []


def test_a_group_of_another_nested_stack_comes_by_a_parameter() -> None:
    assert written_in("Api/Tasks", "Api/Balancer") == ("!GetAtt Balancer.GroupId", "")
    assert written_in("Tasks", "Balancer") == ("!GetAtt Balancer.GroupId", "")
    value, passed = written_in("Api/Tasks", "Edge/Balancer")
    assert value == "!Ref EdgeBalancerId"
    assert "a Parameter that Api is given from an Output of Edge with !GetAtt Balancer.GroupId" in passed
    assert "a Parameter that Api is given with !GetAtt Balancer.GroupId" in written_in("Api/Tasks", "Balancer")[1]
