"""The outputs of a FireLens router that is Fluent Bit, and where its plugins send to: streams, buckets and hosts.

Sources (read 2026-11-29): https://docs.fluentbit.io/manual/pipeline/outputs (kinesis, firehose, s3, opensearch, splunk,
datadog: options, defaults, permissions), https://github.com/fluent/fluent-bit (plugins/out_*).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_firelens import Output, outputs
from seatrial.model.value import Unknown, Value, as_list, as_text, at


class Sink(Struct, frozen=True):
    """Where a plugin sends to by an API of AWS: ``option`` names a ``noun``, and ``call`` is made on it."""

    noun: str
    option: str
    type: str
    service: str
    call: str
    home: str = ""
    """The region where none is given; "" where one must be."""


_STREAM = Sink("stream", "stream", "AWS::Kinesis::Stream", "kinesis", "kinesis:PutRecords")
_DELIVERY = Sink(
    "delivery stream",
    "delivery_stream",
    "AWS::KinesisFirehose::DeliveryStream",
    "firehose",
    "firehose:PutRecordBatch",
)
SINKS: Mapping[str, Sink] = {
    "kinesis_streams": _STREAM,
    "kinesis": _STREAM,
    "kinesis_firehose": _DELIVERY,
    "firehose": _DELIVERY,
    "s3": Sink("bucket", "bucket", "AWS::S3::Bucket", "s3", "s3:PutObject", home="us-east-1"),
}
# Plugins that send to a host of the user's, with the port where none is given.
HOSTS: Mapping[str, int] = {"datadog": 443, "es": 9200, "http": 80, "opensearch": 9200, "splunk": 8088}


def _given(output: Output) -> dict[str, Value]:
    """An output's options by their names in small letters, with those whose value is a secret."""
    found = {key.lower(): value for key, value in output.options.items()}
    configuration = output.definition.get(*output.path[:-1])
    for item in as_list(at(configuration, "SecretOptions")):
        found.setdefault(as_text(at(item, "Name")).lower(), Unknown("it is a secret"))
    return found


def fluent_bit(inquiry: Inquiry) -> Iterator[tuple[Output, str, dict[str, Value]]]:
    """The outputs of routers that are Fluent Bit, each with its plugin and its options, both named in small letters."""
    for output in outputs(inquiry):
        given = _given(output)
        name = given.get("name")
        if at(output.router, "FirelensConfiguration", "Type") == "fluentbit" and isinstance(name, str):
            yield output, name.lower(), given
