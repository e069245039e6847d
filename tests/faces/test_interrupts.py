"""Ctrl-C before a verb runs ends the process without a word; from then on the verb hears it."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

KILL = "import os, signal; os.kill(os.getpid(), signal.SIGINT)"
LISTEN = "from seatrial.faces.cli import listen_to_interrupts; listen_to_interrupts()"
IGNORE = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"


@pytest.mark.parametrize(
    ("program", "status", "words"),
    [
        (f"import seatrial.faces.cli.main; {KILL}", -signal.SIGINT, ""),
        (f"{LISTEN}\ntry: {KILL}\nexcept KeyboardInterrupt: print('heard')", 0, "heard\n"),
        (f"{IGNORE}; import seatrial.faces.cli.main; {KILL}; {LISTEN}; {KILL}; print('ignored')", 0, "ignored\n"),
    ],
)
def test_an_interrupt_is_for_verbs_alone(program: str, status: int, words: str) -> None:
    # Whoever runs the tests in the background may have it ignored.
    command = ["env", "--default-signal=INT", sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (status, words, "")
