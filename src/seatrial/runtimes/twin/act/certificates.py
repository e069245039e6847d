"""The local authority behind ACM certificates.

It is made on first use, in the yard, and outlives the dock: a browser or curl that is told to trust ``ca.pem`` trusts
every certificate of the twin. Keys are readable by their owner alone. A certificate is issued for exactly the names
that the template gives it, so that a name it lacks fails as it does on AWS.

Source: https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html (read 2026-11-23).
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import ipaddress
import os
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
# ACM's certificates are valid for 13 months (395 days).
CERTIFICATE_DAYS = 395
# One that is about to end is issued anew, as ACM renews.
RENEWAL_DAYS = 60
NAME = "Seatrial local authority"

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Authority:
    """A certificate authority in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def certificate(self) -> Path:
        """What a client has to trust."""
        return self._folder / "ca.pem"

    def issue(self, names: Sequence[str], key_algorithm: str, now: datetime.datetime) -> bytes:
        """Key, certificate and authority as PEM for these names, the first of them the common one.

        The same names give the same certificate until it is about to end. ``key_algorithm`` is ACM's: RSA_2048,
        EC_prime256v1, ...; ``now`` has a time zone.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        authority, authority_key = self._authority(now)
        identity = "\0".join((*names, key_algorithm, str(authority.serial_number)))
        path = self._folder / f"issued-{hashlib.sha256(identity.encode()).hexdigest()[:24]}.pem"
        with contextlib.suppress(OSError, ValueError):
            pem = path.read_bytes()
            if _good_until(pem) > now + datetime.timedelta(days=RENEWAL_DAYS):
                return pem
        pem = _issue(names, _new_key(key_algorithm), authority, authority_key, now)
        _write_private(path, pem)
        return pem

    def _authority(self, now: datetime.datetime) -> tuple[x509.Certificate, PrivateKey]:
        """The authority's certificate and key, which are made where there are none or they have ended."""
        path = self._folder / "ca-key.pem"
        with contextlib.suppress(OSError, ValueError):
            data = path.read_bytes()
            certificate = x509.load_pem_x509_certificate(data)
            key = serialization.load_pem_private_key(data, None)
            if certificate.not_valid_after_utc > now and isinstance(key, PrivateKey):
                if not self.certificate.exists():
                    _write_private(self.certificate, certificate.public_bytes(serialization.Encoding.PEM))
                return certificate, key
        new_key = ec.generate_private_key(ec.SECP256R1())
        new = _self_signed(new_key, now)
        public = new.public_bytes(serialization.Encoding.PEM)
        # Key and certificate in one file: another that is made at the same time replaces both or neither.
        _write_private(path, _private_bytes(new_key) + public)
        _write_private(self.certificate, public)
        return new, new_key


def _self_signed(key: PrivateKey, now: datetime.datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
    return (
        _builder(subject, subject, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _issue(
    names: Sequence[str],
    key: PrivateKey,
    authority: x509.Certificate,
    authority_key: PrivateKey,
    now: datetime.datetime,
) -> bytes:
    # A common name has at most 64 characters (RFC 5280); clients look at the alternative names alone.
    common = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, (names[0] if names else NAME)[:64])])
    builder = _builder(common, authority.subject, key, now, CERTIFICATE_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    builder = builder.add_extension(issuer, critical=False)
    alternatives = [found for name in dict.fromkeys(names) if (found := _general_name(name)) is not None]
    if alternatives:
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    signed = builder.sign(authority_key, hashes.SHA256())
    chain = (signed, authority)
    return _private_bytes(key) + b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: PrivateKey, now: datetime.datetime, days: int
) -> x509.CertificateBuilder:
    # A day before now: the clocks of containers and browsers may differ a little.
    begin = now - datetime.timedelta(days=1)
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + datetime.timedelta(days=days))
    )


def _general_name(name: str) -> x509.GeneralName | None:
    """A name as a certificate holds it; None where it cannot be in one."""
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        return x509.DNSName(name.encode("idna").decode() if not name.isascii() else name)
    except (ValueError, UnicodeError):
        return None


def _new_key(algorithm: str) -> PrivateKey:
    match algorithm:
        case "EC_prime256v1":
            return ec.generate_private_key(ec.SECP256R1())
        case "EC_secp384r1":
            return ec.generate_private_key(ec.SECP384R1())
        case "EC_secp521r1":
            return ec.generate_private_key(ec.SECP521R1())
        case "RSA_3072":
            return rsa.generate_private_key(65537, 3072)
        case "RSA_4096":
            return rsa.generate_private_key(65537, 4096)
        case _:
            return rsa.generate_private_key(65537, 2048)


def _private_bytes(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _good_until(pem: bytes) -> datetime.datetime:
    return x509.load_pem_x509_certificates(pem)[0].not_valid_after_utc


def _write_private(path: Path, data: bytes) -> None:
    """Writes a file for its owner alone, whole or not at all."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    temporary.replace(path)
