"""Whether the Condition of a statement holds for a request.

Operators of one block and keys of one operator are all needed; of the values of a key one is enough (none, for an
operator with Not). A key that the request doesn't have fails a condition, except with ``IfExists``, with
``ForAllValues`` and with the Not operators. What only AWS would know of the request gives "cannot tell".

Sources (read 2026-11-23):
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial

from msgspec import Struct

from seatrial.analyses.iam.answer import NO, YES, Answer, cannot_tell, every, some
from seatrial.analyses.iam.bounds import BOUNDS, fits
from seatrial.analyses.iam.pattern import arn_matches, expand, like, plain
from seatrial.analyses.iam.request import Absence, Request
from seatrial.model.value import Unknown, Value, as_list, as_text

# https://docs.aws.amazon.com/secretsmanager/latest/userguide/getting-started.html#term_secret (read 2026-11-29)
ENDING = 6

Compare = Callable[[str, str], bool]
"""Whether a value of the request (second) fits a value of the policy (first)."""


def condition_holds(block: Value, request: Request, variables: bool) -> Answer:
    """Whether a statement's Condition holds; without one it does."""
    if block is None:
        return YES
    if isinstance(block, Unknown):
        return cannot_tell(block.reason)
    if not isinstance(block, dict):
        return cannot_tell("its Condition is not a mapping")
    tests = [(operator, key, value) for operator, keys in block.items() for key, value in _items(keys)]
    return every(partial(_test_holds, *test, request, variables) for test in tests)


class FailedTest(Struct, frozen=True):
    """A test of a condition that a request fails. ``given`` are the request's values of the key; none where it has no
    such key.
    """

    operator: str
    key: str
    wanted: tuple[str, ...]
    given: tuple[str, ...]
    meant: str = ""
    """The key that was meant, where this is none."""


def failing_tests(block: Value, request: Request, variables: bool, *, fail: bool = True) -> Iterator[FailedTest]:
    """The tests of a condition that a request certainly fails; with ``fail`` False, those that it certainly passes."""
    for operator, keys in block.items() if isinstance(block, dict) else ():
        for key, wanted in _items(keys):
            if _test_holds(operator, key, wanted, request, variables).holds is (not fail):
                given = request.value(key)
                texts = tuple(as_text(item) for item in as_list(wanted))
                if isinstance(given, Absence):
                    yield FailedTest(operator, key, texts, (), request.misspelt(key))
                else:
                    yield FailedTest(operator, key, texts, given)


def _items(keys: Value) -> list[tuple[str, Value]]:
    return list(keys.items()) if isinstance(keys, dict) else []


def _test_holds(operator: str, key: str, wanted: Value, request: Request, variables: bool) -> Answer:
    quantity, _, name = operator.rpartition(":")
    if_exists = name.lower().endswith("ifexists")
    name = name[: -len("IfExists")] if if_exists else name
    given = request.value(key)
    if given is Absence.NOT_KNOWN:
        return cannot_tell(f"only AWS knows {key} of the request")
    if name.lower() == "null":
        return _null_holds(wanted, given)
    found = OPERATORS.get(name.lower())
    if found is None:
        return cannot_tell(f"{operator} is no condition operator that is known here")
    compare, negated = found
    quantity = quantity.lower()
    if isinstance(given, Absence):
        passes = if_exists or quantity == "forallvalues" or (negated and quantity != "foranyvalue")
        return YES if passes else NO

    def one(value: str) -> Answer:
        answer = some(partial(_fits, name, compare, item, value, request, variables) for item in as_list(wanted))
        return ~answer if negated else answer

    parts = [partial(one, value) for value in given]
    if quantity == "forallvalues" or (negated and not quantity):
        return every(parts)
    return some(parts)


def _null_holds(wanted: Value, given: tuple[str, ...] | Absence) -> Answer:
    if isinstance(wanted, Unknown):
        return cannot_tell(wanted.reason)
    absent = isinstance(given, Absence)
    return YES if any(absent == (as_text(item).lower() == "true") for item in as_list(wanted)) else NO


def _fits(operator: str, compare: Compare, wanted: Value, given: str, request: Request, variables: bool) -> Answer:
    if isinstance(wanted, Unknown):
        return cannot_tell(wanted.reason)
    text = expand(as_text(wanted), request, variables)
    if isinstance(text, Answer):
        return text
    if given in BOUNDS:
        return fits(operator.lower(), compare, text, given)
    if not compare(text, given) and _other_ending(text, given):
        return cannot_tell(f"AWS chooses how {given[:-ENDING]} ends")
    return YES if compare(text, given) else NO


def _other_ending(wanted: str, given: str) -> bool:
    """Whether two ARNs of secrets differ by nothing but the six characters at the end, which AWS chooses."""
    secret = ":secretsmanager:" in given and len(wanted) == len(given) and wanted.startswith("arn:")
    return secret and wanted[:-ENDING] == given[:-ENDING]


def _equal(wanted: str, given: str) -> bool:
    return plain(wanted) == given


def _equal_ignoring_case(wanted: str, given: str) -> bool:
    return plain(wanted).lower() == given.lower()


def _number(compare: Callable[[float, float], bool]) -> Compare:
    def compared(wanted: str, given: str) -> bool:
        try:
            return compare(float(given), float(plain(wanted)))
        except ValueError:
            return False

    return compared


def _date(compare: Callable[[float, float], bool]) -> Compare:
    def compared(wanted: str, given: str) -> bool:
        left, right = _moment(given), _moment(plain(wanted))
        return left is not None and right is not None and compare(left, right)

    return compared


def _moment(text: str) -> float | None:
    """Seconds since the epoch, from an ISO 8601 date or from seconds."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _bytes_equal(wanted: str, given: str) -> bool:
    try:
        return base64.b64decode(plain(wanted), validate=True) == base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return False


def _in_block(wanted: str, given: str) -> bool:
    try:
        return ipaddress.ip_address(given) in ipaddress.ip_network(plain(wanted), strict=False)
    except ValueError:
        return False


def _flag(wanted: str, given: str) -> bool:
    return plain(wanted).lower() == given.lower()


# Operator in lower case → how one pair of values compares, and whether the operator wants that none compare so.
OPERATORS: Mapping[str, tuple[Compare, bool]] = {
    "stringequals": (_equal, False),
    "stringnotequals": (_equal, True),
    "stringequalsignorecase": (_equal_ignoring_case, False),
    "stringnotequalsignorecase": (_equal_ignoring_case, True),
    "stringlike": (like, False),
    "stringnotlike": (like, True),
    "numericequals": (_number(lambda given, wanted: given == wanted), False),
    "numericnotequals": (_number(lambda given, wanted: given == wanted), True),
    "numericlessthan": (_number(lambda given, wanted: given < wanted), False),
    "numericlessthanequals": (_number(lambda given, wanted: given <= wanted), False),
    "numericgreaterthan": (_number(lambda given, wanted: given > wanted), False),
    "numericgreaterthanequals": (_number(lambda given, wanted: given >= wanted), False),
    "dateequals": (_date(lambda given, wanted: given == wanted), False),
    "datenotequals": (_date(lambda given, wanted: given == wanted), True),
    "datelessthan": (_date(lambda given, wanted: given < wanted), False),
    "datelessthanequals": (_date(lambda given, wanted: given <= wanted), False),
    "dategreaterthan": (_date(lambda given, wanted: given > wanted), False),
    "dategreaterthanequals": (_date(lambda given, wanted: given >= wanted), False),
    "bool": (_flag, False),
    "binaryequals": (_bytes_equal, False),
    "ipaddress": (_in_block, False),
    "notipaddress": (_in_block, True),
    "arnequals": (arn_matches, False),
    "arnlike": (arn_matches, False),
    "arnnotequals": (arn_matches, True),
    "arnnotlike": (arn_matches, True),
}
