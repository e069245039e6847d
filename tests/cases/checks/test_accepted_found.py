"""What stands in public templates and in what the CDK makes, is taken by AWS, and looked wrong here."""

from __future__ import annotations

from pathlib import Path

import pytest

from seatrial import api
from seatrial.model.finding import Severity

TARGETS = """  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { Name: %s, VpcId: vpc-0a1b2c3d4e5f60718, Port: 80, Protocol: HTTP, TargetType: ip }
"""
OTHERS = TARGETS.replace("Targets", "Others")
TWO = (
    "Parameters:\n  ApplicationNameOne: { Type: String }\n  ApplicationNameTwo: { Type: String }\nResources:\n"
    + TARGETS % "!Ref ApplicationNameOne"
    + OTHERS % "!Ref ApplicationNameTwo"
)
NAMED = "Parameters:\n  ProjectName: { Type: String }\n  Environment: { Type: String }\nResources:\n"
ROLE = """  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Join ["-", [!Ref ProjectName, !Ref Environment, !Sub "${AWS::Region}-%s"]]
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: sts:AssumeRole }]
"""
BUCKET = "  Logs: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub '${AWS::StackName}-logs' } }\n"
CACHE = """  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupId: !Sub ["${App}-sessions-of-users", { App: !Sub "${ProjectName}-${Environment}" }]
      ReplicationGroupDescription: sessions
      CacheNodeType: cache.t4g.micro
      Engine: valkey
      NumCacheClusters: 1
"""

# As the CDK's EcsDeploymentGroup makes it: the service waits for the listener of the first target group alone.
SHIFTED = (
    "Resources:\n"
    + TARGETS % "blue"
    + OTHERS % "green"
    + """  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: { Subnets: [subnet-0a1b2c3d4e5f60718, subnet-0a1b2c3d4e5f60719] }
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      { LoadBalancerArn: !Ref Balancer, Port: 80, Protocol: HTTP,
        DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] }
  TestListener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      { LoadBalancerArn: !Ref Balancer, Port: 9002, Protocol: HTTP,
        DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Others }] }
  Cluster: { Type: AWS::ECS::Cluster }
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: 256
      Memory: 512
      ContainerDefinitions:
        - { Name: web, Image: "public.ecr.aws/nginx/nginx:1.27", PortMappings: [{ ContainerPort: 80 }] }
  Service:
    Type: AWS::ECS::Service
    DependsOn: Listener
    Properties:
      Cluster: !Ref Cluster
      LaunchType: FARGATE
      DeploymentController: { Type: CODE_DEPLOY }
      TaskDefinition: !Ref Definition
      LoadBalancers: [{ ContainerName: web, ContainerPort: 80, TargetGroupArn: !Ref Targets }]
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet-0a1b2c3d4e5f60718] } }
  Application: { Type: AWS::CodeDeploy::Application, Properties: { ComputePlatform: ECS } }
  Deployments:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: !Ref Application
      ServiceRoleArn: arn:aws:iam::123456789012:role/deployments
      DeploymentStyle: { DeploymentType: BLUE_GREEN, DeploymentOption: WITH_TRAFFIC_CONTROL }
      BlueGreenDeploymentConfiguration:
        DeploymentReadyOption: { ActionOnTimeout: CONTINUE_DEPLOYMENT }
        TerminateBlueInstancesOnDeploymentSuccess: { Action: TERMINATE }
      ECSServices: [{ ClusterName: !Ref Cluster, ServiceName: !GetAtt Service.Name }]
      LoadBalancerInfo:
        TargetGroupPairInfoList:
          - TargetGroups: [{ Name: !GetAtt Targets.TargetGroupName }, { Name: !GetAtt Others.TargetGroupName }]
            ProdTrafficRoute: { ListenerArns: [!Ref Listener] }
            TestTrafficRoute: { ListenerArns: [!Ref TestListener] }
"""
)


def _errors(folder: Path, text: str, name: str = "template.yaml") -> list[str]:
    file = folder / name
    file.write_text(text)
    (answer,) = api.check([api.ReadRequest(file)])
    return [f"{item.code} {item.what}" for item in answer.findings if item.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "text",
    [
        # https://github.com/WiltonCarvalho/ecs-fargate-cloudformation, whose file has this name (read 2026-11-30)
        "Resources:\n" + TARGETS % '!Sub "${AWS::StackName}-Internal"',
        NAMED + TARGETS % '!Sub "${ProjectName}-${Environment}-frontend-tg"',
        NAMED + ROLE % "task-execution-role-of-the-frontend",
        "Resources:\n" + BUCKET,
        NAMED + CACHE,
    ],
    ids=["the stack", "a target group", "a role", "small letters", "a cache"],
)
def test_a_name_is_not_too_long_for_a_word_that_nobody_gave(tmp_path: Path, text: str) -> None:
    assert _errors(tmp_path, text, "cfn-ecs-Fargate-template.yaml") == []


def test_a_name_that_no_word_is_short_enough_for_is_too_long(tmp_path: Path) -> None:
    text = NAMED + TARGETS % '!Sub "${ProjectName}-${Environment}-targets-of-the-oldest-front-end"'
    (error,) = _errors(tmp_path, text)
    assert "cannot be longer than '32' characters" in error


def test_a_given_name_of_a_stack_may_be_too_long_for_others(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text("Resources:\n" + TARGETS % '!Sub "${AWS::StackName}-Internal"')
    (answer,) = api.check([api.ReadRequest(file, stack="cfn-ecs-fargate-template")])
    assert [item.code for item in answer.findings if item.severity is Severity.ERROR] == ["CRE004"]


def test_a_place_of_code_may_be_put_together_where_the_extensions_come_first(tmp_path: Path) -> None:
    # https://github.com/aws-cloudformation/cfn-lint/issues/2658 (read 2026-11-30)
    transforms = "Transform: [%sAWS::Serverless-2016-10-31]\n"
    text = """Resources:
  Function:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      CodeUri: !Sub "s3://code-${AWS::AccountId}-${AWS::Region}/function-v1.0.zip"
"""
    assert _errors(tmp_path, transforms % "AWS::LanguageExtensions, " + text) == []
    (error,) = _errors(tmp_path, transforms % "" + text)
    assert "'CodeUri' requires Bucket and Key" in error


def test_two_parameters_are_two_words_however_alike_they_begin(tmp_path: Path) -> None:
    assert _errors(tmp_path, TWO) == []


def test_a_service_waits_for_no_listener_that_codedeploy_alone_shifts_requests_to(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(SHIFTED)
    (answer,) = api.check([api.ReadRequest(file)])
    assert {item.code for item in answer.findings} & {"CRE003", "CRE007"} == set()
    file.write_text(SHIFTED.replace("    DependsOn: Listener\n", ""))
    (answer,) = api.check([api.ReadRequest(file)])
    assert "CRE003" in {item.code for item in answer.findings}


@pytest.mark.parametrize("cpu", ["AllowedValues: ['512', '256']", "Default: '512'"])
@pytest.mark.parametrize("memory", ["!Ref TaskMemory", "!FindInMap [Sizes, !Ref TaskMemory, Memory]"])
def test_a_size_that_nobody_gave_is_not_one_that_fargate_lacks(tmp_path: Path, cpu: str, memory: str) -> None:
    text = f"""Parameters:
  TaskCpu: {{ Type: String, {cpu} }}
  TaskMemory: {{ Type: String, AllowedValues: ["512", "1024", "2048"] }}
Mappings:
  Sizes: {{ "512": {{ Memory: 512 }}, "1024": {{ Memory: 1024 }}, "2048": {{ Memory: 2048 }} }}
Resources:
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: !Ref TaskCpu
      Memory: {memory}
      ContainerDefinitions: [{{ Name: web, Image: "public.ecr.aws/nginx/nginx:1.27" }}]
"""
    assert _errors(tmp_path, text) == []
    (error,) = _errors(tmp_path, text.replace('"512", "1024", "2048"', '"512"').replace("'512', '256'", "'512'"))
    assert "No Fargate configuration" in error


def test_a_rule_of_a_group_for_itself_stands_outside_of_it(tmp_path: Path) -> None:
    text = """Parameters: { Vpc: { Type: "AWS::EC2::VPC::Id" }, Subnets: { Type: "List<AWS::EC2::Subnet::Id>" } }
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: of the load balancer and of the tasks
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0 }]
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: { Subnets: !Ref Subnets, SecurityGroups: [!Ref Group] }
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 80
      Protocol: HTTP
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }]
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { VpcId: !Ref Vpc, Port: 80, Protocol: HTTP, TargetType: ip }
  Cluster: { Type: AWS::ECS::Cluster }
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: "256"
      Memory: "512"
      ContainerDefinitions:
        - { Name: web, Image: "public.ecr.aws/nginx/nginx:1.27", PortMappings: [{ ContainerPort: 8080 }] }
  Service:
    Type: AWS::ECS::Service
    DependsOn: Listener
    Properties:
      Cluster: !Ref Cluster
      LaunchType: FARGATE
      TaskDefinition: !Ref Definition
      NetworkConfiguration:
        AwsvpcConfiguration: { AssignPublicIp: ENABLED, Subnets: !Ref Subnets, SecurityGroups: [!Ref Group] }
      LoadBalancers: [{ ContainerName: web, ContainerPort: 8080, TargetGroupArn: !Ref Targets }]
"""
    file = tmp_path / "template.yaml"
    file.write_text(text)
    (answer,) = api.check([api.ReadRequest(file)])
    (mend,) = [item.mend for item in answer.findings if item.severity is Severity.ERROR]
    # A group that names itself is a circle, which CloudFormation refuses.
    assert mend.startswith("add an AWS::EC2::SecurityGroupIngress: { GroupId: !GetAtt Group.GroupId, ")
    name, _, properties = mend.removeprefix("add an ").partition(": ")
    file.write_text(f"{text}  Rule:\n    Type: {name}\n    Properties: {properties}\n")
    (answer,) = api.check([api.ReadRequest(file)])
    assert [item.what for item in answer.findings if item.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        ("Type: String, AllowedValues: [valkey, redis]", 'Type: String, AllowedValues: ["6.2", "7.2"]', "valkey 6.2"),
        ("Type: String, AllowedValues: [valkey, redis]", 'Type: String, Default: "6.2"', "valkey 6.2"),
    ],
)
def test_what_is_wrong_with_an_assumed_value_alone_is_a_warning(
    tmp_path: Path, first: str, second: str, values: str
) -> None:
    text = f"""Parameters:
  Engine: {{ {first} }}
  Version: {{ {second} }}
Resources:
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupDescription: sessions
      CacheNodeType: cache.t4g.micro
      Engine: !Ref Engine
      EngineVersion: !Ref Version
      NumCacheClusters: 1
"""
    assert _errors(tmp_path, text) == []
    (answer,) = api.check([api.ReadRequest(tmp_path / "template.yaml")])
    (warning,) = [item for item in answer.findings if item.code == "CRE071"]
    assert warning.what.startswith("with Engine=valkey, ") and values in warning.what
    (error,) = _errors(tmp_path, text.replace("[valkey, redis]", "[valkey]").replace('["6.2", "7.2"]', '["6.2"]'))
    assert values in error
