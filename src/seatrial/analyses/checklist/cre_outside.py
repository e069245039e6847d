"""What must be there before the stack is made, since the template names it and doesn't make it.

An id or an ARN was copied from the account, so it is told once, as a note. So is a name, which mostly comes from a
parameter; one that an ARN of the first kind ends with is the same thing once more (the CDK writes both).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_logical_ids import meant_by
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.outside import DEFAULT_CLUSTER, Outside, kind_mistaken
from seatrial.model.finding import Severity

# More are counted, not named.
NAMED = 6


# What these name is only looked up when the moment comes.
_LATER = ("AWS::Events::Rule", "AWS::Pipes::Pipe", "AWS::Scheduler::Schedule", "AWS::StepFunctions::StateMachine")


def _kinds(inquiry: Inquiry) -> Iterator[Said]:
    """An id of a subnet where a security group belongs, and the like."""
    for item in inquiry.outside:
        mistaken = kind_mistaken(item)
        if mistaken is None or item.resource.type in _LATER:
            continue
        is_, wanted = mistaken
        key = next(part for part in reversed(item.path) if isinstance(part, str))
        yield Found(
            item.resource,
            item.path,
            f"{key} of {item.resource.logical_id} names {item.value}, which is the id of {_a(is_)}",
            f"{key} wants the id of {_a(wanted)}, and there is none of that id: AWS refuses "
            f"{item.resource.logical_id} and the stack is rolled back",
            f"write the id of {_a(wanted)}",
        )


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _ids(inquiry: Inquiry) -> Iterator[Said]:
    found = [
        item
        for item in inquiry.outside
        if not item.by_name and meant_by(inquiry, item.value) is None and kind_mistaken(item) is None
    ]
    if not found:
        return
    values = tuple(dict.fromkeys(item.value for item in found))
    more = f" and {len(values) - NAMED} more" if len(values) > NAMED else ""
    scope = inquiry.system.scope
    yield Found(
        found[0].resource,
        found[0].path,
        f"the template refers to what it does not create: {', '.join(values[:NAMED])}{more}",
        f"each must exist in {scope.region} (and in the account that its ARN names) before the stack is created; "
        "what depends on them cannot be told from the template",
        "nothing, if they exist; to check more, add the template that creates them to this command",
    )


def _names(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, str]] = set()
    arns = tuple(item.value for item in inquiry.outside if not item.by_name)
    for item in inquiry.outside:
        if not item.by_name or item.value == DEFAULT_CLUSTER or (item.kind, item.value) in told:
            continue
        if any(arn.endswith(f"/{item.value}") for arn in arns):
            continue
        told.add((item.kind, item.value))
        yield Found(
            item.resource,
            item.path,
            f"{item.resource.logical_id} names {item.value}, but the template creates no {item.kind}",
            f"without {_thing(item)} of that name in the account, AWS refuses {item.resource.logical_id} and the stack "
            "is rolled back",
            f"nothing, if it exists; otherwise add an {item.kind} and refer to it with !Ref",
        )


def _thing(item: Outside) -> str:
    words = {"Cluster": "a cluster", "TaskDefinition": "a task definition", "Role": "a role"}
    return words.get(item.kind.rpartition("::")[2], "a resource")


SOURCE = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html"
CHECKS = (
    Check(
        "CRE120",
        Severity.ERROR,
        Question.CREATE,
        "A property names the id of another kind of thing",
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html",
        _kinds,
    ),
    Check("CRE020", Severity.NOTE, Question.CREATE, "Something must exist before the stack is created", SOURCE, _ids),
    Check(
        "CRE021",
        Severity.NOTE,
        Question.CREATE,
        "A cluster, task definition or role is named that the template does not create",
        SOURCE,
        _names,
    ),
)
