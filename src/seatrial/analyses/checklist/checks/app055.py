"""Written URLs and ARNs that name a resource of the template rightly, and another region than the one it is made in.

Who writes out a queue's URL has to write its region as well. A call with it goes to that region, where the account has
no such queue, unless somebody made one of the same name there: so this is a warning, and none where the container is
given the right one as well.

Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
(the URL has the region, the account and the name) and
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (read 2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import ENVIRONMENT, variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown

QUEUE = "AWS::SQS::Queue"
_TYPES = (QUEUE, "AWS::SNS::Topic", "AWS::Kinesis::Stream")
_URL = re.compile(
    r"https://(?:sqs\.(?P<region>[a-z0-9-]+)|(?P<old>[a-z0-9-]+)\.queue)\.amazonaws\.com(?:\.cn)?/"
    r"(?P<account>\d{12})/(?P<name>[A-Za-z0-9_.-]+)/?\Z"
)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    made = {_place(item.arn)[:3]: item for item in inquiry.system.of_type(*_TYPES) if Arn.parse(item.arn)}
    given = {(gift.definition.logical_id, gift.resource.logical_id) for gift in inquiry.gifts if gift.definition}
    for definition in inquiry.definitions:
        for _, name, path, value in variables(definition):
            if not made or ENVIRONMENT not in path or isinstance(value, Unknown) or not isinstance(value, str):
                continue
            *about, region = _place(value)
            meant = made.get((about[0], about[1], about[2]))
            if meant is None or region == inquiry.system.scope.region:
                continue
            # Whoever has the right one too knows of two regions.
            if (definition.logical_id, meant.logical_id) in given and not _by(definition, path, meant):
                continue
            yield Found(
                definition,
                path,
                f"{name} of {definition.logical_id} names {meant.logical_id} in {region}",
                f"{meant.logical_id} is made in {inquiry.system.scope.region}, the region of the stack: calls with "
                f"this value go to {region}, and find it only if the account has one of the same name there",
                f"write {_written(meant, value)}",
            )


def _place(text: str) -> tuple[str, str, str, str]:
    """Service, account, name and region that a URL or an ARN speaks of; empty texts where it is neither."""
    url = _URL.match(str.__str__(text))
    if url is not None:
        return "sqs", url["account"], url["name"], url["region"] or url["old"]
    parsed = Arn.parse(text)
    if parsed is None or not parsed.region:
        return "", "", "", ""
    return parsed.service, parsed.account, parsed.resource, parsed.region


def _by(definition: Resource, path: tuple[str | int, ...], meant: Resource) -> bool:
    """Whether it is this very variable that refers to the resource, by a part of its text."""
    return any(item.path[: len(path)] == path and item.target == meant.logical_id for item in definition.references)


def _written(meant: Resource, value: str) -> str:
    arn = value.startswith("arn:") and meant.physical_id != meant.arn
    return f"!GetAtt {meant.logical_id}.Arn" if arn else f"!Ref {meant.logical_id}"


CHECK = Check(
    "APP055",
    Severity.WARNING,
    Question.REACH,
    "A container is given the URL or the ARN of a resource in a region in which the template doesn't make it",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html",
    _ask,
)
