"""Whether a metric of one's own is watched by the name by which the template's own parts write it.

CloudWatch takes any namespace and any name, so that one letter makes another metric, without data. What a template
writes is what its metric filters make, where its roles may put metrics, and what its containers are told.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
(namespaces and names of metrics are told apart to the letter),
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html (cloudwatch:namespace).
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_metrics import watchers
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at, leaves

_FILTER = "AWS::Logs::MetricFilter"
_POLICIES = ("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
_KEY = "cloudwatch:namespace"
# How alike a name is to the one that it means; of 1.
_CLOSE = 0.85
_NOT_OWN = ("AWS/", "ECS/", "ContainerInsights", "CWAgent", "LambdaInsights")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    own = [
        item
        for item in watchers(inquiry)
        if isinstance(item.metric.namespace, str) and not item.metric.namespace.startswith(_NOT_OWN)
    ]
    if not own:
        return
    filtered = _filtered(inquiry)
    told = (value for item in inquiry.definitions for *_, value in variables(item) if isinstance(value, str))
    written = {*filtered, *_allowed(inquiry), *told}
    for watcher in own:
        name, space = as_text(watcher.metric.name), as_text(watcher.metric.namespace)
        if not space or watcher.resource.logical_id in inquiry.refused:
            continue
        near = [] if space in written else get_close_matches(space, sorted({*written} - {name}), 1, _CLOSE)
        key, right = "Namespace", near[0] if near else ""
        if not near and (names := filtered.get(space)) and name and name not in names:
            close = get_close_matches(name, sorted(names), 1, _CLOSE)
            key, right = "MetricName", close[0] if close else ""
        if right:
            given = space if key == "Namespace" else name
            what = "in the namespace" if key == "Namespace" else "the metric"
            of = f"{name} {what} {given}" if key == "Namespace" else f"{what} {given}"
            yield Found(
                watcher.resource,
                (*watcher.metric.path, key),
                f"{watcher.resource.logical_id} watches {of}, and {right} is written",
                f"no part of the template writes {given}, so it has no data and never goes off",
                f"write {key}: {right}",
            )


def _filtered(inquiry: Inquiry) -> dict[str, set[str]]:
    """The metrics that filters of logs write, by namespace."""
    found: dict[str, set[str]] = {}
    for item in inquiry.system.of_type(_FILTER):
        for made in as_list(item.get("MetricTransformations")):
            space, name = at(made, "MetricNamespace"), at(made, "MetricName")
            if isinstance(space, str) and isinstance(name, str):
                found.setdefault(space, set()).add(name)
    return found


def _allowed(inquiry: Inquiry) -> Iterator[str]:
    """The namespaces to which roles may put metrics, where their policies name them."""
    for resource in inquiry.system.of_type(*_POLICIES):
        for path, leaf in leaves(dict(resource.properties), ()):
            named = next((part for part in reversed(path) if isinstance(part, str)), "")
            if named.lower() == _KEY and isinstance(leaf, str) and "*" not in leaf:
                yield leaf


CHECK = Check(
    "SCA320",
    Severity.WARNING,
    Question.SCALE,
    "A metric of one's own is watched by another name than it is written by",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html",
    _ask,
)
