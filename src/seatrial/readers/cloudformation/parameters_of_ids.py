"""Parameters of the ids of one kind of thing, used where those of another are wanted.

CloudFormation looks up what a parameter of the type AWS::EC2::VPC::Id is given, so it is a VPC's id whatever it will
be, and no security group's.

Source (read 2026-12-01):
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from seatrial.model.span import PropertyPath
from seatrial.model.value import Mistaken, Properties, Unknown, Value, at
from seatrial.readers.cloudformation.list_parameters import put
from seatrial.readers.cloudformation.problems import clip
from seatrial.readers.cloudformation.scope import Names, Site

_VPC, _SUBNET, _GROUP = "VPC", "subnet", "security group"
_KINDS: Mapping[str, str] = {"VPC": _VPC, "Subnet": _SUBNET, "SecurityGroup": _GROUP}
# What a property of such a name takes, whichever resource has it.
_WANTED: Mapping[str, str] = {
    **dict.fromkeys(("VpcId", "VPCId"), _VPC),
    **dict.fromkeys(("SubnetId", "SubnetIds", "Subnets", "VpcSubnetIds", "VPCZoneIdentifier"), _SUBNET),
    **dict.fromkeys(("SecurityGroupId", "SecurityGroupIds", "SecurityGroups", "SourceSecurityGroupId"), _GROUP),
    **dict.fromkeys(("DestinationSecurityGroupId", "VpcSecurityGroupIds", "VPCSecurityGroups"), _GROUP),
}
_TYPE = re.compile(r"(?:AWS::SSM::Parameter::Value<)?(?:List<)?AWS::EC2::(?P<kind>\w+)::Id>{0,2}\Z")
_OTHERS = ("AWS::CloudFormation::", "AWS::SSM::", "Custom::")


def without_other_ids(names: Names, kind: str, logical_id: str, properties: Properties, site: Site) -> Properties:
    """The properties with what such a parameter gives taken for a mistake, which is told here."""
    made: Value = properties if isinstance(properties, dict) else dict(properties)
    for path, parameter in site.parameters.items():
        name = _name(path)
        wanted, declared = _WANTED.get(name, ""), names.parameter_kinds.get(parameter)
        is_of = _of_type(declared[0]) if wanted and declared is not None else ""
        if not is_of or is_of == wanted or kind.startswith(_OTHERS):
            continue
        value = at(made, *path)
        if not isinstance(value, Unknown) or isinstance(value, Mistaken):
            # What it is given says for itself what it is.
            continue
        names.problems.error(
            "INT032",
            f"{clip(name)} of {logical_id} is the parameter {clip(parameter)}, the id of a {is_of} by its type; it "
            f"takes a {wanted}",
            site.spans.get(path, site.spans[()]),
            why=f"CloudFormation looks it up among the {is_of}s, so it is none of the {wanted}s, whatever it will be: "
            f"{logical_id} is refused, and the stack is rolled back",
            mend=_mend(names, parameter, wanted),
            logical_id=logical_id,
            path=path,
        )
        made = put(made, path, Mistaken(f"the parameter {clip(parameter)} is of another type"))
    return made if isinstance(made, dict) else properties


def _name(path: PropertyPath) -> str:
    """The property that a path leads to, or that has the list in which it ends."""
    return next((part for part in reversed(path) if isinstance(part, str)), "") if path else ""


def _mend(names: Names, parameter: str, wanted: str) -> str:
    meant = [name for name, (kind, _) in names.parameter_kinds.items() if _of_type(kind) == wanted]
    write = f"write !Ref {clip(meant[0])}" if len(meant) == 1 else f"write the parameter that is given the {wanted}"
    return f"{write}, or mend the type of {clip(parameter)}"


def _of_type(declared: str) -> str:
    """Of what a parameter of this type has ids; "" for any other."""
    found = _TYPE.match(declared)
    return _KINDS.get(found["kind"], "") if found is not None else ""
