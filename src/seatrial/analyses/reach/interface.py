"""Network interfaces, as they will stand at any free address of their subnets."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from seatrial.analyses.reach.addresses import NOTHING, AddressSet
from seatrial.analyses.reach.survey import ELSEWHERE
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown


class Holder(StrEnum):
    """What has an interface. It decides from which ports connections come."""

    TASK = "task"
    BALANCER = "load balancer"
    ENDPOINT = "interface endpoint"
    OTHER = "something else"


class Interface(Struct, frozen=True):
    """``groups`` are the ids of its security groups, or the reasons why they aren't known.

    ``addresses`` are those that its private address is among. ``guarded`` is whether security groups apply: not to a
    network load balancer without any. ``doubt`` is why its address or its whole subnet isn't known. ``resource`` has
    the interface, and ``path`` is where that names the subnet; a task's is of no resource.

    ``six`` are its addresses of IPv6, or those among which they are. With ``native`` it has no others, and with
    ``six_outside`` no other public ones.
    """

    name: str
    holder: Holder
    subnet: Resource
    groups: tuple[str | Unknown, ...] = ()
    public: bool | Unknown = False
    addresses: AddressSet = field(default_factory=AddressSet)
    guarded: bool = True
    resource: Resource | None = None
    doubt: str = ""
    path: PropertyPath = ()
    six: AddressSet = NOTHING
    native: bool = False
    six_outside: bool = False

    @property
    def placed(self) -> bool:
        """Whether its subnet is known."""
        return self.subnet.type != ELSEWHERE

    @property
    def have(self) -> str:
        """The verb of its name in a sentence: a resource has, tasks have."""
        return "have" if self.resource is None else "has"

    @property
    def come(self) -> str:
        return "come" if self.resource is None else "comes"

    @property
    def be(self) -> str:
        return "are" if self.resource is None else "is"
