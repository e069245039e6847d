"""The checklist: each part of a system has a row, and an error marks the rows that it is about and no others."""

from __future__ import annotations

import pytest

from cases.checks.test_faults import BASES, changed
from seatrial.analyses.checklist import check
from seatrial.model.layer import Layer
from seatrial.model.report import Mark, Row
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_text

# What people carry in their heads, and so every system with a service behind a load balancer is asked for.
HEADS = {
    Layer.FOUNDATION: [
        "VPC",
        "public subnets in 2+ zones",
        "private subnets in 2+ zones",
        "internet gateway, attached",
        "NAT gateway or VPC endpoints",
        "route tables of the subnets",
        "load balancer security group",
        "task security group",
        "task execution role",
        "task role",
        "ECR repository",
        "log group",
    ],
    Layer.CONTAINER: [
        "cluster",
        "task definition: CPU and memory",
        "task definition: image",
        "task definition: port mappings",
        "task definition: log configuration",
        "task definition: variables, secrets",
        "service: subnets, security groups",
        "service: target group",
    ],
    Layer.TRAFFIC: [
        "load balancer",
        "target group of type ip",
        "listener",
        "HTTPS: certificate",
        "HTTPS: listener with certificate",
        "DNS record",
    ],
}
GROUP_ROWS = ("target group of type ip", "service: target group")


def _rows(text: str, base: str) -> dict[str, Row]:
    reading = read_text(text, f"{base}.yaml", ReadOptions(scope=Scope(stack=base)), BASES[base].parent)
    assert reading.system is not None
    return {row.title: row for row in check(reading.system, (), reading.findings).rows}


def _changed(base: str, *changes: tuple[str, str]) -> dict[str, Row]:
    return _rows(changed({"base": base, "changes": [{"from": old, "to": new} for old, new in changes]}), base)


def test_a_web_application_is_asked_for_all_that_it_consists_of() -> None:
    rows = _changed("web")
    for layer, titles in HEADS.items():
        assert [title for title, row in rows.items() if row.layer is layer][: len(titles)] == titles
    assert {title for title, row in rows.items() if row.mark not in (Mark.THERE, Mark.NOT_NEEDED)} == set()
    assert rows["VPC"].text == "Vpc (10.20.0.0/16)"
    assert rows["ECR repository"].text.startswith("not needed: no image comes from Amazon ECR")


@pytest.mark.parametrize(
    ("change", "wrong", "code"),
    [
        (('      Memory: "512"\n', '      Memory: "8192"\n'), {"task definition: CPU and memory"}, "CRE002"),
        (
            ("TargetType: ip\n", "TargetType: instance\n"),
            set(GROUP_ROWS),
            "CRE003",
        ),
        (("LogDriver: awslogs\n", "LogDriver: syslog\n"), {"task definition: log configuration"}, "CRE002"),
    ],
)
def test_an_error_marks_the_rows_that_it_is_about(change: tuple[str, str], wrong: set[str], code: str) -> None:
    rows = _changed("web", change)
    marked = {title: row for title, row in rows.items() if row.mark is Mark.WRONG}
    assert set(marked) <= wrong and marked, {title: row.codes for title, row in marked.items()}
    assert all(code in row.codes for row in marked.values())


def test_what_is_missing_is_marked_and_what_is_not_needed_says_why() -> None:
    rows = _changed("worker")
    assert rows["load balancer"].mark is Mark.NOT_NEEDED and "no service takes requests" in rows["load balancer"].text
    assert rows["internet gateway, attached"].text == "not needed: nothing here reaches the internet"


def test_what_comes_from_another_stack_cannot_be_told() -> None:
    rows = _changed("web", ("      Cluster: !Ref Cluster\n", "      Cluster: !ImportValue cluster\n"))
    assert rows["cluster"].mark is Mark.CANNOT_TELL
