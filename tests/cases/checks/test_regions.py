"""Which region a template is read for when nobody says it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cases.checks.test_faults import EXAMPLES
from seatrial import api
from seatrial.model.finding import Severity

SYSTEM = """
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-west-1b }
"""
HOMED = "Parameters:\n  Stage:\n    Default: test\n  Home:\n    Type: String\n    Default: eu-central-1\n%s\n"


def _told(folder: Path, text: str, **given: str) -> str:
    file = folder / "template.yaml"
    file.write_text(text)
    return api.ReadRequest(file, **given).settled().region  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("AvailabilityZone: eu-central-1b", "eu-central-1"),
        ("ServiceName: com.amazonaws.ap-southeast-2.s3", "ap-southeast-2"),
        ('{"awslogs-region": "eu-west-1"}', "eu-west-1"),
        ("awslogs-region: us-gov-west-1", "us-gov-west-1"),
        # ARNs of one partition, with the region left open.
        ("arn:aws-us-gov:iam::aws:policy/x arn:aws-us-gov:sqs:${AWS::Region}:1:x", "us-gov-west-1"),
        ("arn:aws-cn:iam::aws:policy/x", "cn-north-1"),
        ("arn:aws-cn:iam::aws:policy/x arn:aws:iam::aws:policy/x", "us-east-1"),
        ("ValueFrom: arn:aws:secretsmanager:sa-east-1:123456789012:secret:x", "sa-east-1"),
        # A zone is surer than an ARN.
        ("eu-north-1a arn:aws:ssm:sa-east-1:123456789012:parameter/x", "eu-north-1"),
        # A map of all regions speaks of none.
        ("us-east-1: [us-east-1a], eu-west-1: [eu-west-1a]", "us-east-1"),
        ("Image: public.ecr.aws/nginx/nginx:1", "us-east-1"),
        # Where nothing else speaks, images do: https://github.com/aws-samples/container-patterns (read 2026-11-30).
        ("Default: 209640446841.dkr.ecr.us-east-2.amazonaws.com/sample-app-repo:sample", "us-east-2"),
        ("123456789012.dkr.ecr.us-east-2.amazonaws.com/x 123456789012.dkr.ecr.${AWS::Region}.x/y", "us-east-1"),
        ("123456789012.dkr.ecr.us-east-2.amazonaws.com/x 123456789012.dkr.ecr.us-west-2.amazonaws.com/y", "us-east-1"),
        # A listener takes certificates of its own region only, a task takes secrets and images of any.
        ("arn:aws:acm:us-west-2:1:certificate/x arn:aws:ssm:sa-east-1:123456789012:parameter/x", "us-west-2"),
        ("arn:aws:acm-pca:eu-west-2:1:certificate-authority/x 1.dkr.ecr.us-east-1.amazonaws.com/x", "eu-west-2"),
        ("AWS::CloudFront::Distribution arn:aws:acm:us-east-1:1:certificate/x eu-west-1a", "eu-west-1"),
        ("AWS::CloudFront::Distribution arn:aws:acm:us-east-1:1:c/x arn:aws:ecs:eu-west-3:1:cluster/x", "eu-west-3"),
        # Where the rest is left to the stack's region, one that is written out is the slip.
        ("awslogs-region: eu-west-1, awslogs-region: !Ref AWS::Region", "us-east-1"),
        ("com.amazonaws.eu-west-1.sqs com.amazonaws.${AWS::Region}.s3", "us-east-1"),
        ("!Ref AWS::Region arn:aws:secretsmanager:sa-east-1:123456789012:secret:x", "us-east-1"),
        ("awslogs-region: eu-west-1 com.amazonaws.eu-west-2.s3", "us-east-1"),
        # A parameter that stands for the stack's region tells it by its default, unless others leave it open.
        (HOMED % "awslogs-region: !Ref Home", "eu-central-1"),
        (HOMED % '{"awslogs-region": {"Ref": "Home"}}', "eu-central-1"),
        (HOMED % "awslogs-region:\n  Ref: Home", "eu-central-1"),
        (HOMED % "ServiceName: !Sub com.amazonaws.${Home}.s3", "eu-central-1"),
        (HOMED % "awslogs-region: !Ref Home\nawslogs-region: !Ref AWS::Region", "us-east-1"),
        (HOMED % "Environment: [{ Name: COPY_TO, Value: !Ref Home }]", "us-east-1"),
        (HOMED % "awslogs-region: !Ref Stage\nServiceName: !Sub com.amazonaws.${Stage}.s3", "us-east-1"),
        ('{"Parameters": {"Home": {"Default": "sa-east-1"}}, "awslogs-region": {"Ref": "Home"}}', "sa-east-1"),
        # AWS's prefix lists have other ids in each region, and an id may mean another service in the next one.
        ("pl-6da54004 pl-6fa54006 arn:aws:ecs:us-east-1:1:cluster/x", "eu-west-1"),
        ("pl-6fa54006", "us-east-1"),
        # Of two stages the one that is named more often, or first.
        ("prod: arn:aws:acm:eu-west-1:1:certificate/x test: arn:aws:acm:eu-west-2:1:certificate/y", "eu-west-1"),
    ],
)
def test_zones_endpoints_and_logs_tell_the_region(tmp_path: Path, text: str, region: str) -> None:
    assert _told(tmp_path, text) == region


def test_a_parameter_s_value_tells_it_as_well(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text("Parameters: { Zone: { Type: String } }")
    assert api.ReadRequest(file, parameters={"Zone": "eu-west-3c"}).settled().region == "eu-west-3"
    assert api.ReadRequest(tmp_path / "nothing.yaml").settled().region == "us-east-1"
    file.write_text(HOMED % "awslogs-region: !Ref Home")
    assert api.ReadRequest(file, parameters={"Home": "eu-west-3"}).settled().region == "eu-west-3"


def test_who_names_a_region_is_heard(tmp_path: Path) -> None:
    assert _told(tmp_path, SYSTEM, region="eu-west-1") == "eu-west-1"
    [report] = api.check([api.ReadRequest(tmp_path / "template.yaml", region="eu-west-1")])
    assert [item.code for item in report.findings if item.severity is Severity.ERROR] == ["CRE001"]


def test_a_template_is_right_in_its_own_region(tmp_path: Path) -> None:
    """Also in a zone that only some accounts have."""
    (tmp_path / "template.yaml").write_text(SYSTEM)
    [report] = api.check([api.ReadRequest(tmp_path / "template.yaml")])
    assert [item.code for item in report.findings if item.severity is Severity.ERROR] == []
    assert report.system is not None and report.system.scope.region == "us-west-1"


def test_a_template_that_comes_through_a_pipe_is_read_once() -> None:
    """As in ``cdk synth | seatrial check -``."""
    file = EXAMPLES / "web" / "template.yaml"
    command = [sys.executable, "-m", "seatrial", "check", "-", "--json"]
    done = subprocess.run(command, input=file.read_bytes(), capture_output=True, check=False, timeout=60)
    report = json.loads(done.stdout)
    assert (done.returncode, {item["severity"] for item in report["findings"]}) == (0, {"note"}), done.stderr


OPEN = """
Resources:
  Group: { Type: AWS::Logs::LogGroup }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: app
          Image: !Sub "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/app:1"
          LogConfiguration:
            LogDriver: awslogs
            Options: { awslogs-group: !Ref Group, awslogs-stream-prefix: app, awslogs-region: eu-west-1 }
"""


@pytest.mark.parametrize(
    "prose",
    [
        "# as arn:aws:ecs:ap-south-1:111122223333:cluster/desk\n",
        "Description: >\n  a desk of ap-south-1a, such as\n\n  arn:aws:ecs:ap-south-1:111122223333:cluster/desk\n",
        "Description: a desk of ap-south-1a, such as\n             arn:aws:ecs:ap-south-1:111122223333:cluster/x\n",
        "Parameters:\n  Yard: { Type: String, Description: 'such as arn:aws:ecs:ap-south-1:111122223333:cluster/x' }\n",
        "Parameters:\n  Yard:\n    Type: String\n    ConstraintDescription: arn:aws:ecs:ap-south-1:111122223333:c/x\n",
    ],
)
def test_what_people_are_told_speaks_of_no_region(tmp_path: Path, prose: str) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(prose + OPEN.replace("eu-west-1", "!Ref AWS::Region"))
    home = api.ReadRequest(file).settled()
    assert (home.region, home.account) == ("us-east-1", "123456789012")
    file.write_text(prose + OPEN)
    [found] = [item for item in api.check([api.ReadRequest(file)])[0].findings if item.code == "TPL024"]
    line = file.read_text().splitlines()[found.span.line - 1]
    assert line[found.span.column - 1 :].startswith("eu-west-1")


def test_a_region_that_stands_alone_is_told(tmp_path: Path) -> None:
    """Where everything else is left to the stack's region, the one that is written out may be the slip."""
    file = tmp_path / "template.yaml"
    file.write_text(OPEN)
    [found] = [item for item in api.check([api.ReadRequest(file)])[0].findings if item.code == "TPL024"]
    line = OPEN.splitlines()[found.span.line - 1]
    assert found.severity is Severity.WARNING and line[found.span.column - 1 :].startswith("eu-west-1")
    for named in ({"region": "eu-west-1"}, {"region": "us-east-1"}):
        [report] = api.check([api.ReadRequest(file, **named)])  # type: ignore[arg-type]
        assert "TPL024" not in {item.code for item in report.findings}
    for compared in (
        "  Here: !Equals [!Ref AWS::Region, eu-west-1]\n",
        "  Here:\n    Fn::Equals: [{Ref: AWS::Region}, eu-west-1]\n",
    ):
        file.write_text(f"Conditions:\n{compared}{OPEN}")
        assert "TPL024" in {item.code for item in api.check([api.ReadRequest(file)])[0].findings}
    file.write_text(OPEN.replace("eu-west-1", "!Ref AWS::Region"))
    assert "TPL024" not in {item.code for item in api.check([api.ReadRequest(file)])[0].findings}


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Principal: { AWS: arn:aws:iam::111122223333:root }, Action: kms:*", "111122223333"),
        ("aws:SourceAccount: '111122223333'", "111122223333"),
        ("Resource: arn:aws:sqs:eu-west-1:111122223333:jobs", "111122223333"),
        ("Image: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1", "111122223333"),
        # Of a policy that leaves its account open, what is written out is another's.
        ("aws:SourceAccount: '111122223333', !Ref AWS::AccountId", "123456789012"),
        # A certificate is of the account that uses it.
        ("arn:aws:acm:eu-west-1:111122223333:certificate/x ${AWS::AccountId} 444455556666.dkr.ecr.", "111122223333"),
        # A load balancer's logs are written by an account of AWS's.
        ("Principal: { AWS: arn:aws:iam::127311923021:root }, Action: s3:PutObject", "123456789012"),
        ("111122223333.dkr.ecr.eu-west-1.amazonaws.com 444455556666.dkr.ecr.eu-west-1.amazonaws.com", "123456789012"),
        ("Bucket: 111122223333", "123456789012"),
    ],
)
def test_an_account_that_is_written_out_is_the_template_s(tmp_path: Path, text: str, account: str) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(text)
    assert api.ReadRequest(file).settled().account == account
    assert api.ReadRequest(file, account="999999999999").settled().account == "999999999999"


def _manifest(folder: Path, environment: str, **properties: str) -> None:
    stack = {"type": "aws:cloudformation:stack", "environment": environment, "properties": properties}
    (folder / "manifest.json").write_text(json.dumps({"version": "48.0.0", "artifacts": {"Web": stack}}))


def test_cdk_s_manifest_tells_region_account_and_stack(tmp_path: Path) -> None:
    file = tmp_path / "Web.template.json"
    file.write_text("{}")
    _manifest(tmp_path, "aws://111122223333/eu-west-1", templateFile=file.name, stackName="shop-web")
    settled = api.ReadRequest(file).settled()
    assert (settled.region, settled.account, settled.stack) == ("eu-west-1", "111122223333", "shop-web")
    named = api.ReadRequest(file, region="us-west-2", account="999999999999", stack="mine").settled()
    assert (named.region, named.account, named.stack) == ("us-west-2", "999999999999", "mine")
    _manifest(tmp_path, "aws://unknown-account/unknown-region", templateFile=file.name)
    settled = api.ReadRequest(file).settled()
    assert (settled.region, settled.account, settled.stack) == ("us-east-1", "123456789012", "Web")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"artifacts": 1}', '{"artifacts": {"a": 1}}', "[" * 5000, "\x00\xff"])
def test_a_manifest_that_is_none_says_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "Web.template.json"
    file.write_text("{}")
    (tmp_path / "manifest.json").write_text(text)
    settled = api.ReadRequest(file).settled()
    assert (settled.region, settled.account, settled.stack) == ("us-east-1", "123456789012", "Web")


def test_stacks_that_import_from_each_other_are_of_one_region(tmp_path: Path) -> None:
    net, app = tmp_path / "net.yaml", tmp_path / "app.yaml"
    net.write_text(SYSTEM + "Outputs:\n  Vpc: { Value: !Ref Vpc, Export: { Name: net-vpc } }\n")
    app.write_text(
        "Resources:\n  Group:\n    Type: AWS::EC2::SecurityGroup\n"
        "    Properties: { GroupDescription: x, VpcId: !ImportValue net-vpc }\n"
    )
    reports = api.check([api.ReadRequest(net), api.ReadRequest(app)])
    assert [report.system.scope.region for report in reports if report.system] == ["us-west-1", "us-west-1"]
