"""When something is to happen: ``rate(...)``, ``cron(...)`` and ``at(...)``, as three services of AWS read them.

EventBridge rules, EventBridge Scheduler and Application Auto Scaling share the expressions, and differ in what they
take: a rule has no ``at``, and wants ``1 hour`` and ``2 hours`` spelled so. AWS's cron is not that of Unix: it has six
fields, a week that begins with SUN = 1, and exactly one ``?`` in the two fields that say the day. ``parse`` reads an
expression or says what is wrong with it; ``fires`` says when, by dates: a cron expression that is well formed may still
mean a day that never comes. Where a service may take more than its documentation says, so does this.

Sources (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html,
https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

FIRST_YEAR, LAST_YEAR = 1970, 2199
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
SATURDAY = 7
# As datetime counts them.
_SATURDAY, _SUNDAY = 6, 7
MOST_OF_ONE_DAY_IN_A_MONTH = 5
FIELDS = ("minutes", "hours", "day-of-month", "month", "day-of-week", "year")
_DAY_PLACES = (2, 4)
_UNITS = {"minute": 1, "hour": 60, "day": 1440}
_MONTH_NAMES = {name: number for number, name in enumerate(MONTHS, 1)}
_DAY_NAMES = {name: number for number, name in enumerate(DAYS, 1)}
_AT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\Z", re.ASCII)
_ENTRY = re.compile(r"(\*|\w+)?(?:-(\w+))?(?:/(\d+))?\Z", re.ASCII)
# Longer numbers than any field has are no numbers: so nobody counts to them.
_LONGEST_NUMBER = 4
_LONGEST_RATE = 9


class Reader(StrEnum):
    """Whose expression it is."""

    RULE = "EventBridge rule"
    SCHEDULER = "EventBridge Scheduler"
    AUTO_SCALING = "Application Auto Scaling"


class Part(StrEnum):
    """Which part of an expression is wrong."""

    FORM = "form"
    RATE = "rate"
    CRON = "cron"
    AT = "at"


class Wrong(Struct, frozen=True):
    """``why`` says in a clause what is wrong; ``instead`` is what one may have meant, "" where that isn't clear."""

    part: Part
    why: str
    instead: str = ""


class Rate(Struct, frozen=True):
    value: int
    unit: str

    @property
    def minutes(self) -> int:
        return self.value * _UNITS[self.unit]


class At(Struct, frozen=True):
    """``moment`` is in the schedule's time zone."""

    moment: datetime


class DaysOfMonth(Struct, frozen=True):
    """``before_last`` are days counted back from the last one (0), ``near`` days of which the nearest weekday is meant.

    ``near`` has 0 for the last weekday of the month.
    """

    numbers: frozenset[int] = frozenset()
    before_last: frozenset[int] = frozenset()
    near: frozenset[int] = frozenset()


class DaysOfWeek(Struct, frozen=True):
    """Days count from SUN = 1. ``last`` are those meant once, at the end of a month; ``nth`` is a day and its place."""

    numbers: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    nth: tuple[int, int] | None = None


class Cron(Struct, frozen=True):
    """``days`` are of the month or of the week, whichever has no ``?``."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: DaysOfMonth | DaysOfWeek
    months: frozenset[int]
    years: frozenset[int]


Expression = Rate | Cron | At


def parse(text: str, reader: Reader) -> Expression | Wrong:
    """Reads an expression as a service does."""
    match = re.match(r"\s*(rate|cron|at)\((.*)\)\s*\Z", text, re.DOTALL)
    if match is None:
        forms = "rate(...) or cron(...)" if reader is Reader.RULE else "rate(...), cron(...) or at(...)"
        return Wrong(Part.FORM, f"it has not the form {forms}", _bare(text, reader))
    form, inner = match.groups()
    if form == "rate":
        return _rate(inner, reader)
    if form == "cron":
        return _cron(inner)
    if reader is Reader.RULE:
        return Wrong(Part.FORM, "a rule has no at(...); only EventBridge Scheduler starts something once")
    return _at(inner)


def fires(cron: Cron) -> Iterator[date]:
    """The dates on which a cron expression fires, in their order. It may be none."""
    for year in sorted(cron.years):
        for month in sorted(cron.months):
            for day in sorted(_days(cron.days, year, month)):
                yield date(year, month, day)


def last_fires(cron: Cron) -> date | None:
    """The last date on which a cron expression fires; None where it never does."""
    for year in sorted(cron.years, reverse=True):
        for month in sorted(cron.months, reverse=True):
            if days := _days(cron.days, year, month):
                return date(year, month, max(days))
    return None


def _rate(inner: str, reader: Reader) -> Rate | Wrong:
    parts = inner.split()
    unit = parts[1].removesuffix("s") if len(parts) == 2 else ""
    number = parts[0] if len(parts) == 2 else ""
    if unit not in _UNITS or not number.isascii() or not number.isdigit() or len(number) > _LONGEST_RATE:
        return Wrong(Part.RATE, "a rate is a positive whole number and minutes, hours or days", _whole_rate(parts))
    value = int(number)
    if value == 0:
        return Wrong(Part.RATE, "a rate of 0 is no rate", f"rate(1 {unit})")
    proper = unit if value == 1 else f"{unit}s"
    if reader is Reader.RULE and parts[1] != proper:
        return Wrong(
            Part.RATE,
            f"a rule wants the unit in the {'singular' if value == 1 else 'plural'} with {value}",
            f"rate({value} {proper})",
        )
    return Rate(value, unit)


def _whole_rate(parts: list[str]) -> str:
    """``rate(90 sec)`` and the like mean nothing else; ``rate(5minutes)`` and ``rate(5 min)`` do."""
    match = re.fullmatch(r"(\d{1,6})\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?)", " ".join(parts).lower(), re.ASCII)
    if match is None or not int(match[1]):
        return ""
    unit = {"m": "minute", "h": "hour", "d": "day"}[match[2][0]]
    return f"rate({int(match[1])} {unit if int(match[1]) == 1 else f'{unit}s'})"


def _at(inner: str) -> At | Wrong:
    match = _AT.match(inner.strip())
    if match is None:
        why = "at(...) wants a time as in at(2027-01-31T06:00:00), without a zone or fractions"
        return Wrong(Part.AT, why, _moment_meant(inner.strip()))
    try:
        return At(datetime(*(int(part) for part in match.groups())))  # type: ignore[arg-type]
    except ValueError:
        return Wrong(Part.AT, f"there is no such time as {inner.strip()}")


def _moment_meant(text: str) -> str:
    """The same moment as at(...) wants it; "" where the text is none."""
    found = re.match(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?Z?\Z", text, re.ASCII)
    return f"at({found[1]}T{found[2]}{found[3] or ':00'})" if found else ""


def _cron(inner: str) -> Cron | Wrong:
    fields = inner.upper().split()
    if len(fields) != len(FIELDS):
        unix = _from_unix(fields)
        return Wrong(
            Part.CRON, f"it has {len(fields)} fields, and not six: {', '.join(FIELDS)}", unix and f"cron({unix})"
        )
    asked = [place for place in _DAY_PLACES if fields[place] == "?"]
    if len(asked) != 1:
        why = (
            "both day-of-month and day-of-week are ?"
            if asked
            else "day-of-month and day-of-week both say a day: one of them must be ?"
        )
        return Wrong(Part.CRON, why, _one_day(fields))
    try:
        return _read(fields)
    except ValueError as error:
        return Wrong(Part.CRON, str(error), _days_from_zero(fields))


def _read(fields: list[str]) -> Cron:
    """Six fields of which one of the days is ``?``; a ValueError says in a clause what is wrong."""
    return Cron(
        minutes=_numbers(fields[0], "minutes", 0, 59),
        hours=_numbers(fields[1], "hours", 0, 23),
        days=_days_of_week(fields[4]) if fields[2] == "?" else _days_of_month(fields[2]),
        months=_numbers(fields[3], "month", 1, 12, _MONTH_NAMES),
        years=_numbers(fields[5], "year", FIRST_YEAR, LAST_YEAR),
    )


def _numbers(
    field: str, noun: str, lowest: int, highest: int, names: Mapping[str, int] | None = None
) -> frozenset[int]:
    """The numbers of a field. A range that ends before it begins goes round, except one of years."""
    found: set[int] = set()
    for entry in field.split(","):
        match = _ENTRY.match(entry)
        if match is None or not entry or (match[1] in (None, "*") and match[2] is not None):
            raise ValueError(f"{entry or 'an empty entry'} is nothing that the field {noun} can hold")
        first, last, step = match.groups()
        pace = int(step) if step is not None and len(step) <= _LONGEST_NUMBER else 0
        if step is not None and not pace:
            raise ValueError(f"the field {noun} can't go in steps of {step}")
        if first in (None, "*"):
            if first is None and step is None:
                raise ValueError(f"{entry} is nothing that the field {noun} can hold")
            found.update(range(lowest, highest + 1, pace or 1))
            continue
        begins = _number(first, noun, lowest, highest, names)
        ends = _number(last, noun, lowest, highest, names) if last is not None else highest if step else begins
        if begins > ends and noun == "year":
            raise ValueError(f"the years {entry} end before they begin")
        size = highest - lowest + 1
        length = (ends - begins) % size + 1
        found.update(lowest + (begins - lowest + offset) % size for offset in range(0, length, pace or 1))
    return frozenset(found)


def _number(text: str, noun: str, lowest: int, highest: int, names: Mapping[str, int] | None) -> int:
    if names and text in names:
        return names[text]
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_NUMBER or not lowest <= int(text) <= highest:
        also = f" or {next(iter(names))}-{list(names)[-1]}" if names else ""
        raise ValueError(f"the field {noun} goes from {lowest} to {highest}{also}, and {text} is not in it")
    return int(text)


def _days_of_month(field: str) -> DaysOfMonth:
    plain: list[str] = []
    before_last: set[int] = set()
    near: set[int] = set()
    for entry in field.split(","):
        if entry in ("LW", "WL"):
            near.add(0)
        elif match := re.fullmatch(r"L(?:-(\d{1,2}))?", entry, re.ASCII):
            before_last.add(int(match[1] or 0))
        elif match := re.fullmatch(r"(\d{1,2})W", entry, re.ASCII):
            near.add(_number(match[1], "day-of-month", 1, 31, None))
        else:
            plain.append(entry)
    numbers = _numbers(",".join(plain), "day-of-month", 1, 31) if plain else frozenset()
    return DaysOfMonth(numbers, frozenset(before_last), frozenset(near))


def _days_of_week(field: str) -> DaysOfWeek:
    if "#" in field:
        day, _, place = field.partition("#")
        if "," in field or not re.fullmatch(r"[1-9]", place, re.ASCII):
            raise ValueError(f"{field} is nothing that the field day-of-week can hold: # stands alone, as in 2#1")
        if int(place) > MOST_OF_ONE_DAY_IN_A_MONTH:
            raise ValueError(f"no month has {place} of one day of the week")
        return DaysOfWeek(nth=(_number(day, "day-of-week", 1, 7, _DAY_NAMES), int(place)))
    plain: list[str] = []
    numbers: set[int] = set()
    last: set[int] = set()
    for entry in field.split(","):
        if entry == "L":
            numbers.add(SATURDAY)
        elif match := re.fullmatch(r"(\w+)L", entry, re.ASCII):
            last.add(_number(match[1], "day-of-week", 1, 7, _DAY_NAMES))
        else:
            plain.append(entry)
    if plain:
        numbers |= _numbers(",".join(plain), "day-of-week", 1, 7, _DAY_NAMES)
    return DaysOfWeek(frozenset(numbers), frozenset(last))


def _days(days: DaysOfMonth | DaysOfWeek, year: int, month: int) -> set[int]:
    """The days of one month that are meant."""
    opening = date(year, month, 1)
    length = (date(year + month // 12, month % 12 + 1, 1) - opening).days
    if isinstance(days, DaysOfMonth):
        found = {day for day in days.numbers if day <= length}
        found |= {length - back for back in days.before_last if back < length}
        return found | {_weekday(year, month, day or length, length) for day in days.near if day <= length}
    # Sunday is 7 there and 1 here.
    first = opening.isoweekday() % 7 + 1
    dates = {day: range((day - first) % 7 + 1, length + 1, 7) for day in range(1, 8)}
    if days.nth is not None:
        day, place = days.nth
        return set(dates[day][place - 1 : place])
    return {item for day in days.numbers for item in dates[day]} | {dates[day][-1] for day in days.last}


def _weekday(year: int, month: int, day: int, length: int) -> int:
    """The day from Monday to Friday that is nearest, within the month."""
    weekday = date(year, month, day).isoweekday()
    if weekday == _SATURDAY:
        return day - 1 if day > 1 else day + 2
    if weekday == _SUNDAY:
        return day + 1 if day < length else day - 2
    return day


def _bare(text: str, reader: Reader) -> str:
    """What somebody meant who left ``cron()`` or ``rate()`` out, or wrote it large."""
    stripped = text.strip()
    small = re.sub(r"\A(rate|cron|at)\s*\(", lambda match: f"{match[1].lower()}(", stripped, flags=re.IGNORECASE)
    unix = _from_unix(stripped.upper().split())
    for item in (small, f"cron({stripped})", f"rate({stripped})", f"cron({unix})"):
        if item not in (text, stripped) and not isinstance(parse(item, reader), Wrong):
            return item
    return ""


def _from_unix(fields: list[str]) -> str:
    """Five fields as cron of Unix has them, in six: there the week begins with 0, and nobody writes ``?``."""
    if len(fields) != len(FIELDS) - 1:
        return ""
    minutes, hours, day, month, week = fields
    if week in ("*", "?"):
        return _taken([minutes, hours, "*" if day == "?" else day, month, "?", "*"])
    return _taken([minutes, hours, "?", month, _named(week), "*"]) if day in ("*", "?") else ""


def _one_day(fields: list[str]) -> str:
    """The fields with the ``?`` where it belongs."""
    minutes, hours, day, month, week, year = fields
    if week in ("*", "?"):
        return _cron_text([minutes, hours, "*" if day == "?" else day, month, "?", year])
    return _cron_text([minutes, hours, "?", month, week, year]) if day == "*" else ""


def _days_from_zero(fields: list[str]) -> str:
    """The fields with days of the week by name, where a 0 shows that they were counted from Sunday = 0."""
    if not re.search(r"(?<![\w/#])0(?!\w)", fields[4]):
        return ""
    return _cron_text([*fields[:4], _named(fields[4]), fields[5]])


def _named(week: str) -> str:
    """Days of the week that are counted from Sunday = 0, by name."""
    return re.sub(r"(?<![\w/#])[0-7](?!\w)", lambda match: DAYS[int(match[0]) % 7], week)


def _cron_text(fields: list[str]) -> str:
    text = _taken(fields)
    return f"cron({text})" if text else ""


def _taken(fields: list[str]) -> str:
    """The fields as text, where they can be read; else ""."""
    try:
        _read(fields)
    except ValueError:
        return ""
    return " ".join(fields)
