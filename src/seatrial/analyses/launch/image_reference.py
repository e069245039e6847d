"""What an image's name means, and under which names the same image may lie on this machine.

``repository`` has no registry; ``tag`` is ``latest`` where neither tag nor digest is given. A first part with a dot, a
colon, or exactly ``localhost`` is a registry; without one Docker Hub is meant, where a name of one part lies under
``library/``.

Source: https://github.com/distribution/reference (grammar; read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from seatrial.model.value import GAP, Unknown, Value, as_text

DOCKER_HUB = "docker.io"
# Where Docker Hub's images are pulled from.
DOCKER_HUB_HOST = "registry-1.docker.io"
_REFERENCE = re.compile(
    r"(?P<name>[^@]+?)(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?P<digest>[a-z0-9]+:[0-9a-f]{32,}))?\Z"
)
# A host name, an IPv4 address, or an IPv6 address in brackets; then a port.
_REGISTRY = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Fa-f:]+\])(?::[0-9]+)?\Z"
)
_REPOSITORY = re.compile(r"[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*\Z")


# What stands for the part of a tag that isn't known.
_ANY = "TAG"


def image_of(image: Value) -> str:
    """An image as far as a launch asks for it, whatever its tag will be; "" where more of it isn't known."""
    if not isinstance(image, Unknown):
        return as_text(image)
    name, colon, tag = image.text.rpartition(":")
    return f"{name}:{tag.replace(GAP, _ANY)}" if colon and "/" not in tag and GAP not in name else ""


class Reference(Struct, frozen=True):
    """A parsed image name. ``registry`` is "" where none is written."""

    registry: str
    repository: str
    tag: str = "latest"
    digest: str = ""

    @property
    def host(self) -> str:
        """The host that a pull would talk to, with its port where one is written."""
        return DOCKER_HUB_HOST if self.registry in ("", DOCKER_HUB, "index.docker.io") else self.registry

    @property
    def suffix(self) -> str:
        return f"@{self.digest}" if self.digest else f":{self.tag}"

    def full_name(self) -> str:
        """The name with its registry, as pulled."""
        if self.registry not in ("", DOCKER_HUB, "index.docker.io"):
            return f"{self.registry}/{self.repository}{self.suffix}"
        repository = self.repository if "/" in self.repository else f"library/{self.repository}"
        return f"{DOCKER_HUB}/{repository}{self.suffix}"


class Found(Struct, frozen=True):
    """An image in podman's store and what its configuration says. ``note`` says under which other name it was found."""

    image_id: str
    name: str
    entrypoint: tuple[str, ...] = ()
    cmd: tuple[str, ...] = ()
    env: tuple[str, ...] = ()
    user: str = ""
    workdir: str = ""
    architecture: str = ""
    digest: str = ""
    volumes: tuple[str, ...] = ()
    stop_signal: str = ""
    note: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


class Missing(Struct, frozen=True):
    """No such image, and why."""

    reason: str


def parse(text: str) -> Reference | None:
    """Reads an image name; None where it is not one."""
    match = _REFERENCE.match(text.strip())
    if match is None or not match["name"] or match["name"].endswith("/"):
        return None
    first, slash, rest = match["name"].partition("/")
    has_registry = bool(slash) and ("." in first or ":" in first or first == "localhost")
    registry, repository = (first, rest) if has_registry else ("", match["name"])
    if not _REPOSITORY.match(repository) or (has_registry and not _REGISTRY.match(registry)):
        return None
    return Reference(registry, repository, match["tag"] or "latest", match["digest"] or "")


def mapped(text: str, image_map: Mapping[str, str]) -> str | None:
    """What ``--image NAME=LOCAL`` says of an image: by its text, its name without tag, or its repository."""
    if text in image_map:
        return image_map[text]
    reference = parse(text)
    if reference is None:
        return None
    with_registry = f"{reference.registry}/{reference.repository}" if reference.registry else reference.repository
    names = (
        reference.full_name(),
        f"{with_registry}{reference.suffix}",
        with_registry,
        f"{reference.repository}{reference.suffix}",
        reference.repository,
        reference.repository.rpartition("/")[2],
    )
    return next((image_map[name] for name in names if name in image_map), None)


def local_names(reference: Reference) -> tuple[str, ...]:
    """Names under which the image may lie here, best first: its own, then the same repository:tag without the registry.

    A digest is only ever looked up by itself: an image of another digest is another image.
    """
    plain = f"{reference.repository}{reference.suffix}"
    names = [reference.full_name()]
    if reference.registry and not reference.digest:
        names += [f"localhost/{plain}", f"{DOCKER_HUB}/library/{plain}", f"{DOCKER_HUB}/{plain}"]
    elif not reference.registry:
        names += [f"localhost/{plain}"]
    return tuple(dict.fromkeys(names))


def docker_names(reference: Reference) -> tuple[str, ...]:
    """Names of the same image in a Docker daemon's store, best first."""
    plain = f"{reference.repository}{reference.suffix}"
    written = f"{reference.registry}/{plain}" if reference.registry else plain
    return (written,) if reference.digest else tuple(dict.fromkeys((written, plain)))
