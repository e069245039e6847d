"""The template with other values than those that nobody gave: of several that a parameter allows, the first is assumed.

What is wrong with that one alone is owed to the assumption: who makes the stack is asked, and chooses. Two parameters
that each allow several go together only in some pairs (an engine and its version, a minimum and a maximum).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seatrial.analyses.checklist import Choice
    from seatrial.readers.cloudformation import First

# So many other values are looked at, the next ones of each parameter first; fewer of a template with more resources
# than this divided by them.
_LEAST, _MOST, _RESOURCES = 2, 16, 1000


def guesses(first: First | None, parameters: Mapping[str, Any]) -> Iterator[Choice]:
    """For each such parameter the template with another value, called by the one that was assumed; read when asked."""
    if first is None:
        return
    from seatrial.analyses.checklist import Choice
    from seatrial.readers.cloudformation import assumed_first, read_again

    before = first.system.resources
    most = max(_LEAST, min(_MOST, _RESOURCES // max(len(before), 1)))
    for name, taken, other in assumed_first(first, parameters)[:most]:
        then = read_again(first, {**parameters, name: other})
        after = then.system.resources if then.system is not None else before
        # What a value changes nothing of is not owed to it.
        if then.system is not None and any(after.get(one) is not resource for one, resource in before.items()):
            yield Choice(f"{name}={taken}", then.system, then.findings)
