"""The security policies of HTTPS and TLS listeners: AWS's own, for nobody can make others.

A name carries the month of its making. One that is newer than this table may be there.

Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html and
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html (the tables of September
2026, as cdk-preflight 0.0.143 has them; read 2026-11-29).
"""

from __future__ import annotations

import re
from difflib import get_close_matches

NEWEST_MONTH = "2026-09"
_PREFIX = "ELBSecurityPolicy-"
_NAMES: tuple[str, ...] = (
    *("2015-05", "2016-08", "FS-1-1-2019-08", "FS-1-2-2019-08", "FS-1-2-Res-2019-08", "FS-1-2-Res-2020-10"),
    *("FS-2018-06", "TLS-1-0-2015-04", "TLS-1-1-2017-01", "TLS-1-2-2017-01", "TLS-1-2-Ext-2018-06"),
    *("TLS13-1-0-2021-06", "TLS13-1-0-FIPS-2023-04", "TLS13-1-0-FIPS-PQ-2025-09", "TLS13-1-0-PQ-2025-09"),
    *("TLS13-1-1-2021-06", "TLS13-1-1-FIPS-2023-04", "TLS13-1-2-2021-06", "TLS13-1-2-Ext0-FIPS-2023-04"),
    *("TLS13-1-2-Ext0-FIPS-PQ-2025-09", "TLS13-1-2-Ext0-RFC9151-FIPS-2023-07", "TLS13-1-2-Ext1-2021-06"),
    *("TLS13-1-2-Ext1-FIPS-2023-04", "TLS13-1-2-Ext1-FIPS-PQ-2025-09", "TLS13-1-2-Ext1-PQ-2025-09"),
    *("TLS13-1-2-Ext2-2021-06", "TLS13-1-2-Ext2-FIPS-2023-04", "TLS13-1-2-Ext2-FIPS-PQ-2025-09"),
    *("TLS13-1-2-Ext2-PQ-2025-09", "TLS13-1-2-FIPS-2023-04", "TLS13-1-2-FIPS-PQ-2025-09", "TLS13-1-2-PQ-2025-09"),
    *("TLS13-1-2-RFC9151-FIPS-2023-07", "TLS13-1-2-RFC9151-INTEROP1-FIPS-2023-07"),
    *("TLS13-1-2-RFC9151-INTEROP2-FIPS-2023-07", "TLS13-1-2-RFC9151-INTEROP3-FIPS-2023-07"),
    *("TLS13-1-2-RFC9151-INTEROP4-FIPS-2023-07", "TLS13-1-2-Res-2021-06", "TLS13-1-2-Res-FIPS-2023-04"),
    *("TLS13-1-2-Res-FIPS-PQ-2025-09", "TLS13-1-2-Res-PQ-2025-09", "TLS13-1-3-2021-06", "TLS13-1-3-FIPS-2023-04"),
    *("TLS13-1-3-FIPS-PQ-2025-09", "TLS13-1-3-PQ-2025-09", "TLS13-1-3-RFC9151-FIPS-2023-07"),
)
POLICIES = frozenset(f"{_PREFIX}{name}" for name in _NAMES)


def exists(policy: str) -> bool:
    """Whether there is a policy of this name, or may be, since it would be newer than the table."""
    month = re.search(r"\d{4}-\d{2}\Z", policy)
    return policy in POLICIES or (month is not None and month[0] > NEWEST_MONTH)


def nearest(policy: str) -> str:
    return next(iter(get_close_matches(policy, sorted(POLICIES), n=1)), f"{_PREFIX}TLS13-1-2-2021-06")
