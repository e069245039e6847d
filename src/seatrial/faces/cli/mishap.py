"""What the user reads when a verb could not do its work: a message with a remedy, never a traceback."""

from __future__ import annotations

import os
import sys
import traceback

import click

from seatrial.api import CannotStart, EngineGone, OperationError, Refused


def explained(failure: Exception) -> int:
    """Prints what went wrong; returns the exit status."""
    match failure:
        case Refused():
            click.echo(f"error: {failure.message}", err=True)
            return 1
        case OperationError():
            click.echo(f"error: {failure.code}: {failure.message}", err=True)
            return 2 if failure.code == "InternalFailure" else 1
        case EngineGone():
            click.echo(f"error: {failure}\n  mend  look into engine.log in SEATRIAL_HOME", err=True)
            return 2
        case CannotStart():
            click.echo(f"error: the twin cannot start here\n  why   {failure}\n  mend  seatrial doctor", err=True)
            return 2
        case OSError():
            click.echo(f"error: {failure}", err=True)
            return 2
    if os.environ.get("SEATRIAL_DEBUG"):
        traceback.print_exc(file=sys.stderr)
    click.echo(
        f"error: seatrial failed: {type(failure).__name__}: {failure}\n"
        "  mend  run again with SEATRIAL_DEBUG=1 and report what it prints",
        err=True,
    )
    return 2
