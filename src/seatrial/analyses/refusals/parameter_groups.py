"""What RDS and ElastiCache refuse about parameter groups: one that is for another engine, or for another version of it.

A parameter group is made for a family, which is an engine with the part of its version that counts: postgres16,
mysql8.0, aurora-mysql8.0, redis7. The default groups carry their family in their names.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBParameterGroup.html,
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheParameterGroup.html (families); the
texts: https://github.com/mattermost/mattermost-load-test-ng/pull/707 (a group of another family),
https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/703 (a family that there is not),
https://github.com/hashicorp/terraform-provider-aws/issues/27709 (ElastiCache).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_text

GROUP, CLUSTER_GROUP = "AWS::RDS::DBParameterGroup", "AWS::RDS::DBClusterParameterGroup"
CACHE_GROUP = "AWS::ElastiCache::ParameterGroup"
_DEFAULT = "default."
# How a family of each engine is written behind its name; others are left to RDS.
_FORMS: Mapping[str, str] = {
    "aurora-mysql": r"\d+\.\d+",
    "aurora-postgresql": r"\d{2}|9\.\d",
    "mariadb": r"\d+\.\d+",
    "mysql": r"\d+\.\d+",
    "postgres": r"\d{2}|9\.\d",
}
# Engines whose families have one number from a version on, and two before.
_ONE_NUMBER = {"postgres": 10, "aurora-postgresql": 10, "valkey": 7}
_CACHES = ("memcached", "redis", "valkey")


def family(engine: str, version: str) -> str:
    """The family of an engine's version; "" where it can't be told."""
    numbers = re.match(r"(\d+)(?:\.(\d+))?", version)
    if numbers is None or engine not in (*_FORMS, *_CACHES):
        return ""
    major, minor = int(numbers[1]), numbers[2]
    if engine == "redis" and major >= 6:
        return "redis6.x" if major == 6 else f"redis{major}"
    if major >= _ONE_NUMBER.get(engine, 99):
        return f"{engine}{major}"
    return f"{engine}{major}.{minor}" if minor is not None else ""


def database_group_refused(
    world: World, resource: Resource, key: str, type: str, engine: Value, version: Value
) -> Refusal | None:
    """A DB instance or cluster whose parameter group is for something else."""
    own = as_text(engine).lower()
    found = _family_of(world, resource.get(key), type, "Family")
    # A family that there is not is told at the group.
    if not found or own not in _FORMS or isinstance(version, Unknown) or _is_none(found):
        return None
    wanted = family(own, as_text(version)) if version is not None else ""
    name = as_text(resource.get(key))
    api = "rds.CreateDBCluster" if type == CLUSTER_GROUP else "rds.CreateDBInstance"
    if wanted and found != wanted:
        text = (
            f"The parameter group {name} with DBParameterGroupFamily {found} can't be used for this instance. Use a "
            f"parameter group with DBParameterGroupFamily {wanted}"
        )
        return Refusal(api, "InvalidParameterCombination", text, (key,), ours=type == CLUSTER_GROUP)
    if not wanted and not re.fullmatch(rf"{re.escape(own)}\d.*", found):
        text = f"The parameter group {name} is of the family {found}, and the engine is {own}."
        return Refusal(api, "InvalidParameterCombination", text, (key,), ours=True)
    return None


def cache_group_refused(world: World, resource: Resource, api: str) -> Refusal | None:
    """A cache whose parameter group is for another engine or version."""
    key, engine, version = "CacheParameterGroupName", resource.get("Engine"), resource.get("EngineVersion")
    found = _family_of(world, resource.get(key), CACHE_GROUP, "CacheParameterGroupFamily")
    own = as_text(engine, "redis" if resource.type.endswith("ReplicationGroup") else "").lower()
    if not found or own not in _CACHES or isinstance(version, Unknown) or isinstance(engine, Unknown):
        return None
    wanted = family(own, as_text(version)) if version is not None else ""
    if (wanted and found != wanted) or not found.startswith(own):
        text = f"Expected a parameter group of family {wanted or own} but found one of family {found}"
        return Refusal(api, "InvalidParameterCombination", text, (key,), ours=not wanted)
    return None


def family_refused(world: World, resource: Resource) -> Refusal | None:
    """A parameter group of RDS of a family that there is not."""
    given = resource.get("Family")
    if not isinstance(given, str) or not _is_none(given):
        return None
    engine = _engine_of(given)
    near = family(engine, given[len(engine) :].lstrip("-_"))
    text = f"ParameterGroupFamily {given} is not a valid parameter group family"
    return Refusal("rds.CreateDBParameterGroup", "InvalidParameterValue", text, ("Family",), instead=near)


def _is_none(given: str) -> bool:
    engine = _engine_of(given)
    return bool(engine) and re.fullmatch(_FORMS[engine], given[len(engine) :]) is None


def _engine_of(given: str) -> str:
    return next((item for item in sorted(_FORMS, key=len, reverse=True) if given.startswith(item)), "")


def _family_of(world: World, value: Value, type: str, key: str) -> str:
    """The family of the group that a value names; "" where it isn't known."""
    group = world.find(value, type)
    if group is not None:
        return as_text(group.get(key)).lower()
    name = as_text(value)
    return name[len(_DEFAULT) :].removesuffix(".cluster.on").lower() if name.startswith(_DEFAULT) else ""
