"""Waiting for files to change without looking again and again: Linux's inotify, in an asyncio loop.

The standard library has no binding; three calls of libc are all there is to it. Source: man 7 inotify.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import struct
from collections.abc import Callable
from pathlib import Path

IN_MODIFY = 0x002
IN_CLOSE_WRITE = 0x008
IN_MOVED_TO = 0x080
IN_CREATE = 0x100
IN_DELETE_SELF = 0x400
IN_NONBLOCK = os.O_NONBLOCK
IN_CLOEXEC = os.O_CLOEXEC
_EVENT = struct.Struct("iIII")
_READ_BYTES = 64 * 1024


class Inotify:
    """Calls ``on_change(name)`` for every change in a watched folder or file.

    ``name`` is "" for a file watched itself.
    """

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd = self._libc.inotify_init1(IN_NONBLOCK | IN_CLOEXEC)
        if self._fd < 0:
            raise _failure("inotify_init1")
        self._calls: dict[int, Callable[[str], None]] = {}
        asyncio.get_running_loop().add_reader(self._fd, self._read)

    def watch(self, path: Path, mask: int, on_change: Callable[[str], None]) -> int:
        """Watches a folder or file; the answer is what ``forget`` takes."""
        watch = self._libc.inotify_add_watch(self._fd, os.fsencode(path), mask)
        if watch < 0:
            raise _failure(f"inotify_add_watch {path}")
        self._calls[watch] = on_change
        return int(watch)

    def forget(self, watch: int) -> None:
        if self._calls.pop(watch, None) is not None:
            self._libc.inotify_rm_watch(self._fd, watch)

    def close(self) -> None:
        if self._fd >= 0:
            asyncio.get_running_loop().remove_reader(self._fd)
            os.close(self._fd)
            self._fd = -1

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            data = os.read(self._fd, _READ_BYTES)
            at = 0
            while at < len(data):
                watch, _mask, _cookie, length = _EVENT.unpack_from(data, at)
                name = data[at + _EVENT.size : at + _EVENT.size + length].rstrip(b"\0")
                at += _EVENT.size + length
                if call := self._calls.get(watch):
                    call(os.fsdecode(name))


def _failure(what: str) -> OSError:
    error = ctypes.get_errno()
    return OSError(error, f"{what}: {os.strerror(error)}")
