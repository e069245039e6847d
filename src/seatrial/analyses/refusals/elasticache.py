"""What ElastiCache refuses about replication groups: what needs encryption in transit, and what needs a second node.

Sources (read 2026-11-29) of the texts stand above them; of the rules:
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.parameter_groups import cache_group_refused
from seatrial.analyses.refusals.rds_needed import apart
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_number, as_text, is_whole

GROUP = "AWS::ElastiCache::ReplicationGroup"
LEAST_NODES = 2
# The first and the last version of each engine; what comes after the last Valkey isn't known.
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html (read 2026-11-29)
FIRST_VERSIONS = {"redis": ((2, 6), (7, 1)), "valkey": ((7, 2), (99, 99))}
# From this one on a version has two parts.
FIRST_WITHOUT_PATCH = 6
# Properties that say that the data is in shards, or where else the group comes from.
_SHARDS = ("NumNodeGroups", "ReplicasPerNodeGroup", "NodeGroupConfiguration")
_ELSEWHERE = ("GlobalReplicationGroupId", "PrimaryClusterId")

_Said = tuple[str, str, bool]


def group_refused(world: World, resource: Resource) -> Refusal | None:
    for message, key, ours in (
        *_version(resource),
        *_old_groups(resource),
        *_encryption(resource),
        *_failover(resource),
        *_home(world, resource),
    ):
        code = "InvalidParameterValue" if key == "EngineVersion" else "InvalidParameterCombination"
        return Refusal("elasticache.CreateReplicationGroup", code, message, (key,), ours=ours)
    return cache_group_refused(world, resource, "elasticache.CreateReplicationGroup")


def cluster_refused(world: World, resource: Resource) -> Refusal | None:
    """AWS::ElastiCache::CacheCluster."""
    return cache_group_refused(world, resource, "elasticache.CreateCacheCluster")


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


def _lacks_cluster_mode(resource: Resource) -> bool:
    """Whether a group with a number of shards is said to be one without cluster mode."""
    group, mode = as_text(resource.get("CacheParameterGroupName")), resource.get("ClusterMode")
    return mode == "disabled" or (mode is None and group.startswith("default.") and not group.endswith(".on"))


def _home(world: World, resource: Resource) -> Iterator[_Said]:
    elsewhere = any(resource.get(key) is not None for key in ("CacheSubnetGroupName", *_ELSEWHERE))
    vpc = "" if elsewhere else apart(world, resource, "SecurityGroupIds")
    if vpc:
        text = f"The cache is made in the account's default VPC, and its security groups are in {vpc}."
        yield text, "CacheSubnetGroupName", True


def _version(resource: Resource) -> Iterator[_Said]:
    version, engine = resource.get("EngineVersion"), as_text(resource.get("Engine")).lower()
    parts = as_text(version).split(".") if is_given(version) else []
    if not all(map(is_whole, parts)) or not parts or engine not in FIRST_VERSIONS:
        return
    if int(parts[0]) >= FIRST_WITHOUT_PATCH and len(parts) > 2:
        # https://github.com/crossplane-contrib/provider-aws/issues/1617
        text = f"Specific version selection is not allowed for '{as_text(version)}', please use '{'.'.join(parts[:2])}'"
        yield text, "EngineVersion", False
    first, last = FIRST_VERSIONS[engine]
    numbers = tuple(map(int, parts[:2]))
    if numbers < first[: len(numbers)] or numbers > last[: len(numbers)]:
        text = f"There is no {engine} {as_text(version)}: it begins with {first[0]}.{first[1]}"
        yield text + (f" and ends with {last[0]}.{last[1]}." if engine == "redis" else "."), "EngineVersion", True


def _old_groups(resource: Resource) -> Iterator[_Said]:
    """Cache security groups are those of EC2-Classic."""
    if entries(resource.get("CacheSecurityGroupNames")) and resource.get("CacheSubnetGroupName") is not None:
        yield "Cache security groups are not for caches in a VPC.", "CacheSecurityGroupNames", True


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


_NODES = ("NumCacheClusters", "PreferredCacheClusterAZs", "PrimaryClusterId", "GlobalReplicationGroupId")


def _failover(resource: Resource) -> Iterator[_Said]:
    failover, nodes = resource.get("AutomaticFailoverEnabled"), resource.get("NumCacheClusters")
    if isinstance(failover, Unknown):
        return
    too_few = is_given(nodes) and as_number(nodes, LEAST_NODES) < LEAST_NODES
    # "If AutomaticFailoverEnabled is false you can omit this parameter (it will default to 1)": NumCacheClusters.
    too_few = too_few or all(resource.get(key) is None for key in _NODES)
    if as_flag(failover) and too_few and not may_be_sharded(resource):
        # https://github.com/ministryofjustice/cloud-platform-environments/pull/5719
        text = "When using automatic failover, there must be at least 2 cache clusters in the replication group."
        yield text, "NumCacheClusters", False
    # One shard without replicas is one node; cluster mode, which takes that, has its own parameter groups.
    replicas, shards = resource.get("ReplicasPerNodeGroup"), resource.get("NumNodeGroups")
    alone = is_given(replicas) and as_number(replicas, 1) == 0 and is_given(shards) and as_number(shards, 0) == 1
    if as_flag(failover) and alone and _lacks_cluster_mode(resource):
        text = "When using automatic failover, there must be at least 2 cache clusters in the replication group."
        yield text, "ReplicasPerNodeGroup", False
    zones = resource.get("MultiAZEnabled")
    if failover is not None and not as_flag(failover) and is_given(zones) and as_flag(zones):
        # https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group
        # ("If true, automatic_failover_enabled must also be enabled").
        yield "MultiAZEnabled needs AutomaticFailoverEnabled.", "AutomaticFailoverEnabled", True
