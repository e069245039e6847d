"""What must hold before a task's containers start, and what became of it: the nouns of ``launch``."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from seatrial.analyses.iam import ContextValue
from seatrial.analyses.launch.secret_reference import Reference
from seatrial.model.value import Value

HTTPS = 443


class Stage(StrEnum):
    """The steps of a launch, in Fargate's order."""

    EXECUTION_ROLE = "assume the execution role"
    TASK_ROLE = "assume the task role"
    REGISTRY_AUTH = "pull registry auth"
    SECRET = "retrieve a secret"
    PARAMETERS = "retrieve parameters"
    ENVIRONMENT_FILES = "download environment files"
    LOGS = "open the log stream"
    IMAGE = "pull an image"


class Endpoint(Struct, frozen=True):
    """Where a connection must come about, from the task's own interface."""

    host: str
    port: int = HTTPS

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class Call(Struct, frozen=True):
    """An action that the execution role must be allowed. Without a ``decisive`` one the task starts all the same."""

    action: str
    resource: str
    decisive: bool = True
    context: Mapping[str, ContextValue] = field(default_factory=dict)


class Requirement(Struct, frozen=True):
    """One step of a launch. ``subject`` is what it is about: an image, a secret, a role, a log group.

    ``role`` is the property that names the role which acts or is assumed. ``references`` are what must be retrieved,
    ``options`` the log driver's.
    """

    stage: Stage
    subject: str
    containers: tuple[str, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    calls: tuple[Call, ...] = ()
    role: Value = None
    references: tuple[Reference, ...] = ()
    options: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.stage}: {self.subject}"


class Reached(Struct, frozen=True):
    """The connection came about."""


class Timeout(Struct, frozen=True):
    """Nothing came back from this address."""

    address: str


class Refused(Struct, frozen=True):
    """This address answered that nobody listens."""

    address: str


class NoSuchHost(Struct, frozen=True):
    """The VPC's resolver (its address) has no such name, or didn't answer."""

    resolver: str = "169.254.169.253"


Reach = Reached | Timeout | Refused | NoSuchHost


class Cause(StrEnum):
    """What makes a step fail."""

    NETWORK = "network"
    NO_ROLE = "no role"
    TRUST = "trust"
    PERMISSION = "permission"
    ABSENT = "absent"
    VALUE = "value"
    MALFORMED = "malformed"


class Passed(Struct, frozen=True):
    """The step is done. ``note`` says what couldn't be told, or what goes wrong without stopping the task: ``denied``
    is then the call that IAM refuses.
    """

    note: str = ""
    denied: Call | None = None


class Failed(Struct, frozen=True):
    """``reason`` is AWS's stoppedReason. With ``no_task`` no task comes into being, and the service's event says why:
    ``(service NAME) failed to launch a task with (error REASON).``

    ``note`` says in our words what the reason leaves out. ``denied`` is the call that IAM refuses.
    """

    stop_code: str
    reason: str
    no_task: bool = False
    note: str = ""
    cause: Cause = Cause.NETWORK
    denied: Call | None = None
