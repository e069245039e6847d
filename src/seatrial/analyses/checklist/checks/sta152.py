"""Whether the login of a private registry has the username and the password that ECS reads.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.launch.secret_reference import SecretReference, find_secret, login_of, reference_of
from seatrial.analyses.launch.secret_value import own_keys_of, partly_known
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, at

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html (read 2026-11-30)
LOGIN = ("username", "password")


def _logins(inquiry: Inquiry) -> Iterator[Said]:
    """A registry's login whose secret has other keys than ECS reads."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            key = ("RepositoryCredentials", "CredentialsParameter")
            reference = reference_of(login_of(at(container, *key), inquiry.system.scope), inquiry.system.scope)
            secret = find_secret(inquiry.systems, reference) if isinstance(reference, SecretReference) else None
            if secret is None or partly_known(secret) or isinstance(secret.get("SecretString"), Unknown):
                continue
            keys = own_keys_of(secret)
            missing = [item for item in LOGIN if item not in keys]
            given = secret.get("SecretString") is not None or secret.get("GenerateSecretString") is not None
            if missing and given:
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, *key),
                    f"{secret.logical_id}, the registry's login of {definition.logical_id}, has no "
                    f"{' and no '.join(missing)}",
                    "ECS reads username and password from its JSON: the image is not pulled, and the task stops",
                    f"write the secret of {secret.logical_id} as a JSON object with username and password",
                )


CHECK = Check(
    "STA152",
    Severity.ERROR,
    Question.START,
    "The login of a private registry has no username or no password",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html",
    _logins,
)
