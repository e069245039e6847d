"""Whether what a FireLens router sends on arrives: tasks start without it, and their logs are lost.

ECS writes the router's configuration from the options of the other containers' log drivers. The router is a container
like the others, so it calls AWS as the task role, not as the task execution role.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html (the task
role; on Fargate only the configuration file type file), https://docs.fluentbit.io/manual/pipeline/outputs/cloudwatch
(options and their defaults), https://github.com/aws/amazon-ecs-agent (agent/taskresource/firelens: Name is required)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from seatrial.analyses.checklist.app_permissions import place, resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.sta_given import LOG_GROUP, is_of_this_stack
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.iam import RoleView
from seatrial.analyses.launch import Call
from seatrial.model.arn import Arn
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_dict, as_text, at

# The plugin written in C and its forerunner, which take the same options.
CLOUDWATCH = ("cloudwatch_logs", "cloudwatch")
# What ECS or the log driver reads itself, of what stands among the options of the output.
_NOT_OF_OUTPUT = ("include-pattern", "exclude-pattern", "log-driver-buffer-limit")
# With these it is another account, or another host, that the router writes to.
ELSEWHERE = ("role_arn", "endpoint", "sts_endpoint", "profile")
_LOST = "tasks start, but what {} writes is lost"


class Output(Struct, frozen=True):
    """One container's log, and where the router is to send it. ``path`` is that of the options."""

    definition: Resource
    path: PropertyPath
    container: str
    options: Mapping[str, Value]
    router: Value

    @property
    def lost(self) -> str:
        return _LOST.format(self.container)


def outputs(inquiry: Inquiry) -> Iterator[Output]:
    """The logs that go to the router of their task."""
    for definition in inquiry.definitions:
        containers = [item for _, item in inquiry.containers(definition)]
        router = next((item for item in containers if at(item, "FirelensConfiguration") is not None), None)
        for index, container in inquiry.containers(definition):
            configuration = at(container, "LogConfiguration")
            options = at(configuration, "Options")
            if router is not None and at(configuration, "LogDriver") == "awsfirelens" and isinstance(options, dict):
                path: PropertyPath = ("ContainerDefinitions", index, "LogConfiguration", "Options")
                yield Output(definition, path, as_text(at(container, "Name")), options, router)


def _starts(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            if at(container, "FirelensConfiguration", "Options", "config-file-type") == "s3":
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, "FirelensConfiguration", "Options", "config-file-type"),
                    f"the FireLens router of {definition.logical_id} takes its configuration from S3",
                    "on Fargate it can only come from a file in the image: no task starts",
                    "write config-file-type: file, with the file's path in the image as config-file-value, or use the "
                    "init image of aws-for-fluent-bit, which fetches it from S3 itself",
                )
    for output in outputs(inquiry):
        own = [key for key in output.options if key not in _NOT_OF_OUTPUT]
        options = as_dict(at(output.router, "FirelensConfiguration", "Options"))
        kind, key = at(output.router, "FirelensConfiguration", "Type"), "Name"
        if kind == "fluentd":
            key = "@type"
        named = any(item.lower() == key.lower() for item in own)
        if own and not named and "config-file-value" not in options and kind in ("fluentbit", "fluentd"):
            yield Found(
                output.definition,
                output.path,
                f"the log options of {output.container} in {output.definition.logical_id} do not say to which output "
                "the router sends it",
                f"ECS makes an output of the router of them, and cannot without {key}: no task starts, or what it "
                f"writes is lost ({', '.join(own)})",
                f"add {key} with the name of the output, such as {key}: cloudwatch_logs",
            )


def _lost(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for output in outputs(inquiry):
        options = output.options
        if at(output.router, "FirelensConfiguration", "Type") != "fluentbit" or options.get("Name") not in CLOUDWATCH:
            continue
        group, region = options.get("log_group_name"), options.get("region")
        if any(key in options for key in ELSEWHERE) or not isinstance(group, str) or "$" in group:
            continue
        if isinstance(region, Unknown):
            continue
        found = _place_of_group(inquiry, output, group, as_text(region)) or _rights(inquiry, output, group)
        key = (found.resource.logical_id, f"{found.path}{found.what}") if found is not None else None
        if found is not None and key is not None and key not in seen:
            seen.add(key)
            yield found


def _place_of_group(inquiry: Inquiry, output: Output, group: str, region: str) -> Found | None:
    """Whether the group is where the router looks for it."""
    scope = inquiry.system.scope
    here = inquiry.find(group, LOG_GROUP)
    creates = as_text(output.options.get("auto_create_group")).lower() in ("true", "on", "yes", "1")
    if here is not None and region and region != scope.region and not creates:
        path = (*output.path, "region")
        return Found(
            output.definition,
            path,
            f"the log of {output.container} goes to {here.logical_id} in {region}, but the stack creates it in "
            f"{scope.region}",
            f"CloudWatch Logs in {region} has no such group: {output.lost}",
            "write region: !Ref AWS::Region",
            fix=(set_property(output.definition.logical_id, *path, to={"Ref": "AWS::Region"}),),
        )
    if here is None and not creates and region in ("", scope.region) and is_of_this_stack(inquiry, group):
        return Found(
            output.definition,
            (*output.path, "log_group_name"),
            f"the log group {group} that the log of {output.container} goes to does not exist",
            f"no AWS::Logs::LogGroup has that name and auto_create_group is not true: {output.lost}",
            f"add an AWS::Logs::LogGroup with LogGroupName: {group} and refer to it, or set auto_create_group: "
            "'true' and allow the task role logs:CreateLogGroup",
        )
    return None


def _rights(inquiry: Inquiry, output: Output, group: str) -> Found | None:
    """Whether the task role may write to the group."""
    definition, value = output.definition, output.definition.get("TaskRoleArn")
    if value in (None, ""):
        return Found(
            definition,
            output.path,
            f"the router of {definition.logical_id} is to write the log of {output.container} to CloudWatch Logs, but "
            f"{definition.logical_id} has no task role",
            f"the router calls AWS as the task role; without one it has no credentials: {output.lost}",
            f"set TaskRoleArn of {definition.logical_id} to a role that may call logs:CreateLogStream and "
            f"logs:PutLogEvents on {group}",
        )
    role = inquiry.role(value)
    if not isinstance(role, RoleView):
        return None
    scope = inquiry.system.scope
    region = as_text(output.options.get("region")) or scope.region
    stream = Arn(scope.partition, "logs", region, scope.account, f"log-group:{group}:log-stream:{output.container}")
    calls = [Call(action, str(stream)) for action in ("logs:CreateLogStream", "logs:PutLogEvents")]
    denied = [call for call in calls if inquiry.decide(role, call).allowed is False]
    if not denied:
        return None
    near = told(inquiry, inquiry.asked(role, denied[0]), inquiry.decide(role, denied[0]), role)
    resource, path = place(inquiry, role, definition)
    actions = " and ".join(call.action for call in denied)
    says = "none of its statements allows that there"
    mend = f"allow {actions} on {typed(inquiry, str(stream))} in a policy of {resource_name(role)}"
    if near is not None:
        resource, path, says, mend = near.resource, near.path, near.says, near.mend
    here = inquiry.find(group, LOG_GROUP)
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not call {actions} for {here.logical_id if here is not None else group}, where "
        f"the router of {definition.logical_id} sends the log of {output.container}",
        f"the router calls AWS as the task role, and {says}: {output.lost}",
        mend,
    )


_FIRELENS = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html"
CHECKS = (
    Check(
        "STA048",
        Severity.ERROR,
        Question.START,
        "A FireLens router is configured in a way that ECS or Fargate does not take",
        f"{_FIRELENS} https://github.com/aws/amazon-ecs-agent",
        _starts,
    ),
    Check(
        "STA049",
        Severity.WARNING,
        Question.START,
        "What a FireLens router sends to CloudWatch Logs is lost",
        f"{_FIRELENS} https://docs.fluentbit.io/manual/pipeline/outputs/cloudwatch",
        _lost,
    ),
)
