"""Values that look as if ECS, CloudFormation or another API didn't take them, and are taken."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

PORTS = "PortMappings: [{ ContainerPort: 5140, Protocol: udp }]"
CLUSTER = "  C: {Type: AWS::ECS::Cluster}\n"
LAUNCH_TYPE = "      LaunchType: FARGATE\n      DesiredCount: 2\n      LoadBalancers:\n"
EXEC = (
    "Configuration: {ExecuteCommandConfiguration: {Logging: OVERRIDE, LogConfiguration: {CloudWatchLogGroupName: x}}}"
)
ACCEPTED: dict[str, dict[str, Any]] = {
    "one port for both protocols of a target group for both": {
        "base": "network",
        "changes": [
            {"from": PORTS, "to": f"{PORTS[:-1]}, {{ ContainerPort: 5140, Protocol: tcp }}]"},
            {
                "from": "      Protocol: UDP\n      Port: 5140\n      HealthCheckProtocol: TCP\n",
                "to": "      Protocol: TCP_UDP\n      Port: 5140\n      HealthCheckProtocol: TCP\n",
            },
            {"from": "      Port: 514\n      Protocol: UDP\n", "to": "      Port: 514\n      Protocol: TCP_UDP\n"},
            {
                "from": "[{ IpProtocol: udp, FromPort: 514, ToPort: 514, CidrIp: 0.0.0.0/0 }]",
                "to": "[{ IpProtocol: udp, FromPort: 514, ToPort: 514, CidrIp: 0.0.0.0/0 }, "
                "{ IpProtocol: tcp, FromPort: 514, ToPort: 514, CidrIp: 0.0.0.0/0 }]",
            },
        ],
    },
    "one port for both protocols without a load balancer": {
        "base": "mesh",
        "changes": [
            {
                "from": "PortMappings: [{ContainerPort: 6000}]",
                "to": "PortMappings: [{ContainerPort: 6000}, {ContainerPort: 6000, Protocol: udp}]",
            }
        ],
    },
    "rebalancing with room for one task more": {
        "base": "public",
        "changes": [
            {
                "from": LAUNCH_TYPE,
                "to": "      AvailabilityZoneRebalancing: ENABLED\n"
                "      DeploymentConfiguration: {MinimumHealthyPercent: 50, MaximumPercent: 150}\n" + LAUNCH_TYPE,
            }
        ],
    },
    "no room, and nothing said of rebalancing": {
        "base": "public",
        "changes": [
            {
                "from": LAUNCH_TYPE,
                "to": "      DeploymentConfiguration: {MinimumHealthyPercent: 50, MaximumPercent: 100}\n" + LAUNCH_TYPE,
            }
        ],
    },
    "a log of ECS Exec that says where": {
        "base": "public",
        "changes": [{"from": CLUSTER, "to": f"  C: {{Type: AWS::ECS::Cluster, Properties: {{{EXEC}}}}}\n"}],
    },
    "names with capitals, digits, hyphens and underscores": {
        "base": "public",
        "changes": [
            {"from": CLUSTER, "to": "  C: {Type: AWS::ECS::Cluster, Properties: {ClusterName: Site_Cluster-1}}\n"},
            {"from": LAUNCH_TYPE, "to": "      ServiceName: The_Site-1\n" + LAUNCH_TYPE},
        ],
    },
    "a snapshot of a disk": {
        "base": "table",
        "changes": [
            {
                "from": "  Jobs:\n    Type: AWS::Serverless::SimpleTable\n",
                "to": "  Disk:\n    Type: AWS::EC2::Volume\n"
                "    DeletionPolicy: Snapshot\n    UpdateReplacePolicy: Snapshot\n"
                "    Properties: { AvailabilityZone: us-east-1a, Size: 20 }\n"
                "  Jobs:\n    Type: AWS::Serverless::SimpleTable\n",
            }
        ],
    },
    "a type that there is, though it resembles another": {
        "base": "public",
        "changes": [{"from": CLUSTER, "to": CLUSTER + "  Old: {Type: AWS::ElasticLoadBalancing::LoadBalancer}\n"}],
    },
    "types of the serverless transform behind a macro of the account": {
        "base": "table",
        "changes": [{"from": "Transform: AWS::Serverless-2016-10-31\n", "to": "Transform: OurOwnWords\n"}],
    },
    "an export named by the stack": {
        "base": "public",
        "changes": [
            {
                "from": "Resources:\n  V:\n",
                "to": "Outputs:\n"
                "  Name: {Value: !Ref Lb, Export: {Name: !Sub '${AWS::StackName}-lb'}}\n"
                "Resources:\n  V:\n",
            }
        ],
    },
    "one key for two resources, and keys that differ by case": {
        "base": "public",
        "changes": [
            {
                "from": CLUSTER,
                "to": "  C: {Type: AWS::ECS::Cluster, Properties: {Tags: [{Key: a, Value: x}, {Key: A, Value: y}]}}\n",
            }
        ],
    },
    "a volume that is not configured at launch": {
        "base": "disk",
        "changes": [
            {"from": "Volumes: [{ Name: data, ConfiguredAtLaunch: true }]", "to": "Volumes: [{ Name: data }]"},
            {
                "from": "      VolumeConfigurations: "
                "[{ Name: data, ManagedEBSVolume: { RoleArn: !GetAtt VolumesRole.Arn, SizeInGiB: 20 } }]\n",
                "to": "",
            },
        ],
    },
    "a load balancer in subnets that are there already": {
        "base": "public",
        "changes": [
            {
                "from": "SubnetMappings: [{SubnetId: !Ref S1}, {SubnetId: !Ref S2}]",
                "to": "Subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]",
            }
        ],
    },
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in ACCEPTED.items()])
def test_what_is_taken_gives_no_error(case: dict[str, Any]) -> None:
    report = _report(changed(case), case["base"])
    before = _before(case["base"])
    new = [item for item in report.findings if _kind(item) not in before and item.severity is Severity.ERROR]
    assert new == [], "\n".join(f"{item.code} {item.where}\n  {item.what}\n  {item.why}" for item in new)
