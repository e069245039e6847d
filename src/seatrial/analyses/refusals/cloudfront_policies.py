"""What CloudFront refuses about policies: those of AWS's in the place of another kind, and times to live out of order.

AWS's managed policies have the same ids in every account, and each kind has ids of its own: what is one character away
from such an id is no policy of anybody's.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/
using-managed-cache-policies.html, using-managed-origin-request-policies.html and
using-managed-response-headers-policies.html; the codes in https://docs.aws.amazon.com/cloudfront/latest/APIReference/
API_CreateDistribution.html (NoSuchCachePolicy, ...). Times: the text as
https://github.com/hashicorp/terraform-provider-aws/issues/17878 quotes it; that it holds for a cache policy,
https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/571.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, is_given
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_number, as_text, at

# By id, the name that AWS gives it.
CACHE: Mapping[str, str] = {
    "2e54312d-136d-493c-8eb9-b001f22f67d2": "Amplify",
    "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": "CachingDisabled",
    "658327ea-f89d-4fab-a63d-7e88639e58f6": "CachingOptimized",
    "b2884449-e4de-46a7-ac36-70bc7f1ddd6d": "CachingOptimizedForUncompressedObjects",
    "08627262-05a9-4f76-9ded-b50ca2e3a84f": "Elemental-MediaPackage",
    "83da9c7e-98b4-4e11-a168-04f0df8e2c65": "UseOriginCacheControlHeaders",
    "4cc15a8a-d715-48a4-82b8-cc0b614638fe": "UseOriginCacheControlHeaders-QueryStrings",
}
REQUEST: Mapping[str, str] = {
    "216adef6-5c7f-47e4-b989-5492eafa07d3": "AllViewer",
    "33f36d7e-f396-46d9-90e0-52428a34d9dc": "AllViewerAndCloudFrontHeaders-2022-06",
    "b689b0a8-53d0-40ab-baf2-68738e2966ac": "AllViewerExceptHostHeader",
    "59781a5b-3903-41f3-afcb-af62929ccde1": "CORS-CustomOrigin",
    "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf": "CORS-S3Origin",
    "775133bc-15f2-49f9-abea-afb2e0bf67d2": "Elemental-MediaTailor-PersonalizedManifests",
    "bf0718e1-ba1e-49d1-88b1-f726733018ae": "HostHeaderOnly",
    "acba4595-bd28-49b8-b9fe-13317c0390fa": "UserAgentRefererHeaders",
}
RESPONSE: Mapping[str, str] = {
    "60669652-455b-4ae9-85a4-c4c02393f86c": "SimpleCORS",
    "5cc3b908-e619-4b99-88e5-2cf7f45965bd": "CORS-With-Preflight",
    "eaab4381-ed33-4a86-88ca-d9558dc6cd63": "CORS-with-preflight-and-SecurityHeadersPolicy",
    "e61eb60c-9c35-4d20-a928-2b84e02af89c": "CORS-and-SecurityHeadersPolicy",
    "67f7725c-6f97-4210-82d7-5512b31e9d03": "SecurityHeadersPolicy",
}
KINDS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "CachePolicyId": ("cache policy", "NoSuchCachePolicy", CACHE),
    "OriginRequestPolicyId": ("origin request policy", "NoSuchOriginRequestPolicy", REQUEST),
    "ResponseHeadersPolicyId": ("response headers policy", "NoSuchResponseHeadersPolicy", RESPONSE),
}
_TIMES = ("MinTTL", "DefaultTTL", "MaxTTL")
_ORDER = (
    "MinTTL, MaxTTL and DefaultTTL should follow order MinTTL less than or equal to DefaultTTL less than or equal to "
    "MaxTTL"
)


def policy_problems(behaviour: Value, path: PropertyPath) -> Iterator[Refusal]:
    """The policies that a cache behavior names."""
    for key, (kind, code, ids) in KINDS.items():
        value = at(behaviour, key)
        if not isinstance(value, str) or value in ids:
            continue
        other = next(((what, its[value]) for what, _, its in KINDS.values() if value in its), None)
        near = next((one for one in ids if _is_near(one, value)), "")
        if other is None and not near:
            continue
        text = f"The {kind} {value} does not exist."
        because = (
            f"{value} is {other[1]}, an AWS managed {other[0]}"
            if other is not None
            else f"the AWS managed policy {ids[near]} is {near}"
        )
        api, place = "cloudfront.CreateDistribution", (*path, key)
        yield Refusal(api, code, text, place, because=because, instead=near, ours=True)


def cache_policy_refused(world: World, resource: Resource) -> Refusal | None:
    config = resource.get("CachePolicyConfig")
    return next(times_out_of_order(config, ("CachePolicyConfig",), "cloudfront.CreateCachePolicy"), None)


def times_out_of_order(holder: Value, path: PropertyPath, api: str) -> Iterator[Refusal]:
    """Times to live that are given, of which a lesser one is above a greater one."""
    given = [key for key in _TIMES if is_given(at(holder, key)) and as_text(at(holder, key)).isdigit()]
    for lesser, greater in pairwise(given):
        numbers = [as_number(at(holder, key)) for key in (lesser, greater)]
        if numbers[0] > numbers[1]:
            because = f"{lesser} is {numbers[0]} and {greater} {numbers[1]}"
            yield Refusal(api, "InvalidTTLOrder", _ORDER, (*path, lesser), because=because)


def _is_near(one: str, other: str) -> bool:
    """Whether a text is an id but for one or two characters."""
    return len(one) == len(other) and 0 < sum(a != b for a, b in zip(one, other, strict=True)) <= 2
