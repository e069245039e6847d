"""Back-off for a service whose tasks repeatedly fail to start.

Only tasks that stop before they were RUNNING count. With each failure in a row the wait before the next attempt grows,
up to 15 minutes; a task that reaches RUNNING, or a new deployment, ends it. Tasks that were started together and fail
together are one failure. AWS says neither how long the first waits are nor after how many failures it announces them;
the values here are ours.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html.
"""

from __future__ import annotations

from msgspec import Struct

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
LONGEST_WAIT_SECONDS = 15 * 60.0
FIRST_WAIT_SECONDS = 10.0
# From this many failures in a row on, the service says that it is unable to consistently start tasks.
FAILURES_BEFORE_ANNOUNCEMENT = 3


class Throttle(Struct, frozen=True):
    """``until`` is when the next attempt may be made; ``raised_at`` when the wait was last made longer."""

    failures: int = 0
    raised_at: float = 0.0
    until: float = 0.0

    @property
    def impaired(self) -> bool:
        return self.failures >= FAILURES_BEFORE_ANNOUNCEMENT


def failed_to_start(throttle: Throttle, task_created_at: float, now: float, speed: float = 1.0) -> Throttle:
    """The throttle after a task stopped before it was RUNNING."""
    if throttle.failures and task_created_at < throttle.raised_at:
        return throttle
    wait = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2.0 ** min(throttle.failures, 30))
    return Throttle(throttle.failures + 1, now, now + wait / speed)


def open_at(throttle: Throttle, now: float) -> bool:
    """Whether tasks may be started now."""
    return now >= throttle.until
