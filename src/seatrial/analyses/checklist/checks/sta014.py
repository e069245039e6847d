"""Whether an image comes from a repository that the same template makes, so that it isn't there when the stack is new.

Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.launch.image_reference import image_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text, at

SERVICE = "AWS::ECS::Service"
REPOSITORY = "AWS::ECR::Repository"


def _own_repository(inquiry: Inquiry) -> Iterator[Said]:
    for placement in inquiry.placements:
        definition = placement.definition
        if definition is None or placement.by.type != SERVICE or as_text(placement.by.get("DesiredCount")) == "0":
            continue
        for index, container in inquiry.containers(definition):
            repository = _repository(inquiry, image_of(at(container, "Image")))
            if repository is not None:
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, "Image"),
                    f"{definition.logical_id} runs an image of {repository.logical_id}, which this template makes",
                    "a repository is empty when it is created, so at first the service's tasks find "
                    "no image, and the service does not reach a steady state",
                    "create the repository in a stack of its own and push the image first, or create the service with "
                    "DesiredCount: 0 first",
                    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
                    f"{image_of(at(container, 'Image'))}: {image_of(at(container, 'Image'))}: not found",
                )


def _repository(inquiry: Inquiry, image: str) -> Resource | None:
    uri = image.partition("@")[0]
    uri = uri if ":" not in uri.rpartition("/")[2] else uri.rpartition(":")[0]
    for repository in inquiry.system.of_type(REPOSITORY):
        if uri and uri == as_text(repository.attributes.get("RepositoryUri")):
            return repository
    return None


CHECK = Check(
    "STA014",
    Severity.WARNING,
    Question.START,
    "The image comes from a repository that the same template creates, which is empty at first",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push.html",
    _own_repository,
)
