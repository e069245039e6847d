"""ARNs and names made of a logical id: what a template calls a resource is not what AWS calls it.

``arn:aws:iam::${AWS::AccountId}:role/TaskRole`` is the ARN of a role that is named TaskRole. The role with that logical
id gets a generated name, unless RoleName says otherwise; so the ARN leads to another role, mostly to none.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html (read
2026-11-29).
"""

from __future__ import annotations

import re

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource


def meant_by(inquiry: Inquiry, value: str) -> Resource | None:
    """The resource of the template whose logical id stands in an ARN in place of its name."""
    arn, meant = Arn.parse(value), inquiry.system.resources.get(re.split("[/:]", value)[-1])
    own = Arn.parse(meant.arn) if meant is not None else None
    if arn is None or own is None or arn.service != own.service:
        return None
    return meant if arn.resource.partition("/")[0] == own.resource.partition("/")[0] else None
