"""What is asked of IAM: who wants to do what to which resource, and under which circumstances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from msgspec import Struct, field

from seatrial.analyses.iam.bounds import LATER
from seatrial.kinds.data.condition_keys import CONDITION_KEYS
from seatrial.model.arn import Arn

ContextValue = str | Sequence[str] | None


# How alike two keys are of which one was meant by the other; of 1.
_NEAR = 0.85


class Absence(Enum):
    """A condition key without a value: the request certainly has none, or only AWS would know."""

    ABSENT = "absent"
    NOT_KNOWN = "not known"


# The calls whose requests have the condition keys of grants (kms:GrantIsForAWSResource, kms:GrantOperations, …):
# https://docs.aws.amazon.com/kms/latest/developerguide/grant-authorization.html (read 2026-11-29)
# An external id is for third parties in other accounts; some services bring one (Firehose its account's), these none.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#create_task_iam_policy_and_role and
# https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html (read 2026-11-30)
_WITHOUT_EXTERNAL_ID = ("ecs-tasks.amazonaws.com", "ecs.amazonaws.com", "lambda.amazonaws.com")
_ABOUT_GRANTS = ("kms:creategrant", "kms:listgrants", "kms:revokegrant")


class Request(Struct, frozen=True):
    """One call.

    ``principal`` is a role's ARN (``session`` its session's name) or, with ``service`` set, nobody but that service.
    ``context`` maps condition keys to their values; None says that the request certainly has no such key, and a key
    that ends in ``*`` says so for every key of that beginning. A key that isn't in it is not known.
    """

    action: str
    resource: str = "*"
    principal: str = ""
    session: str = ""
    service: str = ""
    context: Mapping[str, ContextValue] = field(default_factory=dict)

    @property
    def account(self) -> str:
        parsed = Arn.parse(self.principal)
        return parsed.account if parsed else ""

    @property
    def partition(self) -> str:
        parsed = Arn.parse(self.principal)
        return parsed.partition if parsed else "aws"

    @property
    def user(self) -> str:
        """The caller as AWS writes it in its messages: a role's session, or the service."""
        parsed = Arn.parse(self.principal)
        if parsed is None or not parsed.resource.startswith("role/"):
            return self.principal or self.service
        name = parsed.resource.rpartition("/")[2]
        return f"arn:{parsed.partition}:sts::{parsed.account}:assumed-role/{name}/{self.session}"

    def value(self, key: str) -> tuple[str, ...] | Absence:
        """The values of a condition key; keys don't depend on case."""
        wanted = key.lower()
        nearest: ContextValue | Absence = Absence.NOT_KNOWN
        for name, value in {**self._own_context(), **self.context}.items():
            lowered = name.lower()
            if lowered == wanted:
                return _values(value)
            if lowered.endswith("*") and wanted.startswith(lowered[:-1]):
                nearest = value
        if nearest is Absence.NOT_KNOWN and self.misspelt(key):
            return Absence.ABSENT
        return nearest if isinstance(nearest, Absence) else _values(nearest)

    def misspelt(self, key: str) -> str:
        """The key of this request that was meant by one that no service has; "" for any other."""
        wanted = key.lower()
        beginning = wanted.partition(":")[0]
        known = CONDITION_KEYS.get(beginning)
        if known is None or wanted in known or "/" in wanted:
            return ""
        from difflib import get_close_matches

        own = {name.lower(): name for name in (*self._own_context(), *self.context)}
        names = [name for name in own if name.startswith(f"{beginning}:") and not name.endswith("*")]
        near = get_close_matches(wanted, names, n=1, cutoff=_NEAR)
        return own[near[0]] if near else ""

    def _own_context(self) -> dict[str, ContextValue]:
        """What every request of a role has, whatever the service.

        Source (read 2026-11-23):
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        """
        found: dict[str, ContextValue] = {
            "aws:SecureTransport": "true",
            "aws:CurrentTime": LATER,
            "aws:EpochTime": LATER,
        }
        if self.service:
            # "only if the principal is a member of an organization", which a service is not.
            if self.service in _WITHOUT_EXTERNAL_ID:
                found["sts:ExternalId"] = None
            return found | {
                "aws:PrincipalIsAWSService": "true",
                "aws:PrincipalServiceName": self.service,
                "aws:PrincipalOrgID": None,
                "aws:PrincipalOrgPaths": None,
            }
        resource = Arn.parse(self.resource)
        if resource is not None and resource.account:
            found["aws:ResourceAccount"] = resource.account
        if self.action.lower().startswith("kms:") and self.action.lower() not in _ABOUT_GRANTS:
            found["kms:Grant*"] = None
        return found | {
            "aws:PrincipalArn": self.principal,
            "aws:PrincipalAccount": self.account,
            "aws:PrincipalType": "AssumedRole",
            "aws:PrincipalIsAWSService": "false",
            "aws:ViaAWSService": "false",
            "aws:TokenIssueTime": LATER,
            "aws:username": None,
            "aws:MultiFactorAuthPresent": None,
            "aws:MultiFactorAuthAge": None,
            "aws:FederatedProvider": None,
        }


def _values(value: ContextValue) -> tuple[str, ...] | Absence:
    if value is None:
        return Absence.ABSENT
    return (value,) if isinstance(value, str) else tuple(value)
