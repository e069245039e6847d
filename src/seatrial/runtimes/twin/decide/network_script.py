"""A network as objects to stand: each with a key, a fingerprint, and the commands that make it.

``act/network.py`` compares keys and fingerprints with what stands and carries out the difference. An object whose
fingerprint is unchanged is not touched, so attaching one task's interface disturbs nobody.

Inside a VPC's namespace: a bridge a subnet, ``igw`` to the internet, ``svc`` to services behind gateway endpoints;
packets of a subnet are routed by the table of its own (``ip rule iif BRIDGE``), the VPC's own blocks before it, and
what no route takes vanishes without a word, as on AWS.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seatrial.runtimes.twin.decide.network import Interface, NetworkSpec, Subnet, Vpc, short
from seatrial.runtimes.twin.decide.nft_rules import TASK_METADATA, owner_rules, router_rules

# The two ends of the link between a VPC and the internet; the same on every link, since each is a link of its own.
INTERNET_END, VPC_END = "100.64.0.1", "100.64.0.2"
# https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
LINK_LOCAL_RESOLVER = "169.254.169.253"
FIRST_TABLE = 1000
FIRST_DEVICE_TABLE = 100
LOCAL_RULE, SUBNET_RULE, VANISH_RULE = 1000, 2000, 3000


@dataclass(frozen=True, slots=True)
class Stand:
    """One object. ``namespace`` is where its commands run: "" is the internet.

    ``links`` are ``ip`` commands of the internet namespace that come first (they make namespaces and veth pairs),
    ``commands`` those of ``namespace``, ``rules`` the nftables text of ``namespace``, ``undo`` removes it from the
    internet side.
    """

    key: str
    namespace: str
    links: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    rules: str = ""
    forwards: bool = False
    undo: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """Keys of what it stands on: where one of these is made anew, so is it."""

    @property
    def fingerprint(self) -> str:
        return short("\n".join((*self.links, *self.commands, self.rules)), 24)


def stands(spec: NetworkSpec) -> tuple[Stand, ...]:
    """Everything that must stand, in the order in which it can be made."""
    found: list[Stand] = []
    for vpc in spec.vpcs:
        found.append(_router(vpc))
        found += [_subnet(vpc, subnet) for subnet in vpc.subnets]
        found += _owners(vpc)
        found.append(_routes(vpc))
        found.append(Stand(f"rules/{vpc.id}", router_of(vpc.id), rules=router_rules(vpc), needs=(f"vpc/{vpc.id}",)))
        found.append(_public_routes(vpc))
        found += [_owner_rules(vpc, owner) for owner in sorted({item.owner for item in vpc.interfaces})]
    return tuple(found)


def router_of(vpc_id: str) -> str:
    """The namespace of a VPC's router."""
    return vpc_id


def bridge_of(subnet_id: str) -> str:
    return f"br{short(subnet_id)}"


def table_of(subnet_id: str) -> int:
    """The number of a subnet's routing table."""
    return FIRST_TABLE + int(short(subnet_id, 7), 16)


def internet_link(vpc_id: str) -> str:
    return f"i{short(vpc_id)}"


def service_link(vpc_id: str) -> str:
    return f"s{short(vpc_id)}"


def service_address(vpc_id: str) -> str:
    """What a VPC's packets to services behind gateway endpoints come from, so that answers find back: in
    100.80.0.0/12.
    """
    number = int(short(vpc_id, 5), 16)
    return f"100.{80 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"


def _router(vpc: Vpc) -> Stand:
    name, igw, svc = router_of(vpc.id), internet_link(vpc.id), service_link(vpc.id)
    source = service_address(vpc.id)
    return Stand(
        f"vpc/{vpc.id}",
        name,
        links=(
            f"netns add {name}",
            f"link add {igw} type veth peer name igw netns {name}",
            f"link add {svc} type veth peer name svc netns {name}",
            f"addr add {INTERNET_END}/32 dev {igw}",
            f"addr add {INTERNET_END}/32 dev {svc}",
            f"link set {igw} up",
            f"link set {svc} up",
            f"route replace {source}/32 via {VPC_END} dev {svc} onlink",
        ),
        commands=(
            "link set lo up",
            f"addr add {vpc.resolver}/32 dev lo",
            f"addr add {LINK_LOCAL_RESOLVER}/32 dev lo",
            f"addr add {VPC_END}/32 dev igw",
            f"addr add {VPC_END}/32 dev svc",
            "link set igw up",
            "link set svc up",
            "route add blackhole default",
            *(f"rule add pref {LOCAL_RULE} to {block} lookup main" for block in vpc.blocks),
        ),
        forwards=True,
        undo=(f"link del {igw}", f"link del {svc}", f"netns del {name}"),
    )


def _subnet(vpc: Vpc, subnet: Subnet) -> Stand:
    bridge, table = bridge_of(subnet.id), table_of(subnet.id)
    return Stand(
        f"subnet/{subnet.id}",
        router_of(vpc.id),
        commands=(
            f"link add {bridge} type bridge forward_delay 0 stp_state 0",
            f"addr add {subnet.gateway}/{subnet.prefix_length} dev {bridge}",
            f"link set {bridge} up",
            f"rule add pref {SUBNET_RULE} iif {bridge} lookup {table}",
            f"rule add pref {VANISH_RULE} iif {bridge} blackhole",
        ),
        undo=(
            f"-n {router_of(vpc.id)} link del {bridge}",
            f"-n {router_of(vpc.id)} rule del pref {SUBNET_RULE} iif {bridge}",
            f"-n {router_of(vpc.id)} rule del pref {VANISH_RULE} iif {bridge}",
        ),
        needs=(f"vpc/{vpc.id}",),
    )


def _routes(vpc: Vpc) -> Stand:
    """All subnets' tables at once: each is filled anew, its routes replaced before what is no more is taken away."""
    lines = []
    for subnet in vpc.subnets:
        for route in subnet.routes:
            lines.append(f"{table_of(subnet.id)} {route.destination} {_next_hop(vpc, route.via)}")
    needs = (f"vpc/{vpc.id}", *(f"subnet/{subnet.id}" for subnet in vpc.subnets))
    return Stand(f"routes/{vpc.id}", router_of(vpc.id), commands=tuple(sorted(lines)), needs=needs)


def _next_hop(vpc: Vpc, via: str) -> str:
    if via == "igw" and vpc.has_gateway:
        return f"via {INTERNET_END} dev igw onlink"
    if via == "service":
        return f"via {INTERNET_END} dev svc onlink"
    for item in vpc.interfaces:
        if item.owner.startswith("nat-") and item.address == via:
            return f"via {via} dev {bridge_of(item.subnet_id)} onlink"
    return "blackhole"


def _public_routes(vpc: Vpc) -> Stand:
    """The internet's way to each public address of a VPC."""
    link = internet_link(vpc.id)
    addresses = sorted(item.public_address for item in vpc.interfaces if item.public_address and vpc.has_gateway)
    lines = tuple(f"{item}/32 via {VPC_END} dev {link} onlink" for item in addresses)
    return Stand(f"public/{vpc.id}", "", commands=lines, needs=(f"vpc/{vpc.id}",))


def _owners(vpc: Vpc) -> Iterator[Stand]:
    """The namespaces that interfaces are plugged into, then the interfaces."""
    subnets = {subnet.id: subnet for subnet in vpc.subnets}
    for owner in sorted({item.owner for item in vpc.interfaces}):
        yield _owner(owner)
    for item in sorted(vpc.interfaces, key=lambda item: (item.owner, item.device)):
        yield _interface(vpc, subnets[item.subnet_id], item)


def _owner(owner: str) -> Stand:
    commands = ["link set lo up"]
    if owner.startswith("task-"):
        commands.append(f"addr add {TASK_METADATA}/32 dev lo scope host")
    return Stand(
        f"owner/{owner}",
        owner,
        links=(f"netns add {owner}",),
        commands=tuple(commands),
        forwards=owner.startswith("nat-"),
        undo=(f"netns del {owner}",),
    )


def _interface(vpc: Vpc, subnet: Subnet, item: Interface) -> Stand:
    router, outer = router_of(vpc.id), f"v{short(item.id, 13)}"
    number = int(item.device.removeprefix("eth") or 0)
    table = FIRST_DEVICE_TABLE + number
    commands = [
        f"addr add {item.address}/{subnet.prefix_length} dev {item.device}",
        f"link set {item.device} up",
        f"rule add pref {table} from {item.address} lookup {table}",
        f"route replace default via {subnet.gateway} dev {item.device} table {table}",
        f"route replace {subnet.block} dev {item.device} table {table}",
    ]
    if number == 0:
        commands.append(f"route replace default via {subnet.gateway} dev {item.device}")
    return Stand(
        f"interface/{item.id}",
        item.owner,
        links=(
            f"link add {outer} netns {router} type veth peer name {item.device} "
            f"address {mac_of(item.id)} netns {item.owner}",
            f"-n {router} link set {outer} master {bridge_of(subnet.id)} up",
        ),
        commands=tuple(commands),
        undo=(f"-n {router} link del {outer}", f"-n {item.owner} rule del pref {table} from {item.address}"),
        needs=(f"owner/{item.owner}", f"subnet/{subnet.id}"),
    )


def mac_of(interface_id: str) -> str:
    """A locally administered address, as AWS's interfaces have: 02 or 06 or 0a first."""
    digits = short(interface_id, 10)
    return ":".join(("0a", *(digits[at : at + 2] for at in range(0, 10, 2))))


def _owner_rules(vpc: Vpc, owner: str) -> Stand:
    items = [item for item in vpc.interfaces if item.owner == owner]
    return Stand(f"guard/{owner}", owner, rules=owner_rules(vpc, items), needs=(f"owner/{owner}",))
