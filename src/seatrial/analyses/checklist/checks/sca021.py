"""Whether a circuit breaker is set for a deployment controller that asks it.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_rolling import DEPLOYMENT
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag, as_text, at


def _breaker_of_another(inquiry: Inquiry) -> Iterator[Said]:
    """A circuit breaker beside a deployment controller that doesn't ask it."""
    for placement in inquiry.placements:
        service, path = placement.by, (DEPLOYMENT, "DeploymentCircuitBreaker")
        controller = as_text(service.get("DeploymentController", "Type"))
        if controller in ("CODE_DEPLOY", "EXTERNAL") and as_flag(at(service.get(*path), "Enable")):
            yield Found(
                service,
                path,
                f"the circuit breaker of {service.logical_id} has no effect",
                f"it applies to rolling updates (controller ECS), and {service.logical_id} is deployed by {controller}",
                "leave it out, and let CodeDeploy roll back: AutoRollbackConfiguration of the deployment group"
                if controller == "CODE_DEPLOY"
                else "leave DeploymentCircuitBreaker out",
            )


CHECK = Check(
    "SCA021",
    Severity.WARNING,
    Question.SCALE,
    "A circuit breaker is set for a deployment controller that does not use it",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
    _breaker_of_another,
)
