"""A database or a cache takes connections from anywhere.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.saf_network import GROUP, ingress_rules, is_open
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Properties, as_list, as_number, as_text

STORES = (
    *("AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::DocDB::DBCluster", "AWS::ElastiCache::ReplicationGroup"),
    *("AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ServerlessCache"),
)


def _stores(inquiry: Inquiry) -> Iterator[Said]:
    """Databases and caches that anybody may talk to, as far as their security groups go."""
    open_to_all: dict[str, list[tuple[Resource, PropertyPath, Properties]]] = {}
    for resource, path, owner, rule in ingress_rules(inquiry):
        group = inquiry.find(owner, GROUP) if is_open(rule) else None
        if group is not None:
            open_to_all.setdefault(group.logical_id, []).append((resource, path, rule))
    for store in inquiry.system.of_type(*STORES) if open_to_all else ():
        port = inquiry.paper.port_of(store)
        for key in ("VPCSecurityGroups", "VpcSecurityGroupIds", "SecurityGroupIds"):
            for value in as_list(store.get(key)):
                group = inquiry.find(value, GROUP)
                for resource, path, rule in open_to_all.get(group.logical_id, ()) if group is not None else ():
                    low, high = as_number(rule.get("FromPort"), 0), as_number(rule.get("ToPort"), 65535)
                    # A wide range is told for itself.
                    if low <= port <= high <= low + 100:
                        yield Found(
                            resource,
                            path,
                            f"{store.logical_id} takes connections from anywhere on port {port}",
                            "only its password and its subnets keep the internet out",
                            "name the security group of the tasks in SourceSecurityGroupId, in place of "
                            f"{as_text(rule.get('CidrIp') or rule.get('CidrIpv6'))}",
                        )


CHECK = Check(
    "SAF150",
    Severity.WARNING,
    Question.SEEMLY,
    "A database or a cache takes connections from anywhere",
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    _stores,
)
