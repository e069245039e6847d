"""Settings under which podman runs inside the twin, made to fit this host.

Everything of ours stays in the yard: layers and volumes in its work folder, run-time state on the dock's /run,
settings files beside them. The user's own image store is only read (``additionalimagestores``), so an image just built
is there at once and nothing of ours ever shows in the user's podman. A store that another driver wrote (vfs) can't be
read so; its images are copied over when asked for.

What differs from host to host is looked at, not assumed: the runtime that fits the cgroup version, whether overlay
mounts work, the hard limits of this process, and whether we are root of a user namespace (podman then has to be told
that it is rootless: by itself it sees only user id 0).

Sources (read 2026-11-23): https://github.com/containers/common/blob/main/docs/containers.conf.5.md and
https://github.com/containers/storage/blob/main/docs/containers-storage.conf.5.md
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from seatrial.runtimes.twin.act.image_stores import user_stores
from seatrial.runtimes.twin.decide.container_create import DOCKER_CAPABILITIES

# Debian keeps runc and others where an ordinary user's PATH doesn't look.
SYSTEM_FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
CGROUP_ROOT = Path("/sys/fs/cgroup")
LIMITS = {
    name.removeprefix("RLIMIT_").lower(): number
    for name, number in vars(resource).items()
    if name.startswith("RLIMIT_")
}


class PodmanSettings(Struct, frozen=True):
    """How to run podman and its OCI runtime here.

    ``copied_stores`` are the user's stores that can't be read in place.
    """

    work: Path
    run: Path
    environment: Mapping[str, str]
    runtime: str
    driver: str
    rootless: bool
    copied_stores: tuple[tuple[str, Path], ...]

    @property
    def podman(self) -> str:
        return tool("podman")

    @property
    def socket(self) -> Path:
        return self.run / "podman.sock"

    @property
    def exits(self) -> Path:
        """Where conmon writes the exit code of each container, in a file named by its id."""
        return self.run / "libpod" / "exits"

    @property
    def foreign_conf(self) -> Path:
        """Settings for reading images out of a store that isn't ours."""
        return self.work / "foreign.conf"

    @property
    def volumes(self) -> Path:
        return self.work / "volumes"

    @property
    def logs(self) -> Path:
        return self.work / "logs"

    def runtime_root(self, container_id: str) -> Path:
        """Where the OCI runtime keeps a container's state: under XDG_RUNTIME_DIR when rootless, else under /run."""
        name = Path(self.runtime).name
        own = self.run / name
        return own if (own / container_id).exists() else Path("/run") / name

    def user_data(self, container_id: str) -> Path:
        """Podman's own folder of a container, with its OCI configuration."""
        return self.work / "containers" / f"{self.driver}-containers" / container_id / "userdata"

    def run_data(self, container_id: str) -> Path:
        return self.run / "runroot" / f"{self.driver}-containers" / container_id / "userdata"


def prepare(work: Path, environment: Mapping[str, str], run: Path = Path("/run/seatrial")) -> PodmanSettings:
    """Writes the settings files and says how podman is to be run. Safe to repeat."""
    for folder in (work, run, run / "libpod" / "exits", work / "volumes", work / "logs", work / ".config/containers"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    rootless = in_user_namespace()
    driver, mount_program = storage_driver(work)
    read_in_place, copied = user_stores(environment, rootless, driver)
    runtime = fitting_runtime()
    (work / "containers.conf").write_text(_containers_conf(runtime, run, work))
    (work / "foreign.conf").write_text(_foreign_conf(run / "foreign"))
    (work / "storage.conf").write_text(_storage_conf(driver, mount_program, work, run, read_in_place))
    made = {
        "PATH": ":".join(dict.fromkeys([*environment.get("PATH", "").split(":"), *SYSTEM_FOLDERS])),
        "HOME": str(work),
        "XDG_RUNTIME_DIR": str(run),
        "CONTAINERS_CONF": str(work / "containers.conf"),
        "CONTAINERS_STORAGE_CONF": str(work / "storage.conf"),
        "TMPDIR": str(work),
        # The service's heap would otherwise grow for a long time after ten starts at once.
        "GOMEMLIMIT": "64MiB",
        **_registry_access(environment, work),
    }
    if rootless:
        made["_CONTAINERS_USERNS_CONFIGURED"] = "done"
    return PodmanSettings(work, run, made, runtime, driver, rootless, copied)


def tool(name: str) -> str:
    """The full path of a program; its bare name where it is not installed, so that starting it says so."""
    return shutil.which(name) or shutil.which(name, path=":".join(SYSTEM_FOLDERS)) or name


def in_user_namespace() -> bool:
    """Whether our user id 0 is an ordinary user's outside."""
    first = Path("/proc/self/uid_map").read_text().split()
    return first[:2] != ["0", "0"]


def unified_cgroups() -> bool:
    return (CGROUP_ROOT / "cgroup.controllers").exists()


def fitting_runtime() -> str:
    """runc, or crun: crun refuses a host with cgroup version 1 (or both), and is the quicker one on version 2."""
    order = ("crun", "runc") if unified_cgroups() else ("runc", "crun")
    return next((found for name in order if Path(found := tool(name)).is_absolute()), order[0])


def init_program() -> str:
    """A small program that can be the first in a container and reaps; "" where none is installed."""
    candidates = (
        "/usr/libexec/podman/catatonit",
        tool("catatonit"),
        tool("tini-static"),
        tool("tini"),
        tool("docker-init"),
    )
    return next((path for path in candidates if Path(path).is_file()), "")


def pause_program() -> str:
    """A static program that waits for ever and reaps (``-P``); "" where none is installed."""
    candidates = ("/usr/libexec/podman/catatonit", tool("catatonit"))
    return next((path for path in candidates if Path(path).is_file()), "")


def hard_limits() -> dict[str, int]:
    """This process's hard limits by their names in a task definition; a container can't have more."""
    return {name: resource.getrlimit(number)[1] for name, number in LIMITS.items()}


def storage_driver(work: Path) -> tuple[str, str]:
    """The storage driver that works in this folder, with the program it needs ("" for the kernel's own)."""
    if _overlay_mounts(work):
        return "overlay", ""
    program = tool("fuse-overlayfs")
    return ("overlay", program) if Path(program).is_absolute() and Path("/dev/fuse").exists() else ("vfs", "")


def _containers_conf(runtime: str, run: Path, work: Path) -> str:
    limits = hard_limits()
    ulimits = [f"{name}={min(1024, limits[name]) if limits[name] > 0 else 1024}:{limits[name]}" for name in ("nofile",)]
    # Podman's own defaults are above what an unprivileged process may set; nproc too has to be given.
    ulimits.append(f"nproc={limits['nproc']}:{limits['nproc']}")
    name, init = Path(runtime).name, init_program()
    (work / "networks").mkdir(exist_ok=True)
    return f"""[containers]
default_capabilities = {json.dumps([f"CAP_{name}" for name in DOCKER_CAPABILITIES])}
default_sysctls = []
default_ulimits = {json.dumps(ulimits)}
http_proxy = false
log_driver = "k8s-file"
log_size_max = -1
no_hosts = true

{f'init_path = "{init}"' if init else ""}

[engine]
cgroup_manager = "cgroupfs"
events_logger = "none"
image_copy_tmp_dir = "{work}"
# Podman's usual lock lies in /dev/shm, which the dock shares with the host and its podman.
lock_type = "file"
pull_policy = "never"
runtime = "{name}"
# In memory: what podman writes down of a container has its environment in it, and a disk would be waited for.
static_dir = "{run / "static"}"
tmp_dir = "{run / "libpod"}"

[engine.runtimes]
{name} = ["{runtime}"]

[network]
network_config_dir = "{work / "networks"}"
"""


def _foreign_conf(run: Path) -> str:
    """What podman writes down beside another's store stays here too."""
    return f"""[engine]
events_logger = "none"
lock_type = "file"
static_dir = "{run / "static"}"
tmp_dir = "{run / "libpod"}"
"""


def _storage_conf(driver: str, mount_program: str, work: Path, run: Path, stores: tuple[Path, ...]) -> str:
    program = f'\n[storage.options.overlay]\nmount_program = "{mount_program}"\n' if mount_program else ""
    return f"""[storage]
driver = "{driver}"
graphroot = "{work / "containers"}"
runroot = "{run / "runroot"}"

[storage.options]
additionalimagestores = {json.dumps([str(store) for store in stores])}
{program}"""


def _registry_access(environment: Mapping[str, str], work: Path) -> dict[str, str]:
    """The user's registry settings and credentials, read where they are.

    Podman looks for them under HOME, which is ours.
    """
    config = (
        Path(environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME", "/root")) / ".config") / "containers"
    )
    found = {}
    if (config / "registries.conf").exists():
        found["CONTAINERS_REGISTRIES_CONF"] = str(config / "registries.conf")
    logins = (config / "auth.json", Path(environment.get("HOME", "/root")) / ".docker/config.json")
    if login := next((file for file in logins if file.exists()), None):
        found["REGISTRY_AUTH_FILE"] = str(login)
    if (config / "policy.json").exists():
        shutil.copy(config / "policy.json", work / ".config/containers/policy.json")
    return found


def _overlay_mounts(folder: Path) -> bool:
    """Whether the kernel mounts an overlay with its upper layer in this folder."""
    probe = folder / ".overlay-probe"
    parts = [probe / part for part in ("lower", "upper", "work", "merged")]
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        for part in parts:
            part.mkdir(parents=True, exist_ok=True)
        options = f"lowerdir={parts[0]},upperdir={parts[1]},workdir={parts[2]}"
        if libc.mount(b"overlay", os.fsencode(parts[3]), b"overlay", 0, os.fsencode(options)) != 0:
            return False
        libc.umount2(os.fsencode(parts[3]), 0)
        return True
    finally:
        shutil.rmtree(probe, ignore_errors=True)
