"""AWS's own texts of a service's events, its deployments and the health of its targets.

Sources (read 2026-11-23): events:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html and
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html; health:
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html.
"""

from __future__ import annotations

from seatrial.kinds.data.failures import Failure

_EVENTS = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html"
_UNHEALTHY = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-unhealthy-event-messages.html"
_STATES = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html"
_HEALTH = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"


def _event(template: str, code: str = "", source: str = _EVENTS) -> Failure:
    return Failure(code, f"(service {{service}}) {template}", source)


# --- service events, in the order of a deployment
STEADY_STATE = _event("has reached a steady state.", "SERVICE_STEADY_STATE")
STARTED_TASKS = _event("has started {count} tasks: {tasks}.")
STOPPED_TASKS = _event("has stopped {count} running tasks: {tasks}.")
REGISTERED_TARGETS = _event("registered {count} targets in (target-group {target_group_arn})")
DEREGISTERED_TARGETS = _event("deregistered {count} targets in (target-group {target_group_arn})")
DRAINING = _event("has begun draining connections on {count} tasks.")
FAILED_HEALTH_CHECKS = _event("(task {task_id}) failed container health checks.")
UNHEALTHY_TARGET = _event(
    "(task {task_id}) (port {port}) is unhealthy in (target-group {target_group_arn}) due to (reason {reason})",
    source=_UNHEALTHY,
)
DEPLOYMENT_COMPLETED_EVENT = _event("(deployment {deployment_id}) deployment completed.")
DEPLOYMENT_FAILED_EVENT = _event("(deployment {deployment_id}) deployment failed: tasks failed to start.")
ROLLING_BACK = _event("rolling back to deployment {deployment_id}.")
START_IMPAIRED = _event("is unable to consistently start tasks successfully.", "SERVICE_TASK_START_IMPAIRED")
THROTTLED = _event("operations are being throttled. Will try again later.", "ECS_OPERATION_THROTTLED")
STUCK = _event(
    "was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the "
    "minimumHealthyPercent or maximumPercent value and try again."
)
NOT_PLACED = _event("was unable to place a task. Reason: {reason}.", "SERVICE_TASK_PLACEMENT_FAILURE")
NOT_LAUNCHED = _event("failed to launch a task with (error {error}).", "SERVICE_TASK_CONFIGURATION_FAILURE", _STATES)
TARGET_GROUP_GONE = _event(
    "task set ({task_set}) (task {task_id}) is not healthy in target-group ({target_group_arn}) due to TARGET GROUP IS "
    "NOT FOUND."
)

# --- deployments: rolloutState and its reason
# https://github.com/awsdocs/amazon-ecs-developer-guide/blob/cf5e581/doc_source/ecs_cwe_events.md
_DEPLOYMENTS = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html"
DEPLOYMENT_IN_PROGRESS = Failure("IN_PROGRESS", "ECS deployment {deployment_id} in progress.", _DEPLOYMENTS)
DEPLOYMENT_COMPLETED = Failure("COMPLETED", "ECS deployment {deployment_id} completed.", _DEPLOYMENTS)
# The documentation has the singular "task failed to start", reports the plural.
DEPLOYMENT_FAILED = Failure(
    "FAILED", "ECS deployment circuit breaker: tasks failed to start.", _DEPLOYMENTS, verified=False
)
DEPLOYMENT_ROLLING_BACK = Failure(
    "IN_PROGRESS", "ECS deployment circuit breaker: rolling back to deploymentId {deployment_id}.", _DEPLOYMENTS
)

# --- target health: reason code and description. Healthy targets have neither.
REGISTRATION_IN_PROGRESS = Failure("Elb.RegistrationInProgress", "Target registration is in progress", _HEALTH)
INITIAL_HEALTH_CHECKING = Failure("Elb.InitialHealthChecking", "Initial health checks in progress", _HEALTH)
RESPONSE_CODE_MISMATCH = Failure(
    "Target.ResponseCodeMismatch", "Health checks failed with these codes: [{code}]", _HEALTH
)
HEALTH_CHECK_TIMED_OUT = Failure("Target.Timeout", "Request timed out", _HEALTH)
HEALTH_CHECKS_FAILED = Failure("Target.FailedHealthChecks", "Health checks failed", _HEALTH)
INTERNAL_ERROR = Failure("Elb.InternalError", "Health checks failed due to an internal error", _HEALTH)
NOT_REGISTERED = Failure("Target.NotRegistered", "Target is not registered to the target group", _HEALTH)
NOT_IN_USE = Failure(
    "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer", _HEALTH
)
ZONE_NOT_ENABLED = Failure(
    "Target.NotInUse", "Target is in an Availability Zone that is not enabled for the load balancer", _HEALTH
)
ADDRESS_UNUSABLE = Failure(
    "Target.IpUnusable", "The IP address cannot be used as a target, as it is in use by a load balancer", _HEALTH
)
DEREGISTRATION_IN_PROGRESS = Failure("Target.DeregistrationInProgress", "Target deregistration is in progress", _HEALTH)
HEALTH_CHECK_DISABLED = Failure("Target.HealthCheckDisabled", "Health checks are disabled", _HEALTH)
