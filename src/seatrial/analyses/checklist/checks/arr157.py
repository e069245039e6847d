"""Whether a REST API that is deployed has a stage, by whose URL it is called.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-stages.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_apis import DEPLOYMENT, REST
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity

STAGE = "AWS::ApiGateway::Stage"


def _without_stage(inquiry: Inquiry) -> Iterator[Said]:
    for deployment in inquiry.system.of_type(DEPLOYMENT):
        api = inquiry.find(deployment.get("RestApiId"), REST)
        named = deployment.get("RestApiId")
        stages = [item for item in inquiry.system.of_type(STAGE) if item.get("RestApiId") == named]
        if api is not None and deployment.get("StageName") is None and not stages:
            yield Found(
                deployment,
                ("StageName",),
                f"{api.logical_id} has no stage",
                "an API is called by the URL of a stage: without one nobody calls it",
                f"add an AWS::ApiGateway::Stage with DeploymentId: !Ref {deployment.logical_id}",
            )


CHECK = Check(
    "ARR157",
    Severity.WARNING,
    Question.ARRIVE,
    "A REST API has no stage",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-stages.html",
    _without_stage,
)
