"""What a resource names in plain text and has to be there first: CloudFormation only waits for what is referred to.

An app client names the scopes of a resource server as SERVER/SCOPE, and an API mapping may name its stage and its
domain by their names.
Whether the other one is there in time is then left to chance.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html,
https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
(ScopeDoesNotExistException), https://github.com/aws/aws-cdk/issues/9078 (the text on stages).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at

CLIENT, SERVER = "AWS::Cognito::UserPoolClient", "AWS::Cognito::UserPoolResourceServer"
MAPPING, STAGE, DOMAIN = (f"AWS::ApiGatewayV2::{name}" for name in ("ApiMapping", "Stage", "DomainName"))


class Named(Struct, frozen=True):
    """``resource`` names ``other`` at ``path``, as ``noun``; ``aws`` is what is answered where it isn't there."""

    resource: Resource
    path: PropertyPath
    other: Resource
    noun: str
    aws: str


def _races(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, str]] = set()
    for item in (*_scopes(inquiry), *_stages(inquiry), *_domains(inquiry)):
        names = (item.resource.logical_id, item.other.logical_id)
        if names in told or item.other.logical_id in inquiry.after(names[0]) or inquiry.refused_at(item.resource):
            continue
        told.add(names)
        yield Found(
            item.resource,
            item.path,
            f"{names[0]} names {item.noun} {names[1]}, and does not wait for it",
            f"it names it in plain text, so nothing makes CloudFormation create {names[1]} first: where it isn't there "
            f"yet, {names[0]} is refused and the stack is rolled back",
            f"add DependsOn: {names[1]} to {names[0]}",
            item.aws,
            fix=(wait_for(names[0], names[1]),),
        )


def _scopes(inquiry: Inquiry) -> Iterator[Named]:
    for client in inquiry.system.of_type(CLIENT):
        for index, scope in enumerate(as_list(client.get("AllowedOAuthScopes"))):
            identifier, slash, name = as_text(scope).rpartition("/")
            for server in inquiry.system.of_type(SERVER) if slash and isinstance(scope, str) else ():
                offered = [as_text(at(one, "ScopeName")) for one in as_list(server.get("Scopes"))]
                if server.get("Identifier") == identifier and name in offered:
                    path: PropertyPath = ("AllowedOAuthScopes", index)
                    yield Named(client, path, server, "a scope of", f"Invalid scope requested: {as_text(scope)}")


def _stages(inquiry: Inquiry) -> Iterator[Named]:
    for mapping in inquiry.system.of_type(MAPPING):
        stage = mapping.get("Stage")
        for other in inquiry.system.of_type(STAGE) if isinstance(stage, str) and stage else ():
            if other.get("ApiId") == mapping.get("ApiId") and other.get("StageName") == stage:
                yield Named(mapping, ("Stage",), other, "the stage", "Invalid stage identifier specified")


def _domains(inquiry: Inquiry) -> Iterator[Named]:
    for mapping in inquiry.system.of_type(MAPPING):
        name = mapping.get("DomainName")
        for other in inquiry.system.of_type(DOMAIN) if isinstance(name, str) and name else ():
            if other.get("DomainName") == name:
                said = "Invalid domain name identifier specified"
                yield Named(mapping, ("DomainName",), other, "the domain", said)


CHECK = Check(
    "CRE211",
    Severity.WARNING,
    Question.CREATE,
    "A resource names another one in plain text and does not wait for it",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html "
    "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
    _races,
)
