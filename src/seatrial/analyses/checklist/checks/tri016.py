"""Whether a service or a cluster names its Service Connect namespace by name or ARN, and not by its id.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectConfiguration.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_text


def _namespaces(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    # "If you enter a new name ... Amazon ECS will create" it:
    # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterServiceConnectDefaultsRequest.html
    # (read 2026-11-29)
    made = [item.get("ServiceConnectDefaults", "Namespace") for item in inquiry.system.of_type("AWS::ECS::Cluster")]
    for member in inquiry.connect.members:
        service, value, cluster = member.service, member.namespace, member.cluster
        if isinstance(value, Unknown):
            yield Doubt(service, member.path, f"which namespace {service.logical_id} is in", value.reason)
        elif member.resource is None and as_text(value) and cluster is None and value not in made:
            what = f"whether there is a namespace {as_text(value)}"
            yield Doubt(service, member.path, what, "it is not in the templates")
        elif member.resource is not None and value == member.resource.attributes.get("Id"):
            name = member.resource.logical_id
            if cluster is None:
                yield Found(
                    service,
                    member.path,
                    f"{service.logical_id} names its namespace by its id",
                    "ECS takes the name or the ARN of a namespace; Ref gives its id, which ECS does not find: the "
                    "service is refused with NamespaceNotFoundException",
                    f"write Namespace: !GetAtt {name}.Arn",
                    severity=Severity.ERROR,
                )
            elif cluster.logical_id not in told:
                told.add(cluster.logical_id)
                yield Found(
                    cluster,
                    ("ServiceConnectDefaults", "Namespace"),
                    f"{cluster.logical_id} names its default namespace by its id",
                    "ECS takes the name or the ARN of a namespace, and makes one where it finds none of that name: "
                    f"its services meet in a new namespace named {as_text(value)}, not in {name}",
                    f"write Namespace: !GetAtt {name}.Arn",
                )


CHECK = Check(
    "TRI016",
    Severity.WARNING,
    Question.TRIGGER,
    "A service names its Service Connect namespace by its id",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectConfiguration.html",
    _namespaces,
    gravest=Severity.ERROR,
)
