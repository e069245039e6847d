"""Names that are taken: by another resource that is there, or that is being made.

Most APIs refuse a second resource of a name. Some of them would only change the first one instead (PutRule,
PutMetricAlarm, CreateQueue, CreateCluster), and there CloudFormation's own handler looks before it creates and says so
in a sentence that is the same for all types.

Sources: the sentence as users of CloudFormation quote it for queues and log groups, "already exists in stack" as they
quote it for others (read 2026-11-23); the scope in which a name is unique is that of the type's API reference.
"""

from __future__ import annotations

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text


def name_taken(world: World, resource: Resource, key: str, *scope: str) -> Resource | None:
    """The other resource of the type that has the same given name, and the same values of the properties ``scope``.

    A property that isn't there is the same as one that is empty.
    """
    name = resource.get(key)
    if not isinstance(name, str) or not name:
        return None
    values = [resource.get(item) for item in scope]
    if any(isinstance(value, Unknown) for value in values):
        return None
    mine = [as_text(item) for item in values]
    for other in world.taken(resource.type):
        if other.get(key) == name and [as_text(other.get(item)) for item in scope] == mine:
            return other
    return None


def refused_by_handler(world: World, resource: Resource, api: str, key: str, *scope: str) -> Refusal | None:
    """What CloudFormation's handler says of a name that is taken."""
    if name_taken(world, resource, key, *scope) is None:
        return None
    text = f"Resource of type '{resource.type}' with identifier '{as_text(resource.get(key))}' already exists."
    return Refusal(api, "AlreadyExists", text, (key,), by_handler=True)
