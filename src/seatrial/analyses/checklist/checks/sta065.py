"""Whether a FireLens router starts with its outputs.

The router is given each output's options as they stand. A plugin that misses one of its own ends the whole router, and
with it the task where the router is essential.

Sources: https://github.com/fluent/fluent-bit (plugins/out_*: which option is required, and the texts; read 2026-11-29),
https://docs.fluentbit.io/manual/pipeline/outputs/kinesis, https://docs.fluentbit.io/manual/pipeline/outputs/firehose,
https://docs.fluentbit.io/manual/pipeline/outputs/s3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_firelens import CLOUDWATCH
from seatrial.analyses.checklist.sta_firelens_outputs import HOSTS, SINKS, fluent_bit
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag, at

# Options without which a plugin doesn't start, any one of each; and what it says then.
_NEEDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "cloudwatch_logs": (("region",), ("log_group_name",), ("log_stream_name", "log_stream_prefix")),
    "datadog": (("apikey",),),
    "firehose": (("delivery_stream",), ("region",)),
    "kinesis_firehose": (("delivery_stream",), ("region",)),
    "kinesis_streams": (("stream",), ("region",)),
    "s3": (("bucket",),),
}
_OF_FIREHOSE = "[firehose] delivery_stream and region are required configuration parameters"
_TEXTS: Mapping[tuple[str, str], str] = {
    # https://github.com/aws/amazon-kinesis-firehose-for-fluent-bit (fluent-bit-firehose.go; read 2026-11-30)
    ("firehose", "delivery_stream"): _OF_FIREHOSE,
    ("firehose", "region"): _OF_FIREHOSE,
    ("kinesis_streams", "stream"): "'stream' is a required field",
    ("kinesis_firehose", "delivery_stream"): "'delivery_stream' is a required field",
    ("s3", "bucket"): "'bucket' is a required parameter",
    ("cloudwatch_logs", "log_stream_name"): "Either 'log_stream_name' or 'log_stream_prefix' is required",
    ("datadog", "apikey"): "no ApiKey configuration key defined",
}
_VALUES = {"region": "region: !Ref AWS::Region", "apikey": "apikey, by SecretOptions,"}
# What a router of aws-for-fluent-bit may be told as Name; a name that is nearly one of them is a slip.
_PLUGINS = (*SINKS, *CLOUDWATCH, *HOSTS, "forward", "kafka", "loki", "newrelic", "null", "stdout", "tcp")
_LIKE = 0.85


def _starts(inquiry: Inquiry) -> Iterator[Said]:
    for output, name, given in fluent_bit(inquiry):
        definition = output.definition
        essential = as_flag(at(output.router, "Essential"), True)
        severity = Severity.ERROR if essential else Severity.WARNING
        then = "the router ends at its start, " + ("and its task with it" if essential else output.lost)
        for options in _NEEDS.get(name, ()):
            if not any(option in given for option in options):
                lacking = " or ".join(options)
                yield Found(
                    definition,
                    output.path,
                    f"the log of {output.container} in {definition.logical_id} goes to the output {name}, without "
                    f"{lacking}",
                    f"Fluent Bit starts only when every output has what it needs: {then}",
                    f"add {_VALUES.get(options[0], options[0])} to the options",
                    _TEXTS.get((name, options[0]), ""),
                    severity=severity,
                )
                break
        near = get_close_matches(name, _PLUGINS, n=1, cutoff=_LIKE) if name not in _PLUGINS else []
        if near:
            key = next(key for key in output.options if key.lower() == "name")
            yield Found(
                definition,
                (*output.path, key),
                f"Fluent Bit has no output {name}, where the log of {output.container} is to go",
                f"unless the image of the router adds a plugin of that name, {then}",
                f"write {key}: {near[0]}",
                severity=Severity.WARNING,
                fix=(set_property(definition.logical_id, *output.path, key, to=near[0]),),
            )


CHECK = Check(
    "STA065",
    Severity.ERROR,
    Question.START,
    "A FireLens router does not start, because an output lacks an option",
    "https://docs.fluentbit.io/manual/pipeline/outputs/kinesis "
    "https://docs.fluentbit.io/manual/pipeline/outputs/firehose "
    "https://docs.fluentbit.io/manual/pipeline/outputs/s3 https://github.com/fluent/fluent-bit",
    _starts,
)
