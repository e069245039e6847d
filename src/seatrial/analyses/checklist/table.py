"""The table of all checks, in the order of the questions."""

from __future__ import annotations

from seatrial.analyses.checklist import (
    app_addresses,
    app_exec,
    app_keys,
    app_network,
    app_permissions,
    arr_listeners,
    arr_names,
    arr_network,
    arr_targets,
    cre_refusals,
    sta_given,
    sta_network,
    sta_permissions,
    sta_placement,
    sta_roles,
    tri_connect,
    tri_names,
    tri_queues,
    tri_roles,
    tri_senders,
    tri_targets,
)
from seatrial.analyses.checklist.check import Check

CHECKS: tuple[Check, ...] = (
    *cre_refusals.CHECKS,
    *sta_network.CHECKS,
    *sta_roles.CHECKS,
    *sta_permissions.CHECKS,
    *sta_given.CHECKS,
    *sta_placement.CHECKS,
    *arr_network.CHECKS,
    *arr_targets.CHECKS,
    *arr_listeners.CHECKS,
    *arr_names.CHECKS,
    *app_permissions.CHECKS,
    *app_network.CHECKS,
    *app_addresses.CHECKS,
    *app_keys.CHECKS,
    *app_exec.CHECKS,
    *tri_roles.CHECKS,
    *tri_targets.CHECKS,
    *tri_queues.CHECKS,
    *tri_senders.CHECKS,
    *tri_connect.CHECKS,
    *tri_names.CHECKS,
)
