"""Values that look as if an API didn't take them, by documentation that is not about them."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

KEY = (
    "  DataKey:\n"
    "    Type: AWS::KMS::Key\n"
    "    Properties:\n"
    "      KeyPolicy:\n"
    "        Version: '2012-10-17'\n"
    "        Statement: [{Effect: Allow, Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}, "
    "Action: 'kms:*', Resource: '*'}]\n"
)
GROUP = "  Pg:\n    Type: AWS::RDS::DBParameterGroup\n    Properties: {Description: d, Family: postgres16}\n"
BUCKET = "  Uploads:\n    Type: AWS::S3::Bucket\n"
LEVEL = "            - {Name: LOG_LEVEL, Value: info}"
ROTATION = """  Rotation:
    Type: AWS::SecretsManager::RotationSchedule
    Properties:
      SecretId: !Ref DbSecret
      RotationLambdaARN: arn:aws:lambda:us-east-1:123456789012:function:rotate
      RotationRules: {ScheduleExpression: "cron(0 16 1,15 * ? *)", Duration: 2h}
  Archive:
    Type: AWS::EFS::FileSystem
    Properties:
      Encrypted: true
      ThroughputMode: elastic
      LifecyclePolicies: [{TransitionToIA: AFTER_30_DAYS}, {TransitionToArchive: AFTER_90_DAYS}]
"""
RESOLVE = "{{resolve:secretsmanager:${DbSecret}:SecretString:username}}"
ACCEPTED: dict[str, dict[str, Any]] = {
    # EC2 takes these words in any case: enumCaseInsensitive in
    # https://github.com/aws-cloudformation/resource-provider-enhanced-schemas (cfn-lint 1.58.0, read 2026-11-30)
    "an elastic address for a vpc in capitals": {
        "base": "shop",
        "changes": [
            {
                "from": "  EipB:\n    Type: AWS::EC2::EIP\n    DependsOn: IGWAttach\n    Properties: {Domain: vpc}",
                "to": "  EipB:\n    Type: AWS::EC2::EIP\n    DependsOn: IGWAttach\n    Properties: {Domain: VPC}",
            }
        ],
    },
    "an entry of a network acl that allows in capitals": {
        "base": "shop",
        "changes": [
            {
                "from": "      RuleNumber: 110\n      Protocol: 6\n      RuleAction: allow\n",
                "to": "      RuleNumber: 110\n      Protocol: 6\n      RuleAction: ALLOW\n",
            }
        ],
    },
    "clients that are not verified over http": {
        "base": "front",
        "changes": [
            {
                "from": "      LoadBalancerArn: !Ref Alb\n      Port: 80\n",
                "to": "      LoadBalancerArn: !Ref Alb\n      MutualAuthentication: {Mode: 'off'}\n      Port: 80\n",
            }
        ],
    },
    "connections ended when a target of tcp leaves": {
        "base": "network",
        "changes": [
            {
                "from": "      Port: 8443\n      TargetGroupAttributes: [{",
                "to": "      Port: 8443\n      TargetGroupAttributes: [{ "
                "Key: deregistration_delay.connection_termination.enabled, Value: 'true' }, {",
            }
        ],
    },
    "parameters of the version that the database has": {
        "base": "shop",
        "changes": [
            {
                "from": "      Engine: postgres\n",
                "to": "      Engine: postgres\n      EngineVersion: '16.4'\n      DBParameterGroupName: !Ref Pg\n",
            },
            {"from": BUCKET, "to": GROUP + BUCKET},
        ],
    },
    "default parameters of a cache in shards": {
        "base": "existing",
        "changes": [
            {
                "from": "      Engine: redis\n",
                "to": "      Engine: redis\n      EngineVersion: '7.1'\n"
                "      CacheParameterGroupName: default.redis7\n",
            }
        ],
    },
    "a schedule whose role may use its key as scheduler calls it": {
        "base": "signals",
        "changes": [
            {
                "from": "      ScheduleExpression: cron(0 3 * * ? *)\n",
                "to": "      ScheduleExpression: cron(0 3 * * ? *)\n      KmsKeyArn: !GetAtt DataKey.Arn\n",
            },
            {"from": BUCKET, "to": KEY + BUCKET},
            {
                "from": "              - Sid: UseKey\n",
                "to": "              - {Effect: Allow, Action: 'kms:Decrypt', Resource: !GetAtt DataKey.Arn, "
                "Condition: {StringLike: {'kms:ViaService': 'scheduler.*.amazonaws.com'}}}\n"
                "              - Sid: UseKey\n",
            },
        ],
    },
    "a secret of the account by a name that something else has": {
        "base": "shop",
        "changes": [{"from": LEVEL, "to": "            - {Name: LEVEL, Value: '{{resolve:ssm:shop}}'}"}],
    },
    "a whole version of a secret": {
        "base": "shop",
        "changes": [{"from": RESOLVE, "to": RESOLVE.replace("username", "username:AWSCURRENT:")}],
    },
    "a secret as a whole": {
        "base": "shop",
        "changes": [{"from": RESOLVE, "to": "{{resolve:secretsmanager:${DbSecret}}}"}],
    },
    "anybody as the principal of a queue": {
        "base": "feeds",
        "changes": [
            {
                "from": "Statement: [{Effect: Allow, Principal: {Service: sns.amazonaws.com}, Action: sqs:SendMessage,",
                "to": "Statement: [{Effect: Allow, Principal: '*', Action: sqs:SendMessage,",
            }
        ],
    },
    "raw messages for a queue, and failed ones for another": {
        "base": "feeds",
        "changes": [
            {
                "from": "      RawMessageDelivery: true\n",
                "to": "      RawMessageDelivery: true\n      RedrivePolicy: {deadLetterTargetArn: !GetAtt Inbox.Arn}\n",
            }
        ],
    },
    "a rotation twice a month, and files that move twice": {
        "base": "shop",
        "changes": [{"from": "  DbSecret:\n", "to": f"{ROTATION}  DbSecret:\n"}],
    },
    "errors of the load balancer for itself": {
        "base": "shop",
        "changes": [
            {
                "from": "      MetricName: HTTPCode_Target_5XX_Count\n",
                "to": "      MetricName: HTTPCode_ELB_5XX_Count\n",
            },
            {"from": "        - {Name: TargetGroup, Value: !GetAtt TG.TargetGroupFullName}\n", "to": ""},
        ],
    },
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in ACCEPTED.items()])
def test_what_is_taken_gives_no_error(case: dict[str, Any]) -> None:
    report = _report(changed(case), case["base"])
    before = _before(case["base"])
    new = [item for item in report.findings if _kind(item) not in before and item.severity is Severity.ERROR]
    assert new == [], "\n".join(f"{item.code} {item.where}\n  {item.what}\n  {item.why}" for item in new)
