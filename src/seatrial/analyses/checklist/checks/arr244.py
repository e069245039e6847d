"""Whether a load balancer is of the type that all of its listeners need.

Each listener is refused by itself, each of its rules, and each attribute that the other type has. Where there are two
listeners or more and all speak what only the other type speaks, it is the load balancer's type that is wrong.

Source (read 2026-11-30), with the protocols of each type:
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.arrivals import BALANCER
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_text

_SPOKEN: Mapping[str, tuple[str, ...]] = {
    "application": ("HTTP", "HTTPS"),
    "network": ("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"),
}
_LEAST = 2


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for balancer in inquiry.system.of_type(BALANCER):
        given = balancer.get("Type")
        type_ = as_text(given) or "application"
        spoken = [item.protocol for item in inquiry.arrivals.listeners if item.balancer is balancer]
        other = next((key for key, protocols in _SPOKEN.items() if spoken and set(spoken) <= set(protocols)), "")
        if isinstance(given, Unknown) or type_ not in _SPOKEN or other in ("", type_) or len(spoken) < _LEAST:
            continue
        name = balancer.logical_id
        yield Found(
            balancer,
            ("Type",) if given is not None else (),
            f"{name} is of the type {type_}, and all its listeners speak {' or '.join(sorted(set(spoken)))}",
            "a load balancer of that type has no such listeners: each of them is refused, and the stack is rolled back",
            f"write Type: {other}",
            fix=(set_property(name, "Type", to=other),),
        )


CHECK = Check(
    "ARR244",
    Severity.ERROR,
    Question.ARRIVE,
    "A load balancer is of another type than all of its listeners need",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
    _ask,
)
