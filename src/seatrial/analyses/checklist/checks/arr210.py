"""Whether the alias record of an API's own name, or of a distribution, names the hosted zone of its target.

Each kind of target has a zone of AWS's; Route 53 refuses an alias whose name doesn't lie in the zone that it gives. A
load balancer's is known by its value (``ARR012``); here the text says whose name and whose zone are given.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
aws-properties-route53-recordset-aliastarget.html (HostedZoneId; CloudFront's is always Z2FDTNDATAQYW2;
read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_names import records
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Reference, Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, at

CDN_ZONE = "Z2FDTNDATAQYW2"
_HTTP, _REST, _CDN = "AWS::ApiGatewayV2::DomainName", "AWS::ApiGateway::DomainName", "AWS::CloudFront::Distribution"
# By the type of the target and the attribute that the record gives as its name: the attribute that is its zone, and
# the zone itself where it is the same everywhere.
_ZONES = {
    (_HTTP, "RegionalDomainName"): ("RegionalHostedZoneId", ""),
    (_REST, "RegionalDomainName"): ("RegionalHostedZoneId", ""),
    (_REST, "DistributionDomainName"): ("DistributionHostedZoneId", CDN_ZONE),
    (_CDN, "DomainName"): ("", CDN_ZONE),
}


def _zones(inquiry: Inquiry) -> Iterator[Said]:
    for resource, path, properties in records(inquiry):
        named = _given(resource, (*path, "AliasTarget", "DNSName"))
        target = inquiry.system.resources.get(named.target) if named is not None else None
        wanted = _ZONES.get((target.type, named.attribute)) if named is not None and target is not None else None
        zone = at(dict(properties), "AliasTarget", "HostedZoneId")
        if target is None or wanted is None or zone is None:
            continue
        attribute, everywhere = wanted
        place: PropertyPath = (*path, "AliasTarget", "HostedZoneId")
        given = _given(resource, place)
        theirs = inquiry.system.resources.get(given.target) if given is not None else None
        if given is not None and given.target == target.logical_id:
            # Which attribute of the target itself is given is CRE210's.
            right = given.attribute == attribute or given.attribute not in {one for one, _ in _ZONES.values()}
        elif theirs is not None:
            # Two names in one region have one zone.
            right = theirs.type == target.type and given is not None and given.attribute == attribute
        elif everywhere or zone == CDN_ZONE:
            right = zone == everywhere
        elif isinstance(zone, str) and zone == at(dict(properties), "HostedZoneId"):
            # The record's own zone is one of the account's, in which no name of AWS's lies.
            right = False
        else:
            right = True
        if right or (isinstance(zone, Unknown) and given is None) or inquiry.refused_at(resource, *place):
            continue
        take = f"!GetAtt {target.logical_id}.{attribute}" if attribute else everywhere
        yield Found(
            resource,
            place,
            f"{resource.logical_id} is an alias of {target.logical_id} in a hosted zone that its name is not in",
            f"AliasTarget.HostedZoneId is the zone of AWS's in which {named.attribute if named else 'the name'} of "
            f"{target.logical_id} lies: Route 53 refuses the record",
            f"write HostedZoneId: {take}",
            "the alias target name does not lie within the target zone",
        )


def _given(resource: Resource, path: PropertyPath) -> Reference | None:
    """The one reference that stands at a place."""
    found = [item for item in resource.references if item.path == path and item.attribute]
    return found[0] if len(found) == 1 else None


CHECK = Check(
    "ARR210",
    Severity.ERROR,
    Question.ARRIVE,
    "An alias record of an API or a distribution names the wrong hosted zone",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-properties-route53-recordset-aliastarget.html",
    _zones,
)
