"""The records of Route 53 in the template, and the load balancers that they lead to."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import BALANCER
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Properties, as_dict, as_list, as_text, at

RECORD_SET, RECORD_SETS = "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup"


def records(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, Properties]]:
    """Each record of Route 53: the resource that has it, its place there, and its properties."""
    for record in inquiry.system.of_type(RECORD_SET):
        yield record, (), record.properties
    for group in inquiry.system.of_type(RECORD_SETS):
        for index, item in enumerate(as_list(group.get("RecordSets"))):
            yield group, ("RecordSets", index), as_dict(item)


def balancer_of(inquiry: Inquiry, properties: Properties) -> Resource | None:
    """The load balancer whose DNS name an alias (or a CNAME) gives."""
    names = [at(dict(properties), "AliasTarget", "DNSName"), *as_list(properties.get("ResourceRecords"))]
    for name in names:
        bare = as_text(name).rstrip(".").removeprefix("dualstack.")
        for balancer in inquiry.system.of_type(BALANCER):
            if bare and bare.lower() == as_text(balancer.attributes.get("DNSName")).lower():
                return balancer
    return None
