"""How plans, findings and states look in a terminal. Values in, lines out; nothing here asks the twin.

``rich`` is loaded when something is printed, so that verbs with ``--json`` start without it.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from seatrial.model.finding import Finding, order_key
from seatrial.model.layer import Layer
from seatrial.model.step import Action

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from seatrial.api import Planned

LAYERS = (Layer.FOUNDATION, Layer.CONTAINER, Layer.TRAFFIC, Layer.OTHER)
SIGNS: Mapping[str, str] = {
    "create": "[green]+[/]",
    "update": "[yellow]~[/]",
    "replace": "[magenta]±[/]",
    "delete": "[red]-[/]",
    "retain": "[dim]=[/]",
    "skip": "[dim]·[/]",
}
COLOURS: Mapping[str, str] = {
    "RUNNING": "green",
    "HEALTHY": "green",
    "healthy": "green",
    "COMPLETED": "green",
    "STOPPED": "dim",
    "UNHEALTHY": "red",
    "unhealthy": "red",
    "FAILED": "red",
}


@cache
def console() -> Console:
    from rich.console import Console

    width = None if os.isatty(1) else 160
    return Console(highlight=False, emoji=False, width=width, soft_wrap=not os.isatty(1))


def safe(text: object) -> str:
    """Text of the template as plain text: no markup of rich's in it, no control characters."""
    from rich.markup import escape

    return escape("".join(char if char.isprintable() else " " for char in str(text)))


def print_findings(findings: Iterable[Finding], *, as_json: bool = False) -> None:
    """Findings in four parts, in the order of the text."""
    if as_json:
        listed = [finding.as_json() for finding in sorted(findings, key=order_key)]
        print(json.dumps({"findings": listed}, indent=2, ensure_ascii=False))
        return
    colours = {"error": "red", "warning": "yellow", "note": "cyan"}
    for finding in sorted(findings, key=order_key):
        colour = colours[finding.severity]
        console().print(f"[bold {colour}]{finding.severity}[/]\\[{finding.code}] {safe(finding.what)}")
        for name, text in (("", finding.where), ("why", finding.why), ("mend", finding.mend)):
            if text:
                console().print(f"  [dim]{name}[/]{' ' * (6 - len(name)) if name else ''}{safe(text)}")


def print_plan(planned: Planned) -> None:
    """Steps by layer, in the order in which they are carried out, each with its cause."""
    from rich.table import Table

    plan = planned.plan
    if plan.empty:
        console().print(summary_of_nothing(planned))
        return
    for layer in LAYERS:
        steps = [step for step in plan.steps if step.layer is layer]
        if not steps:
            continue
        table = Table(box=None, pad_edge=False, show_header=False, title=layer.value, title_justify="left")
        for step in steps:
            changes = f" [dim]({safe(', '.join(step.changes))})[/]" if step.changes else ""
            table.add_row(
                SIGNS[step.action],
                safe(step.logical_id),
                f"[dim]{safe(step.type.removeprefix('AWS::'))}[/]",
                f"{safe(step.cause)}{changes}",
            )
        console().print(table)
    counts = {action: sum(step.action is action for step in plan.steps) for action in Action}
    said = [f"{count} to {action}" for action, count in counts.items() if count]
    console().print(f"[bold]{safe(plan.stack)}[/]: {', '.join(said)}")


def summary_of_nothing(planned: Planned) -> str:
    before = planned.before
    if before is not None and not before.complete:
        return f"{planned.plan.stack}: the template is unchanged; trying again, because the stack is {before.status}"
    return f"{planned.plan.stack}: nothing to do, the template is what runs"


def plan_json(planned: Planned) -> dict[str, Any]:
    return {
        "stack": planned.plan.stack,
        "empty": planned.plan.empty,
        "steps": [
            {
                "action": str(step.action),
                "logical_id": step.logical_id,
                "type": step.type,
                "layer": str(step.layer),
                "physical_id": step.physical_id,
                "cause": step.cause,
                "changes": list(step.changes),
                "after": list(step.after),
                "wave": step.wave,
            }
            for step in planned.plan.steps
        ],
        "skipped": [{"logical_id": name, "why": why} for name, why in sorted(planned.skipped.items())],
        "findings": [finding.as_json() for finding in sorted(planned.findings, key=order_key)],
    }


def print_status(state: Mapping[str, Any]) -> None:
    console().print(status_view(state))


def status_view(state: Mapping[str, Any]) -> RenderableType:
    """The whole state: stack line, services, tasks, targets, addresses, what is skipped."""
    from rich.console import Group

    parts: list[RenderableType] = [_tree(state)]
    parts += [_services(state)] if state["services"] else []
    parts += [tasks_table([task for task in state["tasks"] if task["last_status"] != "STOPPED"])]
    if stopped := [task for task in state["tasks"] if task["last_status"] == "STOPPED"]:
        parts += [_stopped(stopped)]
    parts += [_targets(state)] if any(group["targets"] for group in state["target_groups"]) else []
    parts += [_listeners(state)] if state["listeners"] else []
    parts += [_skipped(state)] if state["skipped"] else []
    return Group(*parts)


def _stack_line(state: Mapping[str, Any]) -> str:
    good = state["status"].endswith("_COMPLETE") and "ROLLBACK" not in state["status"]
    colour = "green" if good else "yellow" if state["status"].endswith("_IN_PROGRESS") else "red"
    reason = f"  {safe(state['status_reason'])}" if state.get("status_reason") else ""
    return f"[bold]{safe(state['stack'])}[/]  [{colour}]{state['status']}[/]{reason}"


def _tree(state: Mapping[str, Any]) -> RenderableType:
    """The stack and its layers, each with how much of it is there."""
    from rich.tree import Tree

    tree = Tree(_stack_line(state), guide_style="dim")
    for name, counts in state["layers"].items():
        whole = counts["created"] == counts["total"]
        tree.add(f"{name}  [{'green' if whole else 'yellow'}]{counts['created']}/{counts['total']}[/]")
    return tree


def _services(state: Mapping[str, Any]) -> Table:
    table = _table("deployments", "service", "status", "task definition", "desired", "pending", "running", "rollout")
    for service in state["services"]:
        for deployment in service["deployments"]:
            table.add_row(
                safe(service["name"]),
                deployment["status"],
                safe(deployment["task_definition"].rsplit("/", 1)[-1]),
                str(deployment["desired"]),
                str(deployment["pending"]),
                str(deployment["running"]),
                _coloured(deployment["rollout_state"]),
            )
    return table


def print_tasks(tasks: Sequence[Mapping[str, Any]]) -> None:
    console().print(tasks_table(tasks))


def tasks_table(tasks: Sequence[Mapping[str, Any]]) -> Table:
    table = _table("tasks", "task", "service", "revision", "zone", "address", "state", "health", "cpu", "memory")
    for task in tasks:
        use = task.get("use") or {}
        table.add_row(
            task["id"][:12],
            safe(task["service"]),
            f"{safe(task['family'])}:{task['revision']}",
            task["availability_zone"],
            task["private_ip"] or "-",
            _coloured(task["last_status"]),
            _coloured(task["health_status"]),
            f"{use['cpu_percent']:.1f} %" if "cpu_percent" in use else "-",
            f"{use['memory_mib']:.0f}/{use['memory_limit_mib']} MiB" if "memory_mib" in use else "-",
        )
    return table


def _stopped(tasks: Sequence[Mapping[str, Any]]) -> Table:
    table = _table("stopped", "task", "service", "code", "reason")
    for task in tasks[:10]:
        reason = task["stopped_reason"] or ""
        for container in task["containers"]:
            said = container["reason"] or (f"exit {container['exit_code']}" if container["exit_code"] else "")
            reason += f"  {container['name']}: {said}" if said else ""
        table.add_row(task["id"][:12], safe(task["service"]), task["stop_code"] or "-", safe(reason))
    return table


def _targets(state: Mapping[str, Any]) -> Table:
    table = _table("targets", "target group", "target", "port", "state", "reason")
    for group in state["target_groups"]:
        for target in group["targets"]:
            reason = f"{target['reason']} {target['description']}".strip() if target["reason"] else ""
            table.add_row(
                safe(group["name"]), target["id"], str(target["port"]), _coloured(target["state"]), safe(reason)
            )
    return table


def _listeners(state: Mapping[str, Any]) -> Table:
    table = _table("addresses", "listener", "from here", "load balancer")
    for listener in state["listeners"]:
        shown = safe(listener["url"] or "(internal)")
        if listener.get("why_closed"):
            shown += f"  [red]{safe(listener['why_closed'])}[/]"
        table.add_row(f"{listener['protocol']}:{listener['port']}", f"[bold]{shown}[/]", safe(listener["dns_name"]))
    return table


def _skipped(state: Mapping[str, Any]) -> Table:
    table = _table("skipped", "resource", "type", "what that means")
    for row in state["skipped"]:
        table.add_row(safe(row["logical_id"]), safe(row["type"]), safe(row["why"]))
    return table


def print_outcome(state: Mapping[str, Any]) -> None:
    """What one wants to know when ``up`` is through: the addresses, or what failed and its last words."""
    print_status(state)
    for failure in state["failures"]:
        console().print(f"[bold red]failed[/] {safe(failure['subject'])}: {safe(failure['reason'])}")
        for line in failure["log"]:
            console().print(f"  [dim]|[/] {safe(line)}")
    if state["certificate_authority"]:
        console().print(f"[dim]https[/]  certificates are signed by {safe(state['certificate_authority'])}")
    for note in state["notes"]:
        console().print(f"[dim]note[/]   {safe(note)}")
    for name, value in state["outputs"].items():
        console().print(f"[dim]output[/] {safe(name)} = {safe(value)}")


def print_stacks(stacks: Sequence[Mapping[str, Any]]) -> None:
    if not stacks:
        console().print("no stack is here")
        return
    table = _table("", "stack", "status", "region")
    for stack in stacks:
        table.add_row(safe(stack["stack"]), stack["status"], stack["region"])
    console().print(table)


def event_line(event: Mapping[str, Any]) -> str:
    return f"{_clock(event['at'])}  {event['text']}"


def log_line(line: Mapping[str, Any]) -> str:
    return f"{_clock(line['timestamp'] / 1000)}  {line['task'][:8]} {line['container']}  {line['message']}"


def _clock(at: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(at)) + f".{int(at % 1 * 1000):03d}"


def _coloured(word: str) -> str:
    colour = COLOURS.get(word)
    return f"[{colour}]{word}[/]" if colour else word


def _table(title: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, title=title or None, title_justify="left", title_style="bold", expand=False)
    for column in columns:
        table.add_column(column, header_style="dim", overflow="fold")
    return table
