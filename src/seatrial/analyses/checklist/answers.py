"""The seven answers: from findings and doubts to yes, no, cannot tell, or not needed.

A question that nothing of the system asks isn't answered with yes: without tasks nothing starts. And where the text
breaks off, what stands behind is not known. What an API refuses is not created, whichever question it came up at. An
error that only follows from another isn't told, but it keeps its question from a yes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Finding, Severity
from seatrial.model.report import Answer, Question, Unsettled
from seatrial.model.resource import Resource

# Of these the reader has only a part of the template.
_BROKEN = ("TPL002",)
_SERVICES = ("AWS::ECS::Service", "AWS::ECS::TaskSet")
_RUNS = (*_SERVICES, "AWS::ECS::TaskDefinition")
# ECS itself makes a task definition, a service, a load balancer and scaling for one of these.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-work.html (read 2026-11-30)
EXPRESS = "AWS::ECS::ExpressGatewayService"
_OF_EXPRESS = (Question.START, Question.ARRIVE, Question.REACH, Question.SCALE)
# So ends what an error says of a thing that an API refuses for certain.
_REFUSED, _PERHAPS = "the stack is rolled back", " may be refused"
# By which services find each other.
_MEETING = ("ServiceConnectConfiguration", "ServiceRegistries")
LEFT_OUT = "its checks are left out"
# What brings requests to tasks, and what starts work; by the beginnings of types.
_FRONTS = (
    "AWS::ElasticLoadBalancing",
    "AWS::ApiGateway",
    "AWS::CloudFront::",
    "AWS::VpcLattice::",
    "AWS::ServiceDiscovery::",
    "AWS::Route53::",
    "AWS::GlobalAccelerator::",
    "AWS::CertificateManager::",
)
_TRIGGERS = (
    "AWS::Events::",
    "AWS::Scheduler::",
    "AWS::Pipes::",
    "AWS::StepFunctions::",
    "AWS::SQS::",
    "AWS::SNS::",
    "AWS::ServiceDiscovery::",
)


def answers(
    inquiry: Inquiry,
    kept: Sequence[Finding],
    questions: Mapping[Finding, Question],
    unsettled: Sequence[Unsettled],
    asked: Collection[Question],
    behind: Collection[Question] = (),
) -> Iterator[Answer]:
    """One for each question. ``asked`` are those of which any check was asked, ``behind`` those with errors that only
    follow from others: these aren't told, but the answer is no yes.
    """
    file = inquiry.system.file
    broken = next((item.what for item in kept if item.code in _BROKEN and item.span.file == file), "")
    first = ", ".join(dict.fromkeys(item.code for item in kept if item.severity is Severity.ERROR))
    for question in Question:
        worst = Severity.WARNING if question is Question.SEEMLY else Severity.ERROR
        bad = [
            item.code
            for item in kept
            if (questions.get(item, Question.SEEMLY) is question and item.severity in (worst, Severity.ERROR))
            or (question is Question.CREATE and _undoes(item))
        ]
        doubts = tuple(dict.fromkeys(item.why for item in unsettled if item.question is question))
        if bad:
            yield Answer(question, False, tuple(dict.fromkeys(bad)))
        elif doubts or broken:
            yield Answer(question, None, doubts or (broken,))
        elif question in behind and first:
            yield Answer(question, None, (f"{first} comes first",))
        elif question not in asked:
            yield Answer(question, None, (LEFT_OUT,), asked=False)
        elif question in _OF_EXPRESS and (express := _express(inquiry)):
            yield Answer(question, None, (express,))
        elif idle := _idle(inquiry, question):
            yield Answer(question, None, (idle,), needed=False)
        else:
            yield Answer(question, True)


def _undoes(finding: Finding) -> bool:
    """Whether an error of another question keeps the stack from being created all the same."""
    return finding.severity is Severity.ERROR and _REFUSED in finding.why and _PERHAPS not in finding.why


def _express(inquiry: Inquiry) -> str:
    """What leaves open how the tasks of an Express service fare; "" where there is none."""
    for item in inquiry.system.of_type(EXPRESS):
        return (
            f"the tasks, the load balancer and the scaling that ECS makes for {item.logical_id} are not looked at here"
        )
    return ""


def _idle(inquiry: Inquiry, question: Question) -> str:
    """Why nothing of a system asks a question; "" where something does."""
    resources = inquiry.system.resources.values()
    if not resources:
        return "" if question is Question.CREATE else "there are no resources"
    runs = inquiry.placements or _has(resources, _RUNS)
    services = [item for item in resources if item.type in _SERVICES]
    match question:
        case Question.START if not runs:
            return "no task is defined here"
        case Question.ARRIVE if not _has(resources, _FRONTS) and not _any(services, "LoadBalancers"):
            return "nothing here takes requests"
        case Question.REACH if not runs:
            return "no container is defined here"
        case Question.TRIGGER if not _has(resources, _TRIGGERS) and not _any(services, *_MEETING):
            return "nothing here is triggered, and no service calls another by its name"
        case Question.SCALE if not services:
            return "no service is defined here"
        case _:
            return ""


def _has(resources: Collection[Resource], beginnings: tuple[str, ...]) -> bool:
    return any(item.type.startswith(beginnings) for item in resources)


def _any(services: Collection[Resource], *properties: str) -> bool:
    return any(item.get(name) is not None for item in services for name in properties)
