"""The registries that the stacks' own task definitions name, and where they answer on the twin's internet.

Anybody may have a registry: ``registry.example.com/team/app:1`` is pulled from a host that no list has. Whoever names
one in a task definition says that it is there, so it has a public address like the well-known ones, and answers on the
port that is written. Not so a host of a domain that the internet doesn't have: that one needs a record in a private
hosted zone, here as on AWS.

Source: https://github.com/distribution/reference (grammar; read 2026-11-23).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from msgspec import Struct

from seatrial.analyses.across import of_type
from seatrial.analyses.launch.image_reference import parse
from seatrial.analyses.reach.names import NOWHERE
from seatrial.model.system import System
from seatrial.model.value import as_list, as_text, at
from seatrial.runtimes.twin.decide.aws_endpoints import HTTPS, address_of, public_address_of


class Registry(Struct, frozen=True, order=True):
    """A host and the port on which it is asked."""

    host: str
    port: int = HTTPS

    @property
    def address(self) -> str:
        return public_address_of(self.host) or address_of(self.host)


def registries_of(systems: Sequence[System]) -> tuple[Registry, ...]:
    """The public registries of the images in these stacks, each once."""
    found = set()
    for definition in of_type(systems, "AWS::ECS::TaskDefinition"):
        for container in as_list(definition.get("ContainerDefinitions")):
            reference = parse(as_text(at(container, "Image")))
            if reference is None:
                continue
            host, _, port = reference.host.lower().partition(":")
            if _is_public(host):
                found.add(Registry(host, int(port) if port.isdigit() else HTTPS))
    return tuple(sorted(found))


def registry_address_of(systems: Sequence[System], host: str) -> str:
    """The public address of a registry that these stacks name; "" where they don't."""
    name = host.rstrip(".").lower()
    return next((item.address for item in registries_of(systems) if item.host == name), "")


def _is_public(host: str) -> bool:
    """Whether a host can have a public name: not this machine, not an address, not a domain that is nobody's."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host and host.rpartition(".")[2] not in (*NOWHERE, "localhost")
    return False
