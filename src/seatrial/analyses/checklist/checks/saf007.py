"""Whether a plain environment variable holds a secret, where everybody can read it.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import VALUED, names_it, read_out
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Resolved, Sensitive, as_list, as_text, at

SECRET = "AWS::SecretsManager::Secret"
# Names under which programs expect what nobody else should read.
SECRET_NAME = re.compile(
    r"(?i)(^|[_.-])(password|passwd|pwd|secret|secret_?key|token|api_?key|access_?key|private_?key|credentials?)$"
)
ACCESS_KEY = re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b")
# What a value looks like that only says where the secret is.
REFERENCE = re.compile(r"^(arn:|https?://|/|\$|\{\{resolve:)|^$", re.IGNORECASE)


def _secrets(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        read_for = _read_out(inquiry, definition)
        for index, container in inquiry.containers(definition):
            for number, variable in enumerate(as_list(at(container, "Environment"))):
                name, value = as_text(at(variable, "Name")), at(variable, "Value")
                text = as_text(value)
                named = SECRET_NAME.search(name) is not None and not REFERENCE.search(text)
                path: PropertyPath = ("ContainerDefinitions", index, "Environment", number, "Value")
                read = path in read_for
                secret = named or read or ACCESS_KEY.search(text) or isinstance(value, Sensitive)
                if not secret or inquiry.find(value) or _cut_out(inquiry, definition, path, text):
                    continue
                yield Found(
                    definition,
                    path,
                    f"{name} of {definition.logical_id} is a secret in a plain environment variable",
                    "anyone with ecs:DescribeTaskDefinition can read it, in every revision",
                    "put it into an AWS::SecretsManager::Secret and give it as Secrets: "
                    f"[{{Name: {name}, ValueFrom: !Ref "
                    "SECRET}]",
                )


def _read_out(inquiry: Inquiry, definition: Resource) -> set[PropertyPath]:
    """The variables for which CloudFormation reads a secret of the template."""
    found: set[PropertyPath] = set()
    for reference in definition.references:
        target, path = inquiry.system.resources.get(reference.target), reference.path[:5]
        value = definition.get(*path)
        # A reference to a parameter reads no secret.
        elsewhere = isinstance(value, Resolved) and value.service != "secretsmanager"
        if target is not None and target.type == SECRET and not elsewhere and read_out(target, path, value):
            found.add(path)
    return found


def _cut_out(inquiry: Inquiry, definition: Resource, path: PropertyPath, text: str) -> bool:
    """Whether a value is the name of a secret or a parameter, cut out of what a reference to it gives."""
    targets = (inquiry.system.resources.get(item.target) for item in definition.references if item.path[:5] == path)
    return any(item is not None and item.type in VALUED and names_it(item, text) for item in targets)


CHECK = Check(
    "SAF007",
    Severity.WARNING,
    Question.SEEMLY,
    "A plain environment variable holds a secret",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
    _secrets,
)
