"""Templates for scenarios: one correct system, and ways to change one thing of it.

A scenario states its one intent by taking ``web()`` and changing what it is about.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

Template = dict[str, Any]

IMAGE = "localhost/seatrial-test:1"
PORT = 8080


def ref(name: str) -> dict[str, Any]:
    return {"Ref": name}


def att(name: str, attribute: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [name, attribute]}


def trust(service: str = "ecs-tasks.amazonaws.com") -> Template:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def resource(kind: str, depends: str | None = None, **properties: Any) -> Template:
    made: Template = {"Type": f"AWS::{kind}", "Properties": properties}
    if depends:
        made["DependsOn"] = depends
    return made


def network(cidr: str = "10.0.0.0/16", nat: bool = True) -> Template:
    """A VPC with two public and two private subnets in two zones, and (unless told) a NAT gateway."""
    first, second = cidr.split(".")[:2]
    found: Template = {
        "Vpc": resource("EC2::VPC", CidrBlock=cidr, EnableDnsSupport=True, EnableDnsHostnames=True),
        "Igw": resource("EC2::InternetGateway"),
        "IgwAttachment": resource("EC2::VPCGatewayAttachment", VpcId=ref("Vpc"), InternetGatewayId=ref("Igw")),
        "PublicRoutes": resource("EC2::RouteTable", VpcId=ref("Vpc")),
        "PrivateRoutes": resource("EC2::RouteTable", VpcId=ref("Vpc")),
        "PublicDefault": resource(
            "EC2::Route",
            depends="IgwAttachment",
            RouteTableId=ref("PublicRoutes"),
            DestinationCidrBlock="0.0.0.0/0",
            GatewayId=ref("Igw"),
        ),
    }
    for index, zone in enumerate("AB"):
        for kind, block in (("Public", index), ("Private", index + 2)):
            found[f"{kind}{zone}"] = resource(
                "EC2::Subnet",
                VpcId=ref("Vpc"),
                CidrBlock=f"{first}.{second}.{block}.0/24",
                AvailabilityZone={"Fn::Select": [index, {"Fn::GetAZs": ""}]},
            )
            found[f"{kind}{zone}Routes"] = resource(
                "EC2::SubnetRouteTableAssociation", SubnetId=ref(f"{kind}{zone}"), RouteTableId=ref(f"{kind}Routes")
            )
    if nat:
        found["NatAddress"] = resource("EC2::EIP", depends="IgwAttachment", Domain="vpc")
        found["Nat"] = resource(
            "EC2::NatGateway", AllocationId=att("NatAddress", "AllocationId"), SubnetId=ref("PublicA")
        )
        found["PrivateDefault"] = resource(
            "EC2::Route", RouteTableId=ref("PrivateRoutes"), DestinationCidrBlock="0.0.0.0/0", NatGatewayId=ref("Nat")
        )
    return found


def roles() -> Template:
    policy = {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"}
    return {
        "ExecutionRole": resource("IAM::Role", AssumeRolePolicyDocument=trust(), ManagedPolicyArns=[policy]),
        "TaskRole": resource("IAM::Role", AssumeRolePolicyDocument=trust()),
        "Logs": resource("Logs::LogGroup", LogGroupName={"Fn::Sub": "/ecs/${AWS::StackName}"}, RetentionInDays=7),
    }


def container(name: str = "app", **changes: Any) -> Template:
    """One container that serves on PORT and logs to the group."""
    made: Template = {
        "Name": name,
        "Image": IMAGE,
        "Essential": True,
        "PortMappings": [{"ContainerPort": PORT}],
        "LogConfiguration": {
            "LogDriver": "awslogs",
            "Options": {
                "awslogs-group": ref("Logs"),
                "awslogs-region": ref("AWS::Region"),
                "awslogs-stream-prefix": name,
            },
        },
        "StopTimeout": 5,
    }
    return made | changes


def task_definition(*containers: Template, **changes: Any) -> Template:
    made = resource(
        "ECS::TaskDefinition",
        Family={"Fn::Sub": "${AWS::StackName}-app"},
        RequiresCompatibilities=["FARGATE"],
        NetworkMode="awsvpc",
        Cpu="256",
        Memory="512",
        ExecutionRoleArn=att("ExecutionRole", "Arn"),
        TaskRoleArn=att("TaskRole", "Arn"),
        ContainerDefinitions=list(containers or (container(),)),
    )
    made["Properties"] |= changes
    return made


def service(desired: int = 2, balanced: bool = True, depends: str | None = "Listener", **changes: Any) -> Template:
    made = resource(
        "ECS::Service",
        depends=depends,
        ServiceName="web",
        Cluster=ref("Cluster"),
        TaskDefinition=ref("Task"),
        DesiredCount=desired,
        LaunchType="FARGATE",
        DeploymentConfiguration={
            "MinimumHealthyPercent": 100,
            "MaximumPercent": 200,
            "DeploymentCircuitBreaker": {"Enable": True, "Rollback": True},
        },
        NetworkConfiguration={
            "AwsvpcConfiguration": {
                "Subnets": [ref("PrivateA"), ref("PrivateB")],
                "SecurityGroups": [ref("TaskGroup")],
            }
        },
    )
    if balanced:
        balancer = {"ContainerName": "app", "ContainerPort": PORT, "TargetGroupArn": ref("Targets")}
        made["Properties"]["LoadBalancers"] = [balancer]
    made["Properties"] |= changes
    return made


def balancer() -> Template:
    """An internet-facing load balancer on port 80 in front of the target group."""
    anyone = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}
    return {
        "BalancerGroup": resource(
            "EC2::SecurityGroup", GroupDescription="balancer", VpcId=ref("Vpc"), SecurityGroupIngress=[anyone]
        ),
        "Balancer": resource(
            "ElasticLoadBalancingV2::LoadBalancer",
            depends="IgwAttachment",
            Scheme="internet-facing",
            Type="application",
            Subnets=[ref("PublicA"), ref("PublicB")],
            SecurityGroups=[ref("BalancerGroup")],
        ),
        "Listener": resource(
            "ElasticLoadBalancingV2::Listener",
            LoadBalancerArn=ref("Balancer"),
            Port=80,
            Protocol="HTTP",
            DefaultActions=[{"Type": "forward", "TargetGroupArn": ref("Targets")}],
        ),
        "Targets": resource(
            "ElasticLoadBalancingV2::TargetGroup",
            VpcId=ref("Vpc"),
            Port=PORT,
            Protocol="HTTP",
            TargetType="ip",
            HealthCheckPath="/health",
            HealthCheckIntervalSeconds=5,
            HealthCheckTimeoutSeconds=2,
            HealthyThresholdCount=2,
            UnhealthyThresholdCount=2,
            TargetGroupAttributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "3"}],
        ),
    }


def web(*, cidr: str = "10.0.0.0/16", nat: bool = True, desired: int = 2) -> Template:
    """A correct load-balanced web application."""
    task_group = resource(
        "EC2::SecurityGroup",
        GroupDescription="tasks",
        VpcId=ref("Vpc"),
        SecurityGroupIngress=[
            {
                "IpProtocol": "tcp",
                "FromPort": PORT,
                "ToPort": PORT,
                "SourceSecurityGroupId": att("BalancerGroup", "GroupId"),
            }
        ],
    )
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {
            **network(cidr, nat),
            **roles(),
            **balancer(),
            "TaskGroup": task_group,
            "Cluster": resource("ECS::Cluster"),
            "Task": task_definition(),
            "Service": service(desired),
        },
    }


def changed(template: Template, *path: str | int, to: Any) -> Template:
    """A copy with one value changed; ``to=None`` removes it."""
    copied = copy.deepcopy(template)
    place: Any = copied["Resources"]
    for part in path[:-1]:
        place = place[part]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return copied


def write(template: Template, folder: Path, name: str = "app") -> Path:
    file = folder / f"{name}.json"
    file.write_text(json.dumps(template, indent=2))
    return file
