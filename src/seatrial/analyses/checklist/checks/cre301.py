"""An ARN that is built by hand from the name of a role and lacks the role's path.

The ARN of a role with a path has that between role/ and its name. Under an ARN without it IAM knows nobody.

Source (read 2026-11-30): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
("arn:aws:iam::123456789012:role/application_abc/component_xyz/RDSAccess").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.world import id_text
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

_ROLE, _BEFORE = "AWS::IAM::Role", ":role/"


def _without_path(inquiry: Inquiry) -> Iterator[Said]:
    roles = {
        item.logical_id: item
        for item in inquiry.system.of_type(_ROLE)
        if isinstance(path := item.get("Path"), str) and path.strip("/") and item.arn
    }
    for reference in inquiry.system.references if roles else ():
        role = roles.get(reference.target)
        resource = inquiry.system.resources.get(reference.source)
        if role is None or resource is None or reference.attribute or not str(reference.path[-1:]).endswith("Arn',)"):
            continue
        value = id_text(resource.get(*reference.path))
        head, _, name = value.partition(_BEFORE)
        if not head.startswith("arn:") or name != role.physical_id or value == role.arn:
            continue
        yield Found(
            resource,
            reference.path,
            f"{reference.path[-1]} of {resource.logical_id} is an ARN that {role.logical_id} doesn't have",
            f"the Path of {role.logical_id} is {as_text(role.get('Path'))}, and belongs between role/ and its name: "
            "IAM knows no role under the ARN that is built here",
            f"write !GetAtt {role.logical_id}.Arn",
        )


CHECK = Check(
    "CRE301",
    Severity.ERROR,
    Question.CREATE,
    "An ARN that is built by hand lacks the path of its role",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    _without_path,
)
