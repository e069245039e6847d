"""Whether the programs that the twin is made of are installed, fit this host, and are young enough."""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.runtimes.twin.decide.host import Cgroups, HostFacts, Program, Row, Trial, Verdict, Version

# Oldest versions that Seatrial was tried with. An older one is told, not refused.
OLDEST_TRIED: Mapping[str, Version] = {
    "podman": (4, 3),
    "haproxy": (2, 6),
    "nft": (1, 0),
    "runc": (1, 1),
    "crun": (1, 8),
}

# Debian's package for a program, and how other families call it where they differ.
PACKAGES: Mapping[str, Mapping[str, str]] = {
    "podman": {"": "podman"},
    "conmon": {"": "conmon"},
    "runc": {"": "runc"},
    "nft": {"": "nftables"},
    "ip": {"": "iproute2", "fedora": "iproute", "suse": "iproute2"},
    "haproxy": {"": "haproxy"},
    "unshare": {"": "util-linux"},
    "fuse-overlayfs": {"": "fuse-overlayfs"},
    "newuidmap": {
        "": "uidmap",
        "fedora": "shadow-utils",
        "arch": "shadow",
        "suse": "shadow",
        "alpine": "shadow-subids",
    },
}
INSTALL: Mapping[str, str] = {
    "debian": "apt-get install -y --no-install-recommends {}",
    "fedora": "dnf install -y {}",
    "arch": "pacman -S --needed {}",
    "suse": "zypper install -y {}",
    "alpine": "apk add {}",
}


def unshare(facts: HostFacts) -> Row:
    program = facts.programs.get("unshare")
    if program is None:
        return _no_program(facts, "unshare", "no namespaces can be made")
    if facts.user_id != 0 and not facts.unshare_maps_ranges:
        return Row(
            "unshare",
            Verdict.MISSING,
            program.path,
            "unshare --map-auto (util-linux 2.38)",
            "an ordinary user's namespaces would have one user id, and images need many",
            "sudo --preserve-env=SEATRIAL_HOME seatrial up TEMPLATE",
        )
    return Row("unshare", Verdict.OK, _described(program))


def newuidmap(facts: HostFacts) -> Row:
    program = facts.programs.get("newuidmap")
    if program is None:
        return _no_program(facts, "newuidmap", "subordinate ids cannot be mapped without root")
    if not facts.newuidmap_may_map:
        return Row(
            "newuidmap",
            Verdict.MISSING,
            program.path,
            "the set-user-id bit or file capabilities of newuidmap and newgidmap",
            "subordinate ids cannot be mapped without root",
            f"sudo chmod u+s {program.path} {program.path.replace('newuidmap', 'newgidmap')}",
        )
    return Row("newuidmap", Verdict.OK, program.path)


def overlay(facts: HostFacts) -> Row:
    trial, place = trial_of(facts, "overlay"), facts.home or "the home of the twin"
    if trial.worked:
        return Row("overlay", Verdict.OK, f"mounts on the file system of {place}")
    if fuse := facts.programs.get("fuse-overlayfs"):
        return Row("overlay", Verdict.OK, f"through {fuse.path}; the kernel's own: {trial.failure or 'not tried'}")
    return Row(
        "overlay",
        Verdict.LIMITED,
        trial.failure or "not tried",
        f"overlay mounts on the file system of {place}",
        "every container gets a full copy of its image: tasks start slowly and need disk",
        f"{_install(facts, 'fuse-overlayfs')}; or set SEATRIAL_HOME to a folder on a local ext4, xfs or btrfs",
    )


def podman(facts: HostFacts) -> Row:
    for name in ("podman", "conmon"):
        if name not in facts.programs:
            return _no_program(facts, name, "no container can run")
    return _aged(facts, "podman")


def runtime(facts: HostFacts) -> Row:
    runc, crun = facts.programs.get("runc"), facts.programs.get("crun")
    if runc is not None:
        return _aged(facts, "runc", thing="container runtime")
    if crun is not None and facts.cgroups is not Cgroups.HYBRID:
        return _aged(facts, "crun", thing="container runtime")
    if crun is not None:
        return Row(
            "container runtime",
            Verdict.MISSING,
            f"crun {dotted(crun.version)}".strip(),
            "runc",
            "crun refuses this host: cgroups in hybrid mode not supported",
            _install(facts, "runc"),
        )
    return _no_program(facts, "runc", "no container can run", thing="container runtime")


def nft(facts: HostFacts) -> Row:
    return _needed(facts, "nft", "there can be no security groups and no NAT")


def ip(facts: HostFacts) -> Row:
    return _needed(facts, "ip", "there can be no networks")


def haproxy(facts: HostFacts) -> Row:
    return _needed(facts, "haproxy", "there can be no load balancers")


def _needed(facts: HostFacts, name: str, consequence: str) -> Row:
    return _aged(facts, name) if name in facts.programs else _no_program(facts, name, consequence)


def _aged(facts: HostFacts, name: str, thing: str = "") -> Row:
    """A program that is there: ok, or limited when it is older than any that was tried."""
    program, oldest = facts.programs[name], OLDEST_TRIED.get(name, ())
    found = _described(program) if not thing else f"{name} {_described(program)}"
    if not program.version or program.version >= oldest:
        return Row(thing or name, Verdict.OK, found)
    return Row(
        thing or name,
        Verdict.LIMITED,
        found,
        f"{name} {dotted(oldest)} or newer",
        "Seatrial was not tried with one so old; it may fail in ways that this page does not know",
        _install(facts, name),
    )


def _no_program(facts: HostFacts, name: str, consequence: str, thing: str = "") -> Row:
    return Row(thing or name, Verdict.MISSING, "not installed", name, consequence, _install(facts, name))


def _install(facts: HostFacts, name: str) -> str:
    names = PACKAGES.get(name, {"": name})
    for family in facts.families:
        if family in INSTALL:
            return as_root(facts, INSTALL[family].format(names.get(family, names[""])))
    return f"install {names['']} with this system's package manager"


def as_root(facts: HostFacts, command: str) -> str:
    return command if facts.user_id == 0 else f"sudo {command}"


def trial_of(facts: HostFacts, name: str) -> Trial:
    return facts.trials.get(name, Trial(False, "not tried"))


def _described(program: Program) -> str:
    return f"{dotted(program.version)} ({program.path})" if program.version else program.path


def dotted(version: Version) -> str:
    return ".".join(map(str, version))
