"""Dynamic references in task definitions, where they do not do what is meant.

CloudFormation puts the value itself in place of ``{{resolve:...}}``. ValueFrom takes the name of a secret, so with a
secret's value there ECS looks for something of that name, and anybody who may describe the task definition reads it.
And the values of SecureString parameters are only put into a few properties, none of them ECS's.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html (which
properties), https://github.com/aws/serverless-application-model/issues/1528 (the text, and that it comes with the
change set)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Resolved, as_list, as_text, at, leaves

SECRETS, SECURE = "secretsmanager", "ssm-secure"
_NOT_SUPPORTED = "SSM Secure reference is not supported in:"


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
                    if isinstance(value, Resolved) and value.service == SECRETS:
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


def _secure(inquiry: Inquiry) -> Iterator[Said]:
    """Values of SecureString parameters in properties of Amazon ECS."""
    for resource in inquiry.system.resources.values():
        if not resource.type.startswith("AWS::ECS::"):
            continue
        for path, value in leaves(dict(resource.properties)):
            if not isinstance(value, Resolved) or value.service != SECURE:
                continue
            environment = len(path) > 2 and path[2] == "Environment"
            yield Found(
                resource,
                path,
                f"{resource.logical_id} refers to a SecureString parameter by ssm-secure, which {resource.type} does "
                "not take",
                "CloudFormation puts such values only into a few properties, passwords of databases for the most part: "
                "the change set fails, and nothing is created",
                "move it to Secrets of the container, with ValueFrom: the parameter's name, which ECS reads itself"
                if environment
                else "write {{resolve:ssm:...}} and make it a parameter of type String",
                _NOT_SUPPORTED,
            )
            break


CHECKS = (
    Check(
        "STA044",
        Severity.ERROR,
        Question.START,
        "ValueFrom is a dynamic reference, which gives the secret's value in place of its name",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html "
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html",
        _names,
    ),
    Check(
        "STA045",
        Severity.ERROR,
        Question.CREATE,
        "A property of Amazon ECS refers to a SecureString parameter by ssm-secure",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html",
        _secure,
    ),
)
