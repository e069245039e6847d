"""Whether a service trusts nobody in vain: the roles that resources around the tasks act as, and who may assume them.

Tasks, ECS itself, CodeDeploy and what starts tasks have checks of their own. The other services assume the role that
they are given when the resource is made, and refuse to make it otherwise.

Sources (read 2026-11-30): https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html,
https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html,
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html,
https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html,
https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html; the text of Lambda:
https://github.com/aws-samples/aws-ct-vpc-flowlogs/issues/1, that of CodeBuild:
https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.arr_roles import of_tasks
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.fixes import trust
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import let_in
from seatrial.analyses.iam import RoleView, can_assume, evaluate, trust_question
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value

FIREHOSE = "firehose.amazonaws.com"


class Assumes(Struct, frozen=True):
    """``service`` assumes the role that a property of this name holds, wherever in the resource that stands."""

    noun: str
    service: str
    key: str
    aws: str = ""


ASSUMED: Mapping[str, Assumes] = {
    "AWS::CodeBuild::Project": Assumes(
        "AWS CodeBuild",
        "codebuild.amazonaws.com",
        "ServiceRole",
        "CodeBuild is not authorized to perform: sts:AssumeRole",
    ),
    "AWS::CodePipeline::Pipeline": Assumes("AWS CodePipeline", "codepipeline.amazonaws.com", "RoleArn"),
    "AWS::KinesisFirehose::DeliveryStream": Assumes("Amazon Data Firehose", FIREHOSE, "RoleARN"),
    "AWS::Lambda::Function": Assumes(
        "Lambda",
        "lambda.amazonaws.com",
        "Role",
        "The role defined for the function cannot be assumed by Lambda.",
    ),
    "AWS::RDS::DBInstance": Assumes("Amazon RDS", "monitoring.rds.amazonaws.com", "MonitoringRoleArn"),
}
_DEEPEST = 3
# A role that a pipeline's action assumes itself is assumed by the pipeline's role.
_NOT_WITHIN = ("Stages",)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for resource in inquiry.system.of_type(*ASSUMED):
        assumes = ASSUMED[resource.type]
        for path, value in _named(dict(resource.properties), assumes.key, ()):
            role = inquiry.role(value)
            if not isinstance(role, RoleView) or role.note or inquiry.refused_at(resource, *path):
                continue
            if (role.name, assumes.service) in seen or inquiry.refused_at(role.resource, "AssumeRolePolicyDocument"):
                continue
            seen.add((role.name, assumes.service))
            yield from _trusted(inquiry, resource, path, assumes, role)


def _named(value: Value, key: str, path: PropertyPath) -> Iterator[tuple[PropertyPath, Value]]:
    if not isinstance(value, dict) or len(path) > _DEEPEST:
        return
    for name, item in value.items():
        if name == key and isinstance(item, str) and item:
            yield (*path, name), item
        elif name not in _NOT_WITHIN:
            yield from _named(item, key, (*path, name))


def _trusted(
    inquiry: Inquiry, resource: Resource, path: PropertyPath, assumes: Assumes, role: RoleView
) -> Iterator[Said]:
    context = {"aws:SourceArn": resource.arn} if resource.arn else {}
    if assumes.service == FIREHOSE:
        context["sts:ExternalId"] = role.account
    decision = can_assume(role, assumes.service, context)
    if decision.allowed is None:
        what = f"whether {assumes.noun} may assume {resource_name(role)}"
        yield Doubt(role.resource, role.trust.path, what, decision.reason.partition(", because ")[2])
    if decision.allowed is not False:
        return
    what = f"{assumes.noun} may not assume {resource_name(role)}, the role of {resource.logical_id}"
    then = f"it refuses {resource.logical_id}, and the stack is rolled back"
    if of_tasks(inquiry, role):
        why = (
            f"{assumes.noun} acts as that role, which trusts ecs-tasks.amazonaws.com, as it is a role of tasks: {then}"
        )
        yield Found(resource, path, what, why, "make a role of its own for this", assumes.aws)
        return
    request, policies = trust_question(role, assumes.service, context)
    near = let_in(inquiry, request, policies.resource, evaluate(request, policies))
    near = near if near is not None and near.path[-2:-1] != ("Principal",) else None
    inside = inquiry.owns(role.resource)
    place = (role.resource, role.trust.path) if inside else (resource, path)
    says = "its trust policy doesn't let it"
    if near is not None:
        place, says = (near.resource, near.path), near.says
    yield Found(
        *place,
        what,
        f"{assumes.noun} acts as that role, and {says}: {then}",
        near.mend
        if near is not None
        else f"allow sts:AssumeRole to Principal: {{ Service: {assumes.service} }} in AssumeRolePolicyDocument of "
        f"{resource_name(role)}",
        assumes.aws,
        fix=trust(inquiry, role, assumes.service) if near is None else (),
    )


CHECK = Check(
    "CRE105",
    Severity.ERROR,
    Question.CREATE,
    "The role of a function, a delivery stream, a build or a pipeline does not trust the service that acts as it",
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html "
    "https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html "
    "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html",
    _ask,
)
