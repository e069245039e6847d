"""Templates that AWS ran, unmodified: they come up with an image of this machine's, serve, and go without a trace.

They lie beside the checkout where there are any (``../shared/corpus/deployed``); the project's own tests don't need
them.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from images import WEB, ensure_images
from scenarios.twin import Twin, fetch
from seatrial.kinds import CARDS
from seatrial.kinds.card import Stage
from seatrial.model.system import Scope, System
from seatrial.model.value import as_number, as_text, at
from seatrial.readers.cloudformation import ReadOptions, read_file

FOLDER = Path(__file__).parents[3] / "shared" / "corpus" / "deployed"
TEMPLATES = sorted(FOLDER.glob("*.json"))
DEFAULT_PORT = 8080

pytestmark = pytest.mark.scenario

if TEMPLATES:

    @pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name.removesuffix(".template.json"))
    def test_a_template_that_aws_ran_comes_up_unmodified(path: Path, twin: Twin) -> None:
        system = _read(path)
        images = [f"--image={name}={_image(port)}" for name, port in _images(system).items()]
        done = twin.run("up", str(path), "-d", "--stack", "other", "--speed", "10", *images)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        state = twin.status("other")
        assert state["status"] == "CREATE_COMPLETE"
        wanted = {item.physical_id for item in system.of_type("AWS::ECS::Service")}
        assert len(state["services"]) == len(wanted)
        for service in state["services"]:
            assert service["running"] == service["desired"] and service["rollout_state"] == "COMPLETED", service
        for listener in state["listeners"]:
            if listener["url"]:
                assert fetch(listener["url"])[0] == 200, listener
        for item in state["skipped"]:
            card = CARDS.get(item["type"])
            assert item["logical_id"] and item["why"]
            assert card is None or card.stage is Stage.DECLARED, f"{item} is run here"
        gone = twin.run("down", "other", "--yes")
        assert gone.returncode == 0, gone.stderr
        assert not twin.home.exists() or not list(twin.home.iterdir()), list(twin.home.iterdir())


def _read(path: Path) -> System:
    reading = read_file(path, ReadOptions(Scope("other")))
    assert reading.system is not None
    return reading.system


def _images(system: System) -> dict[str, int]:
    """Each image with the port on which its container is expected to serve."""
    found: dict[str, int] = {}
    for definition in system.of_type("AWS::ECS::TaskDefinition"):
        containers = definition.get("ContainerDefinitions")
        for container in containers if isinstance(containers, list) else []:
            port = as_number(at(container, "PortMappings", 0, "ContainerPort"), DEFAULT_PORT)
            found.setdefault(as_text(at(container, "Image")), port)
    return found


def _image(port: int) -> str:
    """The tests' web server on a port."""
    ensure_images()
    name = f"localhost/seatrial-test-on-{port}:1"
    subprocess.run(
        ["podman", "build", "--quiet", "--tag", name, "-"],
        input=f"FROM {WEB}\nENV PORT={port}\n",
        text=True,
        check=True,
        capture_output=True,
    )
    return name
