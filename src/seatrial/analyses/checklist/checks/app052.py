"""Whether tasks that call an RDS Proxy which asks for IAM have a role that may connect.

Where a proxy asks clients for IAM, their passwords are no good: each connection needs a token, for which the task role
must be allowed rds-db:connect.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-connecting.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_proxies import PROXY
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import own_credentials
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam import RoleView, Statement, mentions
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, at

CONNECT = "rds-db:connect"


def _sign_in(inquiry: Inquiry) -> Iterator[Said]:
    """Tasks of a proxy that takes none but IAM's tokens, with a role that gets no token."""
    told: set[tuple[str, str]] = set()
    for gift in inquiry.gifts:
        proxy, definition = gift.resource, gift.definition
        key = (proxy.logical_id, definition.logical_id)
        if proxy.type != PROXY or gift.attribute is None or key in told or not _only_tokens(proxy):
            continue
        given = definition.get("TaskRoleArn")
        role = inquiry.role(given) if given is not None else None
        if own_credentials(definition, gift.container) or (role is not None and not isinstance(role, RoleView)):
            continue
        if role is not None and (role.note or mentions(role, CONNECT) or mentions(role, "sts:AssumeRole")):
            if not role.note and (vain := _for_no_user(role)) is not None:
                told.add(key)
                yield _in_vain(definition, proxy, role, vain)
            continue
        told.add(key)
        name = role.resource.logical_id if role is not None else ""
        lacks = f"{name}, their task role, is not allowed it" if name else "they have no task role"
        yield Found(
            role.resource if role is not None else definition,
            () if role is not None else ("TaskRoleArn",) if given is not None else (),
            f"tasks of {definition.logical_id} may not call {CONNECT}, and {proxy.logical_id} takes nothing but IAM's "
            "tokens",
            f"{proxy.logical_id} has IAMAuth: REQUIRED, for which each connection needs {CONNECT}, and {lacks}: the "
            "proxy refuses them, whatever password they bring",
            f"allow {CONNECT} on !Sub "
            f'"arn:${{AWS::Partition}}:rds-db:${{AWS::Region}}:${{AWS::AccountId}}:dbuser:*/USER" in a policy of '
            f"{name or 'a task role'}, or set IAMAuth: DISABLED in {proxy.logical_id}",
        )


def _for_no_user(role: RoleView) -> Statement | None:
    """The statement that allows to connect, where each that does is for things that are no users of a database."""
    found: Statement | None = None
    for policy in role.identity:
        for statement in policy.statements():
            if statement.denies or CONNECT not in as_list(at(statement.content, "Action")):
                continue
            resources = as_list(at(statement.content, "Resource"))
            if not resources or any(not isinstance(item, str) or _may_be_user(item) for item in resources):
                return None
            found = found or statement
    return found


def _may_be_user(resource: str) -> bool:
    """https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html (the form of the
    ARN; read 2026-11-30)
    """
    arn = Arn.parse(resource)
    if arn is None:
        return "*" in resource
    return arn.service in ("rds-db", "*") and ("dbuser:" in arn.resource or "*" in arn.resource.partition(":")[0])


def _in_vain(definition: Resource, proxy: Resource, role: RoleView, statement: Statement) -> Found:
    resource, path = statement.policy.resource or role.resource, statement.path
    return Found(
        resource,
        (*path, "Resource"),
        f"tasks of {definition.logical_id} may not call {CONNECT} on a user of {proxy.logical_id}",
        f"{statement} allows {CONNECT}, but on what is no user of a database: {proxy.logical_id} has IAMAuth: "
        "REQUIRED, and refuses the connections",
        'write !Sub "arn:${AWS::Partition}:rds-db:${AWS::Region}:${AWS::AccountId}:dbuser:*/USER" in Resource',
    )


def _only_tokens(proxy: Resource) -> bool:
    modes = [at(item, "IAMAuth") for item in as_list(proxy.get("Auth"))]
    return bool(modes) and all(mode == "REQUIRED" for mode in modes)


CHECK = Check(
    "APP052",
    Severity.ERROR,
    Question.REACH,
    "Tasks call an RDS Proxy that wants IAM sign-in, and their role may not connect",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-connecting.html",
    _sign_in,
)
