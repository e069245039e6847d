"""What ECR refuses about repositories, their lifecycle policies, and rules that cache another registry's images.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-ecr-*``; read 2026-11-23) unless a comment
names another source. Rules of lifecycle policies:
https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html (read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.policy_shape import statements
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import TooDeep, Unknown, Value, as_number, as_text, at, parsed_json

REPOSITORY = "AWS::ECR::Repository"
# https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html (read 2026-11-23)
PATTERN = r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*"
# More than the pattern lets through, for it isn't known how strictly two separators in a row are taken.
NAME = re.compile(r"[a-z0-9](?:[a-z0-9._/-]*[a-z0-9])?\Z")
_POLICY = "RepositoryPolicyText"
# Same source as the rules.
_WORDS: tuple[tuple[PropertyPath, tuple[str, ...]], ...] = (
    (("action", "type"), ("expire", "transition")),
    (("selection", "tagStatus"), ("tagged", "untagged", "any")),
    (
        ("selection", "countType"),
        ("imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"),
    ),
    (("selection", "countUnit"), ("days",)),
)
_NEEDED = ("tagStatus", "countType", "countNumber")
_LIFECYCLE: PropertyPath = ("LifecyclePolicy", "LifecyclePolicyText")


def repository_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ecr.CreateRepository"
    name = as_text(resource.get("RepositoryName"))
    if name and not NAME.match(name):
        # The general form of the API's validation errors.
        constraint = f"'must satisfy regular expression '{PATTERN}''"
        text = f"Invalid parameter at 'repositoryName' failed to satisfy constraint: {constraint}"
        why = "a repository's name is lower-case letters and digits, with . _ - and / between them"
        return Refusal(api, "InvalidParameterException", text, ("RepositoryName",), because=why, instead=_tidy(name))
    if name and any(as_text(other.get("RepositoryName")) == name for other in world.taken(REPOSITORY)):
        # As quoted by many users of the CLI (read 2026-11-23).
        text = f"The repository with name '{name}' already exists in the registry with id '{world.scope.account}'"
        return Refusal(api, "RepositoryAlreadyExistsException", text, ("RepositoryName",))
    for text, path in _settings(resource):
        return Refusal(api, "InvalidParameterException", text, path)
    for path in _resources(resource.get(_POLICY)):
        # https://github.com/aws/aws-cdk/issues/24314 (read 2026-11-29)
        text = "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'"
        why = "a repository's policy speaks of that repository alone: its statements take no Resource"
        return Refusal("ecr.SetRepositoryPolicy", "InvalidParameterException", text, (_POLICY, *path), because=why)
    for text in _lifecycle(resource.get(*_LIFECYCLE)):
        constraint = f"'Lifecycle policy validation failure: {text}'"
        said = f"Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: {constraint}"
        return Refusal("ecr.PutLifecyclePolicy", "InvalidParameterException", said, _LIFECYCLE)
    for text in _unknown_words(resource.get(*_LIFECYCLE)):
        said = f"Lifecycle policy validation failure: {text}."
        return Refusal("ecr.PutLifecyclePolicy", "InvalidParameterException", said, _LIFECYCLE, ours=True)
    return None


# Registries that a cache may stand before, by whether they want to know who asks:
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html (read 2026-11-30)
OPEN_REGISTRIES = ("public.ecr.aws", "quay.io", "registry.k8s.io")
CLOSED_REGISTRIES = ("registry-1.docker.io", "ghcr.io", "registry.gitlab.com")
_AZURE = ".azurecr.io"
# How Docker Hub and others are called elsewhere.
_OTHER_NAMES = {
    **dict.fromkeys(("docker.io", "index.docker.io", "hub.docker.com"), "registry-1.docker.io"),
    **dict.fromkeys(("k8s.gcr.io", "gcr.k8s.io"), "registry.k8s.io"),
    **dict.fromkeys(("github.com", "docker.pkg.github.com"), "ghcr.io"),
    "gitlab.com": "registry.gitlab.com",
}


def cache_refused(world: World, resource: Resource) -> Refusal | None:
    from difflib import get_close_matches

    api, key = "ecr.CreatePullThroughCacheRule", "UpstreamRegistryUrl"
    url, credentials = resource.get(key), resource.get("CredentialArn")
    if not isinstance(url, str) or not url:
        return None
    known_ones = (*OPEN_REGISTRIES, *CLOSED_REGISTRIES)
    host = url.partition("://")[2] or url
    near = get_close_matches(host, known_ones, 1, 0.8) if host not in known_ones else []
    right = _OTHER_NAMES.get(host.rstrip("/")) or (host.rstrip("/") if host != url else "") or "".join(near)
    if right and url not in known_ones:
        text = f"The upstream registry URL {url} is invalid"
        return Refusal(api, "UnsupportedUpstreamRegistryException", text, (key,), instead=right)
    if (url in CLOSED_REGISTRIES or url.endswith(_AZURE)) and credentials is None:
        # https://github.com/aws-controllers-k8s/community/issues/2589 (read 2026-11-30)
        text = "The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN"
        return Refusal(api, "UnsupportedUpstreamRegistryException", text, ("CredentialArn",))
    return None


def _resources(document: Value) -> Iterator[PropertyPath]:
    for statement, path in statements(document):
        for key in ("Resource", "NotResource"):
            if at(statement, key) is not None:
                yield *path, key


def _tidy(name: str) -> str:
    lowered = re.sub(r"[^a-z0-9._/-]+", "-", name.lower()).strip("-._/")
    return lowered if NAME.match(lowered) else ""


def _unknown_words(text: Value) -> Iterator[str]:
    """Values of rules that are none of those which they take, and a unit where there is none. Texts are ours."""
    try:
        document: Value = parsed_json(text) if isinstance(text, str) else None
    except ValueError:
        return
    for rule in entries(at(document, "rules")):
        for path, choices in _WORDS:
            value = at(rule, *path)
            if isinstance(value, str) and value not in choices:
                yield f"{path[-1]} is {value}; it is one of {', '.join(choices)}"
        kind, unit = (at(rule, "selection", key) for key in ("countType", "countUnit"))
        yield from (f"{key} is missing" for key in _NEEDED if at(rule, "selection", key) is None)
        if kind == "imageCountMoreThan" and unit is not None:
            yield "countUnit is only for a countType that begins with since"
        elif isinstance(kind, str) and kind.startswith("since") and unit is None:
            yield f"countUnit is missing beside countType {kind}"


def _settings(resource: Resource) -> Iterator[tuple[str, PropertyPath]]:
    kind, key = (resource.get("EncryptionConfiguration", item) for item in ("EncryptionType", "KmsKey"))
    if kind == "AES256" and is_given(key):
        text = "Invalid encryption configuration: Encryption key should not be set for AES256 encryption."
        yield text, ("EncryptionConfiguration", "KmsKey")
    mode, filters = resource.get("ImageTagMutability"), resource.get("ImageTagMutabilityExclusionFilters")
    excluding = isinstance(mode, str) and mode.endswith("_WITH_EXCLUSION")
    if excluding and filters is None:
        text = f"ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set to {as_text(mode)}"
        yield text, ("ImageTagMutability",)
    if is_given(filters) and not excluding and not isinstance(mode, Unknown):
        text = (
            "ImageTagMutabilityExclusionFilters are not allowed when imageTagMutability is set to "
            f"{as_text(mode) or 'MUTABLE'}"
        )
        yield text, ("ImageTagMutabilityExclusionFilters",)


def _lifecycle(value: Value) -> Iterator[str]:
    """What is wrong with a lifecycle policy's text."""
    if not isinstance(value, str):
        return
    try:
        document: Value = parsed_json(value)
    except TooDeep:
        return
    except ValueError:
        document = None
    rules = at(document, "rules")
    if not isinstance(rules, list):
        yield "Lifecycle policy parsing failure: Could not map policyString into LifecyclePolicy"
        return
    priorities: list[int] = []
    catch_all: list[int] = []
    for rule in rules:
        missing = [key for key in ("rulePriority", "selection", "action") if at(rule, key) is None]
        if missing:
            shown = ",".join(f'"{key}"' for key in missing)
            yield f"object has missing required properties ([{shown}])"
            return
        priority, status = as_number(at(rule, "rulePriority")), at(rule, "selection", "tagStatus")
        if priority in priorities:
            yield "Duplicate priority in multiple rules"
        if priority < 1:
            yield "numeric instance is lower than the required minimum"
        priorities.append(priority)
        if status == "any":
            catch_all.append(priority)
        lists = [key for key in ("tagPrefixList", "tagPatternList") if at(rule, "selection", key) is not None]
        if status == "tagged" and not lists:
            yield "Must specify tagPrefixList or tagPatternList"
        if status == "tagged" and len(lists) > 1:
            yield "If policy has a tagged rule, it must specify only one of tagPrefixList or tagPatternList"
        if status in ("any", "untagged") and lists:
            yield f"Cannot specify {lists[0]} with tagStatus {as_text(status)}"
    if any(at(rule, "action", "type") == "transition" for rule in rules):
        # How rules of two storage classes stand beside each other isn't known well enough.
        return
    if len(catch_all) > 1:
        yield "Only one rule can specify tagStatus=ANY"
    elif catch_all and catch_all[0] < max(priorities):
        yield "Rule for tagStatus=ANY must have the highest rulePriority"
