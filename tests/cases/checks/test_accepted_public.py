"""What templates of others have, that AWS takes: changes of a correct one that must bring no error and no new doubt."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, _text, changed
from seatrial.model.finding import Severity
from seatrial.model.report import Question

BOTH = (
    "          ForwardConfig: {TargetGroups: [{TargetGroupArn: !Ref Blue, Weight: 1}, "
    "{TargetGroupArn: !Ref Green, Weight: 0}]}\n"
)
SHOP_TEST = "  ShopTest:\n    Type: AWS::ElasticLoadBalancingV2::ListenerRule\n"
ACCEPTED: dict[str, dict[str, Any]] = {
    # A role of the account beside those of the template, as the CDK's Role.fromRoleName names it.
    "a policy for a role that is there already": {
        "base": "rights",
        "changes": [
            {
                "from": "  Greeting:\n    Type: AWS::SSM::Parameter\n",
                "to": "  Grant:\n"
                "    Type: AWS::IAM::Policy\n"
                "    Properties:\n"
                "      PolicyName: grant\n"
                "      Roles: [company-deployments]\n"
                "      PolicyDocument:\n"
                "        Version: '2012-10-17'\n"
                "        Statement: [{ Effect: Allow, Action: 'ssm:GetParameter', Resource: '*' }]\n"
                "  Greeting:\n    Type: AWS::SSM::Parameter\n",
            }
        ],
    },
    "a subnet group that is named by the name it is given": {
        "base": "existing",
        "changes": [
            {
                "from": "    Properties:\n      Description: Private subnets\n",
                "to": "    Properties:\n      CacheSubnetGroupName: sessions\n      Description: Private subnets\n",
            },
            {"from": "CacheSubnetGroupName: !Ref CacheSubnets", "to": "CacheSubnetGroupName: sessions"},
            {
                "from": "  Cache:\n    Type: AWS::ElastiCache::ReplicationGroup\n",
                "to": "  Cache:\n    Type: AWS::ElastiCache::ReplicationGroup\n    DependsOn: CacheSubnets\n",
            },
        ],
    },
    # A grace period that nothing uses, as the CDK's QueueProcessingFargateService writes it.
    "a grace period without a load balancer": {
        "base": "worker",
        "changes": [
            {
                "from": "      CapacityProviderStrategy:\n",
                "to": "      HealthCheckGracePeriodSeconds: 60\n      CapacityProviderStrategy:\n",
            }
        ],
    },
    "more storage for Windows": {
        "base": "feeds",
        "changes": [
            {
                "from": "      RuntimePlatform: {Operating",
                "to": "      EphemeralStorage: {SizeInGiB: 50}\n      RuntimePlatform: {Operating",
            }
        ],
    },
    "everything on what has a tag": {
        "base": "web",
        "changes": [
            {
                "from": "  TaskRole:\n    Type: AWS::IAM::Role\n    Properties:\n",
                "to": "  TaskRole:\n    Type: AWS::IAM::Role\n    Properties:\n      Policies:\n"
                "        - PolicyName: own\n          PolicyDocument:\n            Version: '2012-10-17'\n"
                "            Statement:\n"
                "              - { Effect: Allow, Action: '*', Resource: '*',"
                " Condition: { StringEquals: { 'aws:ResourceTag/team': web } } }\n",
            }
        ],
    },
    # The schema says what may stand in this property by a $ref, as in the CDK's BackupPlan.
    "a vault by its attribute": {
        "base": "disk",
        "changes": [
            {
                "from": "  Cluster: { Type: AWS::ECS::Cluster }\n",
                "to": "  Vault: { Type: AWS::Backup::BackupVault, Properties: { BackupVaultName: daily } }\n"
                "  Plan:\n"
                "    Type: AWS::Backup::BackupPlan\n"
                "    Properties:\n"
                "      BackupPlan:\n"
                "        BackupPlanName: daily\n"
                "        BackupPlanRule:\n"
                "          - { RuleName: daily, TargetBackupVault: !GetAtt Vault.BackupVaultName,"
                " ScheduleExpression: cron(0 5 * * ? *) }\n"
                "  Cluster: { Type: AWS::ECS::Cluster }\n",
            }
        ],
    },
    "an attachment to a secret of the account, where a secret is wanted": {
        "base": "disk",
        "changes": [
            {
                "from": "  Cluster: { Type: AWS::ECS::Cluster }\n",
                "to": "  Attached:\n"
                "    Type: AWS::SecretsManager::SecretTargetAttachment\n"
                "    Properties:\n"
                "      SecretId: '{{resolve:ssm:/database/secret}}'\n"
                "      TargetId: '{{resolve:ssm:/database/id}}'\n"
                "      TargetType: AWS::RDS::DBInstance\n"
                "  Proxy:\n"
                "    Type: AWS::RDS::DBProxy\n"
                "    Properties:\n"
                "      DBProxyName: proxy\n"
                "      EngineFamily: POSTGRESQL\n"
                "      RoleArn: '{{resolve:ssm:/proxy/role}}'\n"
                "      VpcSubnetIds: [!Ref SubnetA, !Ref SubnetB]\n"
                "      Auth: [{ AuthScheme: SECRETS, SecretArn: !Ref Attached }]\n"
                "  Cluster: { Type: AWS::ECS::Cluster }\n",
            }
        ],
    },
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in ACCEPTED.items()])
def test_what_is_taken_gives_no_warning_and_no_doubt(case: dict[str, Any]) -> None:
    report, before = _report(changed(case), case["base"]), _before(case["base"])
    new = [item for item in report.findings if _kind(item) not in before and item.severity is not Severity.NOTE]
    assert new == [], "\n".join(f"{item.code} {item.where}\n  {item.what}\n  {item.why}" for item in new)
    known = {(item.code, item.what) for item in _report(_text(case["base"]), case["base"]).unsettled}
    assert {(item.code, item.what) for item in report.unsettled} <= known


def test_the_second_group_of_a_deployment_needs_no_load_balancer_yet() -> None:
    """Where the test listener is left out, the listener sends to the first group alone until a deployment moves it."""
    alone = "          TargetGroupArn: !Ref Blue\n"
    text = _text("doors").replace(BOTH, alone).replace("            TestListenerRule: !Ref ShopTest\n", "")
    assert text.count(alone) >= 2
    report, before = _report(text, "doors"), _before("doors")
    errors = [item for item in report.findings if _kind(item) not in before and item.severity is Severity.ERROR]
    assert [item for item in errors if "associated load balancer" in item.what] == []


def test_of_a_role_that_is_there_already_nobody_knows_whom_it_trusts() -> None:
    """The console's role trusts ECS tasks; somebody may have let EventBridge in as well."""
    old = "          RoleArn: !GetAtt ReportStarterRole.Arn\n"
    outside = '!Sub "arn:aws:iam::${AWS::AccountId}:role/ecsTaskExecutionRole"'
    new = old.replace("!GetAtt ReportStarterRole.Arn", outside)
    assert _text("batch").count(old) == 1
    report = _report(_text("batch").replace(old, new), "batch")
    told = [item for item in report.findings if item.logical_id == "NightlyReport" and item.code.startswith("TRI")]
    assert [(item.code, item.severity) for item in told] == [("TRI001", Severity.WARNING)]


EXPRESS = """AWSTemplateFormatVersion: "2010-09-09"
Resources:
  StartRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: sts:AssumeRole }]
      ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
  BuildRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: ecs.amazonaws.com }, Action: sts:AssumeRole }]
      ManagedPolicyArns:
        - !Sub "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSInfrastructureRoleforExpressGatewayServices"
  Shop:
    Type: AWS::ECS::ExpressGatewayService
    Properties:
      ExecutionRoleArn: !GetAtt StartRole.Arn
      InfrastructureRoleArn: !GetAtt BuildRole.Arn
      PrimaryContainer: { Image: "public.ecr.aws/nginx/nginx:1.27", ContainerPort: 80 }
"""


def test_of_what_ecs_makes_for_an_express_service_nothing_is_said() -> None:
    report = _report(EXPRESS, "disk")
    assert [item for item in report.findings if item.severity is Severity.ERROR] == []
    told = {item.question: item for item in report.answers}
    for question in (Question.START, Question.ARRIVE, Question.REACH, Question.SCALE):
        assert (told[question].holds, told[question].needed) == (None, True)
        assert "Shop" in told[question].because[0]
