"""AWS::IAM::ServiceLinkedRole: a role that an AWS service acts as.

Its name is the service's choice. Source of the names:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html and the pages like it of the
other services (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import Name, generated_name, given_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value

NAMES: Mapping[str, str] = {
    "ecs.amazonaws.com": "AWSServiceRoleForECS",
    "ecs.application-autoscaling.amazonaws.com": "AWSServiceRoleForApplicationAutoScaling_ECSService",
    "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
    "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
    "rds.amazonaws.com": "AWSServiceRoleForRDS",
    "elasticache.amazonaws.com": "AWSServiceRoleForElastiCache",
    "spot.amazonaws.com": "AWSServiceRoleForEC2Spot",
}


def _identify(place: Place, properties: Properties) -> Identity:
    service = given_name(properties, "AWSServiceName") or Name("")
    name = NAMES.get(service.text, "")
    told: Value = name or service.known(Unknown("the service gives its role a name itself"))
    if name and (ending := text_of(properties, "CustomSuffix")):
        told = name = f"{name}_{ending}"
    name = name or generated_name(place, 64)
    arn = place.arn("iam", f"role/aws-service-role/{service.text or 'unknown'}/{name}", region=False)
    return Identity(name, arn, {"RoleName": told})


CARD = Card(
    type="AWS::IAM::ServiceLinkedRole",
    layer=Layer.FOUNDATION,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("RoleName",),
    purpose="A role that an AWS service acts as; most services make theirs when they are first used.",
    note="service-linked roles are always there here; on AWS this resource fails where the role exists already",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-servicelinkedrole.html",
)
