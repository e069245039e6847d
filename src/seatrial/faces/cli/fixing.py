"""``seatrial check --fix``: shows what would be written, asks, and writes."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from seatrial import api

COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def mend(
    requests: Sequence[api.ReadRequest], only: tuple[str, ...], ignore: tuple[str, ...], *, yes: bool, strict: bool
) -> int:
    """Mends each file that one agrees to; 0 where nothing wrong remains."""
    for request in requests:
        if not request.file.is_file():
            raise click.UsageError(f"--fix writes into the file that it is given, and {request.file} is none.")
    worst = 0
    for request in requests:
        fixed = api.fix(request, only=only, ignore=ignore)
        if not fixed.mended:
            click.echo(f"{request.file}: nothing here has one plain mend{_left(fixed, strict)}")
            worst = max(worst, int(fixed.report.failed(strict)))
            continue
        _show(fixed)
        if not yes and not _agreed(request.file):
            worst = 1
            continue
        if hindrance := _hindrance(fixed):
            click.echo(f"{request.file}: nothing is written: {hindrance}", err=True)
            worst = 1
            continue
        _write(request.file, fixed.text)
        count = len(fixed.mended)
        click.echo(f"{request.file}: {count} {'finding' if count == 1 else 'findings'} mended{_left(fixed, strict)}")
        worst = max(worst, int(fixed.report.failed(strict)))
    return worst


def _left(fixed: api.Fixed, strict: bool) -> str:
    if not fixed.report.failed(strict):
        return ""
    codes = ", ".join(dict.fromkeys(item.code for item in fixed.report.findings if str(item.severity) != "note"))
    return f"; what remains is for you to decide: {codes} (seatrial check {fixed.file})"


def _show(fixed: api.Fixed) -> None:
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for item in fixed.mended:
        click.echo(f"{item.code}  {item.what}")
        click.echo(f"  {item.where}")
    click.echo()
    for line in fixed.difference.splitlines():
        click.echo(click.style(line, fg=COLOURS.get(line[:1])) if colour else line)
    click.echo()


def _agreed(file: Path) -> bool:
    if not sys.stdin.isatty():
        click.echo(f"{file}: nothing is written; run again with --yes to take it", err=True)
        return False
    if click.confirm(f"Write this to {file}?"):
        return True
    click.echo(f"{file}: left as it is")
    return False


def _hindrance(fixed: api.Fixed) -> str:
    """Why a file must not be written; "" where it may."""
    if not fixed.file.stat().st_mode & 0o222 or not os.access(fixed.file, os.W_OK):
        return f"it is read-only; chmod u+w {fixed.file}, and run again"
    if fixed.file.read_bytes() != fixed.before.encode():
        return "it has changed meanwhile; run again"
    return ""


def _write(file: Path, text: str) -> None:
    """Writes a file in one go, so that it is never there by half; its mode and its owner stay."""
    target = file.resolve()
    known = target.stat()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        if os.geteuid() == 0:
            os.chown(name, known.st_uid, known.st_gid)
        Path(name).chmod(known.st_mode & 0o7777)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
