"""``seatrial plan``: what would be made, in order, with causes. Starts nothing."""

from __future__ import annotations

import json
from typing import Any

import click

from seatrial.faces.cli.options import json_option, read_request, reading_options, yard


@click.command("plan", short_help="Show what `up` would make, change and remove.")
@reading_options
@json_option
def command(as_json: bool, **options: Any) -> int:
    """Show what `up` would make, change and remove, in order and why."""
    from seatrial import api
    from seatrial.faces.cli.render import plan_json, print_findings, print_plan

    planned = api.plan(read_request(options), yard())
    if as_json:
        click.echo(json.dumps(plan_json(planned), indent=2))
    else:
        print_findings(planned.findings)
        if not planned.fails:
            print_plan(planned)
    return 1 if planned.fails else 0
