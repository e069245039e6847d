"""Through an instance that a route leads to: a NAT instance or a firewall, which passes on what isn't meant for it.

A route names the instance or one of its interfaces. EC2 drops such packets unless the source/destination check of the
interface is off, which the instance says or the interface, and security groups must let them in first. What the
instance's programs do then is in no template.

Sources (read 2026-11-29): https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html (its check must
be disabled), https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html and
aws-resource-ec2-networkinterface.html (SourceDestCheck is true unless it says otherwise).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.reach.holdings import INSTANCE
from seatrial.analyses.reach.interface import Holder, Interface
from seatrial.analyses.reach.interfaces import Interfaces
from seatrial.analyses.reach.path import Code, Hop, Verdict
from seatrial.analyses.reach.route_tables import Kind, Route, Table
from seatrial.analyses.reach.security_groups import SecurityGroups
from seatrial.analyses.reach.survey import SUBNET, Survey
from seatrial.analyses.reach.walk import Walk
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_text, at

INTERFACE, ATTACHMENT = "AWS::EC2::NetworkInterface", "AWS::EC2::NetworkInterfaceAttachment"
TEMPLATE = "AWS::EC2::LaunchTemplate"
# What a script that turns the check off by itself says, in the CLI's and in the API's spelling; or what it runs that
# may do so.
_TURNS_OFF = ("source-dest-check", "sourcedestcheck", "source_dest_check")
_RUNS_MORE = ("cfn-init", "curl ", "wget ", "aws s3 ", "git clone", "ansible")


class Relay(Struct, frozen=True):
    """What a route leads to, and what decides about its check: the instance and the interface, of which one is known
    at least. ``inline`` is what the instance says about the interface itself.
    """

    instance: Resource | None
    interface: Resource | None = None
    inline: Value = None

    @property
    def main(self) -> Resource:
        found = self.interface or self.instance
        assert found is not None
        return found


class NatInstances:
    def __init__(self, survey: Survey, groups: SecurityGroups, interfaces: Interfaces) -> None:
        self._survey = survey
        self._groups = groups
        self._interfaces = interfaces

    def of(self, route: Route | None) -> Relay | None:
        """What of a template a route leads to, where that is an instance with one interface, or an interface."""
        if route is None:
            return None
        if route.kind is Kind.INTERFACE:
            found = self._survey.find(route.value, INTERFACE)
            return Relay(self._holder_of(found), found) if found is not None else None
        instance = self._survey.find(route.value, INSTANCE) if route.kind is Kind.INSTANCE else None
        if instance is None:
            return None
        inline = instance.get("NetworkInterfaces")
        if inline is None:
            return Relay(instance)
        if not isinstance(inline, list) or len(inline) != 1 or isinstance(at(inline[0], "NetworkInterfaceId"), Unknown):
            return None
        return Relay(instance, self._survey.find(at(inline[0], "NetworkInterfaceId"), INTERFACE), inline[0])

    def _holder_of(self, interface: Resource) -> Resource | None:
        """The instance that a network interface is attached to."""
        for item in self._survey.of_type(INSTANCE):
            listed = [at(entry, "NetworkInterfaceId") for entry in as_list(item.get("NetworkInterfaces"))]
            if interface.physical_id in listed:
                return item
        for item in self._survey.of_type(ATTACHMENT):
            if item.get("NetworkInterfaceId") == interface.physical_id:
                return self._survey.find(item.get("InstanceId"), INSTANCE)
        return None

    def through(self, walk: Walk, table: Table, route: Route, relay: Relay) -> bool:
        main = relay.main
        noun = "the network interface" if main is relay.interface else "the instance"
        sends = f"{table.name} sends {route.text} to {noun} {main.logical_id}"
        given = main.get("SourceDestCheck")
        if self._is_checked(relay):
            is_ = "is true" if given is not None else "is not set, which is true"
            what = f"{sends}, whose SourceDestCheck {is_}: EC2 drops what is not meant for {main.logical_id} itself"
            mend = f"set SourceDestCheck: false in {main.logical_id}"
            path = ("SourceDestCheck",) if given is not None else ()
            return walk.add(Hop(what, Verdict.NO, main, path, Code.ENI_SOURCE_DEST_CHECK_RESTRICTION, mend))
        for interface in self._own(relay):
            groups = [self._groups.get(key) for key in interface.groups]
            if not walk.through_groups(groups, True, interface):
                return False
        return walk.add(Hop(f"{sends}, and what that does with it is in no template", Verdict.CANNOT_TELL, main))

    def _is_checked(self, relay: Relay) -> bool:
        """Whether the check is surely on. Nobody knows what an instance of no template does with an interface."""
        if relay.instance is None or self._may_turn_it_off(relay.instance):
            return False
        values = [item.get("SourceDestCheck") for item in (relay.instance, relay.interface) if item is not None]
        return all(not isinstance(value, Unknown) and as_flag(value, True) for value in values)

    def _own(self, relay: Relay) -> Iterator[Interface]:
        """The interface that packets come to."""
        if relay.interface is None and relay.inline is None and relay.instance is not None:
            yield from self._interfaces.of(relay.instance)[:1]
            return
        subnet, groups = (
            (relay.interface.get("SubnetId"), relay.interface.get("GroupSet"))
            if relay.interface is not None
            else (at(relay.inline, "SubnetId"), at(relay.inline, "GroupSet"))
        )
        found = self._survey.find(subnet, SUBNET)
        if found is not None and not isinstance(groups, Unknown):
            yield self._interfaces.one(relay.main.logical_id, Holder.OTHER, found, as_list(groups), False)

    def _may_turn_it_off(self, instance: Resource) -> bool:
        """Whether the instance may turn its check off itself, when it starts."""
        scripts = [instance.get("UserData")]
        template = instance.get("LaunchTemplate")
        if template is not None:
            named = [at(template, key) for key in ("LaunchTemplateId", "LaunchTemplateName")]
            found = next((it for value in named if (it := self._survey.find(value, TEMPLATE)) is not None), None)
            if found is None:
                return True
            scripts.append(found.get("LaunchTemplateData", "UserData"))
        return any(_says_so(script) for script in scripts if script is not None)


def _says_so(script: Value) -> bool:
    if isinstance(script, Unknown):
        return True
    text = as_text(script)
    try:
        plain = base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        plain = text
    return any(word in plain.lower() for word in (*_TURNS_OFF, *_RUNS_MORE))
