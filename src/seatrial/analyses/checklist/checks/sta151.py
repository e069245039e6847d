"""Whether an image that is to come through ECR's cache of another registry can come from there when the stack is new.

The task that first pulls an image has ECR make its repository and fetch it, as the task execution role.

Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html (read 2026-11-30; what the
first pull of an image needs).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam import RoleView
from seatrial.analyses.launch import Call
from seatrial.analyses.launch.steps import registry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text, at

CACHE = "AWS::ECR::PullThroughCacheRule"
REPOSITORY = "AWS::ECR::Repository"
PREFIX, EVERY = "EcrRepositoryPrefix", "ROOT"
IMPORTS = ("ecr:CreateRepository", "ecr:BatchImportUpstreamImage")


def _cached(inquiry: Inquiry) -> Iterator[Said]:
    """Images of another registry that a rule of the template has ECR fetch."""
    rules = list(inquiry.system.of_type(CACHE))
    policies = any(True for system in inquiry.systems for _ in system.of_type("AWS::ECR::RegistryPolicy"))
    told: set[tuple[str, str]] = set()
    for definition in inquiry.definitions if rules else ():
        for index, container in inquiry.containers(definition):
            host, _, name = as_text(at(container, "Image")).partition("/")
            name = name.partition("@")[0].rpartition(":")[0] or name
            at_home = registry(host)
            if at_home is None or at_home["account"] != inquiry.system.scope.account:
                continue
            path: PropertyPath = ("ContainerDefinitions", index, "Image")
            named = [item for item in rules if name.startswith(f"{as_text(item.get(PREFIX))}/")]
            rule = next((item for item in (*named, *rules) if item in named or item.get(PREFIX) == EVERY), None)
            if rule is None:
                yield from _misspelt(inquiry, definition, path, name, rules)
                continue
            role = inquiry.role(definition.get("ExecutionRoleArn"))
            if policies or not isinstance(role, RoleView) or (role.name, rule.logical_id) in told:
                continue
            arn = f"arn:{inquiry.system.scope.partition}:ecr:{at_home['region']}:{at_home['account']}:repository/{name}"
            # A repository that is there need not be made, and its own policy may allow the rest.
            there = [item for item in inquiry.system.of_type(REPOSITORY) if item.get("RepositoryName") == name]
            if any(item.get("RepositoryPolicyText") is not None for item in there):
                continue
            calls = IMPORTS[1:] if there else IMPORTS
            missing = [call for call in calls if inquiry.decide(role, Call(call, arn)).allowed is False]
            if missing:
                told.add((role.name, rule.logical_id))
                lacking, who = " and ".join(missing), role.resource.logical_id
                prefix = f"{as_text(rule.get(PREFIX))}/" if rule in named else ""
                yield Found(
                    role.resource,
                    (),
                    f"{who} may not have ECR fetch {name} through {rule.logical_id}",
                    f"the first pull of an image takes {lacking} as well, which no policy of the template allows: "
                    "without a policy of the registry that does, the image is not found, and the task stops",
                    f"allow {lacking} on repository/{prefix}* in {who}",
                )


def _misspelt(
    inquiry: Inquiry, definition: Resource, path: PropertyPath, name: str, rules: Sequence[Resource]
) -> Iterator[Said]:
    from difflib import get_close_matches

    first, slash, rest = name.partition("/")
    prefixes = [as_text(item.get(PREFIX)) for item in rules]
    near = get_close_matches(first, prefixes, 1, 0.7) if slash else []
    own = {as_text(item.get("RepositoryName")) for item in inquiry.system.of_type(REPOSITORY)}
    if near and name not in own:
        yield Found(
            definition,
            path,
            f"{definition.logical_id} pulls {name}, which none of the template's cache rules is for",
            f"there is one for {near[0]}/: without a repository of that name there is no image, and the task stops",
            f"write {near[0]}/{rest} in Image",
        )


CHECK = Check(
    "STA151",
    Severity.WARNING,
    Question.START,
    "An image is to come through ECR's cache of another registry, and can't at first",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html",
    _cached,
)
