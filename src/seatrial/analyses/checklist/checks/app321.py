"""Whether a policy that is for one access point of a file system names it by its ARN.

The condition key has an ARN. An id is none, so that the statement never applies.

Source (read 2026-11-30): https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
(elasticfilesystem:AccessPointArn, "ARN of the EFS access point to which the client is mounting").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import leaves

_POINT = "AWS::EFS::AccessPoint"
_POLICIES = ("AWS::EFS::FileSystem", "AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
_KEY = "elasticfilesystem:accesspointarn"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    points = {item.physical_id: item for item in inquiry.system.of_type(_POINT)}
    for resource in inquiry.system.of_type(*_POLICIES) if points else ():
        for path, leaf in leaves(dict(resource.properties), ()):
            keys = [part for part in path if isinstance(part, str)]
            point = points.get(leaf) if isinstance(leaf, str) else None
            if point is None or not keys or keys[-1].lower() != _KEY:
                continue
            name = point.logical_id
            yield Found(
                resource,
                path,
                f"a condition of {resource.logical_id} compares the ARN of an access point with the id of {name}",
                f"{keys[-1]} is an ARN, which no id is like: the statement never applies, and what it was to let in "
                "or keep out isn't",
                f"write {keys[-1]}: !GetAtt {name}.Arn",
            )


CHECK = Check(
    "APP321",
    Severity.WARNING,
    Question.REACH,
    "A condition compares the ARN of an access point with an id",
    "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html",
    _ask,
)
