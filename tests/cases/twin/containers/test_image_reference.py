"""Image names mean what registries take them to mean."""

from __future__ import annotations

import pytest

from seatrial.analyses.launch.image_reference import Reference, docker_names, local_names, mapped, parse

DIGEST = "sha256:" + "a" * 64
ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com"


@pytest.mark.parametrize(
    ("text", "expected", "full"),
    [
        ("nginx", Reference("", "nginx"), "docker.io/library/nginx:latest"),
        ("nginx:1.27", Reference("", "nginx", "1.27"), "docker.io/library/nginx:1.27"),
        ("grafana/k6", Reference("", "grafana/k6"), "docker.io/grafana/k6:latest"),
        (f"{ECR}/team/app:v2", Reference(ECR, "team/app", "v2"), f"{ECR}/team/app:v2"),
        ("localhost:5000/app", Reference("localhost:5000", "app"), "localhost:5000/app:latest"),
        ("localhost/app:1", Reference("localhost", "app", "1"), "localhost/app:1"),
        (f"app@{DIGEST}", Reference("", "app", "latest", DIGEST), f"docker.io/library/app@{DIGEST}"),
        (f"app:1@{DIGEST}", Reference("", "app", "1", DIGEST), f"docker.io/library/app@{DIGEST}"),
        ("docker.io/nginx", Reference("docker.io", "nginx"), "docker.io/library/nginx:latest"),
        ("Registry.Example:5000/app", Reference("Registry.Example:5000", "app"), "Registry.Example:5000/app:latest"),
        ("[2001:db8::1]:5000/app", Reference("[2001:db8::1]:5000", "app"), "[2001:db8::1]:5000/app:latest"),
        (
            "public.ecr.aws/nginx/nginx:1",
            Reference("public.ecr.aws", "nginx/nginx", "1"),
            "public.ecr.aws/nginx/nginx:1",
        ),
    ],
)
def test_a_name_is_read_with_its_defaults(text: str, expected: Reference, full: str) -> None:
    found = parse(text)
    assert found == expected
    assert found is not None and found.full_name() == full


@pytest.mark.parametrize(
    "text",
    [
        "",
        "app:",
        "App/Upper",
        "registry.io/",
        "a b",
        "app@sha256:xyz",
        "app:1:2",
        "${ACCOUNT}.registry.io/app",
        "<host>.io/app",
    ],
)
def test_what_is_no_name_is_none(text: str) -> None:
    assert parse(text) is None


def test_the_exact_name_is_looked_for_first_and_then_without_registry() -> None:
    reference = parse(f"{ECR}/team/app:v2")
    assert reference is not None
    assert local_names(reference) == (
        f"{ECR}/team/app:v2",
        "localhost/team/app:v2",
        "docker.io/library/team/app:v2",
        "docker.io/team/app:v2",
    )
    assert docker_names(reference) == (f"{ECR}/team/app:v2", "team/app:v2")
    plain = parse("app:1")
    assert plain is not None and local_names(plain) == ("docker.io/library/app:1", "localhost/app:1")


def test_an_image_of_another_digest_is_another_image() -> None:
    reference = parse(f"{ECR}/app@{DIGEST}")
    assert reference is not None and local_names(reference) == (f"{ECR}/app@{DIGEST}",)


@pytest.mark.parametrize(
    "name",
    [f"{ECR}/team/app:v2", f"{ECR}/team/app", "team/app:v2", "team/app", "app"],
)
def test_an_image_is_mapped_by_any_of_its_names(name: str) -> None:
    assert mapped(f"{ECR}/team/app:v2", {name: "mine:1"}) == "mine:1"
    assert mapped(f"{ECR}/team/app:v2", {"else": "mine:1"}) is None
