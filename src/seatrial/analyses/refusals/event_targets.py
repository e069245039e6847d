"""What EventBridge refuses about the targets of rules: their ARNs, roles, inputs, and what goes with a type of target.

Texts: reproduced on AWS by cdk-preflight 1.9.1 and 0.0.143 (Apache-2.0, npm; rules ``pf-events-target-*`` and
``pf-events-input-*``; read 2026-11-23 and 2026-11-29) unless a comment names another source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.event_patterns import Said
from seatrial.analyses.refusals.world import World, entries, is_given
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import TooDeep, Value, as_text, at, is_whole, parsed_json

QUEUE, TOPIC, CLUSTER = "AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::ECS::Cluster"
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html (read 2026-11-23)
MOST_SUBNETS, MOST_GROUPS = 16, 5
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-events-rule-batchparameters.html
# (read 2026-11-30)
SMALLEST_ARRAY, LARGEST_ARRAY, MOST_ATTEMPTS = 2, 10_000, 10
# What EventBridge only calls as a role.
_BY_ROLE = frozenset({"batch", "codebuild", "codepipeline", "ecs", "firehose", "kinesis", "states"})
_PLACEHOLDER = re.compile(r"<([A-Za-z0-9_.-]+)>")
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html (read 2026-11-29)
_PREDEFINED = "aws.events."
_QUOTED_BRACKET = re.compile(r"\[\s*['\"]")


def targets_refused(world: World, resource: Resource) -> Iterator[Said]:
    """What PutTargets says against the targets of a rule, in their order."""
    seen: set[str] = set()
    for index, target in enumerate(entries(resource.get("Targets"))):
        path: PropertyPath = ("Targets", index)
        name = as_text(at(target, "Id"))
        if name and name in seen:
            yield Said(f"More than one target with Id '{name}' is provided.", (*path, "Id"))
        seen.add(name)
        yield from _arn(world, target, path)
        yield from _role(world, resource, target, path)
        yield from _inputs(target, path, name)
        yield from _parameters(target, path, name)
        yield from _dead_letters(world, target, path)
        yield from fifo_refused(
            world, target, path, f"Parameter(s) SqsParameters must be specified for target: {name}."
        )


def _arn(world: World, target: Value, path: PropertyPath) -> Iterator[Said]:
    value = at(target, "Arn")
    if isinstance(value, str) and value and Arn.parse(value) is None:
        # https://github.com/getmoto/moto/blob/master/moto/events/models.py (read 2026-11-29)
        text = f"Parameter {value} is not valid. Reason: Provided Arn is not in correct format."
        yield Said(text, (*path, "Arn"), *arn_instead(world, value))


_TARGETS = (
    *("AWS::ECS::Cluster", "AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::Lambda::Function", "AWS::Kinesis::Stream"),
    *("AWS::StepFunctions::StateMachine", "AWS::Events::EventBus", "AWS::Logs::LogGroup", "AWS::Batch::JobQueue"),
)


def arn_instead(world: World, value: str) -> tuple[str, str]:
    """What a text is that stands for an ARN, and how one writes the ARN of what it names."""
    # A name may be that of several things, of which few can be a target.
    found = world.find(value, *_TARGETS) or world.find(value)
    if found is None or not found.arn:
        return "it wants an ARN", "!GetAtt RESOURCE.Arn"
    noun = "URL" if "://" in value else "name"
    by_ref = found.physical_id == found.arn
    written = f"!Ref {found.logical_id}" if by_ref else f"!GetAtt {found.logical_id}.Arn"
    return f"this is the {noun} of {found.logical_id}, and it wants the ARN", written


def _role(world: World, resource: Resource, target: Value, path: PropertyPath) -> Iterator[Said]:
    arn = at(target, "Arn")
    if service(arn) not in _BY_ROLE or at(target, "RoleArn") is not None or not isinstance(target, dict):
        return
    own = resource.get("RoleArn")
    # https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1110 (read 2026-11-29)
    because = "the RoleArn of the rule itself is not used to invoke its targets" if own is not None else ""
    role = world.find(own)
    instead = f"!GetAtt {role.logical_id}.Arn" if role is not None else ""
    yield Said(f"RoleArn is required for target {as_text(arn)}.", (*path, "RoleArn"), because, instead)


def _inputs(target: Value, path: PropertyPath, name: str) -> Iterator[Said]:
    inputs = [key for key in ("Input", "InputPath", "InputTransformer") if at(target, key) is not None]
    if len(inputs) > 1 and all(is_given(at(target, key)) for key in inputs):
        text = f"Only one of Input, InputPath, or InputTransformer must be provided for target {name}."
        yield Said(text, (*path, inputs[1]))
    if service(at(target, "Arn")) != "ecs" and is_no_json(at(target, "Input")):
        yield Said(f"JSON syntax error in input for target {name}", (*path, "Input"))
    yield from _json_path(at(target, "InputPath"), (*path, "InputPath"), name)
    paths, template = (at(target, "InputTransformer", key) for key in ("InputPathsMap", "InputTemplate"))
    place: PropertyPath = (*path, "InputTransformer")
    for key, value in paths.items() if isinstance(paths, dict) else ():
        if key.startswith("AWS."):
            # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html (read 2026-11-30)
            text = f"The key {key} of InputPathsMap for target {name} begins with AWS., which is reserved."
            yield Said(text, (*place, "InputPathsMap", key), ours=True)
        yield from _json_path(value, (*place, "InputPathsMap", key), name)
    if isinstance(template, str) and (paths is None or isinstance(paths, dict)):
        for found in dict.fromkeys(_PLACEHOLDER.findall(template)):
            if not found.startswith(_PREDEFINED) and found not in (paths or {}):
                # With its full stop, as localstack has it from AWS (read 2026-11-29).
                text = f"InputTemplate for target {name} contains invalid placeholder {found}."
                yield Said(text, (*place, "InputTemplate"), f"InputPathsMap has no {found}")


def _json_path(value: Value, path: PropertyPath, name: str) -> Iterator[Said]:
    if isinstance(value, str) and value and (not value.startswith("$") or _QUOTED_BRACKET.search(value)):
        instead = "" if "[" in value or value.startswith(("/", ".")) else f"$.{value}"
        yield Said(
            f"InputPath for target {name} is invalid.", path, "a path begins with $ and goes on with dots", instead
        )


def _parameters(target: Value, path: PropertyPath, name: str) -> Iterator[Said]:
    parameters, of = at(target, "EcsParameters"), service(at(target, "Arn"))
    place: PropertyPath = (*path, "EcsParameters")
    if of == "ecs" and parameters is None:
        yield Said(f"Parameter(s) EcsParameters must be specified for target: {name}.", path)
    yield from _of_batch(target, path, name)
    if of not in ("", "ecs") and isinstance(parameters, dict):
        yield Said(f"Parameter(s) EcsParameters not supported for target: {name}", place)
    if as_text(at(parameters, "LaunchType")) == "EC2" and is_given(at(parameters, "PlatformVersion")):
        text = f"Parameter PlatformVersion for target {name} is not supported when launch type is EC2."
        yield Said(text, (*place, "PlatformVersion"))
    network = at(parameters, "NetworkConfiguration", "AwsVpcConfiguration")
    for key, least, most in (("Subnets", 1, MOST_SUBNETS), ("SecurityGroups", 0, MOST_GROUPS)):
        if len(entries(at(network, key))) > most:
            text = f"Parameter {key} is not valid. Reason: size must be in between {least} and {most}."
            yield Said(text, (*place, "NetworkConfiguration", "AwsVpcConfiguration", key))


def _of_batch(target: Value, path: PropertyPath, name: str) -> Iterator[Said]:
    """What SubmitJob is given, where the target is a job queue: rule ``pf-events-target-batch-parameters``."""
    parameters = at(target, "BatchParameters")
    place: PropertyPath = (*path, "BatchParameters")
    if service(at(target, "Arn")) == "batch" and parameters is None:
        yield Said(f"Parameter(s) BatchParameters must be specified for target: {name}.", path)
    size, attempts = at(parameters, "ArrayProperties", "Size"), at(parameters, "RetryStrategy", "Attempts")
    if is_whole(as_text(size)) and not SMALLEST_ARRAY <= int(as_text(size)) <= LARGEST_ARRAY:
        text = f"Parameter ArrayProperties is not valid. Reason: Size must be in between {SMALLEST_ARRAY} and 10000"
        yield Said(text, (*place, "ArrayProperties", "Size"))
    if is_whole(as_text(attempts)) and not 1 <= int(as_text(attempts)) <= MOST_ATTEMPTS:
        text = f"Parameter RetryStrategy is not valid. Reason: Attempts must be in between 1 and {MOST_ATTEMPTS}"
        yield Said(text, (*place, "RetryStrategy", "Attempts"))


def _dead_letters(world: World, target: Value, path: PropertyPath) -> Iterator[Said]:
    value = at(target, "DeadLetterConfig", "Arn")
    place: PropertyPath = (*path, "DeadLetterConfig", "Arn")
    queue = world.find(value, QUEUE)
    if isinstance(value, str) and value and Arn.parse(value) is None:
        because, instead = arn_instead(world, value)
        yield Said("The dead-letter queue must be given by its ARN.", place, because, instead, ours=True)
    elif service(value) not in ("", "sqs"):
        yield Said(f"{service(value)} is not supported as a dead letter resource", place)
    elif queue is not None and as_text(queue.get("FifoQueue")) == "true":
        yield Said("SQS FIFO is not supported by Dead Letter Queues.", place)


def fifo_refused(world: World, target: Value, path: PropertyPath, text: str) -> Iterator[Said]:
    """A message of a FIFO queue has a group."""
    queue = world.find(at(target, "Arn"), QUEUE)
    fifo = queue is not None and as_text(queue.get("FifoQueue")) == "true"
    if fifo and at(target, "SqsParameters") is None:
        yield Said(text, (*path, "SqsParameters"), instead="{ MessageGroupId: ... }")


def service(value: Value) -> str:
    """The service of an ARN; "" where a value is none."""
    arn = Arn.parse(as_text(value))
    return arn.service if arn is not None else ""


def is_no_json(value: Value) -> bool:
    if not isinstance(value, str) or not value:
        return False
    try:
        parsed_json(value)
    except TooDeep:
        return False
    except ValueError:
        return True
    return False
