"""The network on paper: whether a connection from one place to another comes about, and why.

A path is asked rule by rule, as a packet and its answer meet them: security groups, the route, network ACLs, gateways,
and the same back. Every answer is for all addresses at once.

Sources: https://docs.aws.amazon.com/vpc/latest/userguide/ (route tables, internet and NAT gateways, security groups,
network ACLs), https://docs.aws.amazon.com/vpc/latest/privatelink/ (endpoints; read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from seatrial.analyses.reach.addresses import EVERYBODY, EVERYBODY_SIX, EVERYWHERE, EVERYWHERE_SIX, AddressSet
from seatrial.analyses.reach.crossing import PROTOCOLS, TCP
from seatrial.analyses.reach.group_rules import CLOUDFRONT, Rule
from seatrial.analyses.reach.holdings import port_of, ports_of
from seatrial.analyses.reach.interface import Holder, Interface
from seatrial.analyses.reach.interfaces import Interfaces
from seatrial.analyses.reach.names import Answer, Names
from seatrial.analyses.reach.nat_instances import NatInstances
from seatrial.analyses.reach.network_acls import NetworkAcls
from seatrial.analyses.reach.outward import Outward
from seatrial.analyses.reach.path import NO_SUCH_HOST, TIMEOUT, Code, Hop, Path, Verdict, worst
from seatrial.analyses.reach.route_tables import RouteTables
from seatrial.analyses.reach.security_groups import Group, SecurityGroups
from seatrial.analyses.reach.six import by_translation, has_six, of_no_family, without_names
from seatrial.analyses.reach.survey import Subnet, Survey
from seatrial.analyses.reach.walk import AWS_PORTS, CLIENT_PORTS, OTHER_PORTS, TASK_PORTS, End, Walk
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import HIDDEN, Sensitive, Unknown, Value, as_text

HTTPS = 443
_ANY = Answer()
# A host of the internet has one address or a few, and nobody here knows which. A rule that cuts no more than this out
# of the internet (a /8, or many smaller blocks) is not taken to be about just that host.
FEW = 2**24


class Paper:
    """Answers about the network of some stacks, the one asked about last. What is worked out once is kept."""

    def __init__(self, systems: Sequence[System]) -> None:
        self._survey = Survey.of(systems)
        self._groups = SecurityGroups(self._survey)
        self._acls = NetworkAcls(self._survey)
        self._tables = RouteTables(self._survey)
        self._names = Names(self._survey)
        self._interfaces = Interfaces(self._survey, self._groups)
        instances = NatInstances(self._survey, self._groups, self._interfaces)
        self._outward = Outward(self._survey, self._tables, self._acls, instances)
        self._paths: dict[tuple[object, ...], Path] = {}

    def interface(
        self, name: str, subnet: Resource, groups: Sequence[Resource | Value], public: bool | Unknown
    ) -> Interface:
        """A task's interface, at any free address of a subnet. Without groups it has the VPC's default group."""
        return self._interfaces.one(name, Holder.TASK, subnet, groups, public)

    def balancer(self, balancer: Resource) -> tuple[Interface, ...]:
        """The interfaces of a load balancer, one for each of its subnets."""
        return self._interfaces.of(balancer)

    def interfaces_of(self, resource: Resource) -> tuple[Interface, ...]:
        """The interfaces that a load balancer, a service's tasks, a database, a cache or the like has in its subnets.

        Empty for what has none.
        """
        return self._interfaces.of(resource)

    def port_of(self, resource: Resource) -> int:
        """The port that a database, a cache or the like listens on; 0 where that isn't known."""
        return port_of(self._survey, resource)

    def ports_of(self, resource: Resource, attribute: str = "") -> tuple[int, ...]:
        """The ports of which any one is enough, where ``attribute`` is what somebody has of a resource."""
        return ports_of(self._survey, resource, attribute)

    # ---------------------------------------------------------------------------------------------------- questions

    def between(
        self, source: Interface, target: Interface, port: int, protocol: str = "tcp", *, six: bool = False
    ) -> Path:
        """Whether a connection from one interface of the VPC to another comes about; ``six`` by IPv6 alone."""
        key = ("between", _key(source), _key(target), port, protocol, six)
        found = self._paths.get(key)
        if found is None:
            found = self._paths[key] = self._between(source, target, port, _number(protocol), six=six)
        return found

    def to_host(self, interface: Interface, host: str, port: int = HTTPS, *, four: bool = False) -> Path:
        """Whether a host is reached by its name: what the resolver answers, then the way there.

        ``four`` says that whoever asks does so by IPv4, although it may have IPv6 as well.
        """
        key = ("to_host", _key(interface), host, isinstance(host, Sensitive), port, four)
        found = self._paths.get(key)
        if found is None:
            found = self._to_host(interface, str.__str__(host), port, four=four)
            found = self._paths[key] = _hidden(found, host) if isinstance(host, Sensitive) else found
        return found

    def to_internet(self, interface: Interface, port: int = HTTPS) -> Path:
        """Whether any public address is reached."""
        key = ("to_internet", _key(interface), port)
        found = self._paths.get(key)
        if found is None:
            found = self._paths[key] = self._to_public(interface, "the internet", port)
        return found

    def from_internet(
        self, target: Interface, port: int, protocol: str = "tcp", sources: AddressSet = EVERYWHERE
    ) -> Path:
        """From which of these addresses of the internet a connection comes about."""
        key = ("from_internet", _key(target), port, protocol, sources)
        found = self._paths.get(key)
        if found is None:
            found = self._paths[key] = self._from_internet(target, port, _number(protocol), sources)
        return found

    def lets_anybody_in(self, interface: Interface, port: int, protocol: str = "tcp") -> bool:
        """Whether any rule of its security groups, from whomever, is for this port. True where that isn't known."""
        return not interface.guarded or not self._lets_nothing(interface, True, port, protocol)

    def without_way_back(self, interface: Interface, port: int, protocol: str = "tcp") -> tuple[str, str]:
        """Those that its security groups let in on this port, where all are of other networks, and the route table of
        its subnet, where that has no route to any of them. Both "" otherwise, and where that isn't known.
        """
        number, here = _number(protocol), self._survey.subnet(interface.subnet)
        groups = self._group_list(interface)
        rules = [rule for group in groups for rule in group.ingress if rule.fits(number, port)]
        known = interface.guarded and not any(group.doubt_in for group in groups) and not (here.doubt or here.vpc.doubt)
        if not known or not rules or any(rule.group or rule.service or rule.doubt for rule in rules):
            return "", ""
        addresses = AddressSet.union(rule.addresses for rule in rules)
        table = self._tables.of(here)
        if addresses.is_six or addresses & here.vpc.blocks or table.maybe or here.vpc.foreign:
            return "", ""
        lost = all(route is None for _, route in table.ways(addresses))
        return (str(addresses), table.name) if lost else ("", "")

    def _lets_nothing(self, interface: Interface, inward: bool, port: int, protocol: str = "tcp") -> bool:
        number = _number(protocol)
        return not any(
            group.doubt(inward) or any(rule.fits(number, port) and _is_of(rule, interface) for rule in rules)
            for group in self._group_list(interface)
            if (rules := group.rules(inward)) is not None
        )

    # ------------------------------------------------------------------------------------------------------ answers

    def _group_list(self, interface: Interface) -> list[Group]:
        return [self._groups.get(key) for key in interface.groups]

    def _end(self, interface: Interface, *, six: bool = False) -> End:
        groups = frozenset(interface.groups) if interface.guarded else frozenset()
        names = tuple(item.name for item in self._group_list(interface)) if interface.guarded else ()
        cidr = as_text(interface.subnet.get("CidrBlock")) if interface.placed else "the VPC's CIDR block"
        doubt = interface.doubt
        addresses, cidr = interface.addresses, cidr or str(interface.addresses)
        if six:
            doubt = self._survey.subnet(interface.subnet).six_doubt
            addresses, cidr = interface.six, as_text(interface.subnet.get("Ipv6CidrBlock")) or EVERYBODY_SIX
        return End(
            interface.name, addresses, addresses, groups, vague=doubt, cidr=cidr, be=interface.be, group_names=names
        )

    def _walk(self, source: End, target: End, port: int, protocol: int, holder: Holder | None) -> Walk:
        replies = TASK_PORTS if holder is Holder.TASK else CLIENT_PORTS if holder is None else AWS_PORTS
        rare = () if replies is AWS_PORTS else OTHER_PORTS
        return Walk(source, target, protocol, port, replies, self._groups.names, rare)

    def _between(self, source: Interface, target: Interface, port: int, protocol: int, *, six: bool) -> Path:
        here, there = self._survey.subnet(source.subnet), self._survey.subnet(target.subnet)
        six = (six and bool(source.six and target.six)) or source.native or target.native
        if six and (hop := of_no_family(source, target, there.six) or of_no_family(target, source, here.six)):
            return Path(hop.verdict, (hop,), fails_as=TIMEOUT if hop.verdict is Verdict.NO else "")
        walk = self._walk(self._end(source, six=six), self._end(target, six=six), port, protocol, source.holder)
        if here.foreign or there.foreign:
            return self._between_groups(walk, source, target, here.foreign or there.foreign)
        peered = here.vpc is not there.vpc
        if peered and not self._outward.to_other_vpc(walk, here, there):
            return self._path(walk)
        if source.guarded and not walk.through_groups(self._group_list(source), False, source):
            return self._path(walk)
        apart = here is not there
        if apart:
            table = self._tables.of(here)
            stays = f"{table.name} keeps what goes to {there.name} within {here.vpc.name}"
            if not peered:
                walk.add(Hop(stays, resource=table.resource))
            acls = (self._acls.of(here), self._acls.of(there))
            if not (
                walk.through_acl(acls[0], here.name, inward=False, end=walk.target)
                and walk.through_acl(acls[1], there.name, inward=True, end=walk.source)
            ):
                return self._path(walk)
        if target.guarded and not walk.through_groups(self._group_list(target), True, target):
            return self._path(walk)
        if apart and walk.through_acl(acls[1], there.name, inward=False, answer=True, end=walk.source):
            walk.through_acl(acls[0], here.name, inward=True, answer=True, end=walk.target)
        return self._path(walk)

    def _between_groups(self, walk: Walk, source: Interface, target: Interface, doubt: str) -> Path:
        """Where subnets aren't known, only security groups are: those that let nothing through do so anywhere."""
        if source.guarded and not walk.through_groups(self._group_list(source), False, source):
            return self._path(walk)
        if target.guarded and not walk.through_groups(self._group_list(target), True, target):
            return self._path(walk)
        walk.add(Hop(doubt, Verdict.CANNOT_TELL, source.resource or target.resource))
        return self._path(walk)

    def _to_host(self, interface: Interface, host: str, port: int, *, four: bool) -> Path:
        here = self._survey.subnet(interface.subnet)
        answer = self._names.resolve(here, host)
        if not answer.exists and here.foreign and here.vpc.resource is None:
            return Path(Verdict.CANNOT_TELL, (Hop(here.foreign, Verdict.CANNOT_TELL),))
        if not answer.exists:
            return Path(Verdict.NO, answer.hops, fails_as=NO_SUCH_HOST)
        answer = replace(answer, four=four)
        known = worst(answer.hops)
        if answer.own or known is Verdict.CANNOT_TELL:
            return Path(known, answer.hops, interface.addresses)
        if not answer.resources:
            path = self._to_public(interface, host, port, answer)
            if path.verdict is Verdict.NO:
                path = self._otherwise(interface, here, host, port, answer, path)
            return _after(answer, path)
        if answer.public:
            return _after(answer, self._by_way_of_internet(interface, host, port, answer))
        targets = [target for resource in answer.resources for target in self._interfaces.of(resource)]
        if not targets:
            name = answer.resources[0].logical_id
            hop = Hop(f"{name} has no subnet that is known here", Verdict.CANNOT_TELL, answer.resources[0])
            return _after(answer, Path(Verdict.CANNOT_TELL, (hop,)))
        return _after(answer, _any_of([self.between(interface, target, port) for target in targets]))

    def _otherwise(self, interface: Interface, here: Subnet, host: str, port: int, answer: Answer, path: Path) -> Path:
        """What to say where a public address is not reached: an endpoint may do instead.

        Where one would do but doesn't answer for the name, that is what is wrong. A VPC of no template here may have
        one that nobody here knows.
        """
        idle = answer.idle
        apart = here.foreign or here.vpc.foreign
        if idle is None and apart and "amazonaws" in host.split("."):
            if interface.guarded and self._lets_nothing(interface, False, port):
                return path
            reason = f"{apart}, and it may have an endpoint for {host}"
            return Path(Verdict.CANNOT_TELL, (Hop(reason, Verdict.CANNOT_TELL, here.resource),), interface.addresses)
        targets = self._interfaces.of(idle.endpoint) if idle is not None else ()
        if idle is None or not targets:
            return path
        if _any_of([self.between(interface, target, port) for target in targets]).verdict is not Verdict.YES:
            return path
        what = f"{idle.endpoint.logical_id} does not resolve this name, because {idle.because}, and {path.why}"
        place = idle.place
        hop = Hop(what, Verdict.NO, place.resource, place.path, Code.NO_ROUTE_TO_DESTINATION, idle.mend)
        return Path(Verdict.NO, (hop, *path.hops), fails_as=TIMEOUT)

    def _by_way_of_internet(self, interface: Interface, host: str, port: int, answer: Answer) -> Path:
        """To a load balancer's public address: out, and in again from there."""
        out = self._to_public(interface, host, port, answer)
        nodes = [node for resource in answer.resources for node in self.balancer(resource)]
        if out.verdict is Verdict.NO or not nodes:
            return out
        back = _any_of([self.from_internet(node, port) for node in nodes])
        if back.verdict is Verdict.PARTLY:
            hop = back.deciding
            reason = f"{interface.name} {interface.come} from a public address that is not known, and {back.why}"
            doubt = Hop(reason, Verdict.CANNOT_TELL, hop.resource if hop else None, hop.path if hop else ())
            back = Path(Verdict.CANNOT_TELL, (doubt,))
        hops = (*out.hops, *back.hops)
        verdict = worst(hops)
        return Path(verdict, hops, out.sources, TIMEOUT if verdict in (Verdict.NO, Verdict.PARTLY) else "")

    def _to_public(self, interface: Interface, label: str, port: int, answer: Answer = _ANY) -> Path:
        here = self._survey.subnet(interface.subnet)
        public = answer.addresses - here.vpc.blocks
        anywhere = answer.addresses is EVERYWHERE
        spare = FEW if anywhere else 0
        if interface.native:
            if has_six(label) is False or (public and not public.is_six and not anywhere):
                hop = by_translation(interface, here, self._tables.of(here), label)
                return Path(hop.verdict, (hop,), fails_as=TIMEOUT if hop.verdict is Verdict.NO else "")
            public, spare = EVERYWHERE_SIX if anywhere else public, EVERYWHERE_SIX.size // 2 if anywhere else 0
        cidr = EVERYBODY_SIX if interface.native else EVERYBODY
        target = End(label, public, public, services=answer.services, spare=spare, cidr=cidr, four=answer.four)
        if answer is not _ANY and anywhere:
            target.vague = f"the address of {label} is not known"
        walk = self._walk(self._end(interface, six=interface.native), target, port, TCP, interface.holder)
        if interface.guarded:
            free = walk.fork(public)
            if not walk.through_groups(self._group_list(interface), False, interface):
                # Without a route no rule helps: what is missing then is the way, and an endpoint may be all of it.
                way = self._path(self._outward.to_internet(free, here, interface, answer))
                lost = way.deciding is not None and way.deciding.code == Code.NO_ROUTE_TO_DESTINATION
                return way if lost else self._path(walk)
        path = self._path(self._outward.to_internet(walk, here, interface, answer))
        return without_names(path, label) if interface.native and path.verdict is Verdict.YES else path

    def _from_internet(self, target: Interface, port: int, protocol: int, sources: AddressSet) -> Path:
        there = self._survey.subnet(target.subnet)
        six = target.native or target.six_outside
        if six and not target.six:
            what = f"{target.name} {target.have} public addresses of IPv6 alone, and {there.name} has no block of them"
            hop = Hop(what, Verdict.CANNOT_TELL, target.resource, ("IpAddressType",))
            return Path(Verdict.CANNOT_TELL, (hop,), sources)
        sources = EVERYWHERE_SIX if six and sources is EVERYWHERE else sources
        source = End("the internet", sources, sources, cidr=EVERYBODY_SIX if six else EVERYBODY)
        path = self._from_outside(source, target, port, protocol, six=six)
        if path.verdict is Verdict.YES or six or not self._is_for_cloudfront(target, port, protocol):
            return path
        # Which blocks CloudFront's list has is not needed: whoever asks from them gets there.
        cloudfront = End("CloudFront", sources, sources, services=frozenset({CLOUDFRONT}))
        by_cloudfront = self._from_outside(cloudfront, target, port, protocol, six=False)
        return by_cloudfront if by_cloudfront.verdict is Verdict.YES else path

    def _is_for_cloudfront(self, target: Interface, port: int, protocol: int) -> bool:
        rules = (rule for group in self._group_list(target) for rule in group.rules(True) if rule.fits(protocol, port))
        return target.guarded and any(rule.service == CLOUDFRONT for rule in rules)

    def _from_outside(self, source: End, target: Interface, port: int, protocol: int, *, six: bool) -> Path:
        there = self._survey.subnet(target.subnet)
        walk = self._walk(source, self._end(target, six=six), port, protocol, None)
        if self._outward.from_internet(walk, there, target):
            acl = self._acls.of(there)
            _ = (
                walk.through_acl(acl, there.name, inward=True, end=walk.source)
                and (not target.guarded or walk.through_groups(self._group_list(target), True, target))
                and walk.through_acl(acl, there.name, inward=False, answer=True, end=walk.source)
            )
        return self._path(walk)

    def _path(self, walk: Walk) -> Path:
        verdict = worst(walk.hops)
        if verdict is Verdict.NO:
            return Path(verdict, tuple(walk.hops), fails_as=TIMEOUT)
        return Path(verdict, tuple(walk.hops), walk.source.now, TIMEOUT if verdict is Verdict.PARTLY else "")


def _key(interface: Interface) -> tuple[object, ...]:
    return (
        interface.name, interface.holder, id(interface.subnet), interface.groups, interface.public, interface.guarded,
    )  # fmt: skip


def _is_of(rule: Rule, interface: Interface) -> bool:
    """Whether a rule may be for what comes to an interface, which may have no addresses of the rule's family."""
    if not rule.addresses or rule.doubt:
        return True
    return bool(interface.six) if rule.addresses.is_six else not interface.native


def _number(protocol: str) -> int:
    return PROTOCOLS.get(protocol.lower(), TCP)


def _after(answer: Answer, path: Path) -> Path:
    """A path with what the resolver did before it."""
    if not answer.hops:
        return path
    hops = (*answer.hops, *path.hops)
    verdict = worst(hops)
    return Path(verdict, hops, path.sources, path.fails_as if verdict in (Verdict.NO, Verdict.PARTLY) else "")


def _hidden(path: Path, host: Sensitive) -> Path:
    """A path that doesn't show the name which it leads to."""
    name = str.__str__(host)
    hops = path.hops
    for secret in (name, name.rstrip(".").lower()):
        if secret:
            hops = tuple(
                replace(hop, what=hop.what.replace(secret, HIDDEN), mend=hop.mend.replace(secret, HIDDEN))
                for hop in hops
            )
    return replace(path, hops=hops)


def _any_of(paths: Sequence[Path]) -> Path:
    """One of several addresses of a name, whichever the resolver gives first."""
    best = min(paths, key=lambda path: _ORDER.index(path.verdict))
    last = max(paths, key=lambda path: _ORDER.index(path.verdict))
    if last.verdict is not Verdict.NO or best.verdict is Verdict.NO:
        return last
    hop = last.deciding
    if hop is None:
        return last
    partly = Hop(hop.what, Verdict.PARTLY, hop.resource, hop.path, hop.code, hop.mend)
    return Path(Verdict.PARTLY, tuple(partly if item is hop else item for item in last.hops), best.sources, TIMEOUT)


_ORDER = (Verdict.YES, Verdict.PARTLY, Verdict.CANNOT_TELL, Verdict.NO)
