"""HTTPS: certificates by name, HTTP/2, versions, and TLS to targets."""

from __future__ import annotations

import datetime
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from scenarios.load_balancer.stage import ADDRESS, TARGET_PORT, Stage, balancer, group, listener
from seatrial.runtimes.twin.act.certificates import Authority
from seatrial.runtimes.twin.decide.elbv2_listener import Certificate

pytestmark = pytest.mark.scenario
NAMES = {"arn:first": ("example.com", "*.example.com"), "arn:second": ("other.org",)}
CERTIFICATES = tuple(Certificate(arn, names) for arn, names in NAMES.items())


def issued(authority: Authority) -> dict[str, bytes]:
    now = datetime.datetime.now(datetime.UTC)
    return {arn: authority.issue(names, "EC_prime256v1", now) for arn, names in NAMES.items()}


def shown_names(server_name: str | None, trust: Path, maximum: ssl.TLSVersion | None = None) -> set[str]:
    """The names of the certificate that a client gets, which must be one of the trusted authority."""
    context = ssl.create_default_context(cafile=str(trust))
    context.check_hostname = False
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    if maximum is not None:
        context.minimum_version = context.maximum_version = maximum
    with (
        socket.create_connection((ADDRESS, 443), 5) as raw,
        context.wrap_socket(raw, server_hostname=server_name) as connection,
    ):
        certificate = connection.getpeercert() or {}
        return {str(pair[1]) for pair in certificate["subjectAltName"]}


def curl(*words: str) -> str:
    resolve = ["--connect-to", f"::{ADDRESS}:443", "--max-time", "5"]
    return subprocess.run(["curl", "-sS", *resolve, *words], check=True, capture_output=True, text=True).stdout


async def test_the_name_that_the_client_asks_for_chooses_the_certificate(tmp_path: Path) -> None:
    stage, authority = Stage(targets=1), Authority(tmp_path / "authority")
    spec = balancer(listener(port=443, protocol="HTTPS", certificates=CERTIFICATES))
    await stage.apply(spec, group(1), certificates=issued(authority))

    trust = authority.certificate
    assert shown_names("other.org", trust) == {"other.org"}
    assert shown_names("www.example.com", trust) == {"example.com", "*.example.com"}
    assert shown_names("unknown.net", trust) == {"example.com", "*.example.com"}
    assert shown_names(None, trust) == {"example.com", "*.example.com"}


async def test_clients_speak_http2_and_targets_get_https_headers(tmp_path: Path) -> None:
    stage, authority = Stage(targets=1), Authority(tmp_path / "authority")
    spec = balancer(listener(port=443, protocol="HTTPS", certificates=CERTIFICATES), tls_headers=True)
    await stage.apply(spec, group(1), certificates=issued(authority))

    told = curl("--cacert", str(authority.certificate), "-w", "%{http_version}", "https://www.example.com/")

    assert told.endswith("2")
    assert '["X-Forwarded-Proto", "https"], ["X-Forwarded-Port", "443"]' in told
    assert '["X-Amzn-Tls-Version", "TLSv1.2"]' in told
    assert '["Host", "www.example.com"]' in told


async def test_without_the_http2_attribute_clients_get_http1(tmp_path: Path) -> None:
    stage, authority = Stage(targets=1), Authority(tmp_path / "authority")
    spec = balancer(listener(port=443, protocol="HTTPS", certificates=CERTIFICATES), http2=False)
    await stage.apply(spec, group(1), certificates=issued(authority))

    url = "https://example.com/"
    assert curl("--cacert", str(authority.certificate), "-o", "/dev/null", "-w", "%{http_version}", url) == "1.1"


@pytest.mark.parametrize(
    ("policy", "refused", "accepted"),
    [
        ("ELBSecurityPolicy-2016-08", ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.TLSv1),
        ("ELBSecurityPolicy-TLS-1-2-2017-01", ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_3),
        ("ELBSecurityPolicy-TLS13-1-3-2021-06", ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3),
    ],
)
async def test_a_security_policy_allows_its_versions_alone(
    policy: str, refused: ssl.TLSVersion, accepted: ssl.TLSVersion, tmp_path: Path
) -> None:
    stage, authority = Stage(), Authority(tmp_path / "authority")
    only = listener(port=443, protocol="HTTPS", certificates=CERTIFICATES, ssl_policy=policy)
    await stage.apply(balancer(only), certificates=issued(authority))

    assert shown_names("other.org", authority.certificate, accepted)
    with pytest.raises(ssl.SSLError):
        shown_names("other.org", authority.certificate, refused)


async def test_a_renewed_certificate_is_used_after_a_reload(tmp_path: Path) -> None:
    stage, first, second = Stage(), Authority(tmp_path / "first"), Authority(tmp_path / "second")
    spec = balancer(listener(port=443, protocol="HTTPS", certificates=CERTIFICATES))
    await stage.apply(spec, certificates=issued(first))
    assert shown_names("other.org", first.certificate)

    assert (await stage.apply(spec, certificates=issued(second))).reloaded

    assert shown_names("other.org", second.certificate)
    with pytest.raises(ssl.SSLCertVerificationError):
        shown_names("other.org", first.certificate)


def files_with_keys(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and b"PRIVATE KEY" in path.read_bytes()]


async def test_keys_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    stage, authority = Stage(), Authority(tmp_path / "authority")
    spec = balancer(listener(port=443, protocol="HTTPS", certificates=CERTIFICATES))
    await stage.apply(spec, certificates=issued(authority))

    with_keys = [*files_with_keys(tmp_path), *files_with_keys(stage.config.parent)]
    # The authority's, two issued ones, and what HAProxy reads of them.
    assert len(with_keys) == 5
    assert {path.stat().st_mode & 0o777 for path in with_keys} == {0o600}
    assert stage.config.parent.stat().st_mode & 0o777 == 0o700


async def test_targets_may_speak_tls_with_any_certificate(tmp_path: Path) -> None:
    stage, authority = Stage(), Authority(tmp_path / "authority")
    pem = tmp_path / "target.pem"
    pem.write_bytes(authority.issue(("not-its-name",), "EC_prime256v1", datetime.datetime.now(datetime.UTC)))
    stage.start_target(1, TARGET_PORT, pem)
    spec = balancer(listener(port=443, protocol="HTTPS", certificates=CERTIFICATES))
    await stage.apply(spec, group(1, protocol="HTTPS"), certificates=issued(authority))

    assert '"name": "target-1"' in curl("--cacert", str(authority.certificate), "https://example.com/")


async def test_http1_clients_of_an_http2_group_get_a_464(tmp_path: Path) -> None:
    stage, authority = Stage(targets=1), Authority(tmp_path / "authority")
    spec = balancer(listener(port=443, protocol="HTTPS", certificates=CERTIFICATES))
    await stage.apply(spec, group(1, protocol_version="HTTP2"), certificates=issued(authority))

    url = ("--cacert", str(authority.certificate), "-o", "/dev/null", "-w", "%{http_code}", "https://example.com/")
    assert curl("--http1.1", *url) == "464"
