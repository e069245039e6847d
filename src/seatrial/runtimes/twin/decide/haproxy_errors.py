"""The pages that an Application Load Balancer answers with by itself.

The status codes and their causes are documented; the pages are as widely observed (not documented by AWS): an HTML body
with the status in its title and heading, and ``Server: awselb/2.0``.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
(read 2026-11-23).
"""

from __future__ import annotations

from seatrial.runtimes.twin.decide.haproxy_text import word

REASONS = {
    301: "Moved Permanently",
    302: "Found",
    400: "Bad Request",
    405: "Method Not Allowed",
    408: "Request Time-out",
    414: "Request-URI Too Large",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Temporarily Unavailable",
    504: "Gateway Time-out",
}
# A connection that can't be made in this time is a 504:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
CONNECT_TIMEOUT_SECONDS = 10

HEADERS = "hdr server awselb/2.0 hdr date %[date,http_date]"
# The header by which a reply of HAProxy's own about a failed connection is told from a target's 503. It never leaves.
FAILED = "seatrial-connect-failed"
FAILED_PAGE = "page-connect-failed"
# A log format: the first of two texts where the connection was tried for as long as the connect timeout.
_WAITED = f"%[date(0,ms),sub(txn.at),div({CONNECT_TIMEOUT_SECONDS * 1000 - 100}),bool,iif({{}})]"


def pages() -> dict[str, bytes]:
    """The pages by file name."""
    made = {_name(status): _html(f"{status} {reason}").encode() for status, reason in REASONS.items()}
    return {**made, FAILED_PAGE: _html(_WAITED.format("504 Gateway Time-out,502 Bad Gateway")).encode()}


def page(status: int, folder: str) -> str:
    """The words that make a page the body of a reply."""
    return f"content-type text/html file {word(f'{folder}/{_name(status)}')}"


def reply(status: int, folder: str) -> str:
    """``http-request return`` with ALB's page for a status."""
    body = f"{page(status, folder)} " if status in REASONS else ""
    return f"http-request return status {status} {body}{HEADERS}"


def own_errors(folder: str) -> list[str]:
    """Lines for a defaults section: the replies to what HAProxy itself finds wrong.

    HAProxy says 503 whenever it can't connect to a server. ALB says 502 where the target refuses and 504 where nothing
    answers within the connect timeout, so the reply looks at how long the attempt took. (ALB's own 503, a group
    without targets, is answered before a connection is tried.)
    """
    own = (400, 408, 500, 501, 502, 504)
    lines = [f"http-error status {status} {page(status, folder)} {HEADERS}" for status in own]
    body = f"content-type text/html lf-file {word(f'{folder}/{FAILED_PAGE}')}"
    return [*lines, f"http-error status 503 {body} {HEADERS} hdr {FAILED} {word(_WAITED.format('504,502'))}"]


def translated_errors() -> list[str]:
    """Lines for a frontend: the status that belongs to a reply about a failed connection, and ALB's reason phrases."""
    failed, own = f"res.hdr({FAILED})", "{ res.hdr(server) awselb/2.0 }"

    def line(status: int, condition: str) -> str:
        return f"http-after-response set-status {status} reason {word(REASONS[status])} if {condition}"

    return [
        line(504, f"{{ status 503 }} {{ {failed} 504 }}"),
        line(502, f"{{ status 503 }} {{ {failed} 502 }}"),
        line(502, f"{{ status 502 }} {own}"),
        line(503, f"{{ status 503 }} {own}"),
        f"http-after-response del-header {FAILED} if {{ status 502 504 }}",
    ]


def _name(status: int) -> str:
    return f"page-{status}"


def _html(title: str) -> str:
    return (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        "</body>\r\n</html>\r\n"
    )
