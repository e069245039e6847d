"""Makes ``kinds/data/managed_policies.json``: the AWS managed policies that roles of Fargate systems use, and the names
of all others, so that a name which is none of them is known to be none.

    python tools/build_managed_policies.py moto/iam/aws_managed_policies.py 2026-10-27

The argument is the file of a moto release (Apache-2.0) that its maintainers fetch from IAM itself; the second is that
release's date. AWS changes its policies now and then, so run this again when moto has a newer copy.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

SOURCE = "https://github.com/getmoto/moto/blob/master/moto/iam/aws_managed_policies.py"
TARGET = Path(__file__).parent.parent / "src/seatrial/kinds/data/managed_policies.json"

WANTED = [
    "AdministratorAccess",
    "AmazonAthenaFullAccess",
    "AmazonBedrockFullAccess",
    "AmazonBedrockLimitedAccess",
    "AmazonBedrockReadOnly",
    "AmazonCognitoPowerUser",
    "AmazonDynamoDBFullAccess",
    "AmazonDynamoDBReadOnlyAccess",
    "AmazonEC2ContainerRegistryFullAccess",
    "AmazonEC2ContainerRegistryPowerUser",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonEC2ContainerServiceAutoscaleRole",
    "AmazonEC2ContainerServiceEventsRole",
    "AmazonEC2ContainerServiceRole",
    "AmazonEC2ContainerServiceforEC2Role",
    "AmazonECSTaskExecutionRolePolicy",
    "AmazonECS_FullAccess",
    "AmazonElastiCacheFullAccess",
    "AmazonElasticFileSystemClientFullAccess",
    "AmazonElasticFileSystemClientReadWriteAccess",
    "AmazonElasticFileSystemFullAccess",
    "AmazonEventBridgeFullAccess",
    "AmazonKinesisFirehoseFullAccess",
    "AmazonKinesisFullAccess",
    "AmazonKinesisReadOnlyAccess",
    "AmazonMQFullAccess",
    "AmazonMSKFullAccess",
    "AmazonOpenSearchServiceFullAccess",
    "AmazonPollyFullAccess",
    "AmazonPrometheusRemoteWriteAccess",
    "AmazonRDSDataFullAccess",
    "AmazonRDSFullAccess",
    "AmazonRDSReadOnlyAccess",
    "AmazonRekognitionFullAccess",
    "AmazonRoute53FullAccess",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "AmazonSESFullAccess",
    "AmazonSESReadOnlyAccess",
    "AmazonSNSFullAccess",
    "AmazonSNSReadOnlyAccess",
    "AmazonSQSFullAccess",
    "AmazonSQSReadOnlyAccess",
    "AmazonSSMFullAccess",
    "AmazonSSMManagedInstanceCore",
    "AmazonSSMReadOnlyAccess",
    "AmazonTextractFullAccess",
    "AmazonTranscribeFullAccess",
    "AmazonVPCFullAccess",
    "AWSAppMeshEnvoyAccess",
    "AWSCloudMapDiscoverInstanceAccess",
    "AWSCloudMapFullAccess",
    "AWSCloudMapRegisterInstanceAccess",
    "AWSCodeDeployRole",
    "AWSCodeDeployRoleForECS",
    "AWSCodeDeployRoleForECSLimited",
    "AWSCodeDeployRoleForLambda",
    "AWSKeyManagementServicePowerUser",
    "AWSLambdaBasicExecutionRole",
    "AWSLambdaDynamoDBExecutionRole",
    "AWSLambdaENIManagementAccess",
    "AWSLambdaKinesisExecutionRole",
    "AWSLambdaMSKExecutionRole",
    "AWSLambdaRole",
    "AWSLambdaSQSQueueExecutionRole",
    "AWSLambdaVPCAccessExecutionRole",
    "AWSLambda_FullAccess",
    "AWSSecretsManagerClientReadOnlyAccess",
    "AWSStepFunctionsFullAccess",
    "AWSXRayDaemonWriteAccess",
    "AWSXrayFullAccess",
    "AWSXrayReadOnlyAccess",
    "AWSXrayWriteOnlyAccess",
    "CloudWatchAgentServerPolicy",
    "CloudWatchFullAccess",
    "CloudWatchFullAccessV2",
    "CloudWatchLogsFullAccess",
    "CloudWatchLogsReadOnlyAccess",
    "CloudWatchReadOnlyAccess",
    "ComprehendFullAccess",
    "IAMFullAccess",
    "IAMReadOnlyAccess",
    "PowerUserAccess",
    "ReadOnlyAccess",
    "SecretsManagerReadWrite",
    "TranslateFullAccess",
    "ViewOnlyAccess",
]


def main() -> None:
    source, date = Path(sys.argv[1]), sys.argv[2]
    module = ast.parse(source.read_text(encoding="utf-8"))
    text = next(node.value for node in module.body if isinstance(node, ast.Assign))
    found = json.loads(ast.literal_eval(text))
    names = {*WANTED, *(name for name in found if name.startswith("AmazonECSInfrastructureRole"))}
    lines = []
    for name in sorted(names):
        policy = found[name]
        entry = {"version": policy["DefaultVersionId"], "document": policy["Document"]}
        key = f"{policy['Path'].lstrip('/')}{name}"
        lines.append(f"{json.dumps(key)}: {json.dumps(entry, separators=(',', ':'), sort_keys=True)}")
    others = json.dumps(sorted(set(found) - names), separators=(",", ":"))
    head = f'{{"source": "{SOURCE}",\n"date": "{date}",\n"others": {others},\n"policies": {{\n'
    TARGET.write_text(head + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


main()
