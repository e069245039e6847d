"""The services that states of a machine call (queues, topics, functions, tables, machines), and about what.

Sources (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html
(the policy of each integration), https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.global_table import TABLES
from seatrial.analyses.state_machines import MACHINE
from seatrial.model.arn import Arn
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
