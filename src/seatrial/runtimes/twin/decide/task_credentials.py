"""Temporary credentials of a task role, as the task finds them at ``/v2/credentials/ID``.

They are computed from a secret of the yard, the task and the time, and stored nowhere: an engine that starts anew
gives out the same ones, and whoever is asked whether an access key is good can compute that too. A task that is
started again is another task and gets others. Keys last six hours, as on AWS, and new ones are given out half-way.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html;
https://github.com/aws/amazon-ecs-agent, ecs-agent/credentials/manager.go (field names)
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid

from msgspec import Struct

from seatrial.model.value import Sensitive
from seatrial.runtimes.twin.decide.task_metadata import Document, time_text

ROTATION_SECONDS = 3 * 3600
LIFETIME_ROTATIONS = 2


class Credentials(Struct, frozen=True):
    """``expires_at`` is seconds since the epoch; secret and token are shown to nobody but the task."""

    role_arn: str
    access_key_id: str
    secret_access_key: Sensitive
    token: Sensitive
    expires_at: float

    def document(self) -> Document:
        return {
            "RoleArn": self.role_arn,
            "AccessKeyId": self.access_key_id,
            "SecretAccessKey": str.__str__(self.secret_access_key),
            "Token": str.__str__(self.token),
            "Expiration": time_text(self.expires_at, places=0),
        }


def credentials_id(secret: bytes, task_id: str) -> str:
    """The last part of ``AWS_CONTAINER_CREDENTIALS_RELATIVE_URI``; nobody without the secret can guess it."""
    return str(uuid.UUID(bytes=_digest(secret, task_id, "id")[:16], version=4))


def metadata_token(secret: bytes, task_id: str, container: str) -> str:
    """The last part of ``ECS_CONTAINER_METADATA_URI_V4``: the task's id and ten digits of the container."""
    number = int.from_bytes(_digest(secret, task_id, container, "token")) % 10**10
    return f"{task_id}-{number:010d}"


def task_credentials(secret: bytes, task_id: str, role_arn: str, now: float) -> Credentials:
    """What the task is given now."""
    return _of_rotation(secret, task_id, role_arn, int(now // ROTATION_SECONDS))


def valid_credentials(secret: bytes, task_id: str, role_arn: str, now: float) -> tuple[Credentials, ...]:
    """Every set of the task that hasn't expired, the newest first."""
    rotation = int(now // ROTATION_SECONDS)
    return tuple(
        _of_rotation(secret, task_id, role_arn, number) for number in range(rotation, rotation - LIFETIME_ROTATIONS, -1)
    )


def _of_rotation(secret: bytes, task_id: str, role_arn: str, rotation: int) -> Credentials:
    parts = (task_id, role_arn, str(rotation))
    key = base64.b32encode(_digest(secret, *parts, "key")).decode()[:16]
    hidden = base64.b64encode(_digest(secret, *parts, "secret") + _digest(secret, *parts, "more")).decode()[:40]
    token = base64.b64encode(b"".join(_digest(secret, *parts, f"token {number}") for number in range(12))).decode()
    expires_at = (rotation + LIFETIME_ROTATIONS) * ROTATION_SECONDS
    return Credentials(role_arn, f"ASIA{key}", Sensitive(hidden), Sensitive(f"IQoJb3JpZ2luX2Vj{token}"), expires_at)


def _digest(secret: bytes, *parts: str) -> bytes:
    return hmac.new(secret, "\0".join(parts).encode(), hashlib.sha256).digest()
