"""``seatrial ls``: the stacks."""

from __future__ import annotations

import json

import click

from seatrial.faces.cli.options import json_option, yard


@click.command("ls")
@json_option
def command(as_json: bool) -> int:
    """List the stacks on this machine."""
    from seatrial import api
    from seatrial.faces.cli.render import print_stacks

    found = api.stacks(yard())
    if as_json:
        click.echo(json.dumps(found, indent=2))
    else:
        print_stacks(found)
    return 0
