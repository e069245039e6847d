"""The least of HTTP/2 that a health check needs: one request, and the status of its answer.

``:status`` has to be the first field of the answer's header block (RFC 9113, 8.3.2), and a header block's first field
can be read without the tables that the others need.

Source: https://www.rfc-editor.org/rfc/rfc9113 and https://www.rfc-editor.org/rfc/rfc7541 (read 2026-11-23).
"""

from __future__ import annotations

import asyncio
import struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RESET, SETTINGS, PING, GOAWAY = 0, 1, 3, 4, 6, 7
ACKNOWLEDGED, END_STREAM, END_HEADERS, PADDED, PRIORITY = 0x1, 0x1, 0x4, 0x8, 0x20
LARGEST_FRAME = 16384
STREAM = 1
# RFC 7541, appendix A: the static table's entries with a status, and the index of its name.
_STATUS_BY_INDEX = {8: 200, 9: 204, 10: 206, 11: 304, 12: 400, 13: 404, 14: 500}
_STATUS_NAME = range(8, 15)
# RFC 7541, appendix B: the digits 0 to 2 have five bits, 3 to 9 six.
_DIGIT_BITS = {f"{value:05b}": str(value) for value in range(3)} | {
    f"{value + 22:06b}": str(value) for value in range(3, 10)
}


class Malformed(Exception):
    """The answer isn't HTTP/2, or the target ended the stream."""


def request(method: str, scheme: str, authority: str, path: str, user_agent: str) -> bytes:
    """What a client sends first: preface, settings, one request without a body."""
    fields = [(":method", method), (":scheme", scheme), (":authority", authority), (":path", path)]
    fields.append(("user-agent", user_agent))
    if method == "POST":
        fields += [("content-type", "application/grpc"), ("te", "trailers")]
    block = b"".join(b"\0" + _string(name) + _string(value) for name, value in fields)
    if method != "POST":
        return PREFACE + _frame(SETTINGS, 0, 0) + _frame(HEADERS, END_STREAM | END_HEADERS, STREAM, block)
    # An empty gRPC message: not compressed, no bytes.
    empty = _frame(DATA, END_STREAM, STREAM, b"\0" * 5)
    return PREFACE + _frame(SETTINGS, 0, 0) + _frame(HEADERS, END_HEADERS, STREAM, block) + empty


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    """Reads frames up to the status of the answer."""
    while True:
        try:
            head = await reader.readexactly(9)
            length = int.from_bytes(head[:3], "big")
            if length > LARGEST_FRAME:
                raise Malformed("the target's answer is not HTTP/2")
            payload = await reader.readexactly(length)
        except asyncio.IncompleteReadError as error:
            raise Malformed("the target closed the connection without an answer") from error
        kind, flags = head[3], head[4]
        if kind == SETTINGS and not flags & ACKNOWLEDGED:
            writer.write(_frame(SETTINGS, ACKNOWLEDGED, 0))
        elif kind == PING and not flags & ACKNOWLEDGED:
            writer.write(_frame(PING, ACKNOWLEDGED, 0, payload))
        elif kind in (RESET, GOAWAY):
            raise Malformed("the target ended the stream")
        elif kind == HEADERS:
            status = _status(_block(payload, flags))
            if status >= 200:
                return status


def _frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    return struct.pack(">I", len(payload))[1:] + bytes((kind, flags)) + struct.pack(">I", stream) + payload


def _string(text: str) -> bytes:
    data = text.encode()
    if len(data) < 127:
        return bytes((len(data),)) + data
    rest = len(data) - 127
    length = bytearray((127,))
    while rest >= 128:
        length.append(rest % 128 | 128)
        rest //= 128
    return bytes((*length, rest)) + data


def _block(payload: bytes, flags: int) -> bytes:
    """The header block of a HEADERS frame, without padding and priority."""
    start = (1 if flags & PADDED else 0) + (5 if flags & PRIORITY else 0)
    end = len(payload) - (payload[0] if flags & PADDED and payload else 0)
    return payload[start:end]


def _status(block: bytes) -> int:
    # A change of the dynamic table's size may come first.
    while block and block[0] & 0xE0 == 0x20:
        skip = 1
        if block[0] & 0x1F == 0x1F:
            while skip < len(block) and block[skip] & 0x80:
                skip += 1
            skip += 1
        block = block[skip:]
    if not block:
        raise Malformed("the answer has no status")
    first = block[0]
    if first & 0x80:
        status = _STATUS_BY_INDEX.get(first & 0x7F)
        if status is None:
            raise Malformed("the answer does not begin with its status")
        return status
    index = first & (0x3F if first & 0x40 else 0x0F)
    rest = block[1:]
    if index == 0:
        name, rest = _read_string(rest)
        if name != ":status":
            raise Malformed("the answer does not begin with its status")
    elif index not in _STATUS_NAME:
        raise Malformed("the answer does not begin with its status")
    value, _ = _read_string(rest)
    if len(value) != 3 or not value.isdigit():
        raise Malformed("the answer's status is not a number")
    return int(value)


def _read_string(data: bytes) -> tuple[str, bytes]:
    """A short string, plain or, where it is a number, Huffman coded."""
    if not data or data[0] & 0x7F == 0x7F:
        raise Malformed("the answer does not begin with its status")
    length = data[0] & 0x7F
    text, rest = data[1 : 1 + length], data[1 + length :]
    if not data[0] & 0x80:
        return text.decode("latin-1"), rest
    bits = "".join(f"{byte:08b}" for byte in text)
    digits = ""
    while len(digits) < 3:
        step = next((size for size in (5, 6) if bits[:size] in _DIGIT_BITS), 0)
        if not step:
            break
        digits += _DIGIT_BITS[bits[:step]]
        bits = bits[step:]
    return digits, rest
