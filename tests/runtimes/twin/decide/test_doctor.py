"""The judgement of hosts, each told by its facts: one that lacks nothing, and it with one thing changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from seatrial.runtimes.twin.decide.doctor import judge
from seatrial.runtimes.twin.decide.host import Cgroups, HostFacts, Program, Row, Trial, Verdict

PROGRAMS: Mapping[str, Program] = {
    "podman": Program("/usr/bin/podman", (4, 3, 1)),
    "conmon": Program("/usr/bin/conmon", (2, 1, 6)),
    "runc": Program("/usr/sbin/runc", (1, 1, 5)),
    "nft": Program("/usr/sbin/nft", (1, 0, 6)),
    "ip": Program("/usr/sbin/ip", (6, 1, 0)),
    "haproxy": Program("/usr/sbin/haproxy", (2, 6, 12)),
    "unshare": Program("/usr/bin/unshare", (2, 38, 1)),
    "newuidmap": Program("/usr/bin/newuidmap"),
}
TRIALS = ("namespaces", "veth", "bridge", "rules", "forward", "filter", "nat", "overlay")
USER = HostFacts(
    system="Linux",
    kernel=(6, 1, 0),
    families=("debian",),
    user="ada",
    user_id=1000,
    programs=PROGRAMS,
    trials={name: Trial(True) for name in TRIALS},
    max_user_namespaces=60000,
    subuids=((100000, 65536),),
    subgids=((100000, 65536),),
    taken_subordinate_end=165536,
    cgroups=Cgroups.V2,
    writable_controllers=("cpu", "memory", "pids"),
    open_files_hard=524288,
    memory_mib=8000,
    disk_mib=50000,
    home="/var/lib/ada/seatrial",
)
ROOT = replace(USER, user="root", user_id=0, subuids=(), subgids=())


def without(facts: HostFacts, *names: str) -> HostFacts:
    return replace(facts, programs={name: found for name, found in facts.programs.items() if name not in names})


def failing(facts: HostFacts, **said: str) -> HostFacts:
    return replace(facts, trials={**facts.trials, **{name: Trial(False, text) for name, text in said.items()}})


def row(facts: HostFacts, thing: str) -> Row:
    return next(found for found in judge(facts).rows if found.thing == thing)


@pytest.mark.parametrize("facts", [USER, ROOT], ids=["user", "root"])
def test_a_host_that_lacks_nothing_is_told_so(facts: HostFacts) -> None:
    diagnosis = judge(facts)
    assert {found.verdict for found in diagnosis.rows} == {Verdict.OK}
    assert diagnosis.can_run
    assert not any(found.lacks or found.mend or found.consequence for found in diagnosis.rows)


def test_root_needs_no_subordinate_ids_and_no_user_namespace() -> None:
    things = {found.thing for found in judge(without(ROOT, "newuidmap")).rows}
    assert not things & {"user namespaces", "subordinate ids", "newuidmap"}


CASES: Mapping[str, tuple[HostFacts, str, Verdict, str]] = {
    "old kernel": (replace(USER, kernel=(4, 19)), "kernel", Verdict.MISSING, "install a newer kernel"),
    "no podman": (
        without(USER, "podman"),
        "podman",
        Verdict.MISSING,
        "sudo apt-get install -y --no-install-recommends podman",
    ),
    "no podman, as root": (
        without(ROOT, "podman"),
        "podman",
        Verdict.MISSING,
        "apt-get install -y --no-install-recommends podman",
    ),
    "no nft on Fedora": (
        replace(without(USER, "nft"), families=("fedora",)),
        "nft",
        Verdict.MISSING,
        "sudo dnf install -y nftables",
    ),
    "no newuidmap on Arch": (
        replace(without(USER, "newuidmap"), families=("arch",)),
        "newuidmap",
        Verdict.MISSING,
        "sudo pacman -S --needed shadow",
    ),
    "no ip on an unknown distribution": (
        replace(without(USER, "ip"), families=()),
        "ip",
        Verdict.MISSING,
        "install iproute2 with this system's package manager",
    ),
    "no conmon": (without(USER, "conmon"), "conmon", Verdict.MISSING, "conmon"),
    "no haproxy": (without(USER, "haproxy"), "haproxy", Verdict.MISSING, "haproxy"),
    "no runtime": (
        without(USER, "runc"),
        "container runtime",
        Verdict.MISSING,
        "install -y --no-install-recommends runc",
    ),
    "old podman": (
        replace(USER, programs={**PROGRAMS, "podman": Program("/usr/bin/podman", (3, 4, 4))}),
        "podman",
        Verdict.LIMITED,
        "podman",
    ),
    "userns by max": (
        replace(USER, max_user_namespaces=0),
        "user namespaces",
        Verdict.MISSING,
        "echo user.max_user_namespaces=15000 | sudo tee /etc/sysctl.d/60-seatrial.conf && sudo sysctl --system",
    ),
    "userns by clone": (
        replace(USER, unprivileged_userns_clone=0),
        "user namespaces",
        Verdict.MISSING,
        "kernel.unprivileged_userns_clone=1",
    ),
    "userns by AppArmor": (
        failing(replace(USER, apparmor_restricts_userns=1), namespaces="mount: permission denied"),
        "user namespaces",
        Verdict.MISSING,
        "kernel.apparmor_restrict_unprivileged_userns=0",
    ),
    "no subordinate ids": (
        replace(USER, subuids=(), subgids=()),
        "subordinate ids",
        Verdict.MISSING,
        "sudo usermod --add-subuids 165536-231071 --add-subgids 165536-231071 ada",
    ),
    "too few group ids": (
        replace(USER, subgids=((100000, 1000),)),
        "subordinate ids",
        Verdict.MISSING,
        "sudo usermod --add-subgids 165536-231071 ada",
    ),
    "newuidmap without its bit": (
        replace(USER, newuidmap_may_map=False),
        "newuidmap",
        Verdict.MISSING,
        "sudo chmod u+s /usr/bin/newuidmap /usr/bin/newgidmap",
    ),
    "old unshare": (replace(USER, unshare_maps_ranges=False), "unshare", Verdict.MISSING, "sudo"),
    "root in a sandbox": (
        failing(ROOT, namespaces="unshare: unshare failed: Operation not permitted"),
        "namespaces",
        Verdict.MISSING,
        "on the host or in a virtual machine",
    ),
    "no nat in the kernel": (
        failing(USER, nat="Error: Could not process rule: No such file or directory"),
        "network",
        Verdict.MISSING,
        "sudo modprobe -a nft_chain_nat nft_masq nf_nat",
    ),
    "overlay not mountable": (
        failing(USER, overlay="mount: wrong fs type"),
        "overlay",
        Verdict.LIMITED,
        "fuse-overlayfs",
    ),
    "no delegation on v2": (
        replace(USER, writable_controllers=("memory", "pids")),
        "cgroup limits",
        Verdict.LIMITED,
        "Delegate=cpu cpuset io memory pids",
    ),
    "no delegation on v1": (
        replace(USER, cgroups=Cgroups.HYBRID, writable_controllers=()),
        "cgroup limits",
        Verdict.LIMITED,
        "systemd.unified_cgroup_hierarchy=1",
    ),
    "read-only cgroups as root": (
        replace(ROOT, writable_controllers=()),
        "cgroup limits",
        Verdict.LIMITED,
        "on the host or in a virtual machine",
    ),
    "lower hard limit": (
        replace(USER, open_files_hard=20000),
        "open files",
        Verdict.LIMITED,
        "echo 'ada hard nofile 65535' | sudo tee -a /etc/security/limits.conf",
    ),
    "far too low hard limit": (replace(USER, open_files_hard=256), "open files", Verdict.MISSING, "nofile 65535"),
    "little memory": (replace(USER, memory_mib=300), "memory", Verdict.LIMITED, "ps -eo rss"),
    "little disk": (replace(USER, disk_mib=100), "disk", Verdict.LIMITED, "podman image prune"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_host_lacks_is_named_with_its_consequence_and_its_mend(name: str) -> None:
    facts, thing, verdict, mend = CASES[name]
    found = row(facts, thing)
    assert (found.verdict, mend in found.mend) == (verdict, True), found
    assert found.lacks and found.consequence
    assert judge(facts).can_run is (verdict is Verdict.LIMITED)


def test_crun_alone_is_no_runtime_for_a_hybrid_host_and_one_for_version_2() -> None:
    crun = Program("/usr/bin/crun", (1, 8, 1))
    facts = replace(without(USER, "runc"), programs={**without(USER, "runc").programs, "crun": crun})
    assert row(facts, "container runtime").verdict is Verdict.OK
    hybrid = row(replace(facts, cgroups=Cgroups.HYBRID), "container runtime")
    assert hybrid.verdict is Verdict.MISSING
    assert "cgroups in hybrid mode not supported" in hybrid.consequence


def test_apparmor_that_lets_these_programs_through_is_no_hindrance() -> None:
    assert row(replace(USER, apparmor_restricts_userns=1), "user namespaces").verdict is Verdict.OK


def test_fuse_overlayfs_stands_in_for_the_kernels_own_overlay() -> None:
    fuse = Program("/usr/bin/fuse-overlayfs", (1, 10))
    facts = failing(replace(USER, programs={**PROGRAMS, "fuse-overlayfs": fuse}), overlay="mount: wrong fs type")
    assert row(facts, "overlay").verdict is Verdict.OK


def test_without_namespaces_the_network_is_not_said_to_be_broken() -> None:
    facts = replace(USER, trials={"namespaces": Trial(False, "Operation not permitted")})
    assert row(facts, "namespaces").found == "Operation not permitted"
    assert row(facts, "network").mend == "mend the rows above"


def test_another_system_is_told_how_to_get_a_linux() -> None:
    diagnosis = judge(HostFacts("Darwin", (), (), "", 0, {}, {}))
    assert not diagnosis.can_run
    assert [found.thing for found in diagnosis.rows] == ["system"]
    assert diagnosis.rows[0].mend.startswith("limactl start")


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_every_program_that_is_missing_has_a_command_that_installs_it(name: str) -> None:
    lacking = [found for found in judge(without(USER, name)).rows if found.verdict is Verdict.MISSING]
    assert lacking and all("install" in found.mend for found in lacking)


def test_the_diagnosis_as_json_says_what_the_rows_say() -> None:
    told: Any = judge(without(USER, "nft")).as_json()
    assert told["can_run"] is False
    [missing] = [found for found in told["rows"] if found["verdict"] == "missing"]
    assert set(missing) == {"thing", "verdict", "found", "lacks", "consequence", "mend"}
