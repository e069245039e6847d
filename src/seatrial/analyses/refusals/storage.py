"""What the services that hold logs, secrets and parameters refuse.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-logs-*``, ``pf-secretsmanager-*``,
``pf-ssm-*``; read 2026-11-23) unless a comment names another source.
"""

from __future__ import annotations

import re
import string

from seatrial.analyses.iam import ContextValue, Policies, Policy, Request, evaluate, nearest
from seatrial.analyses.iam.resource_policy import resource_policies
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, is_given
from seatrial.model.arn import dns_suffix_of
from seatrial.model.resource import Resource
from seatrial.model.value import TooDeep, Unknown, as_flag, as_list, as_number, as_text, at, parsed_json

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html (read 2026-11-23)
RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)
# https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html (read 2026-11-23)
DEFAULT_PASSWORD_LENGTH = 32
LONGEST_PASSWORD = 4096
CHARACTER_TYPES = {
    "ExcludeUppercase": string.ascii_uppercase,
    "ExcludeLowercase": string.ascii_lowercase,
    "ExcludeNumbers": string.digits,
    "ExcludePunctuation": string.punctuation,
}
# What a log group's key is asked for, and the encryption context with the log group's ARN.
_LOGS_ACTIONS = ("kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt")
_LOGS_CONTEXT = "kms:EncryptionContext:aws:logs:arn"
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secrettargetattachment.html
# (TargetType; read 2026-11-29)
_DATABASES = ("::DBInstance", "::DBCluster")
STANDARD_VALUE_LENGTH, ADVANCED_VALUE_LENGTH = 4096, 8192


def log_group_refused(world: World, resource: Resource) -> Refusal | None:
    days = resource.get("RetentionInDays")
    if days is not None and not isinstance(days, Unknown) and as_number(days, 0) not in RETENTION_DAYS:
        # The general form of the API's validation errors; UNVERIFIED for this member.
        values = ", ".join(str(value) for value in RETENTION_DAYS)
        text = (
            f"1 validation error detected: Value '{as_text(days)}' at 'retentionInDays' failed to satisfy "
            "constraint: Member "
            f"must satisfy enum value set: [{values}]"
        )
        return Refusal("logs.PutRetentionPolicy", "InvalidParameterException", text, ("RetentionInDays",))
    name = as_text(resource.get("LogGroupName"))
    if name and any(as_text(other.get("LogGroupName")) == name for other in world.taken("AWS::Logs::LogGroup")):
        # As quoted by many users of CloudFormation (read 2026-11-23).
        text = "The specified log group already exists"
        return Refusal("logs.CreateLogGroup", "ResourceAlreadyExistsException", text, ("LogGroupName",))
    return _key_refused(world, resource)


def _key_refused(world: World, resource: Resource) -> Refusal | None:
    """CloudWatch Logs encrypts in its own name, so the key's policy has to let it: the account alone isn't enough.

    Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/encrypt-log-data-kms.html;
    the text: https://github.com/hashicorp/terraform-provider-aws/issues/29282
    """
    key = world.find(resource.get("KmsKeyId"), "AWS::KMS::Key")
    if key is None or not resource.arn:
        return None
    region, arn = world.scope.region, resource.arn.removesuffix(":*")
    # The guide names the first; policies with the second are about as well.
    services = (f"logs.{region}.{dns_suffix_of(region)}", f"logs.{dns_suffix_of(region)}")
    policies = resource_policies(world.systems, key.arn)[0]
    contexts: list[dict[str, ContextValue]] = [{"aws:SourceAccount": world.scope.account}]
    if not isinstance(resource.get("LogGroupName"), Unknown):
        contexts = [{**contexts[0], _LOGS_CONTEXT: form} for form in (arn, f"{arn}:*")]
    asked = [
        Request(action, key.arn, service=service, context=context)
        for context in contexts
        for service in services
        for action in _LOGS_ACTIONS
    ]
    if any(evaluate(request, Policies(resource=policies)).allowed is not False for request in asked):
        return None
    if any(_names_everyone(policy) for policy in policies):
        return None
    near = nearest(asked[0], policies)
    because = f"KeyPolicy of {key.logical_id} does not let {services[0]} use the key"
    if near is not None and near.test is not None:
        because += f": {near.statement} wants {near.test.key} to be {' or '.join(near.test.wanted)}, and it is {arn}"
    elif near is not None and any(item.startswith("logs.") for item in near.written):
        because += f": {near.statement} lets {' and '.join(near.written)}"
    text = f"The specified KMS key does not exist or is not allowed to be used with Arn '{arn}'"
    return Refusal("logs.CreateLogGroup", "AccessDeniedException", text, ("KmsKeyId",), because=because)


def _names_everyone(policy: Policy) -> bool:
    """Whether a policy allows something to every principal of AWS, which services may count as."""
    return any(
        not statement.denies and "*" in as_list(at(statement.content, "Principal", "AWS"))
        for statement in policy.statements()
    )


def secret_refused(world: World, resource: Resource) -> Refusal | None:
    api = "secretsmanager.CreateSecret"
    name = as_text(resource.get("Name"))
    if name and not re.fullmatch(r"[A-Za-z0-9/_+=.@!-]+", name):
        text = (
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"
        )
        return Refusal(api, "ValidationException", text, ("Name",))
    generate = resource.get("GenerateSecretString")
    if is_given(resource.get("SecretString")) and generate is not None:
        text = "Can only specify either SecretString or GenerateSecretString."
        return Refusal(api, "InvalidRequest", text, ("SecretString",))
    if name and any(as_text(other.get("Name")) == name for other in world.taken("AWS::SecretsManager::Secret")):
        # As quoted by many users of the CLI (read 2026-11-23).
        text = f"The operation failed because the secret {name} already exists."
        return Refusal(api, "ResourceExistsException", text, ("Name",))
    return _generation_refused(resource) if isinstance(generate, dict) else None


def attachment_refused(world: World, resource: Resource) -> Refusal | None:
    """An attachment writes the address of its target into the secret, so it has to find one of the type it names."""
    kind, target = resource.get("TargetType"), world.find(resource.get("TargetId"))
    if target is None or not isinstance(kind, str) or target.type == kind:
        return None
    if not kind.endswith(_DATABASES) or not target.type.endswith(_DATABASES) or kind[-9:] == target.type[-9:]:
        return None
    text = f"{target.logical_id} is an {target.type}, not an {kind}."
    return Refusal(
        "secretsmanager.PutSecretValue", "InvalidRequest", text, ("TargetType",), instead=target.type, ours=True
    )


def _generation_refused(resource: Resource) -> Refusal | None:
    api, key = "secretsmanager.GetRandomPassword", "GenerateSecretString"

    def refused(text: str, *path: str) -> Refusal:
        return Refusal(api, "InvalidParameterException", text, (key, *path))

    template, name = resource.get(key, "SecretStringTemplate"), resource.get(key, "GenerateStringKey")
    if (template is None) != (name is None):
        return refused("SecretStringTemplate and GenerateStringKey must both be set or removed.")
    if isinstance(template, str):
        try:
            parsed = parsed_json(template)
        except TooDeep:
            return None
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            return refused("Failed to parse SecretStringTemplate as JSON.", "SecretStringTemplate")
    excluded = resource.get(key, "ExcludeCharacters")
    if isinstance(excluded, Unknown):
        return None
    used = [
        set(letters) - set(as_text(excluded))
        for option, letters in CHARACTER_TYPES.items()
        if not as_flag(resource.get(key, option))
    ]
    space = {" "} if as_flag(resource.get(key, "IncludeSpace")) else set()
    if not used and not space:
        return refused("All characters have been excluded from selection.")
    each = as_flag(resource.get(key, "RequireEachIncludedType"), True)
    if each and any(not letters for letters in used):
        return refused("All characters of the desired type have been excluded.", "ExcludeCharacters")
    length = resource.get(key, "PasswordLength")
    if not isinstance(length, Unknown) and not 1 <= as_number(length, DEFAULT_PASSWORD_LENGTH) <= LONGEST_PASSWORD:
        return refused(f"PasswordLength must be from 1 to {LONGEST_PASSWORD}.", "PasswordLength")
    if each and not isinstance(length, Unknown) and as_number(length, DEFAULT_PASSWORD_LENGTH) < len(used):
        return refused("Password length is too short based on the required types.", "PasswordLength")
    return None


def parameter_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ssm.PutParameter"
    name, value = resource.get("Name"), resource.get("Value")
    if isinstance(name, str) and name:
        bare = name.removeprefix("/").lower()
        if bare.startswith(("aws", "ssm")):
            text = 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).'
            return Refusal(api, "ValidationException", text, ("Name",))
        if not re.fullmatch(r"[A-Za-z0-9_.\-/]+", name):
            # As quoted by users of the CLI (read 2026-11-23).
            text = (
                'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist '
                "of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and "
                "the following 3 symbols .-_"
            )
            return Refusal(api, "ValidationException", text, ("Name",))
        if "/" in name and not name.startswith("/"):
            # As quoted by users of Terraform (read 2026-11-23).
            text = "Parameter name must be a fully qualified name."
            return Refusal(api, "ValidationException", text, ("Name",), instead=f"/{name}")
        if name.endswith("/"):
            return Refusal(api, "ValidationException", "Parameter name must not end with slash.", ("Name",))
        if any(as_text(other.get("Name")) == name for other in world.taken("AWS::SSM::Parameter")):
            # As quoted by many users of CloudFormation (read 2026-11-23).
            return Refusal(api, "ParameterAlreadyExists", f"{name} already exists.", ("Name",))
    if not isinstance(value, str):
        return None
    if re.search(r"\{\{.*\}\}", value):
        text = 'Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.'
        return Refusal(api, "ValidationException", text, ("Value",))
    pattern = resource.get("AllowedPattern")
    if isinstance(pattern, str) and not _matches(pattern, value):
        text = f"Parameter value, cannot be validated against allowedPattern: {pattern}"
        return Refusal(api, "ParameterPatternMismatchException", text, ("Value",))
    tier = as_text(resource.get("Tier")) or "Standard"
    most = STANDARD_VALUE_LENGTH if tier == "Standard" else ADVANCED_VALUE_LENGTH
    if len(value) > most:
        noun = "Standard" if tier == "Standard" else "Advanced"
        text = f"{noun} tier parameters support a maximum parameter value of {most} characters."
        return Refusal(api, "ValidationException", text, ("Value",))
    policies = resource.get("Policies")
    if isinstance(policies, str) and policies:
        if resource.get("Tier") == "Standard":
            text = "You can't assign parameter policies to a standard-parameter tier."
            return Refusal(api, "ValidationException", text, ("Policies",))
        if not _is_json_list(policies):
            return Refusal(api, "InvalidPolicyTypeException", "Invalid policies input", ("Policies",))
    return None


def _is_json_list(text: str) -> bool:
    try:
        return isinstance(parsed_json(text), list)
    except TooDeep:
        return True
    except ValueError:
        return False


def _matches(pattern: str, value: str) -> bool:
    try:
        return re.fullmatch(pattern, value) is not None
    except re.error:
        return True
