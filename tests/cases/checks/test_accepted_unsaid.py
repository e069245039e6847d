"""A value that comes from another stack may be the one that is needed: what is not known refuses nothing."""

from __future__ import annotations

import re

import pytest

from cases.checks.test_faults import _before, _kind, _report, _text
from seatrial.model.finding import Severity

GIVEN = "!ImportValue given"
LIST = '!Split [",", !ImportValue given]'
# Of each: the template, the resource, what stands there (once in it), and what stands there instead.
UNSAID = {
    "the protocol of an internal load balancer": (
        "network", {"LinesListener": ("Protocol: UDP", f"Protocol: {GIVEN}"),
                    "LinesBalancer": ("Scheme: internet-facing", "Scheme: internal")},
    ),
    "the protocol of a load balancer of the internet": (
        "network", {"LinesListener": ("Protocol: UDP", f"Protocol: {GIVEN}")},
    ),
    "the protocol of a target group": (
        "network", {"LinesTargets": ("Protocol: UDP", f"Protocol: {GIVEN}"),
                    "LinesGroup": (
                        "        - { IpProtocol: tcp, FromPort: 5140, ToPort: 5140, SourceSecurityGroupId:"
                        " !GetAtt LinesBalancerGroup.GroupId }\n", "")},
    ),
    "whether a private link is let in": ("edge", {"Nlb": ("LinkTraffic: 'off'", f"LinkTraffic: {GIVEN}")}),
    "the port to which CloudFront speaks": ("edge", {"WebListener": ("Port: 80", f"Port: {GIVEN}")}),
    "the protocol in which CloudFront speaks": ("edge", {"WebListener": ("Protocol: HTTP", f"Protocol: {GIVEN}")}),
    "the kind of a load balancer behind a link": ("edge", {"Nlb": ("Type: network,", f"Type: {GIVEN},")}),
    "the kind of a load balancer behind a service": ("network", {"ApiBalancer": ("Type: network", f"Type: {GIVEN}")}),
    "the port of a redirect": ("plain_web", {"HTTPSListener": ("Port: 443", f"Port: {GIVEN}")}),
    "whether names are offered": ("given", {"Stock": ("Enabled: true", f"Enabled: {GIVEN}")}),
    "the namespace of names": ("given", {"Stock": ("Namespace: !GetAtt Depot.Arn", f"Namespace: {GIVEN}")}),
    "the name of a port": ("given", {"StockDefinition": ("Name: http,", f"Name: {GIVEN},")}),
    "all ports": (
        "given", {"StockDefinition": ("[{ Name: http, ContainerPort: 8000, AppProtocol: http }]", LIST)},
    ),
    "the name of an alias": ("plain_internal", {"Tariff": ("DnsName: tariff", f"DnsName: {GIVEN}")}),
    "all aliases": ("plain_internal", {"Tariff": ("[{DnsName: tariff, Port: 8100}]", LIST)}),
    "a name in a namespace": ("plain_internal", {"RatesName": ("Name: rates", f"Name: {GIVEN}")}),
    "whether a file system is spoken to in secret": (
        "plain_batch", {"Rollup": ("TransitEncryption: ENABLED", f"TransitEncryption: {GIVEN}")},
    ),
    "the log driver before a router": ("dispatch", {"Transcode": ("LogDriver: awsfirelens", f"LogDriver: {GIVEN}")}),
    "whether the log group is made": (
        "given", {"StockDefinition": ("awslogs-group: !Ref Logs",
                                      f"awslogs-group: spare, awslogs-create-group: {GIVEN}")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSAID)
def test_what_is_not_known_is_no_error(name: str) -> None:
    base, changes = UNSAID[name]
    text = _text(base)
    for resource, (old, new) in changes.items():
        found = re.search(rf"(?ms)^  {resource}:\n.*?(?=^  \w|\Z)", text)
        assert found is not None
        assert found[0].count(old) == 1
        text = text.replace(found[0], found[0].replace(old, new))
    errors = [item for item in _report(text, base).findings if item.severity is Severity.ERROR]
    assert not [item for item in errors if _kind(item) not in _before(base)]
