"""What packets of a VPC do: groups, access lists, routes, gateways, endpoints. No containers, only connections."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest

from scenarios.templates import PORT, Template, att, changed, ref, resource, web
from seatrial.model.system import Scope, System
from seatrial.readers.cloudformation import ReadOptions, read_text
from seatrial.runtimes.twin.act.dns_server import DnsServers
from seatrial.runtimes.twin.act.endpoints import Endpoints, look_up
from seatrial.runtimes.twin.act.netns import Namespaces, Outcome
from seatrial.runtimes.twin.act.network import Network
from seatrial.runtimes.twin.decide.aws_endpoints import GATEWAY_PREFIXES, LAPTOP, public_address_of
from seatrial.runtimes.twin.decide.network import Interface, wire
from seatrial.runtimes.twin.decide.network_interfaces import fixed_interfaces, interface_id, place_interface
from seatrial.runtimes.twin.decide.registries import registries_of
from seatrial.runtimes.twin.decide.resolver import Directory, resolve

pytestmark = pytest.mark.scenario

# What does not come through is not waited for any longer; what does may need a packet to be sent again.
SECONDS, PATIENCE_SECONDS = 0.6, 10.0
ECR = "api.ecr.us-east-1.amazonaws.com"
S3 = "prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com"


def read(template: Template, stack: str = "app") -> System:
    reading = read_text(json.dumps(template), "app.json", ReadOptions(Scope(stack)))
    assert reading.system is not None
    assert not [finding for finding in reading.findings if finding.severity == "error"]
    return reading.system


class Scene:
    """Stacks with some tasks in them, wired and listening."""

    def __init__(self, *systems: System) -> None:
        self.systems: Sequence[System] = systems
        self.namespaces = Namespaces()
        self.network = Network(self.namespaces)
        self.endpoints = Endpoints(self.namespaces)
        self.tasks: dict[str, Interface] = {}
        self._listening: list[socket.socket] = []

    def task(
        self, name: str, subnet: str = "PrivateA", group: str = "TaskGroup", stack: int = 0, public: str = ""
    ) -> str:
        """Plans a task; its address."""
        system = self.systems[stack]
        subnet_id = system.resources[subnet].physical_id
        taken = [item.address for item in self.interfaces if item.subnet_id == subnet_id]
        address = place_interface(self.systems, subnet_id, taken, name)
        assert address is not None
        groups = (system.resources["TaskGroup"].physical_id,)
        self.tasks[name] = Interface(interface_id(name), f"task-{name}", subnet_id, address, groups, public)
        return address

    @property
    def interfaces(self) -> tuple[Interface, ...]:
        return (*fixed_interfaces(self.systems), *self.tasks.values())

    async def stand(self) -> None:
        await self.network.open()
        await self.network.apply(wire(self.systems, self.interfaces))
        self.endpoints.stand([item.owner for item in self.interfaces if item.owner.startswith("vpce-")])

    async def fall(self) -> None:
        """Takes everything away again."""
        for listener in self._listening:
            listener.close()
        self.endpoints.close()
        await self.network.apply(wire([], []))

    def listen(self, name: str, port: int = PORT) -> None:
        self._listening.append(self.namespaces.socket(f"task-{name}", bind=("0.0.0.0", port), listen=16))

    async def try_from(self, name: str, address: str, port: int = PORT, seconds: float = SECONDS) -> Outcome:
        return await self.namespaces.connect(f"task-{name}", (address, port), seconds)

    async def reaches(self, name: str, address: str, port: int = PORT) -> bool:
        """Whether a connection comes about, also where the first packet is lost on a busy machine and sent again."""
        return await self.try_from(name, address, port, PATIENCE_SECONDS) is Outcome.CONNECTED

    def balancer(self) -> list[Interface]:
        return [item for item in self.interfaces if item.owner.startswith("lb-")]


def patience(wanted: Outcome) -> float:
    """How long to wait for what is wanted, in seconds."""
    return PATIENCE_SECONDS if wanted is Outcome.CONNECTED else SECONDS


def with_rules(template: Template, *rules: dict[str, Any], side: str = "Ingress") -> Template:
    return changed(template, "TaskGroup", "Properties", f"SecurityGroup{side}", to=list(rules))


def rule(port: int, **peer: Any) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **peer}


async def test_only_what_a_group_lets_in_comes_in_and_the_rest_times_out() -> None:
    scene = Scene(read(web()))
    target = scene.task("target")
    scene.task("other", "PrivateB")
    await scene.stand()
    scene.listen("target")
    scene.listen("target", 9000)
    balancer = scene.balancer()[0].owner
    assert await scene.namespaces.connect(balancer, (target, PORT), PATIENCE_SECONDS) is Outcome.CONNECTED
    assert await scene.namespaces.connect(balancer, (target, 9000), SECONDS) is Outcome.TIMEOUT
    assert await scene.try_from("other", target) is Outcome.TIMEOUT


async def test_a_group_that_names_itself_lets_its_members_in_and_a_new_member_at_once() -> None:
    template = with_rules(web(), rule(PORT, SourceSecurityGroupId=None))
    del template["Resources"]["TaskGroup"]["Properties"]["SecurityGroupIngress"]
    itself = att("TaskGroup", "GroupId")
    template["Resources"]["Self"] = resource(
        "EC2::SecurityGroupIngress", GroupId=itself, SourceSecurityGroupId=itself, **rule(PORT)
    )
    scene = Scene(read(template))
    target = scene.task("target")
    await scene.stand()
    scene.listen("target")
    scene.task("late", "PrivateB")
    await scene.stand()
    assert await scene.reaches("late", target)


async def test_what_a_group_does_not_let_out_times_out() -> None:
    template = with_rules(web(), rule(443, CidrIp="0.0.0.0/0"), side="Egress")
    scene = Scene(read(with_rules(template, {"IpProtocol": "-1", "CidrIp": "10.0.0.0/16"})))
    target = scene.task("target")
    scene.task("client", "PrivateB")
    await scene.stand()
    scene.listen("target")
    scene.listen("target", 443)
    assert await scene.reaches("client", target, 443)
    assert await scene.try_from("client", target) is Outcome.TIMEOUT


async def test_a_way_out_needs_a_nat_gateway_in_a_public_subnet() -> None:
    address = public_address_of(ECR)
    for template, outcome in (
        (web(), Outcome.CONNECTED),
        (web(nat=False), Outcome.TIMEOUT),
        (changed(web(), "Nat", "Properties", "SubnetId", to=ref("PrivateB")), Outcome.TIMEOUT),
        (changed(web(), "PublicDefault", "Properties", "DestinationCidrBlock", to="8.8.8.0/24"), Outcome.TIMEOUT),
    ):
        scene = Scene(read(template))
        scene.task("client")
        await scene.stand()
        assert await scene.try_from("client", address, 443, patience(outcome)) is outcome, template["Resources"].get(
            "Nat"
        )
        await scene.fall()


async def test_in_a_public_subnet_a_public_address_is_needed() -> None:
    scene = Scene(read(web()))
    scene.task("without", "PublicA")
    scene.task("with", "PublicB", public="198.19.200.7")
    await scene.stand()
    address = public_address_of(ECR)
    assert await scene.try_from("without", address, 443) is Outcome.TIMEOUT
    assert await scene.reaches("with", address, 443)


async def test_the_internet_reaches_a_load_balancer_where_its_group_and_routes_let_it() -> None:
    closed = changed(web(), "BalancerGroup", "Properties", "SecurityGroupIngress", 0, "CidrIp", to="192.0.2.0/24")
    unrouted = changed(web(), "PublicDefault", "Properties", "DestinationCidrBlock", to="8.8.8.0/24")
    for template, outcome in ((web(), Outcome.CONNECTED), (closed, Outcome.TIMEOUT), (unrouted, Outcome.TIMEOUT)):
        scene = Scene(read(template))
        await scene.stand()
        node = scene.balancer()[1]
        listener = scene.namespaces.socket(node.owner, bind=("0.0.0.0", 80), listen=4)
        found = await scene.namespaces.connect(None, (node.public_address, 80), patience(outcome), source=LAPTOP)
        listener.close()
        assert found is outcome
        await scene.fall()


def acl(*entries: tuple[int, bool, str, int, int]) -> Template:
    """Private subnet A under an access list; entries are number, egress, action, first and last port."""
    found = {
        "Acl": resource("EC2::NetworkAcl", VpcId=ref("Vpc")),
        "AclA": resource("EC2::SubnetNetworkAclAssociation", SubnetId=ref("PrivateA"), NetworkAclId=ref("Acl")),
    }
    for index, (number, egress, action, low, high) in enumerate(entries):
        found[f"Entry{index}"] = resource(
            "EC2::NetworkAclEntry",
            NetworkAclId=ref("Acl"),
            RuleNumber=number,
            Protocol=6,
            RuleAction=action,
            Egress=egress,
            CidrBlock="0.0.0.0/0",
            PortRange={"From": low, "To": high},
        )
    return found


async def test_an_access_list_knows_no_state_and_the_first_rule_decides() -> None:
    anything_out = (100, True, "allow", 0, 65535)
    cases = (
        (acl((100, False, "allow", PORT, PORT), (100, True, "allow", 1024, 65535)), Outcome.CONNECTED),
        (acl((100, False, "allow", PORT, PORT)), Outcome.TIMEOUT),
        (acl((90, False, "deny", PORT, PORT), (100, False, "allow", 0, 65535), anything_out), Outcome.TIMEOUT),
        (acl(), Outcome.TIMEOUT),
    )
    for entries, outcome in cases:
        template = with_rules(web(), {"IpProtocol": "-1", "CidrIp": "10.0.0.0/16"})
        template["Resources"] |= entries
        scene = Scene(read(template))
        target = scene.task("target")
        scene.task("neighbour")
        scene.task("outside", "PrivateB")
        await scene.stand()
        scene.listen("target")
        assert await scene.try_from("outside", target, PORT, patience(outcome)) is outcome
        assert await scene.reaches("neighbour", target), "an access list is at the boundary only"
        await scene.fall()


def endpoint_template(group_port: int = 443, private_dns: bool = True) -> Template:
    template = web(nat=False)
    template["Resources"] |= {
        "EndpointGroup": resource(
            "EC2::SecurityGroup",
            GroupDescription="endpoint",
            VpcId=ref("Vpc"),
            SecurityGroupIngress=[rule(group_port, CidrIp="10.0.0.0/16")],
        ),
        "Ecr": resource(
            "EC2::VPCEndpoint",
            VpcId=ref("Vpc"),
            ServiceName="com.amazonaws.us-east-1.ecr.api",
            VpcEndpointType="Interface",
            SubnetIds=[ref("PrivateA")],
            SecurityGroupIds=[ref("EndpointGroup")],
            PrivateDnsEnabled=private_dns,
        ),
        "S3": resource(
            "EC2::VPCEndpoint",
            VpcId=ref("Vpc"),
            ServiceName="com.amazonaws.us-east-1.s3",
            RouteTableIds=[ref("PrivateRoutes")],
        ),
    }
    return template


async def test_endpoints_reach_their_service_without_a_way_out() -> None:
    for template, ecr in (
        (endpoint_template(), Outcome.CONNECTED),
        (endpoint_template(group_port=80), Outcome.TIMEOUT),
        (endpoint_template(private_dns=False), Outcome.TIMEOUT),
    ):
        system = read(template)
        scene = Scene(system)
        scene.task("client", "PrivateB")
        await scene.stand()
        vpc = system.resources["Vpc"].physical_id
        servers = DnsServers(scene.namespaces)
        directory = Directory([system], scene.interfaces)
        servers.serve(vpc, ("10.0.0.2",), partial(resolve, directory, vpc))
        address = await look_up(scene.namespaces, "task-client", "10.0.0.2", ECR, 2)
        assert await scene.try_from("client", address, 443) is ecr
        bucket = await look_up(scene.namespaces, "task-client", "10.0.0.2", S3, 2)
        assert bucket.startswith(GATEWAY_PREFIXES["s3"].rsplit(".", 2)[0])
        assert await scene.reaches("client", bucket, 443)
        servers.stop(vpc)
        await scene.fall()


async def test_a_registry_of_ones_own_answers_on_the_port_that_its_images_name() -> None:
    there = changed(
        web(), "Task", "Properties", "ContainerDefinitions", 0, "Image", to="registry.example.com:5000/team/app:1"
    )
    elsewhere = changed(
        web(), "Task", "Properties", "ContainerDefinitions", 0, "Image", to="registry.example.com/team/app:1"
    )
    scene = Scene(read(there))
    scene.task("client")
    await scene.stand()
    address = registries_of(scene.systems)[0].address
    assert await scene.reaches("client", address, 5000)
    assert await scene.try_from("client", address, 5001) is Outcome.TIMEOUT
    scene.systems = [read(elsewhere)]
    await scene.stand()
    assert await scene.try_from("client", address, 5000) is Outcome.TIMEOUT
    assert await scene.reaches("client", address, 443)


async def test_vpcs_with_the_same_addresses_do_not_see_each_other() -> None:
    anybody = with_rules(web(), {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"})
    scene = Scene(read(anybody, "one"), read(anybody, "two"))
    first = scene.task("first", stack=0)
    second = scene.task("second", stack=1)
    scene.task("beside", "PrivateB", stack=1)
    await scene.stand()
    scene.listen("second")
    assert await scene.reaches("beside", second)
    scene.task("stranger", "PrivateB", stack=0)
    await scene.stand()
    outcome = await scene.try_from("stranger", second)
    assert outcome is not Outcome.CONNECTED or first == second


async def test_another_engine_finds_what_stands_and_makes_what_was_begun_anew() -> None:
    scene = Scene(read(with_rules(web(), {"IpProtocol": "-1", "CidrIp": "10.0.0.0/16"})))
    target = scene.task("target")
    scene.task("client", "PrivateB")
    await scene.stand()
    scene.listen("target")
    # An engine that died after the commands of one object and before it wrote that down.
    again = Network(scene.namespaces)
    await again.open()
    assert not again.fresh
    key = f"interface/{scene.tasks['client'].id}"
    again._standing.pop(key)
    await again.apply(wire(scene.systems, scene.interfaces))
    assert await scene.reaches("client", target)


async def test_a_changed_rule_leaves_established_connections_alone() -> None:
    open_system = read(with_rules(web(), {"IpProtocol": "-1", "CidrIp": "10.0.0.0/16"}))
    scene = Scene(open_system)
    target = scene.task("target")
    scene.task("client", "PrivateB")
    await scene.stand()
    listener = scene.namespaces.socket("task-target", bind=("0.0.0.0", PORT), listen=4)
    listener.settimeout(5)
    client = scene.namespaces.socket("task-client")
    client.settimeout(5)
    client.connect((target, PORT))
    server, _ = listener.accept()
    scene.systems = [read(with_rules(web(), rule(1, CidrIp="10.0.0.0/16")))]
    await scene.stand()
    client.sendall(b"still here")
    server.settimeout(5)
    assert server.recv(64) == b"still here"
    assert await scene.try_from("client", target) is Outcome.TIMEOUT
