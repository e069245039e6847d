"""What one change would mend: a reference to another of several, another group, another end of a way, another value.

Where something leads to the wrong one, each finding stands where the consequence is, and there nothing is wrong.
Nothing in the text gives the fault away, so it is tried: the system is changed in one place, the checks are asked
again, and what is gone then is what the place explains. A change that brings anything new explains nothing.

Which changes are worth a trial is told by the modules of their theme: security groups that are worn (``swaps``), roles
that are named (``role_swaps``), ends of a way (``wrong_ends``), any other reference (``misled``). Here is how one is
tried, how many are, and which of them wins: the first that opens something and shuts nothing.

A trial costs about as much as a check, and most of them open nothing. So the checks that found something are asked
first, and the others only where these have nothing against it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.checklist.check import Check, Found, Question
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import Item
from seatrial.analyses.outside import put
from seatrial.analyses.refusals import Refusal
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Value

# The trials of one series; a trial takes the longer the more resources there are.
_MOST, _MOST_RESOURCES = 12, 800
Key = tuple[str, str]
"""By what a finding is known again: the code of its check, and what it says."""


class Change(Struct, frozen=True):
    """Another value of a property; ``leads_to`` is the logical id that a reference there names then."""

    resource: Resource
    path: PropertyPath
    value: Value
    leads_to: str = ""


class Candidate(Struct, frozen=True):
    """What may be meant instead, and what is told, of the findings that are gone then, where it is."""

    changes: tuple[Change, ...]
    tell: Callable[[Sequence[Item]], Found]
    alone: bool = False
    """Whether it counts only where no other candidate of its kind opens something."""
    least: int = 1
    """How many findings it must explain, where one says little."""


Kind = Callable[[Inquiry, Sequence[Found]], Iterator[Candidate]]
"""What may be meant where these findings are."""


class Explanation(Struct, frozen=True):
    """A candidate that wins: ``explained`` are the errors that are gone, ``gone`` these and whatever else is."""

    candidate: Candidate
    explained: tuple[Key, ...]
    gone: frozenset[Key]


class Trials:
    """The trials of one report. What was tried in vain by one series is not tried again by another."""

    def __init__(self, inquiry: Inquiry, checks: Sequence[Check], said: Sequence[Item]) -> None:
        self.inquiry, self.checks, self.said = inquiry, checks, said
        self.vain: dict[tuple[object, ...], frozenset[Key] | None] = {}
        """What is still wrong with changes that were tried in vain; None where they bring something new."""
        self.explained: set[Key] = set()
        """What is told where its cause is, and needs no other."""

    @cached_property
    def errors(self) -> frozenset[Key]:
        """What is wrong as it is, before anything is put together or left out."""
        return frozenset(key_of(item) for item in self.said if is_error(*item))

    @property
    def most(self) -> int:
        """How many trials a series has."""
        return min(_MOST, _MOST_RESOURCES // max(1, len(self.inquiry.system.resources)))

    def series(self, codes: Collection[str] | None = None, beside: Collection[str] = ()) -> Series:
        """Trials that ask the checks of some codes (None: all); those ``beside`` are only asked what is gone."""
        return Series(self, codes, frozenset(beside))


class Series:
    """Trials of one theme, of which there are so many and no more.

    Where all checks are asked, all that is wrong must be gone; otherwise a part of it is enough, for the rest may have
    another cause.
    """

    def __init__(self, trials: Trials, codes: Collection[str] | None, beside: frozenset[str]) -> None:
        self._trials, self._codes, self._beside = trials, codes, beside
        self._asked = [item for item in trials.checks if codes is None or item.code in codes or item.code in beside]
        self._whole = codes is None
        self._left = trials.most

    def wrong(self, items: Sequence[Item]) -> dict[Key, Item]:
        """The errors among findings that trials of this series may explain."""
        codes = self._codes
        return {key_of(item): item for item in items if is_error(*item) and (codes is None or item[0].code in codes)}

    def without_explained(self, items: Sequence[Item], *kinds: Kind) -> list[Item]:
        """The findings, with those that a candidate explains replaced by it; each kind may explain some."""
        left = list(items)
        for kind in kinds:
            wrong = self.wrong(left)
            if not wrong:
                break
            candidates = kind(self._trials.inquiry, [found for _, found in wrong.values()])
            if (won := self.first(candidates, wrong)) is not None:
                left = _told(left, wrong, won)
                self._trials.explained.update(won.explained)
        return left

    def first(self, candidates: Iterable[Candidate], wrong: Collection[Key], most: int = _MOST) -> Explanation | None:
        """The first candidate that opens something and shuts nothing."""
        won: Explanation | None = None
        for tried, candidate in enumerate(candidates):
            if tried >= most or self._left <= 0:
                # One that counts alone may not be, among those that are left.
                return None
            self._left -= 1
            found = self._tried(candidate, wrong)
            if found is None:
                continue
            if not candidate.alone:
                return found
            if won is not None:
                return None
            won = found
        return won

    def shuts_something(self, *changes: Change) -> bool:
        """Whether something is wrong with these changes that isn't without."""
        if self._left <= 0:
            return False
        self._left -= 1
        return self._said(changed(self._trials.inquiry, changes), self._asked) is None

    def _tried(self, candidate: Candidate, wrong: Collection[Key]) -> Explanation | None:
        if self._is_vain(candidate, wrong):
            return None
        codes = {code for code, _ in wrong}
        deciding = [check for check in self._asked if check.code in codes]
        others = [check for check in self._asked if check.code not in codes]
        # Whether a change is refused itself is asked of what would win, unless a refusal is what is to be explained.
        anew = any(check.question is Question.CREATE for check in deciding)
        inquiry = changed(self._trials.inquiry, candidate.changes, refusals_anew=anew)
        unwanted = wrong if self._whole else ()
        said = self._said(inquiry, deciding, unwanted)
        if said is None or sum(not said.get(key) for key in wrong) < candidate.least:
            self._note(candidate, said)
            return None
        if self._whole and not anew:
            inquiry = changed(self._trials.inquiry, candidate.changes, refusals_anew=True)
            said, others = {}, self._asked
        rest = self._said(inquiry, others, unwanted)
        if rest is None:
            self._note(candidate, None)
            return None
        still = {**said, **rest}
        asked = {check.code for check in self._asked}
        gone = {key for key in map(key_of, self._trials.said) if key[0] in asked and key not in still}
        explained = tuple(key for key in wrong if not still.get(key))
        return Explanation(candidate, explained, frozenset((*gone, *explained)))

    def _is_vain(self, candidate: Candidate, wrong: Collection[Key]) -> bool:
        """Whether another series has tried the same and found that this opens nothing, or shuts something."""
        key = _key(candidate.changes)
        if key not in self._trials.vain:
            return False
        left = self._trials.vain[key]
        return left is None or (not left.isdisjoint(wrong) if self._whole else left.issuperset(wrong))

    def _note(self, candidate: Candidate, said: Collection[Key] | None) -> None:
        if not self._whole:
            self._trials.vain[_key(candidate.changes)] = None if said is None else frozenset(said)

    def _said(
        self, inquiry: Inquiry, checks: Sequence[Check], unwanted: Collection[Key] = ()
    ) -> dict[Key, bool] | None:
        """What checks say, and whether as an error; None as soon as that is an error that is new or unwanted."""
        known = self._trials.errors
        found: dict[Key, bool] = {}
        for check in checks:
            for said in check.ask(inquiry):
                if isinstance(said, Found):
                    key = check.code, said.what
                    error = is_error(check, said) and check.code not in self._beside
                    if error and (key not in known or key in unwanted):
                        return None
                    found[key] = error or found.get(key, False)
        return found


def _told(items: Sequence[Item], wrong: Mapping[Key, Item], explanation: Explanation) -> list[Item]:
    """The findings with what explains them in the place of the first of them, and without the others."""
    explained = [wrong[key] for key in explanation.explained]
    said = explanation.candidate.tell(explained)
    first = min(index for index, item in enumerate(items) if key_of(item) in explanation.explained)
    rest = [(items[first][0], said) if index == first else item for index, item in enumerate(items)]
    return [item for index, item in enumerate(rest) if index == first or key_of(item) not in explanation.gone]


def is_error(check: Check, found: Found) -> bool:
    return (found.severity or check.severity) is Severity.ERROR


def key_of(item: Item) -> Key:
    check, found = item
    return check.code, found.what


# ---------------------------------------------------------------------------------------------------- a changed system


class _Changed(Inquiry):
    """An inquiry of what was read already, but for a few places: what reading told of the others stays."""

    def __init__(self, inquiry: Inquiry, changes: Sequence[Change], refusals_anew: bool) -> None:
        worked_out = {name for name, value in vars(Inquiry).items() if isinstance(value, cached_property)}
        self.__dict__.update({name: value for name, value in vars(inquiry).items() if name not in worked_out})
        self._roles, self.misplaced_roles = {}, {}
        self.systems = tuple(_with(system, changes) for system in inquiry.systems)
        self.system = self.systems[-1]
        written = self._written is not inquiry.system
        self._written = _with(self._written, changes) if written else self.system
        if not refusals_anew:
            self.refusals = tuple(self._as_before(inquiry, changes))

    def _as_before(self, inquiry: Inquiry, changes: Sequence[Change]) -> Iterator[tuple[Resource, Refusal]]:
        """The refusals as they were, but for those of the places that are changed."""
        for resource, refusal in inquiry.refusals:
            own = self.system.resources.get(resource.logical_id, resource)
            if not any(item.resource.logical_id == own.logical_id and item.path == refusal.path for item in changes):
                yield own, refusal


def changed(inquiry: Inquiry, changes: Sequence[Change], *, refusals_anew: bool = False) -> Inquiry:
    """The same inquiry of a system that has other values in some places.

    What APIs refuse is worked out anew only on demand: it takes as long as all the rest, and of most changes the
    network alone is asked.
    """
    return _Changed(inquiry, changes, refusals_anew)


def _with(system: System, changes: Sequence[Change]) -> System:
    resources = system.resources
    for change in changes:
        own = resources.get(change.resource.logical_id)
        if own is None or own.physical_id != change.resource.physical_id:
            continue
        properties = put(dict(own.properties), change.path, change.value)
        assert isinstance(properties, dict)
        references = tuple(
            replace(item, target=change.leads_to) if change.leads_to and item.path == change.path else item
            for item in own.references
        )
        resources = {**resources, own.logical_id: replace(own, properties=properties, references=references)}
    return replace(system, resources=resources) if resources is not system.resources else system


def _key(changes: Sequence[Change]) -> tuple[object, ...]:
    return tuple((item.resource.logical_id, item.path, repr(item.value)) for item in changes)
