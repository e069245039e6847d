"""Whether what starts a task gives it subnets, which the network mode awsvpc needs.

Sources (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html,
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EcsParameters.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import accepted_triggers
from seatrial.analyses.checklist.triggers import EVENTS, SCHEDULER, Trigger
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_text


def _network(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in accepted_triggers(inquiry):
        definition = trigger.definition
        if definition is None or as_text(definition.get("NetworkMode")) != "awsvpc":
            continue
        network = trigger.parameter("NetworkConfiguration")
        if isinstance(network, Unknown) or trigger.placement.subnets:
            continue
        spelling = "AwsVpcConfiguration" if trigger.service == EVENTS else "AwsvpcConfiguration"
        if isinstance(network, dict) and network and spelling not in network:
            continue
        yield Found(
            trigger.by,
            trigger.network if network is not None else trigger.parameters,
            f"{trigger.by.logical_id} gives its task no subnets",
            f"{definition.logical_id} has the network mode awsvpc, so RunTask needs subnets for the task's network "
            f"interface; {_without_network(trigger)[0]}",
            f"add {_typed_network(trigger, spelling)} to {trigger.holder}",
            _without_network(trigger)[1],
        )


def _typed_network(trigger: Trigger, spelling: str) -> str:
    if trigger.placement.universal:
        return f'"NetworkConfiguration": {{"{spelling}": {{"Subnets": [...], "SecurityGroups": [...]}}}}'
    return f"NetworkConfiguration: {{ {spelling}: {{ Subnets: [...], SecurityGroups: [...] }} }}"


def _without_network(trigger: Trigger) -> tuple[str, str]:
    """What becomes of a target without subnets, and AWS's text: with Fargate it is refused at once.

    The texts: cdk-preflight 0.0.143 (Apache-2.0, npm; read 2026-11-29).
    """
    fargate = as_text(trigger.parameter("LaunchType")) == "FARGATE" and trigger.service in (EVENTS, SCHEDULER)
    fargate = fargate and not trigger.placement.universal
    if not fargate or trigger.parameter("NetworkConfiguration") is not None:
        return trigger.never, "Network Configuration must be provided when networkMode 'awsvpc' is specified."
    which = f"target {as_text(trigger.get('Id'))}" if trigger.service == EVENTS else "the target"
    return (
        f"{trigger.noun} refuses it, and the stack is rolled back",
        f"Parameter NetworkConfiguration must be specified for {which} when launch type is FARGATE.",
    )


CHECK = Check(
    "TRI007",
    Severity.ERROR,
    Question.TRIGGER,
    "What starts a task gives it no subnets",
    "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html",
    _network,
)
