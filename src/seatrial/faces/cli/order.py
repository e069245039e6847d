"""``seatrial order``: the order in which CloudFormation creates a template's resources, and why each waits."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import click

from seatrial.faces.cli.options import json_option, read_request, reading_options


@click.command("order", short_help="Show who waits for whom when the stack is made.")
@reading_options
@json_option
def command(as_json: bool, **options: Any) -> int:
    """Show the creation order in waves: what runs in parallel, what each waits for, typical times."""
    from seatrial import api
    from seatrial.faces.cli.render import print_findings

    turns, findings = api.order(read_request(options))
    if not turns and findings:
        print_findings(findings, as_json=as_json)
        return 1
    if as_json:
        click.echo(json.dumps(api.order_json(turns), indent=2, ensure_ascii=False))
    else:
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        click.echo(api.order_text(turns, colour=colour), nl=False)
    return 0
