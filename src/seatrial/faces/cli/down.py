"""``seatrial down``: removes a stack with everything of it on this machine."""

from __future__ import annotations

import json
import sys

import click

from seatrial.faces.cli.options import json_option, yard


@click.command("down", short_help="Remove a stack and what belongs to it.")
@click.argument("stack_argument", metavar="[STACK]", required=False)
@click.option("--stack", metavar="NAME", help="Which stack, where several run.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@json_option
def command(stack_argument: str | None, stack: str | None, yes: bool, as_json: bool) -> int:
    """Remove STACK: tasks, load balancers, network, and what it remembers."""
    from seatrial import api
    from seatrial.faces.cli.render import event_line

    here = yard()
    name = api.one_stack(here, stack_argument or stack)
    if not yes and not as_json and sys.stdin.isatty():
        click.confirm(f"Remove stack {name}?", abort=True)
    try:
        api.down(here, name, None if as_json else lambda event: click.echo(event_line(event)))
    except KeyboardInterrupt:
        click.echo(f"\n{name} goes on being removed by itself.  seatrial ls", err=True)
        return 130
    click.echo(json.dumps({"stack": name, "status": "DELETE_COMPLETE"}) if as_json else f"{name}: DELETE_COMPLETE")
    return 0
