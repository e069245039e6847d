"""Whether tasks that start reach CloudWatch Logs, where their log driver opens a stream before them.

Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch-logs-and-interface-VPC.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.sta_network import blocked_at
from seatrial.analyses.launch import Stage
from seatrial.model.finding import Severity

CHECK = Check(
    "STA003",
    Severity.ERROR,
    Question.START,
    "Tasks cannot reach CloudWatch Logs, where their log driver opens a stream before they start",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch-logs-and-interface-VPC.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html",
    blocked_at(Stage.LOGS),
)
