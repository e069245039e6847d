"""What AWS takes although it looks like a fault that its documentation tells of: changes that bring nothing new."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

_CACHE = "{EcrRepositoryPrefix: quay, UpstreamRegistryUrl: quay.io}"
_CALLS = "['ecr:CreateRepository', 'ecr:BatchImportUpstreamImage']"
_RESOURCES = "\nResources:\n"
_AGENT = "  Agent:\n    Type: AWS::ECR::Repository\n    Properties: {RepositoryName: quay/acme/agent}\n"
_BROKER = "{ Name: BROKER_URL, Value: !Select [0, !GetAtt Broker.AmqpEndpoints] }"
_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/quay-AbCdEf"
ACCEPTED: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "a login for a registry that needs none": (
        "feeds",
        [(_CACHE, f"{{EcrRepositoryPrefix: quay, UpstreamRegistryUrl: quay.io, CredentialArn: '{_SECRET}'}}")],
    ),
    "a cache for whatever has no other": (
        "feeds",
        [(_CACHE, "{EcrRepositoryPrefix: ROOT, UpstreamRegistryUrl: quay.io}")],
    ),
    "a cached image whose repository is there": (
        "feeds",
        [(_CALLS, "['ecr:BatchImportUpstreamImage']"), (_RESOURCES, f"{_RESOURCES}{_AGENT}")],
    ),
    "the console of a broker of RabbitMQ": (
        "handed",
        [(_BROKER, '{ Name: BROKER_URL, Value: !Sub "https://${Broker}.mq.${AWS::Region}.amazonaws.com:15671" }')],
    ),
}


@pytest.mark.parametrize("name", list(ACCEPTED))
def test_what_aws_takes_is_accepted(name: str) -> None:
    base, changes = ACCEPTED[name]
    case: dict[str, Any] = {"base": base, "changes": [{"from": old, "to": new} for old, new in changes]}
    report = _report(changed(case), base)
    new = [item for item in report.findings if _kind(item) not in _before(base)]
    assert [(item.code, item.where, item.what) for item in new if item.severity is not Severity.NOTE] == []
