"""What stands beside a resource's properties: DependsOn, Condition, Metadata, DeletionPolicy, UpdateReplacePolicy.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-product-attribute-reference.html
(read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seatrial.kinds import CARDS, schema
from seatrial.model.span import Span
from seatrial.model.value import Properties, Unknown, Value, as_text
from seatrial.readers.cloudformation.answers import answer, no_snapshots, unresolved
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import Problems, clip, nearest
from seatrial.readers.cloudformation.resolve import Resolver
from seatrial.readers.cloudformation.scope import Names, Site

_POLICIES = {
    "DeletionPolicy": ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot"),
    "UpdateReplacePolicy": ("Delete", "Retain", "Snapshot"),
}
# "The default policy is Snapshot for AWS::RDS::DBCluster resources and for AWS::RDS::DBInstance resources that don't
# specify the DBClusterIdentifier property."
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
# From here on a name is plainly another one with a slip; siblings such as RouteA and RouteB are less alike.
_SURE = 0.85
_SNAPSHOT = ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance")
# Same source; the sentence as users of CDK quote it of tables (read 2026-11-29).
_HAVE_SNAPSHOTS = (
    *_SNAPSHOT,
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::Redshift::Cluster",
)


def depends_on(name: str, node: MappingNode, names: Names) -> Iterator[tuple[str, Span]]:
    """The resources that DependsOn names, without those whose condition is false: CloudFormation passes over them."""
    found = node.get("DependsOn")
    items = found.items if isinstance(found, SequenceNode) else [found] if found is not None else []
    seen: set[str] = set()
    for item in items:
        target = _name(item, names)
        if target is None:
            names.problems.error(
                "TPL006",
                f"DependsOn of {clip(name)} is {kind_of(item)} where a logical id is wanted",
                item.span,
                mend="DependsOn: LogicalId",
                logical_id=name,
            )
        elif target not in names.resource_types and (names.opened or names.unmade):
            continue
        elif target not in names.resource_types:
            known = [one for one in names.resource_types if one != name]
            near, sure = nearest(target, known), nearest(target, known, _SURE)
            several = [part.strip() for part in target.split(",")]
            listed = len(several) > 1 and all(part in names.resource_types for part in several)
            names.problems.error(
                "TPL010",
                f"{clip(name)} depends on {clip(target)}, which is not there",
                item.span,
                why=answer(unresolved(clip(target), "Resources")),
                mend=f"write DependsOn: [{', '.join(clip(part) for part in several)}]"
                if listed
                else f"did you mean {sure}?"
                if sure
                else f"add a resource {clip(target)}, or leave it out" + (f"; or did you mean {near}?" if near else ""),
                logical_id=name,
            )
        elif target not in names.absent and target not in seen:
            seen.add(target)
            yield target, item.span


def condition(node: MappingNode, names: Names) -> ScalarNode | None:
    """The name of a resource's or an output's condition."""
    found = node.get("Condition")
    if found is None:
        return None
    name = _name(found, names)
    if name is None:
        what = f"Condition is {kind_of(found)} where the name of a condition is wanted"
        names.problems.error("TPL006", what, found.span, mend="name a condition of the Conditions section")
        return None
    return ScalarNode(name, found.span)


def _name(node: Node, names: Names) -> str | None:
    """A name; with AWS::LanguageExtensions, what a function makes of it."""
    if isinstance(node, ScalarNode):
        return node.text if node.value is not None else None
    if not names.extensions:
        return None
    value = Resolver(names, Site(block="Conditions")).value(node)
    return value if isinstance(value, str) else None


def policy(name: str, kind: str, node: MappingNode, attribute: str, properties: Properties, names: Names) -> str:
    """DeletionPolicy or UpdateReplacePolicy; the default where it is missing or wrong."""
    default = "Delete"
    if attribute == "DeletionPolicy" and kind in _SNAPSHOT and not properties.get("DBClusterIdentifier"):
        default = "Snapshot"
    found = node.get(attribute)
    if found is None:
        return default
    allowed = _POLICIES[attribute]
    value: Value = None
    if isinstance(found, ScalarNode) or names.extensions:
        value = Resolver(names, Site(name, "Conditions")).value(found)
    if value == "Snapshot" and (kind in CARDS or schema.knows(kind)) and kind not in _HAVE_SNAPSHOTS:
        names.problems.error(
            "TPL033",
            f"{attribute} of {clip(name)} is Snapshot, and {kind} has no snapshots",
            found.span,
            why=answer(no_snapshots(kind)) if attribute == "DeletionPolicy" else "",
            mend=f"write {attribute}: Retain, or leave it out",
            logical_id=name,
        )
        return default
    if isinstance(value, str) and value in allowed:
        return value
    if not isinstance(value, Unknown):
        has = clip(as_text(value)) or kind_of(found)
        near = nearest(as_text(value), allowed)
        names.problems.error(
            "TPL006",
            f"{attribute} of {clip(name)} is {has}",
            found.span,
            mend=f"did you mean {near}?" if near else f"one of: {', '.join(allowed)}",
            logical_id=name,
        )
    return default


def metadata(node: MappingNode, names: Names, site: Site | None = None) -> Properties:
    """A resource's Metadata, or the template's own. It decides nothing, so what is wrong in it is nobody's concern.

    What it refers to is created before the resource, as with any other reference; since DependsOn takes no condition,
    a reference in the metadata is how templates wait for a resource that there may not be. ``site`` is told of it.
    """
    found = node.get("Metadata")
    if not isinstance(found, MappingNode):
        return {}
    own = Site()
    value = Resolver(replace(names, problems=Problems()), own).value(found)
    if site is not None:
        for item in own.found:
            site.refer(("Metadata", *item.path), item.target, item.attribute, item.span)
    return value if isinstance(value, dict) else {}
