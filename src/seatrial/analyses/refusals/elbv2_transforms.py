"""What CreateRule refuses about the transforms of a listener rule.

Rules: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleTransform.html ("Specify only when
Type is"), https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html ("one host header
rewrite transform and one URL rewrite transform per rule"; both read 2026-11-30). The texts are ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import entries
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text, at

CONFIGS: Mapping[str, str] = {"host-header-rewrite": "HostHeaderRewriteConfig", "url-rewrite": "UrlRewriteConfig"}
_API = "elbv2.CreateRule"


def transforms_refused(resource: Resource) -> Iterator[Refusal]:
    seen: set[str] = set()
    for index, item in enumerate(entries(resource.get("Transforms"))):
        path: PropertyPath = ("Transforms", index)
        kind = as_text(at(item, "Type"))
        if kind not in CONFIGS:
            continue
        if kind in seen:
            text = f"A rule can only have one '{kind}' transform"
            yield Refusal(_API, "ValidationError", text, path, ours=True)
        seen.add(kind)
        for other, config in CONFIGS.items():
            if other != kind and at(item, config) is not None:
                text = f"{config} is for the transform '{other}' alone, and Type is {kind}"
                yield Refusal(_API, "ValidationError", text, (*path, config), instead=CONFIGS[kind], ours=True)
