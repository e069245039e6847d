"""The image of a container: whether its name leads to a registry, and whether that can have it when the stack is new.

Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html (read 2026-11-29; the form of the host).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.launch.steps import registry
from seatrial.kinds.data.regions import may_be_region
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text, at, is_whole

SERVICE = "AWS::ECS::Service"
_OF_ECR = re.compile(
    r"(?:\d{12}\.(?:(?:dkr|ecr)\..*amazonaws|dkr\.ecr\.[a-z]{2,4}(?:-[a-z]+)+-\d\Z)"
    # Somebody else's host may end like that, but not begin with a number or a region as well.
    r"|(?:\d+|[a-z]{2,4}(?:-[a-z]+)+-\d)\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com|on\.aws))"
)
_SHAPE = re.compile(r"[^.]+\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)")
_ACCOUNT = re.compile(r"\d{12}")


def odd_registry(host: str) -> bool:
    """Whether a host is meant to be one of ECR's, and is none: nothing answers to that name."""
    return bool(_OF_ECR.match(host)) and registry(host) is None


def odd_image(image: str) -> bool:
    """Whether an image is meant to come from ECR, and its host is none of it or stands alone."""
    host, slash, _ = image.partition("/")
    return odd_registry(host) or (not slash and registry(host.partition(":")[0]) is not None)


def _registry_hosts(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            image = as_text(at(container, "Image"))
            host = image.partition("/")[0]
            key = (definition.logical_id, host)
            if not odd_image(image) or key in seen or inquiry.refused_at(definition):
                continue
            seen.add(key)
            path: PropertyPath = ("ContainerDefinitions", index, "Image")
            yield _odd(inquiry, definition, path, image) if odd_registry(host) else _bare(definition, path, image)


def _odd(inquiry: Inquiry, definition: Resource, path: PropertyPath, image: str) -> Found:
    host, _, rest = image.partition("/")
    scope, match = inquiry.system.scope, _SHAPE.fullmatch(host)
    account = host.partition(".")[0]
    wrong, because = "", ""
    if not _ACCOUNT.fullmatch(account):
        wrong = f": {account} is no account"
        if is_whole(account):
            because = "an account's number has twelve digits, and YAML keeps leading zeros in quotes only; "
        account = "ACCOUNT" if is_whole(account) else scope.account
    elif match is not None and not may_be_region(match["region"]):
        wrong = f": there is no region {match['region']}"
    right = f"{account}.dkr.ecr.{scope.region}.{dns_suffix_of(scope.region)}"
    return Found(
        definition,
        path,
        f"{definition.logical_id} pulls its image from {host}, which is not an Amazon ECR registry{wrong}",
        f"{because}the name does not resolve: the image is not pulled, and the task stops before its containers start",
        f"write {right}/{rest or 'REPOSITORY:TAG'}",
    )


def _bare(definition: Resource, path: PropertyPath, image: str) -> Found:
    return Found(
        definition,
        path,
        f"the image of {definition.logical_id} is {image}, a registry without a repository",
        "without a / the whole of it is taken for the name of an image on Docker Hub, which has none of that name: the "
        "image is not pulled, and the task stops before its containers start",
        f"write {image.partition(':')[0]}/REPOSITORY:TAG",
    )


def _own_repository(inquiry: Inquiry) -> Iterator[Said]:
    for placement in inquiry.placements:
        definition = placement.definition
        if definition is None or placement.by.type != SERVICE or as_text(placement.by.get("DesiredCount")) == "0":
            continue
        for index, container in inquiry.containers(definition):
            repository = _repository(inquiry, as_text(at(container, "Image")))
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
                    f"{as_text(at(container, 'Image'))}: {as_text(at(container, 'Image'))}: not found",
                )


def _repository(inquiry: Inquiry, image: str) -> Resource | None:
    uri = image.partition("@")[0]
    uri = uri if ":" not in uri.rpartition("/")[2] else uri.rpartition(":")[0]
    for repository in inquiry.system.of_type("AWS::ECR::Repository"):
        if uri and uri == as_text(repository.attributes.get("RepositoryUri")):
            return repository
    return None


CHECKS = (
    Check(
        "STA014",
        Severity.WARNING,
        Question.START,
        "The image comes from a repository that the same template creates, which is empty at first",
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push.html",
        _own_repository,
    ),
    Check(
        "STA023",
        Severity.ERROR,
        Question.START,
        "An image is named at a host that is not an Amazon ECR registry, or by a registry alone",
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html",
        _registry_hosts,
    ),
)
