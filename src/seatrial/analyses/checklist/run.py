"""Asks every check and gathers what they say into one report.

A finding is left out only where somebody said so with a reason (see ``suppression``) or asked for other codes. A doubt
is never an error: it makes the answer of its question "cannot tell".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.checklist.across_stacks import as_typed_there
from seatrial.analyses.checklist.answers import answers
from seatrial.analyses.checklist.check import Check, Doubt, Found
from seatrial.analyses.checklist.consequences import without_consequences
from seatrial.analyses.checklist.copied import copies
from seatrial.analyses.checklist.follow_ups import without_follow_ups
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import ABOUT_ROLES, WAYS, Item, merged, one_for_each_place, one_for_each_value
from seatrial.analyses.checklist.other_choices import asked_again
from seatrial.analyses.checklist.rows import rows
from seatrial.analyses.checklist.suppression import families, suppressed
from seatrial.analyses.checklist.table import all_checks, checks_for
from seatrial.analyses.checklist.trials import Trials, is_error
from seatrial.analyses.checklist.unresolved import one_for_each_name
from seatrial.analyses.refusals import Refusal
from seatrial.model.edit import Edit
from seatrial.model.finding import Finding, Severity, order_key
from seatrial.model.report import Question, Report, Unsettled
from seatrial.model.system import System

if TYPE_CHECKING:
    from seatrial.analyses.checklist.misled import Misled

# The code of a nested stack that cannot be read.
UNREAD = "TPL013"


class Choice(Struct, frozen=True):
    """The same template with other values of parameters, as ``label`` says them.

    ``by_place`` says that they are meant for what stands at one place: other errors of the same resource may stay.
    """

    label: str
    system: System
    reading: tuple[Finding, ...] = ()
    by_place: bool = False


class Selection(Struct, frozen=True):
    """Which codes to report: all without ``only``; prefixes count (``STA`` is every code that begins so)."""

    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def takes(self, code: str) -> bool:
        if self.only and not code.startswith(self.only):
            return False
        return not (self.ignore and code.startswith(self.ignore))

    @property
    def told(self) -> str:
        """What was asked, where that isn't everything."""
        left = ", ".join(self.ignore)
        if not self.only:
            return f"everything but {left}" if left else ""
        return f"{', '.join(self.only)} alone" + (f", without {left}" if left else "")


def check(
    system: System,
    others: Collection[System] = (),
    reading: Sequence[Finding] = (),
    selection: Selection | None = None,
    checks: Sequence[Check] | None = None,
    otherwise: Sequence[Choice] = (),
    theirs: Sequence[Sequence[Finding]] = (),
    guesses: Callable[[Sequence[Finding]], Iterable[Choice]] | None = None,
) -> Report:
    """Asks the system every question. ``reading`` are the findings of its reader, which belong to the first one, as do
    those of other linters, ``theirs``.

    What is wrong only with another choice of parameters is a warning: more of them may have to be given then. So is
    what is wrong with a value that nobody gave, and not with another: ``guesses`` have the other, by the name of that.
    """
    chosen = selection or Selection()
    inquiry = Inquiry(system, others, reading)
    asked = checks if checks is not None else _asked(chosen, (*others, system))
    told = _told(inquiry, asked, reading, chosen)
    left, findings = list(told.left), told.questions
    owed = [item for item in left if _may_be_owed(item, reading)] if guesses is not None else []
    before = {(item.code, item.logical_id) for item in left if item.severity is Severity.ERROR}
    for guess in guesses(owed) if guesses is not None and owed else ():
        for_it = checks if checks is not None else _asked(chosen, (*others, guess.system))
        then = _told(Inquiry(guess.system, others, guess.reading), for_it, guess.reading, chosen)
        for place, item in enumerate(left):
            if _may_be_owed(item, reading) and _is_owed(item, guess, then, before):
                left[place] = replace(item, severity=Severity.WARNING, what=f"{guess.label}, {item.what}")
                findings[left[place]] = findings[item]
                if item in told.aws:
                    told.aws[left[place]] = told.aws[item]
                if item in told.fixes:
                    told.fixes[left[place]] = told.fixes[item]
        if not any(_may_be_owed(item, reading) for item in left):
            break
    # What is wrong anyhow is known by its words, wherever it is told: trying again would take as long for each choice.
    tries = not any(item.severity is Severity.ERROR for item in left)
    for choice in otherwise:
        of_choice = checks if checks is not None else _asked(chosen, (*others, choice.system))
        again = Inquiry(choice.system, others, choice.reading, inquiry)
        for_it = asked_again(inquiry, again, of_choice)
        # What others say would be said again, and explains some of what these say.
        same = [item for item in told.wrong if item[0] not in for_it]
        then = _told(again, for_it, choice.reading, chosen, same, tries=tries)
        for finding in _only_then(then, choice, left, told.said):
            left.append(finding)
            findings[finding] = then.questions.get(finding, Question.CREATE)
    if theirs:
        from seatrial.analyses.checklist.joined import joined

        more = joined(left, theirs)
        left += more
        findings |= dict.fromkeys(more, Question.CREATE)
    kept, accepted = suppressed(system, left, lambda code: chosen.takes(code) and code[:3] in families(asked))
    kept = [item for item in kept if chosen.takes(item.code)]
    questions = {item.question for item in asked if chosen.takes(item.code)}
    return Report(
        file=system.file,
        system=system,
        findings=tuple(sorted(kept, key=order_key)),
        unsettled=told.doubts,
        answers=tuple(answers(inquiry, kept, findings, told.doubts, questions, told.behind)),
        rows=rows(inquiry, kept, told.doubts),
        suppressed=accepted,
        aws=told.aws,
        questions=findings,
        fixes=told.fixes,
        narrowed=chosen.told,
        otherwise={
            item.label: tuple(name for name in item.system.resources if name in system.absent) for item in otherwise
        },
    )


# How the refusal of a resource is told: CreateService refuses Service: ...
_REFUSES = re.compile(r"\w+ refuses ([\w/]+): ")


class _Told(Struct):
    """What the checks say of one system. ``left`` are its findings without what follows from others; ``questions``,
    ``aws`` and ``fixes`` say more of each, ``wrong`` is what was said before any was left out, and ``said`` are its
    codes and words.
    """

    left: list[Finding]
    doubts: tuple[Unsettled, ...]
    questions: dict[Finding, Question]
    aws: dict[Finding, str]
    fixes: dict[Finding, tuple[Edit, ...]]
    wrong: list[Item]
    said: set[tuple[str, str]]
    behind: frozenset[Question]
    """The questions of errors that only follow from others."""


def _told(
    inquiry: Inquiry,
    checks: Sequence[Check],
    reading: Sequence[Finding],
    chosen: Selection,
    known: Sequence[Item] = (),
    *,
    tries: bool = True,
) -> _Told:
    """Asks the checks; ``known`` is what others said.

    ``tries`` says whether it is tried what one wrong end of something would explain.
    """
    findings = {item: Question.CREATE for item in reading if chosen.takes(item.code)}
    aws: dict[Finding, str] = {}
    fixes: dict[Finding, tuple[Edit, ...]] = {}
    wrong: list[Item] = [*known]
    unsettled: list[Unsettled] = []
    everything = not chosen.only and not chosen.ignore
    for item in checks:
        if not everything and not chosen.takes(item.code):
            continue
        for said in item.ask(inquiry):
            if isinstance(said, Doubt):
                unsettled.append(_unsettled(item, said))
                continue
            wrong.append((item, said))
    together = merged(wrong)
    trials = Trials(inquiry, checks, wrong)
    for item, said in _without_swaps(trials, together) if tries else together:
        finding = _finding(inquiry.system, item, said)
        findings.setdefault(finding, item.question)
        if said.aws:
            aws[finding] = said.aws
        if said.fix:
            fixes[finding] = said.fix
    unsettled += [doubt for item in reading if item.code == UNREAD for doubt in _unread(item)]
    copied = list(copies(inquiry))
    without_way = {copy.lack for copy in copied}
    doubled = {copy.named for copy in copied if copy.named}
    unmade = {item.logical_id for item, said in inquiry.refusals if _is_no_subnet(said)}
    left = without_consequences(inquiry.system, list(findings), without_way, unmade, inquiry.strays, doubled)
    left, renewed = one_for_each_value(inquiry.system, one_for_each_place(list(one_for_each_name(left))))
    aws |= {new: aws[old] for new, old in renewed.items() if old in aws}
    for finding in left:
        findings.setdefault(finding, Question.CREATE)
    aws |= _said_earlier(inquiry, left)
    if tries and (cause := _misled(trials, left)) is not None:
        finding = _finding(inquiry.system, cause.check, cause.found)
        left = [finding if item is cause.explained[0] else item for item in left if item not in cause.explained[1:]]
        left = without_follow_ups(inquiry.system, left)
        findings[finding], aws[finding] = cause.check.question, cause.found.aws
    # What one rule blocks is one finding of this choice, and may stand elsewhere with another.
    said_so = {(item.code, item.what) for item in findings} | {(item.code, said.what) for item, said in wrong}
    there = set(left)
    behind = {of for item, of in findings.items() if item.severity is Severity.ERROR and item not in there}
    return _Told(left, tuple(_once(unsettled)), findings, aws, fixes, wrong, said_so, frozenset(behind))


def _without_swaps(trials: Trials, items: Sequence[Item]) -> list[Item]:
    """The findings but for those that one exchanged security group, wrong end or role explains, and that instead."""
    left = list(items)
    wrong = {item.code for item, found in items if is_error(item, found)}
    # Only a system with a way that is shut, or a role that lacks something, pays for loading them.
    if not wrong.isdisjoint(WAYS):
        from seatrial.analyses.checklist.swaps import without_swaps
        from seatrial.analyses.checklist.wrong_ends import without_wrong_ends

        left = without_wrong_ends(trials, without_swaps(trials, left))
    if not wrong.isdisjoint(ABOUT_ROLES):
        from seatrial.analyses.checklist.role_swaps import without_role_swaps

        left = without_role_swaps(trials, left)
    return left


def _said_earlier(inquiry: Inquiry, left: Sequence[Finding]) -> dict[Finding, str]:
    """AWS's text where it refuses something else earlier than what is told, for the same fault: a target group for what
    its protocol doesn't take, before the listener that it does not fit; or the very thing at which the refusal of
    another is told. That is the fault, and the other what people meet.
    """
    found: dict[Finding, str] = {}
    for item in left:
        resource = inquiry.system.resources.get(item.logical_id)
        if resource is None or item.severity is not Severity.ERROR:
            continue
        refused = _REFUSES.match(item.what)
        if "incompatible protocols" in item.what:
            names = {one.target for one in resource.references if one.path == item.path}
        elif refused is not None and refused[1] != item.logical_id:
            names = {item.logical_id}
        else:
            continue
        earlier = [said for one, said in inquiry.refusals if one.logical_id in names]
        if earlier:
            # In which words AWS refuses that isn't known of all: then it is none of what it would say of the other.
            found[item] = "" if earlier[0].ours else earlier[0].reason
    return found


def _misled(trials: Trials, left: Sequence[Finding]) -> Misled | None:
    """The one reference that explains all errors. Only a system with errors pays for loading it."""
    if not any(item.severity is Severity.ERROR for item in left):
        return None
    from seatrial.analyses.checklist.misled import misled

    return misled(trials, left)


def _asked(chosen: Selection, systems: Collection[System]) -> Sequence[Check]:
    """The checks that the systems have something for; all where somebody chooses among them, who is told of each."""
    types = {resource.type for system in systems for resource in system.resources.values()}
    return all_checks() if chosen.told else checks_for(types)


def _is_no_subnet(refusal: Refusal) -> bool:
    """Whether a subnet is refused for its block or its zone."""
    blocks = ("AvailabilityZone", "CidrBlock", "Ipv6CidrBlock")
    lacks = refusal.api == "ec2.CreateSubnet" and refusal.code == "MissingParameter"
    return refusal.code.startswith("InvalidSubnet.") or lacks or refusal.path[:1] in [(key,) for key in blocks]


def _may_be_owed(item: Finding, reading: Sequence[Finding]) -> bool:
    """Whether an error may be that of an assumed value; those of the text itself are not told again."""
    return item.severity is Severity.ERROR and item not in reading


def _is_owed(item: Finding, guess: Choice, then: _Told, before: Collection[tuple[str, str]]) -> bool:
    """Whether an error is gone with another value than the assumed one, though its resource is there."""
    wrong = ((one.code, one.logical_id) for one in then.left if one.severity is Severity.ERROR)
    if guess.by_place and any(one not in before for one in wrong):
        # It may be gone only because of what is wrong now.
        return False
    return (
        item.logical_id in guess.system.resources
        and (item.code, item.what) not in then.said
        and not any(
            (one.code, one.logical_id, one.severity) == (item.code, item.logical_id, Severity.ERROR)
            and (one.path == item.path or not guess.by_place)
            for one in then.left
        )
    )


def _only_then(
    then: _Told, choice: Choice, before: Sequence[Finding], said: Collection[tuple[str, str]]
) -> Iterator[Finding]:
    """The errors of another choice, as warnings, but for what is wrong anyhow."""
    told = {(item.code, item.logical_id, item.path) for item in before}
    kept, _ = suppressed(choice.system, then.left, lambda code: False)
    for item in sorted(kept, key=order_key):
        if item.severity is not Severity.ERROR or (item.code, item.what) in said:
            continue
        if (item.code, item.logical_id, item.path) not in told:
            yield replace(item, severity=Severity.WARNING, what=f"with {choice.label}, {item.what}")


def _finding(system: System, check: Check, said: Found) -> Finding:
    return Finding(
        code=check.code,
        severity=said.severity or check.severity,
        what=said.what,
        why=said.why,
        mend=as_typed_there(system, said.resource.logical_id, said.mend),
        span=said.resource.span(*said.path),
        logical_id=said.resource.logical_id,
        path=said.path,
    )


def _unsettled(check: Check, said: Doubt) -> Unsettled:
    span = said.resource.span(*said.path)
    return Unsettled(check.code, check.question, said.what, said.why, span, said.resource.logical_id, said.path)


def _once(unsettled: Sequence[Unsettled]) -> Iterator[Unsettled]:
    """Each doubt with the first of its reasons: the others are of the same kind, such as one for each subnet."""
    seen: set[tuple[object, ...]] = set()
    for doubt in unsettled:
        key = (doubt.question, doubt.code, doubt.what, doubt.logical_id, doubt.path)
        if key not in seen:
            seen.add(key)
            yield doubt


def _unread(finding: Finding) -> Iterator[Unsettled]:
    """A nested stack whose template isn't at hand leaves every question open but for what can be seen."""
    what, why = f"what {finding.logical_id} creates", finding.what
    for question in Question:
        if question is not Question.SEEMLY:
            yield Unsettled(finding.code, question, what, why, finding.span, finding.logical_id, finding.path)
