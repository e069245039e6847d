"""``seatrial stop``: StopTask."""

from __future__ import annotations

import json

import click

from seatrial.faces.cli.options import json_option, stack_option, yard


@click.command("stop", short_help="Stop a task; its service starts another.")
@click.argument("task")
@stack_option
@click.option("--reason", default="Task stopped by user", help="What stoppedReason will say.")
@json_option
def command(task: str, stack: str | None, reason: str, as_json: bool) -> int:
    """Stop TASK (an id, or the start of one); its service starts another."""
    from seatrial import api

    stopped = api.stop_task(yard(), stack, task, reason)
    click.echo(json.dumps(stopped, indent=2) if as_json else f"task {stopped['id']} is stopping: {reason}")
    return 0
