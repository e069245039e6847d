"""What check derives on paper, packets show in practice: single faults of the example, asked and then run.

What check calls an error must fail in the twin, with the text that check foretold; what check passes must reach steady
state. The faults are those of tests/cases/checks that make tasks or traffic fail; a system that fails at creation is
refused with the same text by both.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

from case_files import read_yaml
from cases.checks.test_faults import BASES, FOLDER, GIVEN, OPEN, changed
from images import WEB, ensure_images
from scenarios.twin import Status, Twin, fetch
from seatrial import api
from seatrial.model.finding import Severity
from seatrial.model.report import Report
from seatrial.model.system import System
from seatrial.model.value import as_list, at

pytestmark = pytest.mark.scenario

# Faults after which every task stops before it runs, and those after which targets stay unhealthy.
STARTS = (
    *("STA001", "STA002", "STA003", "STA004", "STA005", "STA006", "STA007", "STA008", "STA009", "STA010", "STA012"),
    *("STA040", "STA042"),
)
ARRIVES = ("ARR001", "ARR002", "ARR003", "ARR004", "ARR005")
CREATES = ("CRE001", "CRE002", "CRE003", "CRE004", "CRE005", "CRE006")
# What only the APIs of resources refuse that the twin doesn't act out.
REFUSED = (
    *(*CREATES, "CRE008", "CRE009", "CRE010", "CRE011", "CRE012", "CRE060", "CRE061", "CRE066", "CRE071"),
    *("CRE110", "CRE111", "CRE112", "CRE113", "CRE115"),
)
# Each takes seconds. SEATRIAL_ALL_FAULTS=1 runs every one; without, so many of each code.
MOST_OF_A_CODE = 2
ALL = os.environ.get("SEATRIAL_ALL_FAULTS") == "1"


def _cases(codes: Collection[str], of: Callable[[str], bool], most: int = MOST_OF_A_CODE) -> Iterator[Any]:
    taken: Counter[str] = Counter()
    for path in sorted((FOLDER / "faults").glob("*.yaml")):
        for name, case in read_yaml(path).items():
            if of(case["base"]) and case["code"] in codes and not case.get("doubt"):
                taken[case["code"]] += 1
                if ALL or taken[case["code"]] <= most:
                    yield pytest.param(case, id=name)


def _text(case: dict[str, Any] | None) -> str:
    """The example's text with a fault, for a program that any image has: without what belongs to its own."""
    text = changed(case) if case else changed({"base": "web", "changes": []})
    text = re.sub(r"\n          HealthCheck:\n(?:            .*\n)+", "\n", text)
    text = text.replace('\n          User: "10001:10001"\n          ReadonlyRootFilesystem: true', "")
    return text.replace("DesiredCount: !Ref DesiredCount", "DesiredCount: 2")


@pytest.fixture(scope="module", autouse=True)
def images() -> None:
    ensure_images()


def _checked(file: Path, parameters: dict[str, str]) -> Report:
    return api.check([api.ReadRequest(file, stack="web", parameters=parameters)])[0]


def _up(twin: Twin, text: str, parameters: dict[str, str]) -> tuple[Report, Status | None, str, int]:
    file = twin.folder / "web.yaml"
    file.write_text(text)
    report = _checked(file, parameters)
    image = parameters.get("Image", "localhost/seatrial-web:1")
    words = [f"--param={name}={value}" for name, value in parameters.items()]
    done = twin.run(
        "up", str(file), "-d", "--stack", "web", "--speed", "60", f"--image={image}={WEB}", *words, seconds=180
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    state = twin.status("web") if "web" in twin.run("ls").stdout else None
    return report, state, said, done.returncode


def test_the_example_itself_passes_and_serves(twin: Twin) -> None:
    report, state, said, code = _up(twin, _text(None), {})
    assert not report.failed() and code == 0, said
    assert state is not None and state["status"] == "CREATE_COMPLETE"
    assert fetch(twin.url("web"))[0] == 200


# Other ways to build the same, all of which check passes: what changes in the example's text.
OTHERWISE: dict[str, list[tuple[str, str]]] = {
    "one NAT gateway for both zones": [
        ("NatGatewayId: !Ref NatGatewayB", "NatGatewayId: !Ref NatGatewayA"),
    ],
    "tasks with public addresses": [
        ("AssignPublicIp: DISABLED", "AssignPublicIp: ENABLED"),
        ("Subnets: [!Ref PrivateSubnetA, !Ref PrivateSubnetB]", "Subnets: [!Ref PublicSubnetA, !Ref PublicSubnetB]"),
    ],
    "the load balancer let in by its addresses": [
        ("      SourceSecurityGroupId: !GetAtt LoadBalancerSecurityGroup.GroupId\n", "      CidrIp: 10.20.0.0/23\n"),
    ],
    "a network ACL that lets through what is needed": [
        (
            "  PrivateSubnetARoutes:\n",
            "  Acl: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: !Ref Vpc } }\n"
            "  AclOfA: { Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: { SubnetId: !Ref PrivateSubnetA, "
            "NetworkAclId: !Ref Acl } }\n"
            "  AclIn: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Acl, RuleNumber: 10, "
            "Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0, PortRange: { From: 1024, To: 65535 } } }\n"
            "  AclOut: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Acl, RuleNumber: 10, "
            "Egress: true, Protocol: -1, RuleAction: allow, CidrBlock: 0.0.0.0/0 } }\n"
            "  PrivateSubnetARoutes:\n",
        ),
    ],
}


@pytest.mark.parametrize("changes", OTHERWISE.values(), ids=OTHERWISE)
def test_what_check_passes_reaches_steady_state(changes: list[tuple[str, str]], twin: Twin) -> None:
    text = _text(None)
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    report, state, said, code = _up(twin, text, {})
    assert [item.what for item in report.findings if item.severity is Severity.ERROR] == []
    assert code == 0 and state is not None and state["status"] == "CREATE_COMPLETE", said
    assert fetch(twin.url("web"))[0] == 200


def _images(system: System) -> list[str]:
    """Options that give every container the image of the tests."""
    images = {
        str(at(container, "Image"))
        for definition in system.of_type("AWS::ECS::TaskDefinition")
        for container in as_list(definition.get("ContainerDefinitions"))
    }
    return [f"--image={image}={WEB}" for image in sorted(images)]


@pytest.mark.parametrize("base", ["api", "worker"])
def test_other_use_cases_that_check_passes_reach_steady_state(base: str, twin: Twin) -> None:
    request = api.ReadRequest(BASES[base], stack="web")
    [report] = api.check([request])
    assert not report.failed() and report.system is not None
    words = _images(report.system)
    done = twin.run("up", str(BASES[base]), "-d", "--stack", "web", "--speed", "60", *words, seconds=120)
    assert done.returncode == 0, done.stdout + done.stderr
    services = twin.status("web")["services"]
    assert services and all(item["running"] == item["desired"] > 0 for item in services)


# Only in these is there something to compare: of the others' subnets nothing is known, or parameters have no values.
@pytest.mark.parametrize("case", list(_cases(REFUSED, lambda base: base not in ("web", *OPEN), 1)))
def test_what_an_api_refuses_is_refused_by_the_twin_with_the_same_text(case: dict[str, Any], twin: Twin) -> None:
    base = case["base"]
    file = twin.folder / f"{base}.yaml"
    file.write_text(changed(case))
    parameters = case.get("parameters") or GIVEN.get(base, {})
    report = _checked(file, parameters)
    errors = [item for item in report.findings if item.severity is Severity.ERROR]
    assert report.system is not None and len(errors) == 1
    words = [*_images(report.system), *(f"--param={name}={value}" for name, value in parameters.items())]
    done = twin.run("up", str(file), "-d", "--stack", "web", "--speed", "60", *words, seconds=120)
    foretold = report.aws.get(errors[0], errors[0].what.partition(": ")[2])
    told = done.stdout + done.stderr
    assert done.returncode == 1 and "CREATE_FAILED" in done.stdout
    assert _alike(foretold, told), f"check foretold:\n{foretold}\nthe twin said:\n{told}"


@pytest.mark.parametrize("case", list(_cases((*STARTS, *ARRIVES, *CREATES), lambda base: base == "web")))
def test_what_check_calls_an_error_fails_with_the_text_that_it_foretold(case: dict[str, Any], twin: Twin) -> None:
    parameters = case.get("parameters", {})
    report, state, said, code = _up(twin, _text(case), parameters)
    errors = [item for item in report.findings if item.severity is Severity.ERROR]
    if not errors:
        # What only some suffer from is a warning: the system comes up, or what was foretold comes true here.
        [warned] = [item for item in report.findings if (item.code, item.severity) == (case["code"], Severity.WARNING)]
        assert code == 0 or _alike(report.aws[warned], said + _reasons(state)), said
        return
    assert [item.code for item in errors] == [case["code"]] or case["code"] == "any"
    foretold = report.aws.get(errors[0], "")
    if case["code"] == "ARR001" and not foretold:
        # Nothing of the system itself fails: nobody comes in. Some zones may be open.
        assert code == 0, said
        assert "requests from the internet do not reach" in errors[0].what
        if "PublicSubnetA and PublicSubnetB" in errors[0].what or "PrivateSubnetA and" in errors[0].what:
            assert fetch(twin.url("web"))[0] == 0
        return
    if case["code"] == "ARR005" and "requests by HTTPS" in errors[0].what:
        # The test image speaks HTTP: the health checks pass and the requests fail, as the finding says as well.
        assert code == 0 and fetch(twin.url("web"))[0] == 502
        return
    assert code == 1, f"check says {errors[0].what}\n{said}"
    happened = said + _reasons(state)
    assert _alike(foretold, happened), f"check foretold:\n{foretold}\nthe twin said:\n{happened}"


def _reasons(state: Status | None) -> str:
    """Everything that the twin says of what failed."""
    if state is None:
        return ""
    found = [str(task["stopped_reason"]) for task in state["tasks"]]
    found += [
        f"{item['reason']} {item['description']}" for group in state["target_groups"] for item in group["targets"]
    ]
    return "\n".join(found)


def _alike(foretold: str, happened: str) -> bool:
    """Whether a text came true: but for addresses, ids and tokens, which are only known when it happens."""
    wanted = _words(foretold.partition("(Service:")[0].partition("Request ID")[0])
    told = _words(happened)
    head = wanted[:160]
    return head in told


def _words(text: str) -> str:
    text = re.sub(r'Resource handler returned message: "', "", text)
    return re.sub(r"[\s:]+", " ", text)
