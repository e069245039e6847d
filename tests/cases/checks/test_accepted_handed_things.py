"""What containers are handed, in ways that look wrong and work: changes that bring no error and no warning."""

from __future__ import annotations

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity


def _dropped(statement: str) -> dict[str, str]:
    return {"from": f"          - {statement}\n", "to": ""}


ES = '{ Effect: Allow, Action: "es:ESHttp*", Resource: !Sub "${Search.Arn}/*" }'
GRAPH = (
    '{ Effect: Allow, Action: "neptune-db:*", Resource: !Sub '
    '"arn:${AWS::Partition}:neptune-db:${AWS::Region}:${AWS::AccountId}:${Graph.ClusterResourceId}/*" }'
)
CONNECT = '{ Effect: Allow, Action: ["kafka-cluster:Connect", "kafka:GetBootstrapBrokers"], Resource: !Ref Kafka }'
FILES = '{ Effect: Allow, Action: ["s3:GetObject", "s3:PutObject"], Resource: !Sub "${FilesPoint.Arn}/object/*" }'
MAIL = (
    "{ Effect: Allow, Action: [ses:SendEmail, ses:SendRawEmail], Resource: !Sub "
    '"arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${Mail}" }'
)
WAREHOUSE = (
    '{ Effect: Allow, Action: ["redshift-data:ExecuteStatement", "redshift-serverless:GetCredentials"], '
    "Resource: !GetAtt Warehouse.Workgroup.WorkgroupArn }"
)
PLACES = "{ Effect: Allow, Action: geo:SearchPlaceIndexForText, Resource: !GetAtt Places.Arn }"
URL = "{ Effect: Allow, Action: lambda:InvokeFunctionUrl, Resource: !GetAtt Price.Arn }"
ACCEPTED: dict[str, list[dict[str, str]]] = {
    "brokers that take passwords too": [
        {
            "from": "Sasl: { Iam: { Enabled: true } }",
            "to": "Sasl: { Iam: { Enabled: true }, Scram: { Enabled: true } }",
        },
        _dropped(CONNECT),
    ],
    "brokers by the pattern of their name": [
        {
            "from": "Resource: !Ref Kafka }",
            "to": 'Resource: !Sub "arn:aws:kafka:*:${AWS::AccountId}:cluster/handed/*" }',
        }
    ],
    "a serverless cluster": [
        {
            "from": """    Type: AWS::MSK::Cluster
    Properties:
      ClusterName: handed
      KafkaVersion: 3.6.0
      NumberOfBrokerNodes: 2
      BrokerNodeGroupInfo:
        InstanceType: kafka.m7g.large
        ClientSubnets: [!Ref DataA, !Ref DataB]
        SecurityGroups: [!GetAtt KafkaSG.GroupId]
      ClientAuthentication""",
            "to": """    Type: AWS::MSK::ServerlessCluster
    Properties:
      ClusterName: handed
      VpcConfigs: [{ SubnetIds: [!Ref DataA, !Ref DataB], SecurityGroups: [!GetAtt KafkaSG.GroupId] }]
      ClientAuthentication""",
        }
    ],
    "a search domain with users of its own": [
        {
            "from": "      EncryptionAtRestOptions: { Enabled: true }\n",
            "to": "      EncryptionAtRestOptions: { Enabled: true }\n      AdvancedSecurityOptions:\n"
            "        Enabled: true\n        InternalUserDatabaseEnabled: true\n"
            "        MasterUserOptions: { MasterUserName: app, MasterUserPassword: "
            '!Sub "{{resolve:secretsmanager:${BrokerSecret}:SecretString:password}}" }\n',
        },
        _dropped(ES),
    ],
    "a search domain that is open within its VPC": [
        {
            "from": "      EncryptionAtRestOptions: { Enabled: true }\n",
            "to": "      EncryptionAtRestOptions: { Enabled: true }\n      AccessPolicies:\n"
            '        Version: "2012-10-17"\n'
            '        Statement: [{ Effect: Allow, Principal: { AWS: "*" }, Action: "es:ESHttp*", Resource: "*" }]\n',
        },
        _dropped(ES),
    ],
    "a search domain whose own policy lets the role in": [
        {
            "from": "      EncryptionAtRestOptions: { Enabled: true }\n",
            "to": "      EncryptionAtRestOptions: { Enabled: true }\n      AccessPolicies:\n"
            '        Version: "2012-10-17"\n        Statement:\n'
            '          - { Effect: Allow, Principal: { AWS: !GetAtt TaskRole.Arn }, Action: "es:*", Resource: "*" }\n',
        },
        _dropped(ES),
    ],
    "a graph without sign-in": [{"from": "      IamAuthEnabled: true\n", "to": ""}, _dropped(GRAPH)],
    "a cache with a user by password": [
        {
            "from": "UserIds: [!Ref CacheUser] }\n",
            "to": "UserIds: [!Ref CacheUser, !Ref Clerk] }\n  Clerk:\n    Type: AWS::ElastiCache::User\n"
            '    Properties: { UserId: clerk, UserName: clerk, Engine: valkey, AccessString: "on ~* +@all", '
            "AuthenticationMode: { Type: password, Passwords: [!Sub "
            '"{{resolve:secretsmanager:${BrokerSecret}:SecretString:password}}"] } }\n',
        },
        {
            "from": "            Action: elasticache:Connect\n",
            "to": "            Action: elasticache:ListTagsForResource\n",
        },
    ],
    "an access point by the bucket behind it": [
        {"from": 'Resource: !Sub "${FilesPoint.Arn}/object/*"', "to": 'Resource: !Sub "${Files.Arn}/*"'}
    ],
    "settings by a pattern": [
        {
            "from": ":application/${Settings}/environment/${SettingsLive}/configuration/${SettingsProfile}",
            "to": ":application/${Settings}/*",
        }
    ],
    "mail by a provider with a key of its own": [
        {
            "from": "            - { Name: BROKER_PASSWORD,",
            "to": '            - { Name: MAIL_API_KEY, ValueFrom: !Sub "${BrokerSecret}:password::" }\n'
            "            - { Name: BROKER_PASSWORD,",
        },
        _dropped(MAIL),
    ],
    "a warehouse by its address": [
        {
            "from": "{ Name: WAREHOUSE_WORKGROUP, Value: !Ref Warehouse }",
            "to": "{ Name: WAREHOUSE_HOST, Value: !GetAtt Warehouse.Workgroup.Endpoint.Address }",
        },
        _dropped(WAREHOUSE),
    ],
    "a place index for browsers": [
        {
            "from": "  Queries:\n",
            "to": "  MapKey:\n    Type: AWS::Location::APIKey\n    Properties: { KeyName: maps, NoExpiry: true, "
            'Restrictions: { AllowActions: ["geo:SearchPlaceIndex*"], AllowResources: [!GetAtt Places.Arn] } }\n'
            "  Queries:\n",
        },
        _dropped(PLACES),
    ],
    "a task that a schedule of the application's own starts": [
        {
            "from": "Action: ecs:RunTask, Resource: !Ref SideDefinition",
            "to": 'Action: scheduler:CreateSchedule, Resource: "*"',
        }
    ],
    "a function's URL by the kind of its sign-in": [
        {
            "from": "Action: lambda:InvokeFunctionUrl, Resource: !GetAtt Price.Arn",
            "to": "Action: lambda:InvokeFunctionUrl, Resource: !GetAtt Price.Arn, Condition: "
            "{ StringEquals: { lambda:FunctionUrlAuthType: AWS_IAM } }",
        }
    ],
    "a graph by the port that it has": [
        {
            "from": "FromPort: 8182, ToPort: 8182,",
            "to": "FromPort: !GetAtt Graph.Port, ToPort: !GetAtt Graph.Port,",
        },
        {
            "from": "      VpcSecurityGroupIds: [!GetAtt GraphSG.GroupId]\n",
            "to": "      VpcSecurityGroupIds: [!GetAtt GraphsOwn.GroupId]\n",
        },
        {
            "from": "  GraphSG:\n",
            "to": "  GraphsOwn:\n    Type: AWS::EC2::SecurityGroup\n"
            "    Properties: { GroupDescription: Graph, VpcId: !Ref Vpc }\n"
            "  GraphIn:\n    Type: AWS::EC2::SecurityGroupIngress\n    Properties:\n"
            "      GroupId: !GetAtt GraphsOwn.GroupId\n      IpProtocol: tcp\n      FromPort: !GetAtt Graph.Port\n"
            "      ToPort: !GetAtt Graph.Port\n      SourceSecurityGroupId: !GetAtt TaskSG.GroupId\n  GraphSG:\n",
        },
    ],
    "a function's URL for everybody": [{"from": "AuthType: AWS_IAM", "to": "AuthType: NONE"}, _dropped(URL)],
    "a collection in the VPC by an endpoint of its own": [
        {
            "from": "  Files:\n",
            "to": "  VectorsEndpoint:\n    Type: AWS::OpenSearchServerless::VpcEndpoint\n    Properties: { Name: handed"
            ", VpcId: !Ref Vpc, SubnetIds: [!Ref DataA], SecurityGroupIds: [!GetAtt SearchSG.GroupId] }\n  Files:\n",
        }
    ],
    "names of other things as plain text": [
        {
            "from": "            - { Name: FACES,",
            "to": "            - { Name: PROJECT, Value: handed }\n            - { Name: TEAM, Value: apps }\n"
            "            - { Name: FACES,",
        },
        {"from": "rekognition:SearchFacesByImage, ", "to": "rekognition:*, "},
    ],
    "a broker that faces the internet": [
        {"from": "      PubliclyAccessible: false\n", "to": "      PubliclyAccessible: true\n"},
        {"from": "      SubnetIds: [!Ref DataA]\n      SecurityGroups: [!GetAtt BrokerSG.GroupId]\n", "to": ""},
    ],
    "a task by any revision, and roles by their path": [
        {
            "from": "Action: ecs:RunTask, Resource: !Ref SideDefinition",
            "to": 'Action: ecs:RunTask, Resource: !Sub "arn:aws:ecs:${AWS::Region}:${AWS::AccountId}:'
            'task-definition/side:*"',
        },
        {
            "from": "Action: iam:PassRole, Resource: !GetAtt ExecutionRole.Arn",
            "to": 'Action: iam:PassRole, Resource: "*"',
        },
    ],
}

DB_HOST = "{ Name: DB_HOST, Value: !GetAtt Db.Endpoint.Address }"
TABLE_ARN = "{Name: TABLE_ARN, Value: !GetAtt Table.Arn}"
XRAY = """        - Name: xray
          Image: public.ecr.aws/xray/aws-xray-daemon:3.3.15
          Command: ["--role-arn", "arn:aws:iam::111122223333:role/traces"]
          LogConfiguration:
            LogDriver: awslogs
            Options: { awslogs-group: !Ref LogGroup, awslogs-region: !Ref AWS::Region, awslogs-stream-prefix: xray }
        - Name: api
          Image"""


def _beside(variable: str, *more: str, indent: int = 12) -> dict[str, str]:
    return {"from": variable, "to": f"\n{' ' * indent}- ".join((variable, *more))}


CALLBACK = "CallbackURLs: ['https://office.example.com/oauth2/idpresponse']"
API = """  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: prices, ProtocolType: HTTP }
  ApiIntegration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: AWS_PROXY
      IntegrationUri: arn:aws:lambda:us-east-1:111122223333:function:prices
      PayloadFormatVersion: "2.0"
  ApiRoute:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Api
      RouteKey: GET /prices
      AuthorizationType: %s
      Target: !Sub "integrations/${ApiIntegration}"
  ApiStage:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Api, StageName: $default, AutoDeploy: true }
  ReportsSecret:
"""
ELSEWHERE: dict[str, tuple[str, list[dict[str, str]]]] = {
    "a request with ids of its own account": (
        "signals",
        [
            {
                "from": '"Subnets": ["${SubnetA}", "${SubnetB}"], "SecurityGroups": ["${TaskSecurityGroup}"]',
                "to": '"Subnets": ["${SubnetA}", "${SubnetB}"], "SecurityGroups": ["${TaskSecurityGroup}"'
                ', "sg-0123456789abcdef0"]',
            }
        ],
    ),
    "several ways back, one of them the load balancer's": (
        "doors",
        [
            {
                "from": CALLBACK,
                "to": "CallbackURLs: ['http://localhost:3000', 'https://Office.Example.com/oauth2/idpresponse']",
            }
        ],
    ),
    "a rule for every name below a domain": (
        "doors",
        [
            {
                "from": "HostHeaderConfig: {Values: [office.example.com]}",
                "to": "HostHeaderConfig: {Values: ['*.example.com']}",
            }
        ],
    ),
    "the whole name of a pool's domain": (
        "doors",
        [
            {
                "from": "UserPoolDomain: !Ref PoolDomain",
                "to": "UserPoolDomain: !Sub '${PoolDomain}.auth.us-east-1.amazoncognito.com'",
            }
        ],
    ),
    "more scopes than are asked for": (
        "doors",
        [{"from": "AllowedOAuthScopes: [openid]", "to": "AllowedOAuthScopes: [email, openid, profile]"}],
    ),
    "a client that a custom resource completes": (
        "doors",
        [
            {"from": f"      {CALLBACK}\n", "to": "      CallbackURLs: ['https://example.com']\n"},
            {
                "from": "  Blue:\n",
                "to": "  WayBack:\n    Type: Custom::WayBack\n    Properties: {ServiceToken: "
                "'arn:aws:lambda:us-east-1:111122223333:function:way-back', Client: !Ref PoolClient}\n  Blue:\n",
            },
        ],
    ),
    "a URL of a driver for the same kind of database": (
        "rights",
        [
            _beside(
                DB_HOST, '{ Name: DATABASE_URL, Value: !Sub "postgresql+asyncpg://${Db.Endpoint.Address}:5432/api" }'
            )
        ],
    ),
    "a service that has the name of a queue which isn't its own": (
        "rights",
        [
            _beside(DB_HOST, "{ Name: OTEL_SERVICE_NAME, Value: letters }"),
            {
                "from": "  Uploads: { Type",
                "to": "  Letters:\n    Type: AWS::SQS::Queue\n    Properties: "
                "{ QueueName: letters, SqsManagedSseEnabled: true }\n  Uploads: { Type",
            },
        ],
    ),
    "a database that every server has": (
        "shop",
        [
            {
                "from": "            - {Name: LOG_LEVEL, Value: info}",
                "to": "            - {Name: LOG_LEVEL, Value: info}\n            - {Name: DB_NAME, Value: postgres}",
            }
        ],
    ),
    "all of a secret's JSON for who takes it apart": (
        "rights",
        [
            {
                "from": '{ Name: REPORTS_PASSWORD, ValueFrom: !Sub "${ReportsSecret}:password::" }',
                "to": "{ Name: REPORTS_SECRET, ValueFrom: !Ref ReportsSecret }",
            }
        ],
    ),
    "the id of a model with its version": (
        "rights",
        [_beside(DB_HOST, "{ Name: MODEL_ID, Value: 'anthropic.claude-3-haiku-20240307-v1:0' }")],
    ),
    "an API for everybody": (
        "rights",
        [
            {"from": "  ReportsSecret:\n", "to": API % "NONE"},
            _beside(DB_HOST, "{ Name: PRICES_URL, Value: !GetAtt Api.ApiEndpoint }"),
        ],
    ),
    "an API by its own ARN": (
        "rights",
        [
            {"from": "  ReportsSecret:\n", "to": API % "AWS_IAM"},
            _beside(DB_HOST, "{ Name: PRICES_URL, Value: !GetAtt Api.ApiEndpoint }"),
            {
                "from": "          - { Sid: Send, Effect",
                "to": '          - { Sid: Prices, Effect: Allow, Action: "execute-api:Invoke", Resource: !Sub '
                '"arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/GET/prices" }\n'
                "          - { Sid: Send, Effect",
            },
        ],
    ),
    "a path of requests that parameters are named after": (
        "rights",
        [_beside(DB_HOST, "{ Name: CONTEXT_PATH, Value: /api }")],
    ),
    "a path of parameters for a role that reads them by name": (
        "rights",
        [
            _beside(DB_HOST, "{ Name: PARAMETER_PATH, Value: /api }"),
            {
                "from": "          - { Sid: Send, Effect",
                "to": "          - { Sid: Read, Effect: Allow, Action: ssm:GetParameters, Resource: !Sub "
                '"arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/api/*" }\n'
                "          - { Sid: Send, Effect",
            },
        ],
    ),
    "a link to a bucket's page": (
        "rights",
        [_beside(DB_HOST, "{ Name: UPLOADS_BUCKET_URL, Value: !GetAtt Uploads.WebsiteURL }")],
    ),
    "a host of a bucket": (
        "rights",
        [_beside(DB_HOST, "{ Name: UPLOADS_HOST, Value: !GetAtt Uploads.RegionalDomainName }")],
    ),
    "a table's stream for who reads it": (
        "rights",
        [
            _beside(DB_HOST, "{ Name: ORDERS_STREAM_ARN, Value: !GetAtt Orders.StreamArn }"),
            {
                "from": "      KeySchema: [{ AttributeName: id, KeyType: HASH }]\n",
                "to": "      KeySchema: [{ AttributeName: id, KeyType: HASH }]\n"
                "      StreamSpecification: { StreamViewType: KEYS_ONLY }\n",
            },
        ],
    ),
    "a word that is also an index's name, of a table that isn't given": (
        "rights",
        [_beside(DB_HOST, "{ Name: STAGE, Value: by-id }")],
    ),
    "a link for browsers from tasks without a way out": (
        "isolated",
        [_beside(TABLE_ARN, "{Name: PUBLIC_API_URL, Value: 'https://api.example.com/v1'}")],
    ),
    "a page that is only told of, from tasks without a way out": (
        "isolated",
        [_beside(TABLE_ARN, "{Name: DOCS_URL, Value: 'https://docs.example.com'}")],
    ),
    "an X-Ray daemon with a role of its own": (
        "rights",
        [{"from": "        - Name: api\n          Image", "to": XRAY}],
    ),
    "a stand-in for AWS beside the application": (
        "rights",
        [
            _beside(DB_HOST, '{ Name: AWS_ENDPOINT_URL_SQS, Value: "http://localhost:9324" }'),
            {
                "from": "        - Name: api\n          Image",
                "to": "        - Name: queues\n          Image: public.ecr.aws/example/elasticmq:1.6.0\n"
                "          LogConfiguration:\n            LogDriver: awslogs\n            Options: { awslogs-group: "
                "!Ref LogGroup, awslogs-region: !Ref AWS::Region, awslogs-stream-prefix: queues }\n"
                "        - Name: api\n          Image",
            },
        ],
    ),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_other_systems_do_in_another_way_is_accepted(name: str) -> None:
    base, changes = ELSEWHERE[name]
    report = _report(changed({"base": base, "changes": changes}), base)
    new = [item for item in report.findings if _kind(item) not in _before(base)]
    assert [item for item in new if item.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_works_in_another_way_is_accepted(name: str) -> None:
    case = {"base": "handed", "changes": ACCEPTED[name]}
    report = _report(changed(case), "handed")
    new = [item for item in report.findings if _kind(item) not in _before("handed")]
    assert [item for item in new if item.severity is not Severity.NOTE] == []
    assert report.unsettled == ()
