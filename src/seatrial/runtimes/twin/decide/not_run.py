"""What of a stack the twin doesn't act out, each with what that means for the rest.

Nothing is skipped in silence: the list is shown by ``plan``, ``up`` and ``status``.
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.kinds import CARDS
from seatrial.kinds.card import Stage
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import as_text

# What the absence of a companion means for the tasks. Where a type is not named here, its service says it.
MEANINGS: Mapping[str, str] = {
    "AWS::Lambda::Function": "no function runs here; what it would have done does not happen",
    "AWS::CloudFormation::CustomResource": "its provider does not run here, so its attributes are not known",
    "AWS::EC2::FlowLog": "no flow log is written",
    "AWS::S3::Bucket": "its name and ARN are given out, but no S3 answers here yet",
    "AWS::DynamoDB::GlobalTable": "its name and ARN are given out, but no DynamoDB answers here yet",
    "AWS::DynamoDB::Table": "its name and ARN are given out, but no DynamoDB answers here yet",
    "AWS::SNS::Topic": "its ARN is given out, but no SNS answers here yet",
    "AWS::SQS::Queue": "its URL and ARN are given out, but no SQS answers here yet",
    "AWS::Kinesis::Stream": "its name and ARN are given out, but no Kinesis answers here yet",
    "AWS::RDS::DBInstance": "no database runs here; connections to its endpoint time out",
    "AWS::RDS::DBCluster": "no database runs here; connections to its endpoint time out",
}


# https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html (read 2026-11-23)
LAYER_4 = ("TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC")
NO_LAYER_4 = (
    "network load balancers are not run here: connections to them time out, and tasks start without their targets"
)


def not_run(system: System) -> dict[str, str]:
    """Logical id → why it is not acted out, for every resource that the twin has no part for."""
    found = {}
    for resource in system.resources.values():
        card = CARDS.get(resource.type)
        if card is not None and card.stage is not Stage.DECLARED:
            if is_of_layer_4(resource) and not _is_of_an_application_balancer(system, resource):
                found[resource.logical_id] = NO_LAYER_4
            continue
        found[resource.logical_id] = _why(resource, card.note if card else "")
    return found


def is_of_layer_4(resource: Resource) -> bool:
    """Whether a resource belongs to a network or gateway load balancer, which say so by their type or protocol."""
    match resource.type:
        case "AWS::ElasticLoadBalancingV2::LoadBalancer":
            return as_text(resource.get("Type"), "application") not in ("", "application")
        case "AWS::ElasticLoadBalancingV2::Listener" | "AWS::ElasticLoadBalancingV2::TargetGroup":
            return as_text(resource.get("Protocol")) in LAYER_4
        case _:
            return False


def _is_of_an_application_balancer(system: System, resource: Resource) -> bool:
    """A listener that speaks what its load balancer doesn't is refused when it is made, not skipped."""
    if resource.type != "AWS::ElasticLoadBalancingV2::Listener":
        return False
    balancer = system.find(resource.get("LoadBalancerArn"), "AWS::ElasticLoadBalancingV2::LoadBalancer")
    return balancer is not None and not is_of_layer_4(balancer)


def _why(resource: Resource, note: str) -> str:
    if note:
        return note
    if resource.type.startswith("Custom::"):
        return MEANINGS["AWS::CloudFormation::CustomResource"]
    if meaning := MEANINGS.get(resource.type):
        return meaning
    service = resource.type.removeprefix("AWS::").split("::")[0]
    return f"{service} is not run here; what refers to it gets its name, and nothing answers behind it"
