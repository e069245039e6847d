"""Whether an image is named by its address, and not by the name or the ARN of its repository.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html (Ref gives the
name).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import at

REPOSITORY = "AWS::ECR::Repository"
_TAG = re.compile(r"[:@]")


def _images(inquiry: Inquiry) -> Iterator[Said]:
    """The name or the ARN of a repository where an image's address belongs."""
    for definition in inquiry.definitions:
        for index, item in inquiry.containers(definition):
            path: PropertyPath = ("ContainerDefinitions", index, "Image")
            image = at(item, "Image")
            if not isinstance(image, str) or not image:
                continue
            for repository in _repositories(definition, inquiry, path):
                by_arn = bool(repository.arn) and image.startswith(repository.arn)
                if not by_arn and _TAG.split(image)[0] != repository.physical_id:
                    continue
                name, is_ = repository.logical_id, "ARN" if by_arn else "name"
                tag = image.removeprefix(repository.arn if by_arn else repository.physical_id)
                yield Found(
                    definition,
                    path,
                    f"{definition.logical_id} names the image by the {is_} of {name}, not by its address",
                    "an ARN is no image, and ECS refuses the task definition or its tasks can't pull it"
                    if by_arn
                    else f"Ref gives the name alone: {image} is looked for on Docker Hub, and the task stops with "
                    "CannotPullContainerError",
                    f"write !Sub '${{{name}.RepositoryUri}}{tag}'",
                )
                break


def _repositories(definition: Resource, inquiry: Inquiry, path: PropertyPath) -> Iterator[Resource]:
    for reference in definition.references:
        found = inquiry.system.resources.get(reference.target)
        if reference.path[: len(path)] == path and found is not None and found.type == REPOSITORY:
            yield found


CHECK = Check(
    "CRE069",
    Severity.ERROR,
    Question.CREATE,
    "An image is named by the name or the ARN of its repository",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html",
    _images,
)
