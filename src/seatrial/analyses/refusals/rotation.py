"""What Secrets Manager refuses about the rotation of a secret: who changes it, and when.

Texts and rules: reproduced on AWS by cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rules
``pf-secretsmanager-rotation-lambda`` and ``pf-secretsmanager-rotation-rules``);
https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html and
https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html (all read 2026-11-30).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, is_given
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_text, is_whole

SECRET = "AWS::SecretsManager::Secret"
_API = "secretsmanager.RotateSecret"
_HOSTED, _LAMBDA = "HostedRotationLambda", "RotationLambdaARN"
_RULES, _EXPRESSION, _DAYS, _DURATION = "RotationRules", "ScheduleExpression", "AutomaticallyAfterDays", "Duration"
_RATE = re.compile(r"rate\((?P<count>\d+) (?P<unit>hour|day)s?\)\Z")
_CRON = re.compile(r"cron\((?P<fields>[^()]*)\)\Z")
_HOURS = re.compile(r"(?P<count>\d+)h\Z")
_FIELDS = 6
_FEWEST_HOURS, _HOURS_OF_A_DAY, _MOST_DAYS = 4, 24, 1000


def rotation_refused(world: World, resource: Resource) -> Refusal | None:
    hosted, function = resource.get(_HOSTED), resource.get(_LAMBDA)
    if is_given(hosted) and is_given(function):
        text = f"Can only specify either {_HOSTED} or {_LAMBDA}"
        return Refusal(_API, "InvalidRequestException", text, (_LAMBDA,))
    # Secrets that another service manages rotate by themselves.
    partner = any(key.startswith("ExternalSecret") for key in resource.properties)
    own = world.find(resource.get("SecretId"), SECRET)
    if hosted is None and function is None and own is not None and not partner and own.get("Type") is None:
        text = "No Lambda rotation function ARN is associated with this secret."
        return Refusal(_API, "InvalidRequestException", text, (_LAMBDA,))
    for text, key, ours in _rules(resource):
        path: PropertyPath = (_RULES, key) if key else (_RULES,)
        instead = "rate(30 days)" if key == _EXPRESSION else ""
        return Refusal(_API, "InvalidParameterException", text, path, ours=ours, instead=instead)
    return None


def _rules(resource: Resource) -> Iterator[tuple[str, str, bool]]:
    """What is said, the key it is about, and whether the words are ours."""
    days, written, length = (resource.get(_RULES, key) for key in (_DAYS, _EXPRESSION, _DURATION))
    if is_given(days) and is_given(written):
        yield "You cannot specify both rotation frequency and schedule expression together.", "", False
    if isinstance(days, str | int) and not (is_whole(as_text(days)) and 1 <= int(as_text(days)) <= _MOST_DAYS):
        yield f"{_DAYS} is {as_text(days)}; it is from 1 to {_MOST_DAYS}.", _DAYS, True
    rate = _RATE.match(written) if isinstance(written, str) else None
    cron = _CRON.match(written) if isinstance(written, str) else None
    fields = cron["fields"].split() if cron is not None else []
    if isinstance(written, str) and rate is None and not _is_cron(fields):
        yield "Invalid schedule expression.", _EXPRESSION, False
    count = int(rate["count"]) if rate is not None else 0
    hourly = rate is not None and rate["unit"] == "hour"
    if hourly and not _FEWEST_HOURS <= count < _HOURS_OF_A_DAY:
        yield "Rate in hour should be least 4 and less than 24.", _EXPRESSION, False
    if rate is not None and not hourly and not 1 <= count <= _MOST_DAYS:
        yield "Rate in day should be greater than 0 and less than 1000.", _EXPRESSION, False
    if isinstance(length, Unknown) or length is None:
        return
    hours = _HOURS.match(as_text(length))
    if hours is None or not 1 <= int(hours["count"]) <= _HOURS_OF_A_DAY:
        yield "Duration must be at least 1 hour, at most 24 hour.", _DURATION, False
    elif hourly and int(hours["count"]) > count:
        yield "Duration cannot be greater than Rate in hour.", _DURATION, False
    elif _is_cron(fields) and is_whole(fields[1]) and int(fields[1]) + int(hours["count"]) > _HOURS_OF_A_DAY:
        yield "Starting hour and duration must be within a day.", _DURATION, False


def _is_cron(fields: list[str]) -> bool:
    """Six fields: at minute 0, of every year, by the day of the month or by that of the week."""
    return len(fields) == _FIELDS and fields[0] == "0" and fields[5] == "*" and (fields[2] == "?") != (fields[4] == "?")
