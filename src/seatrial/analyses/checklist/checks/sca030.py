"""Whether metrics of Container Insights that are watched are collected at all.

The metrics in ``ECS/ContainerInsights`` are only there while Container Insights is on for the cluster: the cluster says
so, or else the account's default.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_metrics import watchers
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at

CLUSTER = "AWS::ECS::Cluster"
INSIGHTS = "ECS/ContainerInsights"


def _collected(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for watcher in watchers(inquiry):
        cluster = inquiry.find(watcher.metric.dimensions.get("ClusterName"), CLUSTER)
        if as_text(watcher.metric.namespace) != INSIGHTS or cluster is None or cluster.logical_id in told:
            continue
        given = _setting(cluster)
        if isinstance(given, Unknown) or given in ("enabled", "enhanced") or inquiry.refused_at(cluster):
            continue
        told.add(cluster.logical_id)
        scales = watcher.policy is not None
        off = given == "disabled"
        then = "nothing ever scales" if scales else "the alarm never goes off"
        yield Found(
            cluster if inquiry.owns(cluster) else watcher.resource,
            ("ClusterSettings",) if inquiry.owns(cluster) else watcher.metric.path,
            f"{watcher.resource.logical_id} watches Container Insights of {cluster.logical_id}, "
            + ("where it is disabled" if off else "where nothing enables it"),
            f"without Container Insights there is no data in {INSIGHTS}: {then}"
            + ("" if off else ", unless the account enables it for every new cluster"),
            f"set ClusterSettings: [{{ Name: containerInsights, Value: enabled }}] in {cluster.logical_id}",
            severity=Severity.ERROR if off and scales else Severity.WARNING,
        )


def _setting(cluster: Resource) -> str | Unknown:
    """What a cluster says about Container Insights; "" where it says nothing."""
    settings = cluster.get("ClusterSettings")
    if isinstance(settings, Unknown):
        return settings
    for item in as_list(settings):
        name, value = at(item, "Name"), at(item, "Value")
        if isinstance(name, Unknown):
            return name
        if name == "containerInsights":
            return value if isinstance(value, Unknown) else as_text(value)
    return ""


CHECK = Check(
    "SCA030",
    Severity.ERROR,
    Question.SCALE,
    "Metrics of Container Insights are watched where it is off",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html",
    _collected,
)
