"""Whether an image may change under its tag: latest, or none.

Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_images import odd_image
from seatrial.analyses.launch.image_reference import parse
from seatrial.model.finding import Severity
from seatrial.model.value import as_text, at


def _mutable(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            image = as_text(at(container, "Image"))
            reference = parse(image) if image else None
            if reference is None or "@" in image or odd_image(image):
                continue
            tag = image.rpartition("/")[2].partition(":")[2]
            if tag in ("", "latest"):
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, "Image"),
                    f"{definition.logical_id} runs {image}, a tag that can move"
                    if tag
                    else f"{definition.logical_id} runs {image} without a tag: latest, which can move",
                    "each new deployment, and each standalone task, runs whatever image has the tag at that time",
                    f"name a tag that never moves, or the digest: {image.removesuffix(f':{tag}')}@sha256:...",
                )


CHECK = Check(
    "SAF010",
    Severity.WARNING,
    Question.SEEMLY,
    "An image has the tag latest, or none",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
    _mutable,
)
