"""Pairs of findings of which the second only follows from the first, though it stands elsewhere.

``consequences`` leaves out what stands at the same property as its cause. Here the cause is at another resource: the
service that a scalable target names is refused, the policy that allows a call belongs to no role. Whoever mends the
first has mended both. The table is here, in the order in which pairs are looked at; when one finding follows from
another is told by theme, in the files beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from msgspec import Struct

from seatrial.analyses.checklist import follow_ups_batch as batch
from seatrial.analyses.checklist import follow_ups_front as front
from seatrial.analyses.checklist import follow_ups_network as network
from seatrial.analyses.checklist import follow_ups_roles as roles
from seatrial.analyses.checklist import follow_ups_slips as slips
from seatrial.analyses.checklist import follow_ups_tasks as tasks
from seatrial.analyses.checklist import follow_ups_traffic as traffic
from seatrial.analyses.checklist import follow_ups_words as words
from seatrial.analyses.checklist import follow_ups_work as work
from seatrial.model.finding import Finding, Severity
from seatrial.model.system import System

Follows = Callable[[System, Finding, Finding], bool]


class Pair(Struct, frozen=True):
    """A finding of ``consequences`` is left out beside one of ``cause``, where ``follows`` says so."""

    cause: Collection[str]
    consequences: Collection[str]
    follows: Follows
    by_chance: bool = False
    """Whether the consequence only comes about by chance, so that a warning of its cause takes its place."""


_REFUSALS = ("SCH002", "SCH003", "SCH004", "CRE006", "CRE011", "CRE111")
_ROLES = ("STA006", "STA007", "STA008", "STA009", "STA040", "APP001", "TRI002", "TRI003")
_WAYS = ("STA001", "STA002", "STA003", "ARR001", "ARR002", "ARR003")
_APIS = (
    "CRE001",
    "CRE002",
    "CRE003",
    "CRE004",
    "CRE005",
    "CRE008",
    "CRE009",
    "CRE010",
    "CRE011",
    "CRE012",
    "CRE066",
    "CRE071",
)
_USES = ("APP002", "APP003", "APP007", "APP010", "APP030", "APP052", "STA020")
PAIRS = (
    Pair(("TPL006", "TPL010"), ("CRE003", "CRE007", "CRE017", "CRE055", "STA024"), tasks.waits_wrongly),
    Pair(
        _REFUSALS,
        ("STA010", "STA012", "STA030", "STA031", "CRE002", "CRE111", "ARR013"),
        tasks.stands_for_what_is_refused,
    ),
    Pair(("INT003", "SCH002", "CRE095"), _ROLES, roles.is_of_another_secret),
    Pair(("APP001", "APP002", "APP003"), ("APP190",), words.same_resource),
    Pair(("STA010",), ("STA003", "STA009"), tasks.is_in_another_region),
    Pair(("STA010",), ("STA009",), tasks.may_not_write_to_it),
    Pair(("SCA008",), ("SCA042",), work.of_the_alarm_that_sets_it_off),
    Pair(("SCH004",), ("TRI001", "CRE064"), work.is_of_a_group_of_no_name),
    Pair(("TRI002",), ("TRI004", "TRI015"), roles.lacks_a_policy_as_a_whole),
    Pair(("TRI151",), ("TRI153",), work.same_machine),
    Pair(("TRI153",), ("TRI151",), words.same_resource),
    Pair(("TRI001",), ("CRE064",), work.is_of_another_group),
    Pair(("TRI015",), ("TRI192",), words.same_resource),
    Pair(("TRI015",), ("TRI261",), words.same_resource),
    Pair(("TRI015",), ("TRI192",), work.is_subscribed_to_another),
    Pair(("TRI191",), ("TRI015", "TRI098"), words.same_place),
    Pair(("TRI015",), ("TRI280",), words.same_place),
    Pair(("CRE061",), ("CRE061",), work.subscribes_to_what_is_misnamed),
    Pair(("SCH004",), ("CRE010",), work.is_of_two_kinds_at_once),
    Pair(("TRI015",), ("APP001", "APP003"), roles.is_let_in_by_the_same_policy),
    Pair(("CRE011",), ("TRI023",), traffic.has_other_records),
    Pair(("CRE071",), ("APP006",), network.is_another_engine),
    Pair(("SCH004",), ("TRI013",), work.keeps_messages_for_too_long),
    Pair(("SCH004",), ("SAF001",), traffic.is_of_no_type),
    Pair(("CRE051",), ("CRE060",), roles.lets_nobody_in),
    Pair(("ARR013", "ARR015", "CRE011"), ("ARR046",), traffic.is_for_another_host),
    Pair(("CRE004",), ("CRE003", "ARR043"), traffic.answers_in_a_way_that_is_refused),
    Pair(("CRE003",), ("SCA001",), work.scales_what_is_refused),
    Pair(("CRE012",), ("TRI015",), words.is_referred_to),
    Pair(("CRE079",), ("CRE020",), network.names_the_same_vpc),
    Pair(("CRE012",), ("STA019",), network.same_file_system),
    Pair(("CRE005",), _ROLES, roles.allowed_by_an_unattached_policy),
    Pair(("SCH002",), ("CRE002", "CRE003", "CRE004"), tasks.of_the_same_property),
    Pair(("SCH002", "SCH004"), ("CRE035",), words.same_resource),
    Pair(("CRE036",), ("CRE012",), words.same_resource),
    Pair(("CRE034",), ("SCH004",), words.is_referred_to),
    Pair(("CRE001",), ("APP009", "STA018"), network.is_of_no_service),
    Pair(("CRE005",), ("TRI002", "TRI003", "TRI004"), words.is_spoken_of),
    Pair(("CRE002", "SCH002"), ("CRE003",), tasks.runs_what_is_refused),
    Pair(("CRE004", "SCH002"), ("CRE003",), traffic.waits_for_what_is_refused),
    Pair(("CRE004", "SCH004"), ("ARR010",), traffic.of_one_load_balancer),
    Pair(("CRE003",), ("SCA007", "ARR008"), traffic.has_lost_its_load_balancer),
    Pair(("TRI002",), ("TRI003", "TRI004"), roles.of_a_role_without_policies),
    Pair(("APP006", "TRI018", "TRI021"), ("APP073",), network.keeps_tasks_apart),
    Pair(("TRI049",), ("TRI097",), roles.is_what_is_called),
    Pair(("ARR015",), ("ARR070",), words.is_spoken_of),
    Pair(("CRE030",), ("TRI099",), words.same_resource),
    Pair(("STA004", "STA005"), (*_ROLES, *_USES), roles.of_a_role_in_the_wrong_place),
    Pair(("SCH004",), _ROLES, roles.speaks_of_a_role_of_another_name),
    Pair(("CRE004",), ("ARR011", "ARR043"), traffic.same_port),
    Pair(("CRE004",), ("CRE004",), traffic.of_the_wrong_protocol),
    Pair(("CRE071",), ("CRE073",), tasks.of_the_same_password),
    Pair(("CRE090",), ("ARR001",), traffic.has_no_listener_there),
    Pair(("APP001",), ("STA020", "APP010"), roles.lacks_the_task_role),
    Pair(("STA020",), ("APP010",), roles.lacks_the_task_role),
    Pair(("SCA045",), ("APP001",), roles.may_not_use_the_wrong_queue),
    Pair(("CRE066",), ("ARR042",), traffic.of_one_pair),
    Pair(("CRE066",), ("SCA014", "ARR008"), words.refers_to_it),
    Pair(("SCH002", "SCH004", "CRE030"), ("TRI099",), roles.lets_it_be_called),
    Pair(("CRE051",), ("STA007", "APP001", "APP003"), roles.in_one_policy),
    Pair(("SCA003",), ("SCA044",), work.is_of_the_same_size),
    Pair(("TRI063",), ("TRI100",), words.same_place),
    Pair(("TRI008",), ("TRI002", "TRI003", "TRI004", "TRI021", "TRI062", "APP006"), tasks.is_of_the_wrong_definition),
    Pair(("CRE071",), ("CRE071",), tasks.is_an_instance_of_it),
    Pair(("CRE011",), ("TRI022", "TRI050"), traffic.has_that_name),
    Pair(("CRE005", "SCH002"), ("STA049", "APP074"), roles.is_of_its_role),
    Pair(("STA012",), ("STA012", "STA030"), roles.reads_the_same_secret),
    Pair(("SCA011",), ("SAF013",), work.watches_too_little),
    Pair(("TRI001",), ("CRE106",), words.is_referred_to),
    Pair(("TRI001",), ("CRE106",), words.same_resource),
    Pair(("CRE031", "CRE003"), ("CRE076",), words.same_resource),
    Pair(("SCH002", "CRE004"), ("STA024",), words.is_referred_to),
    Pair(("SCH004",), ("SCA015",), words.is_referred_to),
    Pair(("CRE003",), ("SCA016",), words.refers_to_it),
    Pair(("CRE010",), ("SCA004", "SCA010", "SCA017", "SCA045"), work.scales_twice),
    Pair(("STA019",), ("STA024",), network.lacks_a_mount_target),
    Pair(("STA001", "STA002", "STA003"), ("SAF004",), network.has_an_odd_subnet),
    Pair(("STA001", "STA002", "STA003"), ("CRE017",), network.waits_through_it),
    Pair(("TRI023",), ("TRI022",), traffic.registers_in_it),
    Pair(("CRE003",), ("STA001", "STA002", "STA003"), network.stands_in_two_networks),
    Pair(("SCH004",), ("SCH002",), tasks.is_too_much),
    Pair(("CRE003",), ("SCA021",), tasks.is_deployed_otherwise),
    Pair(("ARR001",), ("CRE017",), traffic.stands_in_private),
    Pair(("CRE004",), ("ARR001",), traffic.speaks_otherwise),
    Pair(("CRE002",), ("ARR006",), tasks.checks_a_port_that_is_refused),
    Pair(("SCH004",), ("ARR001",), traffic.listens_nowhere),
    Pair(("STA022",), ("CRE003",), tasks.looks_for_instances),
    Pair(("STA022",), ("CRE008",), tasks.is_of_instances),
    Pair(("CRE002",), ("SAF007",), tasks.is_a_secret_as_well),
    Pair(("APP150",), ("APP006", "APP012"), words.is_spoken_of),
    Pair(("ARR044",), ("ARR002", "ARR003", "ARR006", "ARR241", "CRE007", "SCA007"), traffic.registers_with_another),
    Pair(("STA240",), ("CRE003",), tasks.names_what_another_has),
    Pair(("CRE003", "SCA045"), ("STA240",), words.same_resource),
    Pair(("STA240",), ("TRI018", "TRI021", "TRI022", "TRI024", "SCA015", "ARR002"), tasks.runs_another_definition),
    Pair(("ARR044",), ("ARR180", "SCA015", "SCA016"), traffic.is_a_pair_for_another),
    Pair(("CRE004",), ("ARR241",), traffic.sends_otherwise),
    Pair(("CRE003",), ("ARR002",), traffic.registers_no_such_port),
    Pair(("CRE011",), ("ARR013",), traffic.is_of_that_certificate),
    Pair(("CRE004",), ("ARR043", "CRE004"), traffic.speaks_no_such_protocol),
    Pair(("ARR005",), ("ARR019",), words.same_resource),
    Pair(("CRE001",), ("CRE092",), words.same_place),
    Pair(("ARR244",), ("CRE003", "CRE004", "CRE113", "ARR043", "SCA007", "SCA011"), traffic.is_of_that_balancer),
    Pair(("STA016",), ("APP010",), roles.has_the_wrong_role),
    Pair(("SCA006",), ("SCA005",), work.is_scaled_by_none),
    Pair(("CRE004",), ("SAF006",), traffic.answers_in_no_way),
    Pair(("CRE004",), ("ARR043",), traffic.has_a_certificate),
    Pair(("CRE004",), ("ARR001", "ARR002"), traffic.is_on_the_wrong_balancer),
    Pair(("ARR159",), ("ARR001",), traffic.is_the_same_listener),
    Pair(("ARR010",), ("ARR001",), traffic.listens_there),
    Pair(("TRI023",), ("ARR053",), traffic.registers_that_port),
    Pair(("CRE001",), ("STA001", "STA002", "STA003"), network.is_no_gateway),
    Pair(("CRE001",), ("ARR030",), network.is_its_route),
    Pair(("CRE011",), ("CRE011",), traffic.conflicts_with_it),
    Pair(("CRE011",), ("CRE095",), traffic.is_of_the_namespace),
    Pair(("CRE071",), ("APP078",), tasks.makes_that_database),
    Pair(("CRE003",), ("CRE095",), tasks.is_in_one_list),
    Pair(("CRE002",), ("STA010",), tasks.has_that_option),
    Pair(("SCH001",), ("CRE003",), tasks.is_misplaced_there),
    Pair(("CRE001", "CRE004"), ("CRE001", "CRE003", "CRE004"), network.is_in_no_network),
    Pair(("CRE050",), ("STA012",), roles.reads_the_same_key),
    Pair(("APP001",), ("STA066", "STA049", "APP074"), roles.has_no_credentials),
    Pair(("CRE003",), ("CRE081",), tasks.is_named_with_capitals),
    Pair(("APP001",), ("APP010",), roles.belongs_to_another_role),
    Pair(("CRE001",), ("CRE001",), network.attaches_something_else),
    Pair(("ARR159",), ("ARR216",), traffic.leads_to_it),
    Pair(("CRE212",), ("SAF151",), words.same_resource),
    Pair(("CRE003",), ("TRI024",), tasks.offers_the_name),
    Pair(("CRE001",), ("ARR001",), network.is_no_rule),
    Pair(("ARR008",), ("SCA007",), traffic.counts_what_does_not_come),
    Pair(("TPL017",), ("INT006",), tasks.has_no_such_condition),
    Pair(("SCH004",), ("SCH004",), work.is_that_value),
    Pair(("STA231",), ("STA008", "STA012"), roles.is_read_from_it),
    Pair(("CRE001",), ("SAF004",), network.puts_all_in_one_zone),
    Pair(("CRE004",), ("ARR004",), network.is_in_too_few_subnets),
    Pair(("CRE009",), ("CRE063",), work.is_its_policy_as_well),
    Pair(("CRE111",), ("CRE111",), work.is_of_that_timeout),
    Pair(("CRE003",), ("CRE010", "SCA001", "SCA004", "SCA005"), work.is_of_that_service_name),
    Pair(("SCA045",), ("SCA005", "SCA011", "SCA017", "SCA045"), work.is_of_the_wrong_target),
    Pair(("SCH003", "SCH004"), _APIS, slips.has_that_value),
    Pair(("CRE003",), ("CRE004",), slips.is_for_another_kind_of_target),
    Pair(("STA022",), ("CRE003", "CRE008"), slips.looks_for_instances_as_well),
    Pair(("TPL009",), (*_WAYS, *_ROLES, *_USES, "CRE094", "CRE001"), slips.is_in_the_circle),
    Pair(("STA004", "STA005"), ("TRI003", "TRI120"), slips.is_passed_by_mistake),
    Pair(("INT006",), (*_WAYS, "SAF006"), slips.is_not_there_either),
    Pair(("TPL010",), _WAYS, slips.names_what_is_lost),
    Pair(("CRE011",), ("ARR013",), slips.has_that_name_on_it),
    Pair(("CRE001",), ("ARR053", "ARR159"), slips.leads_through_the_subnet),
    Pair(("TRI002",), ("TRI002", "TRI060", "TRI095", "TRI096"), slips.is_of_no_role),
    Pair(("TRI064",), ("TRI064",), slips.is_filled_in_as_well),
    Pair(("CRE009", "CRE012", "CRE036", "SCH002"), ("CRE060",), slips.is_of_the_same_policy),
    Pair(("STA001", "STA002", "STA003"), ("ARR048",), words.same_place),
    Pair(("CRE004",), ("CRE004",), front.needs_https),
    Pair(("CRE004",), ("ARR050", "ARR181"), words.same_resource),
    Pair(("CRE002", "CRE003"), ("STA047", "TRI021"), front.is_of_its_port),
    Pair(("TRI023",), ("TRI021",), front.is_of_its_port),
    Pair(("CRE001",), ("APP005", *_WAYS), front.is_of_no_such_service),
    Pair(("CRE069",), ("CRE002",), words.same_place),
    Pair(("CRE069", "STA031"), _WAYS, front.runs_it),
    Pair(("SCH001",), _APIS, front.is_written_otherwise),
    Pair(("SCH004", "CRE004"), ("SCA011",), front.is_of_its_kind),
    Pair(("CRE004",), ("CRE004",), front.is_for_that_protocol),
    Pair(("CRE001",), ("ARR004",), front.is_a_subnet_elsewhere),
    Pair(("CRE095",), ("CRE057",), words.same_place),
    Pair(("CRE095",), ("CRE001",), front.are_exchanged),
    Pair(("CRE095",), ("CRE006",), words.same_resource),
    Pair(("CRE071",), ("CRE071", "APP050", "APP150", "CRE212"), front.is_another_database),
    Pair(("CRE071",), ("CRE072",), front.is_in_no_cluster),
    Pair(("CRE004",), ("CRE066",), front.has_its_name),
    Pair(("CRE006",), ("STA008",), front.has_its_name),
    Pair(("CRE011",), ("ARR013",), front.has_the_name_of_the_record),
    Pair(("TPL009",), ("ARR210", "ARR301"), slips.is_in_the_circle),
    Pair(("SCH004",), ("TRI024",), front.offers_on_another_port),
    Pair(("ARR042",), ("ARR303",), words.same_resource),
    Pair(("ARR051",), ("ARR180",), words.is_spoken_of),
    Pair(("CRE301",), ("CRE020",), front.is_all_that_is_named),
    Pair(("CRE115",), ("SAF030", "ARR047"), traffic.is_of_that_origin),
    Pair(("CRE112", "CRE115"), ("ARR301",), words.is_referred_to),
    Pair(("ARR210",), ("ARR301",), words.same_resource),
    Pair(("ARR047",), ("ARR011",), words.same_place),
    Pair(("ARR047",), ("ARR001",), traffic.is_the_front_of),
    Pair(("ARR151",), ("ARR243",), traffic.is_the_front_of),
    Pair(("CRE002",), ("TRI023",), words.is_spoken_of),
    Pair(("CRE011",), ("CRE112", "CRE115"), words.is_referred_to),
    Pair(("SCH004",), ("ARR159", "CRE111"), words.is_spoken_of),
    Pair(("INT003",), ("CRE210",), words.same_place),
    Pair(("SCH004",), ("CRE004",), words.is_referred_to),
    Pair(("TRI015",), ("TRI280",), slips.is_not_let_in),
    Pair(("CRE003",), ("ARR002", "ARR003"), slips.registers_another_port),
    Pair(("CRE033",), ("CRE061",), words.same_place),
    Pair(("TRI014",), ("TRI261",), batch.is_about_the_same_queue),
    Pair(("SCH004",), ("TRI024",), batch.is_on_that_port),
    Pair(("CRE009",), ("TRI261",), words.is_spoken_of),
    Pair(("CRE009",), ("TRI015",), batch.is_encrypted_twice),
    Pair(("TRI030",), ("TRI031",), words.same_resource),
    Pair(("CRE030", "TRI065"), ("TRI233",), batch.is_to_be_taken_from),
    Pair(("SCH001",), ("CRE010",), batch.is_specified_under_another_name),
    Pair(("STA011",), ("TPL024",), batch.is_read_into_it),
    Pair(("CRE003", "CRE010", "SCA001"), ("SAF013",), batch.is_scaled_by_something_wrong),
    Pair(("APP001", "STA009"), ("TRI062",), batch.has_a_role_in_its_place),
    Pair(("CRE073",), ("APP011",), words.same_place),
    Pair(("APP004",), ("APP001",), batch.is_the_same_key),
    Pair(("CRE008",), ("TRI150",), batch.has_another_source),
    Pair(("CRE280",), ("CRE001", "CRE004", "CRE032", "SAF004", "ARR004"), slips.stands_in_a_zone_by_chance, True),
)


def without_follow_ups(system: System, findings: Sequence[Finding]) -> list[Finding]:
    """The findings but for those that follow from another of them."""
    codes = {item.code for item in findings}
    pairs = [pair for pair in PAIRS if codes & set(pair.cause) and codes & set(pair.consequences)]
    left = list(findings)
    for pair in pairs:
        causes = [item for item in left if item.code in pair.cause]
        left = [
            item
            for item in left
            if item.code not in pair.consequences
            or not any(
                (pair.by_chance or _weighs_as_much(cause, item)) and pair.follows(system, cause, item)
                for cause in causes
            )
        ]
    return left


def _weighs_as_much(cause: Finding, item: Finding) -> bool:
    heavy = cause.severity is Severity.ERROR or item.severity in (cause.severity, Severity.NOTE)
    return cause is not item and heavy
