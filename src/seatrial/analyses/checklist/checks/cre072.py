"""Whether an Aurora cluster has an instance, without which nothing answers at its endpoint.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.html (connections
are made to instances of a cluster).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.rds import CLUSTER, INSTANCE
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_text


def _empty(inquiry: Inquiry) -> Iterator[Said]:
    """Aurora clusters that nothing of the known templates puts an instance into."""
    instances = [item for system in inquiry.systems for item in system.of_type(INSTANCE)]
    of = [item.get("DBClusterIdentifier") for item in instances]
    if any(isinstance(item, Unknown) for item in of):
        return
    for cluster in inquiry.system.of_type(CLUSTER):
        mode = cluster.get("EngineMode")
        if not as_text(cluster.get("Engine")).startswith("aurora") or as_text(mode) not in ("", "provisioned"):
            continue
        if isinstance(mode, Unknown) or any(inquiry.find(value, CLUSTER) is cluster for value in of):
            continue
        engine = as_text(cluster.get("Engine"))
        yield Found(
            cluster,
            (),
            f"{cluster.logical_id} has no instance: nothing answers at its endpoint",
            "an Aurora cluster is only its storage; connections are made to its instances, also with "
            "ServerlessV2ScalingConfiguration, and no AWS::RDS::DBInstance names this cluster",
            f"add an AWS::RDS::DBInstance with DBClusterIdentifier: !Ref {cluster.logical_id}, Engine: {engine} and "
            "DBInstanceClass: db.serverless, or another class",
        )


CHECK = Check(
    "CRE072",
    Severity.WARNING,
    Question.CREATE,
    "An Aurora cluster has no instance",
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.html",
    _empty,
)
