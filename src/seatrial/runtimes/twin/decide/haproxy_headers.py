"""The headers that an Application Load Balancer adds to requests, and its cookies.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html (read 2026-11-23).
"""

from __future__ import annotations

from seatrial.runtimes.twin.decide.elbv2_listener import Listener
from seatrial.runtimes.twin.decide.elbv2_load_balancer import Attributes
from seatrial.runtimes.twin.decide.haproxy_text import word

TRACE = "x-amzn-trace-id"
FORWARDED_FOR = "x-forwarded-for"
PROXIED = "var(txn.proxied) -m found"
# 1-<time in 8 hexadecimal digits>-<24 more>: 12 that are the load balancer's own, 12 random ones from a UUID's end.
# Making all of them at random would take a twentieth of the time that a request takes.
TRACE_VALUE = "1-%[date,hex,bytes(8),lower]-{}%[uuid,bytes(24)]"


def noticed_headers() -> list[str]:
    """Lines for a frontend that say whether the request has one of the headers that take more than being added.

    Most requests have neither, and for these two look-ups are all.
    """
    found = f"{{ req.hdr({FORWARDED_FOR}) -m found }} || {{ req.hdr({TRACE}) -m found }}"
    return [f"http-request set-var(txn.proxied) bool(true) if {found}"]


def request_headers(attributes: Attributes, listener: Listener, id: str) -> list[str]:
    """Lines for a frontend: the headers of the request that goes to the target. They end the request's rules.

    ``id`` is the load balancer's, of 12 hexadecimal digits.
    """
    trace = word(TRACE_VALUE.format(id))
    lines = [f"http-request set-header x-forwarded-proto {'https' if listener.secure else 'http'}"]
    lines.append(f"http-request set-header x-forwarded-port {listener.port}")
    default_port = 443 if listener.secure else 80
    if not attributes.preserve_host_header and listener.port != default_port:
        # The port is appended to the host: https://repost.aws/questions/QUbdKVqaj4TKSZJdPWPZG1Ow (AWS's announcement).
        host = word(f"%[req.hdr(host)]:{listener.port}")
        bare = "{ req.hdr(host) -m found } !{ req.hdr(host) -m sub : }"
        lines.append(f"http-request set-header host {host} if {bare}")
    if attributes.tls_headers and listener.secure:
        lines.append("http-request set-header x-amzn-tls-version %[ssl_fc_protocol]")
        lines.append("http-request set-header x-amzn-tls-cipher-suite %[ssl_fc_cipher]")
    client = "%[src]:%[src_port]" if attributes.xff_client_port else "%[src]"
    if attributes.xff_mode == "append":
        lines.append(f"http-request set-header {FORWARDED_FOR} {word(client)} if !{{ {PROXIED} }}")
    lines.append(f"http-request set-header {TRACE} Root={trace} if !{{ {PROXIED} }}")
    return [*lines, f"http-request allow if !{{ {PROXIED} }}", *_forwarded_for(attributes, client), *_trace(trace)]


def expiring_cookies(name: str, value: str, seconds: int, secure: bool, condition: str) -> list[str]:
    """Lines that set a cookie of the load balancer and its twin for cross-origin requests, with ``Expires``."""
    text = f"{{}}={value}; Expires=%[date({seconds}),http_date]; Path=/"
    cross_origin = f"{text}; SameSite=None" + ("; Secure" if secure else "")
    return [
        f"http-response add-header set-cookie {word(text.format(name))}{condition}",
        f"http-response add-header set-cookie {word(cross_origin.format(name + 'CORS'))}{condition}",
    ]


def _forwarded_for(attributes: Attributes, client: str) -> list[str]:
    """The client's address after those that the request has."""
    count = f"req.fhdr_cnt({FORWARDED_FOR})"
    match attributes.xff_mode:
        case "preserve":
            return []
        case "remove":
            return [f"http-request del-header {FORWARDED_FOR}"]
        case _:
            joined = word(f"%[req.fhdr({FORWARDED_FOR})], {client}")
            return [
                f"http-request add-header {FORWARDED_FOR} {word(client)} if {{ {count} gt 1 }}",
                f"http-request set-header {FORWARDED_FOR} {joined} if {{ {count} eq 1 }}",
                f"http-request set-header {FORWARDED_FOR} {word(client)} if !{{ {count} gt 0 }}",
            ]


def _trace(value: str) -> list[str]:
    """A Root where there is none, else a Self of this load balancer before what is there."""
    header = f"req.fhdr({TRACE})"
    present = word(f"%[{header}]")
    without_self = word(r"^(.*;)?[ ]*Self=[^;]*;?[ ]*(.*)$")
    return [
        f"http-request replace-header {TRACE} {without_self} {word(chr(92) + '1' + chr(92) + '2')} "
        f"if {{ {header} -m sub Self= }}",
        f"http-request set-header {TRACE} Self={value};{present} if {{ {header} -m sub Root= }}",
        f"http-request set-header {TRACE} Root={value};{present} "
        f"if {{ {header} -m found }} !{{ {header} -m sub Root= }}",
        f"http-request set-header {TRACE} Root={value} if !{{ {header} -m found }}",
    ]
