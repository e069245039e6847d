"""Whether a container reads a parameter that nobody makes, and that is nearly called as one of the template.

What a template doesn't make may be there already, so this is a warning; but a parameter that it makes, that nothing
reads, and that differs by a letter from one that is read and isn't made, is surely meant.

Source (read 2026-11-30):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html (a task whose parameter
isn't there doesn't start).
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import SECRETS, variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

PARAMETER = "AWS::SSM::Parameter"
# How alike two names are of which one is a slip for the other; of 1.
_NEAR = 0.85


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    read = {gift.resource.logical_id for gift in (*inquiry.gifts, *inquiry.function_gifts)}
    named = {
        as_text(item.get("Name")): item
        for item in inquiry.system.of_type(PARAMETER)
        if item.logical_id not in read and as_text(item.get("Name"))
    }
    for definition in inquiry.definitions if named else ():
        for _, variable, path, value in variables(definition):
            if SECRETS not in path or not isinstance(value, str) or inquiry.find(value) is not None:
                continue
            name, arn = str(value), Arn.parse(value)
            if arn is not None:
                if arn.service != "ssm":
                    continue
                name = f"/{arn.resource.partition('/')[2]}"
            near = get_close_matches(name, named, 1, _NEAR)
            # Another region, account or partition and a slash too few are told as that.
            own = near and Arn.parse(named[near[0]].arn)
            elsewhere = arn is not None and own and replace(arn, resource=own.resource) != own
            if not near or elsewhere or near[0].strip("/") == name.strip("/"):
                continue
            yield Found(
                definition,
                path,
                f"{variable} of {definition.logical_id} comes from {name}, and {named[near[0]].logical_id} is called "
                f"{near[0]}",
                f"nothing reads {named[near[0]].logical_id}, and nothing makes {name}: if it isn't there already, no "
                "task starts",
                f"write ValueFrom: !Ref {named[near[0]].logical_id}",
            )


CHECK = Check(
    "STA260",
    Severity.WARNING,
    Question.START,
    "A container reads a parameter that is called a little differently from one of the template",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html",
    _ask,
)
