"""Whether a data access policy lets the task role into the collection that a container is given.

A collection of OpenSearch Serverless wants two permissions, one of IAM and one of a data access policy.

Source (read 2026-11-30):
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html ("being granted
permissions within a data access policy is not sufficient", and neither is aoss:APIAccessAll).
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam import RoleView
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, Value, as_list, as_text, at, parsed_json

COLLECTION, POLICY = "AWS::OpenSearchServerless::Collection", "AWS::OpenSearchServerless::AccessPolicy"


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


CHECK = Check(
    "APP075",
    Severity.WARNING,
    Question.REACH,
    "No data access policy lets the task role into the collection that a container is given",
    "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html",
    _data,
)
