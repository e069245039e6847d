"""Whether the awslogs driver has a region that there is, and a mode and a buffer size that it accepts.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Step
from seatrial.analyses.checklist.sta_given import failed_at, log_option, malformed
from seatrial.analyses.launch import Cause, Failed, Stage
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _log_options(inquiry: Inquiry) -> Iterator[Said]:
    for step, verdict in failed_at(inquiry, (Stage.LOGS,), Cause.MALFORMED):
        options = step.requirement.options
        if (wrong := malformed(step)) == "awslogs-region":
            yield _no_region(inquiry, step, verdict)
        if wrong:
            continue
        if as_text(options.get("awslogs-region")):
            name = "max-buffer-size" if options.get("mode") == "non-blocking" else "mode"
            yield Found(
                step.definition,
                log_option(inquiry, step, name),
                f"the awslogs driver of {step.definition.logical_id} does not accept {name}: "
                f"{as_text(options.get(name))}",
                "the log driver fails before the container starts, and the task stops",
                f"write {name}: {'10m' if name == 'max-buffer-size' else 'non-blocking, or blocking'}",
                verdict.reason,
            )
            continue
        yield Found(
            step.definition,
            log_option(inquiry, step, "awslogs-region")[:-1],
            f"the awslogs driver of {step.definition.logical_id} has no awslogs-region",
            "Fargate needs awslogs-region to find CloudWatch Logs",
            "add awslogs-region: !Ref AWS::Region to its Options",
            verdict.reason,
            fix=(
                set_property(
                    step.definition.logical_id, *log_option(inquiry, step, "awslogs-region"), to={"Ref": "AWS::Region"}
                ),
            ),
        )


def _no_region(inquiry: Inquiry, step: Step, verdict: Failed) -> Found:
    path, region = log_option(inquiry, step, "awslogs-region"), as_text(step.requirement.options.get("awslogs-region"))
    pseudo = "; AWS::Region only stands for the stack's region in !Ref or !Sub" if region == "AWS::Region" else ""
    return Found(
        step.definition,
        path,
        f"the awslogs driver of {step.definition.logical_id} is to write to the region {region}, and there is none of "
        "that name",
        f"CloudWatch Logs has no host there, and the task stops before its containers start{pseudo}",
        "write awslogs-region: !Ref AWS::Region",
        verdict.reason,
        fix=(set_property(step.definition.logical_id, *path, to={"Ref": "AWS::Region"}),),
    )


CHECK = Check(
    "STA011",
    Severity.ERROR,
    Question.START,
    "The awslogs driver has no region, one that does not exist, or a mode or buffer size that it does not accept",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
    _log_options,
)
