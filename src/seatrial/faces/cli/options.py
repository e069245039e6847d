"""Options that several verbs share, read the same way everywhere."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from seatrial.api.region import opening_of
from seatrial.api.request import ReadRequest, Refused, settings_of

if TYPE_CHECKING:
    from seatrial.api import Yard
    from seatrial.api.request import Settings

F = TypeVar("F", bound=Callable[..., Any])


def yard() -> Yard:
    """The twin that the environment chooses."""
    from seatrial.api import Yard, default_home

    return Yard(default_home(os.environ))


def pairs(option: str, values: tuple[str, ...]) -> dict[str, str]:
    """``NAME=VALUE`` options as a mapping. The last of a name wins."""
    found: dict[str, str] = {}
    for text in values:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise click.BadParameter(f"{text!r} is not NAME=VALUE", param_hint=option)
        found[name] = value
    return found


class Template(click.Path):
    """A template's file; ``-`` is standard input, as in ``cdk synth | seatrial check -``."""

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert("/dev/stdin" if value == "-" else value, param, ctx)


class ParametersFile(click.Path):
    """A file of parameters; ``file://params.json`` as well, as AWS's command line wants it."""

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and value.startswith("ParameterKey="):
            name, _, rest = value.removeprefix("ParameterKey=").partition(",")
            self.fail(f"write it as --param {name}={rest.removeprefix('ParameterValue=') or 'VALUE'}", param, ctx)
        return super().convert(value.removeprefix("file://") if isinstance(value, str) else value, param, ctx)


def reading_options(function: F) -> F:
    """What decides how a template is read, with the template itself."""
    file = click.argument("file", type=Template())
    return file(how_to_read(function))


def how_to_read(function: F) -> F:
    """What decides how a template is read."""
    for decorate in reversed(
        (
            click.option("--stack", metavar="NAME", help="Stack name; the file's or its folder's name when not given."),
            click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of the template."),
            click.option(
                "--parameters",
                "parameter_files",
                multiple=True,
                type=ParametersFile(),
                metavar="FILE",
                help="Parameters from a JSON or YAML file, in either of AWS's shapes.",
            ),
            click.option(
                "--import", "imports", multiple=True, metavar="NAME=VALUE", help="A value for Fn::ImportValue NAME."
            ),
            click.option(
                "--resolve",
                "dynamic",
                multiple=True,
                metavar="NAME=VALUE",
                help="A value for an SSM parameter or a {{resolve:...}} reference.",
            ),
            click.option(
                "--region",
                metavar="REGION",
                help="AWS region.  [default: the one that the template is written for, else us-east-1]",
            ),
            click.option(
                "--account",
                metavar="ID",
                help="AWS account id.  [default: the one that the template has written out, else 123456789012]",
            ),
        )
    ):
        function = decorate(function)
    return function


def read_request(options: dict[str, Any]) -> ReadRequest:
    """Takes the reading options out of a command's arguments."""
    file: Path = options.pop("file")
    written = settings(file)
    text = opening_of(file) if written.parameters else b""
    known = {name: value for name, value in written.parameters.items() if name.encode() in text}
    region = (
        options.pop("region") or written.region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    )
    account = options.pop("account") or written.account or ""
    if account and not (account.isdigit() and len(account) == 12):
        raise click.BadParameter(f"{account!r} is not an AWS account id of 12 digits", param_hint="--account")
    return ReadRequest(
        file=file,
        stack=options.pop("stack") or "",
        region=region or "",
        account=account,
        parameters={**known, **pairs("--param", options.pop("params"))},
        parameter_files=options.pop("parameter_files"),
        imports=pairs("--import", options.pop("imports")),
        dynamic=pairs("--resolve", options.pop("dynamic")),
    )


def settings(file: Path) -> Settings:
    """What the template's project has written down; a mistake in it is a usage error."""
    try:
        return settings_of(file)
    except Refused as mistake:
        raise click.UsageError(mistake.message) from None


stack_option = click.option("--stack", metavar="NAME", help="Which stack, where several run.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print what is shown as JSON.")
