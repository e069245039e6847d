"""Whether a container's health check is one that is ever run, and runs what is meant.

The command is a list whose first word says how the rest is run: CMD or CMD-SHELL. With any other first word (but NONE,
which switches the check off) nothing is run, the container never becomes HEALTHY, and what waits for that waits on.
A program alone, such as /healthcheck of AWS's own collector, is only warned of: AWS publishes it so for Fargate, and
users say that it works there (https://github.com/aws/aws-cdk/issues/34389,
https://github.com/aws-observability/aws-otel-collector/blob/main/examples/ecs/aws-cloudwatch/ecs-fargate-sidecar.json).
After CMD stands a program with its arguments, each a word of its own; after CMD-SHELL one text for the shell, and what
follows that is not part of it (``sh -c TEXT REST``).

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html,
https://github.com/moby/moby/blob/master/daemon/health.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_health import NEVER, OPERATORS, has_shell, owner_of, quoted
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at

KINDS = ("CMD", "CMD-SHELL", "NONE")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            words = as_list(at(container, "HealthCheck", "Command"))
            path: PropertyPath = ("ContainerDefinitions", index, "HealthCheck", "Command")
            if not words or not all(isinstance(word, str) for word in words) or inquiry.refused_at(definition, *path):
                continue
            found = _wrong(definition, path, owner_of(definition, container, index), [as_text(word) for word in words])
            if found is not None:
                yield found


def _wrong(definition: Resource, path: PropertyPath, whose: str, words: Sequence[str]) -> Found | None:
    kind, rest = words[0], words[1:]
    if kind not in KINDS:
        program = len(words) == 1 and kind.startswith("/") and not kind.split()[1:]
        shell = len(words) == 1 and not program
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
            f"{'as far as is known, ' if program else ''}it never runs: the health status stays UNKNOWN, containers "
            "that depend on it as HEALTHY do not start, and the service's deployment does not complete",
            mend,
            right,
            Severity.WARNING if program else None,
        )
    if kind == "CMD" and len(rest) == 1 and " " in rest[0].strip():
        return _mended(
            definition,
            path,
            f"the health check of {whose} is a whole command line behind CMD: {rest[0]}",
            f"behind CMD stands the name of a program, and there is none of that name with its blanks; {NEVER}",
            "write CMD-SHELL in place of CMD, or each word of it as an item of its own",
            ["CMD-SHELL", *rest],
        )
    operator = next((word for word in rest if word in OPERATORS), "") if kind == "CMD" and not has_shell(rest) else ""
    if operator:
        what = f"the health check of {whose} has {operator} behind CMD, where no shell reads it"
        why = f"{operator} and what follows are arguments of {rest[0]}, which fails with them or takes them for its own"
        return _mended(definition, path, what, why, *_as_one(rest), Severity.WARNING)
    if kind == "CMD-SHELL" and len(rest) > 1:
        what = f"the health check of {whose} has several items behind CMD-SHELL, of which the shell runs the first only"
        why = f"the shell runs {rest[0]} without {' '.join(rest[1:])}; unless that does, {NEVER}"
        return _mended(definition, path, what, why, *_as_one(rest), Severity.WARNING)
    return None


def _as_one(rest: Sequence[str]) -> tuple[str, list[str]]:
    line = " ".join(rest)
    return f"write [CMD-SHELL, {quoted(line)}]", ["CMD-SHELL", line]


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


CHECK = Check(
    "STA025",
    Severity.ERROR,
    Question.START,
    "A container's health check never runs, or runs something else than it says",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html "
    "https://github.com/moby/moby/blob/master/daemon/health.go",
    _ask,
)
