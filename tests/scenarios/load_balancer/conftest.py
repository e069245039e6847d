"""Runs every scenario of this folder on a stage of its own: namespaces that end, with all in them, when it ends."""

from __future__ import annotations

import asyncio
import inspect
import os
import subprocess
import sys

import pytest

from seatrial.runtimes.twin.act.unsharing import unshare_command

ON_STAGE = "SEATRIAL_TEST_STAGE"
SECONDS = 120
ENTER = 'mount -t tmpfs tmpfs /run && mkdir -p /run/netns && ip link set lo up && exec "$@"'


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """On the stage, runs a coroutine test; outside, sends the test onto one."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    if os.environ.get(ON_STAGE):
        names = pyfuncitem._fixtureinfo.argnames
        asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
        return True
    test = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "--tb=short", pyfuncitem.nodeid]
    command = [*unshare_command(os.geteuid()), "sh", "-c", ENTER, "stage", *test]
    done = subprocess.run(
        command,
        env={**os.environ, ON_STAGE: "1"},
        cwd=pyfuncitem.config.rootpath,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)
    return True
