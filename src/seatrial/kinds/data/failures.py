"""AWS's own texts for what goes wrong when a Fargate system runs, as templates. Long, because it is a table.

Whoever looks a failure up on the internet looks for these words, so the twin and the checks say them exactly. Each
template is a constant with its source; ``text(...)`` fills it in. What an API refuses is not here: the refusals say it
beside the rule. A text whose wording nobody has verified is marked, and then no test may insist on it.

Sources: beside each, all read 2026-11-23. "seen" is a text that stood in a public log, issue or answer, and is in AWS's
documentation in another form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
_REPOST = "https://repost.aws/knowledge-center/"
_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Failure:
    """One text of AWS. ``code`` is what programs see beside it: a stop code, an event code, a reason code."""

    code: str
    template: str
    source: str
    verified: bool = True

    @property
    def blanks(self) -> tuple[str, ...]:
        """The names of what must be filled in."""
        return tuple(dict.fromkeys(_BLANK.findall(self.template)))

    def text(self, **values: object) -> str:
        """The text with its blanks filled in. A missing or superfluous one is our mistake, and raises KeyError."""
        if superfluous := values.keys() - set(self.blanks):
            raise KeyError(f"{self.template!r} has no blank for {', '.join(sorted(superfluous))}")
        return _BLANK.sub(lambda blank: str(values[blank[1]]), self.template)


# --- stop codes: botocore ecs/2014-11-13 service-2.json, TaskStopCode
TASK_FAILED_TO_START = "TaskFailedToStart"
ESSENTIAL_CONTAINER_EXITED = "EssentialContainerExited"
USER_INITIATED = "UserInitiated"
SERVICE_SCHEDULER_INITIATED = "ServiceSchedulerInitiated"
SPOT_INTERRUPTION = "SpotInterruption"
TERMINATION_NOTICE = "TerminationNotice"
STOP_CODES = (
    TASK_FAILED_TO_START,
    ESSENTIAL_CONTAINER_EXITED,
    USER_INITIATED,
    SERVICE_SCHEDULER_INITIATED,
    SPOT_INTERRUPTION,
    TERMINATION_NOTICE,
)


def _start(template: str, source: str, verified: bool = True) -> Failure:
    return Failure(TASK_FAILED_TO_START, template, source, verified)


_SECRETS_OR_AUTH = "ResourceInitializationError: unable to pull secrets or registry auth: "
_ASM = f"{_SECRETS_OR_AUTH}execution resource retrieval failed: unable to retrieve secret from asm: "
_LOGGER = "ResourceInitializationError: failed to validate logger args: "
_RESOURCE_PAGE = f"{_GUIDE}resource-initialization-error.html"
_PULL_PAGE = f"{_GUIDE}task_cannot_pull_image.html"
_SECRETS_PAGE = f"{_REPOST}ecs-unable-to-pull-secrets"
_START_PAGE = f"{_GUIDE}failed-to-start-error.html"
_STOPPED_PAGE = f"{_REPOST}ecs-task-stopped"

# --- stoppedReason: running tasks
ESSENTIAL_EXITED = Failure(ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited", _STOPPED_PAGE)
FAILED_ELB_HEALTH_CHECKS = Failure(
    SERVICE_SCHEDULER_INITIATED,
    "Task failed ELB health checks in (target-group {target_group_arn})",
    _STOPPED_PAGE,
)
FAILED_CONTAINER_HEALTH_CHECKS = Failure(
    SERVICE_SCHEDULER_INITIATED, "Task failed container health checks", f"{_GUIDE}healthcheck.html"
)
SCALING_ACTIVITY = Failure(
    SERVICE_SCHEDULER_INITIATED, "Scaling activity initiated by (deployment {deployment_id})", "seen in a task event"
)
STOPPED_BY_USER = Failure(USER_INITIATED, "Task stopped by user", "seen in a task event")
SPOT_INTERRUPTED = Failure(
    SPOT_INTERRUPTION, "Your Spot Task was interrupted.", f"{_GUIDE}fargate-capacity-providers.html"
)

# --- stoppedReason: the task's interface
NO_FREE_ADDRESS = _start(
    "Unexpected EC2 error while attempting to Create Network Interface in subnet '{subnet}': "
    "InsufficientFreeAddressesInSubnet",
    "seen",
)
NO_FREE_ADDRESS_PUBLIC = _start(
    "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet "
    "'{subnet}'",
    _START_PAGE,
)
INTERFACE_TIMED_OUT = _start("Timeout waiting for network interface provisioning to complete.", "seen")
STORAGE_TIMED_OUT = _start("Timeout waiting for EphemeralStorage provisioning to complete", "seen")
INCOMPATIBLE_COMPUTE = _start(
    "The selected task definition is not compatible with the selected compute strategy", _START_PAGE
)

# --- stoppedReason: the registry's permission and secrets, fetched over the task's own interface
REGISTRY_AUTH_UNREACHABLE = _start(
    f"{_SECRETS_OR_AUTH}The task cannot pull registry auth from Amazon ECR: There is a connection issue between the "
    "task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded "
    "maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "
    '"https://api.ecr.{region}.amazonaws.com/": dial tcp {address}:443: i/o timeout',
    _RESOURCE_PAGE,
)
PARAMETERS_UNREACHABLE = _start(
    f"{_SECRETS_OR_AUTH}unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager. "
    "There is a connection issue between the task and AWS Systems Manager Parameter Store. Check your task network "
    "configuration. operation error SSM: GetParameters, https response error StatusCode: 0, RequestID: , canceled, "
    "context deadline exceeded",
    "seen",
)
SECRET_NOT_ALLOWED = _start(
    f"{_ASM}service call has been retried {{retries}} time(s): failed to fetch secret {{secret_arn}} from secrets "
    "manager: AccessDeniedException: User: arn:{partition}:sts::{account}:assumed-role/{role}/{task_id} is not "
    "authorized to perform: secretsmanager:GetSecretValue on resource: {secret_arn} because no identity-based policy "
    "allows the secretsmanager:GetSecretValue action",
    _SECRETS_PAGE,
)
SECRET_WITHOUT_KEY = _start(
    f"{_ASM}service call has been retried {{retries}} time(s): retrieved secret from Secrets Manager did not contain "
    "json key {key}",
    "seen",
)
SECRET_NOT_JSON = _start(
    f"{_SECRETS_OR_AUTH}invalid character '{{character}}' in literal true (expecting 'r')", "seen", verified=False
)
SECRET_WRONG_VERSION = _start(
    f"{_ASM}service call has been retried 1 time(s): failed to fetch secret {{secret_arn}} from secrets manager: "
    "InvalidParameter: 1 validation error(s) found. - (minimum field size of 32/ maximum field size of 64), "
    "GetSecretValueInput.VersionId.",
    _SECRETS_PAGE,
)
SECRET_NOT_FOUND = _start(
    "ResourceNotFoundException: The task can't retrieve the secret with ARN '{secret_arn}' from AWS Secrets Manager. "
    "Check whether the secret exists in the specified Region. Fetching secret data from AWS Secrets Manager in region "
    "{region}: secret {secret_arn}: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    f"{_GUIDE}resource-not-found-error.html",
)

# --- stoppedReason: logs
LOG_GROUP_NOT_FOUND = _start(
    f"{_LOGGER}create stream has been retried 1 times: failed to create Cloudwatch log stream: "
    "ResourceNotFoundException: The specified log group does not exist.",
    "seen; the ending that some reports show after it is not verified",
)
LOGS_UNREACHABLE = _start(
    f"{_LOGGER}The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a "
    "connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed",
    _RESOURCE_PAGE,
)
LOGS_NOT_ALLOWED = _start(
    f"{_LOGGER}create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: "
    "User: arn:{partition}:sts::{account}:assumed-role/{role}/{task_id} is not authorized to perform: {action} on "
    "resource: {log_group_arn} because no identity-based policy allows the {action} action",
    "seen in part",
    verified=False,
)
LOG_REGION_MISSING = _start(f"{_LOGGER}unable to get awslogs driver arguments: awslogs-region is required", "seen")
LOG_DRIVER_FAILED = _start(
    "ResourceInitializationError: failed to initialize logging driver: {reason}",
    f"{_GUIDE}resource-initialization-error.html",
)

# --- stoppedReason: images
IMAGE_NOT_ALLOWED = _start(
    "CannotPullContainerError: pull image manifest has been retried {retries} time(s): failed to resolve ref "
    '"{image}": unexpected status code 403 Forbidden',
    "seen",
)
IMAGE_NOT_FOUND = _start(
    "CannotPullContainerError: pull image manifest has been retried {retries} time(s): failed to resolve ref {image}: "
    "not found",
    _PULL_PAGE,
)
IMAGE_REPOSITORY_UNREACHABLE = _start(
    "CannotPullContainerError: The task cannot pull '{image}' from the Amazon ECR repository '{repository_uri}'. There "
    "is a connection issue between the task and Amazon ECR. Check your task network configuration.",
    _PULL_PAGE,
)
IMAGE_REGISTRY_UNREACHABLE = _start(
    "CannotPullContainerError: pull image manifest has been retried {retries} time(s): failed to resolve ref {image}: "
    'failed to do request: Head "https://{host}/v2/{repository}/manifests/{tag}": dial tcp {address}:443: i/o timeout',
    "https://github.com/ActionIQ/terraform-aws-retool-ecs-fargate/issues/20",
)
IMAGE_OF_OTHER_PLATFORM = _start(
    "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain "
    "descriptor matching platform '{platform}'",
    "seen",
)
ROLE_NOT_ASSUMED = Failure(
    "SERVICE_TASK_CONFIGURATION_FAILURE",
    "ECS was unable to assume the role '{role_arn}' that was provided for this task. Please verify that the role being "
    "passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this "
    "role.",
    f"{_GUIDE}ecs_service_events.html",
)

# --- a container's reason, beside its exit code
OUT_OF_MEMORY = Failure(
    "OutOfMemoryError", "OutOfMemoryError: Container killed due to memory usage", f"{_GUIDE}out-of-memory.html"
)
CANNOT_START_CONTAINER = Failure(
    "CannotStartContainerError",
    "CannotStartContainerError: failed to get container status: {reason}",
    f"{_GUIDE}cannot-start-container.html",
)
CANNOT_STOP_CONTAINER = Failure(
    "CannotStopContainerError",
    "CannotStopContainerError: failed sending SIGTERM to container: {reason}",
    f"{_GUIDE}cannot-stop-container.html",
)
CONTAINER_TIMED_OUT = Failure(
    "ContainerRuntimeTimeoutError",
    "ContainerRuntimeTimeoutError: Could not transition to running; timed out after waiting 1m: {reason}",
    f"{_GUIDE}container-runtime-timeout-error.html",
)
# https://repost.aws/knowledge-center/ecs-task-stopped
EXIT_CODES: Mapping[int, str] = {
    137: "SIGKILL: out of memory, or still running when stopTimeout had passed",
    139: "SIGSEGV: the program read or wrote memory that isn't its own",
    143: "SIGTERM: it was asked to stop and did",
}

# --- reasons of RunTask's failures[]
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
RUN_TASK_FAILURES = (
    "RESOURCE:FARGATE",
    "RESOURCE:CPU",
    "RESOURCE:MEMORY",
    "RESOURCE:ENI",
    "AGENT",
    "MISSING",
    "LOCATION",
)
NO_CAPACITY = Failure(
    "RESOURCE:FARGATE",
    "Capacity is unavailable at this time. Please try again later or in a different availability zone",
    f"{_GUIDE}api_failures_messages.html",
)

# --- CloudFormation's stack events about resources
BREAKER_TRIGGERED = Failure(
    "GeneralServiceException",
    "Resource handler returned message: \"Error occurred during operation 'ECS Deployment Circuit Breaker was "
    "triggered'.\" (RequestToken: {token}, HandlerErrorCode: GeneralServiceException)",
    "seen",
)
CREATION_CANCELLED = Failure("CREATE_FAILED", "Resource creation cancelled", "seen", verified=False)
DID_NOT_STABILIZE = Failure(
    "NotStabilized", "Resource of type '{type}' with identifier '{id}' did not stabilize.", "seen", verified=False
)
