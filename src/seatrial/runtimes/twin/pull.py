"""Pulls what a stack's containers need and this machine lacks, into the podman store of whoever runs ``up``.

The twin itself has no way to the internet: its network is its own. So images are fetched here, before the stack is
handed over, with the logins that podman and Docker know. Nobody is asked for an image that is here, or that ``--image``
maps; a registry that does not answer within seconds is left alone, and the launch then fails in AWS's words.
"""

from __future__ import annotations

import ipaddress
import json
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence

from seatrial.analyses.launch.image_reference import Reference, docker_names, local_names, mapped, parse
from seatrial.model.system import System
from seatrial.model.value import as_list, at

PATIENCE_SECONDS = 3.0
# A large image over a slow line takes long; Fargate gives up on none sooner.
PULL_SECONDS = 900.0
HTTPS = 443


def pull_missing(system: System, image_map: Mapping[str, str], say: Callable[[str], None]) -> None:
    """Pulls the images of a system's task definitions that this machine lacks. Says what it does, and never fails."""
    podman = shutil.which("podman")
    wanted = [reference for text, reference in _wanted(system) if mapped(text, image_map) is None]
    if podman is None or not wanted:
        return
    here = _in_store(podman)
    if here is None:
        return
    for reference in wanted:
        if here.isdisjoint(local_names(reference)) and not _in_docker(reference):
            _pull(podman, reference, say)


def _wanted(system: System) -> Iterator[tuple[str, Reference]]:
    seen: set[str] = set()
    for definition in system.of_type("AWS::ECS::TaskDefinition"):
        for container in as_list(definition.get("ContainerDefinitions")):
            text = at(container, "Image")
            reference = parse(text) if isinstance(text, str) else None
            if reference is not None and isinstance(text, str) and text not in seen:
                seen.add(text)
                yield text, reference


def _in_store(podman: str) -> set[str] | None:
    """Every name in our podman store; None where podman doesn't answer."""
    listed = _run([podman, "images", "--format", "json"])
    try:
        images = json.loads(listed.stdout) if listed is not None and listed.returncode == 0 else None
    except ValueError:
        return None
    if not isinstance(images, list):
        return None
    return {name for image in images for key in ("Names", "RepoDigests") for name in image.get(key) or ()}


def _in_docker(reference: Reference) -> bool:
    docker = shutil.which("docker")
    if docker is None:
        return False
    done = (_run([docker, "image", "inspect", name]) for name in docker_names(reference))
    return any(item is not None and item.returncode == 0 for item in done)


def _pull(podman: str, reference: Reference, say: Callable[[str], None]) -> None:
    host, port = _address(reference)
    if not _answers(host, port):
        return
    name = reference.full_name()
    say(f"pulling {name}")
    # Docker takes registries of this machine without TLS, so people have such.
    plain = ["--tls-verify=false"] if _is_loopback(host) else []
    done = _run([podman, "pull", "--quiet", *plain, name], PULL_SECONDS)
    if done is None or done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] if done is not None else ["it took too long"]
        say(f"  {name} is not pulled: {' '.join(last) or 'podman says nothing'}")


def _address(reference: Reference) -> tuple[str, int]:
    host, colon, port = reference.host.partition(":")
    return host, int(port) if colon and port.isdigit() else HTTPS


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), PATIENCE_SECONDS):
            return True
    except (OSError, UnicodeError):
        return False


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _run(command: Sequence[str], seconds: float = 20.0) -> subprocess.CompletedProcess[str] | None:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
