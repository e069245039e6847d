"""Trims the CloudFormation provider schemas that cfn-lint ships into ``src/seatrial/kinds/data/schemas``.

Run ``.venv/bin/python tools/build_schema_data.py`` after an update of cfn-lint. One Python module a type, so that a reading
loads only the types that its template has, and no file is read at run time. The output is the same for the same input.
"""

from __future__ import annotations

import pprint
import re
from pathlib import Path
from typing import Any

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER
from cfnlint.version import __version__ as CFN_LINT

from seatrial.kinds import CARDS

FOLDER = Path(__file__).parent.parent / "src/seatrial/kinds/data/schemas"
REGION = "us-east-1"
SOURCE = "https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint"
READ = "2026-11-23"

# Types that stand in Fargate templates beside those with a card.
COMPANIONS = """
AWS::ApiGateway::RestApi AWS::ApiGatewayV2::Api AWS::ApiGatewayV2::Integration AWS::ApiGatewayV2::Route
AWS::ApiGatewayV2::Stage AWS::ApiGatewayV2::VpcLink AWS::ApplicationAutoScaling::ScalableTarget
AWS::AutoScaling::AutoScalingGroup AWS::AutoScaling::LaunchConfiguration AWS::Backup::BackupPlan AWS::Backup::BackupVault
AWS::CloudFormation::Stack AWS::CloudFormation::WaitCondition
AWS::CloudFront::Distribution AWS::CloudWatch::Dashboard AWS::CodeBuild::Project AWS::CodeDeploy::Application
AWS::CodeDeploy::DeploymentGroup AWS::CodePipeline::Pipeline AWS::Cognito::UserPool AWS::Cognito::UserPoolClient
AWS::Cognito::UserPoolDomain AWS::DynamoDB::Table AWS::EC2::FlowLog AWS::EC2::Instance AWS::EC2::LaunchTemplate
AWS::EC2::NetworkInterface AWS::EC2::PrefixList AWS::EC2::TransitGatewayAttachment AWS::EC2::VPCPeeringConnection
AWS::ElastiCache::ReplicationGroup AWS::ElastiCache::SubnetGroup AWS::Events::EventBus AWS::IAM::Group AWS::IAM::User
AWS::Kinesis::Stream AWS::KinesisFirehose::DeliveryStream AWS::Lambda::EventSourceMapping AWS::Lambda::Function
AWS::Lambda::LayerVersion AWS::Lambda::Permission AWS::Lambda::Version AWS::Lambda::Alias AWS::Logs::LogStream
AWS::Logs::MetricFilter AWS::Logs::ResourcePolicy AWS::Logs::SubscriptionFilter AWS::RDS::DBCluster AWS::RDS::DBInstance
AWS::RDS::DBParameterGroup AWS::RDS::DBSubnetGroup AWS::S3::Bucket AWS::S3::BucketPolicy AWS::SNS::Subscription
AWS::SNS::Topic AWS::SNS::TopicPolicy AWS::SecretsManager::RotationSchedule AWS::StepFunctions::StateMachine
AWS::WAFv2::WebACL AWS::WAFv2::WebACLAssociation AWS::EC2::InternetGateway
""".split()

KEPT = (
    "$ref",
    "additionalProperties",
    "enum",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "pattern",
    "patternProperties",
    "properties",
    "required",
    "type",
)
# A pattern whose repetition repeats can take for ever to fail on a hostile value.
EXPLOSIVE = re.compile(r"\([^()]*[+*}][^()]*\)[+*{]")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.py"):
        old.unlink()
    modules: dict[str, str] = {}
    for name in sorted({*CARDS, *COMPANIONS}):
        schema = _schema(name)
        if schema is None:
            continue
        module = name.lower().replace("::", "_")
        modules[name] = module
        text = pprint.pformat(schema, width=120, compact=True, sort_dicts=True)
        (FOLDER / f"{module}.py").write_text(
            f'"""{name}, trimmed from {SOURCE} {CFN_LINT} (read {READ})."""\n\n'
            f"from typing import Any\n\nSCHEMA: dict[str, Any] = {text}\n"
        )
    table = "\n".join(f'    "{name}": "{module}",' for name, module in modules.items())
    (FOLDER / "__init__.py").write_text(
        f'"""Resource schemas by type, trimmed from {SOURCE} {CFN_LINT} (read {READ}).\n\n'
        "Made by tools/build_schema_data.py; do not edit. Longer than a file should be, because it is a table.\n"
        f'"""\n\nfrom collections.abc import Mapping\n\nMODULES: Mapping[str, str] = {{\n{table}\n}}\n'
    )
    print(f"{len(modules)} types")


def _schema(name: str) -> dict[str, Any] | None:
    try:
        whole = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, name).schema
    except Exception as missing:  # cfn-lint raises its own error for a type that the region hasn't
        print(f"{name}: {missing}")
        return None
    definitions = {key: _trim(value) for key, value in whole.get("definitions", {}).items()}
    made = _trim({key: whole[key] for key in ("properties", "required", "additionalProperties") if key in whole})
    made["definitions"] = _used(made, definitions)
    for key in ("createOnlyProperties", "readOnlyProperties", "conditionalCreateOnlyProperties"):
        made[key] = sorted(item.removeprefix("/properties/") for item in whole.get(key, []))
    made["primaryIdentifier"] = [item.removeprefix("/properties/") for item in whole.get("primaryIdentifier", [])]
    return made


def _trim(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    made: dict[str, Any] = {}
    for key in KEPT:
        if key not in value:
            continue
        item = value[key]
        if key in ("properties", "patternProperties"):
            made[key] = {name: _trim(child) for name, child in item.items()}
        elif key == "pattern":
            if _usable(item):
                made[key] = item
        elif key == "items" and isinstance(item, dict):
            made[key] = _trim(item)
        elif key == "$ref":
            made[key] = str(item).removeprefix("#/definitions/")
        else:
            made[key] = item
    # What a composition adds is too often looser or stricter than CloudFormation itself: only its mark is kept.
    if any(key in value for key in ("oneOf", "anyOf")) and "type" not in made and "$ref" not in made:
        made["open"] = True
    return made


def _usable(pattern: Any) -> bool:
    if not isinstance(pattern, str) or EXPLOSIVE.search(pattern) or "\\p" in pattern:
        return False
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _used(root: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The definitions that are referred to, directly or through others."""
    found: dict[str, Any] = {}
    queue = [root]
    while queue:
        item = queue.pop()
        if isinstance(item, dict):
            name = item.get("$ref")
            if isinstance(name, str) and name in definitions and name not in found:
                found[name] = definitions[name]
                queue.append(definitions[name])
            queue.extend(item.values())
        elif isinstance(item, list):
            queue.extend(item)
    return found


if __name__ == "__main__":
    main()
