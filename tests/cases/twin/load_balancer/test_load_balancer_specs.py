"""A template's load balancer as the twin runs it, and as HAProxy's configuration."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seatrial.model.system import Scope, System
from seatrial.readers.cloudformation import ReadOptions, read_file
from seatrial.runtimes.twin.decide.elbv2_listener import FixedResponse, Forward, Redirect, WeightedGroup
from seatrial.runtimes.twin.decide.elbv2_listener_rule import Condition, Field, QueryPair
from seatrial.runtimes.twin.decide.elbv2_load_balancer import (
    LoadBalancerSpec,
    Node,
    load_balancer_specs,
    namespace_of,
    target_groups,
    zones_in_use,
)
from seatrial.runtimes.twin.decide.elbv2_not_done import not_done
from seatrial.runtimes.twin.decide.elbv2_target_group import HealthCheck
from seatrial.runtimes.twin.decide.haproxy_config import HaproxyConfig, Surroundings, render
from seatrial.runtimes.twin.decide.haproxy_slots import ServedGroup, Slot
from seatrial.runtimes.twin.decide.network import Interface

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def system() -> System:
    reading = read_file(HERE / "template.yaml", ReadOptions(Scope("web")))
    assert reading.system is not None
    assert reading.findings == ()
    return reading.system


@pytest.fixture(scope="module")
def spec(system: System) -> LoadBalancerSpec:
    arn = system.resources["Balancer"].arn
    subnet = system.resources["SubnetB"].physical_id
    interface = Interface("eni-1", namespace_of(arn), subnet, "10.0.1.7", public_address="198.19.128.1")
    stranger = Interface("eni-2", "task-1", subnet, "10.0.1.8")
    (found,) = load_balancer_specs([system], [stranger, interface])
    return found


def arn(system: System, name: str) -> str:
    return system.resources[name].arn


def test_a_load_balancer_has_a_node_in_each_subnet_and_its_attributes(system: System, spec: LoadBalancerSpec) -> None:
    ids = [system.resources[name].physical_id for name in ("SubnetA", "SubnetB")]
    assert spec.nodes == (
        Node("us-east-1a", ids[0]),
        Node("us-east-1b", ids[1], "10.0.1.7", "198.19.128.1"),
    )
    assert (spec.scheme, spec.internet_facing) == ("internal", False)
    assert (spec.attributes.idle_timeout_seconds, spec.attributes.http2) == (30, False)
    assert spec.dns_name == system.resources["Balancer"].attributes["DNSName"]


def test_listeners_are_sorted_by_port_and_rules_by_priority(spec: LoadBalancerSpec) -> None:
    assert [listener.port for listener in spec.listeners] == [80, 443]
    assert [rule.priority for rule in spec.listeners[1].rules] == [10, 20]


def test_actions_and_conditions_are_what_the_template_says(system: System, spec: LoadBalancerSpec) -> None:
    web, secure = spec.listeners
    earlier, later = secure.rules
    blue, green = arn(system, "Blue"), arn(system, "Green")
    assert web.default_action == Redirect(301, "HTTPS", port="443")
    assert secure.default_action == Forward((WeightedGroup(blue),))
    assert earlier.action == Forward((WeightedGroup(blue, 9), WeightedGroup(green, 1)), 600)
    assert later.action == FixedResponse(404, "text/plain", "50% gone")
    assert earlier.conditions == (
        Condition(Field.HOST_HEADER, ("api.example.com",)),
        Condition(Field.QUERY_STRING, pairs=(QueryPair("v", "1*"), QueryPair(None, "beta"))),
        Condition(Field.HTTP_HEADER, ("y?s",), header_name="X-Canary"),
    )
    assert later.conditions == (Condition(Field.PATH_PATTERN, ("/fixed",)),)


def test_the_default_certificate_comes_first_and_an_unknown_one_gets_the_names_in_use(spec: LoadBalancerSpec) -> None:
    known, elsewhere = spec.listeners[1].certificates
    assert (known.names, known.known) == (("example.com", "*.example.com"), True)
    assert (elsewhere.names, elsewhere.known) == ((spec.dns_name, "api.example.com"), False)


def test_target_groups_have_awss_defaults_and_waits_divided_by_the_speed(system: System) -> None:
    groups = target_groups([system], speed=10)
    blue, green = groups[arn(system, "Blue")], groups[arn(system, "Green")]
    assert blue.health_check == HealthCheck(path="/health", interval_seconds=1, timeout_seconds=0.6)
    assert (blue.port, blue.deregistration_delay_seconds) == (8080, 2)
    assert (green.health_check.timeout_seconds, green.deregistration_delay_seconds) == (1, 30)
    assert (green.health_check.healthy_threshold, green.health_check.unhealthy_threshold) == (5, 2)
    hasty = target_groups([system], speed=100)[arn(system, "Blue")].health_check
    assert (hasty.interval_seconds, hasty.timeout_seconds) == (0.1, 0.5), "an application doesn't answer sooner"


def test_only_a_group_that_a_rule_forwards_to_is_in_use(system: System, spec: LoadBalancerSpec) -> None:
    zones = frozenset({"us-east-1a", "us-east-1b"})
    assert zones_in_use([spec]) == {arn(system, "Blue"): zones, arn(system, "Green"): zones}


def test_what_is_not_done_is_said_with_its_place(system: System) -> None:
    found = {finding.code: finding for finding in not_done([system])}
    assert set(found) == {"ALB002", "ALB004"}
    assert found["ALB002"].where.endswith("Secure.DefaultActions")
    assert found["ALB004"].where.endswith("MoreCertificates.Certificates[0].CertificateArn")


def rendered(system: System, spec: LoadBalancerSpec, slots: tuple[Slot, ...] = (), **more: object) -> HaproxyConfig:
    served = {key: ServedGroup(group) for key, group in target_groups([system]).items()}
    tables = dict.fromkeys(served, slots or (Slot("10.0.0.9", 8080, 100, True), Slot()))
    surroundings = Surroundings("/run/seatrial/lb", 1000, 2, frozenset({80}))
    return render(spec, served, tables, surroundings, {arn(system, "Certificate"): "certificate-1.pem"})


def test_the_configuration_is_the_expected_text(system: System, spec: LoadBalancerSpec) -> None:
    text = re.sub(r"# structure [0-9a-f]{32}", "# structure", rendered(system, spec).text)
    expected = HERE / "haproxy.cfg"
    assert text == expected.read_text(), f"if this is meant, write the new text to {expected}"


def test_the_structure_does_not_change_with_the_targets_but_with_everything_else(
    system: System, spec: LoadBalancerSpec
) -> None:
    one = rendered(system, spec)
    other = rendered(system, spec, (Slot("10.0.0.10", 80, 7, False), Slot("10.0.0.11", 80, 1, True)))
    longer = rendered(system, spec, (Slot(), Slot(), Slot()))
    assert one.text != other.text
    assert one.structure == other.structure
    assert longer.structure != one.structure
