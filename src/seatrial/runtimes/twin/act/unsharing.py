"""The command that enters fresh namespaces: with the user's subordinate ids as an ordinary user, without a user
namespace as root.
"""

from __future__ import annotations

_COMMON = ("--net", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "--mount-proc")


def unshare_command(user_id: int) -> list[str]:
    """util-linux's ``unshare`` with the options for this user; what follows runs as root of the new namespaces."""
    if user_id == 0:
        return ["unshare", *_COMMON]
    return ["unshare", "--user", "--map-root-user", "--map-auto", *_COMMON]


def as_namespace_root(user_id: int, command: list[str]) -> list[str]:
    """Wraps a command so that it may touch files of the user's subordinate ids."""
    if user_id == 0:
        return command
    return ["unshare", "--user", "--map-root-user", "--map-auto", *command]
