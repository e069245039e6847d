"""The template with other values than those that nobody gave: of several that a parameter allows, the first is assumed.

What is wrong with that one alone is owed to the assumption: who makes the stack is asked, and chooses. Two parameters
that each allow several go together only in some pairs (an engine and its version, a minimum and a maximum).

A parameter that names are made of has a word of its own in them. What is written out elsewhere is another name then,
and is the same one with a value that somebody may give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from seatrial.model.value import leaves

if TYPE_CHECKING:
    from seatrial.analyses.checklist import Choice
    from seatrial.model.finding import Finding
    from seatrial.model.resource import Resource
    from seatrial.model.value import Value
    from seatrial.readers.cloudformation import First

# So many other values are looked at, the next ones of each parameter first; fewer of a template with more resources
# than this divided by them.
_LEAST, _MOST, _RESOURCES = 2, 16, 1000
# Of a template that has to be read as a whole each time.
_MOST_WHOLE = 4


def guesses(first: First | None, parameters: Mapping[str, Any], errors: Sequence[Finding]) -> Iterator[Choice]:
    """For each such parameter the template with another value, called by the one that was assumed; read when asked."""
    if first is None:
        return
    from seatrial.analyses.checklist import Choice
    from seatrial.readers.cloudformation import assumed_first, named_so, read_again

    before = first.system.resources
    most = max(_LEAST, min(_MOST if first.plain else _MOST_WHOLE, _RESOURCES // max(len(before), 1)))
    for name, taken, other in assumed_first(first, parameters)[:most]:
        then = read_again(first, {**parameters, name: other})
        after = then.system.resources if then.system is not None else before
        # What a value changes nothing of is not owed to it.
        if then.system is not None and any(_differs(after.get(one), resource) for one, resource in before.items()):
            yield Choice(f"with {name}={taken}", then.system, then.findings)
    written = (text for item in errors for text in _texts_at(first, item))
    for values in islice(named_so(first, written), most):
        then = read_again(first, {**parameters, **values})
        if then.system is not None:
            listed = " and ".join(f"{name} is {value}" for name, value in values.items())
            yield Choice(f"unless {listed}", then.system, then.findings, by_place=True)


def _differs(after: Resource | None, before: Resource) -> bool:
    return after is not before and after != before


def _texts_at(first: First, item: Finding) -> Iterator[tuple[str, str]]:
    """The texts that stand where an error is told, each with the key that it stands under."""
    resource = first.system.resources.get(item.logical_id)
    value: Value = resource.get(*item.path) if resource is not None and item.path else None
    for path, leaf in leaves(value, item.path):
        if isinstance(leaf, str):
            yield next((key for key in reversed(path) if isinstance(key, str)), ""), leaf
