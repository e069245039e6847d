"""What CloudWatch Logs refuses about metric filters: patterns that are none, and what a metric can't have both of.

Only plain slips in a pattern are said: a brace that nothing closes, a property of JSON that isn't written as a path.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html; the
text on default values: https://github.com/aws-solutions-library-samples/guidance-for-claude-code-with-amazon-bedrock/pull/632;
"Invalid metric filter pattern": as many users of Terraform quote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, at

_API, _CODE = "logs.PutMetricFilter", "InvalidParameterException"
_WITH_ROLE = ("kinesis", "firehose")
_QUOTED = re.compile(r'"[^"]*"')
# What stands before the operators of a pattern for JSON.
_PROPERTY = re.compile(r"(?<![\w$.\]*@-])([A-Za-z_][\w.]*)\s*(?:=|!=|<=|>=|<|>)")


def filter_refused(world: World, resource: Resource) -> Refusal | None:
    for because in _pattern(resource.get("FilterPattern")):
        return Refusal(_API, _CODE, "Invalid metric filter pattern", ("FilterPattern",), because=because)
    for index, item in enumerate(entries(resource.get("MetricTransformations"))):
        space = at(item, "MetricNamespace")
        if isinstance(space, str) and space.startswith("AWS/"):
            # cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rule
            # ``pf-logs-metric-namespace-reserved``, reproduced on AWS; read 2026-11-30)
            text = "Metric namespaces starting with AWS/ are reserved for AWS."
            return Refusal(_API, _CODE, text, ("MetricTransformations", index, "MetricNamespace"))
        default, dimensions = at(item, "DefaultValue"), at(item, "Dimensions")
        if default is not None and not isinstance(default, Unknown) and entries(dimensions):
            text = "Invalid metric transformation: dimensions and default value are mutually exclusive properties."
            path: PropertyPath = ("MetricTransformations", index, "DefaultValue")
            return Refusal(_API, _CODE, text, path)
    return None


def subscription_refused(world: World, resource: Resource) -> Refusal | None:
    """A filter that sends logs on: its pattern, where it sends them, and the role for streams that Lambda doesn't take.

    cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rules ``pf-logs-subscription-*``,
    reproduced on AWS; read 2026-11-30).
    """
    api = "logs.PutSubscriptionFilter"
    for because in _pattern(resource.get("FilterPattern")):
        return Refusal(api, _CODE, "Invalid filter pattern", ("FilterPattern",), because=because, ours=True)
    target, role = resource.get("DestinationArn"), resource.get("RoleArn")
    arn = Arn.parse(target) if isinstance(target, str) else None
    if arn is None or isinstance(role, Unknown):
        return None
    if arn.service not in ("logs", *_WITH_ROLE, "lambda"):
        text = f"PutSubscriptionFilter operation cannot work with destinationArn for vendor {arn.service}"
        return Refusal(api, _CODE, text, ("DestinationArn",))
    if arn.service in _WITH_ROLE and role in (None, ""):
        text = f"destinationArn for vendor {arn.service} cannot be used without roleArn"
        return Refusal(api, _CODE, text, ("RoleArn",))
    if arn.service == "lambda" and role not in (None, ""):
        text = "destinationArn for vendor lambda cannot be used with roleArn"
        return Refusal(api, _CODE, text, ("RoleArn",))
    return None


def _pattern(value: Value) -> Iterator[str]:
    if not isinstance(value, str):
        return
    pattern = value.strip()
    if pattern.count('"') % 2:
        yield "a quotation mark is not closed"
    bare = _QUOTED.sub('""', pattern)
    for begin, end in (("{", "}"), ("[", "]")):
        if bare.startswith(begin) and not bare.endswith(end):
            yield f"its {begin} is not closed by {end}"
    name = _PROPERTY.search(bare) if bare.startswith("{") else None
    if name is not None:
        yield f"a property of JSON is written $.{name[1]}, not {name[1]}"
