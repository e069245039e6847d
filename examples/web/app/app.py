"""A small web application that shows who answered: which task, zone, address and image version.

It is what the template beside it runs, on AWS as in Seatrial, and it can be told to misbehave, so that one sees what
the platform does about it:

    GET  /                  who answered: a page for browsers, text for curl, JSON when asked for
    GET  /health            200 "ok", or 503 once it was told to fail
    POST /fail, POST /mend  makes /health fail from now on; makes it well again
    GET  /slow?seconds=2    answers later
    GET  /memory?mib=100    takes so much memory and keeps it (0 gives it back)
    GET  /exit?code=1       answers, then ends the process
    GET  /env               the names (never the values) of the environment

Standard library only. SIGTERM ends it the way a load balancer likes: requests in progress are answered, idle
connections are closed, then it exits 0.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import json
import os
import signal
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from page import as_page, as_text

VERSION = os.environ.get("APP_VERSION", "unknown")
# Longer than the load balancer keeps idle connections (60 s where nothing else is set), or it would now and then send
# a request on a connection that is being closed here, and answer 502.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
KEEP_ALIVE_SECONDS = 75
METADATA_SECONDS = 2
MOST_SLOW_SECONDS = 300.0
MIB = 1024 * 1024
VISITS_COOKIE = "visits"


class Behaviour:
    """What the application was told to do."""

    healthy: ClassVar[bool] = True
    ballast: ClassVar[bytes] = b""


class Known:
    """What the metadata said of this task; it does not change while the task lives."""

    task: ClassVar[dict[str, str]] = {}


class Server(ThreadingHTTPServer):
    """Knows its connections, so that it can end without cutting a request off."""

    daemon_threads = False
    request_queue_size = 512

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(address, Handler)
        self.connections: set[socket.socket] = set()
        self.guard = threading.Lock()
        self.ending = False

    def process_request(self, request: Any, client_address: Any) -> None:
        with self.guard:
            self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self.guard:
            self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of ours."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)

    def end(self) -> None:
        """Stops accepting. No more is read from open connections, and answers still go out on them."""
        self.ending = True
        self.shutdown()
        with self.guard:
            for connection in self.connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RD)
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = f"seatrial-web/{VERSION}"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = KEEP_ALIVE_SECONDS

    def version_string(self) -> str:
        return self.server_version

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(where.query).items()}
        try:
            match where.path:
                case "/health":
                    self.health()
                case "/slow":
                    seconds = min(max(float(query.get("seconds", "1")), 0.0), MOST_SLOW_SECONDS)
                    print(f"waiting {seconds:g} s before the answer", flush=True)
                    time.sleep(seconds)
                    self.answer(200, f"waited {seconds:g} s\n")
                case "/memory":
                    Behaviour.ballast = os.urandom(MIB) * max(int(query.get("mib", "0")), 0)
                    self.answer(200, f"holding {len(Behaviour.ballast) // MIB} MiB\n")
                case "/exit":
                    self.exit(int(query.get("code", "0")))
                case "/env":
                    self.answer(200, "".join(f"{name}\n" for name in sorted(os.environ)))
                case path if path.startswith("/api/"):
                    self.answer(200, f"{json.dumps({**who(), 'path': path})}\n", "application/json")
                case "/":
                    self.who()
                case _:
                    self.answer(404, "not found\n")
        except ValueError as wrong:
            self.answer(400, f"{wrong}\n")

    do_HEAD = do_GET

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        if path in ("/fail", "/mend"):
            Behaviour.healthy = path == "/mend"
            self.answer(
                200, "/health answers 200 again\n" if Behaviour.healthy else "/health answers 503 from now on\n"
            )
        elif path in ("/exit", "/memory", "/slow"):
            self.do_GET()
        else:
            self.answer(404, "not found\n")

    def health(self) -> None:
        if Behaviour.healthy:
            self.answer(200, "ok\n")
        else:
            self.answer(503, "told to fail\n")

    def exit(self, code: int) -> None:
        self.close_connection = True
        self.answer(200, f"exiting with {code}\n")
        self.wfile.flush()
        print(f"told to exit with {code}", flush=True)
        os._exit(code)

    def who(self) -> None:
        shown = {**who(), "client": self.headers.get("X-Forwarded-For") or self.client_address[0]}
        visits = self.visits()
        if visits:
            shown["visits"] = str(visits)
        accepted = self.headers.get("Accept", "")
        cookie = f"{VISITS_COOKIE}={visits}.{signature(visits)}; HttpOnly; SameSite=Lax; Path=/" if visits else ""
        if "text/html" in accepted:
            self.answer(200, as_page(shown), "text/html", cookie)
        elif "application/json" in accepted:
            self.answer(200, f"{json.dumps(shown)}\n", "application/json", cookie)
        else:
            self.answer(200, as_text(shown), cookie=cookie)

    def visits(self) -> int:
        """How often this visitor came, from a cookie that any task can check: they share the secret. 0 without one."""
        if not os.environ.get("SESSION_KEY"):
            return 0
        for part in self.headers.get("Cookie", "").split(";"):
            name, _, value = part.strip().partition("=")
            count, _, signed = value.partition(".")
            if name == VISITS_COOKIE and count.isdigit() and hmac.compare_digest(signed, signature(int(count))):
                return int(count) + 1
        return 1

    def answer(self, status: int, text: str, kind: str = "text/plain", cookie: str = "") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Task", who()["task"])
        if cookie:
            self.send_header("Set-Cookie", cookie)
        if self.server.ending:
            self.close_connection = True
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """One line per request; health checks only when they fail, since they come every few seconds."""
        status = int(code) if isinstance(code, int) else 0
        if self.path != "/health" or status >= 400:
            sys.stdout.write(f"{self.command} {self.path} {status}\n")
            sys.stdout.flush()


def signature(visits: int) -> str:
    return hmac.new(os.environ["SESSION_KEY"].encode(), str(visits).encode(), hashlib.sha256).hexdigest()


def who() -> dict[str, str]:
    """This task in the words of its metadata, which is asked until it has answered once; outside of ECS what is known.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html (read 2026-11-23)
    """
    if Known.task:
        return Known.task
    found = {"version": VERSION, "task": socket.gethostname(), "zone": "not in a task", "address": own_address()}
    uri = os.environ.get("ECS_CONTAINER_METADATA_URI_V4")
    if not uri:
        return found
    task, container = metadata(f"{uri}/task"), metadata(uri)
    addresses = [address for network in container.get("Networks", []) for address in network.get("IPv4Addresses", [])]
    found["task"] = str(task.get("TaskARN", found["task"])).rsplit("/", 1)[-1]
    found["zone"] = str(task.get("AvailabilityZone", "unknown"))
    found["address"] = str(addresses[0]) if addresses else found["address"]
    found["task definition"] = f"{task.get('Family', '?')}:{task.get('Revision', '?')}"
    found["image"] = str(container.get("Image", "unknown"))
    if task and container:
        Known.task = found
    return found


def metadata(uri: str) -> dict[str, Any]:
    where = urlsplit(uri)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=METADATA_SECONDS)
    try:
        connection.request("GET", where.path)
        answer = connection.getresponse()
        document: dict[str, Any] = json.loads(answer.read()) if answer.status == 200 else {}
        return document
    except (OSError, http.client.HTTPException, ValueError) as failure:
        print(f"no metadata at {uri}: {failure}", file=sys.stderr, flush=True)
        return {}
    finally:
        connection.close()


def own_address() -> str:
    """The address that packets to elsewhere would leave from. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def main() -> None:
    server = Server(("0.0.0.0", int(os.environ.get("PORT", "8080"))))
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    serving.start()
    print(f"version {VERSION} listens on port {server.server_port}", flush=True)
    ended.wait()
    print("SIGTERM: answering what is in progress, then ending", flush=True)
    server.end()
    serving.join()


if __name__ == "__main__":
    main()
