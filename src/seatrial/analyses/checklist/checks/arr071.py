"""Whether a stage of an HTTP API has a deployment.

A stage answers by a deployment: without one, and without AutoDeploy, it knows none of the API's routes.

Source (read 2026-11-29): https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html (automatic
deployments).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_flag, as_text

_API, _STAGE, _DEPLOYMENT = (f"AWS::ApiGatewayV2::{name}" for name in ("Api", "Stage", "Deployment"))


def _undeployed(inquiry: Inquiry) -> Iterator[Said]:
    """Stages of HTTP APIs that no deployment of the template is for."""
    for stage in inquiry.system.of_type(_STAGE):
        api = inquiry.find(stage.get("ApiId"), _API)
        deploys = stage.get("AutoDeploy")
        if api is None or as_text(api.get("ProtocolType")) != "HTTP" or not inquiry.owns(api):
            continue
        if stage.get("DeploymentId") is not None or isinstance(deploys, Unknown) or as_flag(deploys):
            continue
        if any(True for _ in inquiry.system.of_type(_DEPLOYMENT)):
            continue
        yield Found(
            stage,
            ("AutoDeploy",) if deploys is not None else (),
            f"{stage.logical_id} of {api.logical_id} has no deployment",
            "a stage has the routes of its deployment; without one every request is answered with 404 Not Found",
            f"add AutoDeploy: true to {stage.logical_id}",
            '{"message":"Not Found"}',
        )


CHECK = Check(
    "ARR071",
    Severity.ERROR,
    Question.ARRIVE,
    "A stage of an HTTP API has no deployment",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html",
    _undeployed,
)
