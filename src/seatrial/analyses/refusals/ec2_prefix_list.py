"""What CreateManagedPrefixList refuses: a list holds blocks of one family, and no more than it is made for.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateManagedPrefixList.html,
https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html (one family; names),
https://github.com/aws-samples/update-aws-ip-ranges/issues/1 (the text about the size). A text of ours is marked so.
"""

from __future__ import annotations

from seatrial.analyses.refusals.ec2_ipv6 import six
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given, network
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_number, as_text, at

API = "ec2.CreateManagedPrefixList"
MOST_ENTRIES = 1000


def refused(world: World, resource: Resource) -> Refusal | None:
    most, listed = resource.get("MaxEntries"), resource.get("Entries")
    if is_given(most) and not 1 <= as_number(most, 1) <= MOST_ENTRIES:
        text = f"Must specify a max size between 1 and {MOST_ENTRIES}"
        return Refusal(API, "InvalidParameterValue", text, ("MaxEntries",))
    if as_text(resource.get("PrefixListName")).startswith("com.amazonaws"):
        text = "The name of a prefix list can't begin with com.amazonaws."
        return Refusal(API, "InvalidParameterValue", text, ("PrefixListName",), ours=True)
    number = len(entries(listed))
    if is_given(most) and number > as_number(most, MOST_ENTRIES):
        text = f"{number} entries are more than the {as_number(most)} that the prefix list is made for."
        return Refusal(API, "InvalidParameterValue", text, ("MaxEntries",), instead=str(number), ours=True)
    family = resource.get("AddressFamily")
    if isinstance(family, Unknown):
        return None
    for index, item in enumerate(entries(listed)):
        value = at(item, "Cidr")
        if not isinstance(value, str) or not value:
            continue
        if (six(value) if as_text(family) == "IPv6" else network(value)) is None or "/" not in value:
            text = f"The entry {value} is no block of {as_text(family)}."
            return Refusal(API, "InvalidParameterValue", text, ("Entries", index, "Cidr"), ours=True)
    return None
