"""What the twin's resolver answers, as the VPC's DNS attributes allow."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from case_files import CASES, system_of
from seatrial.model.system import System
from seatrial.runtimes.twin.decide.network import wire
from seatrial.runtimes.twin.decide.network_interfaces import fixed_interfaces
from seatrial.runtimes.twin.decide.registries import registries_of
from seatrial.runtimes.twin.decide.resolver import Directory, resolve

BLOCK = ipaddress.IPv4Network("10.1.0.0/16")
ISOLATED = (CASES / "reach" / "isolated.yaml").read_text(encoding="utf-8")
API = "api.ecr.us-east-1.amazonaws.com"


def _directory(text: str) -> tuple[Directory, System, str]:
    system = system_of(text)
    return Directory([system], fixed_interfaces([system])), system, system.resources["Vpc"].physical_id


def _addresses(directory: Directory, vpc: str | None, name: str) -> list[str]:
    return [record.value for record in resolve(directory, vpc, name, "A").records if record.type == "A"]


@pytest.mark.parametrize("hostnames", [True, False])
@pytest.mark.parametrize("private", [True, False])
def test_an_endpoint_answers_for_its_service_where_private_dns_and_host_names_are_on(
    hostnames: bool, private: bool
) -> None:
    text = ISOLATED.replace("EnableDnsHostnames: true", f"EnableDnsHostnames: {str(hostnames).lower()}")
    directory, _, vpc = _directory(
        text.replace("PrivateDnsEnabled: true", f"PrivateDnsEnabled: {str(private).lower()}")
    )
    found = _addresses(directory, vpc, API)
    assert len(found) == (2 if hostnames and private else 1)
    assert all((ipaddress.IPv4Address(item) in BLOCK) is (hostnames and private) for item in found)
    assert not [item for item in _addresses(directory, None, API) if ipaddress.IPv4Address(item) in BLOCK]


def test_an_endpoint_answers_in_its_own_vpc_alone() -> None:
    directory, _, _ = _directory(ISOLATED)
    found = _addresses(directory, "vpc-0123456789abcdef0", API)
    assert found == _addresses(directory, None, API)


def test_an_internal_load_balancer_has_private_addresses_and_a_public_one_has_none() -> None:
    for scheme, inside in (("internal", True), ("internet-facing", False)):
        directory, system, vpc = _directory(ISOLATED.replace("Scheme: internal", f"Scheme: {scheme}"))
        name = str(system.resources["Balancer"].attributes["DNSName"])
        for place in (vpc, None):
            found = _addresses(directory, place, f"{name.upper()}.")
            assert len(found) == 2 and all((ipaddress.IPv4Address(item) in BLOCK) is inside for item in found)


REGISTRY = "registry.example.com"


def _pulling(image: str, *more: str) -> tuple[Directory, str]:
    """A VPC with a task definition that names this image."""
    container = f"{{ Name: app, Image: '{image}' }}"
    task = f"Type: AWS::ECS::TaskDefinition, Properties: {{ ContainerDefinitions: [{container}] }}"
    directory, _, vpc = _directory("\n".join((ISOLATED, f"  Pulling: {{ {task} }}", *more)))
    return directory, vpc


@pytest.mark.parametrize(
    ("image", "host", "port"),
    [
        (f"{REGISTRY}/team/app:1", REGISTRY, 443),
        ("Registry.Example.com:5000/team/app:1", REGISTRY, 5000),
        ("ghcr.io/team/app", "ghcr.io", 443),
        ("public.ecr.aws/nginx/nginx:latest", "public.ecr.aws", 443),
        ("docker.elastic.co/beats/filebeat:8.1.0", "docker.elastic.co", 443),
    ],
)
def test_a_registry_that_a_task_definition_names_has_a_public_address(image: str, host: str, port: int) -> None:
    directory, vpc = _pulling(image)
    assert len(_addresses(directory, vpc, host)) == 1
    assert _addresses(directory, vpc, host) == _addresses(directory, None, f"{host.upper()}.")
    own = [(_addresses(directory, vpc, host)[0], port)] if port != 443 else []
    assert list(wire(directory.systems, ()).registries) == own


@pytest.mark.parametrize(
    "image",
    ["10.1.2.3:5000/app", "localhost/app:1", "localhost:5000/app:1", "registry.corp/app:1", "registry:5000/app"],
)
def test_what_the_internet_cannot_name_has_no_public_address(image: str) -> None:
    directory, vpc = _pulling(image)
    assert registries_of(directory.systems) == ()
    assert not _addresses(directory, vpc, image.split("/")[0].split(":")[0])


def test_a_private_zone_answers_for_its_whole_domain() -> None:
    zone = "Type: AWS::Route53::HostedZone, Properties: { Name: example.com, VPCs: [{ VPCId: !Ref Vpc }] }"
    directory, vpc = _pulling(f"{REGISTRY}/team/app:1", f"  Zone: {{ {zone} }}")
    assert not resolve(directory, vpc, REGISTRY, "A").exists
    assert _addresses(directory, None, REGISTRY)


def test_a_registry_that_nobody_names_is_not_there() -> None:
    directory, _, vpc = _directory(ISOLATED)
    assert not resolve(directory, vpc, REGISTRY, "A").exists


NAMES = st.sampled_from([API, "quay.io", "nobody.example.com", "", ".", "a..b", "ip-10-1-1-4.ec2.internal", "x" * 300])


@settings(deadline=None)
@given(NAMES | st.text(max_size=20), st.sampled_from(["A", "AAAA", "CNAME", "TXT", "ANY", "SOA"]), st.booleans())
def test_every_question_has_the_same_answer_each_time(name: str, kind: str, inside: bool) -> None:
    directory, _, vpc = _directory(ISOLATED)
    place: Any = vpc if inside else None
    answer = resolve(directory, place, name, kind)
    assert answer == resolve(directory, place, name, kind)
    assert answer.exists or not answer.records
