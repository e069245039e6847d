"""Seatrial as a library: the verbs as functions, and the only place where the floors meet.

A verb reads a template into a System, asks the analyses about it, or hands it to a runtime. Faces call these and print
what comes back; nothing here prints. What a verb doesn't need isn't loaded: names come from their module when they are
first asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from seatrial.api.request import ReadRequest, Refused, settings_of

if TYPE_CHECKING:
    from seatrial.api.fixing import Fixed, fix
    from seatrial.api.linting import Linter, linters
    from seatrial.api.listing import CheckRow, checks, unknown_code
    from seatrial.api.paper import (
        check,
        explain,
        explanation_json,
        explanation_text,
        order,
        order_json,
        order_text,
        shared_out,
    )
    from seatrial.api.reporting import report_text, reports_github, reports_json, reports_sarif
    from seatrial.api.secrets import given_secrets
    from seatrial.api.twin import (
        CannotStart,
        Diagnosis,
        Difference,
        DoctorRow,
        EngineGone,
        OperationError,
        Planned,
        Yard,
        default_home,
        differences,
        doctor,
        down,
        events,
        execute,
        logs,
        one_stack,
        plan,
        scale,
        stacks,
        status,
        stop_task,
        up,
        wait_for_change,
    )

__all__ = [
    "CannotStart",
    "CheckRow",
    "Diagnosis",
    "Difference",
    "DoctorRow",
    "EngineGone",
    "Fixed",
    "Linter",
    "OperationError",
    "Planned",
    "ReadRequest",
    "Refused",
    "Yard",
    "check",
    "checks",
    "default_home",
    "differences",
    "doctor",
    "down",
    "events",
    "execute",
    "explain",
    "explanation_json",
    "explanation_text",
    "fix",
    "given_secrets",
    "linters",
    "logs",
    "one_stack",
    "order",
    "order_json",
    "order_text",
    "plan",
    "report_text",
    "reports_github",
    "reports_json",
    "reports_sarif",
    "scale",
    "settings_of",
    "shared_out",
    "stacks",
    "status",
    "stop_task",
    "unknown_code",
    "up",
    "wait_for_change",
]

_MODULES: Mapping[str, tuple[str, ...]] = {
    "seatrial.api.fixing": ("Fixed", "fix"),
    "seatrial.api.linting": ("Linter", "linters"),
    "seatrial.api.listing": ("CheckRow", "checks", "unknown_code"),
    "seatrial.api.paper": (
        "check",
        "explain",
        "explanation_json",
        "explanation_text",
        "order",
        "order_json",
        "order_text",
        "shared_out",
    ),
    "seatrial.api.reporting": ("report_text", "reports_github", "reports_json", "reports_sarif"),
    "seatrial.api.secrets": ("given_secrets",),
    "seatrial.api.twin": (
        "CannotStart",
        "Diagnosis",
        "Difference",
        "DoctorRow",
        "EngineGone",
        "OperationError",
        "Planned",
        "Yard",
        "default_home",
        "differences",
        "doctor",
        "down",
        "events",
        "execute",
        "logs",
        "one_stack",
        "plan",
        "scale",
        "stacks",
        "status",
        "stop_task",
        "up",
        "wait_for_change",
    ),
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
