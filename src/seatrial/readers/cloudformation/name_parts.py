"""Parameters without a value that names are made of: ``${Project}-${Environment}``.

What such a parameter will be matters to nobody as long as the same name stands wherever a thing is named. So it is a
word of its own in names, in what refers to them and in the resource part of ARNs, which makes roles, log groups and
queues known that bear it. Everywhere else it stays unknown: a domain, an image or a block of addresses made of it may
be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seatrial.model.span import PropertyPath
from seatrial.model.value import GAP, NamePart, Unknown, Value, as_text
from seatrial.readers.cloudformation.name_room import room_for_words
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.scope import Names

# What resources call themselves.
OWN_NAMES = frozenset(
    (
        "AlarmName",
        "BucketName",
        "ClusterName",
        "DBClusterIdentifier",
        "DBInstanceIdentifier",
        "DeliveryStreamName",
        "Family",
        "FunctionName",
        "GroupName",
        "InstanceProfileName",
        "LogGroupName",
        "ManagedPolicyName",
        "Name",
        "PolicyName",
        "QueueName",
        "ReplicationGroupId",
        "RepositoryName",
        "RoleName",
        "ServiceName",
        "StateMachineName",
        "StreamName",
        "TableName",
        "TopicName",
    )
)
# What these have under such a key is the name of something else, or one that DNS has to know.
_OF_OTHERS = (
    "AWS::EC2::VPCEndpoint",
    "AWS::IAM::RolePolicy",
    "AWS::Lambda::Alias",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Url",
    "AWS::Lambda::Version",
    "AWS::Logs::LogStream",
    "AWS::Logs::MetricFilter",
    "AWS::Logs::SubscriptionFilter",
    "AWS::Route53::",
    "AWS::ServiceDiscovery::",
)
# So it is with these alone: (type, key).
_OF_ANOTHER = (
    ("AWS::ElastiCache::CacheCluster", "ReplicationGroupId"),
    ("AWS::RDS::DBInstance", "DBClusterIdentifier"),
)
_REFERRING = frozenset(
    (
        "AlarmNames",
        "Cluster",
        "ContainerName",
        "NotResource",
        "Resource",
        "ResourceId",
        "TaskDefinition",
        "ValueFrom",
        "awslogs-group",
        "awslogs-stream-prefix",
    )
)
_NESTED = ("AWS::CloudFormation::Stack", "AWS::Serverless::Application")
_FIFO = (("FifoQueue", "QueueName"), ("FifoTopic", "TopicName"))
_VARIABLE = re.compile(r"\$\{([A-Za-z0-9]+)\}")
# arn:partition:service:region:account:
_COLONS_BEFORE_RESOURCE = 5
_LONGEST = 12
# What a nested stack is given stands in names there, beside words of its own.
_LONGEST_HANDED_ON = 8


def name_part(name: str, node: MappingNode, names: Names) -> tuple[str, bool, bool] | None:
    """What stands for a parameter in names, whether one of them is nothing else, and whether any of them stands here
    and not in a nested stack that it is handed to; None where it is no part of names.
    """
    kind, secret = node.get("Type"), node.get("NoEcho")
    if not isinstance(kind, ScalarNode) or kind.text != "String" or secret is not None:
        return None
    if name in _before_suffixes(names.root):
        return None
    uses = [whole for used, whole in _uses(names.root) if used == name]
    word = _word(name, names, handed_on=None in uses) if uses else ""
    if not uses or not word[:1].isalpha() or not _fits(word, node):
        return None
    return word, any(uses), any(whole is not None for whole in uses)


def _word(name: str, names: Names, *, handed_on: bool) -> str:
    """A word for a parameter that no other parameter has, short enough for all names that it is part of."""
    if names.word_room is None:
        names.word_room = room_for_words(names.root, names.scope, guessed=False)
    most = min(names.word_room, _LONGEST_HANDED_ON if handed_on else _LONGEST)
    section = names.root.get("Parameters") if isinstance(names.root, MappingNode) else None
    declared = list(section.entries) if isinstance(section, MappingNode) else []
    alike = [other for other in declared if _letters(other)[:most] == _letters(name)[:most]]
    number = str(alike.index(name) + 1) if name in alike[1:] else ""
    return _letters(name)[: most - len(number)] + number


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def said(parts: Sequence[Value], delimiter: str, kind: str, path: PropertyPath) -> list[Value]:
    """The parts of a text at a place, with words for parameters where it is a name."""
    texts = [
        part.stand_in if isinstance(part, NamePart) else GAP if isinstance(part, Unknown) else as_text(part)
        for part in parts
    ]
    filled = [text for text in texts if text]
    if len(filled) == 1 and isinstance(part := parts[texts.index(filled[0])], NamePart):
        is_name = is_whole_name(part, kind, path)
    else:
        is_name = _names_something(kind, path) or _is_in_arn(parts, texts, delimiter)
    return [text if is_name and isinstance(part, NamePart) else part for part, text in zip(parts, texts, strict=True)]


def is_whole_name(part: NamePart, kind: str, path: PropertyPath) -> bool:
    """Whether a parameter alone is a name at a place; what is named by it must be the template's own."""
    return _is_own(kind, path) or (part.whole and _names_something(kind, path))


def _is_own(kind: str, path: PropertyPath) -> bool:
    match path:
        case ("ContainerDefinitions", int(), "Name"):
            return kind == "AWS::ECS::TaskDefinition"
        case (str() as key,):
            return key in OWN_NAMES and not kind.startswith(_OF_OTHERS) and (kind, key) not in _OF_ANOTHER
        case (*_, "PolicyName"):
            return True
    return False


def _names_something(kind: str, path: PropertyPath) -> bool:
    keys = [key for key in path if isinstance(key, str)]
    last = keys[-1] if keys else ""
    if last == "Value":
        return "Dimensions" in keys
    return last in _REFERRING or _is_own(kind, path) or (last in OWN_NAMES and last != "Name" and len(path) > 1)


def _is_in_arn(parts: Sequence[Value], texts: Sequence[str], delimiter: str) -> bool:
    """Whether a text is an ARN in whose resource part alone the words stand."""
    before = ""
    for number, (part, text) in enumerate(zip(parts, texts, strict=True)):
        before += delimiter if number else ""
        if isinstance(part, NamePart) and not (
            before.startswith("arn:") and before.count(":") >= _COLONS_BEFORE_RESOURCE
        ):
            return False
        before += text
    return True


def _fits(word: str, node: MappingNode) -> bool:
    """Whether a parameter takes a word. What it takes otherwise isn't guessed."""
    pattern, least, most = (node.get(key) for key in ("AllowedPattern", "MinLength", "MaxLength"))
    if isinstance(least, ScalarNode) and least.text.isdigit() and len(word) < int(least.text):
        return False
    if isinstance(most, ScalarNode) and most.text.isdigit() and len(word) > int(most.text):
        return False
    try:
        return not isinstance(pattern, ScalarNode) or re.fullmatch(pattern.text, word) is not None
    except re.error:
        return False


def _uses(root: Node | None) -> Iterator[tuple[str, bool | None]]:
    """Each parameter, or other name, in a name that a resource has, and whether it is all of that name; None where it
    is handed on.
    """
    section = root.get("Resources") if isinstance(root, MappingNode) else None
    for node in section.entries.values() if isinstance(section, MappingNode) else ():
        kind, properties = (node.get("Type"), node.get("Properties")) if isinstance(node, MappingNode) else (None, None)
        if not isinstance(kind, ScalarNode) or not isinstance(properties, MappingNode):
            continue
        for key, value in properties.entries.items():
            if _is_own(kind.text, (key,)):
                yield from _named(value, whole=True)
            elif key == "ContainerDefinitions" and isinstance(value, SequenceNode):
                for item in value.items:
                    if isinstance(item, MappingNode) and (name := item.get("Name")) is not None:
                        yield from _named(name, whole=True)
            elif key == "Parameters" and kind.text in _NESTED and isinstance(value, MappingNode):
                for item in value.entries.values():
                    yield from ((used, None) for used, _ in _named(item, whole=True))


def _before_suffixes(root: Node | None) -> set[str]:
    """The parameters with which names of FIFO queues and topics end: their values end with .fifo, as no word does."""
    section = root.get("Resources") if isinstance(root, MappingNode) else None
    found: set[str] = set()
    for node in section.entries.values() if isinstance(section, MappingNode) else ():
        properties = node.get("Properties") if isinstance(node, MappingNode) else None
        if isinstance(properties, MappingNode):
            found |= {_last(properties.get(key)) for fifo, key in _FIFO if properties.get(fifo) is not None}
    return found - {""}


def _last(node: Node | None) -> str:
    """The parameter with which a text ends; "" where it ends otherwise."""
    if not isinstance(node, MappingNode):
        return ""
    named, joined, filled = (node.get(key) for key in ("Ref", "Fn::Join", "Fn::Sub"))
    if isinstance(named, ScalarNode):
        return named.text
    parts = joined.items[-1] if isinstance(joined, SequenceNode) and joined.items else None
    if isinstance(parts, SequenceNode) and parts.items:
        return _last(parts.items[-1])
    text = filled.text if isinstance(filled, ScalarNode) else ""
    return next((match[1] for match in _VARIABLE.finditer(text) if match.end() == len(text)), "")


def _named(node: Node, *, whole: bool) -> Iterator[tuple[str, bool]]:
    match node:
        case SequenceNode():
            for item in node.items:
                yield from _named(item, whole=False)
        case MappingNode():
            for key, item in node.items():
                if key == "Ref" and isinstance(item, ScalarNode):
                    yield item.text, whole
                elif key == "Fn::Sub":
                    text = item.items[0] if isinstance(item, SequenceNode) and item.items else item
                    if isinstance(text, ScalarNode):
                        yield from ((match[1], match[0] == text.text) for match in _VARIABLE.finditer(text.text))
                    yield from _named(item, whole=False)
                elif key == "Fn::If" and isinstance(item, SequenceNode):
                    for choice in item.items[1:]:
                        yield from _named(choice, whole=whole)
                else:
                    yield from _named(item, whole=False)
