"""What stands between an RDS Proxy and the tasks that call it: its way to the database, its role, and IAM sign-in.

A proxy signs in to the database with a secret, which it reads by its own role, from interfaces of its own. Where it
asks clients for IAM, their passwords are no good: each connection needs a token, for which the task role must be
allowed rds-db:connect.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-network-prereqs.html,
rds-proxy-secrets-arns.html, rds-proxy-iam-setup.html and rds-proxy-connecting.html there.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.app_network import PROXY
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.fixes import trust
from seatrial.analyses.checklist.gifts import own_credentials
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import key_behind
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.checklist.use_table import USES
from seatrial.analyses.iam import ContextValue, RoleView, Statement, can_assume, evaluate, mentions, question
from seatrial.analyses.iam.encryption_context import encryption_context
from seatrial.analyses.reach import Verdict
from seatrial.model.arn import Arn, dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at

TARGETS, SECRET = "AWS::RDS::DBProxyTargetGroup", "AWS::SecretsManager::Secret"
_NAMED = (("DBInstanceIdentifiers", "AWS::RDS::DBInstance"), ("DBClusterIdentifiers", "AWS::RDS::DBCluster"))
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html (EngineFamily; read 2026-11-30)
FAMILIES = {"POSTGRESQL": ("postgres",), "MYSQL": ("mysql", "mariadb"), "SQLSERVER": ("sqlserver",)}
READ, CONNECT, DECRYPT = "secretsmanager:GetSecretValue", "rds-db:connect", "kms:Decrypt"
RDS = "rds.amazonaws.com"


def databases(inquiry: Inquiry, proxy: Resource) -> Iterator[Resource]:
    """The databases of the templates behind a proxy."""
    for group in of_type(inquiry.systems, TARGETS):
        name = group.get("DBProxyName")
        if isinstance(name, Unknown) or name not in (proxy.physical_id, proxy.get("DBProxyName")):
            continue
        for key, type in _NAMED:
            for value in as_list(group.get(key)):
                found = inquiry.find(value, type)
                if found is not None:
                    yield found


def _ways(inquiry: Inquiry) -> Iterator[Said]:
    for proxy in inquiry.system.of_type(PROXY):
        for database in databases(inquiry, proxy):
            port = inquiry.paper.port_of(database)
            sources, targets = (inquiry.paper.interfaces_of(item) for item in (proxy, database))
            paths = (inquiry.paper.between(one, other, port) for one in sources for other in targets if port)
            path = next((item for item in paths if item.verdict is Verdict.NO), None)
            hop = path.deciding if path is not None else None
            if path is None or hop is None:
                continue
            # An idiom of constructs that leave the rules to their users, who may add them beside the template.
            together = set(sources[0].groups) & set(targets[0].groups)
            yield Found(
                hop.resource if hop.resource is not None else proxy,
                hop.path if hop.resource is not None else ("VpcSecurityGroupIds",),
                f"{proxy.logical_id} cannot reach {database.logical_id}, the database behind it",
                f"{path.why}: connections to {proxy.logical_id} wait until they time out",
                hop.mend or f"allow inbound tcp {port} from {proxy.logical_id} to {database.logical_id}",
                severity=Severity.WARNING if together else None,
            )


def _roles(inquiry: Inquiry) -> Iterator[Said]:
    for proxy in inquiry.system.of_type(PROXY):
        role = inquiry.role(proxy.get("RoleArn"))
        if not isinstance(role, RoleView) or role.note or inquiry.refused_at(role.resource):
            continue
        trusted = can_assume(role, RDS, {"aws:SourceArn": proxy.arn})
        if trusted.allowed is False:
            yield _untrusted(inquiry, proxy, role)
            continue
        for item in as_list(proxy.get("Auth")):
            secret = inquiry.find(at(item, "SecretArn"), SECRET)
            found = _unread(inquiry, proxy, role, secret) if secret is not None else None
            if found is not None:
                yield found
                break


def _untrusted(inquiry: Inquiry, proxy: Resource, role: RoleView) -> Found:
    name = role.resource.logical_id
    return Found(
        role.resource,
        role.trust.path,
        f"Amazon RDS may not assume {name}, the role of {proxy.logical_id}",
        f"{proxy.logical_id} reads its secrets as that role, and its trust policy doesn't let it: it finds no password "
        "to sign in to the database with, and refuses the connections of its clients",
        f"allow sts:AssumeRole to Principal: {{ Service: {RDS} }} in AssumeRolePolicyDocument of {name}",
        fix=trust(inquiry, role, RDS),
    )


def _unread(inquiry: Inquiry, proxy: Resource, role: RoleView, secret: Resource) -> Found | None:
    """Whether the proxy may read a secret, and decrypt it with the secret's own key."""
    scope = inquiry.system.scope
    context: dict[str, ContextValue] = {"aws:RequestedRegion": scope.region}
    key = key_behind(inquiry, secret, USES[SECRET].key)
    through: dict[str, ContextValue] = {
        "kms:ViaService": f"secretsmanager.{scope.region}.{dns_suffix_of(scope.region)}",
        "kms:CallerAccount": scope.account,
        **encryption_context("secretsmanager", secret.arn),
    }
    calls = [(READ, secret.physical_id, secret.logical_id, context)]
    if key is not None:
        calls.append((DECRYPT, key.arn, f"{key.logical_id}, the key of {secret.logical_id}", {**context, **through}))
    for action, on, shown, known in calls:
        asked = question(inquiry.systems, role, action, on, known)
        decision = evaluate(*asked)
        if decision.allowed is not False:
            continue
        name = role.resource.logical_id
        near = told(inquiry, asked, decision, role) if action == DECRYPT else None
        verb = "read" if action == READ else f"call {DECRYPT} with"
        return Found(
            near.resource if near is not None else role.resource,
            near.path if near is not None else (),
            f"{name}, the role of {proxy.logical_id}, may not {verb} {shown}",
            f"{near.says if near is not None else decision.reason}: {proxy.logical_id} finds no password to sign in to "
            "the database with, and refuses the connections of its clients",
            near.mend if near is not None else f"allow {action} on {typed(inquiry, on)} in a policy of {name}",
        )
    return None


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


_RDS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/"


def _families(inquiry: Inquiry) -> Iterator[Said]:
    """A proxy that speaks another protocol than the database behind it."""
    for proxy in inquiry.system.of_type(PROXY):
        given = proxy.get("EngineFamily")
        for database in databases(inquiry, proxy):
            engine = database.get("Engine")
            family = family_of(engine) if isinstance(engine, str) else ""
            if family and isinstance(given, str) and given in FAMILIES and given != family:
                yield Found(
                    proxy,
                    ("EngineFamily",),
                    f"{proxy.logical_id} is for {given}, and {database.logical_id} behind it is {as_text(engine)}",
                    "a proxy speaks the protocol of its family alone: RDS doesn't register the database with it, or no "
                    "connection comes about",
                    f"write EngineFamily: {family}",
                )
                break


def family_of(engine: str) -> str:
    """The family of proxies that an engine belongs to; "" where there is none."""
    return next((family for family, words in FAMILIES.items() if any(word in engine for word in words)), "")


CHECKS = (
    Check(
        "APP050",
        Severity.ERROR,
        Question.REACH,
        "An RDS Proxy cannot reach the database behind it",
        f"{_RDS}rds-proxy-network-prereqs.html",
        _ways,
    ),
    Check(
        "APP051",
        Severity.ERROR,
        Question.REACH,
        "The role of an RDS Proxy may not read the secret that it signs in with",
        f"{_RDS}rds-proxy-iam-setup.html",
        _roles,
    ),
    Check(
        "APP052",
        Severity.ERROR,
        Question.REACH,
        "Tasks call an RDS Proxy that wants IAM sign-in, and their role may not connect",
        f"{_RDS}rds-proxy-connecting.html",
        _sign_in,
    ),
    Check(
        "APP150",
        Severity.ERROR,
        Question.REACH,
        "A database proxy is for another engine than the database behind it",
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html",
        _families,
    ),
)
