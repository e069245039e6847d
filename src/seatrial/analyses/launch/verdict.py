"""Whether one step of a launch succeeds, and AWS's text where it doesn't.

The network decides first, then the role, then whether the thing is there: as the calls themselves would. What cannot
be told (a policy, a role or a secret that reading couldn't know) lets the task go on, with a note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from seatrial.analyses.iam import (
    Decision,
    Missing,
    RoleView,
    access_denied_text,
    allowed,
    can_assume,
    request_of,
    role_of,
)
from seatrial.analyses.iam.encryption_context import encryption_context
from seatrial.analyses.launch import texts
from seatrial.analyses.launch.image_reference import parse
from seatrial.analyses.launch.requirement import (
    Call,
    Cause,
    Endpoint,
    Failed,
    Passed,
    Reach,
    Reached,
    Requirement,
    Stage,
)
from seatrial.analyses.launch.secret_reference import (
    ENDING,
    Malformed,
    ParameterReference,
    SecretReference,
    find_parameter,
    find_secret,
)
from seatrial.analyses.launch.secret_value import NoValue, lacks_key, partly_known, unknown_keys, value_of
from seatrial.kinds.data.regions import may_be_region
from seatrial.model.resource import Resource
from seatrial.model.system import Scope, System
from seatrial.model.value import Unknown, UnknownObject, Value, as_list, as_text, at

FAILED_TO_START = "TaskFailedToStart"
ECS_TASKS = "ecs-tasks.amazonaws.com"
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html (read 2026-11-29)
LOG_GROUP_NAME = re.compile(r"[.\-_/#A-Za-z0-9]{1,512}")
LOG_GROUP, KEY = "AWS::Logs::LogGroup", "AWS::KMS::Key"
# The key that AWS keeps for secrets; whoever may read the secret may use it.
OWN_SECRETS_KEY = "alias/aws/secretsmanager"

_ARE_NOT = "are not in the templates, so their values aren't"

Verdict = Passed | Failed


def judge(
    systems: Sequence[System], requirement: Requirement, reached: Mapping[Endpoint, Reach], task_id: str
) -> Verdict:
    """Decides one step. ``reached`` says of each of its endpoints how the connection from the task's interface ended.

    Raises KeyError where an endpoint was not tried.
    """
    for endpoint in requirement.endpoints:
        reach = reached[endpoint]
        if not isinstance(reach, Reached):
            return _failed(_unreachable(requirement, endpoint, reach))
    return _JUDGES[requirement.stage](systems, requirement, task_id)


def _failed(reason: str, note: str = "", cause: Cause = Cause.NETWORK) -> Failed:
    return Failed(FAILED_TO_START, reason, note=note, cause=cause)


def _unreachable(requirement: Requirement, endpoint: Endpoint, reach: Reach) -> str:
    host, port = endpoint.host, endpoint.port
    match requirement.stage:
        case Stage.REGISTRY_AUTH:
            return texts.registry_auth_unreachable(host, port, reach)
        case Stage.SECRET:
            return texts.secret_unreachable(requirement.subject)
        case Stage.PARAMETERS:
            return texts.parameters_unreachable()
        case Stage.ENVIRONMENT_FILES:
            return texts.environment_file_unreachable()
        case Stage.LOGS:
            return texts.logs_unreachable()
        case _:
            reference = parse(requirement.subject)
            if reference is None or requirement.calls:
                uri = requirement.subject.rpartition("@")[0] or requirement.subject.rpartition(":")[0]
                return texts.ecr_unreachable(requirement.subject, uri or requirement.subject, host, port, reach)
            return texts.registry_unreachable(reference, host, port, reach)


def _assumed(systems: Sequence[System], requirement: Requirement, task_id: str) -> Verdict:
    role = role_of(systems, requirement.role)
    if isinstance(role, Unknown):
        return Passed(f"cannot tell whether ECS may assume the role, because {role.reason}")
    name = role.arn if isinstance(role, RoleView) else as_text(requirement.role)
    refused = Failed(FAILED_TO_START, texts.role_not_assumed(name), no_task=True, cause=Cause.TRUST)
    if isinstance(role, Missing):
        return replace(refused, note=f"the role {role.name} is not in the templates", cause=Cause.NO_ROLE)
    decision = can_assume(role, ECS_TASKS, assumed_for(systems[-1].scope))
    if decision.allowed is False:
        return replace(refused, note=f"{decision.reason} ({role.trust.name} must allow sts:AssumeRole to {ECS_TASKS})")
    return Passed("; ".join(part for part in (role.note, "" if decision.allowed else decision.reason) if part))


def assumed_for(scope: Scope) -> dict[str, str]:
    """What a trust policy may compare where ECS assumes a role: the ARN of a task of no cluster that is known. Policies
    compare its beginning, and none may name a cluster.

    Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html,
    https://github.com/awsdocs/amazon-ecs-developer-guide/issues/208 (task/*)
    """
    return {"aws:SourceArn": f"arn:{scope.partition}:ecs:{scope.region}:{scope.account}:task/CLUSTER/TASK-ID"}


def _authorized(systems: Sequence[System], requirement: Requirement, task_id: str) -> Verdict:
    """Asks IAM for each call in turn; the first decisive one that is denied fails the step."""
    return _calls(
        systems, requirement, requirement.calls, task_id, lambda call, denial: texts.registry_auth_denied(denial)
    )


def _pulled(systems: Sequence[System], requirement: Requirement, task_id: str) -> Verdict:
    return _calls(
        systems,
        requirement,
        requirement.calls,
        task_id,
        lambda call, denial: texts.ecr_denied(requirement.subject),
    )


def _retrieved(systems: Sequence[System], requirement: Requirement, task_id: str) -> Verdict:
    reference = requirement.references[0]
    if isinstance(reference, Malformed):
        return _failed(texts.secret_failed(reference.problem), cause=Cause.MALFORMED)
    assert isinstance(reference, SecretReference)
    secret = find_secret(systems, reference)
    arn = (secret.arn or secret.physical_id) if secret is not None else reference.arn
    permitted: Verdict = Passed()
    for whole in (arn,) if secret is not None else _whole_arns(systems, requirement, arn):
        calls = tuple(replace(call, resource=whole) for call in requirement.calls)
        permitted = _calls(systems, requirement, calls, task_id, lambda call, denial: texts.secret_denied(arn, denial))
        if isinstance(permitted, Passed):
            break
    if isinstance(permitted, Failed):
        return permitted
    if secret is None:
        problem = "ResourceNotFoundException: Secrets Manager can't find the specified secret."
        note = f"{reference.arn} is not in the templates, so its value isn't known here"
        return _failed(texts.secret_not_found(reference.arn, problem), note, Cause.ABSENT)
    decrypted = _decrypted(systems, requirement, secret, reference, task_id)
    if isinstance(decrypted, Failed):
        return decrypted
    notes = list(dict.fromkeys(verdict.note for verdict in (permitted, decrypted) if verdict.note))
    for key in ("SecretString", "GenerateSecretString"):
        value = secret.get(key)
        if lacking := lacks_key(systems, secret, reference):
            return _failed(texts.secret_failed(lacking), cause=Cause.VALUE)
        if (isinstance(value, UnknownObject) or partly_known(secret)) and reference.json_key:
            why = unknown_keys(secret, reference)
            notes += [f"cannot tell the keys of {secret.logical_id}, because {why}"] if why else []
            return Passed("; ".join(notes))
        if isinstance(value, Unknown) and not (reference.json_key or reference.version_stage or reference.version_id):
            # Whatever it is, all of it is asked for.
            return Passed("; ".join(notes))
        if isinstance(value, Unknown):
            return Passed("; ".join((*notes, f"cannot tell the value of {secret.logical_id}, because {value.reason}")))
    try:
        value_of(systems, reference)
    except NoValue as problem:
        text = str(problem)
        if text.startswith("ResourceNotFoundException"):
            return _failed(texts.secret_not_found(arn, text), cause=Cause.VALUE)
        return _failed(texts.secret_failed(text), cause=Cause.VALUE)
    return Passed("; ".join(notes))


def _whole_arns(systems: Sequence[System], requirement: Requirement, arn: str) -> Iterator[str]:
    """The ARNs that a secret of no template may have: IAM compares the whole one, whose last six characters a reference
    may leave out (https://github.com/aws/aws-cdk/issues/12411, read 2026-11-29) and a policy may know.
    """
    yield f"{arn}-??????"
    role = role_of(systems, requirement.role)
    for policy in role.identity if isinstance(role, RoleView) else ():
        for statement in policy.statements():
            for value in as_list(at(statement.content, "Resource")):
                text = as_text(value)
                if text.startswith(f"{arn}-") and ENDING.sub("", text) == arn:
                    yield text
    if ENDING.search(arn):
        yield arn


def _decrypted(
    systems: Sequence[System], requirement: Requirement, secret: Resource, reference: SecretReference, task_id: str
) -> Verdict:
    """A secret under a customer's key also needs the key: Secrets Manager decrypts on the role's behalf."""
    key_id = secret.get("KmsKeyId")
    if key_id is None or key_id == "" or as_text(key_id) == OWN_SECRETS_KEY:
        return Passed()
    if isinstance(key_id, Unknown):
        return Passed(f"cannot tell whether the role may use the key, because {key_id.reason}")
    key = next((found for system in systems if (found := system.find(key_id, KEY, "AWS::KMS::Alias"))), None)
    arn = as_text(key_id)
    if key is not None:
        target = next((found for system in systems if (found := system.find(key.get("TargetKeyId"), KEY))), key)
        arn = target.arn or arn
    else:
        # Its policy may let the role in by itself, and what an alias leads to only the account knows.
        return Passed(f"cannot tell whether the role may use the key, because {arn} is in no stack")
    via = f"secretsmanager.{reference.region}.amazonaws.com"
    context = {"kms:ViaService": via, "kms:CallerAccount": reference.account}
    call = Call("kms:Decrypt", arn, context={**context, **encryption_context("secretsmanager", secret.arn)})
    return _calls(
        systems,
        requirement,
        (call,),
        task_id,
        lambda call, denial: texts.secret_failed(
            f"failed to fetch secret {requirement.subject} from secrets manager: AccessDeniedException: Access to "
            "KMS is "
            "not allowed"
        ),
    )


def _parameters_retrieved(systems: Sequence[System], requirement: Requirement, task_id: str) -> Verdict:
    permitted = _calls(
        systems,
        requirement,
        requirement.calls,
        task_id,
        lambda call, denial: texts.parameters_failed(f"AccessDeniedException: {denial}"),
    )
    if isinstance(permitted, Failed):
        return permitted
    missing, doubts = [], [permitted.note] if permitted.note else []
    for reference in requirement.references:
        assert isinstance(reference, ParameterReference)
        found = find_parameter(systems, reference)
        if found is None:
            missing.append(reference.written)
        elif isinstance(value := found.get("Value"), Unknown):
            doubts.append(f"cannot tell the value of {found.logical_id}, because {value.reason}")
    if missing:
        names = ",".join(missing)
        is_not = "is not in the templates, so its value isn't" if len(missing) == 1 else _ARE_NOT
        note = f"{' and '.join(missing)} {is_not} known here"
        return _failed(texts.parameters_failed(f"invalid ssm parameters: {names}"), note, Cause.ABSENT)
    return Passed("; ".join(doubts))


def _downloaded(systems: Sequence[System], requirement: Requirement, task_id: str) -> Verdict:
    """Whether the role may read a file of variables. What lies in the bucket nobody knows here."""
    name = requirement.subject.rpartition("/")[2]
    return _calls(
        systems, requirement, requirement.calls, task_id, lambda call, denial: texts.environment_file_denied(name)
    )


# What the driver takes for a number of bytes: 25m, 1.5 GiB.
_BYTES = re.compile(r"\d+(?:\.\d+)* ?(?:[kmgtp]i?)?b?", re.IGNORECASE)


def _log_mode(options: Mapping[str, Value]) -> str:
    """What the log driver says of its mode and buffer, "" where it takes them."""
    mode, size = options.get("mode"), options.get("max-buffer-size")
    if isinstance(mode, str) and mode not in ("", "blocking", "non-blocking"):
        return texts.log_mode_unknown(mode)
    if mode == "non-blocking" and isinstance(size, str) and size and not _BYTES.fullmatch(size):
        return texts.log_buffer_malformed(size)
    return ""


def _logged(systems: Sequence[System], requirement: Requirement, task_id: str) -> Verdict:
    options = requirement.options
    if wrong := _log_mode(options):
        return _failed(wrong, cause=Cause.MALFORMED)
    for key in ("awslogs-group", "awslogs-region", "awslogs-create-group"):
        value = options.get(key)
        if isinstance(value, Unknown):
            return Passed(f"cannot tell whether the log group is there, because {value.reason}")
    if not as_text(options.get("awslogs-region")):
        return _failed(texts.log_option_missing("awslogs-region"), cause=Cause.MALFORMED)
    region, group = as_text(options.get("awslogs-region")), as_text(options.get("awslogs-group"))
    if not may_be_region(region):
        return _failed(texts.logs_unreachable(), f"there is no region {region}", Cause.MALFORMED)
    if group and not LOG_GROUP_NAME.fullmatch(group):
        return _failed(texts.log_stream_failed(texts.log_group_misnamed(group)), cause=Cause.MALFORMED)
    there = any(system.scope.region == region and (system.find(group, LOG_GROUP) is not None) for system in systems)
    creates = as_text(options.get("awslogs-create-group")) == "true"
    calls = tuple(call for call in requirement.calls if not there or call.action != "logs:CreateLogGroup")
    stream = "/".join((as_text(options.get("awslogs-stream-prefix")), *requirement.containers, task_id))
    # CreateLogGroup is asked for with an empty stream, the others with the stream's own ARN.
    calls = tuple(
        call if call.action == "logs:CreateLogGroup" else replace(call, resource=f"{call.resource}{stream}")
        for call in calls
    )
    permitted = _calls(systems, requirement, calls, task_id, _log_denied)
    if isinstance(permitted, Failed):
        return permitted
    if not there and not creates:
        problem = "ResourceNotFoundException: The specified log group does not exist."
        return _failed(texts.log_stream_failed(problem), f"the log group {group} is not in the templates", Cause.ABSENT)
    return permitted


def _log_denied(call: Call, denial: str) -> str:
    what = "group" if call.action == "logs:CreateLogGroup" else "stream"
    return texts.log_stream_failed(f"AccessDeniedException: {denial}", what)


def _calls(
    systems: Sequence[System],
    requirement: Requirement,
    calls: Sequence[Call],
    task_id: str,
    text: Callable[[Call, str], str],
) -> Verdict:
    """Asks IAM for each call in turn; the first decisive one that is denied fails the step."""
    if not calls:
        return Passed()
    role = role_of(systems, requirement.role) if requirement.role is not None else Missing("")
    if isinstance(role, Unknown):
        return Passed(f"cannot tell what the execution role may do, because {role.reason}")
    if isinstance(role, Missing):
        return Failed(
            FAILED_TO_START,
            texts.role_not_assumed(role.name),
            note=f"the role {role.name} is not in the templates",
            cause=Cause.NO_ROLE,
        )
    notes: list[str] = []
    lost: Call | None = None
    for call in calls:
        context = {"aws:RequestedRegion": systems[-1].scope.region, **call.context}
        decision = allowed(systems, role, call.action, call.resource, context)
        if decision.allowed:
            continue
        if decision.allowed is None:
            notes.append(f"{call.action}: {decision.reason}")
            continue
        denial = _denial(role, call, decision, task_id)
        if call.decisive:
            reason = text(call, denial)
            note = _where(decision) if denial in reason else denial
            return Failed(FAILED_TO_START, reason, note=note, cause=Cause.PERMISSION, denied=call)
        lost = lost or call
        notes.append(denial)
    return Passed("; ".join(notes), lost)


def _where(decision: Decision) -> str:
    """Where the statement stands that denies; nothing where it is the lack of one."""
    statement = decision.statement
    return f"{decision.reason} ({statement.span})" if statement and statement.span.line else ""


def _denial(role: RoleView, call: Call, decision: Decision, task_id: str) -> str:
    return access_denied_text(request_of(role, call.action, call.resource, session=task_id), decision)


_JUDGES: Mapping[Stage, Callable[[Sequence[System], Requirement, str], Verdict]] = {
    Stage.EXECUTION_ROLE: _assumed,
    Stage.TASK_ROLE: _assumed,
    Stage.REGISTRY_AUTH: _authorized,
    Stage.SECRET: _retrieved,
    Stage.PARAMETERS: _parameters_retrieved,
    Stage.ENVIRONMENT_FILES: _downloaded,
    Stage.LOGS: _logged,
    Stage.IMAGE: _pulled,
}
