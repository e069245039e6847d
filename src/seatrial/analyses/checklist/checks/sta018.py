"""What the policies of VPC endpoints keep from a task that starts: they must let through all that ECS asks for it.

An endpoint's policy says which calls take this way, whatever the caller may do. ECR needs three of them: its API for
the password, its registry for the image's manifest, and Amazon S3 for the layers, which lie in a bucket of ECR's own.
That bucket is forgotten wherever a policy lists the buckets of the application.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html (the calls, and
the bucket prod-REGION-starport-layer-bucket), https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from seatrial.analyses.checklist.app_permissions import after_because
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Attempt
from seatrial.analyses.checklist.sta_role_places import misplaced_role
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.iam import Decision, Policies, Policy, PolicyKind, RoleView, evaluate, request_of
from seatrial.analyses.launch import Call, Stage
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.system import Scope

ENDPOINT = "AWS::EC2::VPCEndpoint"
LAYERS = "-starport-layer-bucket."
# A pull asks the registry for the manifest and for where the layers are.
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html (read 2026-11-23)
OF_THE_REGISTRY = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
# What the caller may do is another question: here only the endpoint has a say.
_ANYTHING = Policy(
    "everything", {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
)


class _Shut(Struct):
    """The calls that one endpoint's policy doesn't let through, each with its decision."""

    endpoint: Resource
    calls: dict[tuple[str, str], Decision] = field(default_factory=dict)
    users: dict[str, Resource] = field(default_factory=dict)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    shut: dict[str, _Shut] = {}
    asked: dict[tuple[str, str, str, str], Decision] = {}
    misplaced = {item.logical_id for item in inquiry.definitions if misplaced_role(inquiry, item)}
    for attempt in inquiry.launches.attempts:
        if attempt.path.verdict is not Verdict.YES or attempt.definition.logical_id in misplaced:
            continue
        role = inquiry.role(attempt.requirement.role)
        if not isinstance(role, RoleView):
            continue
        for endpoint in _with_policies(attempt):
            for call in _calls(attempt, inquiry.system.scope):
                key = (endpoint.logical_id, call.action, call.resource, role.name)
                if key not in asked:
                    asked[key] = _decided(role, call, endpoint, inquiry.system.scope)
                    if asked[key].allowed is None:
                        what = f"whether {endpoint.logical_id} lets {call.action} through"
                        yield Doubt(endpoint, ("PolicyDocument",), what, after_because(asked[key].reason))
                if asked[key].allowed is False:
                    found = shut.setdefault(endpoint.logical_id, _Shut(endpoint))
                    found.calls[call.action, call.resource] = asked[key]
                    found.users[attempt.placement.by.logical_id] = attempt.placement.by
    for found in shut.values():
        yield _found(inquiry, found)


def _with_policies(attempt: Attempt) -> Iterator[Resource]:
    for hop in attempt.path.hops:
        resource = hop.resource
        if resource is not None and resource.type == ENDPOINT and resource.get("PolicyDocument") is not None:
            yield resource


def _calls(attempt: Attempt, scope: Scope) -> tuple[Call, ...]:
    """What a step asks for by way of one host."""
    host, calls = attempt.endpoint.host, attempt.requirement.calls
    if LAYERS in host:
        bucket = host.partition(".s3.")[0]
        return (Call("s3:GetObject", f"arn:{scope.partition}:s3:::{bucket}/layer"),)
    if attempt.requirement.stage is Stage.IMAGE:
        return tuple(call for call in calls if call.action in OF_THE_REGISTRY)
    return tuple(call for call in calls if call.decisive)


def _decided(role: RoleView, call: Call, endpoint: Resource, scope: Scope) -> Decision:
    document = endpoint.get("PolicyDocument")
    name = f"the policy of {endpoint.logical_id}"
    policy = Policy(name, document, PolicyKind.ENDPOINT, endpoint, ("PolicyDocument",))
    context = {"aws:RequestedRegion": scope.region, **call.context}
    return evaluate(request_of(role, call.action, call.resource, context), Policies((_ANYTHING,), (), (policy,)))


def _found(inquiry: Inquiry, shut: _Shut) -> Found:
    endpoint, users = shut.endpoint, inquiry.names(list(shut.users.values()))
    statement = next((item.statement for item in shut.calls.values() if item.statement is not None), None)
    actions = " and ".join(dict.fromkeys(action for action, _ in shut.calls))
    on = " and ".join(dict.fromkeys(_subject(inquiry, resource) for _, resource in shut.calls))
    says = next(iter(shut.calls.values())).reason
    layers = any("starport" in resource for _, resource in shut.calls)
    whose = "ECR keeps the layers of every image in that bucket" if layers else "ECS makes that call for the task"
    return Found(
        endpoint,
        statement.path if statement is not None else ("PolicyDocument",),
        f"the endpoint policy of {endpoint.logical_id} does not allow {actions}, which tasks of {users} need to start",
        f"{whose}, and {says}: the task stops before its containers start",
        f"allow {actions} on {on} in PolicyDocument of {endpoint.logical_id}",
    )


def _subject(inquiry: Inquiry, resource: str) -> str:
    if resource.endswith("/layer"):
        return f"{resource.removesuffix('/layer')}/*"
    return typed(inquiry, resource)


CHECK = Check(
    "STA018",
    Severity.ERROR,
    Question.START,
    "A VPC endpoint policy blocks calls that tasks need to start: image, secrets, parameters or logs",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html "
    "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
    _ask,
)
