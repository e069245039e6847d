"""Every type of the three layers has a card, and every card says what a newcomer and the other floors need of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from kinds.places import at
from seatrial.kinds import CARDS, identify, schema
from seatrial.kinds.card import Card, Stage
from seatrial.model.layer import Layer
from seatrial.model.value import Unknown

# ARCHITECTURE.md's layer table.
TABLE: Mapping[Layer, str] = {
    Layer.FOUNDATION: """
        EC2::VPC EC2::Subnet EC2::InternetGateway EC2::NatGateway EC2::EIP EC2::RouteTable EC2::Route EC2::NetworkAcl
        EC2::VPCEndpoint EC2::SecurityGroup EC2::SecurityGroupIngress EC2::SecurityGroupEgress IAM::Role IAM::Policy
        IAM::ManagedPolicy ECR::Repository Logs::LogGroup SecretsManager::Secret SSM::Parameter KMS::Key
        EC2::VPCGatewayAttachment EC2::EIPAssociation EC2::SubnetRouteTableAssociation EC2::NetworkAclEntry
        EC2::SubnetNetworkAclAssociation EC2::VPCCidrBlock EC2::DHCPOptions EC2::VPCDHCPOptionsAssociation
        IAM::RolePolicy IAM::InstanceProfile IAM::ServiceLinkedRole SecretsManager::SecretTargetAttachment
        SecretsManager::ResourcePolicy KMS::Alias EFS::FileSystem EFS::MountTarget EFS::AccessPoint
    """,
    Layer.CONTAINER: """
        ECS::Cluster ECS::ClusterCapacityProviderAssociations ECS::CapacityProvider ECS::TaskDefinition ECS::Service
        ECS::TaskSet ApplicationAutoScaling::ScalableTarget ApplicationAutoScaling::ScalingPolicy CloudWatch::Alarm
    """,
    Layer.TRAFFIC: """
        ElasticLoadBalancingV2::LoadBalancer ElasticLoadBalancingV2::Listener ElasticLoadBalancingV2::ListenerRule
        ElasticLoadBalancingV2::ListenerCertificate ElasticLoadBalancingV2::TargetGroup Route53::HostedZone
        Route53::RecordSet Route53::RecordSetGroup CertificateManager::Certificate Events::Rule Scheduler::Schedule
        Scheduler::ScheduleGroup ServiceDiscovery::HttpNamespace ServiceDiscovery::PrivateDnsNamespace
        ServiceDiscovery::PublicDnsNamespace ServiceDiscovery::Service SQS::Queue SQS::QueuePolicy
    """,
}
# An item of a list in a relation's path.
EACH = "[]"

each_card = pytest.mark.parametrize("card", CARDS.values(), ids=lambda card: card.type)


@pytest.mark.parametrize("layer", TABLE)
def test_every_type_of_the_layer_table_has_a_card_in_its_layer(layer: Layer) -> None:
    wanted = {f"AWS::{name}" for name in TABLE[layer].split()}
    assert wanted <= {card.type for card in CARDS.values() if card.layer is layer}


def test_a_card_stands_in_the_table_under_its_own_type() -> None:
    assert all(type == card.type for type, card in CARDS.items())


@each_card
def test_a_card_tells_a_newcomer_what_its_type_is_for(card: Card) -> None:
    assert card.purpose.endswith(".") and card.purpose[0].isupper()
    assert card.documentation.startswith("https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/")


@each_card
def test_what_the_twin_does_not_act_out_says_what_that_means(card: Card) -> None:
    assert card.stage is not Stage.DECLARED or card.note


@each_card
def test_every_getatt_attribute_of_the_schema_is_answered(card: Card) -> None:
    assert schema.knows(card.type)
    answered = identify(card.type, at(), {}).attributes
    assert schema.attributes(card.type) <= answered.keys()


@each_card
def test_a_card_names_the_attributes_that_it_computes(card: Card) -> None:
    assert set(card.attributes) == card.identify(at(), {}).attributes.keys()


@each_card
def test_a_relation_names_a_property_that_the_type_has(card: Card) -> None:
    missing = [relation.path for relation in card.relations if not _has(card.type, relation.path)]
    assert not missing


@each_card
def test_a_relation_names_types_that_exist(card: Card) -> None:
    # Types that only foundation services outside the data refer to.
    elsewhere = {"AWS::ACMPCA::CertificateAuthority"}
    named = {type for relation in card.relations for type in relation.types}
    assert not {type for type in named if not schema.knows(type)} - elsewhere


@each_card
def test_an_attribute_that_is_not_known_says_why(card: Card) -> None:
    for name, value in identify(card.type, at(), {}).attributes.items():
        assert not isinstance(value, Unknown) or len(value.reason) > 10, name


def _has(type: str, path: str) -> bool:
    whole = schema._schema(type)
    assert whole is not None
    here: list[Mapping[str, Any]] = [whole]
    for part in path.split("."):
        name = part.removesuffix(EACH)
        here = [found for body in here for found in _below(whole, body, name)]
        if part.endswith(EACH):
            here = [_resolved(whole, body["items"]) for body in here if "items" in body]
    return bool(here)


def _below(whole: Mapping[str, Any], body: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    body = _resolved(whole, body)
    if name in body.get("properties", {}):
        yield _resolved(whole, body["properties"][name])
    # Free JSON and maps take any name.
    elif "properties" not in body and "object" in (body.get("type") or ()):
        yield {"type": ["object", "string"], "items": {}}


def _resolved(whole: Mapping[str, Any], body: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in body:
        body = whole["definitions"][body["$ref"].rpartition("/")[2]]
    return body
