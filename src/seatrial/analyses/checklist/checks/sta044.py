"""Whether ValueFrom is a dynamic reference, where it is to be the name of a secret.

CloudFormation puts the value itself in place of ``{{resolve:...}}``. ValueFrom takes the name of a secret, so with a
secret's value there ECS looks for something of that name, and anybody who may describe the task definition reads it.

Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html (read
2026-11-29), https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Resolved, as_list, as_text, at


def _names(inquiry: Inquiry) -> Iterator[Said]:
    """Values of secrets where their names belong."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            for keys, listed in (
                (("Secrets",), at(container, "Secrets")),
                (("LogConfiguration", "SecretOptions"), at(container, "LogConfiguration", "SecretOptions")),
            ):
                for place, secret in enumerate(as_list(listed)):
                    value = at(secret, "ValueFrom")
                    if isinstance(value, Resolved) and value.service == "secretsmanager":
                        path = ("ContainerDefinitions", index, *keys, place, "ValueFrom")
                        yield _value(definition, path, as_text(at(secret, "Name")) or "a secret")


def _value(definition: Resource, path: PropertyPath, name: str) -> Found:
    return Found(
        definition,
        path,
        f"ValueFrom of {name} in {definition.logical_id} is the value of a secret, in place of its ARN",
        "CloudFormation puts the value there, and it can be read in the task definition; ECS takes it for the name of "
        "a parameter and finds none, so the task stops before its containers start",
        "write the secret's ARN (!Ref SECRET, or !Sub '${SECRET}:JSON-KEY::' for one key), which ECS reads itself",
    )


CHECK = Check(
    "STA044",
    Severity.ERROR,
    Question.START,
    "ValueFrom is a dynamic reference, which gives the secret's value in place of its name",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html",
    _names,
)
