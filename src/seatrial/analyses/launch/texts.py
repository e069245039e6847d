"""How AWS words what fails before a task's containers start.

Each text is a stoppedReason as users of Fargate quote it, in its current form (platform version 1.4.0, SDK for Go v2;
read 2026-11-23). Sources:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html,
https://repost.aws/knowledge-center/ecs-unable-to-pull-secrets
"""

from __future__ import annotations

from seatrial.analyses.launch.image_reference import DOCKER_HUB, Reference
from seatrial.analyses.launch.requirement import NoSuchHost, Reach, Refused, Timeout

INITIALIZATION = "ResourceInitializationError:"
SECRETS_OR_AUTH = f"{INITIALIZATION} unable to pull secrets or registry auth:"
LOGGER = f"{INITIALIZATION} failed to validate logger args:"
_LOG_MODE = f"{LOGGER} unable to get global arguments: unable to get value of flag mode and max-buffer-size"
_ENVIRONMENT_FILES = f"{INITIALIZATION} failed to download env files: file download command: non empty error stream:"
CANNOT_PULL = "CannotPullContainerError:"
# How often the agent tries before it gives up, as it says in its texts.
PULL_TRIES = 7
CALL_TRIES = 1


def dial(host: str, port: int, reach: Reach) -> str:
    """The end of a failed connection's text, as Go says it."""
    match reach:
        case Timeout(address):
            return f"dial tcp {address}:{port}: i/o timeout"
        case Refused(address):
            return f"dial tcp {address}:{port}: connect: connection refused"
        case NoSuchHost(resolver):
            return f"dial tcp: lookup {host} on {resolver}:53: no such host"
        case _:
            raise ValueError("the connection came about")


def role_not_assumed(role: str) -> str:
    return (
        f"ECS was unable to assume the role '{role}' that was provided for this task. Please verify that the role "
        "being "
        "passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this "
        "role."
    )


def registry_auth_unreachable(host: str, port: int, reach: Reach) -> str:
    return (
        f"{SECRETS_OR_AUTH} The task cannot pull registry auth from Amazon ECR: There is a connection issue "
        "between the "
        "task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, "
        "exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, "
        f'Post "https://{host}/": {dial(host, port, reach)}'
    )


def registry_auth_denied(denial: str) -> str:
    return (
        f"{SECRETS_OR_AUTH} execution resource retrieval failed: unable to retrieve ecr registry auth: service "
        "call has "
        f"been retried {CALL_TRIES} time(s): AccessDeniedException: {denial}"
    )


def secret_unreachable(arn: str) -> str:
    return (
        f"{SECRETS_OR_AUTH} unable to retrieve secret from asm: There is a connection issue between the task and AWS "
        f"Secrets Manager. Check your task network configuration. failed to fetch secret {arn} from secrets manager: "
        "operation error Secrets Manager: GetSecretValue, https response error StatusCode: 0, RequestID: , canceled, "
        "context deadline exceeded"
    )


def secret_failed(problem: str) -> str:
    return (
        f"{SECRETS_OR_AUTH} execution resource retrieval failed: unable to retrieve secret from asm: service call has "
        f"been retried {CALL_TRIES} time(s): {problem}"
    )


def secret_denied(arn: str, denial: str) -> str:
    return secret_failed(f"failed to fetch secret {arn} from secrets manager: AccessDeniedException: {denial}")


def secret_not_found(arn: str, problem: str) -> str:
    # Fargate's own form. The guide's ("The task can't retrieve the secret with ARN ...") is that of the EC2 agent.
    return secret_failed(f"failed to fetch secret {arn} from secrets manager: {problem}")


def parameters_unreachable() -> str:
    return (
        f"{SECRETS_OR_AUTH} unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems "
        "Manager. "
        "There is a connection issue between the task and AWS Systems Manager Parameter Store. Check your task network "
        "configuration. operation error SSM: GetParameters, https response error StatusCode: 0, RequestID: , canceled, "
        "context deadline exceeded"
    )


def parameters_failed(problem: str) -> str:
    return (
        f"{SECRETS_OR_AUTH} execution resource retrieval failed: unable to retrieve secrets from ssm: service call has "
        f"been retried {CALL_TRIES} time(s): {problem}"
    )


def environment_file_unreachable() -> str:
    # As users of Fargate quote it: https://github.com/aws/aws-cli/issues/6470 (read 2026-11-29).
    return f"{_ENVIRONMENT_FILES} RequestCanceled: request context canceled caused by: context deadline exceeded"


def environment_file_denied(name: str) -> str:
    # As users of Fargate quote it: https://github.com/aws/aws-cdk/issues/12720 (read 2026-11-29).
    return (
        f"{_ENVIRONMENT_FILES} failed to download file {name}: failed to write to a temporary file: "
        "AccessDenied: Access Denied"
    )


def logs_unreachable() -> str:
    return (
        f"{LOGGER} The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a "
        "connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed"
    )


def log_stream_failed(problem: str, what: str = "stream") -> str:
    # The last part ("exit status 1") is UNVERIFIED.
    return (
        f"{LOGGER} create stream has been retried {CALL_TRIES} times: failed to create Cloudwatch log {what}: "
        f"{problem} "
        ": exit status 1"
    )


def log_group_misnamed(group: str) -> str:
    # The general form of the service's validation errors, with the pattern of its API reference.
    return (
        f"InvalidParameterException: 1 validation error detected: Value '{group}' at 'logGroupName' failed to satisfy "
        r"constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+"
    )


def log_option_missing(option: str) -> str:
    return f"{LOGGER} unable to get awslogs driver arguments: {option} is required"


def log_mode_unknown(mode: str) -> str:
    # Parts as the log driver's own source has them: https://github.com/aws/shim-loggers-for-containerd (args.go,
    # main.go; read 2026-11-23).
    return f"{_LOG_MODE}: unknown mode type: {mode}"


def log_buffer_malformed(size: str) -> str:
    return f"{_LOG_MODE}: unable to get max buffer size: unable to parse buffer size to bytes: invalid size: '{size}'"


def ecr_unreachable(image: str, repository_uri: str, host: str, port: int, reach: Reach) -> str:
    # The sentence is the developer guide's; that the failed connection follows it is as in the older texts.
    return (
        f"{CANNOT_PULL} The task cannot pull '{image}' from the Amazon ECR repository '{repository_uri}'. There is a "
        "connection issue between the task and Amazon ECR. Check your task network configuration. "
        f"{dial(host, port, reach)}"
    )


def ecr_denied(image: str) -> str:
    # Two texts of the guide and of Fargate put together; what exactly was denied isn't said there.
    return (
        f"{CANNOT_PULL} The task can't pull the image. Check that the role has the permissions to pull images from the "
        f"registry. pull image manifest has been retried {CALL_TRIES} time(s): failed to resolve ref {image}: "
        "unexpected "
        "status code 403 Forbidden"
    )


def registry_unreachable(reference: Reference, host: str, port: int, reach: Reach) -> str:
    repository = reference.full_name().split("/", 1)[1].removesuffix(reference.suffix)
    version = reference.digest or reference.tag
    return (
        f"{CANNOT_PULL} pull image manifest has been retried {PULL_TRIES} time(s): failed to resolve ref "
        f'{reference.full_name()}: failed to do request: Head "https://{host}/v2/{repository}/manifests/{version}": '
        f"{dial(host, port, reach)}"
    )


def image_not_found(reference: Reference) -> str:
    """What an image's absence from its registry is called."""
    name = reference.full_name()
    if name.startswith(f"{DOCKER_HUB}/"):
        return (
            f"{CANNOT_PULL} pull image manifest has been retried {PULL_TRIES} time(s): failed to resolve ref "
            f"{name}: pull "
            "access denied, repository does not exist or may require authorization: server message: "
            "insufficient_scope: "
            "authorization failed"
        )
    return (
        f"{CANNOT_PULL} pull image manifest has been retried {PULL_TRIES} time(s): failed to resolve ref {name}: "
        "not found"
    )
