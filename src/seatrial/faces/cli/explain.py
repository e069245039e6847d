"""``seatrial explain``: the proof behind ``check``, for a whole system or one thing in it."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import click

from seatrial.faces.cli.options import json_option, read_request, reading_options


@click.command("explain", short_help="Show what each resource is for, and the proofs.")
@reading_options
@click.argument("thing", required=False, default="")
@json_option
def command(thing: str, as_json: bool, **options: Any) -> int:
    """Show what each resource is for, and the paths and permissions hop by hop; of THING alone where it is given.

    THING is a logical id, a property below one, a type, or a name that AWS gives: Service, Service.LoadBalancers[0],
    AWS::SQS::Queue, orders-queue.
    """
    from seatrial import api
    from seatrial.faces.cli.render import print_findings

    try:
        found, findings = api.explain(read_request(options), thing)
    except api.Refused as refusal:
        raise click.UsageError(refusal.message) from None
    if found is None:
        print_findings(findings, as_json=as_json)
        return 1
    if as_json:
        click.echo(json.dumps(api.explanation_json(found), indent=2, ensure_ascii=False))
    else:
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        click.echo(api.explanation_text(found, colour=colour, whole=not thing), nl=False)
    return 0
