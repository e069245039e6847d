"""Whether the digest of an image is one: sha256 and 64 digits.

ECS takes any letters, so a digest that lost some on its way into the template is first met by who pulls the image.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
(image: repository-url/image@digest), https://github.com/opencontainers/image-spec/blob/main/descriptor.md#registered-algorithms
("sha256 ... /[a-f0-9]{64}/"), https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import at

_DIGEST = re.compile(r"@sha256:(?P<digits>[^@]*)\Z")
_DIGITS = re.compile(r"[a-f0-9]{64}")
LENGTH = 64


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        if definition.logical_id in inquiry.refused:
            continue
        for index, container in inquiry.containers(definition):
            image = at(container, "Image")
            match = _DIGEST.search(image) if isinstance(image, str) else None
            if match is None or _DIGITS.fullmatch(match["digits"]):
                continue
            digits = match["digits"]
            has = f"{len(digits)} digits" if len(digits) != LENGTH else "letters that are none of its digits"
            yield Found(
                definition,
                ("ContainerDefinitions", index, "Image"),
                f"{definition.logical_id} pulls its image by a digest with {has}",
                f"a digest is sha256: and {LENGTH} of 0 to 9 and a to f: no image has this one, and the task stops "
                "with CannotPullContainerError",
                "copy the whole digest: aws ecr describe-images --repository-name REPOSITORY --query "
                "imageDetails[].imageDigest",
            )


CHECK = Check(
    "STA230",
    Severity.ERROR,
    Question.START,
    "The digest of an image is none",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html "
    "https://github.com/opencontainers/image-spec/blob/main/descriptor.md",
    _ask,
)
