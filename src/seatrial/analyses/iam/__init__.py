"""Would this principal be allowed, and which statement decides?

``role_of`` collects a role's policies from all stacks, ``can_assume`` asks its trust policy, ``allowed`` decides one
call as IAM does. Every answer names the statement that decides or says what isn't known; "cannot tell" is an answer.
"""

from seatrial.analyses.iam.evaluate import Decision, Policies, access_denied_text, evaluate
from seatrial.analyses.iam.near import Lack, Near, nearest
from seatrial.analyses.iam.policy import Policy, PolicyKind, Statement
from seatrial.analyses.iam.request import ContextValue, Request
from seatrial.analyses.iam.role import (
    Missing,
    RoleView,
    allowed,
    can_assume,
    mentions,
    question,
    request_of,
    role_of,
    trust_question,
)

__all__ = [
    "ContextValue",
    "Decision",
    "Lack",
    "Missing",
    "Near",
    "Policies",
    "Policy",
    "PolicyKind",
    "Request",
    "RoleView",
    "Statement",
    "access_denied_text",
    "allowed",
    "can_assume",
    "evaluate",
    "mentions",
    "nearest",
    "question",
    "request_of",
    "role_of",
    "trust_question",
]
