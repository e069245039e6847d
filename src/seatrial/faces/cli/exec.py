"""``seatrial exec``: a command in a running container."""

from __future__ import annotations

import click

from seatrial.faces.cli.options import stack_option, yard


@click.command(
    "exec", short_help="Run a command in a container of a task.", context_settings={"ignore_unknown_options": True}
)
@click.argument("task")
@click.argument("rest", nargs=-1, metavar="[CONTAINER] -- COMMAND...", type=click.UNPROCESSED, required=True)
@stack_option
def command(task: str, rest: tuple[str, ...], stack: str | None) -> int:
    """Run COMMAND in a container of TASK (an id, or the start of one); its exit status is ours.

    CONTAINER is only needed when the task has several:  seatrial exec 1a2b app -- ls /
    """
    import sys

    from seatrial import api

    container, words = _split(rest)
    if not words:
        raise click.UsageError("no command is given: seatrial exec TASK [CONTAINER] -- COMMAND")
    fds = (sys.stdin.fileno(), sys.stdout.fileno(), sys.stderr.fileno())
    status, why_not = api.execute(yard(), stack, task, container, words, fds)
    if why_not:
        click.echo(f"error: {why_not}", err=True)
    return status


def _split(rest: tuple[str, ...]) -> tuple[str | None, list[str]]:
    """Container and command; the shell's ``--`` may have been taken by the option parser already."""
    if "--" in rest:
        at = rest.index("--")
        return (rest[0] if at else None), list(rest[at + 1 :])
    import sys

    words = sys.argv
    if "--" in words:
        after = words[words.index("--") + 1 :]
        before = list(rest)[: len(rest) - len(after)]
        return (before[0] if before else None), after
    return None, list(rest)
