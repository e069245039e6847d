"""The table of all checks, in the order of the questions.

A file of checks is loaded when a template has what it asks about: most templates have no state machines, pipes or
databases, and starting would take a fifth longer for them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from importlib import import_module

from seatrial.analyses.checklist.check import Check

_FILES = """
    cre_refusals cre_identities cre_kinds cre_network cre_order cre_capacity cre_capabilities cre_quotas cre_clashes
    cre_outside cre_other_vpc cre_compatibilities cre_logical_ids cre_neighbours cre_empty_buckets cre_stores
    cre_tables cre_certificates cre_policies cre_policy_names cre_policy_order cre_ports cre_front cre_resolving
    cre_role_trust cre_twice cre_tags cre_connect_names
    sta_network sta_dynamic_values sta_endpoints sta_roles sta_permissions sta_role_places sta_proxy_logs
    sta_environment_files sta_firelens sta_firelens_outputs sta_given sta_images sta_secrets sta_health sta_placement
    sta_volumes sta_task_storage sta_access_points sta_anonymous_volumes sta_addresses sta_capacity sta_order
    arr_network arr_six arr_family arr_targets arr_listeners arr_names arr_hosts arr_front arr_doors arr_links
    arr_logs arr_roles arr_shifts arr_sign_in arr_deploys arr_beside arr_edge arr_apis
    app_permissions app_actions app_network app_pairs app_addresses app_hosts app_indexes app_keys app_forms
    app_regions app_sidecars app_stores app_tasks app_values app_exec app_proxies
    tri_trust tri_roles tri_targets tri_overrides tri_capacity tri_references tri_schedules tri_groups tri_log_targets
    tri_machines tri_beside tri_states tri_state_calls tri_state_inputs tri_pipes tri_pipe_events tri_target_calls
    tri_patterns tri_notifications tri_queues tri_redrive tri_senders tri_alarm_topics tri_function_calls
    tri_functions tri_connect tri_outside tri_names tri_plain_names tri_private_names tri_zone_names tri_registries
    tri_spaces tri_switched_off tri_subscribed
    sca_targets sca_policies sca_steps sca_metrics sca_insights sca_names sca_reactions sca_rolling sca_workers
    sca_values sca_work sca_suspended
    saf_network saf_rights saf_upkeep saf_alarms
""".split()  # noqa: SIM905 (a hundred names, a line each, say less)
_STARTS = ("AWS::Events::", "AWS::Scheduler::", "AWS::Pipes::", "AWS::StepFunctions::")
_BLOCK = "AWS::EC2::VPCBlockPublicAccess"
_SCALING = ("AWS::ApplicationAutoScaling::", "AWS::CloudWatch::")
# Files that have nothing to say of a system without resources whose types begin so.
_ONLY_WITH: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(
        (
            *("tri_overrides", "tri_references", "tri_groups", "tri_log_targets", "tri_machines", "tri_states"),
            *("tri_state_calls", "tri_pipes", "tri_target_calls", "tri_patterns"),
        ),
        _STARTS,
    ),
    "tri_schedules": (*_STARTS, "AWS::ApplicationAutoScaling::"),
    "tri_beside": ("AWS::Lambda::",),
    "tri_functions": ("AWS::Lambda::",),
    "tri_pipe_events": ("AWS::Pipes::",),
    "tri_state_inputs": ("AWS::StepFunctions::",),
    "arr_edge": ("AWS::CloudFront::", "AWS::WAFv2::", _BLOCK),
    "arr_apis": ("AWS::ApiGateway::", "AWS::ApiGatewayV2::"),
    "tri_subscribed": ("AWS::SNS::",),
    "tri_function_calls": ("AWS::Lambda::", "AWS::Events::", "AWS::SNS::", "AWS::SecretsManager::RotationSchedule"),
    "tri_alarm_topics": ("AWS::CloudWatch::",),
    "tri_notifications": ("AWS::S3::", "Custom::"),
    **dict.fromkeys(
        ("sca_policies", "sca_steps", "sca_metrics", "sca_insights", "sca_names", "sca_suspended", "sca_values"),
        _SCALING,
    ),
    "app_proxies": ("AWS::RDS::",),
    "cre_tables": ("AWS::DynamoDB::",),
}


def checks_for(types: Collection[str]) -> tuple[Check, ...]:
    """The checks that may have something to say of a system with resources of these types."""
    return tuple(check for name in _FILES if _speaks_of(name, types) for check in _checks_of(name))


def _speaks_of(name: str, types: Collection[str]) -> bool:
    beginnings = tuple(_ONLY_WITH.get(name, ()))
    return not beginnings or any(type.startswith(beginnings) for type in types)


@lru_cache(maxsize=512)
def _checks_of(name: str) -> tuple[Check, ...]:
    found: tuple[Check, ...] = import_module(f"{__package__}.{name}").CHECKS
    return found


def all_checks() -> tuple[Check, ...]:
    """Every check that there is."""
    return tuple(check for name in _FILES for check in _checks_of(name))
