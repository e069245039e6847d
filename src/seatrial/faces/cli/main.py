"""``seatrial``: the command line. One file per verb; this one only gathers them.

Exit status: 0 clean, 1 findings or a system that failed, 2 a wrong call or our own failure.
"""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Mapping

import click

from seatrial.faces.cli import listen_to_interrupts

# Verb -> module that holds a click command of the same name. Loaded when used: a verb imports what it uses.
VERBS: Mapping[str, str] = {
    "check": "seatrial.faces.cli.check",
    "explain": "seatrial.faces.cli.explain",
    "order": "seatrial.faces.cli.order",
    "plan": "seatrial.faces.cli.plan",
    "up": "seatrial.faces.cli.up",
    "status": "seatrial.faces.cli.status",
    "ps": "seatrial.faces.cli.ps",
    "logs": "seatrial.faces.cli.logs",
    "exec": "seatrial.faces.cli.exec",
    "events": "seatrial.faces.cli.events",
    "stop": "seatrial.faces.cli.stop",
    "scale": "seatrial.faces.cli.scale",
    "ls": "seatrial.faces.cli.ls",
    "down": "seatrial.faces.cli.down",
    "doctor": "seatrial.faces.cli.doctor",
    "differences": "seatrial.faces.cli.differences",
    "completion": "seatrial.faces.cli.completion",
}


class Verbs(click.Group):
    """Finds a verb's module only when the verb is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(VERBS[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as wrong_call:
            from difflib import get_close_matches

            near = get_close_matches(args[0], VERBS, 1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"{wrong_call.message}{hint}", ctx) from None


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="seatrial")
def cli() -> None:
    """Run an AWS ECS Fargate system on this machine, from its CloudFormation template, before it is deployed."""


def main() -> None:
    """The console script: runs a verb, and turns what went wrong into a message and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What a terminal's encoding doesn't have is shown as its code, and not as our failure.
            stream.reconfigure(errors="backslashreplace")
    try:
        listen_to_interrupts()
        status = cli.main(standalone_mode=False, prog_name="seatrial")
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("", err=True)
        sys.exit(130)
    except click.ClickException as wrong_call:
        wrong_call.show()
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except Exception as failure:
        from seatrial.faces.cli.mishap import explained

        sys.exit(explained(failure))
    sys.exit(status if isinstance(status, int) else 0)
