"""Whether a name that the template makes nothing of is nearly that of something that it makes, and that nothing uses.

What a template only names may be there already. Where the one that it makes differs by a letter and has no other use,
it was meant: SQS looks for the queue when the other one is made, RunTask for the family when the task is to start.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html (taskDefinition: the family or the ARN); the
text: as quoted by many users of the CLI and Terraform.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import QUEUE, dead_letter_arn, dead_letter_queues
from seatrial.analyses.checklist.tri_targets import accepted_triggers
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

_DEFINITION = "AWS::ECS::TaskDefinition"
# How alike two names are of which one was meant; of 1.
_CLOSE = 0.85


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    yield from _queues(inquiry)
    yield from _families(inquiry)


def _queues(inquiry: Inquiry) -> Iterator[Found]:
    scope, used = inquiry.system.scope, None
    for queue in inquiry.system.of_type(QUEUE):
        given = dead_letter_arn(queue)
        arn = Arn.parse(given) if isinstance(given, str) else None
        if arn is None or (arn.service, arn.region, arn.account) != ("sqs", scope.region, scope.account):
            continue
        if inquiry.find(given) is not None or queue.logical_id in inquiry.refused:
            continue
        used = dead_letter_queues(inquiry.systems) | _named(inquiry, QUEUE) if used is None else used
        left = [item for item in inquiry.system.of_type(QUEUE) if item.logical_id not in used and item is not queue]
        others = {item.arn.rpartition(":")[2]: item for item in left}
        near = get_close_matches(arn.resource, others, 1, _CLOSE)
        if near:
            name = others[near[0]].logical_id
            yield Found(
                queue,
                ("RedrivePolicy", "deadLetterTargetArn"),
                f"{queue.logical_id} gives up to a queue {arn.resource}, and nothing to {name}, which is {near[0]}",
                f"no template makes a queue {arn.resource}: unless it is there already, SQS refuses {queue.logical_id}",
                f"write deadLetterTargetArn: !GetAtt {name}.Arn",
                "Dead letter target does not exist.",
            )


def _families(inquiry: Inquiry) -> Iterator[Found]:
    for trigger in accepted_triggers(inquiry):
        value = trigger.placement.named
        if trigger.definition is not None or not isinstance(value, str) or not value:
            continue
        family = value.rpartition("/")[2].partition(":")[0]
        used = _named(inquiry, _DEFINITION)
        others = {
            as_text(item.get("Family")): item
            for item in inquiry.system.of_type(_DEFINITION)
            if item.logical_id not in used
        }
        near = get_close_matches(family, [name for name in others if name], 1, _CLOSE)
        if near and near[0] != family:
            name = others[near[0]].logical_id
            yield Found(
                trigger.by,
                trigger.place("TaskDefinitionArn"),
                f"{trigger.by.logical_id} runs a task definition {family}, and nothing runs {name}, which is {near[0]}",
                f"no template has a family {family}: unless it is there already, RunTask refuses every call; "
                f"{trigger.never}",
                f"write !Ref {name} in its place",
            )


def _named(inquiry: Inquiry, kind: str) -> set[str]:
    """The resources of a type that something else than a policy or an output refers to."""
    own = {item.logical_id for item in inquiry.system.of_type(kind)}
    return {
        item.target
        for item in inquiry.system.references
        if item.target in own and "Policy" not in inquiry.system.resources[item.source].type
        if not inquiry.system.resources[item.source].type.startswith(("AWS::IAM::", "AWS::CloudWatch::"))
        if item.path[:1] != ("EventPattern",)
    }


CHECK = Check(
    "TRI323",
    Severity.WARNING,
    Question.TRIGGER,
    "What is named is nearly something of the template that nothing uses",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html",
    _ask,
)
