"""Entries of a list that stand for one and the same thing: a target group, a capacity provider or a port given twice.

What Amazon ECS and Elastic Load Balancing do about it isn't documented, so it is a warning; once is all that either can
use, and mostly the second entry was meant to name another thing.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
(loadBalancers, capacityProviderStrategy),
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectConfiguration.html (services) and
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ForwardActionConfig.html (targetGroups)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_text, at

_GROUP = "TargetGroupArn"
_LISTENER, _RULE = "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"
# By type the lists of resources, with the keys that tell one entry from another; the last says what the entry is.
_LISTS: Mapping[str, tuple[tuple[PropertyPath, tuple[str, ...], str], ...]] = {
    "AWS::ECS::Service": (
        (("LoadBalancers",), ("ContainerName", "ContainerPort", _GROUP), "the same container and target group"),
        (("CapacityProviderStrategy",), ("CapacityProvider",), "the capacity provider"),
        (("ServiceConnectConfiguration", "Services"), ("PortName",), "the port"),
    ),
    "AWS::ECS::Cluster": ((("DefaultCapacityProviderStrategy",), ("CapacityProvider",), "the capacity provider"),),
}
_ACTIONS = {_LISTENER: "DefaultActions", _RULE: "Actions"}


def _again(inquiry: Inquiry) -> Iterator[Said]:
    for resource in inquiry.system.of_type(*_LISTS, *_ACTIONS):
        for path, keys, noun in _LISTS.get(resource.type, ()):
            yield from _in_list(inquiry, resource, path, keys, noun)
        key = _ACTIONS.get(resource.type, "")
        actions = resource.get(key) if key else None
        for index in range(len(actions) if isinstance(actions, list) else 0):
            path = (key, index, "ForwardConfig", "TargetGroups")
            yield from _in_list(inquiry, resource, path, (_GROUP,), "the target group")


def _in_list(
    inquiry: Inquiry, resource: Resource, path: PropertyPath, keys: tuple[str, ...], noun: str
) -> Iterator[Found]:
    entries, seen = resource.get(*path), set[tuple[str, ...]]()
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        values = [at(entry, key) for key in keys]
        if any(value is None or isinstance(value, Unknown) for value in values):
            continue
        is_ = tuple(as_text(value) for value in values)
        if is_ not in seen:
            seen.add(is_)
            continue
        group = inquiry.find(is_[-1], "AWS::ElasticLoadBalancingV2::TargetGroup") if keys[-1] == _GROUP else None
        name = group.logical_id if group is not None else is_[-1]
        yield Found(
            resource,
            (*path, index, keys[-1]),
            f"{resource.logical_id} has {noun} {name} twice in {path[-1]}",
            "once is all that it can use: what the second entry was meant for gets nothing, or AWS refuses the list",
            "remove the second entry, or name in it what is meant",
        )


CHECK = Check(
    "CRE171",
    Severity.WARNING,
    Question.CREATE,
    "A list names the same target group, capacity provider or port twice",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    _again,
)
