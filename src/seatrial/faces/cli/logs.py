"""``seatrial logs``: what the containers print."""

from __future__ import annotations

import json
from typing import Any

import click

from seatrial.faces.cli.options import json_option, stack_option, yard


@click.command("logs", short_help="Print log lines of services and tasks.")
@click.argument("thing", metavar="[SERVICE|TASK]", required=False)
@stack_option
@click.option("-f", "--follow", is_flag=True, help="Go on with what comes.")
@click.option("-n", "--tail", type=click.IntRange(min=0), help="Only the last lines.")
@json_option
def command(thing: str | None, stack: str | None, follow: bool, tail: int | None, as_json: bool) -> int:
    """Print log lines of a service, of a task, or of the whole stack."""
    from seatrial import api
    from seatrial.faces.cli.render import log_line

    def show(line: dict[str, Any]) -> None:
        click.echo(json.dumps(line) if as_json else log_line(line))

    try:
        api.logs(yard(), stack, thing, show, follow=follow, tail=tail)
    except KeyboardInterrupt:
        return 130
    return 0
