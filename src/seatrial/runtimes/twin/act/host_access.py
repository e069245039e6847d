"""Opens and shuts the host's way to a load balancer, so that a shut one times out as a missing rule does on AWS.

The host's listening socket is accepted on by HAProxy itself. While the way is shut, a socket filter on the listening
socket drops every packet that would begin a connection: the client's SYN is not answered, neither accepted nor refused,
and is sent again until the way opens. Connections that are there go on, as they do on AWS when a rule is taken away.
The filter is part of the socket: it stays while engines and HAProxy processes come and go.

Source: https://docs.kernel.org/networking/filter.html (read 2026-11-23).
"""

from __future__ import annotations

import ctypes
import os
import socket
import struct

_SO_ATTACH_FILTER = 26
_SO_DETACH_FILTER = 27
_SO_GET_FILTER = _SO_ATTACH_FILTER
# One instruction of classic BPF: return 0, "keep no byte of this packet".
_DROP_ALL = struct.pack("HBBI", 0x06, 0, 0, 0)


def set_access(fd: int, open: bool) -> None:
    """Lets connections to a listening socket through, or drops what would begin one. Doing it twice is as once."""
    if is_open(fd) == open:
        return
    with _borrowed(fd) as listener:
        if open:
            listener.setsockopt(socket.SOL_SOCKET, _SO_DETACH_FILTER, 0)
        else:
            program = ctypes.create_string_buffer(_DROP_ALL, len(_DROP_ALL))
            fprog = struct.pack("HL", 1, ctypes.addressof(program))
            listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, fprog)


def is_open(fd: int) -> bool:
    """Whether connections get through to a listening socket."""
    with _borrowed(fd) as listener:
        # The answer's length is the number of instructions: none where there is no filter.
        return len(listener.getsockopt(socket.SOL_SOCKET, _SO_GET_FILTER, len(_DROP_ALL))) == 0


def _borrowed(fd: int) -> socket.socket:
    """A socket object of its own for a descriptor that somebody else holds."""
    return socket.socket(fileno=os.dup(fd))
