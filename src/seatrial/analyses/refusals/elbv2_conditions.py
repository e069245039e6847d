"""What CreateRule refuses about the conditions of a listener rule.

Texts: reproduced on AWS by cdk-preflight 0.0.143 (Apache-2.0, npm; rules ``pf-elbv2-rule-*``), "contains a character
that is not valid" also in https://repost.aws/knowledge-center/cfn-listener-rule-validation-errors. Rules:
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html (all read 2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import entries
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_dict, as_text, at

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html (read 2026-11-29);
# it can't be raised.
MOST_CONDITION_VALUES = 5
LONGEST_VALUE, LONGEST_HEADER_NAME = 128, 40
# One of each kind is allowed; of headers and query strings there may be several.
ONCE = ("host-header", "path-pattern", "http-request-method", "source-ip")
_API = "elbv2.CreateRule"
_METHOD = re.compile(r"[A-Z_-]{1,40}\Z")
_BLOCK = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}/\d{1,2}\Z|[0-9A-Fa-f:]+(?:[\d.]*)/\d{1,3}\Z")
_CONFIGS = {
    "host-header": "HostHeaderConfig",
    "http-request-method": "HttpRequestMethodConfig",
    "path-pattern": "PathPatternConfig",
    "source-ip": "SourceIpConfig",
}
_NAMED_CONFIGS = {"http-header": "HttpHeaderConfig", "query-string": "QueryStringConfig"}
# In the order of the API's text.
FIELDS = ("http-header", "http-request-method", "host-header", "query-string", "source-ip", "path-pattern")


def conditions_refused(resource: Resource) -> Iterator[Refusal]:
    conditions = resource.get("Conditions")
    if not isinstance(conditions, Unknown) and not entries(conditions):
        text = "A rule must have at least one condition"  # UNVERIFIED wording.
        yield Refusal(_API, "ValidationError", text, ("Conditions",))
    if (number := _number_of_values(conditions)) > MOST_CONDITION_VALUES:
        # As quoted by many users of CDK and Terraform (read 2026-11-23).
        text = f"A rule can only have '{MOST_CONDITION_VALUES}' condition values"
        because = f"the conditions of {resource.logical_id} have {number}"
        yield Refusal(_API, "ValidationError", text, ("Conditions",), because=because)
    seen: set[str] = set()
    for index, condition in enumerate(entries(conditions)):
        path: PropertyPath = ("Conditions", index)
        field = as_text(at(condition, "Field"))
        if field in ONCE and field in seen:
            text = f"A rule can only have one '{field}' condition"
            yield Refusal(_API, "ValidationError", text, path)
        seen.add(field)
        yield from _field(condition, path)
        yield from _header(condition, path)
        yield from _values(condition, field, path)


def _field(condition: Value, path: PropertyPath) -> Iterator[Refusal]:
    """A condition is about one of six fields, and has its values in one place."""
    field = at(condition, "Field")
    if not isinstance(field, str) or not field:
        return
    if field not in FIELDS:
        # The order of the fields in the text differs from one account of it to another.
        text = f"Condition field '{field}' must be one of '{','.join(FIELDS)}'"
        near = next(iter(get_close_matches(field, FIELDS, n=1, cutoff=0.4)), "")
        near = next((item for item in FIELDS if field.lower() in item.split("-")), near)
        yield Refusal(_API, "ValidationError", text, (*path, "Field"), instead=near)
        return
    config = (_CONFIGS | _NAMED_CONFIGS)[field]
    if at(condition, "Values") is not None and at(condition, config) is not None:
        # https://github.com/aws-controllers-k8s/community/issues/2759 (read 2026-11-29)
        text = f"You cannot provide both Values and '{config}' for a condition of type '{field}'"
        yield Refusal(_API, "ValidationError", text, (*path, "Values"))


def _number_of_values(conditions: Value) -> int:
    """How many values a rule's conditions have together."""
    return sum(
        len(entries(at(holder, name)))
        for condition in entries(conditions)
        for holder in (condition, *(item for item in as_dict(condition).values() if isinstance(item, dict)))
        for name in ("Values", "RegexValues")
    )


def _header(condition: Value, path: PropertyPath) -> Iterator[Refusal]:
    name = at(condition, "HttpHeaderConfig", "HttpHeaderName")
    if not isinstance(name, str):
        return
    place: PropertyPath = (*path, "HttpHeaderConfig", "HttpHeaderName")
    if name.lower() == "host":
        text = "You cannot specify 'host' as an HTTP header name"
        yield Refusal(_API, "ValidationError", text, place, ours=True)
    if len(name) > LONGEST_HEADER_NAME:
        text = f"Condition value for 'http-header' cannot contain more than {LONGEST_HEADER_NAME} characters"
        yield Refusal(_API, "ValidationError", text, place, ours=True)


def _values(condition: Value, field: str, path: PropertyPath) -> Iterator[Refusal]:
    config = _CONFIGS.get(field, "")
    if not config:
        return
    nested: PropertyPath = (*path, config, "Values")
    for place, listed in ((nested, at(condition, config, "Values")), ((*path, "Values"), at(condition, "Values"))):
        for index, value in enumerate(entries(listed)):
            if not isinstance(value, str) or not value:
                continue
            where: PropertyPath = (*place, index)
            if len(value) > LONGEST_VALUE:
                text = f"Condition value for '{field}' cannot contain more than {LONGEST_VALUE} characters"
                yield Refusal(_API, "ValidationError", text, where, ours=True)
            if field == "http-request-method" and not _METHOD.match(value):
                text = f"Condition value '{value}' contains a character that is not valid"
                because = "methods are written in capitals"
                yield Refusal(_API, "ValidationError", text, where, because=because)
            if field == "source-ip" and not _BLOCK.match(value):
                text = f"The specified value '{value}' is not a valid CIDR block"
                yield Refusal(_API, "ValidationError", text, where)
