"""``explain``: everything of a correct system has its proof, and a thing is found by any of its names."""

from __future__ import annotations

import pytest

from cases.checks.test_faults import BASES, GIVEN, OPEN
from seatrial import api

BATCH, WORKER = BASES["batch"], BASES["worker"]


def _proofs(base: str, thing: str = "") -> dict[str, str]:
    found, _ = api.explain(api.ReadRequest(BASES[base], stack=base, parameters=GIVEN.get(base, {})), thing)
    assert found is not None
    return {item.title: item.verdict for item in found.proofs}


@pytest.mark.parametrize("base", [base for base in BASES if base not in OPEN])
def test_every_proof_of_a_correct_system_holds(base: str) -> None:
    proofs = _proofs(base)
    # Listeners for tests are open to the own network alone.
    open_ones = {title: verdict for title, verdict in proofs.items() if "internet to Rehearsal" not in title}
    assert {title: verdict for title, verdict in open_ones.items() if verdict != "yes"} == {}


def test_what_the_application_is_given_has_its_permissions_and_its_ways() -> None:
    titles = list(_proofs("worker", "Jobs"))
    assert titles[0] == "WorkerDefinition: use Jobs, which it is given, as the task role TaskRole"
    assert titles[1:] == [
        f"tasks of Workers in Subnet{zone} to sqs.us-east-1.amazonaws.com:443, to use Jobs" for zone in "AB"
    ]


def test_what_starts_tasks_has_its_calls_with_their_statements() -> None:
    found, _ = api.explain(api.ReadRequest(BATCH, stack="batch"), "NightlyReport")
    assert found is not None
    start = next(item for item in found.proofs if item.title.startswith("NightlyReport: start"))
    calls = [line.text.split()[0] for line in start.lines]
    assert calls == ["sts:AssumeRole", "ecs:RunTask", "iam:PassRole", "iam:PassRole"]
    assert all(line.span.line for line in start.lines)


@pytest.mark.parametrize(
    ("thing", "meant"),
    [
        ("Jobs", ["Jobs"]),
        ("Jobs.RedrivePolicy.maxReceiveCount", ["Jobs"]),
        ("Resources.WorkerDefinition.Properties.ContainerDefinitions[0]", ["WorkerDefinition"]),
        ("AWS::SQS::Queue", ["Jobs", "FailedJobs"]),
        ("SQS::Queue", ["Jobs", "FailedJobs"]),
        ("worker-worker", ["WorkerDefinition"]),
        ("/ecs/worker", ["LogGroup"]),
    ],
)
def test_a_thing_is_found_by_its_names(thing: str, meant: list[str]) -> None:
    found, _ = api.explain(api.ReadRequest(WORKER, stack="worker"), thing)
    assert found is not None and [item.logical_id for item in found.portraits] == meant


@pytest.mark.parametrize(
    ("thing", "says"),
    [
        ("taskrole", "did you mean TaskRole?"),
        ("Jbos", "did you mean Jobs"),
        ("dynamodb::table", "did you mean AWS::DynamoDB::Table?"),
        ("Zzzzzz", "there are Vpc, SubnetA"),
    ],
)
def test_what_is_not_there_is_told_with_what_is_near(thing: str, says: str) -> None:
    with pytest.raises(api.Refused) as refused:
        api.explain(api.ReadRequest(WORKER, stack="worker"), thing)
    assert says in refused.value.message and len(refused.value.message) < 400
