"""What RDS refuses about proxies and about what is behind them.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ConnectionPoolConfiguration.html
(MaxIdleConnectionsPercent: "Must be between 0 and the value of MaxConnectionsPercent") and API_CreateDBProxy.html;
"One or more secrets are required": https://docs.aws.amazon.com/cdk/api/v1/python/aws_cdk.aws_rds/
DatabaseProxyOptions.html, but for end-to-end IAM (DefaultAuthScheme). The texts are ours.
"""

from __future__ import annotations

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_number, as_text, at

_POOL = "ConnectionPoolConfigurationInfo"
# Percent, where none is given.
_USUAL_CONNECTIONS = 100


def proxy_refused(world: World, resource: Resource) -> Refusal | None:
    if resource.get("DefaultAuthScheme") not in (None, "NONE"):
        return None
    for index, item in enumerate(entries(resource.get("Auth"))):
        if not isinstance(item, Unknown) and at(item, "SecretArn") is None:
            text = "SecretArn is missing, from which the proxy has the user and password of the database."
            path: PropertyPath = ("Auth", index, "SecretArn")
            return Refusal("rds.CreateDBProxy", "InvalidParameterValue", text, path, ours=True)
    return None


def proxy_targets_refused(world: World, resource: Resource) -> Refusal | None:
    idle, all_ = (resource.get(_POOL, key) for key in ("MaxIdleConnectionsPercent", "MaxConnectionsPercent"))
    if not is_given(idle) or isinstance(all_, Unknown) or not as_text(idle).isdigit():
        return None
    most = as_number(all_, _USUAL_CONNECTIONS)
    if as_number(idle) > most:
        text = f"MaxIdleConnectionsPercent is {as_text(idle)}; it is from 0 to MaxConnectionsPercent, which is {most}."
        path: PropertyPath = (_POOL, "MaxIdleConnectionsPercent")
        api = "rds.ModifyDBProxyTargetGroup"
        return Refusal(api, "InvalidParameterValue", text, path, instead=str(most), ours=True)
    return None
