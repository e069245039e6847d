"""What ElastiCache refuses about replication groups: what needs encryption in transit, and what needs a second node.

Sources (read 2026-11-29) of the texts stand above them; of the rules:
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.rds_needed import apart
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_number, as_text

GROUP = "AWS::ElastiCache::ReplicationGroup"
LEAST_NODES = 2
# Properties that say that the data is in shards, or where else the group comes from.
_SHARDS = ("NumNodeGroups", "ReplicasPerNodeGroup", "NodeGroupConfiguration")
_ELSEWHERE = ("GlobalReplicationGroupId", "PrimaryClusterId")

_Said = tuple[str, str, bool]


def group_refused(world: World, resource: Resource) -> Refusal | None:
    for message, key, ours in (*_encryption(resource), *_failover(resource), *_home(world, resource)):
        code = "InvalidParameterCombination"
        return Refusal("elasticache.CreateReplicationGroup", code, message, (key,), ours=ours)
    return None


def may_be_sharded(resource: Resource) -> bool:
    """Whether a replication group has cluster mode enabled, or may have it by a parameter group that isn't known."""
    group, mode = resource.get("CacheParameterGroupName"), resource.get("ClusterMode")
    if as_text(mode) in ("enabled", "compatible") or isinstance(mode, Unknown):
        return True
    if any(resource.get(key) is not None for key in (*_SHARDS, *_ELSEWHERE)):
        return True
    return group is not None and not (
        isinstance(group, str) and group.startswith("default.") and not group.endswith(".cluster.on")
    )


def _home(world: World, resource: Resource) -> Iterator[_Said]:
    elsewhere = any(resource.get(key) is not None for key in ("CacheSubnetGroupName", *_ELSEWHERE))
    vpc = "" if elsewhere else apart(world, resource, "SecurityGroupIds")
    if vpc:
        text = f"The cache is made in the account's default VPC, and its security groups are in {vpc}."
        yield text, "CacheSubnetGroupName", True


def _encryption(resource: Resource) -> Iterator[_Said]:
    encrypted = resource.get("TransitEncryptionEnabled")
    if isinstance(encrypted, Unknown) or as_flag(encrypted) or resource.get("GlobalReplicationGroupId") is not None:
        return
    token = resource.get("AuthToken")
    if (as_text(token) or isinstance(token, Unknown)) and not _may_be_nothing(resource):
        # https://github.com/widdix/aws-cf-templates/issues/263
        yield "The AUTH token is only supported when encryption-in-transit is enabled", "AuthToken", False
    if entries(resource.get("UserGroupIds")):
        # https://github.com/hashicorp/terraform-provider-aws/issues/42966
        text = "User group based access control requires encryption-in-transit to be enabled on the replication group."
        yield text, "UserGroupIds", False


def _may_be_nothing(resource: Resource) -> bool:
    """Whether a token that isn't known may turn out to be none; one from a secret of the template is one."""
    if not isinstance(resource.get("AuthToken"), Unknown):
        return False
    return not any(item.path[:1] == ("AuthToken",) for item in resource.references)


def _failover(resource: Resource) -> Iterator[_Said]:
    failover, nodes = resource.get("AutomaticFailoverEnabled"), resource.get("NumCacheClusters")
    if isinstance(failover, Unknown):
        return
    too_few = is_given(nodes) and as_number(nodes, LEAST_NODES) < LEAST_NODES
    if as_flag(failover) and too_few and not may_be_sharded(resource):
        # https://github.com/ministryofjustice/cloud-platform-environments/pull/5719
        text = "When using automatic failover, there must be at least 2 cache clusters in the replication group."
        yield text, "NumCacheClusters", False
    zones = resource.get("MultiAZEnabled")
    if failover is not None and not as_flag(failover) and is_given(zones) and as_flag(zones):
        # https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group
        # ("If true, automatic_failover_enabled must also be enabled").
        yield "MultiAZEnabled needs AutomaticFailoverEnabled.", "AutomaticFailoverEnabled", True
