"""How IAM compares texts: wildcards, ARNs part by part, and policy variables.

``*`` stands for any number of characters, ``?`` for one. In an ARN a ``*`` that ends a part also reaches over the
colons that follow; elsewhere it stays inside its part. ``${key}`` stands for a value of the request, ``${key,
'text'}`` has a default, and ``${*}``, ``${?}``, ``${$}`` are those characters themselves.

Sources (read 2026-11-23): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from seatrial.analyses.iam.answer import NO, YES, Answer, cannot_tell
from seatrial.analyses.iam.request import Absence, Request

_VARIABLE = re.compile(r"\$\{\s*([^},]*?)\s*(?:,\s*'([^']*)'\s*)?\}")
# Characters that stand for themselves after ``${*}`` and the like; they are put back as literals.
_LITERALS = {"*": "\ue000", "?": "\ue001", "$": "\ue002"}
_BACK = {mark: letter for letter, mark in _LITERALS.items()}


def expand(text: str, request: Request, variables: bool) -> str | Answer:
    """The text with its variables filled in; an Answer where one has no value (NO) or isn't known.

    ``variables`` is False in policies of the old version (2008-10-17), where ``${`` means nothing.
    """
    if not variables or "${" not in text:
        return text
    result, place = "", 0
    for match in _VARIABLE.finditer(text):
        result += text[place : match.start()]
        place = match.end()
        name, default = match[1], match[2]
        if name in _LITERALS:
            result += _LITERALS[name]
            continue
        value = request.value(name)
        if value is Absence.NOT_KNOWN:
            return cannot_tell(f"only AWS knows the value of {name}")
        if isinstance(value, tuple) and len(value) == 1:
            # What a request says is text, not a pattern.
            result += "".join(_LITERALS.get(letter, letter) for letter in value[0])
        elif default is not None:
            result += default
        else:
            return NO
    return result + text[place:]


def plain(text: str) -> str:
    """The text with literal marks turned back, for comparisons without wildcards."""
    return "".join(_BACK.get(letter, letter) for letter in text)


def like(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Whether a text fits a pattern with ``*`` and ``?``."""
    return _compiled(pattern, False, ignore_case).fits(text.lower() if ignore_case else text)


def action_matches(pattern: str, action: str) -> bool:
    """Actions don't depend on case."""
    return like(pattern, action, ignore_case=True)


def resource_matches(pattern: str, arn: str) -> bool:
    """Whether an ARN of a request fits a Resource of a policy."""
    return _compiled(pattern, True, False).fits(arn)


def arn_matches(pattern: str, arn: str) -> bool:
    """ArnLike and ArnEquals: each of the six parts is compared by itself."""
    wanted, given = pattern.split(":", 5), arn.split(":", 5)
    if len(given) != 6:
        return False
    if len(wanted) != 6:
        return pattern == "*"
    return all(like(part, text) for part, text in zip(wanted, given, strict=True))


def same(left: str, right: str) -> Answer:
    return YES if left == right else NO


class _Pattern(Struct, frozen=True):
    """A pattern as an automaton whose states are bits: bit ``n`` is set where its first ``n`` tokens fit so far.

    A regular expression would try every way to share a text among many ``*``, which takes time without bound; this
    takes one step for each character. ``stars`` are the tokens ``*``, ``inner`` those of them that stay in a part.
    """

    letters: Mapping[str, int]
    any: int
    stars: int
    inner: int
    end: int
    beginning: str
    """All before the first ``*`` or ``?``."""

    def fits(self, text: str) -> bool:
        if not text.startswith(self.beginning):
            return False
        if not self.any and (not self.stars or (self.stars << 1 == self.end and not self.inner)):
            # Most have nothing else, or only one at the end.
            return bool(self.stars) or len(text) == len(self.beginning)
        # With the states behind each ``*``, which may stand for nothing. No two of them are neighbours.
        states, stars = 1 | ((1 & self.stars) << 1), self.stars
        for letter in text:
            stays = stars & ~self.inner if letter == ":" else stars
            states = (states & stays) | ((states & (self.letters.get(letter, 0) | self.any)) << 1)
            states |= (states & stars) << 1
            if not states:
                return False
        return bool(states & self.end)


@lru_cache(maxsize=4096)
def _compiled(pattern: str, in_arn: bool, ignore_case: bool) -> _Pattern:
    letters: dict[str, int] = {}
    beginning: list[str] = []
    anything = stars = inner = count = colons = 0
    for index, letter in enumerate(pattern.lower() if ignore_case else pattern):
        bit = 1 << count
        if letter == "*":
            inside = in_arn and colons < 5 and index + 1 < len(pattern) and pattern[index + 1] != ":"
            if stars & (bit >> 1):
                inner &= ~0 if inside else ~(bit >> 1)
                continue
            stars |= bit
            inner |= bit if inside else 0
        elif letter == "?":
            anything |= bit
        else:
            colons += letter == ":"
            plain_letter = _BACK.get(letter, letter)
            letters[plain_letter] = letters.get(plain_letter, 0) | bit
            if not stars and not anything:
                beginning.append(plain_letter)
        count += 1
    return _Pattern(letters, anything, stars, inner, 1 << count, "".join(beginning))
