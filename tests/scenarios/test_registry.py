"""An image that only a registry has is pulled, where the registry answers; else the launch fails in AWS's words."""

from __future__ import annotations

import http.server
import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from images import WEB, ensure_images
from scenarios.templates import changed, web
from scenarios.twin import Twin, fetch

pytestmark = pytest.mark.scenario

REPOSITORY = "team/shop"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[str]:
    """The address of a registry on this machine that has one image, as https://distribution.github.io/distribution/."""
    ensure_images()
    layout = tmp_path / "layout"
    subprocess.run(["podman", "save", "-q", "--format", "oci-dir", "-o", str(layout), WEB], check=True)
    digest = json.loads((layout / "index.json").read_text())["manifests"][0]["digest"]

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name, _, what = self.path.removeprefix(f"/v2/{REPOSITORY}/").partition("/")
            wanted = digest if (name, what) == ("manifests", "3") else what
            blob = layout / "blobs" / "sha256" / wanted.rpartition(":")[2]
            there = name in ("manifests", "blobs") and wanted.startswith("sha256:") and blob.is_file()
            body = blob.read_bytes() if there else b"{}"
            self.send_response(200 if there or self.path == "/v2/" else 404)
            self.send_header("Content-Type", MANIFEST if name == "manifests" else "application/octet-stream")
            self.send_header("Content-Length", str(len(body)))
            if there:
                self.send_header("Docker-Content-Digest", wanted)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"127.0.0.1:{server.server_port}"
    try:
        yield address
    finally:
        server.shutdown()
        subprocess.run(["podman", "rmi", "--ignore", f"{address}/{REPOSITORY}:3"], check=False, capture_output=True)


def test_an_image_that_a_registry_has_is_pulled(twin: Twin, registry: str) -> None:
    image = f"{registry}/{REPOSITORY}:3"
    template = changed(web(), "Task", "Properties", "ContainerDefinitions", 0, "Image", to=image)
    assert f"pulling {image}" in twin.up(template, "--speed", "10")
    assert fetch(twin.url()) == (200, "version 1\n")
    assert "pulling" not in twin.up(template, "--speed", "20"), "what is here isn't asked for again"


def test_an_image_that_a_registry_has_not_fails_in_awss_words(twin: Twin, registry: str) -> None:
    template = changed(web(), "Task", "Properties", "ContainerDefinitions", 0, "Image", to=f"{registry}/team/none:1")
    said = twin.up(template, "--speed", "20", ok=False)
    assert f"{registry}/team/none:1 is not pulled" in said
    assert "CannotPullContainerError: pull image manifest has been retried" in said
