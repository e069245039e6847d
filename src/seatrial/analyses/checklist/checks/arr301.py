"""Whether a distribution or a domain of API Gateway knows the name by which a record leads to it.

CloudFront and API Gateway serve many names at the same addresses, and tell them apart by what a client asks for: a name
that nobody has claimed there is answered with 403, if the certificate lets anybody come that far.

Sources (read 2026-11-30): https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html (of a
distribution: "must include an alternate domain name that matches the name of the resource record set"; likewise of an
API), https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-cloudfront-distribution.html and
routing-to-api-gateway.html there.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_names import records
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text

_CDN = "AWS::CloudFront::Distribution"
_DOMAINS = ("AWS::ApiGatewayV2::DomainName", "AWS::ApiGateway::DomainName")
_TARGETS = {_CDN: ("DomainName",), **dict.fromkeys(_DOMAINS, ("RegionalDomainName", "DistributionDomainName"))}


def _unclaimed(inquiry: Inquiry) -> Iterator[Said]:
    known: dict[str, list[Value]] = {item.logical_id: _claimed(item) for item in inquiry.system.of_type(*_TARGETS)}
    led = list(_led(inquiry))
    for record, path, name, target in led:
        claimed = known[target.logical_id]
        open_ = any(isinstance(item, Unknown) for values in known.values() for item in values)
        if open_ or any(_covers(as_text(item).lower(), name) for values in known.values() for item in values):
            continue
        idle = [as_text(item) for item in claimed if not any(_covers(as_text(item).lower(), one[2]) for one in led)]
        what = f"{record.logical_id} leads {name} to {target.logical_id}, which does not know that name"
        has = f"it has {' and '.join(as_text(item) for item in claimed)}" if claimed else "it has no name of its own"
        if target.type == _CDN:
            mend = f"add {name} to Aliases of {target.logical_id}, and to its certificate"
            yield Found(
                record,
                (*path, "Name"),
                what,
                f"{has}: CloudFront answers requests for any other with 403",
                f"write Name: {idle[0]}, or {mend}" if len(idle) == 1 else mend,
            )
            continue
        yield Found(
            record,
            (*path, "Name"),
            what,
            f"{has}: clients of any other name reject the certificate or are answered with 403",
            f"write Name: {as_text(target.get('DomainName'))} in {record.logical_id}",
        )


def _led(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, str, Resource]]:
    """Each record that leads to one of these: the resource, the place of the record, its name, and what it leads to."""
    for record, path, properties in records(inquiry):
        name = properties.get("Name")
        for reference in record.references:
            beyond = reference.path[len(path) :] if reference.path[: len(path)] == path else ()
            if beyond != ("AliasTarget", "DNSName") and beyond[:1] != ("ResourceRecords",):
                continue
            target = inquiry.system.resources.get(reference.target)
            if target is not None and reference.attribute in _TARGETS.get(target.type, ()) and isinstance(name, str):
                yield record, path, name.rstrip(".").lower(), target


def _claimed(target: Resource) -> list[Value]:
    if target.type != _CDN:
        return [target.get("DomainName")]
    aliases = target.get("DistributionConfig", "Aliases")
    return [aliases] if isinstance(aliases, Unknown) else as_list(aliases)


def _covers(claimed: str, name: str) -> bool:
    return claimed == name or claimed == f"*.{name.partition('.')[2]}"


CHECK = Check(
    "ARR301",
    Severity.ERROR,
    Question.ARRIVE,
    "A record leads a name to a distribution or an API that does not know it",
    "https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html "
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-api-gateway.html",
    _unclaimed,
)
