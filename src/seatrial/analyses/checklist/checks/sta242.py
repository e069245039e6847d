"""Whether the memory that containers may have is there in the task.

Each limit by itself is within the task's memory. Where they are more together, a container may be killed for want of
memory before it is at its own limit. ECS was not seen to refuse that, though its reference asks for less.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
(memory: "The total amount of memory reserved for all containers within a task must be lower than the task memory value,
if one is specified").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.units import memory_mib
from seatrial.model.value import as_number, as_text, at


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        whole = memory_mib(as_text(definition.get("Memory"))) or 0
        limits = [as_number(at(item, "Memory")) for _, item in inquiry.containers(definition)]
        total = sum(limits)
        # One that is above the task's by itself is refused.
        if not whole or total <= whole or max(limits) > whole:
            continue
        yield Found(
            definition,
            ("Memory",),
            f"the containers of {definition.logical_id} may have {total} MiB together, and the task has {whole} MiB",
            "each may be killed for want of memory before it is at its own limit, when another uses much",
            f"give the task the next size above {total}, or lower the Memory of containers",
        )


CHECK = Check(
    "STA242",
    Severity.NOTE,
    Question.START,
    "The memory limits of a task's containers add up to more than the task has",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    _ask,
)
