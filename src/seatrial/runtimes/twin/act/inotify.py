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

from msgspec import Struct

IN_MODIFY = 0x002
IN_CLOSE_WRITE = 0x008
IN_MOVED_TO = 0x080
IN_CREATE = 0x100
_EVENT = struct.Struct("iIII")
_READ_BYTES = 64 * 1024

OnChange = Callable[[str], None]


class Watch(Struct, frozen=True, eq=False):
    """One interest in one folder; several may be in the same."""

    number: int
    on_change: OnChange


class Inotify:
    """Calls ``on_change(name)`` for every change of a file in a watched folder."""

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd = self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._fd < 0:
            raise _failure("inotify_init1")
        self._watches: dict[int, list[Watch]] = {}
        asyncio.get_running_loop().add_reader(self._fd, self._read)

    def watch(self, folder: Path, mask: int, on_change: OnChange) -> Watch:
        """Watches a folder until ``forget`` is called with what this returns. One folder is watched with one mask."""
        number = self._libc.inotify_add_watch(self._fd, os.fsencode(folder), mask)
        if number < 0:
            raise _failure(f"inotify_add_watch {folder}")
        watch = Watch(number, on_change)
        self._watches.setdefault(number, []).append(watch)
        return watch

    def forget(self, watch: Watch) -> None:
        others = [other for other in self._watches.get(watch.number, []) if other is not watch]
        if others:
            self._watches[watch.number] = others
        elif self._watches.pop(watch.number, None) is not None and self._fd >= 0:
            self._libc.inotify_rm_watch(self._fd, watch.number)

    def close(self) -> None:
        if self._fd >= 0:
            with contextlib.suppress(RuntimeError):
                asyncio.get_running_loop().remove_reader(self._fd)
            os.close(self._fd)
            self._fd = -1

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            data = os.read(self._fd, _READ_BYTES)
            at = 0
            while at < len(data):
                number, _mask, _cookie, length = _EVENT.unpack_from(data, at)
                name = data[at + _EVENT.size : at + _EVENT.size + length].rstrip(b"\0")
                at += _EVENT.size + length
                for watch in list(self._watches.get(number, ())):
                    watch.on_change(os.fsdecode(name))


def _failure(what: str) -> OSError:
    error = ctypes.get_errno()
    return OSError(error, f"{what}: {os.strerror(error)}")
