"""Whether a container's health check is one that is ever run, and runs what is meant.

The command is a list whose first word says how the rest is run: CMD or CMD-SHELL. With any other first word (but NONE,
which switches the check off) nothing is run, the container never becomes HEALTHY, and what waits for that waits on.
After CMD stands a program with its arguments, each a word of its own; after CMD-SHELL one text for the shell, and what
follows that is not part of it (``sh -c TEXT REST``).

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html,
https://github.com/moby/moby/blob/master/daemon/health.go. Working directories (read 2026-11-30):
https://github.com/opencontainers/runtime-spec/blob/main/config.md (cwd: "This value MUST be an absolute path"), which
https://github.com/opencontainers/runc/blob/main/utils_linux.go asks for before a container starts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at, leaves

KINDS = ("CMD", "CMD-SHELL", "NONE")
OPERATORS = ("&&", "||")
SHELLS = ("sh", "bash", "ash", "dash", "zsh", "ksh", "busybox", "pwsh", "powershell", "cmd", "cmd.exe")
_NEVER = (
    "the container never becomes HEALTHY: ECS stops the task and starts another, and the service's deployment does not "
    "complete"
)
_OWN_ADDRESS = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::(?P<port>\d+))?(?=[/\s'\"?]|\Z)")
_VARIABLE = re.compile(r"\$(?:\w+|\{\w+\}|\(\w+\))")
_HTTP = 80
# Ports that are the default of something, so that a check on one of them is easily copied. A server that speaks of its
# health on a port of its own, which nobody else needs, takes others.
_USUAL_PORTS = (_HTTP, 3000, 5000, 8000, 8080)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            words = as_list(at(container, "HealthCheck", "Command"))
            path: PropertyPath = ("ContainerDefinitions", index, "HealthCheck", "Command")
            if not words or not all(isinstance(word, str) for word in words) or inquiry.refused_at(definition, *path):
                continue
            found = _wrong(definition, path, _whose(definition, container, index), [as_text(word) for word in words])
            if found is not None:
                yield found


def _whose(definition: Resource, container: Value, index: int) -> str:
    name = as_text(at(container, "Name"))
    return f"{name or f'container {index + 1}'} of {definition.logical_id}"


def _wrong(definition: Resource, path: PropertyPath, whose: str, words: Sequence[str]) -> Found | None:
    kind, rest = words[0], words[1:]
    if kind not in KINDS:
        shell = len(words) == 1
        meant = next((item for item in KINDS if kind.upper().replace("_", "-") in (item, item[-5:])), "")
        if meant:
            mend, right = f"write {meant} in place of {kind}", [meant, *rest]
        else:
            mend = f"put {'CMD-SHELL' if shell else 'CMD'} before its first word"
            right = ["CMD-SHELL" if shell else "CMD", *words]
        return _mended(
            definition,
            path,
            f"the health check of {whose} begins with neither CMD nor CMD-SHELL",
            "it never runs: the health status stays UNKNOWN, containers that depend on it as HEALTHY do not "
            "start, and the service's deployment does not complete",
            mend,
            right,
        )
    if kind == "CMD" and len(rest) == 1 and " " in rest[0].strip():
        return _mended(
            definition,
            path,
            f"the health check of {whose} is a whole command line behind CMD: {rest[0]}",
            f"behind CMD stands the name of a program, and there is none of that name with its blanks; {_NEVER}",
            "write CMD-SHELL in place of CMD, or each word of it as an item of its own",
            ["CMD-SHELL", *rest],
        )
    operator = next((word for word in rest if word in OPERATORS), "") if kind == "CMD" and not _has_shell(rest) else ""
    if operator:
        what = f"the health check of {whose} has {operator} behind CMD, where no shell reads it"
        why = f"{operator} and what follows are arguments of {rest[0]}, which fails with them or takes them for its own"
        return _mended(definition, path, what, why, *_as_one(rest), Severity.WARNING)
    if kind == "CMD-SHELL" and len(rest) > 1:
        what = f"the health check of {whose} has several items behind CMD-SHELL, of which the shell runs the first only"
        why = f"the shell runs {rest[0]} without {' '.join(rest[1:])}; unless that does, {_NEVER}"
        return _mended(definition, path, what, why, *_as_one(rest), Severity.WARNING)
    return None


def _as_one(rest: Sequence[str]) -> tuple[str, list[str]]:
    line = " ".join(rest)
    return f"write [CMD-SHELL, {_quoted(line)}]", ["CMD-SHELL", line]


def _quoted(line: str) -> str:
    return json.dumps(line) if "'" in line else f"'{line}'"


def _mended(
    definition: Resource,
    path: PropertyPath,
    what: str,
    why: str,
    mend: str,
    right: Sequence[str],
    severity: Severity | None = None,
) -> Found:
    fix = (set_property(definition.logical_id, *path, to=[*right]),)
    return Found(definition, path, what, why, mend, severity=severity, fix=fix)


def _has_shell(words: Sequence[str]) -> bool:
    return any(PurePosixPath(word.replace("\\", "/")).name in SHELLS for word in words)


def _operators(inquiry: Inquiry) -> Iterator[Said]:
    """What a container runs, with words that only a shell understands, and no shell."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            given = {key: as_list(at(container, key)) for key in ("EntryPoint", "Command")}
            everything = [word for words in given.values() for word in words]
            if any(isinstance(word, Unknown) for word in everything) or _has_shell([as_text(i) for i in everything]):
                continue
            for key, words in given.items():
                operator = next((as_text(word) for word in words if word in OPERATORS), "")
                variable = next((as_text(word) for word in words[1:] if _VARIABLE.fullmatch(as_text(word))), "")
                if operator or (variable and key == "Command" and not given["EntryPoint"] and len(words) > 1):
                    yield _no_shell(
                        definition, ("ContainerDefinitions", index, key), container, words, operator or variable
                    )


def _no_shell(
    definition: Resource, path: PropertyPath, container: Value, words: Sequence[Value], operator: str
) -> Found:
    line = " ".join(as_text(word) for word in words)
    return Found(
        definition,
        path,
        f"{path[-1]} of {as_text(at(container, 'Name'))} in {definition.logical_id} has {operator}, and no shell that "
        "reads it",
        f"a container runs its words as they are: {operator} and what follows are arguments of {as_text(words[0])}",
        f"write {path[-1]}: [sh, -c, {_quoted(line)}]",
    )


def _directories(inquiry: Inquiry) -> Iterator[Said]:
    """Where a container's program is started, which container engines take as an absolute path alone."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            given = at(container, "WorkingDirectory")
            if isinstance(given, str) and given and not given.startswith(("/", "$", "{")) and ":" not in given:
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, "WorkingDirectory"),
                    f"the working directory of {_whose(definition, container, index)} is {given}, no absolute path",
                    "the container is not created, and the task stops",
                    f"write WorkingDirectory: /{given}",
                )


def _restarts(inquiry: Inquiry) -> Iterator[Said]:
    """A restart policy that doesn't say that it is on. The API's model wants that; there is no default to rely on."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            policy = at(container, "RestartPolicy")
            if isinstance(policy, dict) and policy and policy.get("Enabled") is None:
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, "RestartPolicy"),
                    f"the restart policy of {_whose(definition, container, index)} does not say Enabled",
                    "ECS asks for it: the task definition is refused, or the container is not restarted",
                    "add Enabled: true to RestartPolicy",
                )


def _ports(inquiry: Inquiry) -> Iterator[Said]:
    """Checks on the port of another program: the container has its own, and nothing in the task speaks of that one."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            mapped = [at(item, "ContainerPort") for item in as_list(at(container, "PortMappings"))]
            line = " ".join(as_text(word) for word in as_list(at(container, "HealthCheck", "Command")))
            asked = {int(item["port"] or _HTTP) for item in _OWN_ADDRESS.finditer(line)}
            if len(mapped) != 1 or len(asked) != 1 or not as_number(mapped[0]):
                continue
            port, own = asked.pop(), as_number(mapped[0])
            if port == own or port not in _USUAL_PORTS or _speaks_of(inquiry, definition, port):
                continue
            yield Found(
                definition,
                ("ContainerDefinitions", index, "HealthCheck", "Command"),
                f"the health check of {_whose(definition, container, index)} asks port {port}, and the container has "
                f"{own}",
                f"nothing else in the task definition speaks of port {port}; unless a program listens there, {_NEVER}",
                f"ask http://localhost:{own} in it",
            )


def _speaks_of(inquiry: Inquiry, definition: Resource, port: int) -> bool:
    """Whether anything else of a task definition has a port's number in it, or may."""
    for _, container in inquiry.containers(definition):
        if at(container, "EnvironmentFiles") is not None:
            return True
        for key in ("Environment", "Secrets", "Command", "EntryPoint", "PortMappings"):
            for _, value in leaves(at(container, key)):
                # What AWS decides is the address of something else.
                if isinstance(value, Unknown) and not value.reason.startswith("AWS decides"):
                    return True
                if re.search(rf"(?<!\d){port}(?!\d)", as_text(value)):
                    return True
    return False


CHECKS = (
    Check(
        "STA025",
        Severity.ERROR,
        Question.START,
        "A container's health check never runs, or runs something else than it says",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html "
        "https://github.com/moby/moby/blob/master/daemon/health.go",
        _ask,
    ),
    Check(
        "STA046",
        Severity.WARNING,
        Question.START,
        "What a container runs has &&, || or a $VARIABLE in it, and no shell that reads them",
        "https://docs.docker.com/reference/dockerfile/#exec-form",
        _operators,
    ),
    Check(
        "STA154",
        Severity.ERROR,
        Question.START,
        "The working directory of a container is not an absolute path",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html "
        "https://github.com/opencontainers/runtime-spec/blob/main/config.md",
        _directories,
    ),
    Check(
        "STA153",
        Severity.WARNING,
        Question.START,
        "A container's restart policy does not say that it is enabled",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html",
        _restarts,
    ),
    Check(
        "STA047",
        Severity.WARNING,
        Question.START,
        "A container's health check asks a port that nothing in the task has",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html",
        _ports,
    ),
)
