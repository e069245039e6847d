"""Whether a volume names a file system and an access point by their ids, and the one belongs to the other.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_volumes import ACCESS_POINT, FILE_SYSTEM, TASK_STOPS
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at


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
            yield from _belongs(inquiry, definition, path, content)


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
