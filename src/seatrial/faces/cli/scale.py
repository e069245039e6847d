"""``seatrial scale``: UpdateService with a desired count."""

from __future__ import annotations

import json

import click

from seatrial.faces.cli.options import json_option, stack_option, yard


@click.command("scale")
@click.argument("service")
@click.argument("count", type=click.IntRange(min=0, max=5000))
@stack_option
@json_option
def command(service: str, count: int, stack: str | None, as_json: bool) -> int:
    """Set SERVICE's desired count."""
    from seatrial import api

    changed = api.scale(yard(), stack, service, count)
    if as_json:
        click.echo(json.dumps(changed, indent=2))
    else:
        click.echo(f"{changed['name']}: desired count {changed['before']} → {changed['desired']}")
    return 0
