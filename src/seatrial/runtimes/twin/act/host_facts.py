"""Gathers what this host is and has, for ``decide.doctor`` to judge. Judges nothing.

What a kernel allows is not read off its version or its settings alone but tried, in namespaces of one's own that are
gone a moment later: the same command that starts the dock enters them, and a few lines make one of each thing that a
twin is made of.
"""

from __future__ import annotations

import contextlib
import os
import platform
import pwd
import re
import resource
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from seatrial.runtimes.twin.act.podman_settings import SYSTEM_FOLDERS, tool
from seatrial.runtimes.twin.act.unsharing import unshare_command
from seatrial.runtimes.twin.decide.host import Cgroups, HostFacts, Program, Trial, Version

PATIENCE_SECONDS = 10.0
VERSION_FLAGS: Mapping[str, str] = {
    "podman": "--version",
    "conmon": "--version",
    "runc": "--version",
    "crun": "--version",
    "nft": "--version",
    "ip": "-V",
    "haproxy": "-v",
    "unshare": "--version",
    "newuidmap": "",
    "fuse-overlayfs": "--version",
}
CGROUP_ROOT = Path("/sys/fs/cgroup")
FAMILIES = ("debian", "fedora", "arch", "suse", "alpine")
# Names of relatives that don't name their family in ID_LIKE.
RELATIVES: Mapping[str, str] = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora", "opensuse": "suse"}

# One line of output for each thing: its name, a tab, nothing or what went wrong. $1 is a folder in the twin's home.
TRIALS = r"""
try() {
    name=$1; shift
    if said=$("$@" 2>&1 >/dev/null); then said=; else said=${said:-failed}; fi
    printf '%s\t%s\n' "$name" "$said"
}
rules() { ip rule add iif lo lookup 77 && ip route add 192.0.2.0/24 dev lo table 77; }
forward() { echo 1 > /proc/sys/net/ipv4/ip_forward; }
filter() {
    nft add table inet trial && nft add chain inet trial in '{ type filter hook input priority 0; }' &&
        nft add set inet trial peers '{ type ipv4_addr; flags interval; }' &&
        nft add rule inet trial in ct state established,related accept &&
        nft add rule inet trial in ip saddr @peers drop
}
nat() {
    nft add table ip trial && nft add chain ip trial out '{ type nat hook postrouting priority 100; }' &&
        nft add chain ip trial in '{ type nat hook prerouting priority -100; }' &&
        nft add map ip trial pairs '{ type ipv4_addr : ipv4_addr; }' &&
        nft add rule ip trial out snat to ip saddr map @pairs && nft add rule ip trial in dnat to ip daddr map @pairs &&
        nft add rule ip trial out masquerade
}
overlay() {
    mkdir -p "$1/lower" "$1/upper" "$1/work" "$1/merged" &&
        mount -t overlay overlay -o "lowerdir=$1/lower,upperdir=$1/upper,workdir=$1/work" "$1/merged" &&
        umount "$1/merged"
}
try namespaces mount -t tmpfs none /run
ip link set lo up
try veth ip link add trial0 type veth peer name trial1
try bridge ip link add trialb type bridge
try rules rules
try forward forward
try filter filter
try nat nat
try overlay overlay "$1"
rm -rf "$1/lower" "$1/upper" "$1/work" "$1/merged"
"""


def gather(home: Path, user_id: int | None = None) -> HostFacts:
    """Looks at this host as this user; ``home`` is where the twin would keep its things. Takes a moment."""
    if platform.system() != "Linux":
        return HostFacts(platform.system(), (), (), "", 0, {}, {})
    user_id = os.geteuid() if user_id is None else user_id
    user = _user_name(user_id)
    with ThreadPoolExecutor(max_workers=4) as pool:
        trials = pool.submit(_trials, home, user_id)
        programs = dict(zip(VERSION_FLAGS, pool.map(_program, VERSION_FLAGS), strict=True))
        found = {name: program for name, program in programs.items() if program is not None}
        cgroups = _cgroups()
        return HostFacts(
            system="Linux",
            kernel=_version(platform.release()),
            families=_families(),
            user=user,
            user_id=user_id,
            programs=found,
            trials=trials.result(),
            unshare_maps_ranges="--map-auto" in _said([tool("unshare"), "--help"]),
            newuidmap_may_map=all(_may_map(tool(name)) for name in ("newuidmap", "newgidmap")),
            max_user_namespaces=_number("/proc/sys/user/max_user_namespaces"),
            unprivileged_userns_clone=_number("/proc/sys/kernel/unprivileged_userns_clone"),
            apparmor_restricts_userns=_number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
            subuids=_ranges("/etc/subuid", user, user_id),
            subgids=_ranges("/etc/subgid", user, user_id),
            taken_subordinate_end=_taken_end("/etc/subuid", "/etc/subgid"),
            cgroups=cgroups,
            writable_controllers=_writable_controllers(cgroups, user_id),
            open_files_hard=_open_files_hard(),
            memory_mib=_memory_mib(),
            disk_mib=shutil.disk_usage(_existing(home)).free // 2**20,
            home=str(home),
        )


def _program(name: str) -> Program | None:
    path = tool(name)
    if not Path(path).is_absolute():
        return None
    flag = VERSION_FLAGS[name]
    return Program(path, _version(_said([path, flag])) if flag else ())


def _version(text: str) -> Version:
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    return tuple(int(part) for part in found.groups() if part is not None) if found else ()


def _said(command: list[str]) -> str:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE_SECONDS,
            env={**os.environ, "LC_ALL": "C"},
        )
        return done.stdout.decode(errors="replace")
    return ""


def _trials(home: Path, user_id: int) -> dict[str, Trial]:
    """Tries each thing; without namespaces the first trial alone, which then says why."""
    existing = _existing(home)
    path = ":".join(dict.fromkeys([*os.environ.get("PATH", "").split(":"), *SYSTEM_FOLDERS]))
    try:
        folder = tempfile.mkdtemp(prefix=".seatrial-doctor-", dir=existing)
    except OSError:
        folder = tempfile.mkdtemp(prefix="seatrial-doctor-")
    try:
        done = subprocess.run(
            [*unshare_command(user_id), "sh", "-c", TRIALS, "sh", folder],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            env={**os.environ, "LC_ALL": "C", "PATH": path},
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        return {"namespaces": Trial(False, str(failure))}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    said = done.stderr.decode(errors="replace").strip().splitlines()
    tried = read_trials(done.stdout.decode(errors="replace"))
    return tried or {"namespaces": Trial(False, said[-1] if said else f"unshare ended with {done.returncode}")}


def read_trials(text: str) -> dict[str, Trial]:
    """The lines of the trial script; of what a trial said its last line that isn't empty."""
    found: dict[str, Trial] = {}
    name = ""
    for line in text.splitlines():
        head, tab, said = line.partition("\t")
        if tab:
            name = head
            found[name] = Trial(not said, said)
        elif name and line.strip(" ^~"):
            found[name] = Trial(False, found[name].failure or line.strip())
    return found


def _may_map(path: str) -> bool:
    """Whether newuidmap has the right to map: by its set-user-id bit or by file capabilities."""
    try:
        if Path(path).stat().st_mode & stat.S_ISUID:
            return True
        return bool(os.getxattr(path, "security.capability"))
    except OSError:
        return False


def _ranges(file: str, user: str, user_id: int) -> tuple[tuple[int, int], ...]:
    return tuple((first, count) for owner, first, count in _subordinate(file) if owner in (user, str(user_id)))


def _taken_end(*files: str) -> int:
    """The first id above every range that anybody has."""
    return max([100000, *(first + count for file in files for _, first, count in _subordinate(file))])


def _subordinate(file: str) -> list[tuple[str, int, int]]:
    found = []
    for line in _text(file).splitlines():
        parts = line.strip().split(":")
        if len(parts) == 3 and parts[1].isdigit() and parts[2].isdigit():
            found.append((parts[0], int(parts[1]), int(parts[2])))
    return found


def _cgroups() -> Cgroups:
    if (CGROUP_ROOT / "cgroup.controllers").exists():
        return Cgroups.V2
    if (CGROUP_ROOT / "unified" / "cgroup.procs").exists():
        return Cgroups.HYBRID
    return Cgroups.V1 if (CGROUP_ROOT / "memory").exists() else Cgroups.NONE


def _writable_controllers(cgroups: Cgroups, user_id: int) -> tuple[str, ...]:
    """Controllers under which this user may make a group of its own."""
    if cgroups is Cgroups.V2:
        own = next((line[3:] for line in _text("/proc/self/cgroup").splitlines() if line.startswith("0::")), "/")
        folder = CGROUP_ROOT / own.lstrip("/")
        if user_id == 0:
            folder = CGROUP_ROOT
        else:
            # What systemd delegates to a user is the user's service, above the session that this process is in.
            delegated = CGROUP_ROOT / f"user.slice/user-{user_id}.slice/user@{user_id}.service"
            folder = delegated if delegated.exists() else folder
        return tuple(_text(str(folder / "cgroup.controllers")).split()) if os.access(folder, os.W_OK) else ()
    if cgroups is Cgroups.NONE:
        return ()
    names = [entry.name for entry in sorted(CGROUP_ROOT.iterdir()) if entry.is_dir()]
    found = []
    for name in names:
        own = _v1_group(name)
        if os.access(CGROUP_ROOT / name / own.lstrip("/"), os.W_OK):
            found.extend(name.split(","))
    return tuple(dict.fromkeys(found))


def _v1_group(hierarchy: str) -> str:
    for line in _text("/proc/self/cgroup").splitlines():
        _, controllers, group = line.split(":", 2)
        if set(controllers.split(",")) & set(hierarchy.split(",")):
            return group if (CGROUP_ROOT / hierarchy / group.lstrip("/")).exists() else "/"
    return "/"


def _families() -> tuple[str, ...]:
    """Families of distributions this one belongs to, nearest first."""
    values = dict(
        line.split("=", 1) for line in _text("/etc/os-release").splitlines() if "=" in line and not line.startswith("#")
    )
    names = f"{values.get('ID', '')} {values.get('ID_LIKE', '')}".replace('"', "").split()
    named = [RELATIVES.get(name.split("-")[0], name.split("-")[0]) for name in names]
    return tuple(dict.fromkeys(name for name in named if name in FAMILIES))


def _open_files_hard() -> int:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return 2**31 - 1 if hard == resource.RLIM_INFINITY else hard


def _memory_mib() -> int:
    found = re.search(r"^MemAvailable:\s+(\d+) kB", _text("/proc/meminfo"), re.MULTILINE)
    return int(found[1]) // 1024 if found else 0


def _existing(path: Path) -> Path:
    """The nearest folder on the way up that is there."""
    return next((folder for folder in (path, *path.parents) if folder.is_dir()), Path("/"))


def _user_name(user_id: int) -> str:
    try:
        return pwd.getpwuid(user_id).pw_name
    except KeyError:
        return str(user_id)


def _number(file: str) -> int | None:
    text = _text(file).strip()
    return int(text) if text.isdigit() else None


def _text(file: str) -> str:
    try:
        return Path(file).read_text(errors="replace")
    except OSError:
        return ""
