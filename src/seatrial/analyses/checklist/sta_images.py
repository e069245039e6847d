"""The image of a container: whether its name leads to a registry, and whether that can have it when the stack is new.

Sources: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html (read 2026-11-29; the form of the host),
https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html (read 2026-11-30; what the first pull
of an image needs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam import RoleView
from seatrial.analyses.launch import Call
from seatrial.analyses.launch.image_reference import image_of
from seatrial.analyses.launch.secret_reference import SecretReference, find_secret, login_of, reference_of
from seatrial.analyses.launch.secret_value import own_keys_of, partly_known
from seatrial.analyses.launch.steps import registry
from seatrial.kinds.data.regions import may_be_region
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_text, at, is_whole

SERVICE, CACHE = "AWS::ECS::Service", "AWS::ECR::PullThroughCacheRule"
REPOSITORY = "AWS::ECR::Repository"
PREFIX, EVERY = "EcrRepositoryPrefix", "ROOT"
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html (read 2026-11-30)
LOGIN = ("username", "password")
IMPORTS = ("ecr:CreateRepository", "ecr:BatchImportUpstreamImage")
_OF_ECR = re.compile(
    r"(?:\d{12}\.(?:(?:dkr|ecr)\..*amazonaws|dkr\.ecr\.[a-z]{2,4}(?:-[a-z]+)+-\d\Z)"
    # Somebody else's host may end like that, but not begin with a number or a region as well.
    r"|(?:\d+|[a-z]{2,4}(?:-[a-z]+)+-\d)\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com|on\.aws))"
)
_SHAPE = re.compile(r"[^.]+\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)")
_ACCOUNT = re.compile(r"\d{12}")


def odd_registry(host: str) -> bool:
    """Whether a host is meant to be one of ECR's, and is none: nothing answers to that name."""
    return bool(_OF_ECR.match(host)) and registry(host) is None


def odd_image(image: str) -> bool:
    """Whether an image is meant to come from ECR, and its host is none of it or stands alone."""
    host, slash, _ = image.partition("/")
    return odd_registry(host) or (not slash and registry(host.partition(":")[0]) is not None)


def _registry_hosts(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            image = image_of(at(container, "Image"))
            host = image.partition("/")[0]
            key = (definition.logical_id, host)
            if not odd_image(image) or key in seen or inquiry.refused_at(definition):
                continue
            seen.add(key)
            path: PropertyPath = ("ContainerDefinitions", index, "Image")
            yield _odd(inquiry, definition, path, image) if odd_registry(host) else _bare(definition, path, image)


def _odd(inquiry: Inquiry, definition: Resource, path: PropertyPath, image: str) -> Found:
    host, _, rest = image.partition("/")
    scope, match = inquiry.system.scope, _SHAPE.fullmatch(host)
    account = host.partition(".")[0]
    wrong, because = "", ""
    if not _ACCOUNT.fullmatch(account):
        wrong = f": {account} is no account"
        if is_whole(account):
            because = "an account's number has twelve digits, and YAML keeps leading zeros in quotes only; "
        account = "ACCOUNT" if is_whole(account) else scope.account
    elif match is not None and not may_be_region(match["region"]):
        wrong = f": there is no region {match['region']}"
    right = f"{account}.dkr.ecr.{scope.region}.{dns_suffix_of(scope.region)}"
    return Found(
        definition,
        path,
        f"{definition.logical_id} pulls its image from {host}, which is not an Amazon ECR registry{wrong}",
        f"{because}the name does not resolve: the image is not pulled, and the task stops before its containers start",
        f"write {right}/{rest or 'REPOSITORY:TAG'}",
    )


def _bare(definition: Resource, path: PropertyPath, image: str) -> Found:
    return Found(
        definition,
        path,
        f"the image of {definition.logical_id} is {image}, a registry without a repository",
        "without a / the whole of it is taken for the name of an image on Docker Hub, which has none of that name: the "
        "image is not pulled, and the task stops before its containers start",
        f"write {image.partition(':')[0]}/REPOSITORY:TAG",
    )


def _own_repository(inquiry: Inquiry) -> Iterator[Said]:
    for placement in inquiry.placements:
        definition = placement.definition
        if definition is None or placement.by.type != SERVICE or as_text(placement.by.get("DesiredCount")) == "0":
            continue
        for index, container in inquiry.containers(definition):
            repository = _repository(inquiry, image_of(at(container, "Image")))
            if repository is not None:
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, "Image"),
                    f"{definition.logical_id} runs an image of {repository.logical_id}, which this template makes",
                    "a repository is empty when it is created, so at first the service's tasks find "
                    "no image, and the service does not reach a steady state",
                    "create the repository in a stack of its own and push the image first, or create the service with "
                    "DesiredCount: 0 first",
                    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
                    f"{image_of(at(container, 'Image'))}: {image_of(at(container, 'Image'))}: not found",
                )


def _repository(inquiry: Inquiry, image: str) -> Resource | None:
    uri = image.partition("@")[0]
    uri = uri if ":" not in uri.rpartition("/")[2] else uri.rpartition(":")[0]
    for repository in inquiry.system.of_type(REPOSITORY):
        if uri and uri == as_text(repository.attributes.get("RepositoryUri")):
            return repository
    return None


def _logins(inquiry: Inquiry) -> Iterator[Said]:
    """A registry's login whose secret has other keys than ECS reads."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            key = ("RepositoryCredentials", "CredentialsParameter")
            reference = reference_of(login_of(at(container, *key), inquiry.system.scope), inquiry.system.scope)
            secret = find_secret(inquiry.systems, reference) if isinstance(reference, SecretReference) else None
            if secret is None or partly_known(secret) or isinstance(secret.get("SecretString"), Unknown):
                continue
            keys = own_keys_of(secret)
            missing = [item for item in LOGIN if item not in keys]
            given = secret.get("SecretString") is not None or secret.get("GenerateSecretString") is not None
            if missing and given:
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, *key),
                    f"{secret.logical_id}, the registry's login of {definition.logical_id}, has no "
                    f"{' and no '.join(missing)}",
                    "ECS reads username and password from its JSON: the image is not pulled, and the task stops",
                    f"write the secret of {secret.logical_id} as a JSON object with username and password",
                )


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


CHECKS = (
    Check(
        "STA014",
        Severity.WARNING,
        Question.START,
        "The image comes from a repository that the same template creates, which is empty at first",
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push.html",
        _own_repository,
    ),
    Check(
        "STA023",
        Severity.ERROR,
        Question.START,
        "An image is named at a host that is not an Amazon ECR registry, or by a registry alone",
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html",
        _registry_hosts,
    ),
    Check(
        "STA152",
        Severity.ERROR,
        Question.START,
        "The login of a private registry has no username or no password",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html",
        _logins,
    ),
    Check(
        "STA151",
        Severity.WARNING,
        Question.START,
        "An image is to come through ECR's cache of another registry, and can't at first",
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html",
        _cached,
    ),
)
