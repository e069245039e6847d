"""Whether a role speaks of an action at all, on whatever resource and under whatever condition.

For calls about things whose ARNs no template knows (a user of a database) that is all one can ask.
"""

from __future__ import annotations

from seatrial.analyses.iam.pattern import action_matches
from seatrial.analyses.iam.role import RoleView
from seatrial.model.value import Unknown, as_list, at


def may(role: RoleView, action: str) -> bool:
    """Whether any statement of a role is for an action, on whatever resource; so is one that isn't known."""
    for policy in role.identity:
        if policy.doubt:
            return True
        for statement in policy.statements():
            named = at(statement.content, "Action")
            listed = [named] if isinstance(named, Unknown) else as_list(named)
            fits = any(not isinstance(item, str) or action_matches(item, action) for item in listed)
            if not statement.denies and (fits or at(statement.content, "NotAction") is not None):
                return True
    return False
