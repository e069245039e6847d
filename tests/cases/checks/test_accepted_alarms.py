"""Idioms of templates that people run: no error, no false row, and no doubt that the text itself settles."""

from __future__ import annotations

from pathlib import Path

import pytest

from seatrial.analyses.checklist import check
from seatrial.model.finding import Severity
from seatrial.model.report import Mark, Report
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_text

TRUST = "{ Statement: [{ Effect: Allow, Principal: { Service: %s.amazonaws.com }, Action: sts:AssumeRole }] }"
TASKS, EVENTS, STATES = (TRUST % name for name in ("ecs-tasks", "events", "states"))

# Every name is made of parameters that have no value, some of them said a second time in other words.
NAMED = f"""
Parameters:
  Project: {{ Type: String }}
  Stage: {{ Type: String }}
Resources:
  Cluster: {{ Type: AWS::ECS::Cluster, Properties: {{ ClusterName: !Sub "${{Project}}-${{Stage}}" }} }}
  Logs: {{ Type: AWS::Logs::LogGroup, Properties: {{ LogGroupName: !Sub "/ecs/${{Project}}/${{Stage}}" }} }}
  Jobs: {{ Type: AWS::SQS::Queue, Properties: {{ QueueName: !Join ["-", [!Ref Project, !Ref Stage, jobs]] }} }}
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties: {{ Name: !Sub "${{Project}}/${{Stage}}", GenerateSecretString: {{ PasswordLength: 20 }} }}
  Starter:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub "${{Project}}-${{Stage}}-starter"
      AssumeRolePolicyDocument: {TASKS}
      Policies:
        - PolicyName: !Sub "${{Project}}-logs"
          PolicyDocument:
            Statement:
              - {{ Effect: Allow, Action: [logs:CreateLogStream, logs:PutLogEvents], Resource: !GetAtt Logs.Arn }}
        - PolicyName: !Sub "${{Project}}-secrets"
          PolicyDocument:
            Statement: [{{ Effect: Allow, Action: secretsmanager:GetSecretValue, Resource: !Ref Secret }}]
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {TASKS}
      Policies:
        - PolicyName: take
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: [sqs:ReceiveMessage, sqs:DeleteMessage]
                Resource: !Sub "arn:aws:sqs:${{AWS::Region}}:${{AWS::AccountId}}:${{Project}}-${{Stage}}-*"
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: !Sub "${{Project}}-${{Stage}}"
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: 256
      Memory: 512
      ExecutionRoleArn: !Sub "arn:aws:iam::${{AWS::AccountId}}:role/${{Project}}-${{Stage}}-starter"
      TaskRoleArn: !GetAtt Worker.Arn
      ContainerDefinitions:
        - Name: !Ref Project
          Image: public.ecr.aws/docker/library/nginx:1.27
          Environment: [{{ Name: QUEUE_URL, Value: !Ref Jobs }}]
          Secrets: [{{ Name: TOKEN, ValueFrom: !Ref Secret }}]
          LogConfiguration:
            LogDriver: awslogs
            Options:
              awslogs-group: !Sub "/ecs/${{Project}}/${{Stage}}"
              awslogs-region: !Ref AWS::Region
              awslogs-stream-prefix: !Ref Project
  Nightly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: cron(0 3 * * ? *)
      Targets:
        - Id: nightly
          Arn: !GetAtt Cluster.Arn
          RoleArn: !GetAtt Caller.Arn
          EcsParameters:
            LaunchType: FARGATE
            TaskDefinitionArn: !Ref Definition
            NetworkConfiguration: {{ AwsVpcConfiguration: {{ Subnets: [subnet-0a1b2c3d4e5f60718] }} }}
  Caller:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {EVENTS}
      Policies:
        - PolicyName: run
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: ecs:RunTask
                Resource:
                  - !Sub "arn:aws:ecs:${{AWS::Region}}:${{AWS::AccountId}}:task-definition/${{Project}}-${{Stage}}:*"
                Condition: {{ ArnEquals: {{ ecs:cluster: !GetAtt Cluster.Arn }} }}
              - Effect: Allow
                Action: iam:PassRole
                Resource:
                  - !GetAtt Worker.Arn
                  - !Sub "arn:aws:iam::${{AWS::AccountId}}:role/${{Project}}-${{Stage}}-starter"
"""


def _report(text: str, files: Path | None = None) -> Report:
    reading = read_text(text, "stack.yaml", ReadOptions(scope=Scope(stack="stack"), assume=True), files)
    assert reading.system is not None, reading.findings
    return check(reading.system, (), reading.findings)


def _codes(report: Report, *severities: Severity) -> set[str]:
    return {item.code for item in report.findings if item.severity in severities}


def _errors(report: Report) -> set[str]:
    return _codes(report, Severity.ERROR)


def _doubts(report: Report) -> set[str]:
    return {item.code for item in report.unsettled}


def _mark(report: Report, title: str) -> Mark:
    return next(row.mark for row in report.rows if row.title == title)


def test_parameters_that_only_names_are_made_of_leave_nothing_open() -> None:
    report = _report(NAMED)
    assert _errors(report) == set()
    # The subnet is from elsewhere; all that has a name here is known by it.
    assert _doubts(report) == {"APP005", "STA015"}
    assert any("in names it is taken to be project" in item.what for item in report.findings)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Resource: !GetAtt Logs.Arn", 'Resource: !Sub "${Jobs.Arn}"', "STA009"),
        ("Action: secretsmanager:GetSecretValue", "Action: secretsmanager:ListSecrets", "STA007"),
        ("task-definition/${Project}-${Stage}:*", "task-definition/${Stage}-${Project}:*", "TRI002"),
    ],
)
def test_what_is_wrong_between_such_names_is_told(old: str, new: str, code: str) -> None:
    assert NAMED.count(old) == 1
    assert _errors(_report(NAMED.replace(old, new))) == {code}


@pytest.mark.parametrize(
    "use",
    [
        '{ Type: AWS::EC2::Subnet, Properties: { VpcId: vpc-0a1b2c3d4e5f60718, CidrBlock: !Sub "10.${Stage}.0/24" } }',
        '{ Type: AWS::SQS::Queue, Properties: { QueueName: !ImportValue { "Fn::Sub": "${Stage}-name" } } }',
        '{ Type: AWS::SNS::Topic, Properties: { TopicName: !FindInMap [ByStage, !Sub "${Stage}", name] } }',
        '{ Type: AWS::Route53::HostedZone, Properties: { Name: !Sub "${Stage}.${Project}" } }',
        '{ Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Sub "arn:aws:kms:us-east-1:${Stage}:key/1" } }',
    ],
)
def test_such_a_parameter_is_unknown_where_it_is_more_than_a_name(use: str) -> None:
    text = NAMED.replace(
        "\nResources:\n", f"\nMappings: {{ ByStage: {{ test: {{ name: x }} }} }}\nResources:\n  Other: {use}\n"
    )
    assert _errors(_report(text)) == set()


def test_a_parameter_whose_pattern_no_word_fits_stays_unknown() -> None:
    text = NAMED.replace("Stage: { Type: String }", 'Stage: { Type: String, AllowedPattern: "v[0-9]+" }')
    report = _report(text)
    assert _errors(report) == set()
    assert "TRI002" in _doubts(report)


def test_inline_policies_whose_names_are_not_known_are_two() -> None:
    text = NAMED.replace("Project: { Type: String }", 'Project: { Type: String, AllowedPattern: "v[0-9]+" }').replace(
        '      RoleName: !Sub "${Project}-${Stage}-starter"\n', ""
    )
    text = text.replace(
        'ExecutionRoleArn: !Sub "arn:aws:iam::${AWS::AccountId}:role/${Project}-${Stage}-starter"',
        "ExecutionRoleArn: !GetAtt Starter.Arn",
    )
    text = text.replace('{ LogGroupName: !Sub "/ecs/${Project}/${Stage}" }', "{ RetentionInDays: 30 }")
    text = text.replace('awslogs-group: !Sub "/ecs/${Project}/${Stage}"', "awslogs-group: !Ref Logs")
    assert _errors(_report(text)) == set()


FARGATE = """
Resources:
  Cluster: { Type: AWS::ECS::Cluster, Properties: { CapacityProviders: [FARGATE, FARGATE_SPOT] } }
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: 256
      Memory: 512
      Tags: [{ Key: team, Value: shop }]
      ContainerDefinitions: [{ Name: app, Image: public.ecr.aws/docker/library/nginx:1.27 }]
"""
SERVICE = """
  Service:
    Type: AWS::ECS::Service
    Properties:
      Cluster: !Ref Cluster
      LaunchType: FARGATE
      TaskDefinition: !Ref Definition
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet-0a1b2c3d4e5f60718] } }
"""


@pytest.mark.parametrize(
    "name",
    [
        "arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser",
        '!FindInMap [Rotation, !Ref "AWS::Partition", id]',
    ],
)
def test_a_rotation_function_from_the_repository_leaves_nothing_open(name: str) -> None:
    mapping = (
        "Mappings:\n  Rotation:\n    aws: { id: 'arn:aws:serverlessrepo:us-east-1:297356227824:applications/"
        "SecretsManagerRDSMySQLRotationMultiUser' }\n"
    )
    report = _report(f"""
Transform: AWS::Serverless-2016-10-31
{mapping}{FARGATE.lstrip()}{SERVICE}
  Secret: {{ Type: AWS::SecretsManager::Secret, Properties: {{ GenerateSecretString: {{ PasswordLength: 20 }} }} }}
  Rotation:
    Type: AWS::Serverless::Application
    Properties:
      Location: {{ ApplicationId: {name}, SemanticVersion: 1.1.671 }}
      Parameters: {{ functionName: rotate, endpoint: "https://secretsmanager.us-east-1.amazonaws.com" }}
  Schedule:
    Type: AWS::SecretsManager::RotationSchedule
    Properties:
      SecretId: !Ref Secret
      RotationLambdaARN: !GetAtt Rotation.Outputs.RotationLambdaARN
      RotationRules: {{ AutomaticallyAfterDays: 30 }}
""")
    assert _errors(report) == set()
    assert "TPL013" not in _doubts(report) | _codes(report, Severity.NOTE)


def test_another_application_of_the_repository_leaves_open_what_it_makes() -> None:
    report = _report(f"""
Transform: AWS::Serverless-2016-10-31
{FARGATE.lstrip()}{SERVICE}
  Other:
    Type: AWS::Serverless::Application
    Properties:
      Location:
        ApplicationId: arn:aws:serverlessrepo:us-east-1:123456789012:applications/other
        SemanticVersion: 1.0.0
""")
    assert "TPL013" in _doubts(report)


def test_a_target_is_known_by_its_service_where_the_cluster_is_imported() -> None:
    """As in the templates that AWS Copilot makes: the name is the service's own, and the cluster the same import."""
    report = _report(f"""
Parameters: {{ Stage: {{ Type: String }} }}
{FARGATE.lstrip()}{SERVICE.replace("!Ref Cluster", '!ImportValue { "Fn::Sub": "${Stage}-Cluster" }')}
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ServiceNamespace: ecs
      ScalableDimension: ecs:service:DesiredCount
      ResourceId: !Join ["/", [service, !ImportValue {{ "Fn::Sub": "${{Stage}}-Cluster" }}, !GetAtt Service.Name]]
      MinCapacity: 1
      MaxCapacity: 4
  Up:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties:
      PolicyName: up
      PolicyType: StepScaling
      ScalingTargetId: !Ref Target
      StepScalingPolicyConfiguration:
        AdjustmentType: ChangeInCapacity
        StepAdjustments: [{{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }}]
  Busy:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/ECS
      MetricName: CPUUtilization
      Dimensions:
        - {{ Name: ClusterName, Value: !ImportValue {{ "Fn::Sub": "${{Stage}}-Cluster" }} }}
        - {{ Name: ServiceName, Value: !GetAtt Service.Name }}
      Statistic: Average
      Period: 60
      EvaluationPeriods: 3
      Threshold: 70
      ComparisonOperator: GreaterThanThreshold
      AlarmActions: [!Ref Up]
""")
    assert _errors(report) == set()
    assert "SCA001" not in _doubts(report)
    assert "SCA011" not in _codes(report, Severity.WARNING)


MACHINE = f"""
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Runner.Arn
      Definition:
        StartAt: Run
        States:
          Run:
            Type: Task
            Resource: !Sub "arn:${{AWS::Partition}}:states:::ecs:runTask.sync"
            End: true
            Parameters:
              Cluster: !Ref Cluster
              TaskDefinition: !Ref Definition
              PropagateTags: TASK_DEFINITION
              CapacityProviderStrategy: [{{ CapacityProvider: FARGATE_SPOT }}]
              NetworkConfiguration: {{ AwsvpcConfiguration: {{ Subnets: [subnet-0a1b2c3d4e5f60718] }} }}
  Runner:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {STATES}
      Policies:
        - PolicyName: run
          PolicyDocument:
            Statement:
              - {{ Effect: Allow, Action: ecs:RunTask, Resource: !Ref Definition }}
              - {{ Effect: Allow, Action: [ecs:StopTask, ecs:DescribeTasks], Resource: "*" }}
              - Effect: Allow
                Action: [events:PutTargets, events:PutRule, events:DescribeRule]
                Resource:
                  - !Sub "arn:aws:events:us-east-1:${{AWS::AccountId}}:rule/StepFunctionsGetEventsForECSTaskRule"
"""


def test_a_lone_capacity_provider_needs_no_weight() -> None:
    report = _report(FARGATE + MACHINE)
    assert _errors(report) == set()
    # ECS may let the tags of the task definition be, or not: https://github.com/CloudSnorkel/cdk-github-runners.
    assert "TRI004" in _codes(report, Severity.WARNING)


ON_INSTANCES = """
Parameters: { Vpc: { Type: "AWS::EC2::VPC::Id" }, Cluster: { Type: String }, Listener: { Type: String } }
Resources:
  Service:
    Type: AWS::ECS::Service
    DependsOn: Rule
    Properties:
      Cluster: !Ref Cluster
      TaskDefinition: !Ref Definition
      LoadBalancers: [{ ContainerName: app, ContainerPort: 8001, TargetGroupArn: !Ref Targets }]
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - { Name: app, Image: nginx:1.27, Memory: 128, PortMappings: [{ ContainerPort: 8001 }] }
  Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { VpcId: !Ref Vpc, Port: 80, Protocol: HTTP } }
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !Ref Listener
      Priority: 2
      Conditions: [{ Field: path-pattern, Values: [/products*] }]
      Actions: [{ Type: forward, TargetGroupArn: !Ref Targets }]
"""


def test_a_service_that_says_nothing_of_fargate_is_one_on_instances() -> None:
    report = _report(ON_INSTANCES)
    assert _errors(report) == set()
    assert report.rows == ()
    assert _doubts(report) == set()


def test_a_service_with_a_provider_of_instances_is_nobodys_business() -> None:
    report = _report(f"""
Parameters: {{ Group: {{ Type: String }}, Vpc: {{ Type: "AWS::EC2::VPC::Id" }}, Listener: {{ Type: String }} }}
{FARGATE.lstrip()}{SERVICE}
  Provider:
    Type: AWS::ECS::CapacityProvider
    Properties: {{ AutoScalingGroupProvider: {{ AutoScalingGroupArn: !Ref Group }} }}
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {{ VpcId: !Ref Vpc, Port: 80, Protocol: HTTP }}
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !Ref Listener
      Priority: 2
      Conditions: [{{ Field: path-pattern, Values: [/products*] }}]
      Actions: [{{ Type: forward, TargetGroupArn: !Ref Targets }}]
  OldDefinition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: bridge
      ContainerDefinitions:
        - {{ Name: app, Image: "nginx:1.27", Memory: 128, PortMappings: [{{ ContainerPort: 8001 }}] }}
  Old:
    Type: AWS::ECS::Service
    DependsOn: Rule
    Properties:
      Cluster: !ImportValue instances
      CapacityProviderStrategy: [{{ CapacityProvider: !Ref Provider, Weight: 1 }}]
      TaskDefinition: !Ref OldDefinition
      LoadBalancers: [{{ ContainerName: app, ContainerPort: 8001, TargetGroupArn: !Ref Targets }}]
""")
    assert _errors(report) == set()
    rows = {row.title: row for row in report.rows}
    assert "Old" not in rows["task definition: CPU and memory"].text + rows["service: subnets, security groups"].text
    # Its target group is of instances, and not one that the other service ought to have.
    assert rows["service: target group"].mark is Mark.NOT_NEEDED
    assert rows["target group of type ip"].mark is Mark.NOT_NEEDED


@pytest.mark.parametrize(
    ("image", "mark"),
    [
        ("!Ref Image", Mark.CANNOT_TELL),
        ('!Sub "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/shop:${Image}"', Mark.CANNOT_TELL),
        ('!Sub "public.ecr.aws/docker/library/nginx:${Image}"', Mark.NOT_NEEDED),
    ],
)
def test_an_image_that_is_not_known_may_be_in_ecr(image: str, mark: Mark) -> None:
    text = FARGATE.replace("public.ecr.aws/docker/library/nginx:1.27", image) + SERVICE
    report = _report(
        f"Parameters: {{ Image: {{ Type: String }}, Subnets: {{ Type: 'List<AWS::EC2::Subnet::Id>' }} }}\n{text}"
    )
    assert _mark(report, "ECR repository") is mark


def test_subnets_that_come_in_are_not_counted() -> None:
    text = (FARGATE + SERVICE).replace("[subnet-0a1b2c3d4e5f60718]", "!Ref Subnets")
    report = _report(f"Parameters: {{ Subnets: {{ Type: 'List<AWS::EC2::Subnet::Id>' }} }}\n{text}")
    row = next(row for row in report.rows if row.title == "service: subnets, security groups")
    assert row.text == "Service (subnets from elsewhere, 0 security groups)"


def test_an_alias_of_a_function_may_be_named_by_a_parameter() -> None:
    report = _report("""
Transform: AWS::Serverless-2016-10-31
Parameters: { Stage: { Type: String } }
Resources:
  Function:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.12, Handler: app.main, CodeUri: app/, AutoPublishAlias: !Ref Stage }
Outputs:
  Alias: { Value: !Ref Function.Alias }
""")
    assert _errors(report) == set()


FILE = "{ Name: AWS::Include, Parameters: { Location: s3://shared/part.yaml } }"
MACRO = "{ Name: OurMacro, Parameters: { Size: small } }"


@pytest.mark.parametrize(
    "head",
    [
        f"Transform: {FILE}\nResources:\n",
        "Transform: [AWS::LanguageExtensions, OurMacro]\nResources:\n",
        f"Resources:\n  Fn::Transform: {FILE}\n",
        f"Resources:\n  Fn::Transform: {MACRO}\n",
        f"Resources:\n  Shared: {{ Fn::Transform: {FILE} }}\n  SharedNetwork: {{ Fn::Transform: {MACRO} }}\n",
        "Resources:\n  Shared: { Type: Our::Shared::Network::MODULE, Properties: { Size: small } }\n",
    ],
)
def test_what_a_file_a_macro_or_a_module_makes_is_not_missed(head: str) -> None:
    service = SERVICE.replace("!Ref Cluster", "!Ref SharedNetwork").replace(
        "    Properties:\n", "    DependsOn: [Definition]\n    Properties:\n"
    )
    service = service.replace("[subnet-0a1b2c3d4e5f60718]", "[!GetAtt SharedNetwork.SubnetId]")
    report = _report(f"{head}{FARGATE.partition('Resources:')[2].lstrip(chr(10))}{service}")
    assert _errors(report) == set()


def test_a_slip_beside_an_included_file_is_told_all_the_same() -> None:
    text = f"Resources:\n  Fn::Transform: {FILE}\n{FARGATE.partition('Resources:')[2].lstrip(chr(10))}{SERVICE}"
    assert _errors(_report(text.replace("!Ref Cluster", "!Ref Clustre"))) == {"INT001"}


@pytest.mark.parametrize("transform", [FILE, MACRO])
@pytest.mark.parametrize(
    "part",
    [
        "Role: {{ Type: AWS::IAM::Role, Properties: {{ Fn::Transform: {0} }} }}",
        "Role: {{ Type: AWS::IAM::Role, Properties: {{ RoleName: other, Fn::Transform: {0} }} }}",
        "Role: {{ Type: AWS::IAM::Role, Fn::Transform: {0} }}",
        "Q: {{ Type: AWS::SQS::Queue, Properties: {{ RedrivePolicy: {{ maxReceiveCount: 3, Fn::Transform: {0} }} }} }}",
        "Targets: {{ Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {{ Fn::Transform: {0} }} }}",
    ],
)
def test_what_a_file_or_a_macro_may_add_to_a_resource_is_not_missed(part: str, transform: str) -> None:
    assert _errors(_report(f"Resources:\n  {part.format(transform)}\n")) == set()


def test_a_mapping_may_come_with_an_included_file() -> None:
    text = FARGATE.replace("public.ecr.aws/docker/library/nginx:1.27", '!FindInMap [Images, !Ref "AWS::Region", app]')
    assert _errors(_report(f"Mappings: {{ Fn::Transform: {FILE} }}\n{text}{SERVICE}")) == set()


@pytest.mark.parametrize(("account", "open_questions"), [("906394416424", set()), ("111122223333", {"STA006"})])
def test_anybody_may_pull_the_images_that_aws_publishes(account: str, open_questions: set[str]) -> None:
    image = f"{account}.dkr.ecr.us-east-1.amazonaws.com/aws-for-fluent-bit:2.32.0"
    text = FARGATE.replace("public.ecr.aws/docker/library/nginx:1.27", image)
    text = text.replace("      Cpu: 256\n", "      Cpu: 256\n      ExecutionRoleArn: !GetAtt Starter.Arn\n")
    report = _report(f"""{text}{SERVICE}
  Starter:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {TASKS}
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
""")
    assert _errors(report) == set()
    assert _doubts(report) - {"STA015"} == open_questions


IN_ECR = '!Sub "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/shop:${Tag}"'


@pytest.mark.parametrize(
    ("policy", "errors"),
    [("service-role/AmazonECSTaskExecutionRolePolicy", set()), ("CloudWatchLogsFullAccess", {"STA006"})],
)
def test_an_image_is_asked_about_whatever_its_tag_will_be(policy: str, errors: set[str]) -> None:
    text = FARGATE.replace("public.ecr.aws/docker/library/nginx:1.27", IN_ECR)
    text = text.replace("      Cpu: 256\n", "      Cpu: 256\n      ExecutionRoleArn: !GetAtt Starter.Arn\n")
    report = _report(f"""
Parameters: {{ Tag: {{ Type: String }} }}
{text.lstrip()}{SERVICE}
  Starter:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {TASKS}
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/{policy}"]
""")
    assert _errors(report) == errors
    assert _doubts(report) == {"STA015"}


def test_an_image_in_ecr_with_an_unknown_tag_needs_an_execution_role() -> None:
    text = FARGATE.replace("public.ecr.aws/docker/library/nginx:1.27", IN_ECR)
    report = _report(f"\nParameters: {{ Tag: {{ Type: String }} }}\n{text.lstrip()}{SERVICE}")
    assert _errors(report) == {"CRE002"}


NETWORK = """
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  Beside:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table }
"""
WAY_OUT = """
  Gateway: { Type: AWS::EC2::InternetGateway }
  Attached:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway }
  Out:
    Type: AWS::EC2::Route
    DependsOn: Attached
    Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway }
"""


@pytest.mark.parametrize(("way_out", "open_questions"), [(WAY_OUT, set()), ("", {"STA001"})])
def test_an_image_that_is_not_known_is_open_where_not_every_registry_is(way_out: str, open_questions: set[str]) -> None:
    service = SERVICE.replace(
        "Subnets: [subnet-0a1b2c3d4e5f60718]", "Subnets: [!Ref Subnet], AssignPublicIp: ENABLED"
    ).replace("    Properties:\n", f"    DependsOn: [Beside{', Out' if way_out else ''}]\n    Properties:\n", 1)
    text = FARGATE.replace("public.ecr.aws/docker/library/nginx:1.27", "!Ref Image")
    report = _report(f"\nParameters: {{ Image: {{ Type: String }} }}\n{text.lstrip()}{service}{NETWORK}{way_out}")
    assert _errors(report) == set()
    assert _doubts(report) == open_questions


def _with_files(subnets: str, group: str) -> Report:
    text = FARGATE.replace(
        "      Cpu: 256\n", "      Cpu: 256\n      Volumes: [{ Name: v, EFSVolumeConfiguration: %s }]\n"
    )
    text %= "{ FilesystemId: !Ref Files }"
    text = text.replace("Name: app,", "Name: app, MountPoints: [{ SourceVolume: v, ContainerPath: /v }],")
    service = SERVICE.replace("[subnet-0a1b2c3d4e5f60718]", f"{subnets}, SecurityGroups: [!Ref Tasks]")
    service = service.replace("    Properties:\n", "    DependsOn: [TargetOne, TargetTwo]\n    Properties:\n", 1)
    return _report(f"""
Parameters:
  Vpc: {{ Type: "AWS::EC2::VPC::Id" }}
  One: {{ Type: "AWS::EC2::Subnet::Id" }}
  Two: {{ Type: "AWS::EC2::Subnet::Id" }}
  Three: {{ Type: "AWS::EC2::Subnet::Id" }}
{text.lstrip()}{service}
  Files: {{ Type: AWS::EFS::FileSystem }}
  TargetOne:
    Type: AWS::EFS::MountTarget
    Properties: {{ FileSystemId: !Ref Files, SubnetId: !Ref One, SecurityGroups: [!Ref Nfs] }}
  TargetTwo:
    Type: AWS::EFS::MountTarget
    Properties: {{ FileSystemId: !Ref Files, SubnetId: !Ref Two, SecurityGroups: [!Ref Nfs] }}
  Tasks: {{ Type: AWS::EC2::SecurityGroup, Properties: {{ GroupDescription: tasks, VpcId: !Ref Vpc }} }}
  Nfs:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: files
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{{ IpProtocol: tcp, FromPort: 2049, ToPort: 2049, SourceSecurityGroupId: {group} }}]
""")


@pytest.mark.parametrize(
    ("subnets", "group", "errors", "open_questions"),
    [
        ("[!Ref One, !Ref Two]", "!Ref Tasks", set(), {"STA015"}),
        ("[!Ref One, !Ref Three]", "!Ref Tasks", set(), {"STA015", "STA019"}),
        ("[!Ref One, !Ref Two]", "sg-0a1b2c3d4e5f60718", {"STA019"}, {"STA015"}),
    ],
)
def test_mount_targets_may_be_in_the_subnets_that_come_in(
    subnets: str, group: str, errors: set[str], open_questions: set[str]
) -> None:
    report = _with_files(subnets, group)
    assert _errors(report) == errors
    assert _doubts(report) == open_questions


def test_a_parameter_that_is_handed_on_makes_the_names_of_the_nested_stack(tmp_path: Path) -> None:
    """Its parent says nothing of names, for it may be handed on for anything else as well."""
    (tmp_path / "inner.yaml").write_text(NAMED, encoding="utf-8")
    report = _report(
        """
Parameters: { Project: { Type: String }, Stage: { Type: String } }
Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: inner.yaml, Parameters: { Project: !Ref Project, Stage: !Ref Stage } }
""",
        tmp_path,
    )
    assert _errors(report) == set()
    assert _doubts(report) == {"APP005", "STA015"}
    assert not any("in names" in item.what for item in report.findings)


@pytest.mark.parametrize(("wanted", "open_questions"), [("Shared", set()), ("Other", {"TRI002"})])
def test_a_condition_may_name_the_cluster_by_the_same_import(wanted: str, open_questions: set[str]) -> None:
    report = _report(f"""{FARGATE}
  Hourly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 hour)
      Targets:
        - Id: hourly
          Arn: !ImportValue Shared
          RoleArn: !GetAtt Caller.Arn
          EcsParameters:
            LaunchType: FARGATE
            TaskDefinitionArn: !Ref Definition
            NetworkConfiguration: {{ AwsVpcConfiguration: {{ Subnets: [subnet-0a1b2c3d4e5f60718] }} }}
  Caller:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {EVENTS}
      Policies:
        - PolicyName: run
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: ecs:RunTask
                Resource: !Ref Definition
                Condition: {{ ArnEquals: {{ ecs:cluster: !ImportValue {wanted} }} }}
""")
    assert _errors(report) == set()
    assert _doubts(report) - {"STA015"} == open_questions


@pytest.mark.parametrize("other", ["", "-other"])
def test_a_policy_names_its_target_by_a_resource_id_with_an_import(other: str) -> None:
    report = _report(f"""{FARGATE}{SERVICE.replace("!Ref Cluster", "!ImportValue Shared")}
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ServiceNamespace: ecs
      ScalableDimension: ecs:service:DesiredCount
      ResourceId: !Join ["/", [service, !ImportValue Shared, !GetAtt Service.Name]]
      MinCapacity: 1
      MaxCapacity: 4
  Up:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    DependsOn: Target
    Properties:
      PolicyName: up
      PolicyType: TargetTrackingScaling
      ServiceNamespace: ecs
      ScalableDimension: ecs:service:DesiredCount
      ResourceId: !Join ["/", [service, !ImportValue Shared, !Sub "${{Service.Name}}{other}"]]
      TargetTrackingScalingPolicyConfiguration:
        TargetValue: 60
        PredefinedMetricSpecification: {{ PredefinedMetricType: ECSServiceAverageCPUUtilization }}
""")
    assert _errors(report) == set()
    assert ("SCA005" in _codes(report, Severity.WARNING)) is bool(other)


def _with_secret(value: str, wanted: str) -> Report:
    text = FARGATE.replace("      Cpu: 256\n", "      Cpu: 256\n      ExecutionRoleArn: !GetAtt Starter.Arn\n")
    text = text.replace("Name: app,", f"Name: app, Secrets: [{{ Name: VALUE, ValueFrom: {wanted} }}],")
    return _report(f"""
Parameters: {{ User: {{ Type: String }}, Password: {{ Type: String, NoEcho: true }} }}
{text.lstrip()}{SERVICE}
  Secret: {{ Type: AWS::SecretsManager::Secret, Properties: {{ SecretString: {value} }} }}
  Starter:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {TASKS}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Statement: [{{ Effect: Allow, Action: secretsmanager:GetSecretValue, Resource: !Ref Secret }}]
""")


OBJECT = """!Sub '{"username":"${User}","password":"${Password}"}'"""


@pytest.mark.parametrize(
    ("value", "wanted", "errors", "open_questions"),
    [
        (OBJECT, '!Sub "${Secret}:password::"', set(), set()),
        (OBJECT, '!Sub "${Secret}:host::"', {"STA012"}, set()),
        ("!Ref Password", "!Ref Secret", set(), set()),
        ("!Ref Password", '!Sub "${Secret}:password::"', set(), {"STA007"}),
    ],
)
def test_a_secret_of_parameters_has_the_keys_that_stand_there(
    value: str, wanted: str, errors: set[str], open_questions: set[str]
) -> None:
    report = _with_secret(value, wanted)
    assert _errors(report) == errors
    assert _doubts(report) - {"STA015"} == open_questions


def test_one_question_is_left_open_once() -> None:
    """Whatever the reasons: a load balancer has several subnets from elsewhere."""
    text = FARGATE.replace("Name: app,", "Name: app, PortMappings: [{ ContainerPort: 80 }],")
    service = SERVICE.replace(
        "      TaskDefinition",
        "      LoadBalancers: [{ ContainerName: app, ContainerPort: 80, TargetGroupArn: !Ref Targets }]\n"
        "      TaskDefinition",
    ).replace("    Properties:\n", "    DependsOn: Listener\n    Properties:\n", 1)
    report = _report(f"""
Parameters: {{ Vpc: {{ Type: "AWS::EC2::VPC::Id" }} }}
{text.lstrip()}{service}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {{ Scheme: internal, Subnets: [subnet-0a1b2c3d4e5f60718, subnet-0a1b2c3d4e5f60719] }}
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {{ VpcId: !Ref Vpc, Port: 80, Protocol: HTTP, TargetType: ip }}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 80
      Protocol: HTTP
      DefaultActions: [{{ Type: forward, TargetGroupArn: !Ref Targets }}]
""")
    assert _errors(report) == set()
    told = [(item.code, item.question, item.what, item.path) for item in report.unsettled]
    assert "ARR002" in _doubts(report)
    assert len(told) == len(set(told))


CALL = (
    '!Sub \'{"service":"CloudWatchLogs","action":"putResourcePolicy","parameters":{"policyName":"events",'
    '"policyDocument":"{\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":{\\"Service\\":\\"%s\\"},'
    '\\"Action\\":[\\"logs:PutLogEvents\\",\\"logs:CreateLogStream\\"],\\"Resource\\":\\"${Records.Arn}\\"}]}"}}\''
)


@pytest.mark.parametrize(
    ("service", "open_questions"), [("events.amazonaws.com", set()), ("es.amazonaws.com", {"TRI027"})]
)
def test_the_cdk_may_have_the_policy_of_a_log_group_asked_for(service: str, open_questions: set[str]) -> None:
    report = _report(f"""
Resources:
  Records: {{ Type: AWS::Logs::LogGroup, Properties: {{ RetentionInDays: 30 }} }}
  Policy:
    Type: Custom::CloudwatchLogResourcePolicy
    Properties:
      ServiceToken: arn:aws:lambda:us-east-1:123456789012:function:calls
      Create: {CALL % service}
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {{ source: [aws.ecs] }}
      Targets:
        - Id: records
          Arn: !Sub "arn:aws:logs:${{AWS::Region}}:${{AWS::AccountId}}:log-group:${{Records}}"
""")
    assert _errors(report) == set()
    assert _doubts(report) == open_questions
