"""A network as things that stand: each with a key, and the commands, routes or rules that it consists of.

``network_changes`` compares them with what stands already, ``act/network`` carries the difference out. What is
unchanged is not touched, so attaching one task's interface disturbs nobody.

Inside a VPC's namespace: a bridge a subnet, ``igw`` to the internet, ``svc`` to services behind gateway endpoints;
packets of a subnet are routed by the table of its own (``ip rule iif BRIDGE``), the VPC's own blocks before it, and
what no route takes vanishes without a word, as on AWS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from seatrial.runtimes.twin.decide.network import Interface, NetworkSpec, Subnet, Vpc, short
from seatrial.runtimes.twin.decide.nft_rules import (
    DENIED_MARK,
    TASK_METADATA,
    Rules,
    internet_rules,
    nat_rules,
    owner_rules,
    router_rules,
)

# The two ends of the link between a VPC and the internet; the same on every link, since each is a link of its own.
# Link-local, because a VPC may have any other block (100.64.0.0/10 is often its second):
# https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html (read 2026-11-23).
INTERNET_END, VPC_END = "169.254.0.1", "169.254.0.2"
# https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
LINK_LOCAL_RESOLVER = "169.254.169.253"
FIRST_TABLE = 1000
FIRST_DEVICE_TABLE, DENIED_TABLE = 100, 99
DENIED_RULE, LOCAL_RULE, SUBNET_RULE, VANISH_RULE = 10, 1000, 2000, 3000

# A command of ``ip`` and the namespace that it runs in; "" is the internet.
Command = tuple[str, str]


class Object(Struct, frozen=True):
    """A namespace, a bridge, a pair of interfaces: made once, and made anew when it is to be different.

    ``links`` run in the internet, then ``router_commands`` in the VPC's namespace, then ``commands`` in ``namespace``;
    ``opens`` makes that namespace before all of them. ``undo`` removes it, and what isn't there is no failure then.
    """

    key: str
    namespace: str
    links: tuple[str, ...] = ()
    router: str = ""
    router_commands: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    opens: bool = False
    forwards: bool = False
    undo: tuple[Command, ...] = ()
    needs: tuple[str, ...] = ()
    """Keys of what it stands on: where one of these is made anew, so is it."""

    @property
    def fingerprint(self) -> str:
        parts = (*self.links, *self.router_commands, *self.commands, str(self.forwards))
        return short("\n".join(parts), 24)


class Line(Struct, frozen=True, order=True):
    """One route of a table. ``hop`` is what follows the destination, or "blackhole"."""

    destination: str
    hop: str
    table: str = "main"

    @property
    def place(self) -> str:
        """What a table can hold one of."""
        return f"{self.destination} table {self.table}"

    @property
    def replace(self) -> str:
        return f"route replace {self._text}"

    @property
    def delete(self) -> str:
        """Takes away this very route, and not one that another has put in its place."""
        return f"route del {self._text}"

    @property
    def _text(self) -> str:
        if self.hop == "blackhole":
            return f"blackhole {self.destination} table {self.table}"
        return f"{self.destination} {self.hop} table {self.table}"


class Routes(Struct, frozen=True):
    """Routes of a namespace that change one by one, without a moment in which none is there."""

    key: str
    namespace: str
    lines: tuple[Line, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        return short("\n".join(line.replace for line in self.lines), 24)


class Table(Struct, frozen=True):
    """The nftables rules of a namespace. Members of sets change one by one, the rest as a whole, in one transaction."""

    key: str
    namespace: str
    rules: Rules = field(default_factory=lambda: Rules(()))
    needs: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        return short(self.rules.frame, 24)


Stand = Object | Routes | Table


def stands(spec: NetworkSpec) -> tuple[Stand, ...]:
    """Everything that must stand, in the order in which it can be made."""
    found: list[Stand] = [Table("internet", "", internet_rules(spec.registries))]
    for vpc in spec.vpcs:
        found += [_namespace(router_of(vpc.id), forwards=True, router=True), _router(vpc)]
        found += [_block(vpc, block) for block in vpc.blocks]
        found += [_subnet(vpc, subnet) for subnet in vpc.subnets]
        owners = sorted({item.owner for item in vpc.interfaces})
        found += [_namespace(owner, forwards=owner.startswith("nat-")) for owner in owners]
        found += _interfaces(vpc)
        found.append(_routes(vpc))
        found += [_zone_routes(vpc, owner) for owner in owners if owner.startswith("lb-")]
        rules = router_rules(vpc, bridges(vpc), service_address(vpc.id))
        found.append(Table(f"rules/{vpc.id}", router_of(vpc.id), rules, (_ground(router_of(vpc.id)),)))
        found += [_guard(vpc, owner) for owner in owners]
        found.append(_public_routes(vpc))
    return tuple(found)


def router_of(vpc_id: str) -> str:
    """The namespace of a VPC's router."""
    return vpc_id


def bridge_of(subnet_id: str) -> str:
    return f"br{short(subnet_id)}"


def bridges(vpc: Vpc) -> Mapping[str, str]:
    """The bridge of each subnet."""
    return {subnet.id: bridge_of(subnet.id) for subnet in vpc.subnets}


def table_of(subnet_id: str) -> int:
    """The number of a subnet's routing table."""
    return FIRST_TABLE + int(short(subnet_id, 7), 16)


def internet_link(vpc_id: str) -> str:
    return f"i{short(vpc_id)}"


def service_link(vpc_id: str) -> str:
    return f"s{short(vpc_id)}"


def service_address(vpc_id: str) -> str:
    """What a VPC's packets to services behind gateway endpoints come from, so that answers find back; nobody but the
    internet namespace ever has a route to it.
    """
    number = int(short(vpc_id, 5), 16)
    return f"100.{80 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"


def mac_of(interface_id: str) -> str:
    """A locally administered address, as AWS's interfaces have: 02 or 06 or 0a first."""
    digits = short(interface_id, 10)
    return ":".join(("0a", *(digits[at : at + 2] for at in range(0, 10, 2))))


def _ground(namespace: str) -> str:
    return f"namespace/{namespace}"


def _namespace(name: str, forwards: bool, router: bool = False) -> Object:
    """A namespace; in those of interfaces what a security group denies has a way to nowhere (see ``nft_rules``)."""
    commands = ["link set lo up"]
    if not forwards:
        commands += [
            f"rule add pref {DENIED_RULE} fwmark {DENIED_MARK} lookup {DENIED_TABLE}",
            f"route add default dev lo table {DENIED_TABLE}",
        ]
    if name.startswith("task-"):
        commands.append(f"addr add {TASK_METADATA}/32 dev lo scope host")
    return Object(
        _ground(name),
        name,
        router=name if router else "",
        router_commands=tuple(commands) if router else (),
        commands=() if router else tuple(commands),
        opens=True,
        forwards=forwards,
        undo=(("", f"netns del {name}"),),
    )


def _router(vpc: Vpc) -> Object:
    name, igw, svc = router_of(vpc.id), internet_link(vpc.id), service_link(vpc.id)
    return Object(
        f"vpc/{vpc.id}",
        name,
        links=(
            f"link add {igw} type veth peer name igw netns {name}",
            f"link add {svc} type veth peer name svc netns {name}",
            f"addr add {INTERNET_END}/32 dev {igw}",
            f"addr add {INTERNET_END}/32 dev {svc}",
            f"link set {igw} up",
            f"link set {svc} up",
            f"route replace {service_address(vpc.id)}/32 via {VPC_END} dev {svc} onlink",
        ),
        router=name,
        router_commands=(
            f"addr add {vpc.resolver}/32 dev lo",
            f"addr add {LINK_LOCAL_RESOLVER}/32 dev lo",
            f"addr add {VPC_END}/32 dev igw",
            f"addr add {VPC_END}/32 dev svc",
            "link set igw up",
            "link set svc up",
            "route add blackhole default",
        ),
        undo=(
            ("", f"link del {igw}"),
            ("", f"link del {svc}"),
            (name, f"addr del {vpc.resolver}/32 dev lo"),
            (name, f"addr del {LINK_LOCAL_RESOLVER}/32 dev lo"),
            (name, "route del blackhole default"),
        ),
        needs=(_ground(name),),
    )


def _block(vpc: Vpc, block: str) -> Object:
    """The local route of one of the VPC's blocks, before every other."""
    name, rule = router_of(vpc.id), f"pref {LOCAL_RULE} to {block} lookup main"
    return Object(
        f"block/{vpc.id}/{block}",
        name,
        router=name,
        router_commands=(f"rule add {rule}",),
        undo=((name, f"rule del {rule}"),),
        needs=(_ground(name),),
    )


def _subnet(vpc: Vpc, subnet: Subnet) -> Object:
    name, bridge, table = router_of(vpc.id), bridge_of(subnet.id), table_of(subnet.id)
    return Object(
        f"subnet/{subnet.id}",
        name,
        router=name,
        router_commands=(
            f"link add {bridge} type bridge forward_delay 0 stp_state 0",
            f"addr add {subnet.gateway}/{subnet.prefix_length} dev {bridge}",
            f"link set {bridge} up",
            f"rule add pref {SUBNET_RULE} iif {bridge} lookup {table}",
            f"rule add pref {VANISH_RULE} iif {bridge} blackhole",
        ),
        undo=(
            (name, f"link del {bridge}"),
            (name, f"rule del pref {SUBNET_RULE} iif {bridge}"),
            (name, f"rule del pref {VANISH_RULE} iif {bridge}"),
        ),
        needs=(_ground(name),),
    )


def _interfaces(vpc: Vpc) -> Iterator[Object]:
    subnets = {subnet.id: subnet for subnet in vpc.subnets}
    for item in sorted(vpc.interfaces, key=lambda item: (item.owner, item.device)):
        yield _interface(vpc, subnets[item.subnet_id], item)


def _interface(vpc: Vpc, subnet: Subnet, item: Interface) -> Object:
    """A pair with one end in the subnet's bridge. What comes in by an interface is answered by it."""
    router, outer = router_of(vpc.id), f"v{short(item.id, 13)}"
    number = int(item.device.removeprefix("eth") or 0)
    table = FIRST_DEVICE_TABLE + number
    commands = [
        f"addr add {item.address}/{subnet.prefix_length} dev {item.device}",
        f"link set {item.device} up",
        f"rule add pref {table} from {item.address} lookup {table}",
        f"route replace default via {subnet.gateway} dev {item.device} table {table}",
        f"route replace {subnet.block} dev {item.device} table {table}",
        # The first interface's way out is taken before the second's, whichever of them comes first.
        f"route append default via {subnet.gateway} dev {item.device} metric {number + 1}",
    ]
    return Object(
        f"interface/{item.id}",
        item.owner,
        router=router,
        router_commands=(
            f"link add {outer} up master {bridge_of(subnet.id)} type veth "
            f"peer name {item.device} address {mac_of(item.id)} netns {item.owner}",
        ),
        commands=tuple(commands),
        undo=((router, f"link del {outer}"), (item.owner, f"rule del pref {table} from {item.address}")),
        needs=(_ground(item.owner), f"subnet/{subnet.id}", _ground(router)),
    )


def _routes(vpc: Vpc) -> Routes:
    """The tables of all subnets."""
    hops = {item.address: bridge_of(item.subnet_id) for item in vpc.interfaces if item.owner.startswith("nat-")}
    lines = [
        Line(route.destination, _next_hop(vpc, route.via, hops), str(table_of(subnet.id)))
        for subnet in vpc.subnets
        for route in subnet.routes
    ]
    needs = (_ground(router_of(vpc.id)), f"vpc/{vpc.id}", *(f"subnet/{subnet.id}" for subnet in vpc.subnets))
    return Routes(f"routes/{vpc.id}", router_of(vpc.id), tuple(sorted(lines)), needs)


def _next_hop(vpc: Vpc, via: str, nat_bridges: Mapping[str, str]) -> str:
    if via == "igw" and vpc.has_gateway:
        return f"via {INTERNET_END} dev igw onlink"
    if via == "service":
        return f"via {INTERNET_END} dev svc onlink"
    if via in nat_bridges:
        return f"via {via} dev {nat_bridges[via]} onlink"
    return "blackhole"


def _zone_routes(vpc: Vpc, owner: str) -> Routes:
    """A load balancer reaches the targets of a zone from its interface in that zone, if it has one there."""
    items = sorted((item for item in vpc.interfaces if item.owner == owner), key=lambda item: item.device)
    subnets = {subnet.id: subnet for subnet in vpc.subnets}
    by_zone: dict[str, Interface] = {}
    for item in items:
        by_zone.setdefault(subnets[item.subnet_id].zone, item)
    own = {item.subnet_id for item in items}
    lines = []
    for subnet in vpc.subnets:
        here = by_zone.get(subnet.zone)
        if here is not None and subnet.id not in own:
            lines.append(Line(subnet.block, f"via {subnets[here.subnet_id].gateway} dev {here.device}"))
    needs = (_ground(owner), *(f"interface/{item.id}" for item in items))
    return Routes(f"zones/{owner}", owner, tuple(sorted(lines)), needs)


def _public_routes(vpc: Vpc) -> Routes:
    """The internet's way to each public address of a VPC."""
    link = internet_link(vpc.id)
    addresses = sorted(item.public_address for item in vpc.interfaces if item.public_address and vpc.has_gateway)
    lines = tuple(Line(f"{item}/32", f"via {VPC_END} dev {link} onlink") for item in addresses)
    return Routes(f"public/{vpc.id}", "", lines, (f"vpc/{vpc.id}",))


def _guard(vpc: Vpc, owner: str) -> Table:
    items = [item for item in vpc.interfaces if item.owner == owner]
    rules = owner_rules(vpc, items) if all(item.guarded for item in items) else nat_rules(vpc, items)
    return Table(f"guard/{owner}", owner, rules, (_ground(owner),))
