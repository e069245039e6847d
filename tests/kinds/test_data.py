"""The tables of AWS's facts: their texts can be filled in, and their figures agree with what else is known of them."""

from __future__ import annotations

import re

import pytest

from seatrial.kinds.data import failures, service_texts
from seatrial.kinds.data.failures import Failure
from seatrial.kinds.data.fargate_platforms import LINUX_PLATFORM_VERSION, LINUX_PLATFORM_VERSIONS, platform_version
from seatrial.kinds.data.fargate_sizes import FARGATE_SIZES
from seatrial.kinds.data.regions import APPLICATION_ZONES, NETWORK_ZONES, REGIONS, hosted_zone, zones_of

TEXTS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (failures, service_texts)
    for name, value in vars(module).items()
    if isinstance(value, Failure)
}


@pytest.mark.parametrize("failure", TEXTS.values(), ids=TEXTS)
def test_a_text_with_its_blanks_filled_in_has_none_left(failure: Failure) -> None:
    text = failure.text(**dict.fromkeys(failure.blanks, "filled"))
    assert text and not re.search(r"[{}]", text)
    assert failure.source


def test_a_blank_that_is_forgotten_or_made_up_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        service_texts.STEADY_STATE.text()
    with pytest.raises(KeyError):
        service_texts.STEADY_STATE.text(service="api", cluster="main")


def test_the_texts_are_those_of_aws() -> None:
    assert service_texts.STEADY_STATE.text(service="api") == "(service api) has reached a steady state."
    assert service_texts.RESPONSE_CODE_MISMATCH.text(code=404) == "Health checks failed with these codes: [404]"
    assert failures.REGISTRY_AUTH_UNREACHABLE.text(region="eu-west-1", address="198.18.0.1") == (
        "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from "
        "Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network "
        "configuration. operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https "
        'response error StatusCode: 0, RequestID: , request send failed, Post "https://api.ecr.eu-west-1.amazonaws.com/"'
        ": dial tcp 198.18.0.1:443: i/o timeout"
    )


def test_a_task_that_did_not_start_has_that_stop_code() -> None:
    starts = [failure for failure in TEXTS.values() if failure.template.startswith("CannotPullContainerError")]
    assert starts and all(failure.code == failures.TASK_FAILED_TO_START for failure in starts)


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_has_at_least_two_zones(region: str) -> None:
    zones = zones_of(region)
    assert len(zones) >= 2 and list(zones) == sorted(set(zones))
    assert all(zone.startswith(region) and len(zone) == len(region) + 1 for zone in zones)


def test_hosted_zones_of_load_balancers_are_known_for_both_kinds_alike() -> None:
    assert APPLICATION_ZONES.keys() == NETWORK_ZONES.keys() <= set(REGIONS)
    assert len({*APPLICATION_ZONES.values(), *NETWORK_ZONES.values()}) == 2 * len(APPLICATION_ZONES)
    assert hosted_zone("us-east-1") == "Z35SXDOTRQ7X7K" and hosted_zone("eu-west-1", "net") == "Z2IFOLAFXWLO4F"
    assert hosted_zone("mx-central-1") is None


def test_task_sizes_grow_with_the_processor() -> None:
    for cpu, sizes in FARGATE_SIZES.items():
        assert list(sizes) == sorted(set(sizes)), cpu
        assert min(sizes) >= cpu, "at least a MiB for each unit"
    assert 8192 not in FARGATE_SIZES[256] and 8192 in FARGATE_SIZES[1024]


def test_latest_is_the_newest_platform_version() -> None:
    assert platform_version("LATEST") == platform_version("") == LINUX_PLATFORM_VERSION == LINUX_PLATFORM_VERSIONS[0]
    assert platform_version("1.3.0") == "1.3.0"
