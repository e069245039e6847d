"""A load balancer as HAProxy's configuration: pure, text out.

One frontend for each listener, one backend for each target group, each with slots that are filled at run time. A
request is handled in ALB's order: what is refused outright, the rules by priority, the headers for the target, the
target group. Every text of the template goes through ``word``.

The host's listening sockets are handed in by descriptor (``bind fd@${SEATRIAL_HOST_80}``); the number is in the
environment, so that the text stays the same when another engine holds the socket.

Source: https://docs.haproxy.org/2.6/configuration.html (read 2026-11-23); AWS's behaviour beside each constant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from seatrial.runtimes.twin.decide import haproxy_case
from seatrial.runtimes.twin.decide.elbv2_listener import Action, FixedResponse, Forward, Listener, Redirect
from seatrial.runtimes.twin.decide.elbv2_load_balancer import LoadBalancerSpec, identity
from seatrial.runtimes.twin.decide.haproxy_errors import (
    CONNECT_TIMEOUT_SECONDS,
    own_errors,
    pages,
    reply,
    translated_errors,
)
from seatrial.runtimes.twin.decide.haproxy_group import backend, backend_name, cookie_token
from seatrial.runtimes.twin.decide.haproxy_headers import PROXIED, expiring_cookies, noticed_headers, request_headers
from seatrial.runtimes.twin.decide.haproxy_rules import Replies, access_lists, fixed_response, redirect
from seatrial.runtimes.twin.decide.haproxy_slots import ServedGroup, Slot, Slots
from seatrial.runtimes.twin.decide.haproxy_text import header_value, section, word
from seatrial.runtimes.twin.decide.tls_policy import tls_policy

# The address of the client that stands for the user's machine on the internet.
HOST_CLIENT_ADDRESS = "203.0.113.10"
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html: 16 K for a
# request line, 16 K for one header, 64 K for all; X-Forwarded-For with more than 30 addresses is a 463. A buffer holds
# a request's head whole. One for 64 K would cost every request some 5 % of its time, so the twin stops at 28 K.
REQUEST_LINE_BYTES = 16 * 1024
BUFFER_BYTES = 32 * 1024
REWRITE_BYTES = 4 * 1024
FORWARDED_FOR_ADDRESSES = 30
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
HTTP2_STREAMS = 128
# How long a replaced process may go on with connections that don't end, web sockets above all.
LINGER_SECONDS = 3600
NO_TARGETS = "unavailable"


class Surroundings(Struct, frozen=True):
    """Where the process runs and what it may use. ``host_ports`` are the listeners that the host's sockets lead to."""

    folder: str
    connections: int = 4000
    threads: int = 2
    host_ports: frozenset[int] = frozenset()


class HaproxyConfig(Struct, frozen=True):
    """``structure`` is the same for two configurations that differ only in what can be set at run time."""

    text: str
    structure: str
    files: Mapping[str, bytes] = field(default_factory=dict)


def environment_name(port: int) -> str:
    """The environment variable that holds the number of the host's socket for a listener."""
    return f"SEATRIAL_HOST_{port}"


def certificate_list_name(port: int) -> str:
    return f"listener-{port}.crtlist"


def render(
    spec: LoadBalancerSpec,
    groups: Mapping[str, ServedGroup],
    slots: Mapping[str, Slots],
    surroundings: Surroundings,
    certificates: Mapping[str, str],
) -> HaproxyConfig:
    """The configuration of a load balancer.

    ``groups`` and ``slots`` are by target group ARN; ``certificates`` maps a certificate's ARN to the name of its PEM
    file in the folder. A target group that isn't in ``groups`` has no targets.
    """
    replies = Replies(surroundings.folder)
    parts = [_global(surroundings), _defaults(spec, surroundings.folder)]
    parts += [
        section(f"frontend listener-{listener.port} from seatrial", lines)
        for listener in spec.listeners
        if (lines := _frontend(spec, listener, groups, surroundings, certificates, replies))
    ]
    parts += [_handover(spec, listener, surroundings) for listener in spec.listeners]
    parts.append(section(f"backend {NO_TARGETS} from seatrial", [reply(503, surroundings.folder)]))
    head = "\n".join(parts)
    used = [arn for arn in spec.target_group_arns if arn in groups]
    filled = [backend(groups[arn].spec, slots.get(arn, ()), surroundings.folder) for arn in used]
    blank = {arn: (Slot(),) * len(slots.get(arn, ())) for arn in used}
    empty = [backend(groups[arn].spec, blank[arn], surroundings.folder) for arn in used]
    files = {**replies.files, **pages(), **_certificate_lists(spec, surroundings, certificates)}
    digest = hashlib.sha256("\n".join((head, *empty)).encode())
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name])
    structure = digest.hexdigest()[:32]
    return HaproxyConfig("\n".join((f"# structure {structure}", head, *filled)), structure, files)


def _global(surroundings: Surroundings) -> str:
    return section(
        "global",
        [
            f"stats socket {word(surroundings.folder + '/admin.sock')} mode 600 level admin expose-fd listeners",
            f"maxconn {surroundings.connections}",
            f"nbthread {surroundings.threads}",
            f"hard-stop-after {LINGER_SECONDS}s",
            f"tune.bufsize {BUFFER_BYTES}",
            f"tune.maxrewrite {REWRITE_BYTES}",
            f"tune.h2.max-concurrent-streams {HTTP2_STREAMS}",
            "tune.ssl.default-dh-param 2048",
            *haproxy_case.names(),
        ],
    )


def _defaults(spec: LoadBalancerSpec, folder: str) -> str:
    idle = f"{spec.attributes.idle_timeout_seconds}s"
    names = ("client", "server", "tunnel", "http-request", "http-keep-alive")
    lines = ["mode http", f"timeout connect {CONNECT_TIMEOUT_SECONDS}s", *(f"timeout {name} {idle}" for name in names)]
    # A load balancer that tried a second time would hide what a refused connection shows.
    lines += ["retries 0", "option idle-close-on-response", *haproxy_case.options(), *own_errors(folder)]
    return section("defaults seatrial", lines)


def _frontend(
    spec: LoadBalancerSpec,
    listener: Listener,
    groups: Mapping[str, ServedGroup],
    surroundings: Surroundings,
    certificates: Mapping[str, str],
    replies: Replies,
) -> list[str]:
    binding = _binding(spec, listener, surroundings, certificates)
    if binding is None:
        return []
    lines = [f"bind *:{listener.port} name public {binding}"]
    if listener.port in surroundings.host_ports:
        lines.append(f'bind "fd@${{{environment_name(listener.port)}}}" name host {binding}')
        lines.append(f"tcp-request connection set-src str({HOST_CLIENT_ADDRESS}) if {{ so_name host }}")
    too_many = f"{{ req.hdr_cnt(x-forwarded-for) gt {FORWARDED_FOR_ADDRESSES} }}"
    lines += [
        f"bind {_handover_socket(listener, surroundings)} accept-proxy mode 600 name handover",
        # A process that has been replaced passes on what still comes over its old connections.
        "http-request allow if { stopping }",
        f"{reply(405, surroundings.folder)} if METH_TRACE",
        f"{reply(414, surroundings.folder)} if {{ url -m len gt {REQUEST_LINE_BYTES} }}",
        *noticed_headers(),
        f"{reply(463, surroundings.folder)} if {{ {PROXIED} }} {too_many}",
    ]
    if spec.attributes.drop_invalid_header_fields:
        lines.append(f"http-request del-header {word('[^A-Za-z0-9-]')} -m reg")
    routes: list[str] = []
    for number, rule in enumerate(listener.rules, start=1):
        lists, condition = access_lists(rule, number)
        earlier = "!{ var(txn.rule) -m found } " if number > 1 else ""
        lines += [*lists, f"http-request set-var(txn.rule) int({number}) if {earlier}{condition}"]
    for number, rule in enumerate(listener.rules, start=1):
        _add(lines, routes, rule.action, listener, groups, replies, f"{{ var(txn.rule) -m int {number} }}")
    _add(lines, routes, listener.default_action, listener, groups, replies, _default_condition(listener))
    lines += request_headers(spec.attributes, listener, spec.id)
    lines += _response_rules(listener)
    handover = f"use_backend {_handover_name(listener)} if {{ stopping }}"
    return [*lines, handover, *routes, f"default_backend {NO_TARGETS}"]


def _response_rules(listener: Listener) -> list[str]:
    """What is done to every response, the load balancer's own ones too."""
    added = [
        f"http-after-response set-header {name} {word(header_value(value))}"
        for name, value in listener.response_headers.items()
        if header_value(value).strip()
    ]
    if not listener.server_header:
        return [*translated_errors(), *added, "http-after-response del-header server"]
    # Most responses need no more than this.
    return [*added, "http-after-response allow if !{ status 502:504 }", *translated_errors()]


def _handover(spec: LoadBalancerSpec, listener: Listener, surroundings: Surroundings) -> str:
    """The way from a process that has been replaced to the one that has replaced it.

    A client's idle connection stays open over a reload: to close it would lose a request that is on its way. What comes
    over it is for the rules and targets of now, so the old process passes it on, with the client's address.
    """
    server = f"server successor {_handover_socket(listener, surroundings)} send-proxy-v2"
    lines = ["http-request set-var(txn.at) date(0,ms)", server]
    return section(f"backend {_handover_name(listener)} from seatrial", lines)


def _handover_name(listener: Listener) -> str:
    return f"handover-{listener.port}"


def _handover_socket(listener: Listener, surroundings: Surroundings) -> str:
    return f"unix@{word(f'{surroundings.folder}/handover-{listener.port}.sock')}"


def _default_condition(listener: Listener) -> str:
    return "!{ var(txn.rule) -m found }" if listener.rules else ""


def _add(
    lines: list[str],
    routes: list[str],
    action: Action,
    listener: Listener,
    groups: Mapping[str, ServedGroup],
    replies: Replies,
    condition: str,
) -> None:
    """Adds what an action needs: a reply to the request rules, or a way to the backends."""
    when = f" if {condition}" if condition else ""
    match action:
        case FixedResponse():
            lines.append(fixed_response(action, replies, when))
        case Redirect():
            lines += redirect(action, listener, replies, when)
        case Forward():
            routes += _forward(action, groups, condition)
            if action.stickiness_seconds:
                # The process that a replaced one passes a request on to sets the cookie.
                lines.append("http-response allow if { stopping }")
                token = "%[be_name,sha1,hex]"
                lines += expiring_cookies("AWSALBTG", token, action.stickiness_seconds, listener.secure, when)


def _forward(action: Forward, groups: Mapping[str, ServedGroup], condition: str) -> list[str]:
    """Ways to the backends of a forward: the one of the cookie, else one by weight."""
    ways: list[str] = []
    if action.stickiness_seconds:
        for group in action.groups:
            if group.arn in groups:
                token = cookie_token(backend_name(group.arn))
                ways.append(_way(group.arn, groups, f"{condition} {{ req.cook(AWSALBTG) -m str {token} }}"))
    weighted = [group for group in action.groups if group.weight > 0]
    if len(action.groups) == 1:
        weighted = list(action.groups)
    left = sum(group.weight for group in weighted)
    for group in weighted:
        drawn = f"{{ rand({left}) lt {group.weight} }}" if group is not weighted[-1] else ""
        ways.append(_way(group.arn, groups, f"{condition} {drawn}"))
        left -= group.weight
    return ways


def _way(arn: str, groups: Mapping[str, ServedGroup], condition: str) -> str:
    name = backend_name(arn) if arn in groups else NO_TARGETS
    condition = condition.strip()
    return f"use_backend {name} if {condition}" if condition else f"use_backend {name} if TRUE"


def _binding(
    spec: LoadBalancerSpec, listener: Listener, surroundings: Surroundings, certificates: Mapping[str, str]
) -> str | None:
    """What follows the address of a bind line; None for an HTTPS listener without a certificate, which AWS refuses."""
    if not listener.secure:
        # ALB speaks HTTP/2 to clients on HTTPS listeners alone.
        return "proto h1"
    if not any(certificate.arn in certificates for certificate in listener.certificates):
        return None
    policy = tls_policy(listener.ssl_policy)
    protocols = "h2,http/1.1" if spec.attributes.http2 else "http/1.1"
    path = word(f"{surroundings.folder}/{certificate_list_name(listener.port)}")
    words = [f"ssl crt-list {path} alpn {protocols}", f"ssl-min-ver {policy.minimum}", f"ssl-max-ver {policy.maximum}"]
    return " ".join([*words, f"ciphers {word(policy.ciphers)}"] if policy.ciphers else words)


def _certificate_lists(
    spec: LoadBalancerSpec, surroundings: Surroundings, certificates: Mapping[str, str]
) -> dict[str, bytes]:
    """For each HTTPS listener a file that names its certificates: the default one first."""
    lists = {}
    for listener in spec.listeners:
        names: Sequence[str] = [certificates[one.arn] for one in listener.certificates if one.arn in certificates]
        if listener.secure and names:
            text = "".join(f"{surroundings.folder}/{name}\n" for name in names)
            lists[certificate_list_name(listener.port)] = text.encode()
    return lists


__all__ = ["HaproxyConfig", "Surroundings", "certificate_list_name", "environment_name", "identity", "render"]
