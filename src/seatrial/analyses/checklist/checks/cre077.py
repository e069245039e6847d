"""Files that are read from a bucket which the same template makes: when the stack is created, it is empty.

Environment files of containers and the certificates of a trust store lie in S3. A custom resource may put them there
in between (the CDK's bucket deployment does); without one nobody does.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html; the text:
https://github.com/aws/aws-cli/issues/6470.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_list, as_text, at

BUCKET, TRUST_STORE = "AWS::S3::Bucket", "AWS::ElasticLoadBalancingV2::TrustStore"
_FILLS = ("Custom::", "AWS::CloudFormation::CustomResource")
_TEXT = "ResourceInitializationError: failed to download env files: file download command: non empty error stream"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    if any(item.type.startswith(_FILLS) for item in inquiry.system.resources.values()):
        return
    run = {
        item.definition.logical_id
        for item in inquiry.placements
        if item.definition is not None
        and item.by.type == "AWS::ECS::Service"
        and as_text(item.by.get("DesiredCount")) != "0"
    }
    for definition in inquiry.system.of_type("AWS::ECS::TaskDefinition"):
        for index, container in inquiry.containers(definition) if definition.logical_id in run else ():
            for place, item in enumerate(as_list(at(container, "EnvironmentFiles"))):
                bucket = _bucket(inquiry, as_text(at(item, "Value")).rpartition(":")[2].partition("/")[0])
                if bucket is not None:
                    yield Found(
                        definition,
                        ("ContainerDefinitions", index, "EnvironmentFiles", place, "Value"),
                        f"{definition.logical_id} reads an environment file from {bucket.logical_id}, which this "
                        "template makes",
                        "a bucket is empty when it is created, so at first the service's tasks stop before their "
                        "containers start",
                        "make the bucket in a stack of its own and upload the file first, or create the service with "
                        "DesiredCount: 0 first",
                        _TEXT,
                    )
    for store in inquiry.system.of_type(TRUST_STORE):
        bucket = _bucket(inquiry, store.get("CaCertificatesBundleS3Bucket"))
        if bucket is not None:
            yield Found(
                store,
                ("CaCertificatesBundleS3Bucket",),
                f"{store.logical_id} takes its certificates from {bucket.logical_id}, which this template makes",
                "a bucket is empty when it is created: Elastic Load Balancing finds no bundle there, and the stack is "
                "rolled back",
                "make the bucket in a stack of its own and upload the bundle first",
            )


def _bucket(inquiry: Inquiry, name: Value) -> Resource | None:
    found = inquiry.find(name, BUCKET) if isinstance(name, str) and name else None
    return found if found is not None and inquiry.owns(found) else None


CHECK = Check(
    "CRE077",
    Severity.WARNING,
    Question.START,
    "A file is read from a bucket that the same template makes",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html "
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
    _ask,
)
