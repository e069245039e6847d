"""Which value of a parameter gives a thing the name that is written out elsewhere.

A parameter without a value is a word of its own in names (``name_parts``): a container that is called ``!Ref Service``
is another one than the ``web`` of a load balancer, and is the same one as soon as somebody gives ``Service=web``. So
for a text there are the values with which something of the template would be called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from seatrial.model.system import System
from seatrial.model.value import as_list, as_text, at
from seatrial.readers.cloudformation.name_parts import OWN_NAMES

_TASK_DEFINITION = "AWS::ECS::TaskDefinition"
# An ARN's service, and what follows its account; the name is all of that, or what follows a slash or a colon of it.
_ARN = re.compile(r"arn:[^:]*:([^:]*):[^:]*:[^:]*:(.+)")
_CUTS = re.compile(r"[:/]")
# What follows here without a slash begins with one: parameter${Flags} is for /desk/flags.
_OF_PATH = re.compile(r"parameter([^/*].*)")
# Under these keys stands what one kind of things is called; "" is the containers of task definitions.
_ONE_KIND = {
    "AlarmNames": "AWS::CloudWatch::Alarm",
    "Cluster": "AWS::ECS::Cluster",
    "ClusterName": "AWS::ECS::Cluster",
    "ContainerName": "",
    "SourceContainer": "",
    "TaskDefinition": _TASK_DEFINITION,
    "awslogs-group": "AWS::Logs::LogGroup",
}
# Here it may be of several kinds, or stand in JSON that is written as text.
_SEVERAL_KINDS = ("DefinitionString", "Input", "Name", "ResourceId", "Value", "ValueFrom")
_CALLED = re.compile(r'"name"\s*:\s*"([^"\\]+)"', re.IGNORECASE)
_QUOTED = re.compile(r'"([^"\\]+)"')


def values_of_words(
    system: System, words: Mapping[str, str], texts: Iterable[tuple[str, str]]
) -> Iterator[dict[str, str]]:
    """``words`` has the parameter of each word, ``texts`` are each with the key that it stands under. Every answer is
    told once, those for the first text first.
    """
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    names = [(kind, name) for kind, name in _names(system) if pattern.search(name)]
    told: list[dict[str, str]] = []
    for key, text in texts:
        for kinds, part in _parts(key, text):
            for kind, name in names:
                found = _values(name, pattern, part) if kinds is None or kinds.fullmatch(kind) else None
                if found is None:
                    continue
                # A word that is its own value stands in the name by chance.
                values = {words[word]: value for word, value in found.items() if value != word}
                if values and values not in told:
                    told.append(values)
                    yield values


def _names(system: System) -> Iterator[tuple[str, str]]:
    """What the template's own things are called, each with its type; "" for containers."""
    for resource in system.resources.values():
        yield from ((resource.type, as_text(resource.get(key))) for key in OWN_NAMES if resource.get(key) is not None)
        if resource.type == _TASK_DEFINITION:
            yield from (("", as_text(at(item, "Name"))) for item in as_list(resource.get("ContainerDefinitions")))


def _parts(key: str, text: str) -> Iterator[tuple[re.Pattern[str] | None, str]]:
    """What in a text may be a name, and of which types of things; None for those of any."""
    if arn := _ARN.fullmatch(text):
        kinds = re.compile(rf"AWS::{re.escape(arn[1])}::.*", re.IGNORECASE)
        yield kinds, arn[2]
        if arn[1] == "ssm" and (parameter := _OF_PATH.fullmatch(arn[2])) is not None:
            yield kinds, f"/{parameter[1]}"
        for cut in _CUTS.finditer(arn[2]):
            rest = arn[2][cut.end() :]
            # A revision, or whatever it is of the thing.
            yield from ((kinds, part) for part in dict.fromkeys((rest, rest.partition(":")[0])) if part)
    elif key in _ONE_KIND:
        yield re.compile(re.escape(_ONE_KIND[key])), text
    elif key in _SEVERAL_KINDS:
        parts = dict.fromkeys((text, *_CALLED.findall(text), *_QUOTED.findall(text), *text.split("/")[1:]))
        yield from ((None, part) for part in parts)


def _values(name: str, pattern: re.Pattern[str], text: str) -> dict[str, str] | None:
    """What stands in a text for each word of a name; None where the text isn't of that form."""
    form, end = "", 0
    words: list[str] = []
    # Only what is nothing else may be a path.
    one = "[^:]+" if pattern.fullmatch(name) else "[^:/]+?"
    for match in pattern.finditer(name):
        form += re.escape(name[end : match.start()])
        form += f"(?P=_{words.index(match[0])})" if match[0] in words else f"(?P<_{len(words)}>{one})"
        words += [match[0]] if match[0] not in words else []
        end = match.end()
    form += re.escape(name[end:])
    fixed, star, _ = text.partition("*")
    # What a star stands for may be the end of the name.
    for whole in (fixed + name[cut:] for cut in range(len(name) + 1)) if star else (text,):
        found = re.fullmatch(form, whole)
        if found is not None:
            return {word: found[f"_{number}"] for number, word in enumerate(words)}
    return None
