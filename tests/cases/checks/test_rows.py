"""The checklist: each part of a system has a row, and an error marks the rows that it is about and no others."""

from __future__ import annotations

import pytest

from cases.checks.test_faults import BASES, changed
from seatrial.analyses.checklist import check
from seatrial.model.layer import Layer
from seatrial.model.report import Mark, Row
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_text

# What people carry in their heads, and so every system with a service behind a load balancer is asked for.
HEADS = {
    Layer.FOUNDATION: [
        "VPC",
        "public subnets in 2+ zones",
        "private subnets in 2+ zones",
        "internet gateway, attached",
        "NAT gateway or VPC endpoints",
        "route tables of the subnets",
        "load balancer security group",
        "task security group",
        "task execution role",
        "task role",
        "ECR repository",
        "log group",
    ],
    Layer.CONTAINER: [
        "cluster",
        "task definition: CPU and memory",
        "task definition: image",
        "task definition: port mappings",
        "task definition: log configuration",
        "task definition: variables, secrets",
        "service: subnets, security groups",
        "service: target group",
    ],
    Layer.TRAFFIC: [
        "load balancer",
        "target group of type ip",
        "listener",
        "HTTPS: certificate",
        "HTTPS: listener with certificate",
        "DNS record",
    ],
}
GROUP_ROWS = ("target group of type ip", "service: target group")


def _rows(text: str, base: str) -> dict[str, Row]:
    reading = read_text(text, f"{base}.yaml", ReadOptions(scope=Scope(stack=base)), BASES[base].parent)
    assert reading.system is not None
    return {row.title: row for row in check(reading.system, (), reading.findings).rows}


def _changed(base: str, *changes: tuple[str, str]) -> dict[str, Row]:
    return _rows(changed({"base": base, "changes": [{"from": old, "to": new} for old, new in changes]}), base)


def test_a_web_application_is_asked_for_all_that_it_consists_of() -> None:
    rows = _changed("web")
    for layer, titles in HEADS.items():
        assert [title for title, row in rows.items() if row.layer is layer][: len(titles)] == titles
    assert {title for title, row in rows.items() if row.mark not in (Mark.THERE, Mark.NOT_NEEDED)} == set()
    assert rows["VPC"].text == "Vpc (10.20.0.0/16)"
    assert rows["ECR repository"].text.startswith("not needed: no image comes from Amazon ECR")


@pytest.mark.parametrize(
    ("change", "wrong", "code"),
    [
        (('      Memory: "512"\n', '      Memory: "8192"\n'), {"task definition: CPU and memory"}, "CRE002"),
        (
            ("TargetType: ip\n", "TargetType: instance\n"),
            set(GROUP_ROWS),
            "CRE003",
        ),
        (("LogDriver: awslogs\n", "LogDriver: syslog\n"), {"task definition: log configuration"}, "CRE002"),
    ],
)
def test_an_error_marks_the_rows_that_it_is_about(change: tuple[str, str], wrong: set[str], code: str) -> None:
    rows = _changed("web", change)
    marked = {title: row for title, row in rows.items() if row.mark is Mark.WRONG}
    assert set(marked) <= wrong and marked, {title: row.codes for title, row in marked.items()}
    assert all(code in row.codes for row in marked.values())


def test_what_is_missing_is_marked_and_what_is_not_needed_says_why() -> None:
    rows = _changed("worker")
    assert rows["load balancer"].mark is Mark.NOT_NEEDED and "no service takes requests" in rows["load balancer"].text
    assert rows["internet gateway, attached"].text == "not needed: nothing here reaches the internet"


def test_what_comes_from_another_stack_cannot_be_told() -> None:
    rows = _changed("web", ("      Cluster: !Ref Cluster\n", "      Cluster: !ImportValue cluster\n"))
    assert rows["cluster"].mark is Mark.CANNOT_TELL


DEFINITION = """
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      { Cpu: 256, Memory: 512, NetworkMode: awsvpc, RequiresCompatibilities: [FARGATE], ContainerDefinitions:
        [{ Name: app, Image: public.ecr.aws/docker/library/nginx:1.27, PortMappings: [{ ContainerPort: 8443 }] }] }
"""
SERVED = """
  Service:
    Type: AWS::ECS::Service
    DependsOn: Listener
    Properties:
      Cluster: main
      LaunchType: FARGATE
      TaskDefinition: !Ref Definition
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref Subnet] } }
      LoadBalancers: [{ ContainerName: app, ContainerPort: 8443, TargetGroupArn: !Ref Group }]
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: { Type: network, Scheme: internal, Subnets: [!Ref Subnet] }
  Group:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { TargetType: ip, Protocol: TLS, Port: 8443, VpcId: !Ref Vpc }
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Protocol: TLS
      Port: 443
      Certificates:
        [{ CertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/0f3c1b7e-4a55-4d1c-9a39-3a9d6f1c2b10" }]
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Group }]
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  Associated:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table }
  Attached:
    Type: AWS::EC2::TransitGatewayVpcAttachment
    Properties: { TransitGatewayId: tgw-0a1b2c3d4e5f60718, VpcId: !Ref Vpc, SubnetIds: [!Ref Subnet] }
  Away:
    Type: AWS::EC2::Route
    DependsOn: Attached
    Properties:
      { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, TransitGatewayId: tgw-0a1b2c3d4e5f60718 }
"""


def test_a_network_load_balancer_needs_no_group_and_serves_tls_with_a_certificate() -> None:
    rows = _rows(f"Resources:{DEFINITION}{SERVED}", "web")
    assert rows["load balancer security group"].mark is Mark.NOT_NEEDED
    assert rows["HTTPS: listener with certificate"].text == "Listener (TLS 443)"
    assert rows["target group of type ip"].text == "Group (ip, TLS 8443, health check TCP)"


def test_a_way_out_need_not_be_a_nat_gateway() -> None:
    row = _rows(f"Resources:{DEFINITION}{SERVED}", "web")["NAT gateway or VPC endpoints"]
    assert (row.mark, row.text) == (Mark.THERE, "Away (a transit gateway)")


def test_whoever_runs_a_task_definition_alone_has_what_it_needs_besides() -> None:
    rows = _rows(f"Resources:{DEFINITION}", "web")
    assert {title for title, row in rows.items() if row.mark is Mark.WRONG} == set()
    assert rows["cluster"].mark is rows["VPC"].mark is Mark.CANNOT_TELL


def test_a_load_balancer_of_another_stack_has_a_group_of_that_stack() -> None:
    group = 'TargetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/app/0123456789abcdef"'
    text = SERVED[: SERVED.index("  Balancer:")].replace("TargetGroupArn: !Ref Group", group)
    text = text.replace("    DependsOn: Listener\n", "").replace("!Ref Subnet", "subnet-0a1b2c3d4e5f60718")
    rows = _rows(f"Resources:{DEFINITION}{text}", "web")
    assert rows["load balancer security group"].mark is rows["load balancer"].mark is Mark.CANNOT_TELL


def test_a_value_that_nobody_knows_is_a_question_mark() -> None:
    rows = _changed("api", ("HealthCheckPath: /health\n", "HealthCheckPath: !ImportValue shared-health\n"))
    assert "health check ?)" in rows["target group of type ip"].text
