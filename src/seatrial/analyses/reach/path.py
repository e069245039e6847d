"""The answer: a path with its hops, each with the rule that decides it.

Codes are those of VPC Reachability Analyzer, which gives them to what blocks a path:
https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from seatrial.analyses.reach.addresses import NOTHING, AddressSet
from seatrial.model.resource import Resource
from seatrial.model.span import NOWHERE, PropertyPath, Span

TIMEOUT, NO_SUCH_HOST = "timeout", "no such host"


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    PARTLY = "partly"
    CANNOT_TELL = "cannot tell"


class Code(StrEnum):
    """What blocks, in Reachability Analyzer's vocabulary."""

    BAD_STATE_ATTACHMENT = "BAD_STATE_ATTACHMENT"
    BAD_STATE_ROUTE = "BAD_STATE_ROUTE"
    ENI_SG_RULES_MISMATCH = "ENI_SG_RULES_MISMATCH"
    ENI_SOURCE_DEST_CHECK_RESTRICTION = "ENI_SOURCE_DEST_CHECK_RESTRICTION"
    IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
    IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS = "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"
    NO_POSSIBLE_DESTINATION = "NO_POSSIBLE_DESTINATION"
    NO_ROUTE_TO_DESTINATION = "NO_ROUTE_TO_DESTINATION"
    SG_HAS_NO_RULES = "SG_HAS_NO_RULES"
    SUBNET_ACL_RESTRICTION = "SUBNET_ACL_RESTRICTION"
    UNKNOWN_DESTINATION = "UNKNOWN_DESTINATION"


class Hop(Struct, frozen=True):
    """One thing that a packet meets on its way, or that its answer meets on the way back.

    ``what`` is a sentence; where it cannot be told, the reason. ``path`` is the property path of the rule in
    ``resource``; without a resource the hop is about the interface itself. ``mend`` is something one can type.
    ``service`` is the AWS service of which an endpoint would do instead of the route that is missing.
    """

    what: str
    verdict: Verdict = Verdict.YES
    resource: Resource | None = None
    path: PropertyPath = ()
    code: str = ""
    mend: str = ""
    service: str = ""

    @property
    def span(self) -> Span:
        return self.resource.span(*self.path) if self.resource is not None else NOWHERE


class Path(Struct, frozen=True):
    """Whether a connection comes about. ``sources`` are the addresses from which it does (or may, where that cannot
    be told). ``fails_as`` is what the one who connects sees: "timeout", "no such host", or "" where nothing fails.
    """

    verdict: Verdict
    hops: tuple[Hop, ...] = ()
    sources: AddressSet = NOTHING
    fails_as: str = ""

    @property
    def deciding(self) -> Hop | None:
        """The first hop that blocks or is not known; None where everything passes."""
        if self.verdict is Verdict.YES:
            return None
        return next((hop for hop in self.hops if hop.verdict is self.verdict), None)

    @property
    def why(self) -> str:
        """What decides, as the rest of a sentence that begins with "because"."""
        hop = self.deciding
        return hop.what if hop is not None else ""


def worst(hops: Sequence[Hop]) -> Verdict:
    """A way is as good as its worst hop; what certainly blocks counts for more than what isn't known."""
    verdicts = {hop.verdict for hop in hops}
    for verdict in (Verdict.NO, Verdict.CANNOT_TELL, Verdict.PARTLY):
        if verdict in verdicts:
            return verdict
    return Verdict.YES
