"""Whether a deployment that fails is stopped and rolled back.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_rolling import DEPLOYMENT, rolled_services
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_flag, at


def _breaker(inquiry: Inquiry) -> Iterator[Said]:
    for placement in rolled_services(inquiry):
        service, path = placement.by, (DEPLOYMENT, "DeploymentCircuitBreaker")
        breaker = service.get(*path)
        alarms = service.get(DEPLOYMENT, "Alarms")
        if isinstance(breaker, Unknown):
            continue
        if not as_flag(at(breaker, "Enable")):
            if not as_flag(at(alarms, "Enable")) and not isinstance(at(breaker, "Enable"), Unknown):
                yield Found(
                    service,
                    path,
                    f"nothing stops a deployment of {service.logical_id} whose tasks fail to start",
                    "without a circuit breaker ECS starts them again and again, and CloudFormation waits for three "
                    "hours before it gives up",
                    "add DeploymentCircuitBreaker: { Enable: true, Rollback: true } to DeploymentConfiguration",
                )
        elif not as_flag(at(breaker, "Rollback")) and not isinstance(at(breaker, "Rollback"), Unknown):
            yield Found(
                service,
                (*path, "Rollback"),
                f"a failed deployment of {service.logical_id} is not rolled back",
                "the circuit breaker fails it, so CloudFormation rolls the stack back and deploys the old tasks again; "
                "who deploys by other means is left with what remains of the old tasks",
                "write Rollback: true: ECS then brings the old tasks back by itself, and at once",
            )


CHECK = Check(
    "SCA014",
    Severity.NOTE,
    Question.SCALE,
    "A deployment that fails is not stopped, or not rolled back by ECS",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
    _breaker,
)
