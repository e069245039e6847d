"""What a state machine's states hand to each other, followed on paper as far as it is certain.

A state looks up paths in its input, and what it answers takes the place of that input unless ResultPath says otherwise:
what the next states look up is gone then. So the flow is walked from its start as long as it is the only way (a Choice
ends the walk), with what is known of the data: values of the input, and the keys of what an integration answers.

Sources (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html
(the order of the filters), https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultpath.html ("If you
don't specify a ResultPath, the default behavior is the same as $"),
https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-intrinsic-functions.html; the answers:
the API references of DynamoDB, SNS, SQS, EventBridge, Lambda and ECS (RunTask; Task for .sync, as
https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html has it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.state_machines import Machine
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_text, at

# Nothing is known of it.
ANY = object()
# What a catcher gets: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html (2026-11-30)
_ERROR = ("Error", "Cause")
_ITEM = re.compile(r"\$\$\.Map\.Item\.Value((?:\.[A-Za-z_][\w-]*|\['[^']+'\])+)\Z")
_NEAR = 0.75
_PATH = re.compile(r"(?<![\w$])\$(?![\w$])((?:\.[A-Za-z_][\w-]*|\['[^']+'\]|\[\d+\])*)(?P<more>[.\[]?)")
_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'")
_STEP = re.compile(r"\.([A-Za-z_][\w-]*)|\['([^']+)'\]|\[(\d+)\]")
_METADATA = ("SdkHttpMetadata", "SdkResponseMetadata")
_WRITTEN = ("Attributes", "ConsumedCapacity", "ItemCollectionMetrics")
_TASK = (
    "Attachments", "Attributes", "AvailabilityZone", "CapacityProviderName", "ClusterArn", "Connectivity",
    "ConnectivityAt", "ContainerInstanceArn", "Containers", "Cpu", "CreatedAt", "DesiredStatus",
    "EnableExecuteCommand", "EphemeralStorage", "ExecutionStoppedAt", "FargateEphemeralStorage", "Group",
    "HealthStatus", "InferenceAccelerators", "LastStatus", "LaunchType", "Memory", "Overrides", "PlatformFamily",
    "PlatformVersion", "PullStartedAt", "PullStoppedAt", "StartedAt", "StartedBy", "StopCode", "StoppedAt",
    "StoppedReason", "StoppingAt", "Tags", "TaskArn", "TaskDefinitionArn", "Version",
)  # fmt: skip
_ANSWERS: Mapping[str, tuple[str, ...]] = {
    "dynamodb:putItem": _WRITTEN,
    "dynamodb:updateItem": _WRITTEN,
    "dynamodb:deleteItem": _WRITTEN,
    "dynamodb:getItem": ("ConsumedCapacity", "Item"),
    "ecs:runTask": ("Failures", "Tasks"),
    "ecs:runTask.sync": _TASK,
    "events:putEvents": ("Entries", "FailedEntryCount"),
    "lambda:invoke": ("ExecutedVersion", "FunctionError", "LogResult", "Payload", "StatusCode"),
    "sns:publish": ("MessageId", "SequenceNumber"),
    "sqs:sendMessage": (
        "MD5OfMessageAttributes", "MD5OfMessageBody", "MD5OfMessageSystemAttributes", "MessageId", "SequenceNumber",
    ),
}  # fmt: skip
_INTEGRATION = re.compile(r"arn:[a-z-]*:states:::(?:aws-sdk:)?([a-z]+:[A-Za-z]+(?:\.\w+)?)\Z")
_MOST_STATES, _DEEPEST = 200, 20


class Open(Struct, frozen=True):
    """An object of which only the keys are known that it can have. ``by`` is the state that answered it."""

    keys: tuple[str, ...]
    by: str = ""


class _Made(dict[str, object]):
    """An object that the state ``by`` put together: all of it, or only ``keys`` of it."""

    by = ""
    keys_of_it: tuple[str, ...] = ()


class Lost(Struct, frozen=True):
    """A state looks up ``path``, and ``key`` is in nothing that it is given: that has ``there``.

    ``place`` is where the path stands in the definition. ``by`` is the state that put its answer in the place of what
    was there; "" where the execution was started without it.
    """

    state: str
    place: PropertyPath
    path: str
    key: str
    there: tuple[str, ...]
    by: str
    by_place: PropertyPath = ()
    listed: bool = False
    """Whether the path leads somewhere, but not to the list that a Map goes through."""
    own: str = ""
    """The state that put together what was looked into; "" where the execution was started with it."""
    caught: str = ""
    """The state whose error led here; "" on the way without one."""


def lost_paths(machine: Machine, given: object) -> Iterator[Lost]:
    """The paths that are certain to lead nowhere when a machine is started with ``given``."""
    if as_text(at(machine.content, "QueryLanguage")) == "JSONata":
        return
    yield from _walk(machine.content, (), given, {}, 0)


def _walk(flow: Value, path: PropertyPath, data: object, places: dict[str, PropertyPath], depth: int) -> Iterator[Lost]:
    name, seen = as_text(at(flow, "StartAt")), set[str]()
    while depth < _DEEPEST and name and name not in seen and len(seen) < _MOST_STATES:
        seen.add(name)
        state = at(flow, "States", name)
        if not isinstance(state, dict) or as_text(state.get("QueryLanguage")) == "JSONata":
            return
        place: PropertyPath = (*path, "States", name)
        places[name] = place
        lost, out = _State(name, state, place, places, depth).run(data)
        yield from lost
        if not lost:
            yield from _caught(flow, path, name, data, places, depth)
        if lost or as_text(state.get("Type")) in ("Choice", "Fail", "Succeed") or state.get("End") is True:
            return
        data, name = out, as_text(state.get("Next"))


def _caught(
    flow: Value, path: PropertyPath, name: str, data: object, places: dict[str, PropertyPath], depth: int
) -> Iterator[Lost]:
    """What the state looks up that a catcher leads to: it is given the error, in the place that ResultPath says."""
    for catcher in _listed(at(flow, "States", name, "Catch")):
        following, where = as_text(at(catcher, "Next")), at(catcher, "ResultPath")
        state = at(flow, "States", following)
        if not isinstance(state, dict) or not isinstance(catcher, dict):
            continue
        error: object = Open(_ERROR)
        if "ResultPath" not in catcher or where == "$":
            given = error
        else:
            given = data if where is None else _put(data, where, error, name)
        lost, _ = _State(following, state, (*path, "States", following), places, depth).run(given)
        for item in lost:
            yield replace(item, caught=name)


class _State:
    """One state with its filters, in the order in which they apply."""

    def __init__(
        self, name: str, state: dict[str, Value], place: PropertyPath, places: dict[str, PropertyPath], depth: int
    ) -> None:
        self.name, self.state, self.place, self.places, self.depth = name, state, place, places, depth
        self.kind = as_text(state.get("Type"))
        self.lost: list[Lost] = []
        self.item: object = ANY

    def run(self, data: object) -> tuple[list[Lost], object]:
        raw = data
        data = self._filtered("InputPath", data)
        for key in ("SecondsPath", "TimestampPath", "TimeoutSecondsPath", "HeartbeatSecondsPath"):
            if isinstance(path := self.state.get(key), str):
                self._look_up(path, data, key)
        if self.kind == "Choice":
            self._chosen(data)
        result = self._result(data)
        if self.kind not in ("Task", "Pass", "Map", "Parallel"):
            return self.lost, self._filtered("OutputPath", data)
        if isinstance(chosen := self.state.get("ResultSelector"), dict):
            result = self._template(chosen, result, ("ResultSelector",))
        where = self.state.get("ResultPath", "$")
        if where is None:
            out = raw
        elif where == "$":
            out = result
        else:
            out = _put(raw, where, result, self.name)
        return self.lost, self._filtered("OutputPath", out)

    def _result(self, data: object) -> object:
        if self.kind == "Map":
            return self._mapped(data)
        parameters = self.state.get("Parameters")
        if parameters is not None and self.kind in ("Task", "Pass", "Parallel"):
            data = self._template(parameters, data, ("Parameters",))
        if self.kind == "Parallel":
            for index, branch in enumerate(_listed(self.state.get("Branches"))):
                self.lost += _walk(branch, (*self.place, "Branches", index), data, self.places, self.depth + 1)
            return ANY
        if self.kind == "Pass":
            return self.state.get("Result", data)
        match = _INTEGRATION.match(as_text(self.state.get("Resource")))
        keys = _ANSWERS.get(match[1]) if match else None
        return Open((*keys, *_METADATA), self.name) if keys is not None else ANY

    def _chosen(self, data: object) -> None:
        """What the first rule of a Choice compares: only a rule that asks whether it is there may do without."""
        rules = _listed(self.state.get("Choices"))
        path = at(rules[0], "Variable") if rules else None
        if isinstance(path, str) and not any(at(rule, "IsPresent") is not None for rule in rules):
            self._look_up(path, data, "Choices", 0, "Variable")

    def _mapped(self, data: object) -> object:
        if self.state.get("ItemReader") is not None:
            return ANY
        path = self.state.get("ItemsPath", "$")
        items = self._look_up(path, data, "ItemsPath") if isinstance(path, str) else ANY
        if self.lost:
            return ANY
        wide = as_text(at(self.state, "ItemProcessor", "ProcessorConfig", "Mode")) == "DISTRIBUTED"
        if isinstance(items, str | int | float | bool) or (isinstance(items, dict | Open) and not wide):
            there = tuple(items) if isinstance(items, dict) else items.keys if isinstance(items, Open) else ()
            by = items.by if isinstance(items, Open) else ""
            self._lose("ItemsPath", as_text(path), "", there, by, "", listed=True)
            return ANY
        inner = "ItemProcessor" if self.state.get("ItemProcessor") is not None else "Iterator"
        chosen, key = self.state.get("ItemSelector"), "ItemSelector"
        if chosen is None:
            chosen, key = self.state.get("Parameters"), "Parameters"
        given: object = items[0] if isinstance(items, list) and items else ANY
        if chosen is not None:
            self.item = given
            given = self._template(chosen, data, (key,))
        if self.state.get("ItemBatcher") is not None:
            # Batches of items have keys of their own.
            given = ANY
        if items != [] and not self.lost:
            self.lost += _walk(self.state.get(inner), (*self.place, inner), given, self.places, self.depth + 1)
        return ANY

    def _filtered(self, key: str, data: object) -> object:
        if key not in self.state:
            return data
        path = self.state[key]
        if path is None:
            return {}
        return self._look_up(path, data, key) if isinstance(path, str) else ANY

    def _template(self, value: Value, data: object, path: PropertyPath) -> object:
        """A payload template with its paths looked up."""
        match value:
            case dict():
                made = _Made()
                made.by = self.name
                for key, item in value.items():
                    if key.endswith(".$"):
                        made[key[:-2]] = self._look_up(item, data, *path, key) if isinstance(item, str) else ANY
                    else:
                        made[key] = self._template(item, data, (*path, key))
                return made
            case list():
                return [self._template(item, data, (*path, index)) for index, item in enumerate(value)]
            case str() | int() | float() | bool() | None:
                return value
            case _:
                return ANY

    def _look_up(self, text: str, data: object, *path: str | int) -> object:
        """What a path leads to, or the paths in an intrinsic function do."""
        if text.startswith("$$"):
            item = _ITEM.match(text)
            found, lost = _follow(self.item, item[1]) if item is not None else (ANY, None)
            if lost is not None:
                self._lose(*path, text, *lost)
            return found
        whole: object = ANY
        # A text within a function is no path.
        bare = _LITERAL.sub("''", text) if text.startswith("States.") else text
        for match in _PATH.finditer(bare):
            found, lost = _follow(data, match[1])
            if lost is not None:
                self._lose(*path, text, *lost)
                return ANY
            # Behind a wildcard or a filter, and within a function, it is something else.
            whole = found if match[0] == text and not match["more"] else ANY
        return whole

    def _lose(self, *where: object, listed: bool = False) -> None:
        *path, text, key, there, by, own = where
        place: PropertyPath = (*self.place, *(part for part in path if isinstance(part, str | int)))
        keys = there if isinstance(there, tuple) else ()
        self.lost.append(
            Lost(self.name, place, str(text), str(key), keys, str(by), self.places.get(str(by), ()), listed, str(own))
        )


def _follow(data: object, steps: str) -> tuple[object, tuple[str, tuple[str, ...], str, str] | None]:
    """What stands at the end of some steps; what is lacking where there is nothing, with what is there instead.

    With that goes the state whose answer stands there, and the one that put together what does.
    """
    for step in _STEP.finditer(steps):
        key = step[1] or step[2]
        if isinstance(data, Open) and key is not None:
            if key not in data.keys:
                return ANY, (key, data.keys, data.by, "")
            data = ANY
        elif isinstance(data, dict) and key is not None:
            if key not in data:
                return ANY, (key, tuple(data), "", _owner(data, key))
            data = data[key]
        elif isinstance(data, list) and step[3] is not None and int(step[3]) < len(data):
            data = data[int(step[3])]
        else:
            # A list's or a text's keys are told otherwise.
            return ANY, None
    return data if isinstance(data, dict | list | str | int | float | bool | Open) else ANY, None


def _owner(data: dict[str, object], key: str) -> str:
    """The state that put an object together, or that put something into it which a key nearly names."""
    if not isinstance(data, _Made):
        return ""
    return data.by if not data.keys_of_it or get_close_matches(key, data.keys_of_it, 1, _NEAR) else ""


def _put(data: object, where: Value, result: object, by: str) -> object:
    """The input with a result of the state ``by`` at a path of it."""
    steps = list(_STEP.finditer(where)) if isinstance(where, str) and where.startswith("$.") else []
    if not steps or not isinstance(data, dict) or any(step[1] is None for step in steps):
        if isinstance(data, Open) and steps and steps[0][1]:
            return Open((*data.keys, steps[0][1]), data.by)
        return ANY
    key, rest = steps[0][1], steps[1:]
    made = _Made({**data, key: result if not rest else ANY})
    whole = isinstance(data, _Made) and not data.keys_of_it
    made.by, made.keys_of_it = by, () if whole else (*(data.keys_of_it if isinstance(data, _Made) else ()), key)
    return made


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []
