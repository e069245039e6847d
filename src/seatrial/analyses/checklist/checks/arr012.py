"""Whether the alias record of a load balancer names the load balancer's own hosted zone.

Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_names import balancer_of, records
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text, at


def _aliases(inquiry: Inquiry) -> Iterator[Said]:
    for resource, path, properties in records(inquiry):
        balancer = balancer_of(inquiry, properties)
        zone = at(dict(properties), "AliasTarget", "HostedZoneId")
        own = balancer.attributes.get("CanonicalHostedZoneID") if balancer is not None else None
        if balancer is None or not isinstance(own, str) or not isinstance(zone, str) or zone == own:
            continue
        yield Found(
            resource,
            (*path, "AliasTarget", "HostedZoneId"),
            f"{resource.logical_id} is an alias of {balancer.logical_id} in the wrong hosted zone",
            f"AliasTarget.HostedZoneId must be the load balancer's canonical hosted zone ID ({own}), not the "
            "hosted zone of the "
            "record: Route 53 refuses the record",
            f"set HostedZoneId of its AliasTarget to !GetAtt {balancer.logical_id}.CanonicalHostedZoneID",
            f"[Tried to create an alias that targets {as_text(at(dict(properties), 'AliasTarget', 'DNSName'))}., type "
            f"{as_text(properties.get('Type'))} in zone {zone}, but the alias target name does not lie within the "
            "target zone]",
        )


CHECK = Check(
    "ARR012",
    Severity.ERROR,
    Question.ARRIVE,
    "An alias record of a load balancer names the wrong hosted zone",
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html",
    _aliases,
)
