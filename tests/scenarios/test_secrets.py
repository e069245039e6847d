"""A container gets its secrets; nobody else sees them: no log, event, output, journal or process list, in no file."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from images import ensure_images
from scenarios.templates import Template, att, container, ref, resource, service, task_definition, web
from scenarios.traces import Process, processes
from scenarios.twin import Twin

pytestmark = pytest.mark.scenario

FAST = ("--speed", "10")
PASSWORD = "Correct-Horse-7731-Battery"
LITERAL = "Literal-Staple-9914-Secret"
CHANGED = "Second-Horse-5512-Battery"
OUTSIDE = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/db"


@pytest.fixture(autouse=True, scope="module")
def images() -> None:
    ensure_images()


def secretive() -> Template:
    """A service whose container is given every kind of secret that a template can hold."""
    template = web(desired=1)
    template["Parameters"] = {"Password": {"Type": "String", "NoEcho": True, "MinLength": 8}}
    made = template["Resources"]
    for name in ("Balancer", "Listener", "Targets"):
        del made[name]
    made["Generated"] = resource(
        "SecretsManager::Secret",
        GenerateSecretString={
            "SecretStringTemplate": '{"username": "app"}',
            "GenerateStringKey": "password",
            "PasswordLength": 40,
            "ExcludePunctuation": True,
        },
    )
    made["Given"] = resource("SecretsManager::Secret", SecretString={"Fn::Sub": '{"password": "${Password}"}'})
    made["Literal"] = resource("SecretsManager::Secret", SecretString=LITERAL)
    made["Setting"] = resource("SSM::Parameter", Type="String", Name="/app/setting", Value=ref("Password"))
    made["ExecutionRole"]["Properties"]["Policies"] = [
        {
            "PolicyName": "secrets",
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["secretsmanager:GetSecretValue", "ssm:GetParameters"],
                        "Resource": "*",
                    }
                ],
            },
        }
    ]
    app = container(
        Environment=[{"Name": "PLAIN", "Value": ref("Password")}],
        Secrets=[
            {"Name": "GENERATED", "ValueFrom": {"Fn::Sub": "${Generated}:password::"}},
            {"Name": "GIVEN", "ValueFrom": {"Fn::Sub": "${Given}:password::"}},
            {"Name": "LITERAL", "ValueFrom": ref("Literal")},
            {"Name": "SETTING", "ValueFrom": ref("Setting")},
        ],
    )
    made["Task"] = task_definition(app)
    made["Service"] = service(1, balanced=False, depends=None)
    template["Outputs"] = {"Shown": {"Value": ref("Password")}, "Name": {"Value": att("Given", "Id")}}
    return template


def test_a_container_sees_its_secrets_and_nobody_else_does(twin: Twin) -> None:
    given = twin.folder / "parameters.json"
    given.write_text(json.dumps([{"ParameterKey": "Password", "ParameterValue": PASSWORD}]))
    given.chmod(0o600)
    said = twin.up(secretive(), *FAST, "--parameters", str(given))
    task = twin.status()["tasks"][0]["id"]
    seen = {name: _printenv(twin, task, name) for name in ("PLAIN", "GENERATED", "GIVEN", "LITERAL", "SETTING")}
    generated = seen.pop("GENERATED")
    assert seen == {"PLAIN": PASSWORD, "GIVEN": PASSWORD, "LITERAL": LITERAL, "SETTING": PASSWORD}
    assert len(generated) == 40
    # A change of the value shows that it changes, and neither what it was nor what it is.
    given.write_text(json.dumps({"Parameters": {"Password": CHANGED}}))
    said += _output(twin, "plan", str(twin.folder / "app.json"), "--stack", "app", "--parameters", str(given))
    said += _output(twin, "plan", str(twin.folder / "app.json"), "--stack", "app", "--parameters", str(given), "--json")
    said += twin.up(secretive(), *FAST, "--parameters", str(given))
    assert _printenv(twin, _running(twin), "PLAIN") == CHANGED
    for verb in ("status", "events", "logs", "ps"):
        said += _output(twin, verb) + _output(twin, verb, "--json")
    secrets = [PASSWORD, CHANGED, LITERAL, generated]
    assert not [secret for secret in secrets if secret in said]
    assert list(_leaks_in_processes(twin, secrets)) == []
    assert list(_leaks_in_files(twin, secrets)) == []


def test_a_secret_stays_the_same_when_the_twin_is_rebuilt(twin: Twin) -> None:
    given = ("--param", f"Password={PASSWORD}")
    twin.up(secretive(), *FAST, *given)
    before = _printenv(twin, _running(twin), "GENERATED")
    twin.remove()
    twin.wait_for(lambda state: [t for t in state["tasks"] if t["last_status"] == "RUNNING"], "a new task runs")
    after = _running(twin)
    assert _printenv(twin, after, "GENERATED") == before
    assert _printenv(twin, after, "PLAIN") == PASSWORD


def outside() -> Template:
    """A service whose container is given a secret and a parameter that the account has already."""
    template = secretive()
    made = template["Resources"]
    for name in ("Generated", "Given", "Literal", "Setting"):
        del made[name]
    del template["Parameters"], template["Outputs"]
    app = container(
        Secrets=[
            {"Name": "WHOLE", "ValueFrom": f"{OUTSIDE}-AbC123"},
            {"Name": "PART", "ValueFrom": f"{OUTSIDE}-AbC123:password::"},
            {"Name": "SETTING", "ValueFrom": "/shop/setting"},
        ]
    )
    made["Task"] = task_definition(app)
    return template


def test_what_the_account_has_already_is_given_by_a_file_and_shown_nowhere(twin: Twin) -> None:
    said = twin.up(outside(), *FAST, ok=False)
    assert (
        f"{OUTSIDE}-AbC123 is not in the templates, so its value isn't known here; give it with --secrets FILE" in said
    )
    file = twin.folder / "secrets.yaml"
    file.write_text(json.dumps({"shop/db": {"user": "u", "password": PASSWORD}, "/shop/setting": LITERAL}))
    file.chmod(0o600)
    said += twin.up(outside(), *FAST, "--secrets", str(file))
    task = _running(twin)
    whole = json.dumps({"user": "u", "password": PASSWORD}, separators=(",", ":"))
    assert [_printenv(twin, task, name) for name in ("WHOLE", "PART", "SETTING")] == [whole, PASSWORD, LITERAL]
    # What was given stays given, and a new value is the next task's.
    changed = json.dumps({"password": CHANGED})
    file.write_text(f"{OUTSIDE}={changed}\nshop/nothing={CHANGED}\n")
    said += twin.up(outside(), *FAST)
    said += (warned := twin.up(outside(), *FAST, "--secrets", str(file)))
    assert "no task definition names shop/nothing" in warned
    for verb in ("status", "events", "logs", "ps"):
        said += _output(twin, verb) + _output(twin, verb, "--json")
    file.unlink()
    secrets = [PASSWORD, CHANGED, LITERAL]
    assert not [secret for secret in secrets if secret in said]
    assert list(_leaks_in_processes(twin, secrets)) == []
    assert list(_leaks_in_files(twin, secrets)) == []
    # An engine that takes over has them still.
    twin.remove()
    twin.wait_for(lambda state: [t for t in state["tasks"] if t["last_status"] == "RUNNING"], "a new task runs")
    task = _running(twin)
    assert _printenv(twin, task, "SETTING") == LITERAL and _printenv(twin, task, "PART") == CHANGED


def _running(twin: Twin) -> str:
    return next(str(task["id"]) for task in twin.status()["tasks"] if task["last_status"] == "RUNNING")


def _printenv(twin: Twin, task: str, name: str) -> str:
    done = twin.run("exec", task, "--", "sh", "-c", f'echo "${name}"')
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


def _output(twin: Twin, *words: str) -> str:
    done = twin.run(*words)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    return done.stdout + done.stderr


def _leaks_in_processes(twin: Twin, secrets: list[str]) -> Iterator[str]:
    """Processes of the twin, those inside containers apart, that show a secret in their arguments or environment."""
    found = processes(twin)
    inside = set(_in_containers(found))
    assert inside
    for process in found:
        if process not in inside:
            for name in ("cmdline", "environ"):
                text = _read(Path(f"/proc/{process.pid}/{name}"))
                if any(secret.encode() in text for secret in secrets):
                    yield f"{name} of {process.command}"
    for process in inside:
        assert not any(secret in process.command for secret in secrets)


def _in_containers(found: list[Process]) -> Iterator[Process]:
    """Children of container monitors, and theirs."""
    monitors = {process.pid for process in found if process.command.split(" ")[0].endswith("conmon")}
    inside = set(monitors)
    for _ in found:
        inside |= {process.pid for process in found if _parent(process.pid) in inside}
    yield from (process for process in found if process.pid in inside - monitors)


def _leaks_in_files(twin: Twin, secrets: list[str]) -> Iterator[str]:
    """Files of the twin, on the host and in the dock's /run, that hold a secret and that others might read.

    The vault is what keeps them, and a container's own configuration needs them: both for their owner alone.
    """
    run = Path(f"/proc/{twin.status_processes()['dock']}/root/run")
    looked_at = 0
    for root in (twin.home, run):
        for path in sorted(root.rglob("*")):
            if not path.is_symlink() and path.is_file() and (text := _read(path)):
                looked_at += 1
                if any(secret.encode() in text for secret in secrets):
                    mode = stat.S_IMODE(path.stat().st_mode)
                    folders = [root / folder for folder in path.relative_to(root).parents if folder.name]
                    alone = mode & 0o077 == 0 or any(_closed(folder) for folder in folders)
                    kept = path == twin.home / "vault.json" or path.name in ("config.json", "bolt_state.db")
                    if not (alone and kept):
                        yield f"{path} {mode:o}"
    assert looked_at > 20


def _closed(folder: Path) -> bool:
    return stat.S_IMODE(folder.stat().st_mode) & 0o011 == 0


def _parent(pid: int) -> int:
    text = _read(Path(f"/proc/{pid}/stat"))
    return int(text.rpartition(b")")[2].split()[1]) if text else 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
