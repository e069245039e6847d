"""The databases behind an RDS Proxy, and the calls that a proxy and its clients need."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list

PROXY, TARGETS = "AWS::RDS::DBProxy", "AWS::RDS::DBProxyTargetGroup"
_NAMED = (("DBInstanceIdentifiers", "AWS::RDS::DBInstance"), ("DBClusterIdentifiers", "AWS::RDS::DBCluster"))


def databases(inquiry: Inquiry, proxy: Resource) -> Iterator[Resource]:
    """The databases of the templates behind a proxy."""
    for group in of_type(inquiry.systems, TARGETS):
        name = group.get("DBProxyName")
        if isinstance(name, Unknown) or name not in (proxy.physical_id, proxy.get("DBProxyName")):
            continue
        for key, type in _NAMED:
            for value in as_list(group.get(key)):
                found = inquiry.find(value, type)
                if found is not None:
                    yield found
