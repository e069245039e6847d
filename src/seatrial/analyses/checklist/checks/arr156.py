"""Whether the deployment of a REST API waits for its methods.

CloudFormation makes it as soon as the API is there, and API Gateway deploys no API without methods.

Source (read 2026-11-30):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html ("the
deployment must depend on the RestApi's methods").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_apis import DEPLOYMENT, METHOD, REST
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity


def _deployments(inquiry: Inquiry) -> Iterator[Said]:
    """A deployment that CloudFormation makes as soon as the API is there, without any method."""
    for deployment in inquiry.system.of_type(DEPLOYMENT):
        api = inquiry.find(deployment.get("RestApiId"), REST)
        if api is None or api.get("Body") is not None or api.get("BodyS3Location") is not None:
            continue
        methods = [item for item in inquiry.system.of_type(METHOD) if inquiry.find(item.get("RestApiId"), REST) is api]
        before = inquiry.after(deployment.logical_id)
        if not methods or any(item.logical_id in before for item in methods):
            continue
        first = methods[0].logical_id
        yield Found(
            deployment,
            (),
            f"{deployment.logical_id} does not wait for the methods of {api.logical_id}",
            f"CloudFormation makes it as soon as {api.logical_id} is there, which has no methods then: API Gateway "
            "refuses it, and the stack is rolled back",
            f"add DependsOn: {first if len(methods) == 1 else [item.logical_id for item in methods]} to "
            f"{deployment.logical_id}".replace("'", ""),
            "The REST API doesn't contain any methods",
            fix=tuple(wait_for(deployment.logical_id, item.logical_id) for item in methods[:1] if len(methods) == 1),
        )


CHECK = Check(
    "ARR156",
    Severity.ERROR,
    Question.CREATE,
    "The deployment of a REST API does not wait for its methods",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html",
    _deployments,
)
