"""``seatrial events``: what happened, in AWS's words."""

from __future__ import annotations

import json
from typing import Any

import click

from seatrial.faces.cli.options import json_option, stack_option, yard


@click.command("events", short_help="Print what happened, oldest first.")
@stack_option
@click.option("-f", "--follow", is_flag=True, help="Go on with what comes.")
@json_option
def command(stack: str | None, follow: bool, as_json: bool) -> int:
    """Print stack, service, task and target events, oldest first."""
    from seatrial import api
    from seatrial.faces.cli.render import event_line

    def show(event: dict[str, Any]) -> None:
        click.echo(json.dumps(event) if as_json else event_line(event))

    try:
        api.events(yard(), stack, show, follow=follow)
    except KeyboardInterrupt:
        return 130
    return 0
