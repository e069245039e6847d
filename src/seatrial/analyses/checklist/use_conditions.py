"""When what a container is given is used as its task role: where it takes nothing but requests that IAM has signed.

A broker, a search domain, a graph or a cache may take passwords, certificates or anybody; then the role need not be
allowed anything. Each question here is answered yes only where the template says that there is no other way.

Sources (read 2026-11-30): https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html,
https://docs.aws.amazon.com/msk/latest/developerguide/serverless.html (serverless clusters: IAM is required),
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html,
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html,
https://docs.aws.amazon.com/memorydb/latest/devguide/auth-iam.html,
https://docs.aws.amazon.com/neptune/latest/userguide/iam-auth.html ("each request must be signed"),
https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html,
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html,
https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.credentials.html (service-specific passwords),
https://docs.aws.amazon.com/location/latest/developerguide/access.html (API keys, Cognito).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.data_api import is_told_so
from seatrial.analyses.checklist.gifts import Gift, variables
from seatrial.analyses.iam import RoleView, mentions
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_text, at

if TYPE_CHECKING:
    from seatrial.analyses.checklist.inquiry import Inquiry

_IAM = "iam"
# By these a task definition is only passed on.
_STARTED_BY_OTHERS = (
    "scheduler:CreateSchedule", "scheduler:UpdateSchedule", "events:PutTargets", "states:StartExecution",
    "ecs:UpdateService", "ecs:CreateService",
)  # fmt: skip
_CREDENTIAL = re.compile(r"PASS|PWD|SECRET|TOKEN|CRED|API_?KEY|LOGIN|SMTP", re.IGNORECASE)


def by_data_api(inquiry: Inquiry, gift: Gift) -> bool:
    return is_told_so(inquiry.gifts, gift)


def kafka_by_iam(inquiry: Inquiry, gift: Gift) -> bool:
    cluster = gift.resource
    if cluster.type == "AWS::MSK::ServerlessCluster":
        return True
    ways = cluster.get("ClientAuthentication")
    if isinstance(ways, Unknown) or not as_flag(at(ways, "Sasl", "Iam", "Enabled")):
        return False
    others = (at(ways, "Sasl", "Scram", "Enabled"), at(ways, "Tls", "Enabled"), at(ways, "Unauthenticated", "Enabled"))
    return not any(isinstance(item, Unknown) or as_flag(item) for item in others)


def search_by_iam(inquiry: Inquiry, gift: Gift) -> bool:
    return domain_by_iam(inquiry, gift.resource)


def domain_by_iam(inquiry: Inquiry, domain: Resource) -> bool:
    """Whether a search domain lets nobody in who is only known by a password, or not at all."""
    users, policy = domain.get("AdvancedSecurityOptions", "InternalUserDatabaseEnabled"), domain.get("AccessPolicies")
    if isinstance(users, Unknown) or as_flag(users) or isinstance(policy, Unknown):
        return False
    if inquiry.completed_elsewhere(domain):
        return False
    return not any(_open(item) for item in as_list(at(policy, "Statement")))


def _open(statement: Value) -> bool:
    principal = at(statement, "Principal")
    names = (principal, *as_list(at(principal, "AWS")))
    return at(statement, "Effect") != "Deny" and any(isinstance(name, Unknown) or name == "*" for name in names)


def cache_by_iam(inquiry: Inquiry, gift: Gift) -> bool:
    named = gift.resource.get("UserGroupId")
    listed = [named] if named is not None else as_list(gift.resource.get("UserGroupIds"))
    groups = [inquiry.find(item, "AWS::ElastiCache::UserGroup") for item in listed]
    members = [user for group in groups if group is not None for user in as_list(group.get("UserIds"))]
    users = [inquiry.find(item, "AWS::ElastiCache::User") for item in members]
    return None not in groups and _all_by_iam(users)


def memory_by_iam(inquiry: Inquiry, gift: Gift) -> bool:
    acl = inquiry.find(gift.resource.get("ACLName"), "AWS::MemoryDB::ACL")
    members = as_list(acl.get("UserNames")) if acl is not None else []
    return _all_by_iam([inquiry.find(item, "AWS::MemoryDB::User") for item in members])


def _all_by_iam(users: list[Resource | None]) -> bool:
    """Whether each user who may sign in at all is one of IAM."""
    if not users or any(user is None or isinstance(user.get("AccessString"), Unknown) for user in users):
        return False
    able = [user for user in users if user is not None and not as_text(user.get("AccessString")).startswith("off")]
    return bool(able) and all(as_text(user.get("AuthenticationMode", "Type")).lower() == _IAM for user in able)


def graph_by_iam(inquiry: Inquiry, gift: Gift) -> bool:
    enabled = gift.resource.get("IamAuthEnabled")
    return not isinstance(enabled, Unknown) and as_flag(enabled)


def url_by_iam(inquiry: Inquiry, gift: Gift) -> bool:
    return gift.resource.get("AuthType") == "AWS_IAM"


def rest_api_by_iam(inquiry: Inquiry, gift: Gift) -> bool:
    """Whether each method of a REST API but those for browsers' questions wants a signed request."""
    api = gift.resource
    methods = [
        item
        for item in of_type(inquiry.systems, "AWS::ApiGateway::Method")
        if item.get("RestApiId") == api.physical_id and item.get("HttpMethod") != "OPTIONS"
    ]
    whole = api.get("Body") is None and api.get("BodyS3Location") is None
    return whole and _signed(methods) and _not_for_browsers(inquiry)


def http_api_by_iam(inquiry: Inquiry, gift: Gift) -> bool:
    api = gift.resource
    routes = [
        item for item in of_type(inquiry.systems, "AWS::ApiGatewayV2::Route") if item.get("ApiId") == api.physical_id
    ]
    whole = api.get("Body") is None and api.get("BodyS3Location") is None and api.get("Target") is None
    return whole and _signed(routes) and _not_for_browsers(inquiry)


def _signed(ways: Sequence[Resource]) -> bool:
    return bool(ways) and all(item.get("AuthorizationType") == "AWS_IAM" for item in ways)


def by_name_alone(inquiry: Inquiry, gift: Gift) -> bool:
    """Whether a container knows a warehouse by its name and has no address to connect to."""
    same = (item for item in inquiry.gifts if item.definition is gift.definition and item.resource is gift.resource)
    return all(item.attribute is not None and "endpoint" not in item.attribute.lower() for item in same)


def starts_itself(inquiry: Inquiry, gift: Gift) -> bool:
    """Whether a container that is given a task definition starts its tasks, and doesn't have others do so."""
    role = inquiry.role(gift.definition.get("TaskRoleArn"))
    return not isinstance(role, RoleView) or not any(mentions(role, action) for action in _STARTED_BY_OTHERS)


def without_location_keys(inquiry: Inquiry, gift: Gift) -> bool:
    """Whether nothing here is there for a browser that calls Amazon Location itself."""
    return next(of_type(inquiry.systems, "AWS::Location::APIKey"), None) is None and _not_for_browsers(inquiry)


def _not_for_browsers(inquiry: Inquiry) -> bool:
    """Whether no browser gets credentials to sign requests with itself."""
    return next(of_type(inquiry.systems, "AWS::Cognito::IdentityPool"), None) is None


def without_password(inquiry: Inquiry, gift: Gift) -> bool:
    """Whether the containers are given no credentials but those of other things that they are given."""
    own = _prefix(gift.variable)
    others = {
        _prefix(item.variable)
        for item in inquiry.gifts
        if item.definition is gift.definition and item.resource is not gift.resource
    }
    others -= {own, ""}
    return all(_prefix(name) in others for name in _credentials(gift))


def _credentials(gift: Gift) -> Iterator[str]:
    for _, name, path, _ in variables(gift.definition):
        if "Secrets" in path or _CREDENTIAL.search(name):
            yield name


def _prefix(name: str) -> str:
    return name.upper().partition("_")[0]
