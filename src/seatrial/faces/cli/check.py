"""``seatrial check``: will it work? Answered on paper, from the template alone; starts nothing and asks nobody."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seatrial.faces.cli.options import Template, how_to_read, read_request, settings

if TYPE_CHECKING:
    from seatrial.api.request import Settings


@click.command("check", short_help="Prove on paper that a system will work, or say why not.")
@click.argument("files", nargs=-1, type=Template(), metavar="FILE...")
@how_to_read
@click.option("--json", "form", flag_value="json", help="Print the reports as JSON.")
@click.option("--sarif", "form", flag_value="sarif", help="Print the findings as SARIF 2.1.0.")
@click.option("--github", "form", flag_value="github", help="Print the findings as GitHub annotations.")
@click.option("--only", multiple=True, metavar="CODE", help="Report only this code, or the codes that begin with it.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Ignore this code, or the codes that begin with it.")
@click.option(
    "--linter",
    "linters",
    multiple=True,
    metavar="NAME",
    help="Join the findings of this linter: cfn-lint, cloudformation-validate, all or none. "
    "By default: those installed with Seatrial.",
)
@click.option("--fix", "fixing", is_flag=True, help="Fix what has one obvious fix: show the diff, ask, write.")
@click.option("--yes", is_flag=True, help="With --fix: write without asking.")
@click.option("--strict", is_flag=True, help="Exit with 1 on a warning as well.")
@click.option("--list", "listing", is_flag=True, help="List every check and exit.")
def command(
    files: tuple[Path, ...],
    form: str | None,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    linters: tuple[str, ...],
    fixing: bool,
    yes: bool,
    strict: bool,
    listing: bool,
    **options: Any,
) -> int:
    """Prove that a system will work, or say what is missing, where, why, and what mends it."""
    from seatrial import api

    if listing:
        for row in api.checks():
            click.echo(f"{row.code}  {row.severity:<8} {row.question}  {row.title}")
        return 0
    if not files:
        raise click.UsageError("Missing argument 'FILE...'.")
    requests = api.shared_out([read_request({**options, "file": file}) for file in files])
    ours = settings(files[0])
    chosen, left = _codes("--only", only, linters), _codes("--ignore", ignore, linters)
    _check_settings(ours)
    only, ignore = chosen or ours.only, (*ours.ignore, *left)
    strict = strict or ours.strict
    if fixing:
        if form or linters:
            raise click.UsageError("--fix goes with neither --json, --sarif, --github nor --linter.")
        from seatrial.faces.cli.fixing import mend

        return mend(requests, only, ignore, yes=yes, strict=strict)
    bidden = linters or ours.linters
    linters = _installed(only) if bidden is None else _linters(bidden)
    try:
        reports = api.check(requests, only=only, ignore=ignore, linters=linters)
    except api.Refused as refused:
        if bidden is not None or not linters:
            raise
        click.echo(f"{refused}; the report is Seatrial's alone (--linter none asks no linter)", err=True)
        reports = api.check(requests, only=only, ignore=ignore)
    if form == "json":
        click.echo(json.dumps(api.reports_json(reports), indent=2, ensure_ascii=False))
    elif form == "sarif":
        click.echo(json.dumps(api.reports_sarif(reports), indent=2, ensure_ascii=False))
    elif form == "github":
        for line in api.reports_github(reports):
            click.echo(line)
    else:
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        click.echo("\n".join(api.report_text(report, colour=colour, columns=columns) for report in reports), nl=False)
        if sys.stderr.isatty() and bidden is None:
            _tell_of_linters(linters)
    return 1 if any(report.failed(strict) for report in reports) else 0


def _installed(only: tuple[str, ...]) -> tuple[str, ...]:
    """The linters that are installed with Seatrial; none where only codes of ours are asked for."""
    from seatrial import api

    if only and not any(api.unknown_code(code) for code in only):
        return ()
    return tuple(item.name for item in api.linters() if item.installed)


def _linters(given: tuple[str, ...]) -> tuple[str, ...]:
    """The linters asked for by name, by ``all`` or by ``none``."""
    from seatrial import api

    known = {item.name: item for item in api.linters()}
    for name in given:
        if name not in ("all", "none") and name not in known:
            raise click.BadParameter(
                f"{name!r} is not one of {', '.join((*known, 'all', 'none'))}", param_hint="--linter"
            )
    if "none" in given:
        return ()
    if "all" not in given:
        return tuple(dict.fromkeys(given))
    found = tuple(item.name for item in known.values() if item.at_hand)
    if not found:
        click.echo(f"no linter is installed here: pip install {' or '.join(known)}", err=True)
    return found


def _tell_of_linters(joined: tuple[str, ...]) -> None:
    """Says who was asked unbidden, and what else could be: it was installed for something else."""
    from seatrial import api

    if joined:
        click.echo(f"\nwith the findings of {' and '.join(joined)}; --linter none leaves them out", err=True)
    if found := [item.name for item in api.linters() if item.at_hand and item.name not in joined]:
        click.echo(f"\n--linter all adds the findings of {' and '.join(found)}, which takes longer", err=True)


# How cfn-lint writes its codes.
# https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md (read 2026-11-30)
_OF_CFN_LINT = re.compile(r"[EWI]\d{0,4}\Z")


def _codes(option: str, given: tuple[str, ...], linters: tuple[str, ...]) -> tuple[str, ...]:
    """Codes, separated by commas or given one by one; a usage error where none can begin so."""
    from seatrial import api

    found = tuple(code.strip().upper() for text in given for code in text.split(",") if code.strip())
    for code in found:
        foreign = bool(linters) or _OF_CFN_LINT.match(code) is not None
        if said := api.unknown_code(code, alone=not foreign):
            raise click.BadParameter(said, param_hint=option)
    return found


def _check_settings(ours: Settings) -> None:
    """The codes of a settings file, in which those of linters may stand as well."""
    from seatrial import api

    for key in ("only", "ignore"):
        for code in getattr(ours, key):
            if said := api.unknown_code(code, alone=False):
                raise click.UsageError(f"{ours.file}:{_line_of(ours, code)}: {key}: {said}")


def _line_of(ours: Settings, code: str) -> int:
    text = ours.file.read_text(encoding="utf-8").upper() if ours.file is not None else ""
    return text[: max(text.find(code), 0)].count("\n") + 1
