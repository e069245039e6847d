"""What has addresses of IPv6 alone: tasks in subnets with Ipv6Native, which reach nobody by IPv4.

Whom they call must have addresses of IPv6, or be translated (DNS64 and NAT64). The standard names of AWS's services
have addresses of IPv4 alone; those with both end with api.aws or on.aws, or have "dualstack" in them. Fargate itself
uses those for what it does before the containers start.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html,
https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html,
https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html,
https://docs.aws.amazon.com/general/latest/gr/rande.html
"""

from __future__ import annotations

import re

from seatrial.analyses.reach.addresses import NAT64
from seatrial.analyses.reach.interface import Holder, Interface
from seatrial.analyses.reach.path import Code, Hop, Path, Verdict
from seatrial.analyses.reach.route_tables import Kind, Table
from seatrial.analyses.reach.survey import Subnet
from seatrial.model.value import Unknown, as_flag, as_text

# ECR's registries by names of IPv4 alone.
OF_FOUR = re.compile(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$")
_OF_BOTH = (".api.aws", ".on.aws", ".api.amazonwebservices.com.cn", ".on.amazonwebservices.com.cn")


def has_six(host: str) -> bool | None:
    """Whether a host has addresses of IPv6; None where no template tells."""
    if OF_FOUR.match(host):
        return False
    if host.endswith(_OF_BOTH) or "dualstack" in host.split(".") or " " in host:
        return True
    return None


def dual_stack(host: str) -> str:
    """The name by which Fargate calls a service of AWS from a subnet with IPv6 alone."""
    labels = host.split(".")
    if "amazonaws" not in labels or OF_FOUR.match(host):
        return host
    at = labels.index("amazonaws")
    if labels[at - 2] == "s3":
        return ".".join((*labels[: at - 1], "dualstack", *labels[at - 1 :]))
    ending = ["api", "amazonwebservices", "com", "cn"] if labels[-1] == "cn" else ["api", "aws"]
    return ".".join((*(label for label in labels[:at] if label != "api"), *ending))


def of_no_family(one: Interface, other: Interface, has_block: bool) -> Hop | None:
    """That one of two has addresses of IPv6 alone and the other has none; None where both have some.

    ``has_block`` is whether the other's subnet has a block of IPv6.
    """
    if not one.native or other.six:
        return None
    have = f"{one.name} {one.have} IPv6 addresses alone, because {one.subnet.logical_id} has Ipv6Native: true"
    if (other.holder is Holder.OTHER and (has_block or not other.placed)) or _may_have_six(other):
        what = f"{have}, and whether {other.name} has any is not in the templates"
        return Hop(what, Verdict.CANNOT_TELL, other.resource or one.subnet)
    what = f"{have}, and {other.name} {other.have} none"
    mend = f"set IpAddressType: dualstack in {other.name}"
    if other.holder is Holder.TASK or not has_block:
        mend = f"use subnets with both kinds of addresses for {one.name}"
    return Hop(what, Verdict.NO, other.resource or one.subnet, (), Code.NO_ROUTE_TO_DESTINATION, mend)


def _may_have_six(balancer: Interface) -> bool:
    """Whether a load balancer may have such addresses: that isn't said, or its subnets are in no template here."""
    stack = balancer.resource.get("IpAddressType") if balancer.resource is not None else None
    return isinstance(stack, Unknown) or (not balancer.placed and as_text(stack) not in ("", "ipv4"))


def by_translation(interface: Interface, subnet: Subnet, table: Table, host: str) -> Hop:
    """Whether a host of IPv4 alone is reached: by DNS64 and a NAT gateway, or not at all."""
    asks = subnet.resource.get("EnableDns64")
    have = f"{interface.name} {interface.have} IPv6 addresses alone in {subnet.name}, and {host} has none"
    if isinstance(asks, Unknown):
        return Hop(asks.reason, Verdict.CANNOT_TELL, subnet.resource, ("EnableDns64",))
    _, route = next(iter(table.ways(NAT64)))
    translated = f"set EnableDns64: true in {subnet.name} and send 64:ff9b::/96 to a NAT gateway"
    if as_flag(asks) and route is not None and route.kind is Kind.NAT_GATEWAY:
        return Hop(f"{have}: NAT64 is not judged here", Verdict.CANNOT_TELL, route.resource)
    if as_flag(asks) and table.maybe_six:
        return Hop(table.maybe_six, Verdict.CANNOT_TELL, table.resource or subnet.resource)
    mend = f"{translated}, or use subnets with IPv4 addresses as well"
    if as_flag(asks):
        mend = f"send 64:ff9b::/96 to a NAT gateway in {table.name}"
    if (match := OF_FOUR.match(host)) is not None and not as_flag(asks):
        ending = "on.amazonwebservices.com.cn" if match[3] else "on.aws"
        mend = f"write {match[1]}.dkr-ecr.{match[2]}.{ending} in place of {host} in Image"
    what = f"{have}, {'although' if as_flag(asks) else 'and'} {table.name} sends 64:ff9b::/96 to no NAT gateway"
    if not as_flag(asks):
        what = f"{have}, nor are they translated (EnableDns64)"
    return Hop(what, Verdict.NO, None, (), Code.NO_POSSIBLE_DESTINATION, mend)


def without_names(path: Path, host: str) -> Path:
    """A way by IPv6 to a host of which nobody knows whether it has such addresses."""
    if has_six(host):
        return path
    reason = f"whether {host} has IPv6 addresses is not in the templates, and there is no other way to it"
    if "amazonaws" in host.split("."):
        reason = f"{host} has IPv4 addresses alone, and whether AWS is called by names with both is not in the template"
    return Path(Verdict.CANNOT_TELL, (*path.hops, Hop(reason, Verdict.CANNOT_TELL)), path.sources)
