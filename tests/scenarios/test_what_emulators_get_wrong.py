"""Facts about ECS Fargate that must be seen with real packets and real containers. One intent each."""

from __future__ import annotations

import ipaddress
import time
from typing import Any

import pytest

from images import WEB_2, ensure_images
from scenarios.templates import (
    IMAGE,
    PORT,
    Template,
    att,
    changed,
    container,
    ref,
    resource,
    service,
    task_definition,
    trust,
    web,
)
from scenarios.twin import Status, Twin, fetch

pytestmark = pytest.mark.scenario

FAST = ("--speed", "5")


@pytest.fixture(autouse=True, scope="module")
def images() -> None:
    ensure_images()


def running(state: Status) -> list[dict[str, Any]]:
    return [task for task in state["tasks"] if task["last_status"] == "RUNNING"]


def stopped(state: Status) -> list[dict[str, Any]]:
    return [task for task in state["tasks"] if task["last_status"] == "STOPPED"]


def targets(state: Status) -> list[dict[str, Any]]:
    return [target for group in state["target_groups"] for target in group["targets"]]


def alone(*containers: Template, desired: int = 1, **changes: Any) -> Template:
    """A service without a load balancer."""
    template = web(desired=desired)
    for name in ("Balancer", "Listener", "Targets"):
        del template["Resources"][name]
    template["Resources"]["Task"] = task_definition(*containers, **changes)
    template["Resources"]["Service"] = service(desired, balanced=False, depends=None)
    return template


def test_a_task_has_an_address_of_its_subnet_and_tasks_spread_over_zones(twin: Twin) -> None:
    twin.up(web(), *FAST)
    state = twin.status()
    assert state["status"] == "CREATE_COMPLETE"
    tasks = running(state)
    assert len(tasks) == 2
    assert len({task["availability_zone"] for task in tasks}) == 2
    for task in tasks:
        block = {"us-east-1a": "10.0.2.0/24", "us-east-1b": "10.0.3.0/24"}[task["availability_zone"]]
        assert ipaddress.ip_address(task["private_ip"]) in ipaddress.ip_network(block)
    assert {target["state"] for target in targets(state)} == {"healthy"}
    assert fetch(twin.url())[0] == 200


def test_containers_of_a_task_reach_each_other_on_the_loopback(twin: Twin) -> None:
    probe = container(
        "probe",
        PortMappings=[],
        Essential=False,
        Command=[
            "sh",
            "-c",
            f"for i in 1 2 3 4 5 6 7 8 9; do nc 127.0.0.1 {PORT} </dev/null && exit 0; sleep 1; done; exit 9",
        ],
        DependsOn=[{"ContainerName": "app", "Condition": "START"}],
    )
    twin.up(alone(container(), probe), *FAST)
    state = twin.wait_for(lambda state: _container(state, "probe")["last_status"] == "STOPPED", "the probe ended")
    assert _container(state, "probe")["exit_code"] == 0


def test_a_container_may_have_port_80_beside_the_tasks_metadata(twin: Twin) -> None:
    app = container(PortMappings=[{"ContainerPort": 80}], Environment=[{"Name": "PORT", "Value": "80"}])
    twin.up(alone(app), *FAST)
    task = running(twin.status())[0]
    asks = "printf 'GET %s HTTP/1.0\\r\\n\\r\\n' "
    site = twin.run("exec", task["id"], "--", "sh", "-c", f"{asks} / | nc 127.0.0.1 80")
    assert "version 1" in site.stdout, site.stderr
    path = "${ECS_CONTAINER_METADATA_URI_V4#http://169.254.170.2}/task"
    about = twin.run("exec", task["id"], "--", "sh", "-c", f"{asks} {path} | nc 169.254.170.2 80")
    assert task["id"] in about.stdout, about.stderr


def test_a_port_that_the_tasks_security_group_does_not_open_makes_targets_time_out(twin: Twin) -> None:
    template = changed(web(), "TaskGroup", "Properties", "SecurityGroupIngress", 0, "FromPort", to=PORT + 1)
    template = changed(template, "TaskGroup", "Properties", "SecurityGroupIngress", 0, "ToPort", to=PORT + 1)
    said = twin.up(template, *FAST, ok=False)
    assert "Task failed ELB health checks in (target-group" in said
    reasons = {target["reason"] for target in targets(twin.status())}
    assert reasons <= {
        "Target.Timeout",
        "Elb.InitialHealthChecking",
        "Target.DeregistrationInProgress",
        "Elb.RegistrationInProgress",
    }
    assert any("Request timed out" in event["text"] for event in twin.events())


def test_a_port_that_the_security_group_does_not_open_times_out_between_two_tasks(twin: Twin) -> None:
    template = web()
    template["Resources"]["TaskGroup"]["Properties"]["SecurityGroupIngress"].append(
        {"IpProtocol": "tcp", "FromPort": 9000, "ToPort": 9000, "CidrIp": "10.0.0.0/16"}
    )
    second = container("second", Command=["sh", "-c", "PORT=9000 exec /bin/serve"], PortMappings=[])
    template["Resources"]["Task"] = task_definition(container(), second)
    twin.up(template, *FAST)
    first, other = running(twin.status())
    open_port = twin.run("exec", first["id"], "app", "--", "nc", "-w", "3", other["private_ip"], "9000", "-e", "true")
    closed = twin.run("exec", first["id"], "app", "--", "nc", "-w", "3", other["private_ip"], str(PORT), "-e", "true")
    assert open_port.returncode == 0, open_port.stderr
    assert closed.returncode != 0
    assert "timed out" in closed.stderr or "timed out" in closed.stdout


def test_a_target_that_answers_404_to_its_health_check_is_unhealthy_and_its_task_is_replaced(twin: Twin) -> None:
    template = changed(web(), "Targets", "Properties", "HealthCheckPath", to="/missing")
    said = twin.up(template, *FAST, ok=False)
    assert "Task failed ELB health checks in (target-group" in said
    events = [event["text"] for event in twin.events()]
    assert any("Health checks failed with these codes: [404]" in text for text in events)
    state = twin.status()
    assert any(task["stop_code"] == "ServiceSchedulerInitiated" for task in stopped(state))


def test_a_container_whose_health_check_fails_is_unhealthy_and_its_task_is_replaced(twin: Twin) -> None:
    check = {"Command": ["CMD-SHELL", "test ! -e /tmp/sick"], "Interval": 5, "Timeout": 2, "Retries": 2}
    twin.up(alone(container(HealthCheck=check)), *FAST)
    task = twin.wait_for(lambda state: [t for t in running(state) if t["health_status"] == "HEALTHY"], "healthy")[
        "tasks"
    ][0]
    assert twin.run("exec", task["id"], "--", "touch", "/tmp/sick").returncode == 0
    state = twin.wait_for(lambda state: [t for t in stopped(state) if t["id"] == task["id"]], "the sick task stopped")
    gone = next(found for found in stopped(state) if found["id"] == task["id"])
    assert gone["stopped_reason"] == "Task failed container health checks"
    assert gone["health_status"] == "UNHEALTHY"
    twin.wait_for(lambda state: [t for t in running(state) if t["health_status"] == "HEALTHY"], "another is healthy")


def test_a_container_waits_for_the_health_of_the_one_it_depends_on(twin: Twin) -> None:
    check = {"Command": ["CMD-SHELL", "test -e /tmp/ready"], "Interval": 5, "Timeout": 2, "Retries": 10}
    first = container(
        "first", PortMappings=[], HealthCheck=check, Command=["sh", "-c", "sleep 3; touch /tmp/ready; sleep 1000"]
    )
    second = container(DependsOn=[{"ContainerName": "first", "Condition": "HEALTHY"}])
    twin.up(alone(first, second), *FAST)
    task = running(twin.status())[0]
    started = {item["name"]: item["started_at"] for item in task["containers"]}
    assert started["app"] - started["first"] >= 3


def test_a_private_subnet_without_a_way_out_stops_tasks_with_a_resource_initialization_error(twin: Twin) -> None:
    template = changed(web(nat=False), "Task", "Properties", "ContainerDefinitions", 0, "Image", to=_ecr_image())
    said = twin.up(template, *FAST, "--image", f"{_plain_ecr_image()}={IMAGE}", ok=False)
    assert "ResourceInitializationError: unable to pull secrets or registry auth" in said
    assert "There is a connection issue between the task and Amazon ECR" in said
    assert "TaskFailedToStart" in {task["stop_code"] for task in stopped(twin.status())}


def test_a_public_image_without_a_way_out_cannot_be_pulled(twin: Twin) -> None:
    template = changed(web(nat=False), "Task", "Properties", "ContainerDefinitions", 0, "Image", to="nginx:1.27")
    del template["Resources"]["Task"]["Properties"]["ContainerDefinitions"][0]["LogConfiguration"]
    said = twin.up(template, *FAST, "--image", f"nginx:1.27={IMAGE}", ok=False)
    assert "CannotPullContainerError" in said


def test_endpoints_do_instead_of_a_nat_gateway(twin: Twin) -> None:
    template = changed(web(nat=False), "Task", "Properties", "ContainerDefinitions", 0, "Image", to=_ecr_image())
    resources = template["Resources"]
    resources["EndpointGroup"] = resource(
        "EC2::SecurityGroup",
        GroupDescription="endpoints",
        VpcId=ref("Vpc"),
        SecurityGroupIngress=[
            {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "SourceSecurityGroupId": att("TaskGroup", "GroupId")}
        ],
    )
    for name, endpoint in (("Api", "ecr.api"), ("Dkr", "ecr.dkr"), ("LogsEndpoint", "logs")):
        resources[name] = resource(
            "EC2::VPCEndpoint",
            VpcId=ref("Vpc"),
            ServiceName={"Fn::Sub": f"com.amazonaws.${{AWS::Region}}.{endpoint}"},
            VpcEndpointType="Interface",
            SubnetIds=[ref("PrivateA"), ref("PrivateB")],
            SecurityGroupIds=[ref("EndpointGroup")],
            PrivateDnsEnabled=True,
        )
    resources["S3"] = resource(
        "EC2::VPCEndpoint",
        VpcId=ref("Vpc"),
        ServiceName={"Fn::Sub": "com.amazonaws.${AWS::Region}.s3"},
        VpcEndpointType="Gateway",
        RouteTableIds=[ref("PrivateRoutes")],
    )
    twin.up(template, *FAST, "--image", f"{_plain_ecr_image()}={IMAGE}")
    assert fetch(twin.url())[0] == 200


def test_an_execution_role_without_the_permission_stops_the_task_with_the_reason(twin: Twin) -> None:
    template = changed(web(), "ExecutionRole", "Properties", "ManagedPolicyArns", to=[])
    said = twin.up(template, *FAST, ok=False)
    assert "ResourceInitializationError: failed to validate logger args" in said
    assert "is not authorized to perform: logs:CreateLogStream" in said


def test_a_role_that_ecs_cannot_assume_makes_no_task_at_all(twin: Twin) -> None:
    trusts = trust("ec2.amazonaws.com")
    template = changed(web(), "ExecutionRole", "Properties", "AssumeRolePolicyDocument", to=trusts)
    template = changed(template, "ExecutionRole", "Properties", "RoleName", to="web-execution")
    said = twin.up(template, *FAST, ok=False)
    error = (
        "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web-execution' that was provided for this "
        "task. Please verify that the role being passed has the proper trust relationship and permissions and that "
        "your IAM user has permissions to pass this role."
    )
    events = [item["text"] for item in twin.events() if item["source"] == "service"]
    assert f"(service web) failed to launch a task with (error {error})." in events
    assert twin.status()["tasks"] == [] and "is STOPPED" not in said
    # With its trust relationship mended, the same stack comes up.
    twin.up(web(), *FAST)
    assert fetch(twin.url())[0] == 200


def test_a_missing_log_group_is_the_real_failure(twin: Twin) -> None:
    template = changed(
        web(),
        *("Task", "Properties", "ContainerDefinitions", 0, "LogConfiguration", "Options", "awslogs-group"),
        to="/ecs/nowhere",
    )
    said = twin.up(template, *FAST, ok=False)
    assert "ResourceNotFoundException: The specified log group does not exist." in said


def test_256_cpu_units_with_8192_mib_are_refused(twin: Twin) -> None:
    said = twin.up(changed(web(), "Task", "Properties", "Memory", to="8192"), ok=False)
    assert "No Fargate configuration exists for given values" in said
    assert not running(twin.status())


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (
            ("NetworkConfiguration", "AwsvpcConfiguration", "Subnets"),
            ["subnet-0123456789abcdef0"],
            "subnet-0123456789abcdef0",
        ),
        (
            ("NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"),
            ["sg-0123456789abcdef0"],
            "sg-0123456789abcdef0",
        ),
        (
            ("LoadBalancers", 0, "TargetGroupArn"),
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/none/0123456789abcdef",
            "targetgroup/none/0123456789abcdef",
        ),
    ],
)
def test_what_no_stack_has_is_refused(twin: Twin, path: tuple[str | int, ...], value: Any, words: str) -> None:
    said = twin.up(changed(web(), "Service", "Properties", *path, to=value), ok=False)
    assert words in said
    assert twin.status()["status"] == "CREATE_FAILED"


def test_a_bad_revision_trips_the_circuit_breaker_and_rolls_back(twin: Twin) -> None:
    twin.up(web(desired=1), *FAST)
    before = twin.status()["services"][0]["task_definition"]
    bad = changed(web(desired=1), "Task", "Properties", "ContainerDefinitions", 0, "Command", to=["sh", "-c", "exit 3"])
    said = twin.up(bad, *FAST, ok=False)
    assert "Circuit Breaker was triggered" in said
    state = twin.wait_for(lambda state: state["services"][0]["rollout_state"] == "COMPLETED", "rolled back")
    assert state["services"][0]["task_definition"] == before
    assert state["status"] == "UPDATE_ROLLBACK_COMPLETE"
    assert fetch(twin.url())[0] == 200


def test_a_rolling_update_under_load_loses_no_request(twin: Twin) -> None:
    twin.up(web(), *FAST)
    url = twin.url()
    file = changed(web(), "Task", "Properties", "ContainerDefinitions", 0, "Image", to=WEB_2)
    update = _start_update(twin, file)
    answers: list[tuple[int, str]] = []
    while update.poll() is None:
        answers.append(fetch(url))
    assert update.returncode == 0, update.stdout
    assert [answer for answer in answers if answer[0] != 200] == []
    assert {"version 1\n", "version 2\n"} == {body for _, body in answers}
    assert fetch(url)[1] == "version 2\n"


def test_a_killed_container_comes_back(twin: Twin) -> None:
    twin.up(web(desired=1), *FAST)
    task = running(twin.status())[0]
    twin.run("exec", task["id"], "--", "sh", "-c", "kill -9 -1")
    state = twin.wait_for(
        lambda state: [t for t in running(state) if t["id"] != task["id"]] and _is(stopped(state), task["id"]),
        "another task runs",
    )
    gone = next(found for found in stopped(state) if found["id"] == task["id"])
    assert gone["stop_code"] == "EssentialContainerExited"
    assert gone["stopped_reason"] == "Essential container in task exited"
    twin.wait_for(lambda state: [t for t in targets(state) if t["state"] == "healthy"], "the new target is healthy")
    assert fetch(twin.url())[0] == 200


@pytest.mark.parametrize(("command", "code"), [("trap 'exit 7' TERM", 7), ("trap '' TERM", 137)])
def test_sigterm_comes_first_and_sigkill_after_the_stop_timeout(twin: Twin, command: str, code: int) -> None:
    app = container(PortMappings=[], StopTimeout=2, Command=["sh", "-c", f"{command}; while true; do sleep 0.1; done"])
    twin.up(alone(app))
    task = running(twin.status())[0]
    assert twin.run("stop", task["id"][:8], "--reason", "making room").returncode == 0
    began = time.time()
    state = twin.wait_for(lambda state: _is(stopped(state), task["id"]), "the task stopped")
    gone = next(found for found in stopped(state) if found["id"] == task["id"])
    assert gone["containers"][0]["exit_code"] == code
    assert (gone["stop_code"], gone["stopped_reason"]) == ("UserInitiated", "making room")
    assert code != 137 or time.time() - began >= 1.5


def test_an_unchanged_template_has_nothing_to_do(twin: Twin) -> None:
    twin.up(web(desired=1), *FAST)
    before = running(twin.status())[0]["id"]
    assert "nothing to do" in twin.up(web(desired=1), *FAST)
    assert running(twin.status())[0]["id"] == before


def test_two_stacks_with_the_same_addresses_do_not_see_each_other(twin: Twin) -> None:
    twin.up(web(desired=1), *FAST, name="one")
    twin.up(web(desired=1), *FAST, name="two")
    first, second = running(twin.status("one"))[0], running(twin.status("two"))[0]
    assert fetch(twin.url("one"))[0] == fetch(twin.url("two"))[0] == 200
    tried = twin.run(
        "exec", "--stack", "one", first["id"], "--", "nc", "-w", "2", second["private_ip"], str(PORT), "-e", "true"
    )
    assert tried.returncode != 0
    assert twin.run("down", "one", "--yes").returncode == 0
    assert fetch(twin.url("two"))[0] == 200


def test_down_leaves_nothing_behind(twin: Twin) -> None:
    twin.up(web(desired=1), *FAST)
    assert twin.run("down", "--yes").returncode == 0
    assert not [file for file in twin.home.glob("*") if file.name != "authority"]


def _container(state: Status, name: str) -> dict[str, Any]:
    for task in state["tasks"]:
        for found in task["containers"]:
            if found["name"] == name:
                return dict(found)
    return {"last_status": "", "exit_code": None}


def _is(tasks: list[dict[str, Any]], task: str) -> bool:
    return any(found["id"] == task for found in tasks)


def _ecr_image() -> Template:
    return {"Fn::Sub": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/app:1"}


def _plain_ecr_image() -> str:
    return "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1"


def _start_update(twin: Twin, template: Template) -> Any:
    from scenarios.templates import write

    return twin.start("up", str(write(template, twin.folder, "app")), "-d", "--stack", "app", *FAST)
