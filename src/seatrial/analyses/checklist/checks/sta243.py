"""Whether a rule names the prefix list of S3 or DynamoDB of its own region, and not that of another.

The ids differ from region to region, and stand written out in many templates. That of another region lets nothing
through to the gateway endpoint here, if EC2 takes it at all.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html (read 2026-11-30);
the ids are those of ``kinds/data/prefix_lists``.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.kinds.data.prefix_lists import CLOUDFRONT_BY_REGION, PREFIX_LISTS_BY_REGION
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at

_GROUP = "AWS::EC2::SecurityGroup"
_APART = ("AWS::EC2::SecurityGroupEgress", "AWS::EC2::SecurityGroupIngress")
_KEYS = ("DestinationPrefixListId", "SourcePrefixListId")
_SERVICES = {"s3": "S3", "dynamodb": "DynamoDB"}


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    region = inquiry.system.scope.region
    own = PREFIX_LISTS_BY_REGION.get(region, {})
    for group, path, rule in _rules(inquiry):
        for key in _KEYS:
            id = as_text(at(rule, key))
            if not own or not id or id in own or id == CLOUDFRONT_BY_REGION.get(region):
                continue
            places = [(place, lists[id]) for place, lists in PREFIX_LISTS_BY_REGION.items() if id in lists]
            if not places:
                continue
            place, service = places[0]
            right = next((one for one, name in own.items() if name == service), "")
            yield Found(
                group,
                (*path, key),
                f"{group.logical_id} names {id}, the prefix list of {_SERVICES[service]} in {place}, in {region}",
                f"the addresses of {_SERVICES[service]} in {region} are in another list: what the rule was to let "
                "through stays out, or EC2 refuses the rule",
                f"write {right}" if right else f"look the id up: aws ec2 describe-prefix-lists --region {region}",
                fix=(set_property(group.logical_id, *path, key, to=right),) if right and len(places) == 1 else (),
            )


def _rules(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, Value]]:
    for group in inquiry.system.of_type(_GROUP):
        for name in ("SecurityGroupEgress", "SecurityGroupIngress"):
            for index, rule in enumerate(as_list(group.get(name))):
                yield group, (name, index), rule
    for apart in inquiry.system.of_type(*_APART):
        yield apart, (), dict(apart.properties)


CHECK = Check(
    "STA243",
    Severity.WARNING,
    Question.START,
    "A rule names the prefix list of S3 or DynamoDB of another region",
    "https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html",
    _ask,
)
