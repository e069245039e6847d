"""What CloudFormation wants acknowledged before it creates a stack.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html, Capabilities
(read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterable

from seatrial.model.resource import Resource

IAM_TYPES = (
    "AWS::IAM::AccessKey",
    "AWS::IAM::Group",
    "AWS::IAM::GroupPolicy",
    "AWS::IAM::InstanceProfile",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::IAM::RolePolicy",
    "AWS::IAM::User",
    "AWS::IAM::UserPolicy",
    "AWS::IAM::UserToGroupAddition",
)
# "If you have IAM resources with custom names, you must specify CAPABILITY_NAMED_IAM."
_NAMES = {
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
}


def capabilities(resources: Iterable[Resource], *, macros: bool) -> tuple[str, ...]:
    """CAPABILITY_NAMED_IAM stands for CAPABILITY_IAM too. A macro or a nested stack makes resources that nobody saw."""
    found: set[str] = set()
    for resource in resources:
        if resource.type in IAM_TYPES:
            named = _NAMES.get(resource.type, "") in resource.properties
            found.add("CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM")
        elif resource.type == "AWS::CloudFormation::Stack":
            found.add("CAPABILITY_AUTO_EXPAND")
    if macros:
        found.add("CAPABILITY_AUTO_EXPAND")
    if "CAPABILITY_NAMED_IAM" in found:
        found.discard("CAPABILITY_IAM")
    return tuple(sorted(found))
