"""``seatrial differences``: where the twin is not as AWS is."""

from __future__ import annotations

import json

import click

from seatrial.faces.cli.options import json_option


@click.command("differences")
@json_option
def command(as_json: bool) -> int:
    """List where the twin differs from AWS."""
    from seatrial import api

    found = api.differences()
    if as_json:
        click.echo(json.dumps([difference.as_json() for difference in found], indent=2))
        return 0
    for difference in found:
        click.echo(f"{click.style(difference.topic, bold=True)}\n  AWS   {difference.aws}\n  here  {difference.here}")
    return 0
