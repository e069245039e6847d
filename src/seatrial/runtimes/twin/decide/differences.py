"""Where the twin differs from AWS, as a list that the command line prints and the README must hold.

What is not in this list is meant to be as on AWS; where it isn't, that is a defect.
"""

from __future__ import annotations

from msgspec import Struct


class Difference(Struct, frozen=True):
    """One thing that is otherwise here: what AWS does, and what the twin does instead."""

    topic: str
    aws: str
    here: str

    def as_json(self) -> dict[str, str]:
        return {"topic": self.topic, "aws": self.aws, "here": self.here}


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "creation times",
        "a NAT gateway or a load balancer takes minutes to create",
        "everything is there in seconds; only waiting that shapes behaviour is kept (intervals, delays, grace periods)",
    ),
    Difference(
        "IPv6",
        "dual-stack VPCs, subnets and load balancers",
        "IPv4 only; what says IPv6 is read and a finding says that it is not done",
    ),
    Difference(
        "the internet",
        "tasks with a way out reach every public address",
        "the internet is a namespace of this machine: AWS's endpoints, the public registries and those that task "
        "definitions name have addresses in it, and nothing real is behind them",
    ),
    Difference(
        "AWS services",
        "S3, SQS, DynamoDB and the rest answer",
        "connections to their endpoints succeed or fail as routes and endpoints allow; requests are not answered",
    ),
    Difference(
        "resources that are not modelled",
        "a Lambda function or a database is created",
        "they are listed as skipped with what that means; what refers to them gets their name and ARN",
    ),
    Difference(
        "image pulls",
        "layers come from the registry over the task's own interface",
        "the task's interface must reach the registry and its role must allow the pull; the layers are this machine's",
    ),
    Difference(
        "CPU architecture",
        "X86_64 and ARM64",
        "this machine's own; an image for another one is not emulated",
    ),
    Difference(
        "isolation",
        "each Fargate task has a kernel of its own",
        "tasks are containers of one kernel, in namespaces of their own",
    ),
    Difference(
        "limits without root",
        "cpu and memory of a task size are enforced",
        "enforced as root; for an ordinary user only where systemd delegates cgroups (seatrial doctor tells)",
    ),
    Difference(
        "open files",
        "65535 for each container",
        "at most the hard limit of whoever starts the twin",
    ),
    Difference(
        "Availability Zones",
        "buildings apart from each other",
        "names of subnets; spreading over them is real, losing one is not",
    ),
    Difference(
        "load balancer nodes",
        "at least one node in each zone, each checking every target",
        "one process with an interface in each zone, and one series of health checks",
    ),
    Difference(
        "certificates",
        "ACM validates the name and a public authority signs",
        "a local authority signs at once; a browser has to be told to trust it",
    ),
    Difference(
        "network load balancers",
        "TCP, TLS and UDP listeners",
        "not run: they are listed as skipped, and services behind them run without their targets",
    ),
    Difference(
        "deleting a stack",
        "targets drain for the deregistration delay before their tasks stop",
        "`down` waits for no requests: tasks get SIGTERM, and their stop timeout, at once",
    ),
    Difference(
        "the scheduler's pace",
        "ECS looks at a service every few seconds, and backs off by steps that are not published",
        "it decides at once when something changes, and backs off from 10 seconds to 15 minutes, doubling",
    ),
    Difference(
        "what is in no stack",
        "roles, secrets, parameters and log groups that the account has already",
        "they do not exist here (but for ecsTaskExecutionRole); up --secrets FILE gives secrets and parameters",
    ),
    Difference(
        "public addresses",
        "of Amazon's ranges",
        "of 198.18.0.0/15, which is nobody's",
    ),
    Difference(
        "request heads",
        "up to 60 KB for a request's head",
        "up to 28 KB",
    ),
    Difference(
        "header names",
        "passed on as an HTTP/1.1 client or target wrote them",
        "well-known ones as they are usually written (Content-Type), all others in lower case",
    ),
    Difference(
        "ephemeral storage",
        "20 to 200 GiB, and no more",
        "what this machine's disk has; its size is not enforced",
    ),
    Difference(
        "authenticating actions",
        "authenticate-cognito and authenticate-oidc",
        "declared not done",
    ),
    Difference(
        "log drivers and file systems",
        "splunk, awsfirelens, EFS volumes",
        "declared not done: a finding says so",
    ),
    Difference(
        "ports on this machine",
        "a load balancer is reached by its name",
        "and at http://localhost:PORT, one port for each public listener, printed by seatrial status",
    ),
)
