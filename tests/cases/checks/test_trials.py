"""What one change would mend is tried: which change wins, what is asked, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from case_files import CASES
from seatrial.analyses.checklist import check
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import Item
from seatrial.analyses.checklist.trials import Candidate, Change, Series, Trials, changed
from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Reference, Resource
from seatrial.model.system import Scope, System
from seatrial.model.value import as_text
from seatrial.readers.cloudformation import ReadOptions, read_text

ASKED: Counter[str] = Counter()


def _system(**peers: str) -> System:
    """Queues, each with the name of a peer that it refers to."""
    resources = {
        name: Resource(
            logical_id=name,
            type="AWS::SQS::Queue",
            properties={"Peer": peer},
            physical_id=f"q-{name}",
            references=(Reference(name, ("Peer",), peer, ""),),
        )
        for name, peer in peers.items()
    }
    return System(scope=Scope(stack="s"), resources=resources)


def _check(
    code: str,
    wrong: Callable[[dict[str, str]], list[str]],
    severity: Severity = Severity.ERROR,
    question: Question = Question.ARRIVE,
) -> Check:
    """A check that says what ``wrong`` gives for the peers."""

    def ask(inquiry: Inquiry) -> Iterator[Said]:
        ASKED[code] += 1
        resources = inquiry.system.resources
        for said in wrong({name: as_text(item.get("Peer")) for name, item in resources.items()}):
            yield Found(next(iter(resources.values())), (), said, "why", "mend")

    return Check(code, severity, question, code, "source", ask)


def _series(
    system: System, checks: Sequence[Check], codes: Sequence[str] | None = None
) -> tuple[Trials, Series, list[Item]]:
    inquiry = Inquiry(system)
    items = [(check, said) for check in checks for said in check.ask(inquiry) if isinstance(said, Found)]
    trials = Trials(inquiry, checks, items)
    ASKED.clear()
    return trials, trials.series(codes), items


def _peer(system: System, name: str, peer: str, *, alone: bool = False, least: int = 1) -> Candidate:
    """That ``name`` means another peer."""
    holder = system.resources[name]
    said = Found(holder, ("Peer",), f"{name} means {peer}", "why", "mend")
    return Candidate((Change(holder, ("Peer",), peer, peer),), lambda _: said, alone=alone, least=least)


def _told(series: Series, items: Sequence[Item], *candidates: Candidate) -> list[str]:
    return [found.what for _, found in series.without_explained(items, lambda _, __: iter(candidates))]


def test_the_first_change_that_opens_something_and_shuts_nothing_wins() -> None:
    system = _system(A="B", B="A", C="A")
    lost = _check("X1", lambda peers: ["A is lost"] if peers["A"] == "B" else [])
    other = _check("X2", lambda peers: ["C is odd"] if peers["C"] == "B" else [])
    trials, series, items = _series(system, [lost, other], ["X1", "X2"])
    vain, right, later = _peer(system, "B", "C"), _peer(system, "A", "C"), _peer(system, "A", "A")
    assert _told(series, items, vain, right, later) == ["A means C"]
    assert trials.explained == {("X1", "A is lost")}


def test_a_change_that_brings_anything_new_explains_nothing() -> None:
    system = _system(A="B", B="A")
    lost = _check("X1", lambda peers: ["A is lost"] if peers["A"] == "B" else [])
    new = _check("X2", lambda peers: ["A is alone"] if peers["A"] == "A" else [])
    _, series, items = _series(system, [lost, new], ["X1", "X2"])
    assert _told(series, items, _peer(system, "A", "A")) == ["A is lost"]
    _, series, items = _series(system, [lost, new], ["X1"])
    assert _told(series, items, _peer(system, "A", "A")) == ["A means A"]


def test_of_one_theme_a_part_may_be_explained_and_of_all_there_is_everything_must_be() -> None:
    system = _system(A="B", B="A")
    lost = _check("X1", lambda peers: [f"{name} is lost" for name, peer in peers.items() if peer != name])
    _, series, items = _series(system, [lost], ["X1"])
    assert _told(series, items, _peer(system, "A", "A")) == ["A means A", "B is lost"]
    _, series, items = _series(system, [lost])
    assert _told(series, items, _peer(system, "A", "A")) == ["A is lost", "B is lost"]


def test_whatever_else_is_gone_goes_with_it() -> None:
    system = _system(A="B", B="A")
    lost = _check("X1", lambda peers: ["A is lost"] if peers["A"] == "B" else [])
    dear = _check("X2", lambda peers: ["A is dear"] if peers["A"] == "B" else ["B is dear"], Severity.WARNING)
    stays = _check("X3", lambda _: ["all is old"], Severity.NOTE)
    _, series, items = _series(system, [dear, lost, stays])
    assert _told(series, items, _peer(system, "A", "A")) == ["A means A", "all is old"]


def test_a_change_that_says_little_must_explain_more() -> None:
    system = _system(A="B", B="A")
    lost = _check("X1", lambda peers: [f"{name} is lost" for name, peer in peers.items() if peer != name])
    _, series, items = _series(system, [lost], ["X1"])
    assert _told(series, items, _peer(system, "A", "A", least=2)) == ["A is lost", "B is lost"]


def test_one_that_counts_alone_is_none_among_several() -> None:
    system = _system(A="B", B="A", C="A")
    lost = _check("X1", lambda peers: ["A is lost"] if peers["A"] == "B" else [])
    one, other = _peer(system, "A", "A", alone=True), _peer(system, "A", "C", alone=True)
    _, series, items = _series(system, [lost], ["X1"])
    assert _told(series, items, one) == ["A means A"]
    _, series, items = _series(system, [lost], ["X1"])
    assert _told(series, items, one, other) == ["A is lost"]
    _, series, items = _series(system, [lost], ["X1"])
    too_many = [one, *(_peer(system, "B", f"Q{number}", alone=True) for number in range(12))]
    assert _told(series, items, *too_many) == ["A is lost"]


def test_only_what_found_something_is_asked_of_a_change_that_opens_nothing() -> None:
    system = _system(A="B", B="A")
    lost = _check("X1", lambda peers: ["A is lost"] if peers["A"] == "B" else [])
    quiet = _check("X2", lambda _: [])
    _, series, items = _series(system, [quiet, lost], ["X1", "X2"])
    _told(series, items, _peer(system, "B", "B"))
    assert ASKED == {"X1": 1}


def test_the_trials_of_a_series_are_few_and_fewer_in_a_large_system() -> None:
    asked = []
    for size in (3, 200, 1000):
        system = _system(A="B", B="A", **{f"Q{number}": "A" for number in range(size)})
        lost = _check("X1", lambda peers: ["A is lost"] if peers["A"] == "B" else [])
        _, series, items = _series(system, [lost], ["X1"])
        _told(series, items, *(_peer(system, "B", f"Q{number}") for number in range(10)))
        _told(series, items, *(_peer(system, "B", f"Q{number}") for number in range(10, 50)))
        asked.append(ASKED["X1"])
    assert asked == [12, 3, 0]


def test_what_was_tried_in_vain_is_not_tried_again() -> None:
    system = _system(A="B", B="A")
    lost = _check("X1", lambda peers: ["A is lost"] if peers["A"] == "B" else [])
    trials, series, items = _series(system, [lost], ["X1"])
    _told(series, items, _peer(system, "B", "B"))
    _told(trials.series(), items, _peer(system, "B", "B"))
    assert ASKED == {"X1": 1}
    assert _told(trials.series(), items, _peer(system, "A", "A")) == ["A means A"]


def test_a_changed_system_differs_in_one_place_alone() -> None:
    system = _system(A="B", B="A")
    inquiry = Inquiry(system)
    tried = changed(inquiry, [Change(system.resources["A"], ("Peer",), "A", "A")])
    assert tried.system.resources["A"].get("Peer") == "A"
    assert [item.target for item in tried.system.references] == ["A", "A"]
    assert tried.systems[-1] is tried.system and tried.owns(tried.system.resources["A"])
    assert tried.system.resources["B"] is inquiry.system.resources["B"]
    assert inquiry.system.resources["A"].get("Peer") == "B"


TEXT = """
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
  Other: { Type: AWS::EC2::Subnet, Properties: { VpcId: vpc-0a1b2c3d4e5f60718, CidrBlock: 10.0.1.0/24 } }
  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Subnet } }
  Association:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: { RouteTableId: !Ref Table, SubnetId: !Ref Subnet }
"""


def test_what_reading_told_of_other_places_stays() -> None:
    """It isn't gone because a change elsewhere is tried, and so explains nothing."""
    reading = read_text(TEXT, "t.yaml", ReadOptions(scope=Scope(stack="t")))
    assert reading.system is not None
    inquiry = Inquiry(reading.system, (), reading.findings)
    assert inquiry.strays and inquiry.outside
    association, other = (inquiry.system.resources[name] for name in ("Association", "Other"))
    changes = [Change(association, ("SubnetId",), other.physical_id, "Other")]
    tried = changed(inquiry, changes)
    assert (tried.strays, tried.outside, tried.misread) == (inquiry.strays, inquiry.outside, inquiry.misread)
    assert [said for _, said in tried.refusals] == [said for _, said in inquiry.refusals]
    assert all(tried.owns(resource) for resource, _ in tried.refusals)
    table, vpc = (inquiry.system.resources[name] for name in ("Table", "Vpc"))
    tagged = changed(inquiry, [Change(table, ("Tags",), [])])
    moved = changed(inquiry, [Change(table, ("VpcId",), vpc.physical_id)])
    assert tagged.refused_at(tagged.system.resources["Table"], "VpcId")
    assert not moved.refused_at(moved.system.resources["Table"], "VpcId")


def _errors(base: str, old: str, new: str) -> list[Finding]:
    """The errors of a base with one change of its text."""
    text = (CASES / "checks" / f"{base}.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    reading = read_text(text.replace(old, new), f"{base}.yaml", ReadOptions(scope=Scope(stack=base)))
    assert reading.system is not None
    found = check(reading.system, (), reading.findings).findings
    return [item for item in found if item.severity is Severity.ERROR]


def test_a_thing_of_another_kind_is_told_where_it_is_named() -> None:
    """A listener on a VPC is no rule's fault, whatever is tried at the rules."""
    head = "  Https:\n    Type: AWS::ElasticLoadBalancingV2::Listener\n    Properties:\n"
    listener = f"{head}      LoadBalancerArn: !Ref {{}}\n"
    errors = _errors("shop", listener.format("ALB"), listener.format("VPC"))
    assert [(item.logical_id, item.mend) for item in errors] == [("Https", "write LoadBalancerArn: !Ref ALB")]


def test_what_its_name_speaks_for_is_no_fault() -> None:
    """The association of a subnet that is called like it is right, though another subnet needs one more."""
    subnets = "AssignPublicIp: ENABLED\n          Subnets: [!Ref {}, !Ref PublicB]"
    errors = _errors("handed", subnets.format("PublicA"), subnets.format("DataA"))
    assert [item.logical_id for item in errors] == ["DataA"]


def test_what_apis_refuse_is_worked_out_anew_on_demand() -> None:
    reading = read_text(TEXT, "t.yaml", ReadOptions(scope=Scope(stack="t")))
    assert reading.system is not None
    inquiry = Inquiry(reading.system, (), reading.findings)
    subnet = inquiry.system.resources["Subnet"]
    changes = [Change(subnet, ("CidrBlock",), "192.168.0.0/24")]
    before = {(item.logical_id, said.path) for item, said in inquiry.refusals}
    kept = {(item.logical_id, said.path) for item, said in changed(inquiry, changes).refusals}
    anew = {(item.logical_id, said.path) for item, said in changed(inquiry, changes, refusals_anew=True).refusals}
    assert kept == before and ("Subnet", ("CidrBlock",)) in anew - before
