"""Starts that look wrong and work: changes of a correct system that must bring no error."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

ACCEPTED: dict[str, dict[str, Any]] = {
    "a role that may read any object, and whatever a bucket says of itself": {
        "base": "starting",
        "changes": [
            {
                "from": "{Effect: Allow, Action: s3:GetObject, Resource: !Sub 'arn:aws:s3:::${SettingsBucket}/*'}",
                "to": "{Effect: Allow, Action: 's3:Get*', Resource: '*'}",
            },
            {
                "from": "              - {Effect: Allow, Action: s3:GetBucketLocation, "
                "Resource: !Sub 'arn:aws:s3:::${SettingsBucket}'}\n",
                "to": "",
            },
        ],
    },
    "an environment file whose bucket is only known elsewhere": {
        "base": "starting",
        "changes": [
            {
                "from": "!Sub 'arn:aws:s3:::${SettingsBucket}/app.env'",
                "to": "!Join ['/', [!ImportValue settings-bucket-arn, app.env]]",
            }
        ],
    },
    "a registry's dual-stack name": {
        "base": "starting",
        "changes": [
            {
                "from": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}",
                "to": "${AWS::AccountId}.dkr-ecr.${AWS::Region}.on.aws",
            }
        ],
    },
    "a registry in a region that is newer than the list": {
        "base": "starting",
        "changes": [
            {"from": ".dkr.ecr.${AWS::Region}.${AWS::URLSuffix}", "to": ".dkr.ecr.ap-southeast-8.amazonaws.com"}
        ],
    },
    "an option of the driver that ECS does not document": {
        "base": "starting",
        "changes": [
            {
                "from": "              awslogs-stream-prefix: router\n",
                "to": "              awslogs-stream-prefix: router\n              awslogs-format: json/emf\n",
            }
        ],
    },
}

# Nor do these bring a warning.
SILENT: dict[str, dict[str, Any]] = {
    "a program of health checks by its path": {
        "base": "starting",
        "changes": [
            {
                "from": "[CMD-SHELL, 'curl -f http://localhost:8080/health || exit 1']",
                "to": "[CMD, /bin/health, --port=80]",
            }
        ],
    },
    "a health check by a shell of its own": {
        "base": "starting",
        "changes": [
            {
                "from": "[CMD-SHELL, 'curl -f http://localhost:8080/health || exit 1']",
                "to": "[CMD, sh, -c, 'curl -f http://localhost:8080/health || exit 1', '&&']",
            }
        ],
    },
    "two commands for a shell": {
        "base": "starting",
        "changes": [
            {"from": "Command: [node, server.js]", "to": "EntryPoint: [sh, -c]\n          Command: ['a && b', '&&']"},
        ],
    },
    "health on a port of its own": {
        "base": "mesh",
        "changes": [{"from": "http://localhost:7000/health", "to": "http://localhost:7001/health"}],
    },
    "health on a port that a variable names": {
        "base": "mesh",
        "changes": [
            {"from": "http://localhost:7000/health", "to": "http://localhost:3000/health"},
            {
                "from": "            - {Name: INVENTORY_PORT, Value: '6000'}\n",
                "to": "            - {Name: INVENTORY_PORT, Value: '6000'}\n"
                "            - {Name: ADMIN, Value: ':3000'}\n",
            },
        ],
    },
    "health on a port that an environment file may name": {
        "base": "starting",
        "changes": [{"from": "http://localhost:8080/health", "to": "http://localhost:3000/health"}],
    },
    "a router that writes to another host": {
        "base": "starting",
        "changes": [
            {
                "from": "              log_group_name: !Ref AppLogs\n",
                "to": "              log_group_name: /central/app\n              endpoint: logs.example.com\n",
            }
        ],
    },
    "a group whose name the router makes of each record": {
        "base": "starting",
        "changes": [{"from": "log_group_name: !Ref AppLogs", "to": "log_group_name: /app/$(ecs_cluster)"}],
    },
    "a router with a file of its own that says where to send": {
        "base": "starting",
        "changes": [
            {"from": "              Name: cloudwatch_logs\n", "to": ""},
            {
                "from": "FirelensConfiguration: {Type: fluentbit}",
                "to": "FirelensConfiguration: {Type: fluentbit, "
                "Options: {config-file-type: file, config-file-value: /extra.conf}}",
            },
        ],
    },
    "a read-only container with the agent's directories": {
        "base": "starting",
        "changes": [
            {
                "from": "          Command: [node, server.js]\n",
                "to": "          Command: [node, server.js]\n          ReadonlyRootFilesystem: true\n",
            },
            {
                "from": "            - {SourceVolume: shared, ContainerPath: /shared}\n",
                "to": "            - {SourceVolume: shared, ContainerPath: /shared}\n"
                "            - {SourceVolume: agent, ContainerPath: /var/lib/amazon}\n",
            },
            {"from": "      Volumes:\n", "to": "      Volumes:\n        - Name: agent\n"},
        ],
    },
    "as many tasks as fit while a deployment rolls": {
        "base": "starting",
        # The mount targets of the file system take two of the 54 addresses.
        "changes": [{"from": "DesiredCount: 2", "to": "DesiredCount: 26"}],
    },
    "a directory of root that everybody may write to": {
        "base": "starting",
        "changes": [
            {
                "from": "CreationInfo: {OwnerUid: '1000', OwnerGid: '1000', Permissions: '0755'}",
                "to": "CreationInfo: {OwnerUid: '0', OwnerGid: '0', Permissions: '1777'}",
            }
        ],
    },
    "a directory of the user's group": {
        "base": "starting",
        "changes": [
            {
                "from": "CreationInfo: {OwnerUid: '1000', OwnerGid: '1000', Permissions: '0755'}",
                "to": "CreationInfo: {OwnerUid: '0', OwnerGid: '1000', Permissions: '0775'}",
            }
        ],
    },
}


@pytest.mark.parametrize("name", SILENT)
def test_a_start_that_looks_odd_and_works_is_not_spoken_of(name: str) -> None:
    case = SILENT[name]
    report = _report(changed(case), case["base"])
    before = _before(case["base"])
    assert [item for item in report.findings if _kind(item) not in before] == []


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_start_that_looks_wrong_and_works_is_no_error(name: str) -> None:
    report = _report(changed(ACCEPTED[name]), "starting")
    before = _before("starting")
    new = [item for item in report.findings if _kind(item) not in before and item.severity is Severity.ERROR]
    assert new == []
