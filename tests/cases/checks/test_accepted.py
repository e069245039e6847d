"""Systems that look wrong and work: changes of a correct one that must bring no error."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, _text, changed
from seatrial.model.finding import Severity

MESH = """
  Mesh: { Type: AWS::AppMesh::Mesh }
  EnvoyPolicy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: envoy
      Roles: [!Ref TaskRole]
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Action: appmesh:StreamAggregatedResources, Resource: !Ref Mesh }]

  Service:
    Type: AWS::ECS::Service
"""
OUR_ENDPOINT = """
  ImagesPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Images
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [!GetAtt Images.Arn, !Sub "${Images.Arn}/*"]
            Condition: { StringNotEquals: { aws:SourceVpce: !Ref S3Endpoint } }
  Images:
    Type: AWS::S3::Bucket
"""
PROXY = """  DbProxySG:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: proxy
      VpcId: !Ref VPC
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref AppSG }]
  DbProxyRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: rds.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: secret
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - { Effect: Allow, Action: secretsmanager:GetSecretValue, Resource: !Ref DbSecret }
              - { Effect: Allow, Action: kms:Decrypt, Resource: !GetAtt Key.Arn }
  DbProxy:
    Type: AWS::RDS::DBProxy
    Properties:
      DBProxyName: shop
      EngineFamily: POSTGRESQL
      RoleArn: !GetAtt DbProxyRole.Arn
      VpcSubnetIds: [!Ref DataA, !Ref DataB]
      VpcSecurityGroupIds: [!Ref DbProxySG]
      Auth: [{ AuthScheme: SECRETS, SecretArn: !Ref DbSecret }]
  DbSubnets:
"""
ACCEPTED: dict[str, dict[str, Any]] = {
    "the role of the console by its ARN, to which somebody may have added": {
        "base": "web",
        "changes": [
            {
                "from": "ExecutionRoleArn: !GetAtt ExecutionRole.Arn",
                "to": "ExecutionRoleArn: arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
            }
        ],
    },
    "a task definition for every launch type that it fits": {
        "base": "web",
        "changes": [{"from": "      RequiresCompatibilities: [FARGATE]\n", "to": ""}],
    },
    "a health check below HTTP that waits as long as it pauses": {
        "base": "network",
        "changes": [
            {
                "from": "      HealthCheckProtocol: TCP\n",
                "to": "      HealthCheckProtocol: TCP\n      HealthCheckIntervalSeconds: 10\n"
                "      HealthCheckTimeoutSeconds: 10\n",
            }
        ],
    },
    "a Ref that is an ARN, of a kind that isn't modelled": {
        "base": "web",
        "changes": [{"from": "\n  Service:\n    Type: AWS::ECS::Service\n", "to": MESH}],
    },
    "a port's protocol in capitals, which ECS takes as tcp": {
        "base": "api",
        "changes": [{"from": "{ ContainerPort: 9100, Protocol: tcp }", "to": "{ ContainerPort: 9100, Protocol: TCP }"}],
    },
    "a bucket that is open to the endpoint that its tasks use": {
        "base": "worker",
        "changes": [{"from": "\n  Images:\n    Type: AWS::S3::Bucket\n", "to": OUR_ENDPOINT}],
    },
    "a trust policy that names tasks of any cluster": {
        "base": "rights",
        "changes": [
            {
                "from": 'aws:SourceArn: !Sub "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*" }',
                "to": 'aws:SourceArn: !Sub "arn:aws:ecs:*:${AWS::AccountId}:task/*" }',
            }
        ],
    },
    "a secret by its name, and a policy that knows its six characters": {
        "base": "rights",
        "changes": [
            {
                "from": 'ValueFrom: !Sub "${Token}:token::" }',
                "to": "ValueFrom: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/token:token::' }",
            },
            {
                "from": "              - !Ref Token\n",
                "to": "              - arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/token-Ab12Cd\n",
            },
        ],
    },
    "a secret by its name, and a policy for any six characters": {
        "base": "rights",
        "changes": [
            {
                "from": 'ValueFrom: !Sub "${Token}:token::" }',
                "to": "ValueFrom: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/token:token::' }",
            },
            {
                "from": "              - !Ref Token\n",
                "to": "              - arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/token-??????\n",
            },
        ],
    },
    "a key's policy that lets the role in where the call names the table": {
        "base": "rights",
        "changes": [
            {
                "from": "          - Sid: Logs\n",
                "to": "          - Sid: Table\n"
                "            Effect: Allow\n"
                "            Principal: { AWS: !GetAtt TaskRole.Arn }\n"
                "            Action: [kms:Decrypt, kms:GenerateDataKey, kms:DescribeKey, kms:CreateGrant]\n"
                '            Resource: "*"\n'
                "            Condition:\n"
                "              ForAnyValue:StringEquals: { kms:EncryptionContextKeys: aws:dynamodb:tableName }\n"
                "          - Sid: Logs\n",
            },
            {
                "from": "          - Sid: Keys\n"
                "            Effect: Allow\n"
                "            Action: [kms:Decrypt, kms:GenerateDataKey, kms:DescribeKey, kms:CreateGrant]\n"
                "            Resource: !GetAtt DataKey.Arn\n",
                "to": "",
            },
        ],
    },
    "CodeDeploy by the name that it has in the region": {
        "base": "doors",
        "changes": [
            {
                "from": "{Service: codedeploy.amazonaws.com}",
                "to": "{Service: !Sub 'codedeploy.${AWS::Region}.amazonaws.com'}",
            }
        ],
    },
    "a closed port that only sends people on to HTTPS, which is open": {
        "base": "existing",
        "changes": [
            {
                "from": "        - { IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0 }\n",
                "to": "",
            }
        ],
    },
    "a table's own policy lets the role in": {
        "base": "rights",
        "changes": [
            {
                "from": "    Type: AWS::DynamoDB::Table\n    Properties:\n",
                "to": "    Type: AWS::DynamoDB::Table\n    Properties:\n"
                "      ResourcePolicy:\n"
                "        PolicyDocument:\n"
                '          Version: "2012-10-17"\n'
                "          Statement:\n"
                "            - Effect: Allow\n"
                "              Principal: { AWS: !GetAtt TaskRole.Arn }\n"
                "              Action: dynamodb:*\n"
                '              Resource: "*"\n',
            },
            {
                "from": "          - Sid: Table\n"
                "            Effect: Allow\n"
                "            Action: [dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:Query]\n"
                "            Resource: !GetAtt Orders.Arn\n",
                "to": "",
            },
        ],
    },
    "an endpoint's policy asks for a tag that the stack may give its roles": {
        "base": "worker",
        "changes": [
            {
                "from": '      ServiceName: !Sub "com.amazonaws.${AWS::Region}.ecr.api"\n',
                "to": '      ServiceName: !Sub "com.amazonaws.${AWS::Region}.ecr.api"\n'
                "      PolicyDocument:\n"
                '        Version: "2012-10-17"\n'
                "        Statement:\n"
                "          - Effect: Allow\n"
                '            Principal: "*"\n'
                '            Action: "*"\n'
                '            Resource: "*"\n'
                '            Condition: { StringLike: { aws:PrincipalTag/team: "*" } }\n',
            },
        ],
    },
    "health checks follow the target group": {
        "base": "web",
        "changes": [
            {"from": "      Protocol: HTTP\n      Port: 8080\n", "to": "      Protocol: HTTPS\n      Port: 8080\n"}
        ],
    },
    "a route, NAT gateways and a load balancer that don't wait for the gateway": {
        "base": "web",
        "changes": [
            {
                "from": "    Type: AWS::EC2::Route\n    DependsOn: InternetGatewayAttachment\n",
                "to": "    Type: AWS::EC2::Route\n",
            }
        ],
    },
    "a name with a dot at its end, and a port": {
        "base": "mesh",
        "changes": [
            {
                "from": "{Name: INVENTORY_HOST, Value: inventory.corp.internal}",
                "to": "{Name: INVENTORY_URL, Value: 'http://inventory.corp.internal.:6000'}",
            }
        ],
    },
    "an identifier of a database in a variable that isn't for a host": {
        "base": "shop",
        "changes": [{"from": "{Name: LOG_LEVEL, Value: info}", "to": "{Name: DB_INSTANCE, Value: !Ref Db}"}],
    },
    "a cluster's default namespace that ECS makes itself": {
        "base": "mesh",
        "changes": [
            {"from": "Namespace: !GetAtt ConnectNamespace.Arn}", "to": "Namespace: shop-mesh}"},
            {"from": "        Namespace: !GetAtt ConnectNamespace.Arn\n", "to": "        Namespace: shop-mesh\n"},
        ],
    },
    "logs that an account of Elastic Load Balancing writes": {
        "base": "doors",
        "changes": [
            {
                "from": "Principal: {Service: logdelivery.elasticloadbalancing.amazonaws.com}",
                "to": "Principal: {AWS: 'arn:aws:iam::127311923021:root'}",
            }
        ],
    },
    "a redirect to another port of the same protocol": {
        "base": "shop",
        "changes": [{"from": "Host: '#{host}', Path: '/#{path}'", "to": "Host: 'www.#{host}', Path: '/#{path}'"}],
    },
}

EVENTS: dict[str, dict[str, Any]] = {
    "a filter by the message's body that nests": {
        "base": "intake",
        "changes": [
            {
                "from": "      FilterPolicy: { kind: [order, { prefix: re- }] }",
                "to": "      FilterPolicyScope: MessageBody\n"
                "      FilterPolicy: { order: { kind: [new, { exists: true }] } }",
            }
        ],
    },
    "a pattern as text with matchers": {
        "base": "intake",
        "changes": [
            {
                "from": "        source: [aws.ecs]\n        detail-type: [ECS Task State Change]\n        detail:\n"
                "          clusterArn: [!GetAtt Cluster.Arn]\n          lastStatus: [STOPPED]\n"
                "          containers: { exitCode: [{ anything-but: 0 }] }\n",
                "to": "",
            },
            {
                "from": "  FailedRule:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n",
                "to": "  FailedRule:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: !Sub >-\n"
                '        {"source": [{"prefix": "aws."}], "$or": [{"detail-type": ["ECS Service Action"]},\n'
                '        {"detail": {"clusterArn": ["${Cluster.Arn}"], "size": [{"numeric": [">", 0, "<=", 9]}]}}]}\n',
            },
        ],
    },
    "a bus of a partner": {
        "base": "intake",
        "changes": [
            {
                "from": "  FailedTopic:\n",
                "to": "  PartnerBus:\n    Type: AWS::Events::EventBus\n    Properties:\n"
                "      Name: aws.partner/example.com/123/abc\n"
                "      EventSourceName: aws.partner/example.com/123/abc\n\n"
                "  FailedTopic:\n",
            },
            {
                "from": "        source: [aws.ecs]\n        detail-type: [ECS Task State Change]\n        detail:\n"
                "          clusterArn: [!GetAtt Cluster.Arn]\n          lastStatus: [STOPPED]\n"
                "          containers: { exitCode: [{ anything-but: 0 }] }\n",
                "to": "        source: [aws.partner/example.com/123/abc]\n      EventBusName: !Ref PartnerBus\n",
            },
        ],
    },
    "steps that take tasks away when an alarm is over": {
        "base": "worker",
        "changes": [
            {
                "from": "      AlarmActions: [!Ref MoreWorkers]",
                "to": "      AlarmActions: [!Ref MoreWorkers]\n      OKActions: [!Ref FewerWorkers]",
            }
        ],
    },
    "an alarm on a band": {
        "base": "worker",
        "changes": [
            {
                "from": "  ManyJobsAlarm:\n",
                "to": "  BandAlarm:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n"
                "      ComparisonOperator: GreaterThanUpperThreshold\n      EvaluationPeriods: 2\n"
                "      ThresholdMetricId: band\n      Metrics:\n"
                "        - { Id: band, Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' }\n"
                "        - Id: m1\n          MetricStat:\n            Stat: Sum\n            Period: 300\n"
                "            Metric:\n              Namespace: AWS/SQS\n"
                "              MetricName: NumberOfMessagesSent\n"
                "              Dimensions: [{ Name: QueueName, Value: !GetAtt Jobs.QueueName }]\n\n  ManyJobsAlarm:\n",
            }
        ],
    },
}


@pytest.mark.parametrize("name", [*ACCEPTED, *EVENTS])
def test_what_looks_wrong_and_works_is_no_error(name: str) -> None:
    case = {**ACCEPTED, **EVENTS}[name]
    report = _report(changed(case), case["base"])
    before = _before(case["base"])
    new = [item for item in report.findings if _kind(item) not in before and item.severity is Severity.ERROR]
    assert new == []


def test_who_has_a_proxy_does_not_speak_to_the_database() -> None:
    """The database lets in the proxy only; the tasks have its secret all the same."""
    head, found, tail = _text("shop").partition("  DbSG:\n")
    changes = (
        ("!GetAtt AppSG.GroupId", "!GetAtt DbProxySG.GroupId"),
        ("!GetAtt Db.Endpoint.Address", "!GetAtt DbProxy.Endpoint"),
        ("  DbSubnets:\n", PROXY),
    )
    for old, new in changes:
        assert old in tail
        tail = tail.replace(old, new, 1)
    assert [item for item in _report(head + found + tail, "shop").findings if item.severity is Severity.ERROR] == []


def test_a_circle_is_told_once() -> None:
    ring = """
Resources:
  One:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: one
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 80, ToPort: 80, SourceSecurityGroupId: !GetAtt Two.GroupId }]
  Two:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: two
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 80, ToPort: 80, SourceSecurityGroupId: !GetAtt One.GroupId }]
"""
    assert [item.code for item in _report(ring, "web").findings if item.severity is Severity.ERROR] == ["TPL009"]
