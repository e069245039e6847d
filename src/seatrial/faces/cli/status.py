"""``seatrial status``: the stack as it is."""

from __future__ import annotations

import json

import click

from seatrial.faces.cli.options import json_option, stack_option, yard


@click.command("status", short_help="Show a stack: services, tasks, targets, addresses.")
@stack_option
@json_option
def command(stack: str | None, as_json: bool) -> int:
    """Show a stack: services, tasks, targets, addresses, and what is skipped."""
    from seatrial import api
    from seatrial.faces.cli.render import print_status

    state = api.status(yard(), stack)
    if as_json:
        click.echo(json.dumps(state, indent=2))
    else:
        print_status(state)
    return 0
