"""Whether the name of an image leads to a registry: a host that is one of Amazon ECR, and a repository behind it.

Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html (read 2026-11-29; the form of the host).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_images import odd_image, odd_registry, of_nobody
from seatrial.analyses.launch.image_reference import image_of
from seatrial.kinds.data.regions import may_be_region
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import at, is_whole

_SHAPE = re.compile(r"[^.]+\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)")
_ACCOUNT = re.compile(r"\d{12}")


def _registry_hosts(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            image = image_of(at(container, "Image"))
            host = image.partition("/")[0]
            key = (definition.logical_id, host)
            if not odd_image(image) or key in seen or inquiry.refused_at(definition):
                continue
            seen.add(key)
            path: PropertyPath = ("ContainerDefinitions", index, "Image")
            if of_nobody(image):
                yield _of_nobody(definition, path, image)
            else:
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


def _of_nobody(definition: Resource, path: PropertyPath, image: str) -> Found:
    return Found(
        definition,
        path,
        f"the image of {definition.logical_id} is {image}, which names no owner of a public repository",
        "Amazon ECR Public knows a repository by the alias of its registry and its name: the image is not found, and "
        "the task stops before its containers start",
        f"write {image.replace('/', '/ALIAS/', 1)}, such as public.ecr.aws/docker/library/nginx:stable",
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


CHECK = Check(
    "STA023",
    Severity.ERROR,
    Question.START,
    "An image is named at a host that is not an Amazon ECR registry, or by a registry alone",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html",
    _registry_hosts,
)
