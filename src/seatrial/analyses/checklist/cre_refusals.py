"""What AWS's APIs refuse while CloudFormation creates the stack, each resource at its own moment of the timeline.

One check per API family. The texts are the APIs' own; see ``analyses/refusals``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals import Refusal
from seatrial.model.finding import Severity

_API = "https://docs.aws.amazon.com/"


def _ask(*prefixes: str) -> Callable[[Inquiry], Iterator[Said]]:
    def ask(inquiry: Inquiry) -> Iterator[Said]:
        for resource, refusal in inquiry.refusals:
            if refusal.api.startswith(prefixes):
                yield Found(
                    resource,
                    refusal.path,
                    f"{_operation(refusal)} refuses {resource.logical_id}: {refusal.message}",
                    f"CloudFormation calls {_operation(refusal)} for {resource.logical_id}; the resource fails with "
                    f"{refusal.code}, and the stack is rolled back",
                    refusal.mend or f"mend {resource.logical_id} as the text says",
                    refusal.reason,
                )

    return ask


def _operation(refusal: Refusal) -> str:
    return refusal.api.partition(".")[2]


def _check(code: str, title: str, source: str, *prefixes: str) -> Check:
    return Check(code, Severity.ERROR, Question.CREATE, title, _API + source, _ask(*prefixes))


CHECKS = (
    _check(
        "CRE001",
        "Amazon EC2 refuses a part of the network",
        "AWSEC2/latest/APIReference/errors-overview.html",
        "ec2.",
    ),
    _check(
        "CRE002",
        "Amazon ECS refuses the task definition",
        "AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
        "ecs.RegisterTaskDefinition",
    ),
    _check(
        "CRE003",
        "Amazon ECS refuses the service or the cluster",
        "AmazonECS/latest/APIReference/API_CreateService.html",
        "ecs.CreateService",
        "ecs.CreateCluster",
    ),
    _check(
        "CRE004",
        "Elastic Load Balancing refuses a part of the load balancer",
        "elasticloadbalancing/latest/APIReference/CommonErrors.html",
        "elbv2.",
    ),
    _check("CRE005", "IAM refuses a role or a policy", "IAM/latest/APIReference/CommonErrors.html", "iam."),
    _check(
        "CRE006",
        "A log group, secret, parameter or repository is refused",
        "AWSCloudFormation/latest/UserGuide/troubleshooting.html",
        "logs.",
        "secretsmanager.",
        "ssm.",
        "ecr.",
    ),
)
