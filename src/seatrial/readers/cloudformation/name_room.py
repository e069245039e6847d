"""How long a word may be that stands in names for what nobody has given: a parameter, or the stack's own name.

Such a word is ours, so no name may be too long because of it: ``${Project}-${Stage}-frontend-targets`` fits for whoever
has a project named shop. A name that would not fit with a single letter in their place is too long whatever is given,
and is left to be refused.

Limits: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html (32),
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html (40),
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html (50),
https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (63, and no capitals),
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (63),
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html,
https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html,
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html (64),
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html,
https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html (80; all read 2026-11-30).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from seatrial.model.system import Scope
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode

STACK_NAME = "AWS::StackName"
# Where no name sets a bound.
ENOUGH = 128
_BY_TYPE = {
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Name"): 32,
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "Name"): 32,
    ("AWS::ElastiCache::CacheCluster", "ClusterName"): 50,
    ("AWS::Events::Rule", "Name"): 64,
    ("AWS::Pipes::Pipe", "Name"): 64,
    ("AWS::Scheduler::Schedule", "Name"): 64,
}
_BY_KEY = {
    "BucketName": 63,
    "DBClusterIdentifier": 63,
    "DBInstanceIdentifier": 63,
    "DeliveryStreamName": 64,
    "FunctionName": 64,
    "QueueName": 80,
    "ReplicationGroupId": 40,
    "RoleName": 64,
    "StateMachineName": 80,
}
_IN_SMALL_LETTERS = (("AWS::S3::Bucket", "BucketName"), ("AWS::ECR::Repository", "RepositoryName"))
_KEYS = frozenset(key for _, key in (*_BY_TYPE, *_IN_SMALL_LETTERS))
_VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")

Size = tuple[int, int]
"""How many characters of a text are settled, and how many words stand beside them."""


def room_for_words(root: Node | None, scope: Scope, *, guessed: bool) -> int:
    """The most characters that each word may have, so that no name is too long only for it."""
    least = ENOUGH
    for kind, key, node in _names(root):
        most = _BY_TYPE.get((kind, key)) or _BY_KEY.get(key)
        if most is None:
            continue
        settled, words = _size(node, _lookup(root, scope, guessed))
        if words and settled + words <= most:
            least = min(least, (most - settled) // words)
    return least


def fitting_stack(root: Node | None, scope: Scope) -> str:
    """A stack's name that nobody gave, so that the names made of it fit."""
    used = [(kind, key) for kind, key, node in _names(root) if STACK_NAME in _said_in(node)]
    if not used:
        return scope.stack
    name = scope.stack[: room_for_words(root, scope, guessed=True)].rstrip("-")
    return name.lower() if any(item in _IN_SMALL_LETTERS for item in used) else name


def _names(root: Node | None) -> Iterator[tuple[str, str, Node]]:
    section = root.get("Resources") if isinstance(root, MappingNode) else None
    for node in section.entries.values() if isinstance(section, MappingNode) else ():
        kind, properties = (node.get("Type"), node.get("Properties")) if isinstance(node, MappingNode) else (None, None)
        if isinstance(kind, ScalarNode) and isinstance(properties, MappingNode):
            for key, value in properties.entries.items():
                if key in _BY_KEY or (
                    key in _KEYS and ((kind.text, key) in _BY_TYPE or (kind.text, key) in _IN_SMALL_LETTERS)
                ):
                    yield kind.text, key, value


def _lookup(root: Node | None, scope: Scope, guessed: bool) -> Callable[[str], Size]:
    section = root.get("Parameters") if isinstance(root, MappingNode) else None
    parameters = section.entries if isinstance(section, MappingNode) else {}
    pseudo = {"AWS::AccountId": scope.account, "AWS::Region": scope.region, "AWS::Partition": scope.partition}

    def size(name: str) -> Size:
        if name == STACK_NAME:
            return (0, 1) if guessed else (len(scope.stack), 0)
        if name in pseudo:
            return len(pseudo[name]), 0
        parameter = parameters.get(name)
        if not isinstance(parameter, MappingNode):
            return 0, 0
        default = parameter.get("Default")
        return (len(default.text), 0) if isinstance(default, ScalarNode) else (0, 1)

    return size


def _size(node: Node, lookup: Callable[[str], Size]) -> Size:
    match node:
        case ScalarNode():
            return len(node.text), 0
        case MappingNode() if len(node.entries) == 1:
            key, item = next(iter(node.items()))
            if key == "Ref" and isinstance(item, ScalarNode):
                return lookup(item.text)
            if key == "Fn::Sub":
                return _substituted(item, lookup)
            if key == "Fn::Join" and isinstance(item, SequenceNode) and len(item.items) == 2:
                return _joined(item.items[0], item.items[1], lookup)
            if key == "Fn::If" and isinstance(item, SequenceNode):
                return max((_size(choice, lookup) for choice in item.items[1:]), default=(0, 0))
    return 0, 0


def _substituted(node: Node, lookup: Callable[[str], Size]) -> Size:
    text, given = node, None
    if isinstance(node, SequenceNode) and node.items:
        text, given = node.items[0], node.items[1] if len(node.items) > 1 else None
    if not isinstance(text, ScalarNode):
        return 0, 0
    settled, words = len(_VARIABLE.sub("", text.text)), 0
    for variable in _VARIABLE.findall(text.text):
        own = given.get(variable) if isinstance(given, MappingNode) else None
        more = lookup(variable) if own is None else _size(own, lookup)
        settled, words = settled + more[0], words + more[1]
    return settled, words


def _joined(delimiter: Node, parts: Node, lookup: Callable[[str], Size]) -> Size:
    if not isinstance(parts, SequenceNode) or not isinstance(delimiter, ScalarNode):
        return 0, 0
    sizes = [_size(part, lookup) for part in parts.items]
    between = len(delimiter.text) * max(len(sizes) - 1, 0)
    return between + sum(size[0] for size in sizes), sum(size[1] for size in sizes)


def _said_in(node: Node) -> set[str]:
    match node:
        case ScalarNode():
            return {node.text, *_VARIABLE.findall(node.text)}
        case SequenceNode():
            return {word for item in node.items for word in _said_in(item)}
        case MappingNode():
            return {word for _, item in node.items() for word in _said_in(item)}
    return set()
