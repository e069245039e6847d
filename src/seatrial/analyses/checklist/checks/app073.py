"""Hosts of the internet and of AWS that containers are told to call, where their tasks have no way to them.

A URL may only be passed on, to a browser or into a mail: asked of are variables whose name says that the application
itself calls it, and user pools of Amazon Cognito, whose keys are fetched to verify tokens. It is a warning, for nobody
can read from a template that the call is made.

Sources (read 2026-11-30): https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html,
https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.app_network import Rule, rule_of, service_rules, told_already
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect import NAMESPACES
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Path, Verdict
from seatrial.analyses.reach.hosted_zones import ZONE
from seatrial.analyses.reach.names import NOWHERE
from seatrial.analyses.reach.path import TIMEOUT
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text

POOL = "AWS::Cognito::UserPool"
_CALLED = re.compile(
    r"(?:^|_)(?:API|ENDPOINT|HOST|HOSTNAME|ISSUER|AUTHORITY|JWKS|TOKEN|WEBHOOK|SMTP|DSN|COLLECTOR|EXPORTER|SERVER)(?:_|\Z)",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"PUBLIC|FRONT|CALLBACK|REDIRECT|CORS|ALLOWED|ORIGIN|BASE|SELF|SITE|VITE|REACT|NEXT|LINK|VIRTUAL", re.IGNORECASE
)
_PUBLIC_NAME = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}\Z")
# Definition, variable, place and host with its port.
Call = tuple[Resource, str, PropertyPath, str, int]


def _calls(inquiry: Inquiry) -> Iterator[Call]:
    private = tuple(f".{name}" for name in _private(inquiry))
    for address in inquiry.addresses:
        if not _CALLED.search(address.variable) or _PASSED_ON.search(address.variable):
            continue
        if f".{address.host}".endswith(private):
            # Ways within the VPC are asked about by those who offer the name.
            continue
        if address.port and _PUBLIC_NAME.match(address.host):
            yield address.definition, address.variable, address.path, address.host, address.port
    region = inquiry.system.scope.region
    for gift in inquiry.gifts:
        if gift.resource.type != POOL or gift.secret or gift.attribute not in ("", "Arn", "ProviderURL"):
            continue
        if not _PASSED_ON.search(gift.variable):
            host = f"cognito-idp.{region}.{dns_suffix_of(region)}"
            yield gift.definition, gift.variable, gift.path, host, 443


def _private(inquiry: Inquiry) -> Iterator[str]:
    """The ends of names that are not of the internet."""
    yield from NOWHERE
    for zone in of_type(inquiry.systems, ZONE, *NAMESPACES):
        name = as_text(zone.get("Name")).rstrip(".").lower()
        if name and (zone.type != ZONE or zone.get("VPCs") is not None):
            yield name


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    calls = list(_calls(inquiry))
    told = told_already(inquiry) | service_rules(inquiry) if calls else set()
    said: set[tuple[str, Rule]] = set()
    for definition, variable, place, host, port in calls:
        for path in _ways(inquiry, definition, host, port):
            if path.verdict is not Verdict.NO or path.fails_as != TIMEOUT or rule_of(path) in told:
                continue
            if (definition.logical_id, rule_of(path)) in said:
                break
            said.add((definition.logical_id, rule_of(path)))
            hop = path.deciding
            yield Found(
                definition,
                place,
                f"{variable} of {definition.logical_id} names {host}, to which its tasks have no way",
                f"{path.why}: if the application calls {host}, its calls time out",
                (hop.mend if hop is not None else "") or f"give the tasks a way to {host}",
            )
            break


def _ways(inquiry: Inquiry, definition: Resource, host: str, port: int) -> Iterator[Path]:
    for placement in inquiry.placements_of(definition):
        for source in placement.interfaces(inquiry.paper):
            yield inquiry.paper.to_host(source, host, port)


CHECK = Check(
    "APP073",
    Severity.WARNING,
    Question.REACH,
    "A container is told to call a host to which its tasks have no way",
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html "
    "https://docs.aws.amazon.com/cognito/latest/developerguide/"
    "amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html",
    _ask,
)
