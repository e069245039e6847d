"""Whether what stands under EnvironmentFiles can be one: an object in Amazon S3 by its ARN, whose name ends with .env.

The agent takes the bucket and the key out of the ARN, and reads the file as the task execution role. Whether ECS says
so when the task definition is registered or when its tasks stop isn't documented; no task starts in either case.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EnvironmentFile.html ("The file must have a .env file
extension."), https://github.com/aws/amazon-ecs-agent (agent/s3/s3.go: the form of the ARN).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.launch.steps import ENVIRONMENT_FILE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, at

_EXTENSION = ".env"
# A bucket and a key as other programs write them.
_URL = re.compile(
    r"(?:s3://(?P<of_url>[a-z0-9.-]+)|https://(?P<of_host>[a-z0-9.-]+?)\.s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?)"
    r"/(?P<key>.+)"
)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            for place, file in enumerate(as_list(at(container, "EnvironmentFiles"))):
                path: PropertyPath = ("ContainerDefinitions", index, "EnvironmentFiles", place, "Value")
                value = at(file, "Value")
                if not isinstance(value, str) or not value or inquiry.refused_at(definition, *path):
                    continue
                if not ENVIRONMENT_FILE.fullmatch(value):
                    yield _no_object(inquiry, definition, path, value)
                elif not value.endswith(_EXTENSION):
                    yield _other_name(definition, path, value)
                elif definition.get("ExecutionRoleArn") in (None, ""):
                    yield _no_role(definition, path)


def _no_object(inquiry: Inquiry, definition: Resource, path: PropertyPath, value: str) -> Found:
    url = _URL.fullmatch(value)
    right = "the ARN of the object, arn:aws:s3:::BUCKET/KEY.env"
    if url is not None:
        bucket = url["of_url"] or url["of_host"]
        right = f"arn:{inquiry.system.scope.partition}:s3:::{bucket}/{url['key']}"
    return Found(
        definition,
        path,
        f"an environment file of {definition.logical_id} is not named by the ARN of an object: {value}",
        "ECS takes bucket and key out of an ARN like arn:aws:s3:::BUCKET/KEY.env, and finds none here: no task starts",
        f"write {right}",
    )


def _other_name(definition: Resource, path: PropertyPath, value: str) -> Found:
    name = value.rpartition("/")[2]
    return Found(
        definition,
        path,
        f"the environment file {name} of {definition.logical_id} does not end with {_EXTENSION}",
        f"ECS only takes files whose name ends with {_EXTENSION}: no task starts",
        f"name the object {name.rpartition('.')[0] or name}{_EXTENSION}, and write that here",
    )


def _no_role(definition: Resource, path: PropertyPath) -> Found:
    return Found(
        definition,
        path,
        f"{definition.logical_id} has an environment file, but no task execution role to read it as",
        "ECS reads the file from S3 as the task execution role: without one no task starts",
        f"set ExecutionRoleArn of {definition.logical_id} to a role that may call s3:GetObject on the file and "
        "s3:GetBucketLocation on its bucket",
    )


CHECK = Check(
    "STA041",
    Severity.ERROR,
    Question.START,
    "An environment file is not the ARN of an object whose name ends with .env",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EnvironmentFile.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html",
    _ask,
)
