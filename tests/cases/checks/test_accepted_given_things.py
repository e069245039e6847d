"""What containers are given, in ways that look wrong and work: changes that must bring no error, and no new warning."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

DENIED = """
  TokenPolicy:
    Type: AWS::SecretsManager::ResourcePolicy
    Properties:
      SecretId: !Ref Token
      ResourcePolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: secretsmanager:GetSecretValue
            Resource: "*"
            Condition: { ArnNotLike: { aws:PrincipalArn: !Sub "arn:aws:iam::${AWS::AccountId}:%s" } }
  ReportsSecret:
"""
ACCEPTED: dict[str, dict[str, Any]] = {
    "the Data API, where only the secret's ARN stands in a variable": {
        "base": "given",
        "changes": [{"from": "            - { Name: CLUSTER_ARN, Value: !GetAtt Database.DBClusterArn }\n", "to": ""}],
    },
    "a cluster's ARN written by its parts": {
        "base": "given",
        "changes": [
            {
                "from": "{ Name: CLUSTER_ARN, Value: !GetAtt Database.DBClusterArn }",
                "to": '{ Name: CLUSTER_ARN, Value: !Sub "arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}'
                ':cluster:${Database}" }',
            }
        ],
    },
    "a public end for the name of a namespace": {
        "base": "given",
        "changes": [
            {"from": "Properties: { Name: depot }", "to": "Properties: { Name: cloud }"},
            {"from": "http://stock.depot:8000", "to": "https://stock.cloud:443"},
        ],
    },
    "a private zone whose records are all made elsewhere": {
        "base": "given",
        "changes": [{"from": "HostedZoneId: !Ref Zone", "to": "HostedZoneId: Z0123456789ABCDEFGHIJ"}],
    },
    "a private zone that a deployment is given to add records": {
        "base": "given",
        "changes": [
            {"from": "https://search.given.internal/v1", "to": "https://find.given.internal/v1"},
            {
                "from": "  SearchRecord:\n",
                "to": "  Names:\n    Type: Custom::Names\n    Properties: { ServiceToken: !Sub "
                '"arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:names", Zone: !Ref Zone }\n'
                "  SearchRecord:\n",
            },
        ],
    },
    "a permission that began, and one from any address": {
        "base": "given",
        "changes": [
            {
                "from": "            Resource: !GetAtt Database.DBClusterArn\n",
                "to": "            Resource: !GetAtt Database.DBClusterArn\n            Condition:\n"
                "              DateGreaterThan: { aws:CurrentTime: '2025-01-01T00:00:00Z' }\n"
                "              IpAddress: { aws:SourceIp: [10.0.0.0/8, 0.0.0.0/0] }\n"
                "              NumericGreaterThan: { aws:EpochTime: '1600000000' }\n",
            }
        ],
    },
    "sessions of old that are denied": {
        "base": "given",
        "changes": [
            {
                "from": "          - Sid: Database\n",
                "to": "          - Sid: Revoked\n            Effect: Deny\n            Action: '*'\n"
                "            Resource: '*'\n"
                "            Condition: { DateLessThan: { aws:TokenIssueTime: '2024-06-01T00:00:00Z' } }\n"
                "          - Sid: Database\n",
            }
        ],
    },
    "a secret for roles by the beginning of a given name": {
        "base": "rights",
        "changes": [
            {
                "from": "  ExecutionRole:\n    Type: AWS::IAM::Role\n    Properties:\n",
                "to": "  ExecutionRole:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: api-starter\n",
            },
            {"from": "  ReportsSecret:\n", "to": DENIED % "role/api-*"},
        ],
    },
    "a secret for a role by the name that CloudFormation gave it": {
        "base": "rights",
        "changes": [
            {"from": "  ReportsSecret:\n", "to": DENIED % "role/production-ExecutionRole-1X2Y3Z4A5B6C7"},
        ],
    },
    "a queue of another region beside the own one": {
        "base": "given",
        "changes": [
            {
                "from": "            - { Name: QUEUE_URL, Value: !Ref Letters }\n",
                "to": "            - { Name: QUEUE_URL, Value: !Ref Letters }\n            - { Name: DR_QUEUE_URL, "
                "Value: !Sub 'https://sqs.us-west-2.amazonaws.com/${AWS::AccountId}/letters' }\n",
            }
        ],
    },
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_looks_wrong_and_works_is_no_error(name: str) -> None:
    case = ACCEPTED[name]
    report = _report(changed(case), case["base"])
    before = _before(case["base"])
    new = [item for item in report.findings if _kind(item) not in before and item.severity is not Severity.NOTE]
    assert new == []
