"""The rows that only some systems have: scaling, scheduled batch, internal API, queue worker."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.ledger import Ledger
from seatrial.analyses.checklist.placements import PIPE
from seatrial.analyses.checklist.queues import dead_letter_arn
from seatrial.analyses.checklist.universal import is_run_task
from seatrial.analyses.state_machines import MACHINE
from seatrial.model.layer import Layer
from seatrial.model.report import Row
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

BATCH, INTERNAL, WORKER = "scheduled batch", "internal API", "queue worker"
_WORKFLOWS = (MACHINE, PIPE)
NAMESPACES = (
    "AWS::ServiceDiscovery::HttpNamespace",
    "AWS::ServiceDiscovery::PrivateDnsNamespace",
    "AWS::ServiceDiscovery::PublicDnsNamespace",
)


def scaling(ledger: Ledger) -> Iterator[Row]:
    targets = ledger.of_type("AWS::ApplicationAutoScaling::ScalableTarget")
    policies = ledger.of_type("AWS::ApplicationAutoScaling::ScalingPolicy")
    services = [item for item in ledger.inquiry.placements if item.by.type == "AWS::ECS::Service"]
    if not services:
        return
    fixed = "the number of tasks is fixed"
    yield ledger.there(
        Layer.CONTAINER, "scaling: scalable target", targets, _bounds, needed=bool(policies), essential=False,
        otherwise=fixed,
    )  # fmt: skip
    yield ledger.there(
        Layer.CONTAINER, "scaling: policies", policies, _policy, needed=bool(targets), essential=False, otherwise=fixed
    )


def batch(ledger: Ledger) -> Iterator[Row]:
    rules = ledger.targets_of_rules()
    schedules = [
        item
        for item in ledger.of_type("AWS::Scheduler::Schedule")
        if item.get("Target", "EcsParameters") is not None or is_run_task(item)
    ]
    starters = [item.by for item in ledger.inquiry.placements if item.by.type in _WORKFLOWS]
    resources = _once([*(rule for rule, _ in rules), *schedules])
    if not resources and not starters:
        return
    roles = ledger.named(
        [
            *(at(target, "RoleArn") for _, target in rules),
            *(item.get("Target", "RoleArn") for item in schedules),
            *(item.get("RoleArn") for item in starters),
        ],
        "AWS::IAM::Role",
    )
    if starters:
        yield ledger.there(
            Layer.TRAFFIC,
            "state machine or pipe that runs tasks",
            _once(starters),
            _workflow,
            part=BATCH,
            codes=("TRI",),
        )
    if resources:
        yield ledger.there(Layer.TRAFFIC, "schedule or event", resources, _schedule, part=BATCH, codes=("TRI",))
    yield ledger.there(Layer.TRAFFIC, "role with ecs:RunTask and iam:PassRole", roles, part=BATCH, from_elsewhere=True)
    if not resources:
        return
    queues = ledger.named(
        [
            *(at(target, "DeadLetterConfig", "Arn") for _, target in rules),
            *(item.get("Target", "DeadLetterConfig", "Arn") for item in schedules),
        ]
    )
    yield ledger.there(
        Layer.TRAFFIC, "dead-letter queue", queues, part=BATCH, needed=False, wanted=True, essential=False,
        otherwise="failed invocations are dropped",
    )  # fmt: skip


def internal(ledger: Ledger) -> Iterator[Row]:
    services = [item.by for item in ledger.inquiry.placements if item.by.type == "AWS::ECS::Service"]
    connected = [item for item in services if isinstance(item.get("ServiceConnectConfiguration"), dict)]
    registered = [item for item in services if isinstance(item.get("ServiceRegistries"), list)]
    if not connected and not registered:
        return
    spaces = [item for type in NAMESPACES for item in ledger.anywhere(type)]
    yield ledger.there(Layer.TRAFFIC, "namespace", spaces, _namespace, part=INTERNAL, from_elsewhere=True)
    if connected:
        serving = [item for item in connected if as_list(item.get("ServiceConnectConfiguration", "Services"))]
        yield ledger.there(
            Layer.TRAFFIC, "Service Connect: port names and aliases", serving, _aliases, part=INTERNAL,
            needed=False, otherwise="these services only call others",
        )  # fmt: skip
    if registered:
        registries = ledger.anywhere("AWS::ServiceDiscovery::Service")
        yield ledger.there(Layer.TRAFFIC, "Cloud Map service", registries, part=INTERNAL, from_elsewhere=True)


def worker(ledger: Ledger) -> Iterator[Row]:
    queues = ledger.of_type("AWS::SQS::Queue")
    given = {
        as_text(at(variable, "Value"))
        for definition in ledger.inquiry.definitions
        for _, container in ledger.inquiry.containers(definition)
        for variable in as_list(at(container, "Environment"))
    }
    used = [item for item in queues if given & {item.physical_id, item.arn, *map(as_text, item.attributes.values())}]
    if not used:
        return
    yield ledger.there(Layer.TRAFFIC, "queue", used, part=WORKER)
    dead = ledger.named((dead_letter_arn(item) for item in used), "AWS::SQS::Queue")
    yield ledger.there(
        Layer.TRAFFIC, "dead-letter queue", dead, part=WORKER, needed=False, wanted=True, essential=False,
        otherwise="a message that always fails comes back until it expires",
    )  # fmt: skip


def _bounds(target: Resource) -> str:
    return f"{as_text(target.get('MinCapacity'), '?')} to {as_text(target.get('MaxCapacity'), '?')} tasks"


def _policy(policy: Resource) -> str:
    metric = policy.get("TargetTrackingScalingPolicyConfiguration", "PredefinedMetricSpecification")
    return as_text(at(metric, "PredefinedMetricType")) or as_text(policy.get("PolicyType"))


def _once(resources: list[Resource]) -> list[Resource]:
    return list({id(item): item for item in resources}.values())


def _workflow(item: Resource) -> str:
    return "a pipe" if item.type == PIPE else "a state machine"


def _schedule(item: Resource) -> str:
    return as_text(item.get("ScheduleExpression")) or "an event pattern"


def _namespace(item: Resource) -> str:
    return as_text(item.get("Name"))


def _aliases(service: Resource) -> str:
    found = []
    for item in as_list(service.get("ServiceConnectConfiguration", "Services")):
        names = [as_text(at(alias, "DnsName")) for alias in as_list(at(item, "ClientAliases"))]
        found.append(f"{as_text(at(item, 'PortName'))} as {', '.join(filter(None, names)) or 'its discovery name'}")
    return "; ".join(found)
