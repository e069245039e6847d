"""``seatrial completion``: the shell's own completion script."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion", short_help="Print a completion script for a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print a completion script:  eval "$(seatrial completion bash)"."""
    from seatrial.faces.cli.main import cli

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"{shell} is not known")
    click.echo(found(cli, {}, "seatrial", "_SEATRIAL_COMPLETE").source())
    return 0
