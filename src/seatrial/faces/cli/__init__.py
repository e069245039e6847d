"""The command line.

Ctrl-C while Python still imports modules would show a traceback of nothing that concerns anybody. So until a verb runs,
the signal just ends the process, as it does a program that has just been started.
"""

from __future__ import annotations

import signal

_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
if _ours:
    # Whoever started us with the signal ignored (nohup, a shell's &) keeps it so.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def listen_to_interrupts() -> None:
    """From now on Ctrl-C is a KeyboardInterrupt, for whoever has something to say about it."""
    if _ours:
        signal.signal(signal.SIGINT, signal.default_int_handler)
