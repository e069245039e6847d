"""The services that states of a machine call (queues, topics, functions, tables, machines), and about what.

Sources (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html
(the policy of each integration), https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.global_table import TABLES
from seatrial.analyses.state_machines import MACHINE, Machine, flows, machine_of
from seatrial.model.arn import Arn
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at


class Service(Struct, frozen=True):
    """``actions`` are those that are called as they are named; ``argument`` names what they are about."""

    prefix: str
    argument: str
    types: tuple[str, ...]
    actions: tuple[str, ...]


MACHINES = Service("states", "StateMachineArn", (MACHINE,), ("StartExecution", "StartSyncExecution"))
_BUSES = Service("events", "", ("AWS::Events::EventBus",), ("PutEvents",))
SERVICES: Mapping[str, Service] = {
    "dynamodb": Service(
        "dynamodb",
        "TableName",
        TABLES,
        ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"),
    ),
    "eventbridge": _BUSES,
    "events": _BUSES,
    "lambda": Service("lambda", "FunctionName", ("AWS::Lambda::Function",), ("Invoke",)),
    "secretsmanager": Service(
        "secretsmanager",
        "SecretId",
        ("AWS::SecretsManager::Secret",),
        ("GetSecretValue", "PutSecretValue"),
    ),
    "sfn": MACHINES,
    "sns": Service("sns", "TopicArn", ("AWS::SNS::Topic",), ("Publish",)),
    "sqs": Service("sqs", "QueueUrl", ("AWS::SQS::Queue",), ("SendMessage", "SendMessageBatch")),
    "states": MACHINES,
}
# Where the permission is called otherwise than the action.
RIGHTS = {"Invoke": "InvokeFunction", "SendMessageBatch": "SendMessage"}


RESOURCE = re.compile(
    r"arn:[a-z-]*:states:::(?P<sdk>aws-sdk:)?(?P<service>[a-z0-9-]+):(?P<action>[A-Za-z0-9]+)"
    r"(?:\.(?P<pattern>sync|sync:2|waitForTaskToken))?\Z"
)


class ServiceCall(Struct, frozen=True):
    """A state that calls ``service``: ``named`` is what it names as its subject, at ``place``.

    ``action`` is spelt as IAM does it; ``given`` are the arguments as they are known.
    """

    machine: Machine
    state: str
    service: Service
    named: Value
    place: PropertyPath
    action: str = ""
    given: Value = None


def service_calls(inquiry: Inquiry) -> Iterator[ServiceCall]:
    """The states that call a service about one thing, with what they name."""
    for resource in inquiry.system.of_type(MACHINE):
        machine = machine_of(resource)
        for flow in flows(machine):
            for name, state in flow.states.items():
                given = at(state, "Resource")
                match = RESOURCE.fullmatch(given) if isinstance(given, str) and at(state, "Type") == "Task" else None
                service = SERVICES.get(match["service"]) if match is not None else None
                if service is None or not service.argument:
                    continue
                key = "Arguments" if at(state, "Arguments") is not None else "Parameters"
                place = machine.place(*flow.path, "States", name, key, service.argument)
                action = match["action"][:1].upper() + match["action"][1:] if match is not None else ""
                given = at(state, key)
                yield ServiceCall(machine, name, service, at(given, service.argument), place, action, given)


def task_arguments(inquiry: Inquiry) -> Iterator[Value]:
    """What the states of all machines give to what they call."""
    for resource in inquiry.system.of_type(MACHINE):
        for flow in flows(machine_of(resource)):
            for state in flow.states.values():
                yield at(state, "Arguments") if at(state, "Arguments") is not None else at(state, "Parameters")


def subject_of_call(inquiry: Inquiry, service: Service, arguments: Value) -> str:
    """The ARN of what a call is about; "" where it isn't known."""
    if service is _BUSES:
        return _bus(inquiry, arguments)
    value = at(arguments, service.argument)
    if not isinstance(value, str) or not value:
        return ""
    found = inquiry.find(value, *service.types)
    if found is not None:
        return found.arn
    return value if value.startswith("arn:") else ""


def _bus(inquiry: Inquiry, arguments: Value) -> str:
    """The one bus that all entries are for."""
    entries = at(arguments, "Entries")
    names = {as_text(at(item, "EventBusName")) for item in as_list(entries) if not isinstance(item, Unknown)}
    unknown = isinstance(entries, Unknown) or any(
        isinstance(item, Unknown) or isinstance(at(item, "EventBusName"), Unknown) for item in as_list(entries)
    )
    if unknown or len(names) > 1:
        return ""
    name = next(iter(names), "")
    found = inquiry.find(name, "AWS::Events::EventBus") if name else None
    scope = inquiry.system.scope
    if found is not None or name.startswith("arn:"):
        return found.arn if found is not None else name
    return str(Arn(scope.partition, "events", scope.region, scope.account, f"event-bus/{name or 'default'}"))
