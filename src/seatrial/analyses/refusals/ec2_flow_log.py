"""What CreateFlowLogs refuses: an interval that isn't one of two, and logs for CloudWatch without a role.

The text: getmoto/moto (tests/test_ec2/test_flow_logs.py) and cdk-preflight (rule
``pf-ec2-flow-log-destination-config``), both reproduced on AWS (read 2026-11-30).
"""

from __future__ import annotations

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text


def refused(world: World, resource: Resource) -> Refusal | None:
    interval = resource.get("MaxAggregationInterval")
    if isinstance(interval, int | str) and as_text(interval) not in ("", "60", "600"):
        # Rule ``pf-ec2-flow-log-aggregation-interval``, reproduced on AWS (read 2026-11-30).
        text = "Invalid Flow Log Max Aggregation Interval."
        return Refusal("ec2.CreateFlowLogs", "InvalidParameter", text, ("MaxAggregationInterval",), instead="600")
    kind, role = resource.get("LogDestinationType"), resource.get("DeliverLogsPermissionArn")
    if isinstance(kind, Unknown) or as_text(kind, "cloud-watch-logs") != "cloud-watch-logs" or role not in (None, ""):
        return None
    text = "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs."
    return Refusal("ec2.CreateFlowLogs", "InvalidParameter", text)
