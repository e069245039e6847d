"""What a host lacks for the twin, what that means, and the command that mends it.

The twin stands on the kernel's namespaces and on a handful of programs. Hosts differ in all of it: a distribution
forbids user namespaces, an old container runtime refuses a new cgroup layout, an account has no subordinate ids. Each
such condition is one row here, judged from facts alone, so that every host can be judged on any other.

Sources (read 2026-11-23): man 7 user_namespaces, man 5 subuid, man 1 newuidmap, man 7 cgroups;
https://ubuntu.com/blog/ubuntu-23-10-restricted-unprivileged-user-namespaces;
https://github.com/systemd/systemd/blob/main/docs/CGROUP_DELEGATION.md; https://github.com/lima-vm/lima#getting-started
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seatrial.runtimes.twin.decide import doctor_programs
from seatrial.runtimes.twin.decide.doctor_programs import as_root, dotted, trial_of
from seatrial.runtimes.twin.decide.host import Cgroups, Diagnosis, HostFacts, Row, Verdict, Version

# The keeper waits for the dock by pidfd_open: man 2 pidfd_open.
OLDEST_KERNEL: Version = (5, 3)
# Podman maps a whole range of an image's users: man 5 subuid. Images use ids up to 65534 (nobody).
SUBORDINATE_IDS = 65536
# What a container on Fargate gets where its task definition says nothing:
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html (read 2026-11-23)
FARGATE_OPEN_FILES = 65535
FEWEST_OPEN_FILES = 1024
LEAST_MEMORY_MIB = 1024
LEAST_DISK_MIB = 2048
NEEDED_CONTROLLERS = ("cpu", "memory", "pids")


def judge(facts: HostFacts) -> Diagnosis:
    """Says of each thing that the twin needs whether this host has it."""
    if facts.system != "Linux":
        return Diagnosis((_not_linux(facts),))
    judges: tuple[Callable[[HostFacts], Row], ...] = (
        _kernel,
        doctor_programs.unshare,
        *([] if facts.user_id == 0 else [_user_namespaces, _subordinate_ids, doctor_programs.newuidmap]),
        _namespaces,
        _network,
        doctor_programs.overlay,
        doctor_programs.podman,
        doctor_programs.runtime,
        doctor_programs.nft,
        doctor_programs.ip,
        doctor_programs.haproxy,
        _cgroups,
        _open_files,
        _memory,
        _disk,
    )
    return Diagnosis(tuple(judge_one(facts) for judge_one in judges))


def _not_linux(facts: HostFacts) -> Row:
    return Row(
        "system",
        Verdict.MISSING,
        facts.system,
        "Linux",
        "the twin is made of Linux namespaces; reading and planning templates works here, running them doesn't",
        "limactl start --name=seatrial template:debian && limactl shell seatrial",
    )


def _kernel(facts: HostFacts) -> Row:
    found = dotted(facts.kernel)
    if facts.kernel >= OLDEST_KERNEL:
        return Row("kernel", Verdict.OK, found)
    return Row(
        "kernel",
        Verdict.MISSING,
        found,
        f"Linux {dotted(OLDEST_KERNEL)} or newer",
        "the keeper cannot wait for the dock (pidfd_open)",
        "install a newer kernel with this system's package manager, then reboot",
    )


def _user_namespaces(facts: HostFacts) -> Row:
    """The switches by which a system forbids user namespaces to ordinary users."""
    switches = (
        (
            facts.max_user_namespaces == 0,
            "user.max_user_namespaces is 0",
            "user.max_user_namespaces=15000",
        ),
        (
            facts.unprivileged_userns_clone == 0,
            "kernel.unprivileged_userns_clone is 0",
            "kernel.unprivileged_userns_clone=1",
        ),
        (
            facts.apparmor_restricts_userns == 1 and not trial_of(facts, "namespaces").worked,
            "AppArmor keeps ordinary programs out of user namespaces",
            "kernel.apparmor_restrict_unprivileged_userns=0",
        ),
    )
    for forbids, found, setting in switches:
        if forbids:
            return Row(
                "user namespaces",
                Verdict.MISSING,
                found,
                "user namespaces for ordinary users",
                "without root the twin has no namespaces of its own",
                f"echo {setting} | sudo tee /etc/sysctl.d/60-seatrial.conf && sudo sysctl --system",
            )
    return Row("user namespaces", Verdict.OK, "allowed to ordinary users")


def _subordinate_ids(facts: HostFacts) -> Row:
    users, groups = (sum(count for _, count in ranges) for ranges in (facts.subuids, facts.subgids))
    found = f"{users} user ids, {groups} group ids"
    if users >= SUBORDINATE_IDS and groups >= SUBORDINATE_IDS:
        return Row("subordinate ids", Verdict.OK, found)
    first = facts.taken_subordinate_end
    ids = f"{first}-{first + SUBORDINATE_IDS - 1}"
    wanted = [
        f"{option} {ids}"
        for option, count in (("--add-subuids", users), ("--add-subgids", groups))
        if count < SUBORDINATE_IDS
    ]
    return Row(
        "subordinate ids",
        Verdict.MISSING,
        found,
        f"{SUBORDINATE_IDS} subordinate ids of {facts.user} in /etc/subuid and /etc/subgid",
        "the users of an image cannot be mapped, so containers do not start",
        f"sudo usermod {' '.join(wanted)} {facts.user}",
    )


def _namespaces(facts: HostFacts) -> Row:
    trial = trial_of(facts, "namespaces")
    if trial.worked:
        return Row("namespaces", Verdict.OK, "entered as " + ("root" if facts.user_id == 0 else "an ordinary user"))
    mend = "mend the rows above" if facts.user_id else "run Seatrial on the host or in a virtual machine"
    return Row(
        "namespaces",
        Verdict.MISSING,
        trial.failure or "not tried",
        "namespaces of one's own (network, mount, pid)" + ("" if facts.user_id == 0 else ", as an ordinary user"),
        "the twin cannot start" + ("; containers and sandboxes often forbid this" if facts.user_id == 0 else ""),
        f"{mend}; or: sudo --preserve-env=SEATRIAL_HOME seatrial up TEMPLATE" if facts.user_id else mend,
    )


# What is tried in the namespaces, what AWS thing it stands for, and the kernel module behind it.
NETWORK_TRIALS: Mapping[str, tuple[str, str]] = {
    "veth": ("network interfaces of tasks", "veth"),
    "bridge": ("subnets", "bridge"),
    "rules": ("route tables", "fib_rules"),
    "forward": ("routers of VPCs", ""),
    "filter": ("security groups", "nf_tables nf_conntrack nft_ct"),
    "nat": ("internet and NAT gateways", "nft_chain_nat nft_masq nf_nat"),
}


def _network(facts: HostFacts) -> Row:
    tried = {name: trial_of(facts, name) for name in NETWORK_TRIALS}
    failed = [name for name, trial in tried.items() if not trial.worked]
    if not failed:
        return Row("network", Verdict.OK, ", ".join(tried))
    if not trial_of(facts, "namespaces").worked:
        return Row("network", Verdict.MISSING, "not tried", "namespaces", "see above", "mend the rows above")
    modules = " ".join(NETWORK_TRIALS[name][1] for name in failed).split()
    return Row(
        "network",
        Verdict.MISSING,
        "; ".join(f"{name}: {tried[name].failure}" for name in failed),
        f"kernel support for {', '.join(failed)}",
        "there can be no " + ", ".join(NETWORK_TRIALS[name][0] for name in failed),
        as_root(facts, f"modprobe -a {' '.join(modules)}") if modules else "allow writing /proc/sys/net in a namespace",
    )


def _cgroups(facts: HostFacts) -> Row:
    lacking = [name for name in NEEDED_CONTROLLERS if name not in facts.writable_controllers]
    if not lacking:
        return Row("cgroup limits", Verdict.OK, f"cgroup {facts.cgroups}: {', '.join(NEEDED_CONTROLLERS)}")
    if facts.user_id == 0:
        mend = "run Seatrial where /sys/fs/cgroup can be written: on the host or in a virtual machine"
    elif facts.cgroups is Cgroups.V2:
        folder = "/etc/systemd/system/user@.service.d"
        mend = (
            f"sudo mkdir -p {folder} && printf '[Service]\\nDelegate=cpu cpuset io memory pids\\n' | "
            f"sudo tee {folder}/delegate.conf && sudo systemctl daemon-reload, then log in again"
        )
    else:
        mend = (
            "boot with systemd.unified_cgroup_hierarchy=1, or: sudo --preserve-env=SEATRIAL_HOME seatrial up TEMPLATE"
        )
    return Row(
        "cgroup limits",
        Verdict.LIMITED,
        f"cgroup {facts.cgroups}, writable: {', '.join(facts.writable_controllers) or 'none'}",
        f"the right to limit {', '.join(lacking)}",
        "cpu and memory of task sizes are shown and not enforced: no OutOfMemoryError, no throttling",
        mend,
    )


def _open_files(facts: HostFacts) -> Row:
    found = f"hard limit {facts.open_files_hard}"
    if facts.open_files_hard >= FARGATE_OPEN_FILES:
        return Row("open files", Verdict.OK, found)
    few = facts.open_files_hard < FEWEST_OPEN_FILES
    return Row(
        "open files",
        Verdict.MISSING if few else Verdict.LIMITED,
        found,
        f"a hard limit of {FARGATE_OPEN_FILES}, as on Fargate",
        "the load balancer and the engine run out of descriptors"
        if few
        else f"containers get at most {facts.open_files_hard} open files",
        f"echo '{facts.user} hard nofile {FARGATE_OPEN_FILES}' | {as_root(facts, 'tee -a /etc/security/limits.conf')}"
        ", then log in again",
    )


def _memory(facts: HostFacts) -> Row:
    found = f"{facts.memory_mib} MiB available"
    if facts.memory_mib >= LEAST_MEMORY_MIB:
        return Row("memory", Verdict.OK, found)
    return Row(
        "memory",
        Verdict.LIMITED,
        found,
        f"{LEAST_MEMORY_MIB} MiB",
        "the host may end containers before their own limits do",
        "ps -eo rss,comm --sort=-rss | head   (shows what takes it)",
    )


def _disk(facts: HostFacts) -> Row:
    found = f"{facts.disk_mib} MiB free at {facts.home or 'the home of the twin'}"
    if facts.disk_mib >= LEAST_DISK_MIB:
        return Row("disk", Verdict.OK, found)
    return Row(
        "disk",
        Verdict.LIMITED,
        found,
        f"{LEAST_DISK_MIB} MiB",
        "images and the layers of containers may not fit",
        "podman image prune   (removes images that nothing uses), or set SEATRIAL_HOME to a folder with more room",
    )
