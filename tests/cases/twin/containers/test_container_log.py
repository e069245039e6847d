"""Pieces that a monitor wrote down become log events."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seatrial.runtimes.twin.decide.container_log import (
    EVENT_BYTES,
    LineReader,
    LogLine,
    events,
    multiline_pattern,
    stream_name,
)

AT = "2026-11-23T10:55:02.298498516+00:00"
AT_MS = 1795431302298


def read(data: bytes, *, ended: bool = True) -> list[LogLine]:
    reader = LineReader()
    return [*reader.feed(data), *(reader.flush() if ended else ())]


def line(text: str, stream: str = "stdout", tag: str = "F") -> bytes:
    return f"{AT} {stream} {tag} {text}\n".encode()


def test_a_line_has_its_time_text_and_place() -> None:
    data = line("hello world") + line("")
    assert read(data) == [
        LogLine(AT_MS, "hello world", "stdout", len(line("hello world"))),
        LogLine(AT_MS, "", "stdout", len(data)),
    ]


def test_times_have_any_zone_and_precision() -> None:
    assert read(b"2026-11-23T12:55:02.298+02:00 stderr F x\n")[0].timestamp_ms == AT_MS
    assert read(b"2026-11-23T10:55:02Z stderr F x\n")[0].timestamp_ms == AT_MS - 298


def test_pieces_of_a_line_are_one_line_and_streams_stay_apart() -> None:
    data = line("one ", tag="P") + line("other", "stderr") + line("two", tag="P") + line(" three")
    assert [(item.stream, item.text) for item in read(data)] == [("stderr", "other"), ("stdout", "one two three")]


def test_a_line_without_end_comes_when_the_container_has_ended() -> None:
    data = line("begun", tag="P")
    assert read(data, ended=False) == []
    assert [item.text for item in read(data)] == ["begun"]


def test_a_line_longer_than_an_event_is_cut_between_characters() -> None:
    text = "x" * (EVENT_BYTES - 1) + "é" + "y" * 10
    cut = read(line(text))
    assert [len(item.text.encode()) for item in cut] == [EVENT_BYTES - 1, 12]
    assert "".join(item.text for item in cut) == text


def test_what_is_not_a_log_line_is_passed_over() -> None:
    assert read(b"garbage\n\n" + line("good"))[0].text == "good"


@given(
    st.lists(st.text(st.characters(blacklist_characters="\n\r", blacklist_categories=["Cs"]), max_size=40)), st.data()
)
def test_lines_are_the_same_however_the_bytes_come(texts: list[str], data: st.DataObject) -> None:
    whole = b"".join(line(text) for text in texts)
    reader, at = LineReader(), 0
    found: list[LogLine] = []
    while at < len(whole):
        step = data.draw(st.integers(1, 64))
        found += reader.feed(whole[at : at + step])
        at += step
    assert [item.text for item in found] == texts
    for index, item in enumerate(found):
        again = LineReader(item.offset)
        assert [other.text for other in again.feed(whole[item.offset :])] == texts[index + 1 :]


def test_lines_are_joined_until_the_next_that_matches() -> None:
    lines = read(b"".join(line(text) for text in ("[1] a", "  b", "[2] c", "  d")))
    assert [item.text for item in events(lines, {"awslogs-multiline-pattern": r"^\["})] == ["[1] a\n  b", "[2] c\n  d"]
    assert list(events(lines, {})) == lines


def test_a_date_format_begins_an_event() -> None:
    pattern = multiline_pattern({"awslogs-datetime-format": "[%b %d, %Y %H:%M:%S]"})
    assert pattern is not None
    assert pattern.search("[May 01, 2017 19:00:01] A message") and not pattern.search("a message of May")
    assert multiline_pattern({"awslogs-multiline-pattern": "("}) is None


def test_a_stream_is_named_prefix_container_task() -> None:
    assert stream_name({"awslogs-stream-prefix": "web"}, "app", "0a1b") == "web/app/0a1b"
