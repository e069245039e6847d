"""Requests per second through the twin's load balancer, over HAProxy alone in front of the same target.

Both listen on the host's 127.0.0.1 and send from the load balancer's network namespace, so that packets go the same
way; what differs is what a load balancer adds: listener rules, headers, logs of what it counts. The target is an
HAProxy that answers by itself, so that it is not what is measured. ``wrk`` asks (Debian package wrk).
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.comparison import Comparison
from bench.running import EXAMPLE, Twin, first_200, twin

IMAGE = "localhost/seatrial-bench-target:1"
ROUNDS = 5
SECONDS = 3
CONNECTIONS = 32
BOUND = 0.9

TARGET = """
defaults
    mode http
    timeout client 60s
    timeout server 60s
    timeout connect 5s
frontend all
    bind :8080
    http-request return status 200 content-type text/plain string "hello"
"""
PLAIN = """
global
    stats socket {socket} mode 600
    nbthread {threads}
defaults
    mode http
    timeout client 60s
    timeout server 60s
    timeout connect 5s
frontend all
    bind fd@{fd}
    default_backend target
backend target
    server target {address}:8080
"""


def compare() -> Comparison:
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is missing: sudo apt-get install wrk")
    with tempfile.TemporaryDirectory(prefix="seatrial-bench-") as name:
        work = Path(name)
        _make_image(work)
        template = work / "web.yaml"
        template.write_text(_template())
        with twin() as fresh:
            fresh.run("up", str(template), "--stack", "web", "-d", "--param", "DesiredCount=1", "--speed", "10")
            task = fresh.wait_for_tasks(1)[0]
            ours = str(fresh.status()["listeners"][0]["url"])
            first_200(ours, time.time() + 30)
            with _plain(fresh, str(task["private_ip"]), work) as theirs:
                first_200(theirs, time.time() + 30)
                rates: tuple[list[float], list[float]] = ([], [])
                for number in range(ROUNDS + 1):
                    for side, url in enumerate((ours, theirs)):
                        rate = _rate(url)
                        if number:
                            rates[side].append(rate)
    return Comparison(
        "requests through the twin's load balancer", "HAProxy alone", "1/s", *rates, BOUND, more_is_better=True
    )


def _rate(url: str) -> float:
    done = subprocess.run(
        ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", url], capture_output=True, text=True, check=True
    )
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None or "Non-2xx" in done.stdout:
        raise RuntimeError(done.stdout)
    return float(found[1])


def _template() -> str:
    """The example without what belongs to its own program."""
    text = EXAMPLE.read_text(encoding="utf-8")
    text = re.sub(r"\n          HealthCheck:\n(?:            .*\n)+", "\n", text)
    text = re.sub(r'\n          User: "10001:10001"', "", text)
    return text.replace("Default: localhost/seatrial-web:1", f"Default: {IMAGE}")


def _make_image(work: Path) -> None:
    haproxy = Path(shutil.which("haproxy") or "/usr/sbin/haproxy").resolve()
    (work / "haproxy.cfg").write_text(TARGET)
    linked = subprocess.run(["ldd", str(haproxy)], capture_output=True, text=True, check=True).stdout
    archive = work / "target.tar"
    with tarfile.open(archive, "w") as tar:
        tar.add(work / "haproxy.cfg", "haproxy.cfg")
        tar.add(haproxy, "haproxy")
        for library in sorted(set(re.findall(r"(/\S+\.so\S*)", linked))):
            tar.add(Path(library).resolve(), library.lstrip("/"))
    command = 'CMD ["/haproxy", "-db", "-f", "/haproxy.cfg"]'
    subprocess.run(["podman", "import", "--quiet", "--change", command, str(archive), IMAGE], check=True)
    archive.unlink()


@contextlib.contextmanager
def _plain(fresh: Twin, address: str, work: Path) -> Iterator[str]:
    """HAProxy alone, in the network namespace of the twin's own."""
    pid = _proxy_of(fresh)
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        config = work / "plain.cfg"
        threads = os.cpu_count() or 1
        config.write_text(PLAIN.format(fd=listener.fileno(), address=address, socket=work / "s", threads=threads))
        enter = ["nsenter", "--target", pid, "--net"]
        if os.geteuid():
            enter += ["--user", "--preserve-credentials"]
        process = subprocess.Popen(
            [*enter, "haproxy", "-db", "-f", str(config)], pass_fds=(listener.fileno(),), stdin=subprocess.DEVNULL
        )
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            process.terminate()
            process.wait(timeout=10)


def _proxy_of(fresh: Twin) -> str:
    """The pid of the load balancer's HAProxy, as the host sees it."""
    network = (fresh.engine() / "ns" / "mnt").stat().st_ino
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if words[0].endswith(b"haproxy") and (folder / "ns" / "mnt").stat().st_ino == network:
                return folder.name
    raise RuntimeError("the twin has no HAProxy")
