"""What OpenSearch Service refuses about domains.

Sources (read 2026-11-29): https://github.com/aws/aws-cdk/issues/29346 (the text about subnets);
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-instance-types.html (names of instance
types, such as r6g.large.search).
"""

from __future__ import annotations

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, known
from seatrial.model.resource import Resource
from seatrial.model.value import as_flag, as_list

SUFFIXES = (".search", ".elasticsearch")


def domain_refused(world: World, resource: Resource) -> Refusal | None:
    api = "opensearch.CreateDomain"
    for key in ("InstanceType", "DedicatedMasterType", "WarmType"):
        kind = resource.get("ClusterConfig", key)
        if isinstance(kind, str) and kind and not kind.endswith(SUFFIXES):
            text = f"There is no instance type {kind} of OpenSearch."
            path = ("ClusterConfig", key)
            return Refusal(api, "ValidationException", text, path, instead=f"{kind}{SUFFIXES[0]}", ours=True)
    subnets, aware = resource.get("VPCOptions", "SubnetIds"), resource.get("ClusterConfig", "ZoneAwarenessEnabled")
    told = known(subnets) and known(aware) and known(resource.get("ClusterConfig"))
    if told and len(as_list(subnets)) > 1 and not as_flag(aware):
        text = "You must specify exactly one subnet."
        return Refusal(api, "ValidationException", text, ("VPCOptions", "SubnetIds"))
    return None
