"""From where calls of tasks come, as policies ask for it: aws:SourceVpce, aws:SourceVpc and aws:SourceIp.

Only AWS knows them of a request, but where every way of the tasks to a service goes through one endpoint of the
template, it is that one, and there is no aws:SourceIp; and where all leave by a gateway, it is the other way round, and
the address is the gateway's or the task's public one. Worked out only for templates
whose policies ask.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (aws:SourceIp,
aws:SourceVpc, aws:SourceVpce; read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seatrial.analyses.iam import ContextValue
from seatrial.analyses.iam.bounds import PUBLIC_ADDRESS
from seatrial.analyses.iam.resource_policy import OWN_POLICIES, SEPARATE_POLICIES
from seatrial.analyses.reach import Path, Verdict
from seatrial.model.system import System
from seatrial.model.value import as_text, text_form

ENDPOINT = "AWS::EC2::VPCEndpoint"
_POLICIES = (
    *("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", ENDPOINT),
    *OWN_POLICIES,
    *SEPARATE_POLICIES,
)


def are_asked_for(systems: Sequence[System]) -> bool:
    """Whether any policy asks through which VPC or endpoint a request comes."""
    return any(
        any(key in text_form(dict(resource.properties)).lower() for key in ("aws:sourcevpc", "aws:sourceip"))
        for system in systems
        for resource in system.of_type(*_POLICIES)
    )


def keys_of(paths: Iterable[Path]) -> dict[str, ContextValue]:
    """The condition keys of a request that takes one of these ways; {} where they differ or aren't known."""
    found: set[tuple[str, str]] = set()
    for path in paths:
        if path.verdict is not Verdict.YES:
            return {}
        through = [hop.resource for hop in path.hops if hop.resource is not None and hop.resource.type == ENDPOINT]
        last = through[-1] if through else None
        vpc = as_text(last.get("VpcId")) if last is not None else ""
        if last is not None and not vpc:
            return {}
        found.add((last.physical_id, vpc) if last is not None else ("", ""))
    if len(found) != 1:
        return {}
    endpoint, vpc = found.pop()
    address = None if endpoint else PUBLIC_ADDRESS
    return {"aws:SourceVpce": endpoint or None, "aws:SourceVpc": vpc or None, "aws:SourceIp": address}
