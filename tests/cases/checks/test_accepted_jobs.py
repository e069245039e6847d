"""State machines, pipes, rules and functions that look wrong and work: changes that bring no error and no warning."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

CHOICE = "{Variable: '$.report.score', NumericGreaterThanEquals: 80, Next: Fine}"
SECOND = "{Variable: '$.report.score', NumericLessThan: 80, Next: Pause}"
ACCEPTED: dict[str, dict[str, Any]] = {
    "a choice that asks first whether it is there": {
        "base": "media",
        "changes": [{"from": CHOICE, "to": "{Variable: '$.rapport', IsPresent: true, Next: Fine}"}],
    },
    "rules that are joined": {
        "base": "media",
        "changes": [
            {
                "from": CHOICE,
                "to": "{And: [{Variable: '$.report.score', IsPresent: true}, "
                "{Not: {Variable: '$.report.score', NumericLessThan: 80}}], Next: Fine}",
            }
        ],
    },
    "a comparison with another path": {
        "base": "media",
        "changes": [
            {"from": SECOND, "to": "{Variable: '$.report.score', NumericLessThanPath: '$.least', Next: Pause}"}
        ],
    },
    "a result at a name with a colon": {
        "base": "media",
        "changes": [{"from": "ResultPath: '$.report'\n", "to": "ResultPath: \"$['media:report']\"\n"}],
    },
    "a wait until a time": {
        "base": "media",
        "changes": [{"from": "            Seconds: 60\n", "to": "            TimestampPath: '$.report.until'\n"}],
    },
    "a message that is sent to an endpoint": {
        "base": "media",
        "changes": [
            {"from": '                "TopicArn": "${topic}",\n', "to": '                "TargetArn": "${topic}",\n'}
        ],
    },
    "a state that hands on its whole input": {
        "base": "media",
        "changes": [
            {
                "from": "            Parameters:\n              TopicArn: {Ref: Reviews}\n              'Message.$': "
                "\"States.Format('please look at {}', $.key)\"\n",
                "to": "            InputPath: '$'\n",
            }
        ],
    },
    "a format of a format": {
        "base": "media",
        "changes": [
            {
                "from": "States.Format('please look at {}', $.key)",
                "to": "States.Format('{}, {}', States.Format('a {} b, ({})', $.key, $.reason), $.reason)",
            }
        ],
    },
    "a template with a text around a placeholder": {
        "base": "media",
        "changes": [{"from": '\'{"key": "<task>", "reason"', "to": '\'{"key": "the task <task> ended", "reason"'}],
    },
    "the whole event in a template": {
        "base": "media",
        "changes": [
            {
                "from": '\'{"key": "<task>", "reason": "<reason>"}\'',
                "to": '\'{"key": <aws.events.event>, "reason": 1}\'',
            }
        ],
    },
    "what only some tasks tell": {
        "base": "media",
        "changes": [{"from": "reason: $.detail.stoppedReason", "to": "reason: $.detail.platformFamily"}],
    },
    "an object's version": {
        "base": "statements",
        "changes": [
            {
                "from": "              key: $.detail.object.key\n",
                "to": "              key: $.detail.object.version-id\n",
            }
        ],
    },
    "an attribute that may be absent": {
        "base": "orders",
        "changes": [
            {
                "from": '{\\"NewImage\\": {\\"state\\": {\\"S\\": [\\"paid\\"]}}}',
                "to": '{\\"NewImage\\": {\\"refund\\": [{\\"exists\\": false}]}}',
            }
        ],
    },
    "code that sets a variable itself": {
        "base": "orders",
        "changes": [
            {
                "from": "import boto3, os\\n",
                "to": "import boto3, os\\nos.environ['STAGE'] = 'x'\\ns = os.environ['STAGE']\\n",
            }
        ],
    },
    "what Lambda sets": {
        "base": "orders",
        "changes": [{"from": "import boto3, os\\n", "to": "import boto3, os\\ns = os.environ['AWS_REGION']\\n"}],
    },
    "a metric of a namespace of one's own that nothing here writes": {
        "base": "pixels",
        "changes": [
            {
                "from": "      Namespace: AWS/SQS\n      MetricName: ApproximateAgeOfOldestMessage\n      Dimensions: "
                "[{Name: QueueName, Value: !GetAtt ToResize.QueueName}]\n",
                "to": "      Namespace: Billing/Quotas\n      MetricName: Left\n",
            }
        ],
    },
    "an alarm of one zone": {
        "base": "pixels",
        "changes": [
            {
                "from": "      Namespace: AWS/SQS\n      MetricName: ApproximateAgeOfOldestMessage\n      Dimensions: "
                "[{Name: QueueName, Value: !GetAtt ToResize.QueueName}]\n",
                "to": "      Namespace: AWS/ApplicationELB\n      MetricName: HealthyHostCount\n      Dimensions: "
                "[{Name: LoadBalancer, Value: app/a/0123456789abcdef}, {Name: TargetGroup, Value: "
                "targetgroup/a/0123456789abcdef}, {Name: AvailabilityZone, Value: us-east-1a}]\n",
            }
        ],
    },
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in ACCEPTED.items()])
def test_what_looks_wrong_and_works_is_accepted(case: dict[str, Any]) -> None:
    new = [item for item in _report(changed(case), case["base"]).findings if _kind(item) not in _before(case["base"])]
    assert [(item.code, item.where, item.what) for item in new if item.severity is not Severity.NOTE] == []
