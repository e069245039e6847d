"""Whether the role of a container that is told of a path of parameters may read any parameter.

A path of parameters is no resource of the template, but the parameters below it are.

Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.app_permissions import resource_name, role_place
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import own_credentials, variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam import RoleView, mentions
from seatrial.model.finding import Severity

_PATH = re.compile(r"(?:PARAM|SSM|CONFIG|SECRETS?)\w*_(?:PATH|PREFIX|ROOT)\Z", re.IGNORECASE)
_READS = ("ssm:GetParametersByPath", "ssm:GetParameters", "ssm:GetParameter")


def _paths(inquiry: Inquiry) -> Iterator[Said]:
    """The beginning of parameters' names, for a role that may read no parameter at all."""
    names = [item.physical_id for item in of_type(inquiry.systems, "AWS::SSM::Parameter")]
    for definition in inquiry.definitions if names else ():
        role = inquiry.role(definition.get("TaskRoleArn"))
        if not isinstance(role, RoleView) or any(mentions(role, action) for action in _READS):
            continue
        for container, name, _, value in variables(definition):
            below = f"{value.rstrip('/')}/" if isinstance(value, str) and value.startswith("/") else ""
            found = next((item for item in names if below and item.startswith(below)), "")
            if not found or not _PATH.search(name) or own_credentials(definition, container):
                continue
            resource, place_of_role = role_place(inquiry, role, definition)
            yield Found(
                resource,
                place_of_role,
                f"{resource_name(role)} may not read the parameters below {value}",
                f"{name} of {definition.logical_id} tells of them, such as {found}, and no policy of the role allows "
                f"{' or '.join(_READS)}: every such call is denied",
                f"allow {_READS[0]} on !Sub arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter"
                f"{below}* in a policy of {resource_name(role)}",
            )
            break


CHECK = Check(
    "APP079",
    Severity.WARNING,
    Question.REACH,
    "A container is told of a path of parameters, and its role may read none",
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html",
    _paths,
)
