"""The example's application, run as the container runs it: a process with an environment, told things over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

APP = Path(__file__).parents[2] / "examples" / "web" / "app"
DEADLINE_SECONDS = 20.0
TASK = {
    "TaskARN": "arn:aws:ecs:us-east-1:123456789012:task/c/0123456789abcdef0123456789abcdef",
    "Family": "web",
    "Revision": "7",
    "AvailabilityZone": "us-east-1b",
}
CONTAINER = {"Image": "localhost/seatrial-web:7", "Networks": [{"IPv4Addresses": ["10.20.3.4"]}]}


class App:
    """The application on a free port."""

    def __init__(self, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.environment = {"PATH": os.environ["PATH"], "PORT": str(self.port), "APP_VERSION": "7", **environment}
        self.process = subprocess.Popen(
            [sys.executable, str(APP / "app.py")], env=self.environment, stdout=subprocess.PIPE, text=True
        )
        self.wait_until_it_says("listens")

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE_SECONDS)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()

    def wait_until_it_says(self, text: str) -> None:
        """Reads its output up to a line with this text; the end of output is a failure."""
        assert self.process.stdout is not None
        assert any(text in line for line in self.process.stdout), f"it ended without saying {text!r}"

    def is_well(self) -> bool:
        check = [sys.executable, str(APP / "healthcheck.py")]
        return subprocess.run(check, env=self.environment, capture_output=True).returncode == 0


@pytest.fixture
def app() -> Iterator[App]:
    yield from _running(App(SESSION_KEY="a secret that is never shown"))


@pytest.fixture
def task() -> Iterator[App]:
    """The application with a task metadata endpoint beside it."""
    metadata = HTTPServer(("127.0.0.1", 0), Metadata)
    threading.Thread(target=metadata.serve_forever, daemon=True).start()
    try:
        yield from _running(App(ECS_CONTAINER_METADATA_URI_V4=f"http://127.0.0.1:{metadata.server_port}/v4/id"))
    finally:
        metadata.shutdown()
        metadata.server_close()


class Metadata(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps(TASK if self.path.endswith("/task") else CONTAINER).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


def _running(made: App) -> Iterator[App]:
    try:
        yield made
    finally:
        made.process.kill()
        made.process.wait()


def test_it_says_which_task_answered(task: App) -> None:
    status, text, headers = task.ask("/")
    told = dict(line.split(maxsplit=1) for line in text.splitlines() if not line.startswith("task definition"))
    assert status == 200
    assert told["task"] == headers["x-task"] == "0123456789abcdef0123456789abcdef"
    assert (told["zone"], told["address"], told["version"]) == ("us-east-1b", "10.20.3.4", "7")
    assert told["image"] == "localhost/seatrial-web:7"


def test_outside_of_a_task_it_answers_all_the_same(app: App) -> None:
    status, text, _ = app.ask("/")
    assert status == 200 and "not in a task" in text


def test_a_browser_gets_a_page_and_a_script_gets_json(app: App) -> None:
    assert app.ask("/", Accept="text/html")[1].startswith("<!doctype html>")
    assert json.loads(app.ask("/", Accept="application/json")[1])["version"] == "7"


def test_what_a_client_sends_does_not_get_into_the_page_as_markup(app: App) -> None:
    page = app.ask("/", Accept="text/html", **{"X-Forwarded-For": "<script>alert(1)</script>"})[1]
    assert "<script>" not in page


def test_it_fails_its_health_check_when_told_to_and_mends_again(app: App) -> None:
    assert app.ask("/health")[0] == 200 and app.is_well()
    app.ask("/fail", "POST")
    assert app.ask("/health")[0] == 503 and not app.is_well()
    app.ask("/mend", "POST")
    assert app.ask("/health")[0] == 200 and app.is_well()


def test_the_environment_shows_its_names_and_never_its_values(app: App) -> None:
    told = app.ask("/env")[1]
    assert "SESSION_KEY" in told.split()
    assert "secret" not in told


def test_visits_are_counted_by_a_cookie_that_nobody_can_forge(app: App) -> None:
    cookie = app.ask("/")[2]["set-cookie"].split(";")[0]
    assert "visits   2" in app.ask("/", Cookie=cookie)[1]
    forged = cookie.replace("visits=1", "visits=99")
    assert "visits   1" in app.ask("/", Cookie=forged)[1]


@pytest.mark.parametrize("path", ["/memory?mib=many", "/slow?seconds=long", "/exit?code=x"])
def test_a_wrong_argument_is_the_callers_mistake(app: App, path: str) -> None:
    assert app.ask(path)[0] == 400
    assert app.process.poll() is None


def test_it_holds_the_memory_that_it_is_told_to_and_gives_it_back(app: App) -> None:
    before = _resident_mib(app)
    app.ask("/memory?mib=64")
    assert _resident_mib(app) - before >= 60
    app.ask("/memory?mib=0")
    assert _resident_mib(app) - before < 32


def test_it_exits_with_the_code_it_is_told(app: App) -> None:
    assert app.ask("/exit?code=3", "POST")[0] == 200
    assert app.process.wait(DEADLINE_SECONDS) == 3


def test_sigterm_lets_a_request_in_progress_be_answered_and_closes_idle_connections(app: App) -> None:
    idle = http.client.HTTPConnection("127.0.0.1", app.port, timeout=DEADLINE_SECONDS)
    idle.request("GET", "/health")
    idle.getresponse().read()
    answers: list[int] = []
    slow = threading.Thread(target=lambda: answers.append(app.ask("/slow?seconds=1")[0]))
    slow.start()
    app.wait_until_it_says("waiting 1 s")
    app.process.terminate()
    slow.join(DEADLINE_SECONDS)
    assert answers == [200]
    assert app.process.wait(DEADLINE_SECONDS) == 0
    idle.close()


def _resident_mib(app: App) -> int:
    pages = int(Path(f"/proc/{app.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20
