"""``seatrial ps``: the tasks."""

from __future__ import annotations

import json

import click

from seatrial.faces.cli.options import json_option, stack_option, yard


@click.command("ps", short_help="List tasks with zone, address, state and use.")
@stack_option
@click.option("-a", "--all", "stopped_too", is_flag=True, help="Show recently stopped tasks as well.")
@json_option
def command(stack: str | None, stopped_too: bool, as_json: bool) -> int:
    """List tasks with zone, address, state, health and use of cpu and memory."""
    from seatrial import api
    from seatrial.faces.cli.render import print_tasks

    tasks = api.status(yard(), stack)["tasks"]
    shown = [task for task in tasks if stopped_too or task["last_status"] != "STOPPED"]
    if as_json:
        click.echo(json.dumps(shown, indent=2))
    else:
        print_tasks(shown)
    return 0
