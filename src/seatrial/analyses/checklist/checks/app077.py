"""Whether a variable for a password holds the password: not all of the secret's JSON, and no other part of it.

What a variable is for is read from its name, so it is a warning. The database itself refuses what is no password, and
nothing before that says so.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html (without a JSON key the
variable has the full contents of the secret),
https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import SECRETS, variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.variable_names import PASSWORD
from seatrial.analyses.launch.held_secret import MASTER_SECRET, SECRET
from seatrial.analyses.launch.secret_value import keys_of
from seatrial.model.finding import Severity

DATABASES = ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster")
# Keys of a database's secret that are no password.
_NO_PASSWORD = ("dbname", "engine", "host", "port", "username")


def _keys(inquiry: Inquiry) -> Iterator[Said]:
    """A variable for a password that gets all of a secret's JSON, or another part of it."""
    for definition in inquiry.definitions:
        given = list(variables(definition))
        secrets = [(container, name) for container, name, path, _ in given if SECRETS in path]
        for container, name, path, value in given:
            if SECRETS not in path or not isinstance(value, str) or not PASSWORD.search(name):
                continue
            # A name that is there twice is refused, and it is the name that is wrong.
            if secrets.count((container, name)) > 1:
                continue
            parts = value.split(":")
            secret = inquiry.find(":".join(parts[:7]), SECRET, *DATABASES) if len(parts) >= 7 else None
            if secret is None:
                continue
            key = parts[7] if len(parts) > 7 else ""
            has = ("username", "password") if secret.type in DATABASES else tuple(keys_of(inquiry.systems, secret))
            if "password" not in has or (key and key not in _NO_PASSWORD):
                continue
            is_ = f"the {key} of {secret.logical_id}" if key else f"all of the JSON of {secret.logical_id}"
            own = f"{secret.logical_id}.{MASTER_SECRET}" if secret.type in DATABASES else secret.logical_id
            yield Found(
                definition,
                path,
                f"{name} of {definition.logical_id} holds {is_}, not its password",
                f"{secret.logical_id} has its password under the key password: who signs in with {name} is refused, "
                "unless the application takes it apart",
                f'write ValueFrom: !Sub "${{{own}}}:password::"',
            )


CHECK = Check(
    "APP077",
    Severity.WARNING,
    Question.REACH,
    "A variable for a password holds another part of its secret, or all of it",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
    _keys,
)
