"""Would a connection from here to there come about, and which rule decides?

``Paper`` is the network of some stacks on paper. It answers with a ``Path``: a verdict, and hop by hop the rules that
make it, each with its place. What isn't known gives "cannot tell" with the reason.
"""

from seatrial.analyses.reach.addresses import EVERYWHERE, AddressSet
from seatrial.analyses.reach.interface import Holder, Interface
from seatrial.analyses.reach.no_route import endpoints_text
from seatrial.analyses.reach.paper import Paper
from seatrial.analyses.reach.path import Code, Hop, Path, Verdict
from seatrial.analyses.reach.six import dual_stack
from seatrial.analyses.reach.survey import ELSEWHERE, elsewhere

__all__ = [
    "ELSEWHERE",
    "EVERYWHERE",
    "AddressSet",
    "Code",
    "Holder",
    "Hop",
    "Interface",
    "Paper",
    "Path",
    "Verdict",
    "dual_stack",
    "elsewhere",
    "endpoints_text",
]
