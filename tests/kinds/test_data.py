"""The tables of AWS's facts: their figures agree with what else is known of them."""

from __future__ import annotations

import pytest

from seatrial.kinds.data.fargate_sizes import FARGATE_SIZES
from seatrial.kinds.data.regions import APPLICATION_ZONES, NETWORK_ZONES, REGIONS, hosted_zone, zones_of


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
