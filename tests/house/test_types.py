"""Every type that the three layers are made of has its card, and no hole in what is done with it is left undeclared."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from house.source import modules
from seatrial.kinds import CARDS
from seatrial.kinds.card import Card, Stage
from seatrial.model.layer import Layer

# The types that ARCHITECTURE.md's three layers name, by what CloudFormation calls them.
EXPECTED = {
    Layer.FOUNDATION: """
        EC2::VPC EC2::Subnet EC2::InternetGateway EC2::VPCGatewayAttachment EC2::NatGateway EC2::EIP EC2::RouteTable
        EC2::Route EC2::SubnetRouteTableAssociation EC2::NetworkAcl EC2::NetworkAclEntry
        EC2::SubnetNetworkAclAssociation EC2::VPCEndpoint EC2::SecurityGroup EC2::SecurityGroupIngress
        EC2::SecurityGroupEgress IAM::Role IAM::Policy IAM::ManagedPolicy ECR::Repository Logs::LogGroup
        SecretsManager::Secret SSM::Parameter KMS::Key
    """,
    Layer.CONTAINER: """
        ECS::Cluster ECS::ClusterCapacityProviderAssociations ECS::TaskDefinition ECS::Service
        ApplicationAutoScaling::ScalableTarget ApplicationAutoScaling::ScalingPolicy CloudWatch::Alarm
    """,
    Layer.TRAFFIC: """
        ElasticLoadBalancingV2::LoadBalancer ElasticLoadBalancingV2::Listener ElasticLoadBalancingV2::ListenerRule
        ElasticLoadBalancingV2::TargetGroup Route53::HostedZone Route53::RecordSet CertificateManager::Certificate
        Events::Rule Scheduler::Schedule ServiceDiscovery::HttpNamespace ServiceDiscovery::PrivateDnsNamespace
        ServiceDiscovery::Service SQS::Queue SQS::QueuePolicy
    """,
}
TYPES = [(f"AWS::{name}", layer) for layer, names in EXPECTED.items() for name in names.split()]


@pytest.mark.parametrize(("name", "layer"), TYPES, ids=[name for name, _ in TYPES])
def test_a_type_of_the_three_layers_has_its_card_in_its_layer(name: str, layer: Layer) -> None:
    assert name in CARDS
    assert CARDS[name].layer is layer


def card_modules() -> dict[str, ModuleType]:
    named = [module.name for module in modules() if module.on("kinds") and "\nCARD = Card(" in module.text]
    return {name: importlib.import_module(f"seatrial.{name}") for name in named}


def test_every_card_is_in_the_table_and_the_table_has_no_other() -> None:
    written = {module.CARD.type: name for name, module in card_modules().items()}
    assert set(CARDS) == set(written)


@pytest.mark.parametrize("card", CARDS.values(), ids=lambda card: card.type)
def test_a_card_says_what_its_type_is_for_and_where_it_is_documented(card: Card) -> None:
    assert card.purpose.endswith(".")
    assert card.documentation.startswith("https://docs.aws.amazon.com/")
    service, resource = card.type.removeprefix("AWS::").split("::")
    assert f"{service}-{resource}".lower() in card.documentation.lower()


@pytest.mark.parametrize("card", CARDS.values(), ids=lambda card: card.type)
def test_a_type_that_is_not_run_says_what_that_means(card: Card) -> None:
    assert bool(card.note) or card.stage is not Stage.DECLARED
