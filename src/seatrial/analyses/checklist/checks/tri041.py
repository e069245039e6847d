"""Whether the events that a rule waits for are ever sent: its pattern fits what services send.

PutRule takes any pattern of the right form. One that names a field or a value as no event has it never matches, and
nobody is told.

Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html (read 2026-11-29), those of
``kinds/data/aws_events``, https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.patterns_of_objects import Wrong, may_lack, plain, wrong_with_objects
from seatrial.analyses.checklist.placements import RULE
from seatrial.analyses.checklist.tri_patterns import NEVER_MATCHES, of_s3, waiting_rules
from seatrial.analyses.checklist.tri_targets import CLUSTER
from seatrial.kinds.data.aws_events import (
    DETAIL_TYPES,
    FIELDS,
    NO_SOURCES,
    NO_TASK_FIELDS,
    OF_CALLS,
    OF_NOTIFICATIONS,
    STOP_CODES,
    TASK_CHANGE,
    TASK_FIELDS,
    TASK_STATUSES,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at

# Between aws and the service stands a point, and people write other things there.
_AWS = re.compile(r"aws[^a-z0-9]")
# How alike a kind of event and one that is known are, where that one is meant; of 1.
_NEAR, _LIKE = 0.9, 0.8
BUS = "AWS::Events::EventBus"


def _unmatched(inquiry: Inquiry) -> Iterator[Said]:
    for rule, pattern in waiting_rules(inquiry):
        for path, value, why, mend, severity in _wrong(inquiry, rule, pattern):
            place: PropertyPath = ("EventPattern", *path) if isinstance(rule.get("EventPattern"), dict) else ()
            yield Found(
                rule,
                place or ("EventPattern",),
                f"{rule.logical_id} waits for an event with {value}, which "
                + ("no event has" if severity is Severity.ERROR else "may never come"),
                f"{why}, {NEVER_MATCHES}" if severity is Severity.ERROR else f"{why}: the rule may never match",
                mend,
                severity=severity,
            )
            break


def _wrong(inquiry: Inquiry, rule: Resource, pattern: Value) -> Iterator[Wrong]:
    """What keeps a pattern from ever matching: place, what stands there, why, mend, how sure it is."""
    yield from _fields(pattern)
    yield from _source(pattern)
    yield from _detail_type(pattern)
    yield from _bus(inquiry, rule, pattern)
    if of_s3(pattern):
        yield from wrong_with_objects(inquiry, pattern)
    if plain(at(pattern, "source")) == ["aws.ecs"]:
        yield from _task(inquiry, pattern)


def _fields(pattern: Value) -> Iterator[Wrong]:
    for key in pattern if isinstance(pattern, dict) else ():
        meant = next((name for name in FIELDS if _letters(name) == _letters(key)), "")
        if key in FIELDS or key == "$or" or may_lack(at(pattern, key)):
            continue
        severity = Severity.ERROR if meant else Severity.WARNING
        why = "an event has version, id, detail-type, source, account, time, region, resources and detail"
        yield (key,), f"a field {key}", why, f"write {meant}" if meant else "put it below detail", severity


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _source(pattern: Value) -> Iterator[Wrong]:
    sources = plain(at(pattern, "source"))
    if any(name in DETAIL_TYPES for name in sources or ()):
        return
    yield from _misnamed(pattern, sources or [])
    if any(name.startswith("aws.") for name in sources or ()):
        return
    for index, name in enumerate(sources or ()):
        service = _AWS.sub("", name.removesuffix(".amazonaws.com").lower())
        known = DETAIL_TYPES.get(f"aws.{service}")
        if known is None and not name.endswith(".amazonaws.com"):
            continue
        # A source that isn't AWS's can be anybody's own, but these kinds of events are not.
        sure = known is not None and bool({*(plain(at(pattern, "detail-type")) or ())} & {*known})
        yield (
            ("source", index),
            f"the source {name}",
            f"events of that service come from aws.{service}",
            f"write source: [aws.{service}]",
            Severity.ERROR if sure else Severity.WARNING,
        )


def _misnamed(pattern: Value, sources: list[str]) -> Iterator[Wrong]:
    """Sources in other capitals, or by another name of the service: all of them, for one that is right is enough."""
    meant = [name.lower() if name.lower() in DETAIL_TYPES else NO_SOURCES.get(name.lower(), "") for name in sources]
    types = plain(at(pattern, "detail-type")) or []
    if meant and all(meant):
        why = f"events of that service come from {meant[0]}, in small letters"
        yield ("source", 0), f"the source {sources[0]}", why, f"write source: [{meant[0]}]", Severity.ERROR
        return
    owners = {_sender(kind) for kind in types}
    ours = all(name.startswith("aws.") and not name.startswith("aws.partner/") for name in sources)
    if len(owners) == 1 and sources and ours and (owner := owners.pop()):
        why = f"{types[0]} is sent by {owner}"
        yield ("source", 0), f"the source {sources[0]}", why, f"write source: [{owner}]", Severity.WARNING


def _sender(kind: str) -> str:
    """The service that sends events of a kind; "" where it isn't known."""
    return next((source for source, kinds in DETAIL_TYPES.items() if kind in kinds), "")


def _detail_type(pattern: Value) -> Iterator[Wrong]:
    sources, types = plain(at(pattern, "source")), plain(at(pattern, "detail-type"))
    if sources is None or types is None or len(sources) != 1 or sources[0] not in DETAIL_TYPES:
        return
    known = DETAIL_TYPES[sources[0]]
    others = [_sender(name) for name in types]
    if all(other and other != sources[0] for other in others):
        yield (
            ("source", 0),
            f"the source {sources[0]} and the detail-type {types[0]}",
            f"{types[0]} is sent by {others[0]}",
            f"write source: [{others[0]}], or a detail-type of {sources[0]} such as {known[1]}",
            Severity.ERROR,
        )
        return
    meant = [_kind(name, known) for name in types]
    near = get_close_matches(types[0], known, n=1, cutoff=_NEAR) if len(types) == 1 and not meant[0] else []
    if len(types) == 1 and not meant[0] and not near and len(types[0].split()) > 1:
        # A word is left out.
        near = [item for item in known if set(types[0].split()) < set(item.split())]
        near = near if len(near) == 1 else []
    if near and types[0] not in known:
        mend = f'write detail-type: ["{near[0]}"]'
        why = f"{sources[0]} sends {near[0]}"
        yield ("detail-type", 0), f"the detail-type {types[0]}", why, mend, Severity.WARNING
        return
    # One that is in no list here may be a new one; and where one of several is right, the rule matches.
    if not all(meant) or any(name == right for name, right in zip(types, meant, strict=True)):
        return
    yield (
        ("detail-type", 0),
        f"the detail-type {types[0]}",
        f"{sources[0]} sends {meant[0]}, with these capitals and spaces",
        f'write detail-type: ["{meant[0]}"]',
        Severity.ERROR,
    )


def _kind(name: str, known: Sequence[str]) -> str:
    """The kind of event that a text means; "" where it means none of these."""
    told = name.lower().replace(" ", "").removeprefix("s3:")
    notified = next((right for begin, right in OF_NOTIFICATIONS.items() if told.startswith(f"{begin}:")), "")
    notified = notified or OF_CALLS.get(told, "")
    if notified in known:
        return notified
    bare = _letters(name)
    return next((item for item in known if bare in (_letters(item), f"s3{_letters(item)}")), "")


def _bus(inquiry: Inquiry, rule: Resource, pattern: Value) -> Iterator[Wrong]:
    """Events of AWS services come to the default bus, and to another one only where a rule sends them on."""
    bus, given = inquiry.find(rule.get("EventBusName"), BUS), rule.get("EventBusName")
    sources = plain(at(pattern, "source")) or []
    # A partner's events come to a bus of their own.
    services = [name for name in sources if name.startswith("aws.") and not name.startswith("aws.partner/")]
    elsewhere = isinstance(given, str) and given.rpartition("/")[2] not in ("", "default")
    if not elsewhere or not sources or len(services) != len(sources):
        return
    for other in inquiry.system.of_type(RULE) if bus is not None else ():
        if any(inquiry.find(at(item, "Arn"), BUS) is bus for item in as_list(other.get("Targets"))):
            return
    yield (
        ("source",),
        f"the source {sources[0]} on {bus.logical_id if bus is not None else f'the event bus {as_text(given)}'}",
        "events of AWS services are sent to the default event bus, and no rule here sends them on",
        f"leave EventBusName out of {rule.logical_id}",
        Severity.WARNING,
    )


def _task(inquiry: Inquiry, pattern: Value) -> Iterator[Wrong]:
    """An event of ECS names the cluster and the task definition by their ARNs, and statuses in capitals."""
    yield from _task_fields(pattern)
    yield from _stop_code(pattern)
    yield from _group(inquiry, pattern)
    for key, kind in (("clusterArn", CLUSTER), ("taskDefinitionArn", "AWS::ECS::TaskDefinition")):
        values = plain(at(pattern, "detail", key))
        if values and not any(value.startswith("arn:") for value in values):
            found = inquiry.find(values[0], kind) or _of_family(inquiry, values[0], key)
            by_ref = found is not None and found.physical_id == found.arn
            written = f"!Ref {found.logical_id}" if found and by_ref else _other_arn(found, key)
            why = "in an event of ECS this is an ARN, not a name"
            yield ("detail", key, 0), f"the {key} {values[0]}", why, f"write {key}: [{written}]", Severity.ERROR
    for key in ("lastStatus", "desiredStatus"):
        values = plain(at(pattern, "detail", key))
        if values and not any(value in TASK_STATUSES for value in values):
            sure = values[0].upper() in TASK_STATUSES
            why = "a task's status is one of RUNNING, STOPPED and some between, in capitals"
            mend = f"write {key}: [{values[0].upper() if sure else 'STOPPED'}]"
            severity = Severity.ERROR if sure else Severity.WARNING
            yield ("detail", key, 0), f"the {key} {values[0]}", why, mend, severity


def _stop_code(pattern: Value) -> Iterator[Wrong]:
    """A code by which no task stops, and one of a name that is nearly that."""
    codes = plain(at(pattern, "detail", "stopCode"))
    near = get_close_matches(codes[0], STOP_CODES, n=1, cutoff=_LIKE) if codes else []
    if codes and near and not any(code in STOP_CODES for code in codes):
        why = f"a task stops with one of {', '.join(STOP_CODES)}"
        mend = f"write stopCode: [{near[0]}]"
        yield ("detail", "stopCode", 0), f"the stopCode {codes[0]}", why, mend, Severity.WARNING


def _group(inquiry: Inquiry, pattern: Value) -> Iterator[Wrong]:
    """A family or a service by its bare name: the group of a task says which of them it is, unless it is given one.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html (group; read 2026-11-30)
    """
    groups = plain(at(pattern, "detail", "group")) or []
    if not groups or any(":" in name for name in groups):
        return
    given = {as_text(item.get("EcsParameters", "Group")) for item in inquiry.placements}
    families = {as_text(item.get("Family")) for item in inquiry.definitions}
    services = {as_text(item.get("ServiceName")) for item in inquiry.system.of_type("AWS::ECS::Service")}
    name = groups[0]
    kind = "family" if name in families else "service" if name in services else ""
    if kind and name not in given:
        why = f"the group of such a task is {kind}:{name}"
        mend = f'write group: ["{kind}:{name}"]'
        yield ("detail", "group", 0), f"the group {name}", why, mend, Severity.WARNING


def _task_fields(pattern: Value) -> Iterator[Wrong]:
    """Fields of an event about a task, whose capitals count, and what people take for one."""
    detail = at(pattern, "detail")
    if plain(at(pattern, "detail-type")) != [TASK_CHANGE] or not isinstance(detail, dict):
        return
    for key, value in detail.items():
        if key in TASK_FIELDS or key == "$or" or may_lack(value):
            continue
        meant = next((name for name in TASK_FIELDS if _letters(name) == _letters(key)), "")
        other = meant or NO_TASK_FIELDS.get(_letters(key), "")
        if other:
            severity = Severity.ERROR if meant else Severity.WARNING
            why = f"in an event about a task this is detail.{other.partition(':')[0]}"
            yield ("detail", key), f"a field detail.{key}", why, f"write {other}", severity


def _of_family(inquiry: Inquiry, family: str, key: str) -> Resource | None:
    """The task definition of a family, where a pattern is to name one."""
    own = inquiry.definitions if key == "taskDefinitionArn" else ()
    return next((item for item in own if item.get("Family") == family), None)


def _other_arn(found: Resource | None, key: str) -> str:
    """How one writes the ARN of a cluster, or of a task definition that is in no template."""
    if found is None and key == "taskDefinitionArn":
        return "the ARN of the task definition"
    return f"!GetAtt {found.logical_id if found is not None else 'CLUSTER'}.Arn"


CHECK = Check(
    "TRI041",
    Severity.ERROR,
    Question.TRIGGER,
    "A rule waits for events that nobody sends",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html "
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html",
    _unmatched,
)
