"""A task is told about itself in AWS's field names, and about no other task."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace

from seatrial.model.value import text_form
from seatrial.runtimes.twin.decide.container_stats import Sample, stats_document
from seatrial.runtimes.twin.decide.metadata_answer import Answer, Known, answer
from seatrial.runtimes.twin.decide.task_credentials import (
    credentials_id,
    metadata_token,
    task_credentials,
    valid_credentials,
)
from seatrial.runtimes.twin.decide.task_metadata import (
    ContainerHealth,
    ContainerState,
    TaskInterface,
    TaskState,
    container_document,
    docker_id,
    task_document,
)

NOW = 1_795_000_000.25
TASK_ARN = "arn:aws:ecs:us-east-1:123456789012:task/shop/0f" + "0" * 30
INTERFACE = TaskInterface(
    "10.0.1.5",
    "0a:00:00:00:00:01",
    "10.0.1.0/24",
    "10.0.1.1",
    "ip-10-0-1-5.ec2.internal",
    ("10.0.0.2",),
    ("ec2.internal",),
)
APP = ContainerState(
    "app",
    "app:1",
    "sha256:1",
    created_at=NOW,
    started_at=NOW,
    log_driver="awslogs",
    log_options={"awslogs-group": "g"},
    health=ContainerHealth("HEALTHY", NOW, 0, "ok"),
)
TASK = TaskState(
    TASK_ARN,
    "arn:aws:ecs:us-east-1:123456789012:cluster/shop",
    "web",
    7,
    256,
    512,
    "us-east-1a",
    INTERFACE,
    (APP, replace(APP, name="side", health=None, memory_mib=64, cpu_units=128)),
    service_name="web",
)
SECRET = b"yard"
ROLE = "arn:aws:iam::123456789012:role/task"
CREDENTIALS = task_credentials(SECRET, TASK.task_id, ROLE, NOW)
KNOWN = Known(TASK, {"token-app": "app", "token-side": "side"}, {"cred-1": CREDENTIALS})


def get(path: str, method: str = "GET") -> Answer:
    return answer(method, path, KNOWN, NOW)


def test_the_task_document_has_fargates_fields() -> None:
    document: dict[str, Any] = task_document(TASK, NOW)
    assert list(document) == [
        "Cluster",
        "TaskARN",
        "Family",
        "Revision",
        "DesiredStatus",
        "KnownStatus",
        "Limits",
        "AvailabilityZone",
        "LaunchType",
        "Containers",
        "ServiceName",
        "ClockDrift",
        "EphemeralStorageMetrics",
        "FaultInjectionEnabled",
    ]
    assert document["Limits"] == {"CPU": 0.25, "Memory": 512}
    assert document["Revision"] == "7"
    assert document["EphemeralStorageMetrics"] == {"Utilized": 0, "Reserved": 20496}
    assert document["ClockDrift"]["ReferenceTimestamp"].endswith("Z")


def test_a_container_document_has_fargates_fields() -> None:
    document: dict[str, Any] = container_document(TASK, APP)
    assert re.fullmatch(r"[0-9a-f]{32}-\d{10}", document["DockerId"])
    assert document["Limits"] == {"CPU": 2}
    assert document["CreatedAt"] == "2026-11-18T11:06:40.250000000Z"
    assert document["Health"] == {
        "status": "HEALTHY",
        "statusSince": "2026-11-18T11:06:40.250000000Z",
        "exitCode": 0,
        "output": "ok",
    }
    assert document["Networks"] == [
        {
            "NetworkMode": "awsvpc",
            "IPv4Addresses": ["10.0.1.5"],
            "AttachmentIndex": 0,
            "MACAddress": "0a:00:00:00:00:01",
            "IPv4SubnetCIDRBlock": "10.0.1.0/24",
            "DomainNameServers": ["10.0.0.2"],
            "DomainNameSearchList": ["ec2.internal"],
            "PrivateDNSName": "ip-10-0-1-5.ec2.internal",
            "SubnetGatewayIpv4Address": "10.0.1.1/24",
        }
    ]
    assert document["Snapshotter"] == "overlayfs"
    assert "FinishedAt" not in document and "ExitCode" not in document


def test_version_3_has_the_plain_network_only() -> None:
    document: dict[str, Any] = container_document(TASK, APP, version=3)
    assert document["Networks"] == [{"NetworkMode": "awsvpc", "IPv4Addresses": ["10.0.1.5"]}]
    assert "ClockDrift" not in task_document(TASK, NOW, version=3)


def test_each_token_leads_to_its_container() -> None:
    for token, name in KNOWN.tokens.items():
        told = get(f"/v4/{token}")
        assert told.status == 200 and isinstance(told.body, dict) and told.body["Name"] == name
    assert get("/v4/token-app/task").body == task_document(TASK, NOW)
    assert get("/v3/token-app/task").body == task_document(TASK, NOW, version=3)


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        (
            "/v4/strange",
            404,
            "V4 container metadata handler: unable to get container ID from request: "
            "unable to get docker ID from v3 endpoint ID: strange",
        ),
        (
            "/v4/strange/task",
            404,
            "V4 task metadata handler: unable to get task arn from request: "
            "unable to get task Arn from v3 endpoint ID: strange",
        ),
        ("/v4/token-app/nothing", 404, "404 page not found\n"),
        ("/", 404, "404 page not found\n"),
        (
            "/v2/credentials/other",
            400,
            {
                "code": "InvalidIdInRequest",
                "message": "CredentialsV2Request: Credentials not found",
                "HTTPErrorCode": 400,
            },
        ),
        (
            "/v2/credentials/",
            400,
            {
                "code": "NoIdInRequest",
                "message": "CredentialsV2Request: No Credential ID in the request",
                "HTTPErrorCode": 400,
            },
        ),
    ],
)
def test_the_unknown_is_refused_in_the_agents_words(path: str, status: int, body: object) -> None:
    told = get(path)
    assert (told.status, told.body) == (status, body)


def test_only_reading_is_allowed() -> None:
    assert get("/v4/token-app", "POST").status == 405


def test_credentials_are_given_to_whoever_knows_their_id() -> None:
    body = get("/v2/credentials/cred-1").body
    assert isinstance(body, dict)
    assert list(body) == ["RoleArn", "AccessKeyId", "SecretAccessKey", "Token", "Expiration"]
    assert re.fullmatch(r"ASIA[A-Z2-7]{16}", str(body["AccessKeyId"])) and len(str(body["SecretAccessKey"])) == 40
    assert get("/v1/credentials?id=cred-1").body == body


def test_credentials_are_the_tasks_own_and_the_same_for_every_engine() -> None:
    again = task_credentials(SECRET, TASK.task_id, ROLE, NOW + 60)
    assert again == CREDENTIALS
    others = [
        task_credentials(SECRET, "other", ROLE, NOW),
        task_credentials(SECRET, TASK.task_id, "arn:other", NOW),
        task_credentials(b"another yard", TASK.task_id, ROLE, NOW),
        task_credentials(SECRET, TASK.task_id, ROLE, NOW + 6 * 3600),
    ]
    keys = {item.access_key_id for item in (CREDENTIALS, *others)}
    assert len(keys) == 5
    assert credentials_id(SECRET, "a") != credentials_id(SECRET, "b")
    assert metadata_token(SECRET, "a", "x") != metadata_token(SECRET, "a", "y")


def test_credentials_hold_between_three_and_six_hours_and_then_no_more() -> None:
    assert 3 * 3600 < CREDENTIALS.expires_at - NOW <= 6 * 3600
    for later in (0.0, 2.9 * 3600):
        assert CREDENTIALS in valid_credentials(SECRET, TASK.task_id, ROLE, CREDENTIALS.expires_at - 1 - later)
    assert CREDENTIALS not in valid_credentials(SECRET, TASK.task_id, ROLE, CREDENTIALS.expires_at)


def test_secret_keys_have_no_text_form() -> None:
    assert str.__str__(CREDENTIALS.secret_access_key) not in repr(CREDENTIALS)
    assert text_form(CREDENTIALS.secret_access_key) == '"****"'


def test_statistics_are_null_for_what_does_not_run() -> None:
    told = get("/v4/token-app/task/stats")
    assert told.body == {docker_id(TASK.task_id, name): None for name in ("app", "side")}
    assert get("/v4/token-app/stats").status == 500


def test_statistics_have_dockers_fields_and_network_rates() -> None:
    first = Sample(10.0, 1000, 50_000, 2, 4096, 8192, 512, 100, 3, {"eth1": (100, 1, 0, 0, 50, 1, 0, 0)})
    second = replace(first, at=12.0, cpu_nanoseconds=5000, networks={"eth1": (300, 2, 0, 0, 90, 2, 0, 0)})
    document: dict[str, Any] = stats_document("id", "app", second, first)
    assert document["cpu_stats"]["cpu_usage"]["total_usage"] == 5000
    assert document["precpu_stats"]["cpu_usage"]["total_usage"] == 1000
    assert document["memory_stats"]["usage"] == 4196 and document["memory_stats"]["stats"]["inactive_file"] == 100
    assert document["networks"]["eth1"]["rx_bytes"] == 300 and document["networks"]["eth1"]["tx_bytes"] == 90
    assert document["network_rate_stats"] == {"rx_bytes_per_sec": 100.0, "tx_bytes_per_sec": 20.0}
    assert "network_rate_stats" not in stats_document("id", "app", first, None)
