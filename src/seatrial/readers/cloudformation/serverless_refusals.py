"""Where the serverless transform's refusals are meant, and what mends them: by the translator's own words.

It names a resource, an event or a property in its text; a resource that it was just making from an event has the name
of both. Source of the words: samtranslator.model.exceptions and samtranslator.validator, as they are installed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from seatrial.model.span import PropertyPath, Span
from seatrial.readers.cloudformation.nodes import MappingNode, Node, SequenceNode

_GUIDE = "see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
_GLOBALS = re.compile(
    r"'(?P<key>\w+)' is not a supported property of '(?P<of>\w+)'\..*\[(?P<known>[^\]]*)\]", re.DOTALL
)
_EVENT = re.compile(r"Event with id \[(?P<event>\w+)\] is invalid\.")
_TYPE = re.compile(r"Event Type is: (?P<given>[^.]+)\.")
_LACKING = re.compile(r"required parameters of template '(?P<template>\w+)' don't have values: \[(?P<keys>[^\]]*)\]")
_POLICY = re.compile(r"Policy at index (?P<index>\d+) in the 'Policies' property")
_UNKNOWN = re.compile(r"property (?P<key>\w+) not defined for resource of type (?P<type>\S+)")
_MISSING = re.compile(r"Missing required property '(?P<key>\w+)'")


class Refused(Struct, frozen=True):
    """Where a refusal is meant: ``logical_id`` and ``path`` of the template as it is written, and ``mend``."""

    logical_id: str
    path: PropertyPath
    span: Span
    mend: str = _GUIDE


def placed(cause: Any, root: MappingNode) -> Refused:
    """Where one of the translator's causes is meant in the template."""
    text, name = str(getattr(cause, "message", cause)), str(getattr(cause, "_logical_id", "") or "")
    if (found := _GLOBALS.search(text)) is not None:
        near = _near(found["key"], re.findall(r"'(\w+)'", found["known"]))
        path: PropertyPath = ("Globals", found["of"], found["key"])
        return Refused("", path, _span(root, path), f"write {near}" if near else f"leave {found['key']} out of Globals")
    resources = root.get("Resources")
    if not isinstance(resources, MappingNode):
        return Refused(name, (), root.span)
    owner = max((item for item in resources.entries if name.startswith(item)), key=len, default="")
    where = resources.keys.get(owner, root.span)
    node = resources.entries.get(owner)
    if not owner or node is None:
        return Refused(name, (), where)
    path, mend = _within(text, name.removeprefix(owner), node)
    return Refused(owner, path, _span(node, ("Properties", *path)) if path else where, mend or _GUIDE)


def _within(text: str, rest: str, node: Node) -> tuple[PropertyPath, str]:
    """The property that a text is about, and what mends it."""
    event = _EVENT.search(text)
    named = event["event"] if event is not None else _event(rest, node)
    path: PropertyPath = ("Events", named) if named else ()
    if (policy := _POLICY.search(text)) is not None:
        return _policy(node, int(policy["index"]))
    if (lacking := _LACKING.search(text)) is not None:
        return _lacking(node, lacking["template"], re.findall(r"'(\w+)'", lacking["keys"]))
    if (kind := _TYPE.search(text)) is not None and path:
        near = _near(kind["given"], _event_types())
        return (*path, "Type"), f"write {near}" if near else ""
    inner: PropertyPath = ("Properties",) if path else ()
    if (unknown := _UNKNOWN.search(text)) is not None:
        known = _known(unknown["type"])
        near = next((item for item in known if item.endswith(unknown["key"])), "") or _near(unknown["key"], known)
        near = near or next((item for item in known if item.startswith(unknown["key"])), "")
        key = unknown["key"]
        return (*path, *inner, key), f"write {near} in place of {key}" if near else f"leave {key} out"
    if (missing := _MISSING.search(text)) is not None:
        return (*path, *inner), f"add {missing['key']}" + (f" to the event {named}" if named else "")
    return path, ""


def _policy(node: Node, index: int) -> tuple[PropertyPath, str]:
    given = _at(node, ("Properties", "Policies", index))
    name = next(iter(given.entries), "") if isinstance(given, MappingNode) else ""
    near = _near(name, _templates()) if name else ""
    return ("Policies", index, *((name,) if name else ())), f"write {near} in place of {name}" if near else ""


def _lacking(node: Node, template: str, keys: Sequence[str]) -> tuple[PropertyPath, str]:
    listed = _at(node, ("Properties", "Policies"))
    for index, item in enumerate(listed.items if isinstance(listed, SequenceNode) else ()):
        if isinstance(item, MappingNode) and template in item.entries:
            given = item.entries[template]
            others = list(given.entries) if isinstance(given, MappingNode) else []
            mend = f"write {keys[0]} in place of {others[0]}" if len(others) == len(keys) == 1 else f"add {keys[0]}"
            return ("Policies", index, template), mend
    return ("Policies",), ""


def _event(rest: str, node: Node) -> str:
    """The event from which a resource of that name is made."""
    events = _at(node, ("Properties", "Events"))
    names = events.entries if isinstance(events, MappingNode) and rest else ()
    return max((item for item in names if rest.startswith(item)), key=len, default="")


def _known(kind: str) -> list[str]:
    """The properties of a type of resource or of event."""
    from samtranslator.model import sam_resources
    from samtranslator.model.eventsources import pull, push, scheduler

    for module in (push, pull, scheduler, sam_resources):
        for item in vars(module).values():
            if getattr(item, "resource_type", None) == kind:
                return [*getattr(item, "property_types", {})]
    return []


def _event_types() -> list[str]:
    from samtranslator.model.eventsources import pull, push, scheduler

    made = (item for module in (push, pull, scheduler) for item in vars(module).values())
    return sorted({str(kind) for item in made if (kind := getattr(item, "resource_type", None))})


def _templates() -> list[str]:
    from samtranslator.policy_template_processor.processor import PolicyTemplatesProcessor

    return [*PolicyTemplatesProcessor.get_default_policy_templates_json()["Templates"]]


def _near(given: str, known: Sequence[str]) -> str:
    same = [item for item in known if item.lower() == given.lower()]
    begun = [item for item in known if item.startswith(given)]
    return next(iter(same or get_close_matches(given, known, 1, 0.7) or begun), "")


def _at(node: Node | None, path: PropertyPath) -> Node | None:
    for part in path:
        if isinstance(node, MappingNode) and isinstance(part, str):
            node = node.entries.get(part)
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            return None
    return node


def _span(node: Node, path: PropertyPath) -> Span:
    """The place of the last part of a path that stands in the text."""
    span = node.span
    for part in path:
        if isinstance(node, MappingNode) and isinstance(part, str) and part in node.entries:
            span, node = node.keys.get(part, node.span), node.entries[part]
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            span = node.span
        else:
            break
    return span
