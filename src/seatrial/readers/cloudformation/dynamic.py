"""Dynamic references: ``{{resolve:service:reference}}`` inside a string.

CloudFormation asks the service when it creates the resource. Here the same stack's own parameters and secrets can
answer, and the command line; anything else cannot be known.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html (read 2026-11-23).
"""

from __future__ import annotations

import re

from seatrial.model.value import MissingKey, Resolved, Sensitive, Unknown, UnknownObject, Value, as_text, parsed_json
from seatrial.readers.cloudformation.problems import clip
from seatrial.readers.cloudformation.scope import Names

MARK = "{{resolve:"
# The parts of a secret's ARN.
_OF_ARN = 7
_REFERENCE = re.compile(r"\{\{resolve:([^:{}]+):([^{}]*)\}\}")


def resolve_dynamic(text: str, names: Names) -> Value:
    """The string with its references replaced; Unknown when one cannot be known, Sensitive when one is a secret."""
    sensitive = isinstance(text, Sensitive)
    parts: list[str] = []
    at = 0
    for match in _REFERENCE.finditer(text):
        value = _one(match[1].strip(), match[2].strip(), names)
        if isinstance(value, Unknown):
            return _object(text, value, match[1].strip(), match[2].strip())
        if not isinstance(value, str | int | float):
            return Unknown(f"{clip(match[2])} is no string")
        sensitive = sensitive or isinstance(value, Sensitive)
        parts += [text[at : match.start()], as_text(value)]
        at = match.end()
    made = "".join((*parts, text[at:]))
    return Sensitive(made) if sensitive else made


def _object(text: str, value: Unknown, service: str, reference: str) -> Unknown:
    """What is left to know of a text in which a reference cannot be: the keys, where it is a JSON object, and who is
    asked for what.
    """
    keys = keys_in(_REFERENCE.sub("x", str.__str__(text)))
    if keys:
        return UnknownObject(value.reason, keys=keys)
    return Resolved(value.reason, service=service, reference=reference) if type(value) is Unknown else value


def keys_in(text: str) -> tuple[str, ...]:
    """The keys of a JSON object; none of any other text."""
    try:
        document = parsed_json(text)
    except ValueError:
        return ()
    return tuple(document) if isinstance(document, dict) else ()


def _one(service: str, reference: str, names: Names) -> Value:
    for key in (f"{service}:{reference}", reference):
        if key in names.dynamic:
            value = names.dynamic[key]
            return value if service == "ssm" else Sensitive(value)
    if service in ("ssm", "ssm-secure"):
        return _parameter(service, reference, names)
    if service == "secretsmanager":
        return _secret(reference, names)
    return Unknown(f"{clip(service)} is no service of dynamic references")


def _parameter(service: str, reference: str, names: Names) -> Value:
    """``name`` or ``name:version``."""
    name = reference.rpartition(":")[0] if re.search(r":\d+\Z", reference) else reference
    found: Value = names.dynamic.get(name)
    if found is None:
        found = names.dynamic_in_stack("ssm", name, "")
    if found is None:
        return Unknown(f"the SSM parameter {clip(name)} is not known here; give it with --resolve {clip(name)}=VALUE")
    return Sensitive(as_text(found)) if service == "ssm-secure" and not isinstance(found, Unknown) else found


def _secret(reference: str, names: Names) -> Value:
    """``secret-id:SecretString:json-key:version-stage:version-id``; the id may be an ARN, which has colons itself."""
    identifier, kept, rest = reference.partition(":SecretString")
    whole = _OF_ARN if identifier.startswith("arn:") else 1
    if not kept and (left := identifier.split(":")[whole:]) and left[0]:
        name = ":".join(identifier.split(":")[:whole])
        return MissingKey(f"{clip(left[0])} is no part of a secret", secret=name, key=":".join(left), keys=())
    parts = rest.split(":")
    key = parts[1] if len(parts) > 1 else ""
    found = names.dynamic_in_stack("secretsmanager", identifier, key)
    if found is None and identifier in names.dynamic:
        found = Sensitive(names.dynamic[identifier])
        if key:
            found = json_key(str(found), key)
    if found is None:
        name = clip(identifier)
        return Unknown(f"the secret {name} is not known here; give it with --resolve {name}=VALUE")
    return found


def json_key(text: str, key: str) -> Value:
    """One key of a secret that is a JSON object."""
    try:
        document = parsed_json(text)
    except ValueError:
        return Unknown("the secret is not JSON")
    value = document.get(key) if isinstance(document, dict) else None
    return Unknown(f"the secret has no key {clip(key)}") if value is None else Sensitive(as_text(value))
