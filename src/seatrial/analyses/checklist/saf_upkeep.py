"""What makes a system hard to keep: logs without an end, images that change under their tag, sessions left open."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist import app_exec
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_images import odd_image
from seatrial.analyses.launch.image_reference import parse
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag, as_text, at


def _retention(inquiry: Inquiry) -> Iterator[Said]:
    for group in inquiry.system.of_type("AWS::Logs::LogGroup"):
        if group.get("RetentionInDays") is None:
            yield Found(
                group,
                (),
                f"{group.logical_id} never deletes its logs",
                "without RetentionInDays log events never expire, and the storage cost keeps growing",
                f"add RetentionInDays: 30 to {group.logical_id}",
            )


def _silent(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        containers = [item for _, item in inquiry.containers(definition)]
        if not containers or any(at(item, "LogConfiguration") is not None for item in containers):
            continue
        yield Found(
            definition,
            ("ContainerDefinitions",),
            f"the output of the containers of {definition.logical_id} is not kept",
            "a failed task leaves only its exit code: on Fargate there is no host to look at",
            "add LogConfiguration with LogDriver: awslogs, awslogs-group, awslogs-region and awslogs-stream-prefix",
        )


def _mutable(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            image = as_text(at(container, "Image"))
            reference = parse(image) if image else None
            if reference is None or "@" in image or odd_image(image):
                continue
            tag = image.rpartition("/")[2].partition(":")[2]
            if tag in ("", "latest"):
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, "Image"),
                    f"{definition.logical_id} runs {image}, a tag that can move"
                    if tag
                    else f"{definition.logical_id} runs {image} without a tag: latest, which can move",
                    "each new deployment, and each standalone task, runs whatever image has the tag at that time",
                    f"name a tag that never moves, or the digest: {image.removesuffix(f':{tag}')}@sha256:...",
                )


def _sessions(inquiry: Inquiry) -> Iterator[Said]:
    if any(isinstance(said, Found) for check in app_exec.CHECKS for said in check.ask(inquiry)):
        # They don't open, which is told already.
        return
    for placement in inquiry.placements:
        if as_flag(placement.by.get("EnableExecuteCommand")) and placement.by.type == "AWS::ECS::Service":
            yield Found(
                placement.by,
                ("EnableExecuteCommand",),
                f"anyone who may call ecs:ExecuteCommand gets a root shell in the tasks of {placement.by.logical_id}",
                "ECS Exec runs commands as root whatever the container's User is; it is meant for debugging",
                "enable it only while debugging, or restrict ecs:ExecuteCommand by the condition key ecs:cluster",
            )


def _queues(inquiry: Inquiry) -> Iterator[Said]:
    for queue in inquiry.system.of_type("AWS::SQS::Queue"):
        if as_flag(queue.get("SqsManagedSseEnabled"), True) or queue.get("KmsMasterKeyId") not in (None, ""):
            continue
        yield Found(
            queue,
            ("SqsManagedSseEnabled",),
            f"{queue.logical_id} stores its messages unencrypted",
            "SQS uses SSE-SQS by default; SqsManagedSseEnabled: false turns it off",
            f"leave SqsManagedSseEnabled out of {queue.logical_id}, or name a KmsMasterKeyId",
        )


_LOGS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html"
_ECS = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
CHECKS = (
    Check("SAF009", Severity.WARNING, Question.SEEMLY, "A log group never deletes its logs", _LOGS, _retention),
    Check(
        "SAF010",
        Severity.WARNING,
        Question.SEEMLY,
        "An image has the tag latest, or none",
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
        _mutable,
    ),
    Check(
        "SAF014",
        Severity.WARNING,
        Question.SEEMLY,
        "No container of a task has a log configuration",
        _ECS + "using_awslogs.html",
        _silent,
    ),
    Check(
        "SAF011",
        Severity.NOTE,
        Question.SEEMLY,
        "ECS Exec is enabled",
        _ECS + "ecs-exec.html",
        _sessions,
    ),
    Check(
        "SAF012",
        Severity.WARNING,
        Question.SEEMLY,
        "A queue stores its messages unencrypted",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
        _queues,
    ),
)
