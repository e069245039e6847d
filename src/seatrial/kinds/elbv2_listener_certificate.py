"""AWS::ElasticLoadBalancingV2::ListenerCertificate: further certificates of a listener."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = generated_name(place)
    return Identity(ref, "", {"Id": ref})


CARD = Card(
    type="AWS::ElasticLoadBalancingV2::ListenerCertificate",
    layer=Layer.TRAFFIC,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("Id",),
    relations=(
        Relation("ListenerArn", ("AWS::ElasticLoadBalancingV2::Listener",), "adds to"),
        Relation("Certificates[].CertificateArn", ("AWS::CertificateManager::Certificate",), "shows"),
    ),
    purpose="Further certificates of a listener, for further names.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenercertificate.html",
)
