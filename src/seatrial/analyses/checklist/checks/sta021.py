"""Whether a volume names a file system and an access point by their ids, and the one belongs to the other.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.empty_parameters import given_in_place
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_volumes import ACCESS_POINT, FILE_SYSTEM, TASK_STOPS
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at

# https://docs.aws.amazon.com/efs/latest/ug/API_CreateAccessPoint.html (read 2026-11-30)
_IDS = {FILE_SYSTEM: re.compile("fs-[0-9a-f]{8,40}|arn:.*"), ACCESS_POINT: re.compile("(fsap-[0-9a-f]{8,40}|arn:.*)?")}


def _identities(inquiry: Inquiry) -> Iterator[Said]:
    """File system and access point by their ids, of which one belongs to the other."""
    for definition in inquiry.definitions:
        for index, item in enumerate(as_list(definition.get("Volumes"))):
            path: PropertyPath = ("Volumes", index, "EFSVolumeConfiguration")
            content = at(item, "EFSVolumeConfiguration")
            for keys, type, other in (
                (("FilesystemId",), FILE_SYSTEM, ACCESS_POINT),
                (("AuthorizationConfig", "AccessPointId"), ACCESS_POINT, FILE_SYSTEM),
            ):
                value = at(content, *keys)
                if (swapped := inquiry.find(value, other)) is not None:
                    yield _other_kind(inquiry, definition, (*path, *keys), as_text(at(item, "Name")), swapped)
                thing = inquiry.find(value, type)
                if thing is not None and as_text(value).startswith("arn:"):
                    yield Found(
                        definition,
                        (*path, *keys),
                        f"{as_text(at(item, 'Name'))} of {definition.logical_id} names {thing.logical_id} by its ARN",
                        f"{keys[-1]} takes a file system or access point ID: ECS finds nothing to mount",
                        f"write !Ref {thing.logical_id}",
                    )
                elif thing is None and swapped is None and isinstance(value, str) and not _IDS[type].fullmatch(value):
                    yield _no_id(inquiry, definition, (*path, *keys), as_text(at(item, "Name")), value)
            yield from _belongs(inquiry, definition, path, content)


def _no_id(inquiry: Inquiry, definition: Resource, path: PropertyPath, volume: str, value: str) -> Found:
    """What is not the id of any file system or access point: mostly the empty default of a parameter."""
    kind = "an access point" if path[-1] == "AccessPointId" else "a file system"
    given = "" if value else given_in_place(inquiry, "", "")
    return Found(
        definition,
        path,
        f"{volume} of {definition.logical_id} names no {kind.partition(' ')[2]}: {path[-1]} is {value or 'empty'}",
        f"the ID of {kind} is {'fsap' if path[-1] == 'AccessPointId' else 'fs'}- and hexadecimal digits, {TASK_STOPS}",
        f"give the empty parameter that it comes from a value ({given})" if given else f"write the ID of {kind}",
    )


def _other_kind(inquiry: Inquiry, definition: Resource, path: PropertyPath, volume: str, named: Resource) -> Found:
    """An access point in the place of its file system, or the other way round."""
    kind, wanted = (
        ("a file system", "an access point") if named.type == FILE_SYSTEM else ("an access point", "a file system")
    )
    system = inquiry.find(named.get("FileSystemId"), FILE_SYSTEM)
    of = f"write !Ref {system.logical_id}" if system is not None else f"write the ID of {wanted}"
    return Found(
        definition,
        path,
        f"{volume} of {definition.logical_id} names {named.logical_id}, {kind}, in the place of {wanted}",
        f"{path[-1]} takes the ID of {wanted}, {TASK_STOPS}",
        f"{of}, and {named.logical_id} as AccessPointId in AuthorizationConfig" if system is not None else of,
    )


def _belongs(inquiry: Inquiry, definition: Resource, path: PropertyPath, content: Value) -> Iterator[Said]:
    point = inquiry.find(at(content, "AuthorizationConfig", "AccessPointId"), ACCESS_POINT)
    system = inquiry.find(at(content, "FilesystemId"), FILE_SYSTEM)
    of = point.get("FileSystemId") if point is not None else None
    if point is None or system is None or isinstance(of, Unknown) or of in (system.physical_id, system.arn):
        return
    owner = inquiry.find(of, FILE_SYSTEM)
    yield Found(
        definition,
        (*path, "AuthorizationConfig", "AccessPointId"),
        f"{point.logical_id} is an access point of {owner.logical_id if owner else as_text(of)}, not of "
        f"{system.logical_id}",
        f"an access point only opens its own file system, {TASK_STOPS}",
        f"use an access point of {system.logical_id}, or set FileSystemId of {point.logical_id} to it",
    )


CHECK = Check(
    "STA021",
    Severity.ERROR,
    Question.START,
    "A volume names no valid file system, or an access point of another one",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html",
    _identities,
)
