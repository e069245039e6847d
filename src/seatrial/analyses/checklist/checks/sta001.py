"""Whether tasks that start reach the registry that their image comes from.

Sources: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Doubt, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_network import blocked_at
from seatrial.analyses.launch import Stage
from seatrial.analyses.launch.image_reference import DOCKER_HUB_HOST, image_of
from seatrial.analyses.launch.requirement import HTTPS
from seatrial.analyses.reach import ELSEWHERE, Verdict
from seatrial.model.finding import Severity
from seatrial.model.value import GAP, Mistaken, Unknown, at


def _images(inquiry: Inquiry) -> Iterator[Said]:
    """The ways to registries; those of an image that isn't known are all of them."""
    yield from blocked_at(Stage.REGISTRY_AUTH, Stage.IMAGE)(inquiry)
    stopped = {user.logical_id for blocked in inquiry.launches.blocked for user in blocked.users}
    for placement in inquiry.placements:
        definition = placement.definition
        if definition is None or placement.by.logical_id in stopped:
            continue
        images = [at(item, "Image") for _, item in inquiry.containers(definition)]
        unknown = next((item for item in images if isinstance(item, Unknown) and not image_of(item)), None)
        if unknown is None or isinstance(unknown, Mistaken):
            continue
        host = unknown.text.partition("/")[0]
        host = host if "." in host and GAP not in host else DOCKER_HUB_HOST
        paths = [
            inquiry.paper.to_host(interface, host, HTTPS)
            for interface in placement.interfaces(inquiry.paper)
            if interface.subnet.type != ELSEWHERE
        ]
        if any(path.verdict in (Verdict.NO, Verdict.PARTLY) for path in paths):
            what = f"whether tasks of {placement.by.logical_id} reach the registry of their image"
            yield Doubt(placement.by, placement.subnets_path, what, unknown.reason)


CHECK = Check(
    "STA001",
    Severity.ERROR,
    Question.START,
    "Tasks cannot reach the registry that their image comes from",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html",
    _images,
)
