"""Through an instance that a route leads to: a NAT instance or a firewall, which passes on what isn't meant for it.

EC2 drops such packets unless the instance's source/destination check is off, and its security groups must let them in
first. What its programs do then is in no template.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html (its check must be
disabled), https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html
(SourceDestCheck is true unless it says otherwise).
"""

from __future__ import annotations

import base64
import binascii

from seatrial.analyses.reach.holdings import INSTANCE
from seatrial.analyses.reach.interfaces import Interfaces
from seatrial.analyses.reach.path import Code, Hop, Verdict
from seatrial.analyses.reach.route_tables import Kind, Route, Table
from seatrial.analyses.reach.security_groups import SecurityGroups
from seatrial.analyses.reach.survey import Survey
from seatrial.analyses.reach.walk import Walk
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_text

# What a script that turns the check off by itself says, in the CLI's and in the API's spelling.
_TURNS_OFF = ("source-dest-check", "sourcedestcheck", "source_dest_check")


class NatInstances:
    def __init__(self, survey: Survey, groups: SecurityGroups, interfaces: Interfaces) -> None:
        self._survey = survey
        self._groups = groups
        self._interfaces = interfaces

    def of(self, route: Route | None) -> Resource | None:
        """The instance of a template that a route leads to, where its interface is its own."""
        found = self._survey.find(route.value, INSTANCE) if route is not None and route.kind is Kind.INSTANCE else None
        return found if found is not None and found.get("NetworkInterfaces") is None else None

    def through(self, walk: Walk, table: Table, route: Route, instance: Resource) -> bool:
        name = instance.logical_id
        sends = f"{table.name} sends {route.text} to the instance {name}"
        given = instance.get("SourceDestCheck")
        if not isinstance(given, Unknown) and as_flag(given, True) and not _turns_it_off(instance):
            is_ = "is true" if given is not None else "is not set, which is true"
            what = f"{sends}, whose SourceDestCheck {is_}: EC2 drops what is not meant for {name} itself"
            mend = f"set SourceDestCheck: false in {name}"
            path = ("SourceDestCheck",) if given is not None else ()
            return walk.add(Hop(what, Verdict.NO, instance, path, Code.ENI_SOURCE_DEST_CHECK_RESTRICTION, mend))
        for interface in self._interfaces.of(instance)[:1]:
            groups = [self._groups.get(key) for key in interface.groups]
            if not walk.through_groups(groups, True, interface):
                return False
        return walk.add(Hop(f"{sends}, and what that does with it is in no template", Verdict.CANNOT_TELL, instance))


def _turns_it_off(instance: Resource) -> bool:
    """Whether the instance may turn its check off itself, when it starts."""
    script = instance.get("UserData")
    if isinstance(script, Unknown) or instance.get("LaunchTemplate") is not None:
        return True
    text = as_text(script)
    try:
        plain = base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        plain = text
    return any(word in plain.lower() for word in _TURNS_OFF)
