"""Deployments, rules and alarms that look wrong and work: changes of correct systems that must bring nothing new but
notes.
"""

from __future__ import annotations

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

_FIRST = (
    "{Rewrites: [{Regex: '^/quote/(.*)$', Replace: '/$1'}]}\n      Actions:\n        - Type: forward\n"
    "          ForwardConfig:\n            TargetGroups:\n"
    "              - {TargetGroupArn: !Ref QuoteBlue, Weight: 100}"
)


def _rewrite(rewrites: str) -> list[tuple[str, str]]:
    return [(_FIRST, _FIRST.replace("{Rewrites: [{Regex: '^/quote/(.*)$', Replace: '/$1'}]}", rewrites))]


_CANARY = "CanaryConfiguration: {CanaryPercent: 10, CanaryBakeTimeInMinutes: 15}\n        BakeTimeInMinutes: 5"
_ANSWER = '              return {"hookStatus": "SUCCEEDED"}\n'
_CODE = (
    f"      Code:\n        ZipFile: |\n          def handler(event, context):\n              print(event)\n{_ANSWER}"
)
INTERNAL: dict[str, list[tuple[str, str]]] = {
    "a rewrite by a part of the path": _rewrite("{Rewrites: [{Regex: '/v1/', Replace: '/v2/'}]}"),
    "a rewrite of the query": _rewrite(r"{Rewrites: [{Regex: '^/quote/rates\?id=(\d+)$', Replace: '/rates/$1'}]}"),
    "a rewrite of one of two beginnings": _rewrite("{Rewrites: [{Regex: '^/(quotes|quote)/', Replace: '/'}]}"),
    "a rewrite whose last plain letter may be missing": _rewrite("{Rewrites: [{Regex: '^/quotes?/', Replace: '/'}]}"),
    "a rewrite with escaped brackets": _rewrite(r"{Rewrites: [{Regex: '^/quote/\((.*)\)$', Replace: '/$1'}]}"),
    "a rewrite to the whole match": _rewrite("{Rewrites: [{Regex: '^/quote/', Replace: '/api$0'}]}"),
    "a rewrite of path and one of host": [
        (
            _FIRST,
            _FIRST.replace(
                "\n      Actions:",
                "\n        - Type: host-header-rewrite\n          HostHeaderRewriteConfig: {Rewrites: "
                "[{Regex: '^API[.](.*)$', Replace: 'quote.$1'}]}\n      Actions:",
            ),
        )
    ],
    "a canary of 33 hours": [
        (_CANARY, _CANARY.replace("Minutes: 15}", "Minutes: 1440}").replace("InMinutes: 5", "InMinutes: 540"))
    ],
    "a linear deployment of 33 hours": [
        (
            f"Strategy: CANARY\n        {_CANARY}",
            "Strategy: LINEAR\n        LinearConfiguration: {StepPercent: 50, StepBakeTimeInMinutes: 1440}\n"
            "        BakeTimeInMinutes: 540",
        )
    ],
    "a lifecycle hook with a layer": [
        (
            _CODE,
            _CODE.replace(_ANSWER, "              return answer(event)\n") + "      Layers: [!Sub "
            "'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:layer:hooks:3']\n",
        )
    ],
    "a lifecycle hook that waits": [
        (_ANSWER, '              return {"hookStatus": "SUCCEEDED" if event.get("done") else "IN_PROGRESS"}\n')
    ],
    "the second target group by its defaults, written out": [
        (
            "HealthCheckPath: /carriers/health}\n  CarrierGreen",
            "HealthCheckPath: /carriers/health, HealthCheckPort: "
            "traffic-port, HealthCheckProtocol: HTTP}\n  CarrierGreen",
        )
    ],
    "production on a port of its own, test beside it": [
        ("      Port: 443\n      Protocol: HTTPS", "      Port: 9443\n      Protocol: HTTPS"),
        (
            "FromPort: 443, ToPort: 443, CidrIp: !Ref CorporateCidr",
            "FromPort: 9443, ToPort: 9443, CidrIp: !Ref CorporateCidr",
        ),
    ],
    "a hook that pauses": [
        (
            "          - HookTargetArn: !GetAtt Judge.Arn\n            RoleArn: !GetAtt HookHands.Arn\n"
            "            LifecycleStages",
            "          - TargetType: PAUSE\n            LifecycleStages",
        )
    ],
    "a way back by the default route": [
        (
            "DestinationCidrBlock: !Ref CorporateCidr\n      TransitGatewayId",
            "DestinationCidrBlock: 0.0.0.0/0\n      TransitGatewayId",
        )
    ],
    "a task definition that is run by hand": [
        (
            "  QuoteTask:\n    Type: AWS::ECS::TaskDefinition\n",
            "  QuoteRepair:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      Family: freight-quote-repair\n"
            "      RequiresCompatibilities: [FARGATE]\n      NetworkMode: awsvpc\n      Cpu: 512\n      Memory: 1024\n"
            "      ExecutionRoleArn: !GetAtt StartRole.Arn\n      ContainerDefinitions:\n        - Name: repair\n"
            "          Image: !Sub '${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/freight/repair:${Release}'\n"
            "          LogConfiguration:\n            LogDriver: awslogs\n            Options: "
            "{awslogs-group: !Ref ApiLogs, awslogs-region: !Ref AWS::Region, awslogs-stream-prefix: repair}\n"
            "  QuoteTask:\n    Type: AWS::ECS::TaskDefinition\n",
        )
    ],
    "a name that the corporate network may know": [
        (
            "            - {Name: RATES_URL, Value: http://rates.freight.internal:8200}\n",
            "            - {Name: RATES_URL, "
            "Value: http://rates.freight.internal:8200}\n            - {Name: TAXES_URL, Value: https://taxes.corp.internal}\n",
        )
    ],
}
WEB: dict[str, list[tuple[str, str]]] = {
    "an alarm on unhealthy targets that rings without data": [
        ("      Threshold: 0\n", "      Threshold: 0\n      TreatMissingData: breaching\n")
    ],
    "an alarm on few requests": [
        ("MetricName: HTTPCode_Target_5XX_Count", "MetricName: RequestCount"),
        ("TreatMissingData: notBreaching", "TreatMissingData: breaching"),
        (
            "ComparisonOperator: GreaterThanThreshold\n      TreatMissingData",
            "ComparisonOperator: LessThanThreshold\n      TreatMissingData",
        ),
    ],
    "a right on every index": [("/index/by-page", "/index/*")],
    "a small target of a metric of one's own": [("TargetValue: 500", "TargetValue: 0.5")],
}
CASES = {f"plain_internal: {name}": edits for name, edits in INTERNAL.items()} | {
    f"plain_web: {name}": edits for name, edits in WEB.items()
}


@pytest.mark.parametrize("name", list(CASES))
def test_it_is_accepted(name: str) -> None:
    base = name.partition(":")[0]
    case = {"base": base, "changes": [{"from": left, "to": right} for left, right in CASES[name]]}
    report = _report(changed(case), base)
    new = [item for item in report.findings if _kind(item) not in _before(base)]
    assert [item for item in new if item.severity is not Severity.NOTE] == []
    assert report.unsettled == ()
