"""The values of the secrets and parameters that stacks hold.

A generated secret is made from the secret's ARN and the yard's own secret: the same each time, so that nothing has to
be kept, and known to nobody without the yard's. AWS's options are honoured.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-secret-generatesecretstring.html,
https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
"""

from __future__ import annotations

import hashlib
import hmac
import json
import string
from collections.abc import Iterator, Mapping, Sequence

from seatrial.analyses.launch.held_secret import attached_values
from seatrial.analyses.launch.secret_reference import (
    CURRENT_STAGE,
    Malformed,
    ParameterReference,
    Reference,
    SecretReference,
    find_parameter,
    find_secret,
    reference_of,
)
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import (
    Sensitive,
    Unknown,
    UnknownObject,
    Value,
    as_flag,
    as_list,
    as_number,
    as_text,
    at,
    parsed_json,
)

DEFAULT_LENGTH = 32
# A longer one is refused at creation; nothing is computed for it.
LONGEST = 4096
# Option that leaves a type of characters out → its characters.
TYPES: Mapping[str, str] = {
    "ExcludeUppercase": string.ascii_uppercase,
    "ExcludeLowercase": string.ascii_lowercase,
    "ExcludeNumbers": string.digits,
    "ExcludePunctuation": string.punctuation,
}
HIDDEN_CHARACTER = "*"
# https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html (VersionId)
SHORTEST_VERSION_ID, LONGEST_VERSION_ID = 32, 64

_NO_KEY = "retrieved secret from Secrets Manager did not contain json key {}"


class NoValue(Exception):
    """There is no value; the message is what the service or the agent would say."""


def secret_values(
    systems: Sequence[System], definition: Resource, salt: bytes = b""
) -> dict[str, dict[str, Sensitive]]:
    """Container name → name of the environment variable → value, for all Secrets that have one.

    What has no value is left out: ``launch.judge`` has said why, and the task doesn't start.
    """
    scope = systems[-1].scope
    found: dict[str, dict[str, Sensitive]] = {}
    for container in as_list(definition.get("ContainerDefinitions")):
        values: dict[str, Sensitive] = {}
        for secret in as_list(at(container, "Secrets")):
            reference = reference_of(at(secret, "ValueFrom"), scope)
            if isinstance(reference, Unknown):
                continue
            try:
                values[as_text(at(secret, "Name"))] = value_of(systems, reference, salt)
            except NoValue:
                continue
        if values:
            found[as_text(at(container, "Name"))] = values
    return found


def value_of(systems: Sequence[System], reference: Reference, salt: bytes = b"") -> Sensitive:
    """The value that a reference gives. Raises NoValue, in the words that follow "unable to retrieve secret ..."."""
    match reference:
        case Malformed():
            raise NoValue(reference.problem)
        case ParameterReference():
            parameter = find_parameter(systems, reference)
            value = parameter.get("Value") if parameter is not None else None
            if not isinstance(value, str | int | float):
                raise NoValue(f"invalid ssm parameters: {reference.written}")
            return Sensitive(as_text(value))
        case _:
            pass
    secret = find_secret(systems, reference)
    if secret is None:
        raise NoValue("ResourceNotFoundException: Secrets Manager can't find the specified secret.")
    whole = secret_string(secret, salt)
    _check_version(reference.arn, reference.version_stage, reference.version_id)
    if whole is None:
        stage = reference.version_stage or CURRENT_STAGE
        raise NoValue(
            "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: "
            f"{stage}"
        )
    whole = _completed(whole, attached_values(systems, secret))
    return whole if not reference.json_key else _part(whole, reference.json_key)


def keys_of(systems: Sequence[System], secret: Resource) -> tuple[str, ...]:
    """The JSON keys that a secret has, with those that an attachment writes; none where it is no JSON object."""
    attached = attached_values(systems, secret)
    return tuple(dict.fromkeys((*attached, *own_keys_of(secret))))


def own_keys_of(secret: Resource) -> tuple[str, ...]:
    """The JSON keys that a secret has from the start."""
    given = secret.get("SecretString")
    if isinstance(given, UnknownObject):
        return given.keys
    template, key = _generated(secret)
    if isinstance(template, UnknownObject):
        return (*template.keys, as_text(key))
    return _keys(secret_string(secret) or Sensitive(""))


def _generated(secret: Resource) -> tuple[Value, Value]:
    """What a generated password is put into, and under which key."""
    options = secret.get("GenerateSecretString")
    return at(options, "SecretStringTemplate"), at(options, "GenerateStringKey")


def partly_known(secret: Resource) -> bool:
    """Whether it isn't known what a generated password is put into."""
    return any(isinstance(value, Unknown) for value in _generated(secret))


def unknown_keys(secret: Resource, reference: SecretReference) -> str:
    """Why it isn't known whether a secret has the JSON key that is asked for; "" where that is known."""
    template, key = _generated(secret)
    if not reference.json_key or reference.json_key == key:
        return ""
    if isinstance(template, UnknownObject):
        template = None
    return next((value.reason for value in (template, key) if isinstance(value, Unknown)), "")


def lacks_key(systems: Sequence[System], secret: Resource, reference: SecretReference) -> str:
    """What the agent says where a secret whose value isn't known certainly lacks the JSON key; "" otherwise."""
    of_template = isinstance(_generated(secret)[0], UnknownObject) and not unknown_keys(secret, reference)
    if not (of_template or isinstance(secret.get("SecretString"), UnknownObject)) or not reference.json_key:
        return ""
    return "" if reference.json_key in keys_of(systems, secret) else _NO_KEY.format(reference.json_key)


def _keys(whole: Sensitive) -> tuple[str, ...]:
    try:
        parsed = parsed_json(str.__str__(whole))
    except ValueError:
        return ()
    return tuple(parsed) if isinstance(parsed, dict) else ()


def slip_in(secret: Resource) -> str:
    """What keeps a text that begins like a JSON object from being one; none of its value is in it."""
    given = secret.get("SecretString")
    text = str.__str__(given).strip() if isinstance(given, str) else ""
    if not text.startswith("{"):
        return ""
    try:
        parsed_json(text)
    except json.JSONDecodeError as error:
        return f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1}"
    except ValueError:
        return ""
    return ""


def _completed(whole: Sensitive, attached: Mapping[str, str]) -> Sensitive:
    """The value of a secret with what attachments write into it; what it has already stays."""
    try:
        parsed = parsed_json(str.__str__(whole)) if attached else None
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        return whole
    return Sensitive(json.dumps({**attached, **parsed}, separators=(",", ":")))


def _check_version(arn: str, stage: str, version: str) -> None:
    if version and not SHORTEST_VERSION_ID <= len(version) <= LONGEST_VERSION_ID:
        # https://repost.aws/knowledge-center/ecs-unable-to-pull-secrets (read 2026-11-23)
        raise NoValue(
            f"failed to fetch secret {arn} from secrets manager: InvalidParameter: 1 validation error(s) found. - "
            "(minimum "
            "field size of 32/ maximum field size of 64), GetSecretValueInput.VersionId."
        )
    if version:
        raise NoValue(
            f"ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: {version}"
        )
    if stage and stage != CURRENT_STAGE:
        raise NoValue(
            "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: "
            f"{stage}"
        )


def _part(whole: Sensitive, key: str) -> Sensitive:
    try:
        parsed = parsed_json(str.__str__(whole))
    except ValueError:
        # AWS's text has the character itself; here not even one of a secret's is shown.
        raise NoValue(f"invalid character '{HIDDEN_CHARACTER}' looking for beginning of value") from None
    if not isinstance(parsed, dict) or key not in parsed:
        raise NoValue(_NO_KEY.format(key))
    value = parsed[key]
    return Sensitive(value if isinstance(value, str) else json.dumps(value, separators=(",", ":")))


def secret_string(secret: Resource, salt: bytes = b"") -> Sensitive | None:
    """A secret's current value; None where it has none or it isn't known."""
    given = secret.get("SecretString")
    if isinstance(given, str):
        return Sensitive(given)
    options = secret.get("GenerateSecretString")
    if not isinstance(options, dict):
        return None
    seed = hmac.new(salt, (secret.arn or secret.physical_id).encode(), hashlib.sha256).digest()
    password = generate(options, seed)
    key, template = as_text(options.get("GenerateStringKey")), as_text(options.get("SecretStringTemplate"))
    if not key or not template:
        return Sensitive(password)
    try:
        parsed = parsed_json(template)
    except ValueError:
        return None
    return Sensitive(json.dumps({**parsed, key: password}, separators=(",", ":"))) if isinstance(parsed, dict) else None


def generate(options: Mapping[str, Value], seed: bytes) -> str:
    """A password by GetRandomPassword's rules, the same for the same seed."""
    excluded = set(as_text(options.get("ExcludeCharacters")))
    types = [
        [letter for letter in letters if letter not in excluded]
        for option, letters in TYPES.items()
        if not as_flag(options.get(option))
    ]
    types = [letters for letters in types if letters]
    letters = [letter for type in types for letter in type] + ([" "] if as_flag(options.get("IncludeSpace")) else [])
    length = min(as_number(options.get("PasswordLength"), DEFAULT_LENGTH), LONGEST)
    if not letters:
        return ""
    numbers = _numbers(seed)
    found = [letters[next(numbers) % len(letters)] for _ in range(length)]
    if as_flag(options.get("RequireEachIncludedType"), True) and length >= len(types):
        # One place for each type, all different, so that none takes the place of another.
        places = list(range(length))
        for type in types:
            place = places.pop(next(numbers) % len(places))
            found[place] = type[next(numbers) % len(type)]
    return "".join(found)


def _numbers(seed: bytes) -> Iterator[int]:
    """Numbers without end, each from 32 bits of a keyed hash."""
    counter = 0
    while True:
        block = hmac.new(seed, counter.to_bytes(8), hashlib.sha256).digest()
        for start in range(0, len(block), 4):
            yield int.from_bytes(block[start : start + 4])
        counter += 1
