"""Whether a user pool has the identity providers that its client names.

Sources:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html,
https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html (read
2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_list

CLIENT = "AWS::Cognito::UserPoolClient"
_POOL, _PROVIDER = "AWS::Cognito::UserPool", "AWS::Cognito::UserPoolIdentityProvider"


def _providers(inquiry: Inquiry) -> Iterator[Said]:
    """Identity providers that a client names, and that no resource makes in the pool which the stack makes."""
    for client in inquiry.system.of_type(CLIENT):
        pool = inquiry.find(client.get("UserPoolId"), _POOL)
        made = [item for system in inquiry.systems for item in system.of_type(_PROVIDER)]
        names = [item.get("ProviderName") for item in made]
        if pool is None or not inquiry.owns(pool) or any(not isinstance(name, str) for name in names):
            continue
        for index, name in enumerate(as_list(client.get("SupportedIdentityProviders"))):
            known = name in ("", "COGNITO", *names) or inquiry.find(name, _PROVIDER) is not None
            if not isinstance(name, str) or known:
                continue
            yield Found(
                client,
                ("SupportedIdentityProviders", index),
                f"{client.logical_id} names the identity provider {name}, which {pool.logical_id} does not have",
                "no AWS::Cognito::UserPoolIdentityProvider makes it: Cognito refuses the client, and the stack is "
                "rolled back",
                f"write COGNITO, or add an AWS::Cognito::UserPoolIdentityProvider with ProviderName: {name}",
            )


CHECK = Check(
    "CRE114",
    Severity.ERROR,
    Question.CREATE,
    "A user pool's client names an identity provider that the pool does not have",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html",
    _providers,
)
