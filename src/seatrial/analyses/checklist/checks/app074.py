"""Containers of AWS's own images beside the application, whose only work is to call AWS as the task role.

The X-Ray daemon, the CloudWatch agent, the collector of ADOT and the AppConfig agent say nothing when they are denied
but in their logs: traces, metrics or settings just don't arrive.

Sources (read 2026-11-30): https://docs.aws.amazon.com/xray/latest/devguide/xray-daemon-ecs.html,
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/deploy_servicelens_CloudWatch_agent_deploy_ECS.html,
https://aws-otel.github.io/docs/setup/ecs/task-definition-for-ecs-fargate (the configurations under /etc/ecs),
https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-containers-agent.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from seatrial.analyses.checklist.app_network import Rule, rule_of, service_rules, told_already
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import own_credentials
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_permissions import role_refused
from seatrial.analyses.checklist.sta_role_places import mixed_up
from seatrial.analyses.iam import RoleView, mentions
from seatrial.analyses.reach import Verdict
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_list, as_text, at


class Sidecar(Struct, frozen=True):
    """``actions`` are those of which it needs one at least; ``service`` is its only host, "" where it has several."""

    image: re.Pattern[str]
    noun: str
    actions: tuple[str, ...]
    lost: str
    service: str = ""
    severity: Severity = Severity.WARNING


_TELEMETRY = ("logs:PutLogEvents", "cloudwatch:PutMetricData", "xray:PutTraceSegments")
_COLLECTOR = "the ADOT collector"
_LOST = "nothing of what it collects arrives"


def _image(name: str) -> re.Pattern[str]:
    return re.compile(rf"{name}(?::|@|\Z)")


_SIDECARS = (
    Sidecar(_image("aws-xray-daemon"), "the X-Ray daemon", ("xray:PutTraceSegments",), "no trace arrives", "xray"),
    Sidecar(_image("cloudwatch-agent"), "the CloudWatch agent", _TELEMETRY, _LOST),
    Sidecar(_image("aws-otel-collector"), _COLLECTOR, _TELEMETRY, _LOST),
    Sidecar(
        _image("aws-appconfig-agent"),
        "the AppConfig agent",
        ("appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration"),
        "the application gets no configuration from it",
        "appconfigdata",
        Severity.ERROR,
    ),
)
_OF_ONE_ROLE = "AWS::IAM::RolePolicy"
# By these a sidecar acts as another role, or is told where else to send to.
_OTHERWISE = re.compile(r"ROLE_ARN|AOT_CONFIG_CONTENT|CW_CONFIG_CONTENT|ENDPOINT", re.IGNORECASE)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    found = [item for definition in inquiry.definitions for item in _of(inquiry, definition)]
    told = told_already(inquiry) | service_rules(inquiry) if found else set[Rule]()
    for definition, index, sidecar in found:
        denied = _denied(inquiry, definition, sidecar)
        if denied is not None:
            yield denied
        elif sidecar.service:
            yield from _unreached(inquiry, definition, index, sidecar, told)


def _of(inquiry: Inquiry, definition: Resource) -> Iterator[tuple[Resource, int, Sidecar]]:
    for index, container in inquiry.containers(definition):
        image = at(container, "Image")
        text = image.text if isinstance(image, Unknown) else as_text(image)
        sidecar = next((item for item in _SIDECARS if item.image.search(text)), None)
        if sidecar is not None and not own_credentials(definition, index) and not _told_otherwise(container, sidecar):
            yield definition, index, sidecar


def _told_otherwise(container: Value, sidecar: Sidecar) -> bool:
    words: Sequence[Value] = [*as_list(at(container, "Command")), *as_list(at(container, "EntryPoint"))]
    names = [as_text(at(item, "Name")) for key in ("Environment", "Secrets") for item in as_list(at(container, key))]
    if any(isinstance(item, Unknown) for item in words) or any(_OTHERWISE.search(name) for name in names):
        return True
    texts = [as_text(item) for item in words]
    if sidecar.noun == _COLLECTOR and not any("/etc/ecs/" in text for text in texts):
        return True
    return any(text in ("-r", "--role-arn") or text.startswith("--role-arn=") for text in texts)


def _denied(inquiry: Inquiry, definition: Resource, sidecar: Sidecar) -> Found | None:
    given = definition.get("TaskRoleArn")
    role = inquiry.role(given) if given not in (None, "") else None
    if role is not None and (not isinstance(role, RoleView) or role.doubts or role_refused(inquiry, role)):
        return None
    if role is not None and any(mentions(role, action) for action in (*sidecar.actions, "sts:AssumeRole")):
        return None
    if mixed_up(inquiry, definition):
        return None
    name = role.resource.logical_id or role.name if role is not None else ""
    owned = role is not None and inquiry.owns(role.resource)
    if owned and role is not None and (elsewhere := _attached_elsewhere(inquiry, sidecar)) is not None:
        key = "RoleName" if elsewhere.type == _OF_ONE_ROLE else "Roles"
        return Found(
            elsewhere,
            (key,),
            f"tasks of {definition.logical_id} run {sidecar.noun}, and {elsewhere.logical_id}, which is for it, is "
            "attached to another role",
            f"it calls AWS as the task role, {name}, which allows none of it: {sidecar.lost}",
            f"write RoleName: !Ref {name}" if key == "RoleName" else f"write Roles: [!Ref {name}]",
            severity=sidecar.severity,
        )
    lacks = f"{name}, their task role, allows none of it" if name else "they have no task role"
    return Found(
        role.resource if role is not None and owned else definition,
        () if owned else ("TaskRoleArn",) if given is not None else (),
        f"tasks of {definition.logical_id} run {sidecar.noun}, which may not call {' or '.join(sidecar.actions)}",
        f"it calls AWS as the task role, and {lacks}: {sidecar.lost}",
        f"allow {', '.join(sidecar.actions)} in a policy of {name or 'a task role, and set TaskRoleArn to it'}",
        severity=sidecar.severity,
    )


def _attached_elsewhere(inquiry: Inquiry, sidecar: Sidecar) -> Resource | None:
    """The one policy of the template that allows what the sidecar calls; its own role doesn't have it."""
    found = [
        item
        for item in inquiry.system.of_type("AWS::IAM::Policy", _OF_ONE_ROLE)
        if any(
            action in sidecar.actions
            for statement in as_list(item.get("PolicyDocument", "Statement"))
            if as_text(at(statement, "Effect")) == "Allow"
            for action in map(as_text, as_list(at(statement, "Action")))
        )
    ]
    return found[0] if len(found) == 1 else None


def _unreached(
    inquiry: Inquiry, definition: Resource, index: int, sidecar: Sidecar, told: set[Rule]
) -> Iterator[Found]:
    region = inquiry.system.scope.region
    host = f"{sidecar.service}.{region}.{dns_suffix_of(region)}"
    for placement in inquiry.placements_of(definition):
        for source in placement.interfaces(inquiry.paper):
            way = inquiry.paper.to_host(source, host)
            if way.verdict is Verdict.NO and rule_of(way) not in told:
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, "Image"),
                    f"tasks of {placement.by.logical_id} run {sidecar.noun}, and cannot reach {host}",
                    f"{way.why}: {sidecar.lost}",
                    f"add an interface endpoint for {sidecar.service}, or a way to the internet",
                    severity=sidecar.severity,
                )
                return


CHECK = Check(
    "APP074",
    Severity.WARNING,
    Question.REACH,
    "A sidecar of AWS may not make the only calls that it is there for, or has no way to them",
    "https://docs.aws.amazon.com/xray/latest/devguide/xray-daemon-ecs.html "
    "https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-containers-agent.html",
    _ask,
    gravest=Severity.ERROR,
)
