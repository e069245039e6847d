"""Which TLS versions and ciphers a listener's security policy allows, as OpenSSL names them.

Versions are exact. Ciphers are by family: the policies that keep to forward secrecy leave out plain RSA key exchange,
the TLS 1.3 "Res" ones keep to AEAD ciphers, and what is older than TLS 1.2 or called "Ext" adds SHA-1.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
(read 2026-11-23).
"""

from __future__ import annotations

import re

from msgspec import Struct

_AEAD = ("AES128-GCM-SHA256", "AES256-GCM-SHA384")
_SHA2 = {"AES128-GCM-SHA256": "AES128-SHA256", "AES256-GCM-SHA384": "AES256-SHA384"}
_RSA_SHA2 = ("AES128-SHA256", "AES256-SHA256")
_SHA1 = ("AES128-SHA", "AES256-SHA")


class TlsPolicy(Struct, frozen=True):
    """``ciphers`` is for TLS 1.2 and older, in OpenSSL's form; "" where only TLS 1.3 is allowed."""

    minimum: str
    maximum: str
    ciphers: str


def tls_policy(name: str) -> TlsPolicy:
    """The versions and ciphers of a predefined policy, read from its name."""
    tls13 = "TLS13" in name
    version = re.search(r"(?:TLS13|TLS|FS)-1-([0-3])", name)
    minimum = f"TLSv1.{version[1]}" if version else "TLSv1.0"
    if minimum == "TLSv1.3":
        return TlsPolicy(minimum, "TLSv1.3", "")
    forward_secrecy_only = "-FS-" in name or "Res" in name or (tls13 and "Ext" not in name and minimum == "TLSv1.2")
    aead_only = "Res" in name and tls13
    sha1 = minimum != "TLSv1.2" or any(part in name for part in ("Ext2", "Ext-2018", "FS-1-2-2019"))
    ciphers = [f"ECDHE-{key}-{cipher}" for cipher in _AEAD for key in ("ECDSA", "RSA")]
    if not aead_only:
        ciphers += [f"ECDHE-{key}-{_SHA2[cipher]}" for cipher in _AEAD for key in ("ECDSA", "RSA")]
        ciphers += [f"ECDHE-{key}-{cipher}" for cipher in _SHA1 for key in ("ECDSA", "RSA")] if sha1 else []
    if not forward_secrecy_only:
        ciphers += [*_AEAD, *_RSA_SHA2, *(_SHA1 if sha1 else ())]
    # OpenSSL 3 allows TLS 1.0 and 1.1 at security level 0 alone.
    level = "@SECLEVEL=0" if minimum != "TLSv1.2" else "@SECLEVEL=1"
    return TlsPolicy(minimum, "TLSv1.3" if tls13 else "TLSv1.2", ":".join([*ciphers, level]))
