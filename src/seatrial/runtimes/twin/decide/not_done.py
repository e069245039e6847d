"""What of a system the twin runs otherwise than AWS, or not at all, said before it is run: findings with places."""

from __future__ import annotations

from seatrial.model.finding import Finding
from seatrial.model.system import System
from seatrial.runtimes.twin.decide import elbv2_not_done, ipv6_not_done
from seatrial.runtimes.twin.decide.task_definition_not_run import not_run_here


def not_done(system: System) -> tuple[Finding, ...]:
    """Notes, warnings and errors of every type that has some."""
    definitions = system.of_type("AWS::ECS::TaskDefinition")
    return (
        *elbv2_not_done.not_done([system]),
        *(finding for definition in definitions for finding in not_run_here(definition)),
        *ipv6_not_done.not_done(system),
    )
