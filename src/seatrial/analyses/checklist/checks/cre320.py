"""Whether the targets of a database proxy are of the kind that their list is for.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RegisterDBProxyTargets.html
(DBInstanceNotFound, DBClusterNotFoundFault).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_list

_GROUP = "AWS::RDS::DBProxyTargetGroup"
_LISTS = {"DBInstanceIdentifiers": "AWS::RDS::DBInstance", "DBClusterIdentifiers": "AWS::RDS::DBCluster"}
_FAULTS = {"DBInstanceIdentifiers": "DBInstanceNotFound", "DBClusterIdentifiers": "DBClusterNotFoundFault"}


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for group in inquiry.system.of_type(_GROUP):
        for key, kind in _LISTS.items():
            for index, value in enumerate(as_list(group.get(key))):
                other = next(item for item in _LISTS if item != key)
                # An instance of a cluster has the cluster's name among its attributes, so only own names count.
                found = _named(inquiry, value, _LISTS[other])
                if found is None or _named(inquiry, value, kind) is not None:
                    continue
                yield Found(
                    group,
                    (key, index),
                    f"{key} of {group.logical_id} names {found.logical_id}, an {found.type}",
                    f"RegisterDBProxyTargets looks for an {kind} of that name and fails with {_FAULTS[key]}: the stack "
                    "is rolled back",
                    f"write {other}: [!Ref {found.logical_id}]",
                )


def _named(inquiry: Inquiry, value: Value, kind: str) -> Resource | None:
    return next((item for item in inquiry.system.of_type(kind) if item.physical_id == value), None)


CHECK = Check(
    "CRE320",
    Severity.ERROR,
    Question.CREATE,
    "A target of a database proxy is in the list for another kind of target",
    "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RegisterDBProxyTargets.html",
    _ask,
)
