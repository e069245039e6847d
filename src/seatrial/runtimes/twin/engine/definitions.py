"""Task definitions that tasks were started from: a revision outlives its template while a task of it runs."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from seatrial.analyses.across import find
from seatrial.model.codec import decode_value, encode_value
from seatrial.model.resource import Resource
from seatrial.model.value import as_dict
from seatrial.runtimes.twin.decide.ecs_task_definition import TaskSpec, task_spec

if TYPE_CHECKING:
    from seatrial.runtimes.twin.engine.harbour import Harbour

TYPE = "AWS::ECS::TaskDefinition"


class Definitions:
    def __init__(self, harbour: Harbour) -> None:
        self._harbour = harbour
        self._known: dict[str, Resource] = {}

    def register(self, arn: str) -> Resource | None:
        """The definition of an ARN, kept from now on; None where no stack has it."""
        if arn in self._known:
            return self._known[arn]
        found = find(self._harbour.worlds(), arn, TYPE) or find(
            [stack.system for stack in self._harbour.stacks.values()], arn, TYPE
        )
        if found is None:
            return self._saved(arn)
        self._known[arn] = found
        body: dict[str, Any] = {
            "logical_id": found.logical_id,
            "properties": encode_value(dict(found.properties), self._harbour.vault.hide),
        }
        self._harbour.journal.put("definition", arn, body)
        return found

    def spec(self, arn: str, speed: float) -> TaskSpec | None:
        definition = self.register(arn)
        return task_spec(definition, speed) if definition is not None else None

    def keep_only(self, arns: Collection[str]) -> None:
        for arn in self._harbour.journal.all("definition"):
            if arn not in arns:
                self._known.pop(arn, None)
                self._harbour.journal.remove("definition", arn)

    def _saved(self, arn: str) -> Resource | None:
        body = self._harbour.journal.get("definition", arn)
        if body is None:
            return None
        properties = as_dict(decode_value(body["properties"], self._harbour.vault.show))
        found = self._known[arn] = Resource(body["logical_id"], TYPE, properties, arn, arn)
        return found
