"""Indexes, paths of parameters and data policies: what a container is told of and needs a permission of its own for.

An index of a table is a resource of its own: whoever may query the table may not query its indexes for that. And a
collection of OpenSearch Serverless wants two permissions, one of IAM and one of a data access policy. A path of
parameters is no resource of the template, but the parameters below it are.

Sources (read 2026-11-30): https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/api-permissions-reference.html,
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html ("being granted
permissions within a data access policy is not sufficient", and neither is aoss:APIAccessAll).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.app_permissions import TASK_ID, place, resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import ENVIRONMENT, own_credentials, variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.uses import Used, ask, asked
from seatrial.analyses.global_table import TABLES
from seatrial.analyses.iam import RoleView, access_denied_text, mentions, request_of
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at, parsed_json

COLLECTION, POLICY = "AWS::OpenSearchServerless::Collection", "AWS::OpenSearchServerless::AccessPolicy"
_QUERIES = ("dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect")


def _indexes(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for item in inquiry.used:
        role = item.role
        if item.resource.type not in TABLES or not isinstance(role, RoleView) or item.allowance is None:
            continue
        for name, _ in _named(item) if item.allowance.anything else ():
            on = f"{item.about}/index/{name}"
            decisions = [ask(inquiry, role, action, on) for action in _QUERIES]
            if (role.name, on) in seen or any(decision.allowed is not False for decision in decisions):
                continue
            seen.add((role.name, on))
            resource, path = place(inquiry, role, item.gift.definition)
            table = item.resource.logical_id
            says = decisions[0].reason
            mend = f'allow {_QUERIES[0]} on !Sub "${{{table}.Arn}}/index/*" in a policy of {resource_name(role)}'
            near = told(inquiry, asked(inquiry, role, _QUERIES[0], on), decisions[0], role)
            if near is not None:
                resource, path, says = near.resource, near.path, near.says
            yield Found(
                resource,
                path,
                f"{resource_name(role)} may not query {name}, an index of {table}",
                f"the application of {item.gift.definition.logical_id} is told of the index, which is a resource of "
                f"its own, and {says}: every query of it is denied",
                mend,
                access_denied_text(request_of(role, _QUERIES[0], on, session=TASK_ID), decisions[0]),
            )


def _named(item: Used) -> Iterator[tuple[str, PropertyPath]]:
    """The indexes of a table that a variable names."""
    keys = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
    names = {as_text(at(index, "IndexName")) for key in keys for index in as_list(item.resource.get(key))} - {""}
    for _, _, path, value in variables(item.gift.definition) if names else ():
        if ENVIRONMENT in path and isinstance(value, str) and str(value) in names:
            yield str(value), path


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
            resource, place_of_role = place(inquiry, role, definition)
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


def _data(inquiry: Inquiry) -> Iterator[Said]:
    """Data access policies of the template for a collection, of which none names the role that uses it."""
    policies = [item for item in of_type(inquiry.systems, POLICY) if item.get("Type") == "data"]
    documents = [(policy, _rules(policy.get("Policy"))) for policy in policies]
    if not documents or any(rules is None for _, rules in documents):
        return
    seen: set[tuple[str, str]] = set()
    for item in inquiry.used:
        role, key = item.role, (getattr(item.role, "name", ""), item.resource.logical_id)
        if item.resource.type != COLLECTION or not isinstance(role, RoleView) or key in seen:
            continue
        seen.add(key)
        name = as_text(item.resource.get("Name"))
        about = [(policy, rule) for policy, rules in documents for rule in rules or () if _is_about(rule, name)]
        if any(_names(rule, role) for _, rule in about):
            continue
        policy = about[0][0] if about else policies[0]
        lacks = f"name {resource_name(role)}" if about else f"speak of {item.resource.logical_id}"
        yield Found(
            policy,
            ("Policy",),
            f"no data access policy lets {resource_name(role)} into {item.resource.logical_id}",
            f"a collection wants a data access policy beside aoss:APIAccessAll, and those of the template don't {lacks}"
            ": unless the account has another one, every request is answered with 403",
            f'add "${{{role.resource.logical_id}.Arn}}" to Principal in {policy.logical_id}'
            if about
            else f'add a rule for "index/{name}/*" with "${{{role.resource.logical_id}.Arn}}" as Principal',
        )


def _rules(document: Value) -> list[Value] | None:
    """The entries of a data access policy; None where it isn't known."""
    if not isinstance(document, str):
        return None
    try:
        found = parsed_json(document)
    except ValueError:
        return None
    return found if isinstance(found, list) else None


def _is_about(entry: Value, name: str) -> bool:
    patterns = [as_text(item) for rule in as_list(at(entry, "Rules")) for item in as_list(at(rule, "Resource"))]
    return any(fnmatchcase(name, pattern.split("/")[1]) for pattern in patterns if pattern.count("/") >= 1)


def _names(entry: Value, role: RoleView) -> bool:
    principals = as_list(at(entry, "Principal"))
    # A session of the role, or a pattern of roles.
    forms = (role.arn, f"arn:{role.arn.split(':')[1]}:sts::{role.account}:assumed-role/{role.name}/session")
    return any(
        isinstance(item, Unknown) or any(fnmatchcase(form, as_text(item)) for form in forms) for item in principals
    )


CHECKS = (
    Check(
        "APP072",
        Severity.ERROR,
        Question.REACH,
        "A container is told of an index of a table that its role may not query",
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/api-permissions-reference.html",
        _indexes,
    ),
    Check(
        "APP079",
        Severity.WARNING,
        Question.REACH,
        "A container is told of a path of parameters, and its role may read none",
        "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html",
        _paths,
    ),
    Check(
        "APP075",
        Severity.WARNING,
        Question.REACH,
        "No data access policy lets the task role into the collection that a container is given",
        "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html",
        _data,
    ),
)
