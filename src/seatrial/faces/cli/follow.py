"""Watching a stack: live while a person looks on, line by line where the output is a file."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

from seatrial.api import Yard


def follow_until_settled(yard: Yard, stack: str, *, quiet: bool) -> dict[str, Any]:
    """Shows what happens until the stack is at steady state or has failed; the state then."""
    if quiet:
        return _silent(yard, stack)
    return _live(yard, stack) if sys.stdout.isatty() else _line_by_line(yard, stack)


def follow_events(yard: Yard, stack: str, after: int = 0) -> None:
    from seatrial import api
    from seatrial.faces.cli.render import event_line

    api.events(yard, stack, lambda event: click.echo(event_line(event)), follow=True, after=after)


def _silent(yard: Yard, stack: str) -> dict[str, Any]:
    from seatrial import api

    while True:
        state = api.status(yard, stack)
        if state["settled"]:
            return state
        api.wait_for_change(yard, stack, state["version"])


def _line_by_line(yard: Yard, stack: str) -> dict[str, Any]:
    from seatrial import api
    from seatrial.faces.cli.render import event_line

    shown = api.status(yard, stack)["operation_began_after_event"]
    while True:
        state = api.status(yard, stack)
        shown = _show_events(yard, stack, shown, lambda event: click.echo(event_line(event)))
        if state["settled"]:
            return state
        api.wait_for_change(yard, stack, state["version"])


def _live(yard: Yard, stack: str) -> dict[str, Any]:
    from rich.console import Group
    from rich.live import Live

    from seatrial import api
    from seatrial.faces.cli.render import console, event_line, safe, status_view

    state = api.status(yard, stack)
    shown = state["operation_began_after_event"]
    recent: list[str] = []

    def remember(event: Mapping[str, Any]) -> None:
        recent.append(f"[dim]{safe(event_line(event))}[/]")
        del recent[:-8]

    with Live(console=console(), refresh_per_second=8, transient=True) as live:
        while True:
            state = api.status(yard, stack)
            shown = _show_events(yard, stack, shown, remember)
            live.update(Group(status_view(state), *recent))
            if state["settled"]:
                return state
            api.wait_for_change(yard, stack, state["version"], patience_seconds=2)


def _show_events(yard: Yard, stack: str, after: int, show: Any) -> int:
    from seatrial import api

    newest = after

    def one(event: dict[str, Any]) -> None:
        nonlocal newest
        newest = event["number"]
        show(event)

    api.events(yard, stack, one, follow=False, after=after)
    return newest
