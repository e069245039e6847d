"""One stack as the engine has it: what was asked for, what exists of it, and how far the last operation is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.model.codec import Hide, Show, decode_system, decode_value, encode_system, encode_value
from seatrial.model.system import System
from seatrial.model.value import Sensitive

# A resource that an update takes away lives on under this mark until the update's clean-up.
LEAVING_MARK = "~leaving"


class Failure(Struct):
    """Why an operation failed: the resource or service, AWS's reason, and the last log lines of what stopped."""

    subject: str
    reason: str
    log: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"subject": self.subject, "reason": self.reason, "log": self.log}


class Stack(Struct):
    """``system`` is what was asked for; ``created`` the logical ids that exist of it; ``previous`` what an update
    began from.

    ``status`` is CloudFormation's word. ``version`` grows with every change, so that a watcher can wait for the next.
    """

    name: str
    system: System
    generations: Mapping[str, int]
    skipped: Mapping[str, str]
    images: Mapping[str, str]
    speed: float = 1.0
    secrets: Mapping[str, Sensitive] = field(default_factory=dict)
    """Values of secrets and parameters that no stack makes, by ARN."""
    status: str = "CREATE_IN_PROGRESS"
    status_reason: str = ""
    created: set[str] = field(default_factory=set)
    previous: System | None = None
    operation_began_after_event: int = 0
    failures: list[Failure] = field(default_factory=list)
    version: int = 0

    @property
    def settled(self) -> bool:
        return not self.status.endswith("_IN_PROGRESS")

    @property
    def failed(self) -> bool:
        """Whether the last operation did not do what was asked."""
        return self.settled and self.status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE")

    @property
    def world(self) -> System:
        """The resources that exist at this moment: created ones, and those of the previous system that are still
        leaving.
        """
        present = {name: item for name, item in self.system.resources.items() if name in self.created}
        if self.previous is not None:
            for name, item in self.previous.resources.items():
                now = present.get(name)
                if now is None:
                    present[name] = item
                elif now.physical_id != item.physical_id:
                    present[f"{name}{LEAVING_MARK}"] = replace(item, logical_id=f"{name}{LEAVING_MARK}")
        return replace(self.system, resources=present)

    def as_json(self, hide: Hide) -> dict[str, Any]:
        return {
            "system": encode_system(self.system, hide),
            "previous": encode_system(self.previous, hide) if self.previous else None,
            "generations": dict(self.generations),
            "skipped": dict(self.skipped),
            "images": dict(self.images),
            "speed": self.speed,
            "secrets": encode_value(dict(self.secrets), hide),
            "status": self.status,
            "status_reason": self.status_reason,
            "created": sorted(self.created),
            "operation_began_after_event": self.operation_began_after_event,
            "failures": [failure.as_json() for failure in self.failures],
        }

    @classmethod
    def from_json(cls, name: str, data: Mapping[str, Any], show: Show) -> Stack:
        return cls(
            name=name,
            system=decode_system(data["system"], show),
            previous=decode_system(data["previous"], show) if data["previous"] else None,
            generations=data["generations"],
            skipped=data["skipped"],
            images=data["images"],
            speed=data["speed"],
            secrets=secrets_from(data.get("secrets", {}), show),
            status=data["status"],
            status_reason=data["status_reason"],
            created=set(data["created"]),
            operation_began_after_event=data["operation_began_after_event"],
            failures=[Failure(**failure) for failure in data["failures"]],
        )


def secrets_from(data: Mapping[str, Any], show: Show = str) -> dict[str, Sensitive]:
    """Secrets as they were encoded."""
    decoded = {arn: decode_value(value, show) for arn, value in data.items()}
    return {arn: value for arn, value in decoded.items() if isinstance(value, Sensitive)}
