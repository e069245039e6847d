"""What a service does under the verbs: rolls within its percentages, scaling, stop, exec, logs, events."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import pytest

from images import WEB_2, ensure_images
from scenarios.templates import PORT, Template, changed, container, service, task_definition, web, write
from scenarios.traces import kill_engine
from scenarios.twin import Status, Twin

pytestmark = pytest.mark.scenario

FAST = ("--speed", "10")


@pytest.fixture(autouse=True, scope="module")
def images() -> None:
    ensure_images()


def alone(desired: int, *containers: Template, **changes: Any) -> Template:
    """A service without a load balancer."""
    template = web(desired=desired)
    for name in ("Balancer", "Listener", "Targets"):
        del template["Resources"][name]
    template["Resources"]["Task"] = task_definition(*containers)
    template["Resources"]["Service"] = service(desired, balanced=False, depends=None, **changes)
    return template


def running(state: Status) -> list[dict[str, Any]]:
    return [task for task in state["tasks"] if task["last_status"] == "RUNNING"]


@pytest.mark.parametrize(
    ("minimum", "maximum", "least", "most"),
    [(50, 100, 2, 4), (100, 150, 4, 6)],
)
def test_a_roll_stays_within_minimum_and_maximum_percent(
    twin: Twin, minimum: int, maximum: int, least: int, most: int
) -> None:
    percent = {"MinimumHealthyPercent": minimum, "MaximumPercent": maximum}
    template = alone(4, DeploymentConfiguration=percent)
    twin.up(template, *FAST)
    old = {task["id"] for task in running(twin.status())}
    wanted = changed(template, "Task", "Properties", "ContainerDefinitions", 0, "Image", to=WEB_2)
    update = twin.start("up", str(write(wanted, twin.folder)), "-d", "--stack", "app", *FAST)
    seen = []
    while update.poll() is None:
        state = twin.status()
        alive = [task for task in state["tasks"] if task["desired_status"] == "RUNNING"]
        seen.append((len([task for task in alive if task["last_status"] == "RUNNING"]), len(alive)))
    assert update.returncode == 0, update.stdout
    assert min(count for count, _ in seen) >= least, seen
    assert max(count for _, count in seen) <= most, seen
    # It used its room, else nothing was seen.
    assert min(count for count, _ in seen) < 4 or max(count for _, count in seen) > 4, seen
    new = running(twin.status())
    assert len(new) == 4
    assert not {task["id"] for task in new} & old


def test_a_strategy_divides_tasks_between_fargate_and_fargate_spot(twin: Twin) -> None:
    template = alone(5)
    template["Resources"]["Cluster"]["Properties"]["CapacityProviders"] = ["FARGATE", "FARGATE_SPOT"]
    made = template["Resources"]["Service"]["Properties"]
    del made["LaunchType"]
    made["CapacityProviderStrategy"] = [
        {"CapacityProvider": "FARGATE", "Base": 1, "Weight": 1},
        {"CapacityProvider": "FARGATE_SPOT", "Weight": 3},
    ]
    twin.up(template, *FAST)
    providers = sorted(task["capacity_provider"] for task in running(twin.status()))
    assert providers == ["FARGATE"] * 2 + ["FARGATE_SPOT"] * 3


def test_scaling_up_and_down_keeps_what_can_stay(twin: Twin) -> None:
    twin.up(web(desired=1), *FAST)
    first = {task["id"] for task in running(twin.status())}
    assert twin.run("scale", "web", "3").returncode == 0
    state = twin.wait_for(lambda state: len(_healthy(state)) == 3, "three targets are healthy")
    three = {task["id"] for task in running(state)}
    assert first < three
    assert {task["availability_zone"] for task in running(state)} == {"us-east-1a", "us-east-1b"}
    assert twin.run("scale", "web", "1").returncode == 0
    state = twin.wait_for(lambda state: len(_stopped(state)) == 2 and len(_targets(state)) == 1, "one task is left")
    stopped = _stopped(state)
    assert {task["id"] for task in stopped} == three - {running(state)[0]["id"]}
    assert {task["stop_code"] for task in stopped} == {"ServiceSchedulerInitiated"}
    assert all("Scaling activity initiated by (deployment ecs-svc/" in task["stopped_reason"] for task in stopped)
    assert twin.run("scale", "web", "0").returncode == 0
    twin.wait_for(lambda state: not running(state) and not _targets(state), "no task is left")
    # The template says one: bringing it up again goes back to that.
    twin.up(changed(web(desired=1), "Service", "Properties", "DesiredCount", to=2), *FAST)
    assert len(running(twin.status())) == 2


def test_a_stopped_task_is_drained_stopped_and_replaced(twin: Twin) -> None:
    twin.up(web(desired=1), *FAST)
    task = running(twin.status())[0]
    assert twin.run("stop", task["id"]).returncode == 0
    state = twin.wait_for(
        lambda state: [t for t in running(state) if t["id"] != task["id"]] and len(_healthy(state)) == 1, "replaced"
    )
    state = twin.wait_for(lambda state: _stopped(state), "it stopped")
    gone = next(found for found in state["tasks"] if found["id"] == task["id"])
    assert (gone["stop_code"], gone["stopped_reason"]) == ("UserInitiated", "Task stopped by user")
    texts = [event["text"] for event in twin.events() if task["private_ip"] in event["text"]]
    assert any("is draining" in text for text in texts), texts


def test_exec_passes_streams_and_exit_codes_on(twin: Twin) -> None:
    second = container("second", PortMappings=[], Command=["sleep", "1000"], User="65534")
    twin.up(alone(1, container(), second), *FAST)
    task = running(twin.status())[0]["id"]

    def execute(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "seatrial", "exec", task[:12], *words],
            input=given,
            capture_output=True,
            text=True,
            timeout=30,
            env=twin.environment,
        )

    many = "".join(f"line {number}\n" for number in range(20_000))
    assert execute("app", "--", "cat", given="hi\n").stdout == "hi\n"
    assert execute("app", "--", "cat", given=many).stdout == many
    assert execute("app", "--", "sh", "-c", "exit 42").returncode == 42
    assert execute("app", "--", "sh", "-c", "kill -9 $$").returncode == 137
    both = execute("app", "--", "sh", "-c", "echo out; echo err >&2")
    assert (both.stdout, both.stderr) == ("out\n", "err\n")
    # Which of several containers must be said; ECS Exec is root's whatever the container's user is.
    unclear = execute("--", "true")
    assert unclear.returncode == 1
    assert "several containers (app, second); name one" in unclear.stderr
    assert execute("second", "--", "id", "-u").stdout == "0\n"
    assert execute("second", "id", "-u").stdout == "0\n"
    # A program that can't be run has a shell's exit status, and is named.
    for word, status in (("nosuch", 127), ("/bin/nosuch", 127), ("/etc/passwd", 126), ("/bin", 126)):
        missing = execute("app", "--", word)
        assert (missing.returncode, missing.stdout) == (status, ""), missing
        assert "error: container app: " in missing.stderr and word in missing.stderr
        assert "level=error" not in missing.stderr


def test_an_interrupted_exec_ends_its_command(twin: Twin) -> None:
    twin.up(alone(1), *FAST)
    task = running(twin.status())[0]["id"]
    started = twin.start("exec", task, "--", "sleep", "4242")

    def sleeps() -> bool:
        return "sleep 4242" in twin.run("exec", task, "--", "ps").stdout

    _until(sleeps, "the command runs")
    started.kill()
    started.wait()
    _until(lambda: not sleeps(), "the command has ended")


def test_an_exec_whose_engine_is_killed_does_not_run_its_command_twice(twin: Twin) -> None:
    twin.up(alone(1), *FAST)
    task = running(twin.status())[0]["id"]
    started = twin.start("exec", task, "--", "sh", "-c", "echo begun; echo one >> /tmp/runs; sleep 30")
    assert started.stdout is not None
    assert started.stdout.readline() == "begun\n"
    assert kill_engine(twin)
    # The command itself holds the other end of the output still: it is not waited for.
    assert started.wait(timeout=30) == 2
    assert twin.run("exec", task, "--", "cat", "/tmp/runs").stdout == "one\n"


def test_logs_are_those_of_each_task_in_the_streams_that_aws_names(twin: Twin) -> None:
    talks = container(Command=["sh", "-c", "echo to-out; echo to-err >&2; exec /bin/serve"])
    twin.up(alone(2, talks), *FAST)
    tasks = sorted(task["id"] for task in running(twin.status()))
    done = twin.run("logs", "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for task in tasks:
        own = [line for line in lines if line["task"] == task]
        # Output and error are two pipes: each keeps its order, and nobody knows which is read first.
        said = [line["message"] for line in own]
        assert [text for text in said if text != "to-err"] == ["to-out", f"serving version 1 on port {PORT}"]
        assert said.count("to-err") == 1
        assert {line["log_stream"] for line in own} == {f"app/app/{task}"}
        assert {line["log_group"] for line in own} == {"/ecs/app"}
        assert len(twin.run("logs", task[:10]).stdout.splitlines()) == 3
    assert len(twin.run("logs", "web").stdout.splitlines()) == 6
    assert len(twin.run("logs", "-n", "1").stdout.splitlines()) == 1
    following = twin.start("logs", "-f", "-n", "0")
    assert following.stdout is not None
    twin.run("scale", "web", "3")
    line = following.stdout.readline()
    assert "to-out" in line or "to-err" in line
    following.terminate()
    following.communicate()


def test_events_are_told_in_order_and_followed(twin: Twin) -> None:
    following = None
    twin.up(alone(1), *FAST)
    try:
        following = twin.start("events", "-f", "--json")
        assert following.stdout is not None
        told = twin.events()
        assert [event["number"] for event in told] == sorted({event["number"] for event in told})
        assert told[0]["text"].startswith("CREATE_IN_PROGRESS")
        assert told[-1]["text"].startswith("CREATE_COMPLETE  AWS::CloudFormation::Stack")
        for event in told:
            assert json.loads(following.stdout.readline()) == event
        twin.run("scale", "web", "2")
        assert "has started 1 tasks" in json.loads(following.stdout.readline())["text"]
    finally:
        if following is not None:
            following.terminate()
            following.communicate()


def _stopped(state: Status) -> list[dict[str, Any]]:
    return [task for task in state["tasks"] if task["last_status"] == "STOPPED"]


def _targets(state: Status) -> list[dict[str, Any]]:
    return [target for group in state["target_groups"] for target in group["targets"]]


def _healthy(state: Status) -> list[dict[str, Any]]:
    return [target for target in _targets(state) if target["state"] == "healthy"]


def _until(condition: Any, what: str) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, what
