"""``seatrial up``: brings a template's system up on this machine, or rolls its changes out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from seatrial.faces.cli.options import json_option, pairs, read_request, reading_options, settings, yard


@click.command("up", short_help="Run the system of a template here, as AWS would.")
@reading_options
@click.option("-d", "--detach", is_flag=True, help="Return at steady state instead of following what happens.")
@click.option(
    "--image",
    "images",
    multiple=True,
    metavar="NAME=LOCAL",
    help="Run LOCAL where the template says NAME (repeatable).",
)
@click.option(
    "--images",
    "image_files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="NAME=LOCAL lines from a file.",
)
@click.option(
    "--secrets",
    "secret_files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="NAME_OR_ARN=VALUE lines (or JSON, YAML) from a file: secrets and parameters that no template makes.",
)
@click.option("--speed", type=click.FloatRange(min=0.1, max=1000), help="Divide AWS's waiting times.  [default: 1]")
@json_option
def command(
    detach: bool,
    images: tuple[str, ...],
    image_files: tuple[Path, ...],
    secret_files: tuple[Path, ...],
    as_json: bool,
    **options: Any,
) -> int:
    """Run the system of a CloudFormation template here, as AWS would."""
    from seatrial import api
    from seatrial.faces.cli.follow import follow_events, follow_until_settled
    from seatrial.faces.cli.render import print_findings, print_outcome, print_plan, summary_of_nothing

    speed = options.pop("speed")
    here = yard()
    ours = settings(options["file"]).images
    planned = api.plan(read_request(options), here)
    secrets, problems = api.given_secrets(planned, secret_files)
    planned = replace(planned, findings=planned.findings + problems)
    if not as_json:
        print_findings(planned.findings)
    if planned.fails or planned.system is None:
        if as_json:
            click.echo(json.dumps({"findings": [finding.as_json() for finding in planned.findings]}, indent=2))
        return 1
    before = planned.before
    wanted = {**(before.images if before else {}), **ours, **_image_lines(image_files), **pairs("--image", images)}
    pace = speed or (before.speed if before else 1.0)
    if not as_json:
        print_plan(planned) if not planned.plan.empty else click.echo(summary_of_nothing(planned))
    stack = api.up(
        planned, here, images=wanted, secrets=secrets, speed=pace, say=lambda line: click.echo(line, err=True)
    )
    try:
        state = follow_until_settled(here, stack, quiet=as_json)
        if as_json:
            click.echo(json.dumps(state, indent=2))
        else:
            print_outcome(state)
        if state["failed"]:
            return 1
        if not detach and not as_json and sys.stdout.isatty():
            click.echo("\nFollowing events; Ctrl-C leaves the stack running.")
            follow_events(here, stack, after=int(state["last_event"]))
    except KeyboardInterrupt:
        click.echo(
            f"\n{stack} goes on by itself.  seatrial status · seatrial logs -f · seatrial down {stack}", err=True
        )
        return 130
    return 0


def _image_lines(files: Iterable[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in files:
        lines = [line.split("#", 1)[0].strip() for line in file.read_text().splitlines()]
        found |= pairs("--images", tuple(line for line in lines if line))
    return found
