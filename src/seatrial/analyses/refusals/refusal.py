"""What an API says when it refuses, and how CloudFormation hands it on in the stack's events.

CloudFormation wraps the message of the API in one of a few forms, by service. Request ids and tokens differ each time
on AWS; here they are derived from the resource and the message, so that the same template gives the same text.

Sources (read 2026-11-23), where the forms are quoted:
https://github.com/eddmann/serverless-fargate/issues/20 (ECS),
https://github.com/aws-samples/aws-genai-llm-chatbot/issues/153 (EC2; the other services' texts have the same form)
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from seatrial.model.resource import Resource
from seatrial.model.span import NOWHERE, PropertyPath, Span

# How each service's name stands in the text that CloudFormation shows.
SERVICE_NAMES: Mapping[str, str] = {
    "acm": "Acm",
    "apigateway": "ApiGatewayV2",
    "application-autoscaling": "ApplicationAutoScaling",
    "batch": "Batch",
    "cloudfront": "CloudFront",
    "cloudwatch": "CloudWatch",
    "codedeploy": "CodeDeploy",
    "cognito-idp": "CognitoIdentityProvider",
    "dynamodb": "DynamoDb",
    "ec2": "Ec2",
    "ecr": "Ecr",
    "efs": "Efs",
    "elasticache": "ElastiCache",
    "elbv2": "ElasticLoadBalancingV2",
    "events": "EventBridge",
    "iam": "Iam",
    "kms": "Kms",
    "lambda": "Lambda",
    "logs": "CloudWatchLogs",
    "opensearch": "OpenSearch",
    "rds": "Rds",
    "route53": "Route53",
    "s3": "S3",
    "scheduler": "Scheduler",
    "secretsmanager": "SecretsManager",
    "servicediscovery": "ServiceDiscovery",
    "sns": "Sns",
    "sqs": "Sqs",
    "ssm": "Ssm",
    # https://github.com/aws-cloudformation/cfn-lint/issues/4074 (read 2026-11-29)
    "states": "Sfn",
    "wafv2": "Wafv2",
}
# ECS errors carry the operation's name, in CloudFormation's spelling of it.
ECS_OPERATIONS: Mapping[str, str] = {
    "CreateService": "CreateService error",
    "RegisterTaskDefinition": "Create TaskDefinition",
    "CreateCluster": "CreateCluster error",
}


class Refusal(Struct, frozen=True):
    """``api`` is ``service.Operation``; ``code`` and ``message`` are AWS's; ``path`` is the property at fault.

    ``reason`` is the text of the stack event. ``because`` says in a clause of ours what the message leaves unsaid, and
    ``instead`` a value that the API would take, or ``Property: value``; "" where the message says it all.
    ``by_handler``: CloudFormation's own handler of the type refuses, before it calls the API. ``ours``: that it is
    refused is documented, but the wording is not AWS's.
    """

    api: str
    code: str
    message: str
    path: PropertyPath = ()
    span: Span = NOWHERE
    logical_id: str = ""
    because: str = ""
    instead: str = ""
    by_handler: bool = False
    ours: bool = False

    def at(self, resource: Resource) -> Refusal:
        """The same refusal with its place in the text filled in."""
        return replace(self, span=resource.span(*self.path), logical_id=resource.logical_id)

    @property
    def reason(self) -> str:
        service, operation = self.api.split(".", 1)
        if self.by_handler:
            said = self.message
        elif service == "ecs":
            said = (
                f"Invalid request provided: {ECS_OPERATIONS.get(operation, operation)}: {self.message} (Service: "
                "AmazonECS; "
                f"Status Code: 400; Error Code: {self.code}; Request ID: {self._id('request')}; Proxy: null)"
            )
        else:
            said = (
                f"{self.message} (Service: {SERVICE_NAMES.get(service, service)}, Status Code: 400, "
                f"Request ID: {self._id('request')}) (SDK Attempt Count: 1)"
            )
        return (
            f'Resource handler returned message: "{said}" '
            f"(RequestToken: {self._id('token')}, HandlerErrorCode: {self._handler_code()})"
        )

    def _handler_code(self) -> str:
        if "NotFound" in self.code and not self.api.startswith("ecs."):
            return "NotFound"
        if any(word in self.code for word in ("AlreadyExists", "Conflict", "Duplicate", "AlreadyAssociated")):
            return "AlreadyExists"
        return "InvalidRequest"

    def _id(self, salt: str) -> str:
        digits = hashlib.sha256("\0".join((self.logical_id, self.message, salt)).encode()).hexdigest()
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))
