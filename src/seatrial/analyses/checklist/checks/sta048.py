"""Whether a FireLens router is configured in a way that ECS and Fargate take.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html (on Fargate
only the configuration file type file), https://github.com/aws/amazon-ecs-agent (agent/taskresource/firelens: Name is
required).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_firelens import outputs
from seatrial.model.finding import Severity
from seatrial.model.value import as_dict, at

# What ECS or the log driver reads itself, of what stands among the options of the output.
_NOT_OF_OUTPUT = ("include-pattern", "exclude-pattern", "log-driver-buffer-limit")


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


CHECK = Check(
    "STA048",
    Severity.ERROR,
    Question.START,
    "A FireLens router is configured in a way that ECS or Fargate does not take",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html "
    "https://github.com/aws/amazon-ecs-agent",
    _starts,
)
