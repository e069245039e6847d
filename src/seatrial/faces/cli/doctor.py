"""``seatrial doctor``: what this host lacks, what that means, and the command that mends it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from seatrial.faces.cli.options import json_option, yard

if TYPE_CHECKING:
    from seatrial.api import DoctorRow

SIGNS = {"ok": ("ok     ", "green"), "limited": ("limited", "yellow"), "missing": ("missing", "red")}


@click.command("doctor")
@json_option
def command(as_json: bool) -> int:
    """Say what this host lacks, and how to mend it."""
    from seatrial import api

    diagnosis = api.doctor(yard())
    if as_json:
        click.echo(json.dumps(diagnosis.as_json(), indent=2))
        return 0 if diagnosis.can_run else 1
    width = max(len(row.thing) for row in diagnosis.rows)
    for row in diagnosis.rows:
        _print_row(row, width)
    lacking = sum(row.verdict != "ok" for row in diagnosis.rows)
    if not diagnosis.can_run:
        click.echo("\nthe twin cannot run here until what is missing is mended")
    elif lacking:
        click.echo("\nthe twin runs here, with the limits above")
    else:
        click.echo("\nthe twin runs here")
    return 0 if diagnosis.can_run else 1


def _print_row(row: DoctorRow, width: int) -> None:
    sign, colour = SIGNS[str(row.verdict)]
    click.echo(f"{click.style(sign, fg=colour)}  {row.thing:<{width}}  {row.found}")
    if row.lacks:
        indent = " " * (len(sign) + 2 + width + 2)
        for name, text in (("lacks", row.lacks), ("why", row.consequence), ("mend", row.mend)):
            click.echo(f"{indent}{name:<5} {text}")
