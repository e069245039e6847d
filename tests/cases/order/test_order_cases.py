"""Plans as text: what changes between two templates, in which order, and why; and what CloudFormation would not do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_files import agrees, system_of, templates
from seatrial.analyses.difference import bump, impossible, plan, plan_text
from seatrial.analyses.order import cycles, deletion_waves, edges, waves, waves_text
from seatrial.model.resource import Reference, Resource
from seatrial.model.step import Action
from seatrial.model.system import Scope, System
from seatrial.model.value import Sensitive, Unknown

WEB = Path(__file__).parent / "web.yaml"
ENOUGH_ROUNDS = 20


def settled(old: System | None, text: str, generations: dict[str, int]) -> tuple[System, dict[str, int]]:
    """Reads a template as often as replacements make it necessary."""
    for _ in range(ENOUGH_ROUNDS):
        new = system_of(text, generations=generations)
        wanted = bump(old, new, generations)
        if wanted == generations:
            return new, generations
        generations = wanted
    raise AssertionError("the generations never settle")


def test_a_web_application_is_created_in_waves() -> None:
    agrees(WEB.with_name("web.waves.txt"), waves_text(system_of(WEB.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("path", templates("order", ".old.yaml"))
def test_the_plan_says_what_changes_and_why(path: Path) -> None:
    old = system_of(path.read_text(encoding="utf-8"))
    text = path.with_name(path.name.replace(".old.", ".new.")).read_text(encoding="utf-8")
    new, generations = settled(old, text, {})
    found = plan_text(plan(old, new)) + f"generations: {json.dumps(generations, sort_keys=True)}\n"
    found += "".join(f"impossible: {item.code} {item.what}: {item.why}\n" for item in impossible(old, new))
    agrees(path.with_name(path.name.replace(".old.yaml", ".plan.txt")), found)
    assert plan(new, new).steps == ()


@pytest.mark.parametrize("path", templates("order", ".old.yaml"))
def test_a_second_update_with_the_same_template_has_nothing_to_do(path: Path) -> None:
    old = system_of(path.read_text(encoding="utf-8"))
    text = path.with_name(path.name.replace(".old.", ".new.")).read_text(encoding="utf-8")
    new, generations = settled(old, text, {})
    again, same = settled(new, text, dict(generations))
    assert (plan(new, again).steps, same) == ((), generations)


def test_after_a_rolled_back_update_the_old_template_has_nothing_to_do() -> None:
    text = WEB.read_text(encoding="utf-8")
    old = system_of(text)
    _, generations = settled(old, text.replace("Image: nginx", "Image: nginx:2"), {})
    assert generations == {"Task": 2}
    again, back = settled(old, text, generations)
    assert (plan(old, again).steps, back) == ((), {"Task": 1})


def test_a_new_stack_is_created_wholly_and_skips_by_name() -> None:
    system = system_of(WEB.read_text(encoding="utf-8"))
    made = plan(None, system, {"Cluster": "no clusters today"})
    assert [step.logical_id for step in made.steps] == [name for wave in waves(system) for name in wave]
    assert {step.action for step in made.steps} == {Action.CREATE, Action.SKIP}
    skipped = next(step for step in made.steps if step.action is Action.SKIP)
    assert (skipped.logical_id, skipped.cause) == ("Cluster", "no clusters today")
    assert not made.empty
    assert plan(system, system, {"Cluster": "no clusters today"}).empty


def test_secrets_are_not_shown_in_a_plan() -> None:
    def secret(value: str) -> System:
        return _system(
            {"Secret": Resource("Secret", "AWS::SecretsManager::Secret", {"SecretString": Sensitive(value)}, "s")}
        )

    steps = plan(secret("old-password"), secret("new-password")).steps
    assert steps[0].changes == ('SecretString: "****" → "****"',)


def test_what_is_not_known_the_same_way_is_unchanged() -> None:
    def role(reason: str) -> System:
        return _system({"Role": Resource("Role", "AWS::IAM::Role", {"Description": Unknown(reason)}, "role")})

    assert plan(role("it is an import"), role("it is an import")).steps == ()
    assert plan(role("it is an import"), role("it is another import")).steps[0].action is Action.UPDATE


def test_a_nested_stack_is_there_when_its_parts_are() -> None:
    system = _graph({"Net": [], "App": ["Net"], "Net/Vpc": [], "Net/Subnet": ["Net/Vpc"], "App/Task": [], "Role": []})
    level = {name: number for number, wave in enumerate(waves(system)) for name in wave}
    assert level == {"Net/Vpc": 0, "Role": 0, "Net/Subnet": 1, "Net": 2, "App/Task": 3, "App": 4}


def test_resources_that_wait_for_each_other_share_a_wave_and_are_told() -> None:
    system = _graph({"First": ["Second"], "Second": ["First"], "After": ["First"], "Alone": []})
    assert cycles(system) == (("First", "Second"),)
    assert waves(system) == (("First", "Second", "Alone"), ("After",))


def test_deletion_goes_the_other_way() -> None:
    system = system_of(WEB.read_text(encoding="utf-8"))
    assert [set(wave) for wave in deletion_waves(system)] == [set(wave) for wave in reversed(waves(system))]


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, list[str]]:
    size = draw(st.integers(1, 12))
    names = [f"R{number}" for number in range(size)]
    shuffled = draw(st.permutations(names))
    # Each refers only to those before it in a shuffled order, so there is no circle.
    return {name: sorted(draw(st.sets(st.sampled_from(shuffled[: shuffled.index(name)] or [name])))) for name in names}


@given(graphs())
def test_the_order_is_a_topological_order(graph: dict[str, list[str]]) -> None:
    system = _graph(graph)
    level = {name: number for number, wave in enumerate(waves(system)) for name in wave}
    assert sorted(level) == sorted(graph)
    assert all(level[edge.target] < level[edge.source] for edge in edges(system))


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.lists(st.sampled_from("ABCDEF"), max_size=4), min_size=1))
def test_any_graph_at_all_has_an_order(graph: dict[str, list[str]]) -> None:
    system = _graph(graph)
    assert sorted(name for wave in waves(system) for name in wave) == sorted(graph)


def _graph(needs: dict[str, list[str]]) -> System:
    return _system(
        {
            name: Resource(
                name,
                "AWS::CloudFormation::Stack",
                {},
                name,
                references=tuple(Reference(name, ("Property",), target, "") for target in targets),
            )
            for name, targets in needs.items()
        }
    )


def _system(resources: dict[str, Any]) -> System:
    return System(Scope("test"), resources)
