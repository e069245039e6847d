"""What Elastic Load Balancing refuses about the attributes of listeners: a key and a text each, as of load balancers.

Keys and values: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html; texts:
reproduced on AWS by cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rules
``pf-elbv2-listener-attr-*``; all read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import entries
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text, at, is_whole

_CERTIFICATE = "routing.http.request.x_amzn_mtls_clientcert"
_RESPONSE = "routing.http.response."
_IDLE = "tcp.idle_timeout.seconds"
_LOWEST, _HIGHEST = 60, 6000
_OF_APPLICATIONS = frozenset(
    (
        f"{_CERTIFICATE}.header_name",
        *(f"{_CERTIFICATE}_{part}.header_name" for part in ("serial_number", "issuer", "subject", "validity", "leaf")),
        "routing.http.request.x_amzn_tls_cipher_suite.header_name",
        "routing.http.request.x_amzn_tls_version.header_name",
        f"{_RESPONSE}server.enabled",
        *(
            f"{_RESPONSE}{header}.header_value"
            for header in (
                *(f"access_control_allow_{what}" for what in ("credentials", "headers", "methods", "origin")),
                "access_control_expose_headers",
                "access_control_max_age",
                "content_security_policy",
                "strict_transport_security",
                "x_content_type_options",
                "x_frame_options",
            )
        ),
    )
)
_OF_GATEWAYS = frozenset((_IDLE, "send_tcp_reset.on_idle_timeout.enabled"))
_KEYS = _OF_APPLICATIONS | _OF_GATEWAYS
_OF_PROTOCOL = {
    **dict.fromkeys(("HTTP", "HTTPS"), _OF_APPLICATIONS),
    **dict.fromkeys(("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"), frozenset((_IDLE,))),
    "GENEVE": _OF_GATEWAYS,
}
_CHOICES = {
    f"{_RESPONSE}server.enabled": ("true", "false"),
    f"{_RESPONSE}x_content_type_options.header_value": ("nosniff",),
    f"{_RESPONSE}x_frame_options.header_value": ("DENY", "SAMEORIGIN"),
}
_API = "elbv2.ModifyListenerAttributes"


def listener_attributes_refused(resource: Resource, protocol: str) -> Iterator[Refusal]:
    """``protocol`` is the listener's, "" where it isn't known."""
    own = _OF_PROTOCOL.get(protocol, _KEYS)
    for index, item in enumerate(entries(resource.get("ListenerAttributes"))):
        key, value = at(item, "Key"), at(item, "Value")
        path: PropertyPath = ("ListenerAttributes", index)
        if not isinstance(key, str):
            continue
        if key not in _KEYS:
            near = next(iter(get_close_matches(key, sorted(own), n=1, cutoff=0.6)), "")
            text = f"Listener attribute key '{key}' is not recognized"
            yield Refusal(_API, "ValidationError", text, (*path, "Key"), instead=near)
        elif key not in own:
            text = "The provided listener attribute is not supported"
            because = f"{key} is for listeners of another kind of load balancer"
            yield Refusal(_API, "InvalidConfigurationRequest", text, (*path, "Key"), because=because)
        text, choices = as_text(value), _CHOICES.get(key, ())
        if not isinstance(value, str | int) or not text:
            continue
        if choices and text not in choices:
            near = next((item for item in choices if item.lower() == text.lower()), choices[0])
            said = f"The value of '{key}' must be from the following: [{', '.join(choices)}], but was '{text}'"
            yield Refusal(_API, "ValidationError", said, (*path, "Value"), instead=near)
        if key == _IDLE and not (is_whole(text) and _LOWEST <= int(text) <= _HIGHEST):
            said = f"'{key}' value '{text}' must be between '{_LOWEST}-{_HIGHEST}' inclusive"
            yield Refusal(_API, "ValidationError", said, (*path, "Value"))
