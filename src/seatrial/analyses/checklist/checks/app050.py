"""Whether an RDS Proxy reaches the database behind it, from interfaces of its own.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-network-prereqs.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_proxies import PROXY, databases
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity


def _ways(inquiry: Inquiry) -> Iterator[Said]:
    for proxy in inquiry.system.of_type(PROXY):
        for database in databases(inquiry, proxy):
            port = inquiry.paper.port_of(database)
            sources, targets = (inquiry.paper.interfaces_of(item) for item in (proxy, database))
            paths = (inquiry.paper.between(one, other, port) for one in sources for other in targets if port)
            path = next((item for item in paths if item.verdict is Verdict.NO), None)
            hop = path.deciding if path is not None else None
            if path is None or hop is None:
                continue
            # An idiom of constructs that leave the rules to their users, who may add them beside the template.
            together = set(sources[0].groups) & set(targets[0].groups)
            yield Found(
                hop.resource if hop.resource is not None else proxy,
                hop.path if hop.resource is not None else ("VpcSecurityGroupIds",),
                f"{proxy.logical_id} cannot reach {database.logical_id}, the database behind it",
                f"{path.why}: connections to {proxy.logical_id} wait until they time out",
                hop.mend or f"allow inbound tcp {port} from {proxy.logical_id} to {database.logical_id}",
                severity=Severity.WARNING if together else None,
            )


CHECK = Check(
    "APP050",
    Severity.ERROR,
    Question.REACH,
    "An RDS Proxy cannot reach the database behind it",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-network-prereqs.html",
    _ways,
)
