"""How header names are written on HTTP/1.1 connections.

HAProxy knows names in lower case alone and writes them so. An Application Load Balancer passes the names of HTTP/1.1 on
as they are; of an HTTP/2 request "the following header names are converted to mixed case: X-Forwarded-For,
X-Forwarded-Proto, X-Forwarded-Port, Host, X-Amzn-Trace-Id, Upgrade, and Connection. All other header names are in
lowercase." What a client wrote is lost here, so names that are written in one way nearly everywhere are written in that
way; any other stays in lower case.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html and
https://repost.aws/knowledge-center/elb-alb-drop-not-valid-headers (a capture; read 2026-11-23);
https://docs.haproxy.org/2.6/configuration.html#3.2-h1-case-adjust.
"""

from __future__ import annotations

# What the load balancer itself writes.
OWN = (
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "X-Forwarded-Port",
    "Host",
    "X-Amzn-Trace-Id",
    "Upgrade",
    "Connection",
    "Server",
    "Date",
    "Content-Type",
    "Content-Length",
    "Transfer-Encoding",
    "Location",
    "Set-Cookie",
)
# The registered names that requests and responses have, and some that are as common:
# https://www.iana.org/assignments/http-fields/http-fields.xhtml (read 2026-11-23)
USUAL = (
    "Accept",
    "Accept-Charset",
    "Accept-Encoding",
    "Accept-Language",
    "Accept-Ranges",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
    "Access-Control-Request-Headers",
    "Access-Control-Request-Method",
    "Age",
    "Allow",
    "Authorization",
    "Cache-Control",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Location",
    "Content-Range",
    "Content-Security-Policy",
    "Cookie",
    "ETag",
    "Expect",
    "Expires",
    "Forwarded",
    "From",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Keep-Alive",
    "Last-Modified",
    "Link",
    "Max-Forwards",
    "Origin",
    "Pragma",
    "Range",
    "Referer",
    "Referrer-Policy",
    "Retry-After",
    "Sec-Fetch-Dest",
    "Sec-Fetch-Mode",
    "Sec-Fetch-Site",
    "Sec-Fetch-User",
    "Sec-WebSocket-Accept",
    "Sec-WebSocket-Extensions",
    "Sec-WebSocket-Key",
    "Sec-WebSocket-Protocol",
    "Sec-WebSocket-Version",
    "Strict-Transport-Security",
    "TE",
    "Trailer",
    "Upgrade-Insecure-Requests",
    "User-Agent",
    "Vary",
    "Via",
    "WWW-Authenticate",
    "Warning",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-Powered-By",
    "X-Requested-With",
    "X-XSS-Protection",
    "X-Amzn-Tls-Version",
    "X-Amzn-Tls-Cipher-Suite",
)


def names() -> list[str]:
    """Lines of the global section."""
    return [f"h1-case-adjust {name.lower()} {name}" for name in (*OWN, *USUAL)]


def options() -> list[str]:
    """Lines of the defaults: for what clients get and for what targets get."""
    return ["option h1-case-adjust-bogus-client", "option h1-case-adjust-bogus-server"]
