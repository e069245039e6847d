"""The example's template: what it says, what the tools of others say of it, and that AWS would get what it asks for."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from linters_environment import CFN_LINT
from seatrial.model.system import Scope, System
from seatrial.readers.cloudformation import ReadOptions, read_file

TEMPLATE = Path(__file__).parents[2] / "examples" / "web" / "template.yaml"
HTTPS = {"DomainName": "www.example.com", "HostedZoneId": "Z0123456789ABCDEFGHIJ"}
ONLY_WITH_HTTPS = {"Certificate", "HttpsListener", "HttpsInternalPathsRule", "Name"}


def read(parameters: Mapping[str, str]) -> System:
    options = ReadOptions(scope=Scope("web", "us-east-1", "123456789012"), parameters=dict(parameters))
    reading = read_file(TEMPLATE, options)
    assert reading.findings == ()
    assert reading.system is not None
    return reading.system


def test_it_is_read_without_a_finding() -> None:
    system = read({})
    assert not ONLY_WITH_HTTPS & set(system.resources)
    assert 30 < len(system.resources) < 50


def test_a_name_brings_https_and_nothing_else() -> None:
    plain, secure = read({}).resources, read(HTTPS).resources
    assert set(secure) - set(plain) == ONLY_WITH_HTTPS
    assert set(plain) - set(secure) == {"HttpInternalPathsRule"}


@pytest.mark.parametrize("parameters", [{"DomainName": "www.example.com"}, {"HostedZoneId": "Z0123456789ABCDEFGHIJ"}])
def test_a_name_without_its_zone_is_refused(parameters: Mapping[str, str]) -> None:
    options = ReadOptions(scope=Scope("web", "us-east-1", "123456789012"), parameters=dict(parameters))
    assert [found.code for found in read_file(TEMPLATE, options).findings] == ["TPL015"]


def test_it_stands_in_two_zones_with_a_way_out_in_each() -> None:
    resources = read({}).resources
    subnets = {name: found.properties for name, found in resources.items() if found.type == "AWS::EC2::Subnet"}
    assert Counter(str(found["AvailabilityZone"]) for found in subnets.values()) == {"us-east-1a": 2, "us-east-1b": 2}
    assert len({str(found["CidrBlock"]) for found in subnets.values()}) == 4
    gateways = [found for found in resources.values() if found.type == "AWS::EC2::NatGateway"]
    zones = {resources["PublicSubnetA"].physical_id, resources["PublicSubnetB"].physical_id}
    assert {str(found.properties["SubnetId"]) for found in gateways} == zones


def test_cfn_lint_has_nothing_to_say() -> None:
    done = subprocess.run([CFN_LINT, TEMPLATE], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("parameters", [{}, HTTPS], ids=["http", "https"])
def test_cloudformation_validate_finds_neither_error_nor_warning(parameters: dict[str, str]) -> None:
    import cloudformation_validate as validate

    report = validate.CelEngine().validate_template(
        validate.TemplateContent(TEMPLATE.read_text(), "template.yaml"),
        validate.ValidateConfig(
            include=validate.RuleFilterConfig(),
            exclude=validate.RuleFilterConfig(),
            parameter_overrides=parameters,
            pseudo_parameter_overrides=validate.PseudoParameterOverrides(),
        ),
    )
    assert [found for found in report.diagnostics if found.severity != validate.Severity.INFO] == []
