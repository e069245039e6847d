"""The local authority, and the least of HTTP/2 that a health check speaks."""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from seatrial.runtimes.twin.act import http2_status
from seatrial.runtimes.twin.act.certificates import Authority

NOW = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)


def test_a_certificate_holds_exactly_its_names_and_is_signed_by_the_authority(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    chain = x509.load_pem_x509_certificates(authority.issue(("example.com", "*.example.com"), "RSA_2048", NOW))
    ca = x509.load_pem_x509_certificate(authority.certificate.read_bytes())
    names = chain[0].extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["example.com", "*.example.com"]
    assert chain[1] == ca
    chain[0].verify_directly_issued_by(ca)


@pytest.mark.parametrize(
    ("algorithm", "kind"), [("RSA_2048", rsa.RSAPublicKey), ("EC_prime256v1", ec.EllipticCurvePublicKey)]
)
def test_the_key_is_of_the_algorithm_that_the_template_asks_for(algorithm: str, kind: type, tmp_path: Path) -> None:
    (first, *_) = x509.load_pem_x509_certificates(Authority(tmp_path).issue(("a.com",), algorithm, NOW))
    assert isinstance(first.public_key(), kind)


def test_the_same_names_get_the_same_certificate_until_it_is_about_to_end(tmp_path: Path) -> None:
    pem = Authority(tmp_path).issue(("a.com",), "EC_prime256v1", NOW)
    assert Authority(tmp_path).issue(("a.com",), "EC_prime256v1", NOW + datetime.timedelta(days=300)) == pem
    assert Authority(tmp_path).issue(("b.com",), "EC_prime256v1", NOW) != pem
    assert Authority(tmp_path).issue(("a.com",), "EC_prime256v1", NOW + datetime.timedelta(days=340)) != pem


def test_names_that_cannot_be_in_a_certificate_are_left_out(tmp_path: Path) -> None:
    pem = Authority(tmp_path).issue(("a" * 300 + ".com", "ü.example", "10.0.0.1"), "EC_prime256v1", NOW)
    names = x509.load_pem_x509_certificates(pem)[0].extensions.get_extension_for_class(x509.SubjectAlternativeName)
    assert "xn--tda.example" in names.value.get_values_for_type(x509.DNSName)
    assert [str(address) for address in names.value.get_values_for_type(x509.IPAddress)] == ["10.0.0.1"]


def frame(kind: int, flags: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3, "big") + bytes((kind, flags)) + (1).to_bytes(4, "big") + payload


def answered(data: bytes) -> int:
    class Nowhere:
        def write(self, data: bytes) -> None: ...

    async def read() -> int:
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        return await http2_status.answer(reader, Nowhere())  # type: ignore[arg-type]

    return asyncio.run(read())


@pytest.mark.parametrize(
    ("block", "status"),
    [
        (b"\x88", 200),
        (b"\x8d\x40\x01a\x01b", 404),
        (b"\x48\x03418", 418),
        (b"\x08\x03503", 503),
        # Huffman: 3, 0, 7 are 011001 00000 011101, then ones up to the byte's end (RFC 7541, C.6.2).
        (b"\x48\x83\x64\x0e\xff", 307),
        (b"\x48\x82\x64\x02", 302),
        (b"\x3f\xe1\x1f\x88", 200),
        (b"\x00\x07:status\x03201", 201),
    ],
)
def test_a_status_is_read_from_every_form_it_may_have(block: bytes, status: int) -> None:
    settings = frame(http2_status.SETTINGS, 0, b"")
    assert answered(settings + frame(http2_status.HEADERS, 4, block)) == status


def test_padding_and_priority_and_an_early_hint_do_not_hide_the_status() -> None:
    hint = frame(http2_status.HEADERS, 4, b"\x48\x03103")
    padded = frame(http2_status.HEADERS, 4 | 8 | 0x20, b"\x02" + b"\0" * 5 + b"\x88" + b"\0\0")
    assert answered(hint + padded) == 200


@pytest.mark.parametrize(
    "data", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", frame(7, 0, b"\0" * 8), frame(1, 4, b"\x82")]
)
def test_what_is_not_an_answer_is_said_to_be_malformed(data: bytes) -> None:
    with pytest.raises(http2_status.Malformed):
        answered(data)
