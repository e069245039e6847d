"""Task definitions for cases, made by hand as a reader would give them."""

from __future__ import annotations

from seatrial.model.resource import Resource
from seatrial.model.value import Value

ARN = "arn:aws:ecs:us-east-1:123456789012:task-definition/web:7"


def definition(*containers: dict[str, Value], **properties: Value) -> Resource:
    """A task definition of these containers, 256 CPU units and 512 MiB unless told otherwise."""
    made: dict[str, Value] = {
        "Family": "web",
        "Cpu": "256",
        "Memory": "512",
        "ContainerDefinitions": list(containers or (container(),)),
    }
    return Resource("Task", "AWS::ECS::TaskDefinition", made | properties, ARN, ARN)


def container(name: str = "app", **properties: Value) -> dict[str, Value]:
    return {"Name": name, "Image": "app:1", **properties}
