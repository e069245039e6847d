"""What EC2 refuses about DHCP options, which tell what is in a VPC whom to ask for names.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-dhcpoptions.html
("up to four", "AmazonProvidedDNS", "you must specify at least one"). All texts are ours.
"""

from __future__ import annotations

import ipaddress

from seatrial.analyses.refusals.ec2_network import missing_vpc, no_such
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries
from seatrial.model.resource import Resource
from seatrial.model.value import as_text

OPTIONS = "AWS::EC2::DHCPOptions"
AMAZON_DNS = "AmazonProvidedDNS"
MOST_SERVERS = 4
# One of these has to be there.
_ANY_OF = (
    *("DomainName", "DomainNameServers", "NetbiosNameServers", "NetbiosNodeType", "NtpServers"),
    "Ipv6AddressPreferredLeaseTime",
)


def options_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.CreateDhcpOptions"
    if not any(resource.get(key) not in (None, "", []) for key in _ANY_OF):
        text = "DHCP options need at least one option, such as DomainNameServers."
        return Refusal(api, "MissingParameter", text, ours=True)
    servers = entries(resource.get("DomainNameServers"))
    if len(servers) > MOST_SERVERS:
        text = f"DHCP options have at most {MOST_SERVERS} DomainNameServers, and these have {len(servers)}."
        return Refusal(api, "InvalidParameterValue", text, ("DomainNameServers",), ours=True)
    for index, value in enumerate(servers):
        # Several may stand in one text.
        named = [part.strip() for part in str.__str__(value).split(",")] if isinstance(value, str) and value else []
        if isinstance(value, str) and not all(part == AMAZON_DNS or _is_address(part) for part in named):
            text = f"{as_text(value)} is neither an address nor {AMAZON_DNS}."
            path = ("DomainNameServers", index)
            instead = AMAZON_DNS if value.lower() == AMAZON_DNS.lower() else ""
            because = f"did you mean {instead}?" if instead else ""
            return Refusal(api, "InvalidParameterValue", text, path, because=because, ours=True)
    return None


def _is_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def association_refused(world: World, resource: Resource) -> Refusal | None:
    api, options = "ec2.AssociateDhcpOptions", resource.get("DhcpOptionsId")
    if missing := missing_vpc(world, resource, api):
        return missing
    if options != "default" and world.lacks(options, OPTIONS):
        return no_such(api, "DhcpOption", "dhcpOption", options, "DhcpOptionsId")
    return None
