"""Schedule expressions: what each service takes, and on which days they fire."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.analyses.schedule_expressions import (
    LAST_YEAR,
    At,
    Cron,
    Part,
    Rate,
    Reader,
    Wrong,
    fires,
    last_fires,
    parse,
)

TAKEN = (
    "cron(0 10 * * ? *)",
    "cron(15 12 * * ? *)",
    "cron(0 18 ? * MON-FRI *)",
    "cron(0 8 1 * ? *)",
    "cron(0/15 * * * ? *)",
    "cron(*/10 * ? * MON-FRI *)",
    "cron(0/5 8-17 ? * MON-FRI *)",
    "cron(0/30 20-2 ? * FRI-MON *)",
    "cron(0 10 ? * 6L 2027-2030)",
    "cron(0 0 L * ? *)",
    "cron(0 0 L-3 * ? *)",
    "cron(0 0 LW * ? *)",
    "cron(0 0 3W * ? *)",
    "cron(0 0 ? * 3#2 *)",
    "cron(0 0 ? * mon#1 *)",
    "cron(0 9,17 1,15 JAN,JUL ? 2027,2029)",
    "cron(0 0 ? * L *)",
    "cron(5 0/2 * 1/3 ? *)",
    " cron( 0 0  1 1 ? * ) ",
    "rate(1 minute)",
    "rate(5 minutes)",
    "rate(1 hour)",
    "rate(7 days)",
)
WRONG = {
    "cron(0 12 * * * *)": (Part.CRON, "one of them must be ?", "cron(0 12 * * ? *)"),
    "cron(0 12 1 * MON *)": (Part.CRON, "one of them must be ?", ""),
    "cron(0 12 * * MON *)": (Part.CRON, "one of them must be ?", "cron(0 12 ? * MON *)"),
    "cron(0 12 ? * ? *)": (Part.CRON, "both day-of-month and day-of-week are ?", "cron(0 12 * * ? *)"),
    "cron(0 12 * * *)": (Part.CRON, "5 fields, and not six", "cron(0 12 * * ? *)"),
    "cron(0 12 * * 1-5)": (Part.CRON, "5 fields, and not six", "cron(0 12 ? * MON-FRI *)"),
    "cron(30 6 * * 0,6)": (Part.CRON, "5 fields, and not six", "cron(30 6 ? * SUN,SAT *)"),
    "cron(0 0 12 * * ? *)": (Part.CRON, "7 fields, and not six", ""),
    "cron()": (Part.CRON, "0 fields, and not six", ""),
    "cron(60 12 * * ? *)": (Part.CRON, "minutes goes from 0 to 59, and 60 is not in it", ""),
    "cron(0 24 * * ? *)": (Part.CRON, "hours goes from 0 to 23", ""),
    "cron(0 0 32 * ? *)": (Part.CRON, "day-of-month goes from 1 to 31", ""),
    "cron(0 0 0 * ? *)": (Part.CRON, "day-of-month goes from 1 to 31", ""),
    "cron(0 0 1 13 ? *)": (Part.CRON, "month goes from 1 to 12 or JAN-DEC", ""),
    "cron(0 0 1 JANUARY ? *)": (Part.CRON, "JANUARY is not in it", ""),
    "cron(0 8 ? * 0 *)": (Part.CRON, "day-of-week goes from 1 to 7 or SUN-SAT", "cron(0 8 ? * SUN *)"),
    "cron(0 8 ? * 0-4 *)": (Part.CRON, "0 is not in it", "cron(0 8 ? * SUN-THU *)"),
    "cron(0 8 ? * MO *)": (Part.CRON, "MO is not in it", ""),
    "cron(0 8 ? * MON# *)": (Part.CRON, "# stands alone", ""),
    "cron(0 8 ? * 3#1,6#3 *)": (Part.CRON, "# stands alone", ""),
    "cron(0 8 ? * 3#6 *)": (Part.CRON, "no month has 6", ""),
    "cron(0 8 * * ? 1969)": (Part.CRON, "year goes from 1970 to 2199", ""),
    "cron(0 8 * * ? 2030-2027)": (Part.CRON, "end before they begin", ""),
    "cron(5- 8 * * ? *)": (Part.CRON, "5- is nothing", ""),
    "cron(5,,6 8 * * ? *)": (Part.CRON, "an empty entry", ""),
    "cron(0/0 8 * * ? *)": (Part.CRON, "steps of 0", ""),
    "cron(? 8 * * ? *)": (Part.CRON, "? is nothing that the field minutes can hold", ""),
    "rate(0 minutes)": (Part.RATE, "no rate", "rate(1 minute)"),
    "rate(-5 minutes)": (Part.RATE, "positive whole number", ""),
    "rate(1.5 hours)": (Part.RATE, "positive whole number", ""),
    "rate(5minutes)": (Part.RATE, "positive whole number", "rate(5 minutes)"),
    "rate(5 min)": (Part.RATE, "positive whole number", "rate(5 minutes)"),
    "rate(30 seconds)": (Part.RATE, "positive whole number", ""),
    "rate(1 week)": (Part.RATE, "positive whole number", ""),
    "5 minutes": (Part.FORM, "has not the form", "rate(5 minutes)"),
    "Rate(5 minutes)": (Part.FORM, "has not the form", "rate(5 minutes)"),
    "*/5 * * * *": (Part.FORM, "has not the form", "cron(*/5 * * * ? *)"),
    "0 3 * * ? *": (Part.FORM, "has not the form", "cron(0 3 * * ? *)"),
    "cron(0 3 * * ? *": (Part.FORM, "has not the form", ""),
    "@daily": (Part.FORM, "has not the form", ""),
    "": (Part.FORM, "has not the form", ""),
}


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("text", TAKEN)
def test_what_every_service_takes(text: str, reader: Reader) -> None:
    assert not isinstance(parse(text, reader), Wrong)


@pytest.mark.parametrize("text", WRONG)
@pytest.mark.parametrize("reader", Reader)
def test_what_no_service_takes(text: str, reader: Reader) -> None:
    part, why, instead = WRONG[text]
    found = parse(text, reader)
    assert isinstance(found, Wrong)
    assert found.part is part and why in found.why and found.instead == instead, found


def test_a_rule_wants_its_unit_in_the_right_number() -> None:
    assert parse("rate(1 hours)", Reader.RULE) == Wrong(
        Part.RATE, "a rule wants the unit in the singular with 1", "rate(1 hour)"
    )
    assert parse("rate(2 hour)", Reader.RULE) == Wrong(
        Part.RATE, "a rule wants the unit in the plural with 2", "rate(2 hours)"
    )
    assert parse("rate(1 hours)", Reader.SCHEDULER) == Rate(1, "hour")
    assert parse("rate(2 hour)", Reader.AUTO_SCALING) == Rate(2, "hour")


def test_a_rate_has_its_length() -> None:
    found = parse("rate(2 hours)", Reader.RULE)
    assert isinstance(found, Rate) and found.minutes == 120


def test_once_is_not_for_rules() -> None:
    assert isinstance(parse("at(2027-01-31T06:00:00)", Reader.RULE), Wrong)
    assert parse("at(2027-01-31T06:00:00)", Reader.SCHEDULER) == At(datetime(2027, 1, 31, 6))


@pytest.mark.parametrize(
    "text",
    [
        "at(2027-02-29T06:00:00)",
        "at(2027-01-31T24:00:00)",
        "at(2027-01-31T06:00:00Z)",
        "at(2027-01-31)",
        "at(2027-01-31 06:00:00)",
        "at(31-01-2027T06:00:00)",
    ],
)
def test_a_time_that_there_is_not(text: str) -> None:
    found = parse(text, Reader.SCHEDULER)
    assert isinstance(found, Wrong) and found.part is Part.AT


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("cron(0 0 L 1-3 ? 2028)", ["2028-01-31", "2028-02-29", "2028-03-31"]),
        ("cron(0 0 L-2 2 ? 2027)", ["2027-02-26"]),
        ("cron(0 0 LW 1-2 ? 2027)", ["2027-01-29", "2027-02-26"]),
        # 3 January 2027 is a Sunday, 1 May a Saturday, 31 October a Sunday.
        ("cron(0 0 3W 1 ? 2027)", ["2027-01-04"]),
        ("cron(0 0 1W 5 ? 2027)", ["2027-05-03"]),
        ("cron(0 0 31W 10 ? 2027)", ["2027-10-29"]),
        ("cron(0 0 ? 1 2#1 2027)", ["2027-01-04"]),
        ("cron(0 0 ? 1-3 MON#5 2027)", ["2027-03-29"]),
        ("cron(0 0 ? 1 6L 2027)", ["2027-01-29"]),
        ("cron(0 0 ? 1 L 2027)", ["2027-01-02", "2027-01-09", "2027-01-16", "2027-01-23", "2027-01-30"]),
        ("cron(0 0 ? 2 SAT-SUN 2027)", [f"2027-02-{day:02}" for day in (6, 7, 13, 14, 20, 21, 27, 28)]),
        ("cron(0 0 31 * ? 2027)", [f"2027-{month:02}-31" for month in (1, 3, 5, 7, 8, 10, 12)]),
        ("cron(0 0 29 2 ? 2027-2033)", ["2028-02-29", "2032-02-29"]),
        ("cron(0 0 1 11/1 ? 2027)", ["2027-11-01", "2027-12-01"]),
        ("cron(0 0 1 NOV-JAN ? 2027)", ["2027-01-01", "2027-11-01", "2027-12-01"]),
    ],
)
def test_the_days_on_which_it_fires(text: str, days: list[str]) -> None:
    cron = parse(text, Reader.SCHEDULER)
    assert isinstance(cron, Cron)
    assert [day.isoformat() for day in fires(cron)] == days
    last = last_fires(cron)
    assert last is not None and last.isoformat() == days[-1]


@pytest.mark.parametrize(
    "text",
    [
        "cron(0 0 30 2 ? *)",
        "cron(0 0 31 4,6,9,11 ? *)",
        "cron(0 0 29 2 ? 2027)",
        "cron(0 0 29 FEB ? 2100)",
        "cron(0 0 30W 2 ? *)",
        "cron(0 0 ? 2 2#5 2027)",
        "cron(0 0 L-30 2,4 ? *)",
    ],
)
def test_a_day_that_never_comes(text: str) -> None:
    cron = parse(text, Reader.RULE)
    assert isinstance(cron, Cron)
    assert last_fires(cron) is None and next(fires(cron), None) is None


# ------------------------------------------------------------------------------------------------------- properties

_FIELD = st.text(alphabet="0123456789*?,-/LW#MONFRIJA ", max_size=12)
_TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(_FIELD, min_size=4, max_size=8).map(lambda fields: f"cron({' '.join(fields)})"),
    st.lists(_FIELD, min_size=4, max_size=8).map(" ".join),
    _FIELD.map(lambda inner: f"rate({inner} minutes)"),
    _FIELD.map(lambda inner: f"at({inner})"),
)


@settings(max_examples=400)
@given(_TEXT, st.sampled_from(Reader))
def test_whatever_is_written_is_read_or_refused(text: str, reader: Reader) -> None:
    found = parse(text, reader)
    if isinstance(found, Wrong):
        assert found.why
        assert not found.instead or not isinstance(parse(found.instead, reader), Wrong)
    elif isinstance(found, Cron):
        first, last = next(fires(found), None), last_fires(found)
        assert (first is None) == (last is None)
        assert first is None or last is None or first <= last


@st.composite
def _numbers(draw: st.DrawFn, lowest: int, highest: int) -> tuple[str, frozenset[int]]:
    """A field and what it means."""
    form = draw(st.sampled_from(("all", "one", "range", "step", "list")))
    numbers = st.integers(lowest, highest)
    if form == "all":
        return "*", frozenset(range(lowest, highest + 1))
    if form == "one":
        one = draw(numbers)
        return str(one), frozenset({one})
    if form == "list":
        some = draw(st.frozensets(numbers, min_size=1, max_size=5))
        return ",".join(str(item) for item in sorted(some)), some
    first, last = sorted((draw(numbers), draw(numbers)))
    if form == "range":
        return f"{first}-{last}", frozenset(range(first, last + 1))
    pace = draw(st.integers(1, 20))
    return f"{first}/{pace}", frozenset(range(first, highest + 1, pace))


@settings(max_examples=150)
@given(_numbers(1, 31), _numbers(1, 7), _numbers(1, 12), st.integers(2024, 2040), st.booleans())
def test_it_fires_on_exactly_the_days_that_fit(
    day: tuple[str, frozenset[int]],
    week: tuple[str, frozenset[int]],
    month: tuple[str, frozenset[int]],
    year: int,
    by_week: bool,
) -> None:
    days = f"? {month[0]} {week[0]}" if by_week else f"{day[0]} {month[0]} ?"
    cron = parse(f"cron(0 0 {days} {year})", Reader.RULE)
    assert isinstance(cron, Cron)
    whole = [date(year, 1, 1) + timedelta(days=offset) for offset in range(365 + calendar.isleap(year))]
    wanted = [
        item
        for item in whole
        if item.month in month[1] and ((item.isoweekday() % 7 + 1) in week[1] if by_week else item.day in day[1])
    ]
    assert list(fires(cron)) == wanted


@settings(max_examples=100)
@given(st.integers(1, 31), st.integers(1, 12))
def test_the_nearest_weekday_is_near_and_a_weekday(day: int, month: int) -> None:
    cron = parse(f"cron(0 0 {day}W {month} ? *)", Reader.RULE)
    assert isinstance(cron, Cron)
    for found in islice(fires(cron), 60):
        assert found.isoweekday() <= 5 and abs(found.day - day) <= 2 and found.month == month
    last = last_fires(cron)
    assert last is None or last.year >= LAST_YEAR - 8
