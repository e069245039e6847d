"""When CloudFormation would have created each resource of a stack.

CloudFormation starts a resource as soon as what it refers to is there, so what is there at a given moment depends on
how long each takes. A service that doesn't depend on its listener is created while the load balancer is still coming
up, and fails: that must be seen here too. So the twin walks a stack in the order of a timeline made from typical
durations.

Durations in seconds: aws-cloudformation/rain, internal/cmd/forecast/estimate.go (Apache-2.0; read 2026-11-23,
of what holds data 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from seatrial.analyses.order import edges, waves
from seatrial.model.resource import Resource
from seatrial.model.system import System

TYPICAL_SECONDS: Mapping[str, int] = {
    "AWS::EC2::NatGateway": 106,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": 116,
    "AWS::ElasticLoadBalancingV2::TargetGroup": 18,
    "AWS::ElasticLoadBalancingV2::Listener": 2,
    "AWS::ECS::Cluster": 5,
    "AWS::ECS::TaskDefinition": 4,
    "AWS::ECS::Service": 119,
    "AWS::IAM::Role": 17,
    "AWS::EC2::VPC": 12,
    "AWS::EC2::InternetGateway": 16,
    "AWS::EC2::EIP": 15,
    "AWS::EC2::VPCEndpoint": 80,
    "AWS::EFS::MountTarget": 93,
    "AWS::RDS::DBCluster": 222,
    "AWS::RDS::DBInstance": 595,
    "AWS::RDS::DBProxy": 225,
    "AWS::ElastiCache::CacheCluster": 344,
    "AWS::ElastiCache::ReplicationGroup": 712,
    "AWS::OpenSearchService::Domain": 887,
    "AWS::AmazonMQ::Broker": 604,
}
OTHERS_SECONDS = 3
# How much later a gateway may be attached in this timeline and still be there in time for what needs it: the call that
# attaches it works at once, CloudFormation only waits longer until it is sure. "Sometimes the attachment happens early
# enough where it will not error, sometimes it won't":
# https://github.com/aws-cloudformation/aws-cloudformation-templates/issues/75; "usually the gateway is speedy enough":
# https://github.com/aws/aws-cdk/pull/1284 (read 2026-11-23). Templates of AWS's own have routes and NAT gateways that
# don't wait, and are made all the same: https://github.com/aws-samples/ecs-blue-green-deployment (templates/vpc.yaml).
RACE_SECONDS = 10
# A service that waits this long for something slow (a database, a NAT gateway, a mount target) is in a race with the
# load balancer whose listener it should wait for, and nobody can say on paper who wins it, unless the load balancer
# takes half as long again.
SLOW_SECONDS, CLOSE = 90, 1.5
SERVICE, _CLUSTER = "AWS::ECS::Service", "AWS::ECS::Cluster"
_LISTENERS = tuple(f"AWS::ElasticLoadBalancingV2::{kind}" for kind in ("LoadBalancer", "Listener", "ListenerRule"))
NEED_THE_GATEWAY = ("AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::EC2::Route", "AWS::EC2::NatGateway")
# A bucket is made first and gets its notifications then, for which S3 asks the policies of queues and topics.
NEED_A_POLICY = ("AWS::S3::Bucket", "Custom::S3BucketNotifications")
_RACING = frozenset((*NEED_THE_GATEWAY, *NEED_A_POLICY, SERVICE, "AWS::EC2::VPNGatewayRoutePropagation"))
_POLICIES = ("AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")


class Creation(Struct, frozen=True):
    """One resource's time on AWS's clock, in seconds from the start of the stack."""

    resource: Resource
    starts: int
    ends: int


def creation_order(system: System) -> tuple[Creation, ...]:
    """Every resource with its time, in the order in which they start. Resources in a cycle come last.

    Worked out once for a system.
    """
    found: tuple[Creation, ...] | None = system.__dict__.get("_creation_order")
    if found is None:
        found = system.__dict__["_creation_order"] = _creation_order(system)
    return found


def _creation_order(system: System) -> tuple[Creation, ...]:
    resources = system.resources
    needs: dict[str, list[str]] = {name: [] for name in resources}
    needed_by: dict[str, list[str]] = {}
    for edge in edges(system):
        needs[edge.source].append(edge.target)
        needed_by.setdefault(edge.target, []).append(edge.source)
    done: dict[str, Creation] = {}
    for name in _after_what_they_need(needs, needed_by) or (name for wave in waves(system) for name in wave):
        resource = resources[name]
        # What waits for each other in a circle begins when the rest of what it needs is there.
        starts = max([done[need].ends for need in needs[name] if need in done], default=0)
        done[name] = Creation(resource, starts, starts + TYPICAL_SECONDS.get(resource.type, OTHERS_SECONDS))
    places = {name: place for place, name in enumerate(system.resources)}
    return tuple(sorted(done.values(), key=lambda item: (item.starts, item.ends, places[item.resource.logical_id])))


def _after_what_they_need(needs: Mapping[str, list[str]], needed_by: Mapping[str, list[str]]) -> list[str]:
    """All names, each after those that it needs; none where some need each other."""
    left = {name: len(targets) for name, targets in needs.items()}
    ordered = [name for name, count in left.items() if not count]
    for name in ordered:
        for other in needed_by.get(name, ()):
            left[other] -= 1
            if not left[other]:
                ordered.append(other)
    return ordered if len(ordered) == len(needs) else []


def won_races(order: tuple[Creation, ...], name: str, system: System) -> frozenset[str]:
    """Logical ids of what is usually there in time for a resource that needs it and doesn't wait for it.

    A load balancer that faces the internet, a default route and a NAT gateway need their VPC's gateway. Many templates
    don't say so, and mostly the gateway is attached a few seconds before; see ``RACE_SECONDS``. The same goes for a
    bucket and the policy that lets it send its notifications. A service that waits for something slow may find its
    load balancer made in the meantime, and a cluster that it names only as text is there a second after it was begun.
    """
    kind = system.resources[name].type
    if kind not in _RACING:
        return frozenset()
    starts = next((item.starts for item in order if item.resource.logical_id == name), 0)
    if kind == SERVICE:
        there = (
            item
            for item in order
            if (item.resource.type in _LISTENERS and may_be_there(item, starts))
            or (item.resource.type == _CLUSTER and item.ends <= starts + RACE_SECONDS)
        )
        return frozenset(item.resource.logical_id for item in there)
    if kind in NEED_A_POLICY:
        early = (item for item in order if item.resource.type in _POLICIES and item.ends <= starts + RACE_SECONDS)
        return frozenset(item.resource.logical_id for item in early if not _names(item.resource, name))
    won = [
        item.resource
        for item in order
        if item.resource.type == "AWS::EC2::VPCGatewayAttachment" and item.ends <= starts + RACE_SECONDS
    ]
    # With the gateway itself, which the attachment waits for.
    return frozenset((*(item.logical_id for item in won), *(one.target for item in won for one in item.references)))


def may_be_there(item: Creation, moment: int) -> bool:
    """Whether something of a load balancer may well be there when a service is created that doesn't wait for it."""
    return item.ends <= moment or (moment >= SLOW_SECONDS and item.ends <= moment * CLOSE)


def _names(resource: Resource, name: str) -> bool:
    """Whether a resource refers to another one, which must be there before."""
    return name in resource.depends_on or any(item.target == name for item in resource.references)
