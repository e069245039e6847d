"""Which document answers which path at 169.254.170.2, and what is said where there is none.

The texts of refusals are the ECS agent's own. A task's server knows the tokens and the credentials of that task alone,
so whatever another task has is unknown here.

Source: https://github.com/aws/amazon-ecs-agent, ecs-agent/tmds/handlers and agent/handlers/v4 (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from msgspec import Struct, field

from seatrial.runtimes.twin.decide.task_credentials import Credentials
from seatrial.runtimes.twin.decide.task_metadata import (
    Document,
    TaskState,
    container_document,
    docker_id,
    task_document,
)

Stats = Callable[[str], "Document | None"]


class Known(Struct, frozen=True):
    """What the server of one task may say. ``tokens`` are token → container; ``stats`` gives a container's, by name."""

    task: TaskState
    tokens: Mapping[str, str]
    credentials: Mapping[str, Credentials] = field(default_factory=dict)
    stats: Stats = lambda _container: None


class Answer(Struct, frozen=True):
    """``body`` is JSON, or text where ``plain``."""

    status: int
    body: object
    plain: bool = False


NOT_FOUND = Answer(404, "404 page not found\n", plain=True)


def answer(method: str, target: str, known: Known, now: float) -> Answer:
    """The answer to one request."""
    parts = urlsplit(target)
    match [unquote(part) for part in parts.path.strip("/").split("/")]:
        case _ if method not in ("GET", "HEAD"):
            return Answer(405, "", plain=True)
        case ["v1", "credentials"]:
            return _credentials(known, (parse_qs(parts.query).get("id") or [""])[0], 1)
        case ["v2", "credentials"]:
            return _credentials(known, "", 2)
        case ["v2", "credentials", credentials_id]:
            return _credentials(known, credentials_id, 2)
        case [("v3" | "v4") as version, token, *rest]:
            return _metadata(known, int(version[1]), token, tuple(rest), now)
        case ["v2", "metadata"]:
            return Answer(200, task_document(known.task, now, version=2))
        case ["v2", "stats"]:
            return Answer(200, _task_stats(known))
        case _:
            return NOT_FOUND


def _metadata(known: Known, version: int, token: str, rest: tuple[str, ...], now: float) -> Answer:
    name = known.tokens.get(token)
    container = next((item for item in known.task.containers if item.name == name), None)
    if rest not in ((), ("task",), ("taskWithTags",), ("stats",), ("task", "stats")):
        return NOT_FOUND
    if container is None:
        return _unknown_token(version, token, rest)
    match rest:
        case ():
            return Answer(200, container_document(known.task, container, version=version))
        case ("task",) | ("taskWithTags",):
            return Answer(200, task_document(known.task, now, version=version, with_tags="taskWithTags" in rest))
        case ("stats",):
            stats = known.stats(container.name)
            if stats is None:
                identifier = docker_id(known.task.task_id, container.name)
                return Answer(500, f"Unable to get container stats for: {identifier}")
            return Answer(200, stats)
        case _:
            return Answer(200, _task_stats(known))


def _task_stats(known: Known) -> Document:
    """Statistics by container id; null for one that isn't running."""
    return {docker_id(known.task.task_id, item.name): known.stats(item.name) for item in known.task.containers}


def _unknown_token(version: int, token: str, rest: tuple[str, ...]) -> Answer:
    task = "unable to get task arn from request: unable to get task Arn from v3 endpoint ID: " + token
    container = "unable to get container ID from request: unable to get docker ID from v3 endpoint ID: " + token
    match rest:
        case ():
            text = f"container metadata handler: {container}"
        case ("stats",):
            text = f"container stats handler: {task}"
        case ("task", "stats"):
            text = f"task stats handler: {task}"
        case _:
            text = f"task metadata handler: {task}"
    return Answer(404, f"V{version} {text}")


def _credentials(known: Known, credentials_id: str, version: int) -> Answer:
    if found := known.credentials.get(credentials_id):
        return Answer(200, found.document())
    code = "InvalidIdInRequest" if credentials_id else "NoIdInRequest"
    text = "Credentials not found" if credentials_id else "No Credential ID in the request"
    return Answer(400, {"code": code, "message": f"CredentialsV{version}Request: {text}", "HTTPErrorCode": 400})
