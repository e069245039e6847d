"""Ports that databases and caches listen on where their own property doesn't say another.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html,
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Mapping

# By the beginning of Engine or EngineFamily.
_ENGINES: Mapping[str, int] = {
    "aurora-postgres": 5432,
    "aurora": 3306,
    "db2": 50000,
    "mariadb": 3306,
    "memcached": 11211,
    "mysql": 3306,
    "oracle": 1521,
    "postgres": 5432,
    "redis": 6379,
    "sqlserver": 1433,
    "valkey": 6379,
}


def port_of_engine(engine: str, otherwise: int = 0) -> int:
    """The port of an engine; ``otherwise`` where it is not known."""
    return next((port for name, port in _ENGINES.items() if engine.lower().startswith(name)), otherwise)
