"""Small networks made up for properties: two subnets, security groups, network ACLs, routes.

Every choice is from few values, so that rules meet: blocks that halve each other, ports that touch.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

BLOCKS = ["0.0.0.0/0", "10.0.0.0/16", "10.0.1.0/24", "10.0.2.0/24", "10.0.1.0/25", "10.0.1.128/25", "10.0.2.7/32"]
OUTSIDE = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "203.0.113.0/24", "198.51.100.0/24"]
GROUPS = ("One", "Two")
PORT = 8080
RANGES = [(8080, 8080), (8000, 9000), (0, 65535), (443, 443), (1024, 65535), (32768, 60999), (1024, 40000)]

Template = dict[str, Any]


@st.composite
def group_rules(draw: st.DrawFn, side: str, blocks: list[str] = BLOCKS) -> dict[str, Any]:
    protocol = draw(st.sampled_from(["tcp", "tcp", "-1", "udp"]))
    rule: dict[str, Any] = {"IpProtocol": protocol}
    if protocol != "-1":
        rule["FromPort"], rule["ToPort"] = draw(st.sampled_from(RANGES))
    if draw(st.booleans()):
        rule["CidrIp"] = draw(st.sampled_from(blocks))
    else:
        rule[f"{side}SecurityGroupId"] = {"Fn::GetAtt": [draw(st.sampled_from(GROUPS)), "GroupId"]}
    return rule


@st.composite
def acl_entries(draw: st.DrawFn, blocks: list[str] = BLOCKS, action: str | None = None) -> dict[str, Any]:
    protocol = draw(st.sampled_from([6, 6, -1, 17]))
    entry: dict[str, Any] = {
        "RuleNumber": draw(st.integers(2, 30)),
        "Protocol": protocol,
        "RuleAction": action or draw(st.sampled_from(["allow", "allow", "deny"])),
        "Egress": draw(st.booleans()),
        "CidrBlock": draw(st.sampled_from(blocks)),
    }
    if protocol != -1:
        low, high = draw(st.sampled_from(RANGES))
        entry["PortRange"] = {"From": low, "To": high}
    return entry


@st.composite
def networks(draw: st.DrawFn, blocks: list[str] = BLOCKS) -> Template:
    """A template with subnets First and Second, groups One and Two, and perhaps ACLs and a way out."""
    resources: dict[str, Any] = {
        "Vpc": made("VPC", CidrBlock="10.0.0.0/16", EnableDnsHostnames=True),
        "First": made("Subnet", VpcId={"Ref": "Vpc"}, CidrBlock="10.0.1.0/24", AvailabilityZone="us-east-1a"),
        "Second": made("Subnet", VpcId={"Ref": "Vpc"}, CidrBlock="10.0.2.0/24", AvailabilityZone="us-east-1b"),
    }
    for index, name in enumerate(GROUPS):
        properties: dict[str, Any] = {"GroupDescription": name, "VpcId": {"Ref": "Vpc"}}
        resources[name] = made("SecurityGroup", **properties)
        for number, rule in enumerate(draw(st.lists(group_rules("Source", blocks), max_size=3))):
            resources[f"In{index}{number}"] = made("SecurityGroupIngress", GroupId=_group(name), **rule)
        for number, rule in enumerate(draw(st.lists(group_rules("Destination", blocks), max_size=2))):
            resources[f"Out{index}{number}"] = made("SecurityGroupEgress", GroupId=_group(name), **rule)
    for subnet in draw(st.sets(st.sampled_from(["First", "Second"]), max_size=2)):
        acl = f"{subnet}Acl"
        resources[acl] = made("NetworkAcl", VpcId={"Ref": "Vpc"})
        resources[f"{acl}On"] = made("SubnetNetworkAclAssociation", SubnetId={"Ref": subnet}, NetworkAclId={"Ref": acl})
        entries = draw(
            st.lists(acl_entries(blocks), max_size=5, unique_by=lambda item: (item["RuleNumber"], item["Egress"]))
        )
        if draw(st.booleans()):
            everything = {"RuleNumber": 40, "Protocol": -1, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}
            entries += [{**everything, "Egress": True}, {**everything, "Egress": False}]
        for number, entry in enumerate(entries):
            resources[f"{acl}{number}"] = made("NetworkAclEntry", NetworkAclId={"Ref": acl}, **entry)
    return {"Resources": resources}


def with_ways_out(template: Template, nat: bool) -> Template:
    """First gets a route to the internet: through a NAT gateway that stands in Second, or by itself. Second has one."""
    first = {"NatGatewayId": {"Ref": "Nat"}} if nat else {"GatewayId": {"Ref": "Gateway"}}
    more = {
        "Gateway": made("InternetGateway"),
        "Attachment": made("VPCGatewayAttachment", VpcId={"Ref": "Vpc"}, InternetGatewayId={"Ref": "Gateway"}),
        "Address": made("EIP", Domain="vpc"),
        "Nat": made("NatGateway", SubnetId={"Ref": "Second"}, AllocationId={"Fn::GetAtt": ["Address", "AllocationId"]}),
    }
    for name, target in (("First", first), ("Second", {"GatewayId": {"Ref": "Gateway"}})):
        table = f"{name}Table"
        more[table] = made("RouteTable", VpcId={"Ref": "Vpc"})
        more[f"{table}On"] = made("SubnetRouteTableAssociation", SubnetId={"Ref": name}, RouteTableId={"Ref": table})
        more[f"{name}Route"] = made("Route", RouteTableId={"Ref": table}, DestinationCidrBlock="0.0.0.0/0", **target)
    return {"Resources": {**template["Resources"], **more}}


def plus(template: Template, **resources: Any) -> Template:
    return {"Resources": {**template["Resources"], **resources}}


def without(template: Template, name: str) -> Template:
    return {"Resources": {key: value for key, value in template["Resources"].items() if key != name}}


def made(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::EC2::{kind}", "Properties": properties}


def _group(name: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [name, "GroupId"]}
