"""The verbs of the twin: plan what is to be run, run it, look at it, change it, take it away.

It is long because it is a list: one short function after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from seatrial.api.request import STACK_NAME, ReadRequest, Refused
from seatrial.model.codec import encode_system, encode_value
from seatrial.model.finding import Finding, Severity
from seatrial.model.step import Plan
from seatrial.model.system import Scope, System
from seatrial.model.value import Sensitive
from seatrial.runtimes.twin import wire
from seatrial.runtimes.twin.decide.differences import DIFFERENCES, Difference
from seatrial.runtimes.twin.decide.host import Diagnosis
from seatrial.runtimes.twin.decide.host import Row as DoctorRow
from seatrial.runtimes.twin.pull import pull_missing
from seatrial.runtimes.twin.recorded import RecordedStack, has_stacks, recorded_exports, recorded_stack, recorded_stacks
from seatrial.runtimes.twin.start import CannotStart, clear_leftovers, ensure_up, is_up, keeper_of, wait_until_down
from seatrial.runtimes.twin.wire import EngineGone, OperationError
from seatrial.runtimes.twin.yard import Yard, default_home

__all__ = [
    "CannotStart",
    "Diagnosis",
    "Difference",
    "DoctorRow",
    "EngineGone",
    "OperationError",
    "Yard",
    "default_home",
]

# A replaced resource changes what refers to it, which may replace more; each round replaces at least one more.
MOST_ROUNDS = 50
# How often an engine may be killed while it answers one question before that is given up.
MOST_ATTEMPTS = 8


class Planned(Struct, frozen=True):
    """A template read and compared with what the yard has of its stack."""

    system: System | None
    findings: tuple[Finding, ...]
    plan: Plan
    generations: Mapping[str, int]
    skipped: Mapping[str, str]
    before: RecordedStack | None

    @property
    def fails(self) -> bool:
        return self.system is None or any(finding.severity is Severity.ERROR for finding in self.findings)


def plan(request: ReadRequest, yard: Yard) -> Planned:
    """Reads a template and decides what would be made, changed and removed, in order, each with its cause.

    Raises Refused for a stack name that CloudFormation would refuse. Bad text gives findings, not exceptions.
    """
    from seatrial.analyses.difference import bump, impossible
    from seatrial.analyses.difference import plan as difference
    from seatrial.readers.cloudformation import ReadOptions, read_file, read_parameters_file
    from seatrial.runtimes.twin.decide.not_done import not_done
    from seatrial.runtimes.twin.decide.not_run import not_run

    settled = request.settled()
    stack = settled.stack
    if not STACK_NAME.match(stack):
        raise Refused(
            f"{stack!r} is no stack name: CloudFormation wants a letter, then letters, digits and hyphens, at most 128"
        )
    before = recorded_stack(yard, stack)
    parameters: dict[str, Any] = {}
    findings: tuple[Finding, ...] = ()
    for file in request.parameter_files:
        found, problems = read_parameters_file(file)
        parameters.update(found)
        findings += tuple(problems)
    parameters.update(request.parameters)
    was = before.system.scope if before else None
    region = request.region or (was.region if was else settled.region)
    account = request.account or (was.account if was else settled.account)
    options = ReadOptions(
        scope=Scope(stack=stack, region=region, account=account),
        parameters=parameters,
        imports={**recorded_exports(yard, without=stack), **request.imports},
        generations=before.generations if before else {},
        dynamic=request.dynamic,
    )
    old = before.system if before else None
    for _ in range(MOST_ROUNDS):
        reading = read_file(request.file, options)
        if reading.system is None:
            return Planned(None, findings + reading.findings, Plan(stack), options.generations, {}, before)
        wanted = bump(old, reading.system, options.generations)
        if wanted == options.generations:
            break
        options = replace(options, generations=wanted)
    system = reading.system
    if system is None:
        return Planned(None, findings + reading.findings, Plan(stack), options.generations, {}, before)
    skipped = not_run(system)
    findings += reading.findings + impossible(old, system) + not_done(system)
    return Planned(system, findings, difference(old, system, skipped), options.generations, skipped, before)


def up(
    planned: Planned,
    yard: Yard,
    *,
    images: Mapping[str, str] | None = None,
    secrets: Mapping[str, Sensitive] | None = None,
    speed: float = 1.0,
    say: Callable[[str], None] = lambda line: None,
) -> str:
    """Hands a planned stack to the twin, starting the twin where none runs. Returns the stack's name at once.

    Images that this machine lacks are pulled first, where their registry answers; ``say`` is told of it.

    The twin works on by itself: ``wait_for_change`` and ``status`` tell how far it is. Raises CannotStart and
    OperationError.
    """
    if planned.system is None:
        raise ValueError("there is nothing to bring up")
    pull_missing(planned.system, images or {}, say)
    request = {
        "system": encode_system(planned.system),
        "generations": dict(planned.generations),
        "skipped": dict(planned.skipped),
        "images": dict(images or {}),
        "secrets": encode_value(dict(secrets or {})),
        "speed": speed,
    }
    _ask(yard, "ApplyStack", request, patience_seconds=60)
    return planned.system.scope.stack


def status(yard: Yard, stack: str | None = None) -> dict[str, Any]:
    """The stack as it is: the contract of ``seatrial status --json``."""
    state: dict[str, Any] = _ask(yard, "DescribeStack", {"stack": one_stack(yard, stack)})
    return state


def wait_for_change(yard: Yard, stack: str, version: int, patience_seconds: float = 20.0) -> int:
    """Returns when the stack is no longer at this version, or after the patience; the version then."""
    answer = _ask(
        yard,
        "WaitForChange",
        {"stack": stack, "version": version, "seconds": patience_seconds},
        patience_seconds=patience_seconds + 20,
    )
    return int(answer["version"])


def events(
    yard: Yard, stack: str | None, on_event: Callable[[dict[str, Any]], None], *, follow: bool, after: int = 0
) -> None:
    """Calls ``on_event`` for each event of a stack, oldest first; with ``follow`` it goes on until interrupted."""
    request = {"stack": one_stack(yard, stack), "follow": follow, "after": after}

    def show(event: dict[str, Any]) -> None:
        # Should the engine be killed meanwhile, the next one is asked for what has not been shown yet.
        request["after"] = event["number"]
        on_event(event)

    _ask(yard, "DescribeEvents", request, on_frame=show, patience_seconds=None if follow else 30)


def logs(
    yard: Yard,
    stack: str | None,
    thing: str | None,
    on_line: Callable[[dict[str, Any]], None],
    *,
    follow: bool,
    tail: int | None = None,
) -> None:
    """Calls ``on_line`` for each log line of a service, a task, or the whole stack, oldest first."""
    request = {"stack": one_stack(yard, stack), "thing": thing, "follow": follow, "tail": tail}
    _ask(yard, "FilterLogEvents", request, on_frame=on_line, patience_seconds=None if follow else 60)


def execute(
    yard: Yard, stack: str | None, task: str, container: str | None, command: list[str], fds: tuple[int, int, int]
) -> tuple[int, str]:
    """Runs a command in a container with these standard streams; its exit status, and why it could not be run where it
    couldn't: 127 for a program that isn't there, 126 for one that can't be run.
    """
    request = {"stack": one_stack(yard, stack), "task": task, "container": container, "command": command}
    try:
        answer = _ask(yard, "ExecuteCommand", request, once=True, fds=fds, patience_seconds=None)
        return int(answer["exit_code"]), str(answer["why_not"])
    except EngineGone:
        raise EngineGone("the engine was killed while the command ran: its exit status is lost") from None


def stop_task(yard: Yard, stack: str | None, task: str, reason: str) -> dict[str, Any]:
    """StopTask: the scheduler replaces a service's task."""
    request = {"stack": one_stack(yard, stack), "task": task, "reason": reason}
    stopped: dict[str, Any] = _ask(yard, "StopTask", request)
    return stopped


def scale(yard: Yard, stack: str | None, service: str, desired_count: int) -> dict[str, Any]:
    """UpdateService with a desired count."""
    request = {"stack": one_stack(yard, stack), "service": service, "desired_count": desired_count}
    changed: dict[str, Any] = _ask(yard, "UpdateService", request)
    return changed


def stacks(yard: Yard) -> list[dict[str, Any]]:
    """Every stack of the yard with its status; asks the engine where one runs, else reads the journal."""
    if is_up(yard):
        found: list[dict[str, Any]] = _ask(yard, "ListStacks", {})
        return found
    clear_leftovers(yard)
    return [
        {"stack": record.name, "status": record.status, "region": record.system.scope.region, "running": False}
        for record in recorded_stacks(yard)
    ]


def down(yard: Yard, stack: str | None, on_frame: Callable[[dict[str, Any]], None] | None = None) -> str:
    """Deletes a stack and everything of it on this machine; the last one takes the twin with it."""
    name = one_stack(yard, stack)
    ensure_up(yard, lambda: recorded_stack(yard, name) is not None)
    keeper = keeper_of(yard)
    try:
        _ask(yard, "DeleteStack", {"stack": name}, on_frame=on_frame, patience_seconds=None)
    except OperationError as refusal:
        # An engine that was killed with its work done has no such stack any more when it is asked again.
        if refusal.code != "ValidationError" or name in {record.name for record in recorded_stacks(yard)}:
            raise
    if not has_stacks(yard):
        wait_until_down(yard, keeper)
    return name


def doctor(yard: Yard) -> Diagnosis:
    """What this host has and lacks for the twin, each with its consequence and the command that mends it."""
    from seatrial.runtimes.twin.act.host_facts import gather
    from seatrial.runtimes.twin.decide.doctor import judge

    return judge(gather(yard.home))


def differences() -> tuple[Difference, ...]:
    """Where the twin differs from AWS."""
    return DIFFERENCES


def one_stack(yard: Yard, stack: str | None) -> str:
    """The stack that is meant: the one named, else the only one. Raises Refused where that doesn't decide."""
    clear_leftovers(yard)
    names = [record.name for record in recorded_stacks(yard)]
    if stack:
        if stack not in names:
            known = ", ".join(names) or "none"
            raise Refused(f"Stack with id {stack} does not exist (known here: {known})")
        return stack
    if len(names) == 1:
        return names[0]
    if not names:
        raise Refused("no stack is here; bring one up with: seatrial up TEMPLATE")
    raise Refused(f"several stacks are here ({', '.join(names)}); choose one with --stack NAME")


def _ask(yard: Yard, operation: str, request: dict[str, Any], *, once: bool = False, **options: Any) -> Any:
    """Asks the engine, starting it where none runs; asks again when it was killed while it answered.

    ``once`` is for what must not be done twice: it is asked for again only where it was not heard.
    """
    stack = request.get("stack")

    def needed() -> bool:
        return stack is None or recorded_stack(yard, stack) is not None

    for attempt in range(MOST_ATTEMPTS):
        ensure_up(yard, needed)
        try:
            return wire.call(yard, operation, request, **options)
        except (EngineGone, ConnectionError, FileNotFoundError) as gone:
            if attempt == MOST_ATTEMPTS - 1 or (once and isinstance(gone, EngineGone)):
                raise
            # The engine that removes the last stack ends with it: no other one is started to hear that it is gone.
            if not needed():
                raise OperationError("ValidationError", f"Stack with id {stack} does not exist") from None
    raise AssertionError("unreachable")
