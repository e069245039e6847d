"""Pairs of findings of which the second only follows from the first, though it stands elsewhere.

``consequences`` leaves out what stands at the same property as its cause. Here the cause is at another resource: the
service that a scalable target names is refused, the policy that allows a call belongs to no role. Whoever mends the
first has mended both. A long file: one short function for each pair, and the table of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from fnmatch import fnmatchcase

from msgspec import Struct

from seatrial.analyses.checklist import follow_ups_apart as apart
from seatrial.analyses.checklist import follow_ups_beside as beside
from seatrial.analyses.checklist import follow_ups_within as within
from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import as_list, as_text, at

Follows = Callable[[System, Finding, Finding], bool]


class Pair(Struct, frozen=True):
    """A finding of ``consequences`` is left out beside one of ``cause``, where ``follows`` says so."""

    cause: Collection[str]
    consequences: Collection[str]
    follows: Follows


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
            or not any(_weighs_as_much(cause, item) and pair.follows(system, cause, item) for cause in causes)
        ]
    return left


def _weighs_as_much(cause: Finding, item: Finding) -> bool:
    heavy = cause.severity is Severity.ERROR or item.severity in (cause.severity, Severity.NOTE)
    return cause is not item and heavy


def _of(system: System, finding: Finding) -> Resource | None:
    return system.resources.get(finding.logical_id)


def _names(system: System, finding: Finding, target: str) -> bool:
    """Whether the resource of a finding refers to another one."""
    resource = _of(system, finding)
    return resource is not None and any(item.target == target for item in resource.references)


def _waits_wrongly(system: System, cause: Finding, item: Finding) -> bool:
    """What a resource should wait for is misspelt in its DependsOn, or isn't written as a name there."""
    if cause.code == "TPL006" and not cause.what.startswith("DependsOn of "):
        return False
    races = item.code != "CRE003" or "associated load balancer" in item.what
    return races and cause.logical_id == item.logical_id


def _scales_what_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    return cause.path[:1] in (("Cluster",), ("ServiceName",)) and _names(system, item, cause.logical_id)


def _names_what_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    return _names(system, item, cause.logical_id)


def _same_file_system(system: System, cause: Finding, item: Finding) -> bool:
    return "already exists in this AZ" in cause.what and _names(system, cause, item.logical_id)


def _allowed_by_an_unattached_policy(system: System, cause: Finding, item: Finding) -> bool:
    policy = _of(system, cause)
    wanted = re.search(r"may not (?:call )?(\w[\w-]*:\w+)", item.what)
    if policy is None or wanted is None or "must be non-empty" not in cause.what:
        return False
    statements = as_list(policy.get("PolicyDocument", "Statement"))
    actions = [as_text(action) for one in statements for action in as_list(at(one, "Action"))]
    return any(fnmatchcase(wanted[1].lower(), action.lower()) for action in actions)


def _speaks_of_a_role_of_another_name(system: System, cause: Finding, item: Finding) -> bool:
    resource = _of(system, cause)
    if resource is None or resource.type != "AWS::IAM::Role" or cause.path not in (("Path",), ("RoleName",)):
        return False
    return re.search(rf"\b{re.escape(cause.logical_id)}\b", item.what) is not None


def _of_a_role_in_the_wrong_place(system: System, cause: Finding, item: Finding) -> bool:
    """What a role lacks that is another service's, and stands where a task's role belongs."""
    definition = _of(system, cause)
    if definition is None or cause.path not in (("ExecutionRoleArn",), ("TaskRoleArn",)):
        return False
    role = system.find(definition.get(*cause.path), "AWS::IAM::Role")
    return role is not None and role.logical_id == item.logical_id


def _same_resource(system: System, cause: Finding, item: Finding) -> bool:
    return cause.logical_id == item.logical_id


def _is_in_another_region(system: System, cause: Finding, item: Finding) -> bool:
    """What keeps tasks from a region's log service that they were never meant to write to."""
    return "but the stack creates it in" in cause.what


def _of_the_alarm_that_sets_it_off(system: System, cause: Finding, item: Finding) -> bool:
    """A comparison the wrong way round has no step that applies, and may be one that never holds as well."""
    return item.path == ("Threshold",) and re.search(rf"\b{re.escape(item.logical_id)}\b", cause.what) is not None


def _is_of_a_group_of_no_name(system: System, cause: Finding, item: Finding) -> bool:
    if cause.path != ("GroupName",):
        return False
    return re.search(rf"\b{re.escape(cause.logical_id)}\b", item.what) is not None


def _lacks_a_policy_as_a_whole(system: System, cause: Finding, item: Finding) -> bool:
    """What else a role may not do whose policy is attached to another one, or to none."""
    policy = _of(system, cause)
    whole = policy is not None and policy.type == "AWS::IAM::Role" and not cause.path
    if policy is None or not (whole or cause.path[-1:] in (("Roles",), ("RoleName",))):
        return False
    role = cause.what.partition(" may not ")[0]
    return item.logical_id == role or item.what.startswith(f"{role} may not ")


def _is_let_in_by_the_same_policy(system: System, cause: Finding, item: Finding) -> bool:
    """A role that the policy of a queue lets in as well, which stands at another queue."""
    policy, queue = _of(system, cause), cause.what.rpartition(" ")[2]
    if policy is None or cause.path != ("Queues",):
        return False
    about = re.search(rf"\b{re.escape(queue)}\b", item.what) is not None
    return about and any(reference.target == item.logical_id for reference in policy.references)


def _of_the_same_key(system: System, cause: Finding, item: Finding) -> bool:
    return cause.logical_id == item.logical_id and cause.path == item.path


def _is_of_another_group(system: System, cause: Finding, item: Finding) -> bool:
    named = re.search(rf"\b{re.escape(item.logical_id)}\b", cause.what)
    return "another schedule group" in cause.what and named is not None


def _subscribes_to_what_is_misnamed(system: System, cause: Finding, item: Finding) -> bool:
    """A topic whose name says that it is FIFO, or that it isn't, is meant to be so."""
    named = cause.path == ("TopicName",) and item.path[-1:] == ("Endpoint",)
    return named and _names(system, item, cause.logical_id)


def _is_of_two_kinds_at_once(system: System, cause: Finding, item: Finding) -> bool:
    return cause.logical_id == item.logical_id and "at once" in cause.what


def _same_machine(system: System, cause: Finding, item: Finding) -> bool:
    """A token that is looked up in the input is in no input."""
    return item.what.endswith(f"starts {cause.logical_id} without Task")


def _is_of_no_service(system: System, cause: Finding, item: Finding) -> bool:
    """What the policy of an endpoint allows, of which nobody knows the service."""
    return cause.logical_id == item.logical_id and cause.path[:1] == ("ServiceName",)


def _speaks_of_what_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    return re.search(rf"\b{re.escape(cause.logical_id)}\b", item.what) is not None


def _of_the_same_property(system: System, cause: Finding, item: Finding) -> bool:
    """What an API says of a property that reading finds missing under this or another name."""
    return cause.logical_id == item.logical_id and bool(item.path) and str(item.path[0]) in cause.what


def _runs_what_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    """What a service asks of the containers or volumes of a definition that are wrong in themselves."""
    if item.path[:1] == ("VolumeConfigurations",):
        return cause.path[:1] == ("Volumes",) and _names(system, item, cause.logical_id)
    asks = item.path[:1] in (("LoadBalancers",), ("ServiceConnectConfiguration",), ("ServiceRegistries",))
    return asks and cause.path[:1] == ("ContainerDefinitions",) and _names(system, item, cause.logical_id)


def _waits_for_what_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    listener = _of(system, cause)
    return listener is not None and listener.type in _LISTENING and "associated load balancer" in item.what


def _of_one_load_balancer(system: System, cause: Finding, item: Finding) -> bool:
    """A redirect to a listener that is refused."""
    one, other = _of(system, cause), _of(system, item)
    if one is None or other is None or one is other or one.type not in _LISTENING:
        return False
    return one.get("LoadBalancerArn") == other.get("LoadBalancerArn")


def _has_lost_its_load_balancer(system: System, cause: Finding, item: Finding) -> bool:
    """What counts requests or forwards them to a service that names no target group."""
    service = _of(system, cause)
    return (
        service is not None
        and cause.path[:1] == ("HealthCheckGracePeriodSeconds",)
        and not service.get("LoadBalancers")
    )


def _of_a_role_without_policies(system: System, cause: Finding, item: Finding) -> bool:
    """All that a role may not do to which no policy belongs at all."""
    role = _of(system, cause)
    if role is None or role.type != "AWS::IAM::Role" or item.logical_id != cause.logical_id:
        return False
    others = [one for one in system.of_type(*_POLICIES) for name in one.references if name.target == role.logical_id]
    return not others and not role.get("Policies") and not role.get("ManagedPolicyArns")


def _keeps_tasks_apart(system: System, cause: Finding, item: Finding) -> bool:
    """A host in a variable to which tasks have no way, where that way is told by itself."""
    if cause.logical_id == item.logical_id and cause.path == item.path:
        return True
    ends = re.findall(r"tasks of ([\w/]+)", item.why)
    return bool(ends) and all(re.search(rf"\b{re.escape(end)}\b", f"{cause.what} {cause.why}") for end in ends)


def _is_what_is_called(system: System, cause: Finding, item: Finding) -> bool:
    """What a role may not call, where the call is none."""
    return f"Target.Arn of {cause.logical_id}" in item.why


def _has_that_host(system: System, cause: Finding, item: Finding) -> bool:
    """A host name that is wrong in a rule's condition, and so nowhere else."""
    return re.search(rf"\b{re.escape(cause.logical_id)}\b", item.what) is not None


def _same_port(system: System, cause: Finding, item: Finding) -> bool:
    """A listener that speaks the wrong protocol for its port, which is a second one's on the same load balancer."""
    one, other = _of(system, cause), _of(system, item)
    if one is None or other is None or "already exists on this port" not in cause.what:
        return False
    return all(one.get(key) == other.get(key) for key in ("LoadBalancerArn", "Port"))


def _of_the_wrong_protocol(system: System, cause: Finding, item: Finding) -> bool:
    """Attributes that the group's protocol doesn't take, and rules beside their listener, where that is the fault."""
    group = _group(system, cause)
    if "incompatible protocols" not in cause.what or group is None:
        return False
    if "incompatible protocols" in item.what:
        return cause.path[0] == "DefaultActions" and item.path[0] == "Actions" and _group(system, item) is group
    said = ("Stickiness type", "Health check protocol", "target group attribute is not supported")
    of_the_group = any(text in item.what for text in said)
    return of_the_group and group.logical_id == item.logical_id


def _group(system: System, finding: Finding) -> Resource | None:
    resource = _of(system, finding)
    return system.find(resource.get(*finding.path)) if resource is not None and finding.path else None


def _has_no_listener_there(system: System, cause: Finding, item: Finding) -> bool:
    """A load balancer that is another's target, and listens on a port that its security group isn't open on either."""
    balancer = re.search(r"registers (\S+) on port", cause.what)
    return balancer is not None and item.what.endswith(f"of {balancer[1]}")


def _lacks_the_task_role(system: System, cause: Finding, item: Finding) -> bool:
    """One task definition without a task role, as ECS Exec, a volume and the application find it."""
    definitions = [_definition(system, one) for one in (cause, item)]
    return definitions[0] is not None and definitions[0] is definitions[1]


def _definition(system: System, finding: Finding) -> Resource | None:
    """The task definition without a task role that a finding is about; None where it is about something else."""
    resource = _of(system, finding)
    if resource is not None and resource.type == "AWS::ECS::Service":
        resource = system.find(resource.get("TaskDefinition"), "AWS::ECS::TaskDefinition")
    if resource is None or resource.type != "AWS::ECS::TaskDefinition" or resource.get("TaskRoleArn") is not None:
        return None
    return resource if finding.path[-1:] in (("TaskRoleArn",), ("EnableExecuteCommand",), ("IAM",)) else None


def _is_of_another_secret(system: System, cause: Finding, item: Finding) -> bool:
    """A secret that an attachment names wrongly, and who may not read what the attachment stands for."""
    return cause.path == ("SecretId",) and _speaks_of_what_is_refused(system, cause, item)


def _of_the_same_password(system: System, cause: Finding, item: Finding) -> bool:
    """A database whose master user has no password has no secret of it either."""
    return cause.logical_id == item.logical_id and cause.path[:1] == ("MasterUserPassword",)


def _names_the_same_vpc(system: System, cause: Finding, item: Finding) -> bool:
    """What the template does not create is nothing but the VPC that is told to be another one."""
    return item.what.endswith(f": {cause.what.partition(' in ')[2].partition(',')[0]}")


def _may_not_use_the_wrong_queue(system: System, cause: Finding, item: Finding) -> bool:
    """What a role may not do with a queue that its containers are given by mistake."""
    given = re.search(r" is (\w+), the dead-letter queue of ", cause.what)
    return given is not None and item.what.endswith(f" may not use {given[1]}")


def _stands_for_what_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    """A name, a value or a time that is refused where it is given, as it is found again where it is used."""
    if cause.path[:1] not in _GIVEN or cause.logical_id == item.logical_id:
        return False
    return _names(system, item, cause.logical_id) or _speaks_of_what_is_refused(system, cause, item)


def _has_other_records(system: System, cause: Finding, item: Finding) -> bool:
    """A Cloud Map service whose records are refused, and the port that one of them should hold."""
    return cause.path[:2] == ("DnsConfig", "DnsRecords") and _names(system, item, cause.logical_id)


def _is_another_engine(system: System, cause: Finding, item: Finding) -> bool:
    """A store of an engine that there isn't has no port of its own either."""
    return cause.path == ("Engine",) and re.search(rf"\breach {re.escape(cause.logical_id)}\b", item.what) is not None


def _keeps_messages_for_too_long(system: System, cause: Finding, item: Finding) -> bool:
    return cause.path == item.path == ("MessageRetentionPeriod",)


def _is_of_no_type(system: System, cause: Finding, item: Finding) -> bool:
    """A load balancer whose type is misspelt may be one that tasks can't tell from the world."""
    resource = _of(system, cause)
    return resource is not None and resource.type.endswith("V2::LoadBalancer") and cause.path == ("Type",)


def _lets_nobody_in(system: System, cause: Finding, item: Finding) -> bool:
    """The policy of a queue or a topic that isn't one, and the bucket that therefore may not send there."""
    policy = _of(system, cause)
    targets = {one.target for one in policy.references if one.path[:1] in (("Queues",), ("Topics",))} if policy else ()
    return any(_names(system, item, target) for target in targets)


def _is_for_another_host(system: System, cause: Finding, item: Finding) -> bool:
    """A host of a rule that no request has, and a record that Route 53 refuses, each as it looks from the other."""
    if cause.code == "ARR015":
        return cause.logical_id == item.logical_id
    if cause.code == "ARR013":
        return f"the records lead {cause.what.rpartition(' ')[2]} here" in item.what
    resource = _of(system, cause)
    name = as_text(resource.get(*cause.path)).rstrip(".") if resource is not None and cause.path else ""
    return cause.path[-1:] == ("Name",) and bool(name) and f"the records lead {name} here" in item.what


def _answers_in_a_way_that_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    """A listener's action that the load balancer can't do, and the target group that it should have forwarded to."""
    if "listener can only forward" not in cause.what:
        return False
    same = cause.logical_id == item.logical_id and cause.path[:2] == item.path[:2]
    return same if item.code == "ARR043" else "associated load balancer" in item.what


# What gives a resource its name or its value, and what others take it for.
_GIVEN = (
    *(("LogGroupName",), ("RepositoryName",), ("Name",), ("SecretString",), ("GenerateSecretString",), ("Value",)),
    *(("Timeout",), ("DomainName",), ("SubjectAlternativeNames",)),
)
_REFUSALS = ("SCH002", "SCH003", "SCH004", "CRE006", "CRE011", "CRE111")
_ROLES = ("STA006", "STA007", "STA008", "STA009", "STA040", "APP001", "TRI002", "TRI003")
_USES = ("APP002", "APP003", "APP007", "APP010", "APP030", "APP052", "STA020")
_LISTENING = ("AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule")
_POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
PAIRS = (
    Pair(("TPL006", "TPL010"), ("CRE003", "CRE007", "CRE017", "CRE055", "STA024"), _waits_wrongly),
    Pair(
        _REFUSALS, ("STA010", "STA012", "STA030", "STA031", "CRE002", "CRE111", "ARR013"), _stands_for_what_is_refused
    ),
    Pair(("INT003", "SCH002", "CRE095"), _ROLES, _is_of_another_secret),
    Pair(("APP001", "APP002", "APP003"), ("APP190",), _same_resource),
    Pair(("STA010",), ("STA003", "STA009"), _is_in_another_region),
    Pair(("SCA008",), ("SCA042",), _of_the_alarm_that_sets_it_off),
    Pair(("SCH004",), ("TRI001", "CRE064"), _is_of_a_group_of_no_name),
    Pair(("TRI002",), ("TRI004", "TRI015"), _lacks_a_policy_as_a_whole),
    Pair(("TRI151",), ("TRI153",), _same_machine),
    Pair(("TRI001",), ("CRE064",), _is_of_another_group),
    Pair(("TRI015",), ("TRI192",), _same_resource),
    Pair(("TRI191",), ("TRI015", "TRI098"), _of_the_same_key),
    Pair(("CRE061",), ("CRE061",), _subscribes_to_what_is_misnamed),
    Pair(("SCH004",), ("CRE010",), _is_of_two_kinds_at_once),
    Pair(("TRI015",), ("APP001", "APP003"), _is_let_in_by_the_same_policy),
    Pair(("CRE011",), ("TRI023",), _has_other_records),
    Pair(("CRE071",), ("APP006",), _is_another_engine),
    Pair(("SCH004",), ("TRI013",), _keeps_messages_for_too_long),
    Pair(("SCH004",), ("SAF001",), _is_of_no_type),
    Pair(("CRE051",), ("CRE060",), _lets_nobody_in),
    Pair(("ARR013", "ARR015", "CRE011"), ("ARR046",), _is_for_another_host),
    Pair(("CRE004",), ("CRE003", "ARR043"), _answers_in_a_way_that_is_refused),
    Pair(("CRE003",), ("SCA001",), _scales_what_is_refused),
    Pair(("CRE012",), ("TRI015",), _names_what_is_refused),
    Pair(("CRE079",), ("CRE020",), _names_the_same_vpc),
    Pair(("CRE012",), ("STA019",), _same_file_system),
    Pair(("CRE005",), _ROLES, _allowed_by_an_unattached_policy),
    Pair(("SCH002",), ("CRE002", "CRE003", "CRE004"), _of_the_same_property),
    Pair(("SCH002", "SCH004"), ("CRE035",), _same_resource),
    Pair(("CRE036",), ("CRE012",), _same_resource),
    Pair(("CRE034",), ("SCH004",), _names_what_is_refused),
    Pair(("CRE001",), ("APP009", "STA018"), _is_of_no_service),
    Pair(("CRE005",), ("TRI002", "TRI003", "TRI004"), _speaks_of_what_is_refused),
    Pair(("CRE002", "SCH002"), ("CRE003",), _runs_what_is_refused),
    Pair(("CRE004", "SCH002"), ("CRE003",), _waits_for_what_is_refused),
    Pair(("CRE004", "SCH004"), ("ARR010",), _of_one_load_balancer),
    Pair(("CRE003",), ("SCA007", "ARR008"), _has_lost_its_load_balancer),
    Pair(("TRI002",), ("TRI003", "TRI004"), _of_a_role_without_policies),
    Pair(("APP006", "TRI018", "TRI021"), ("APP073",), _keeps_tasks_apart),
    Pair(("TRI049",), ("TRI097",), _is_what_is_called),
    Pair(("ARR015",), ("ARR070",), _has_that_host),
    Pair(("CRE030",), ("TRI099",), _same_resource),
    Pair(("STA004", "STA005"), (*_ROLES, *_USES), _of_a_role_in_the_wrong_place),
    Pair(("SCH004",), _ROLES, _speaks_of_a_role_of_another_name),
    Pair(("CRE004",), ("ARR011", "ARR043"), _same_port),
    Pair(("CRE004",), ("CRE004",), _of_the_wrong_protocol),
    Pair(("CRE071",), ("CRE073",), _of_the_same_password),
    Pair(("CRE090",), ("ARR001",), _has_no_listener_there),
    Pair(("APP001",), ("STA020", "APP010"), _lacks_the_task_role),
    Pair(("STA020",), ("APP010",), _lacks_the_task_role),
    Pair(("SCA045",), ("APP001",), _may_not_use_the_wrong_queue),
    Pair(("CRE066",), ("ARR042",), beside.of_one_pair),
    Pair(("CRE066",), ("SCA014", "ARR008"), beside.refers_to_it),
    Pair(("SCH002", "SCH004", "CRE030"), ("TRI099",), beside.lets_it_be_called),
    Pair(("CRE051",), ("STA007", "APP001", "APP003"), beside.in_one_policy),
    Pair(("SCA003",), ("SCA044",), beside.is_of_the_same_size),
    Pair(("TRI063",), ("TRI100",), beside.stands_there_too),
    Pair(("TRI008",), ("TRI002", "TRI003", "TRI004", "TRI021", "APP006"), beside.is_of_the_wrong_definition),
    Pair(("CRE071",), ("CRE071",), beside.is_an_instance_of_it),
    Pair(("CRE011",), ("TRI022", "TRI050"), beside.has_that_name),
    Pair(("CRE005", "SCH002"), ("STA049", "APP074"), beside.is_of_its_role),
    Pair(("STA012",), ("STA012", "STA030"), beside.reads_the_same_secret),
    Pair(("SCA011",), ("SAF013",), beside.watches_too_little),
    Pair(("TRI001",), ("CRE106",), beside.is_referred_to),
    Pair(("TRI001",), ("CRE106",), _same_resource),
    Pair(("CRE031", "CRE003"), ("CRE076",), _same_resource),
    Pair(("SCH002", "CRE004"), ("STA024",), beside.is_referred_to),
    Pair(("SCH004",), ("SCA015",), beside.is_referred_to),
    Pair(("CRE003",), ("SCA016",), beside.refers_to_it),
    Pair(("CRE010",), ("SCA017", "SCA045"), beside.scales_twice),
    Pair(("STA019",), ("STA024",), beside.lacks_a_mount_target),
    Pair(("STA001", "STA002", "STA003"), ("SAF004",), beside.has_an_odd_subnet),
    Pair(("STA001", "STA002", "STA003"), ("CRE017",), beside.waits_through_it),
    Pair(("TRI023",), ("TRI022",), apart.registers_in_it),
    Pair(("CRE003",), ("STA001", "STA002", "STA003"), apart.stands_in_two_networks),
    Pair(("SCH004",), ("SCH002",), apart.is_too_much),
    Pair(("CRE003",), ("SCA021",), apart.is_deployed_otherwise),
    Pair(("ARR001",), ("CRE017",), apart.stands_in_private),
    Pair(("CRE004",), ("ARR001",), apart.speaks_otherwise),
    Pair(("CRE002",), ("ARR006",), apart.checks_a_port_that_is_refused),
    Pair(("SCH004",), ("ARR001",), apart.listens_nowhere),
    Pair(("STA022",), ("CRE003",), apart.looks_for_instances),
    Pair(("CRE002",), ("SAF007",), apart.is_a_secret_as_well),
    Pair(("APP150",), ("APP006", "APP012"), _speaks_of_what_is_refused),
    Pair(("ARR044",), ("ARR002", "ARR003", "ARR006", "CRE007", "SCA007"), within.registers_with_another),
    Pair(("STA016",), ("APP010",), within.has_the_wrong_role),
    Pair(("SCA006",), ("SCA005",), within.is_scaled_by_none),
    Pair(("CRE004",), ("SAF006",), within.answers_in_no_way),
    Pair(("CRE004",), ("ARR043",), within.has_a_certificate),
    Pair(("CRE004",), ("ARR001", "ARR002"), within.is_on_the_wrong_balancer),
    Pair(("ARR159",), ("ARR001",), within.is_the_same_listener),
    Pair(("ARR010",), ("ARR001",), within.listens_there),
    Pair(("TRI023",), ("ARR053",), within.registers_that_port),
    Pair(("CRE001",), ("STA001", "STA002", "STA003"), within.is_no_gateway),
    Pair(("CRE001",), ("ARR030",), within.is_its_route),
    Pair(("CRE011",), ("CRE011",), within.conflicts_with_it),
    Pair(("CRE011",), ("CRE095",), within.is_of_the_namespace),
    Pair(("CRE071",), ("APP078",), within.makes_that_database),
    Pair(("CRE003",), ("CRE095",), within.is_in_one_list),
    Pair(("CRE002",), ("STA010",), within.has_that_option),
    Pair(("SCH001",), ("CRE003",), within.is_misplaced_there),
    Pair(("CRE001", "CRE004"), ("CRE001", "CRE003", "CRE004"), within.is_in_no_network),
    Pair(("CRE050",), ("STA012",), within.reads_the_same_key),
    Pair(("APP001",), ("STA066", "STA049", "APP074"), within.has_no_credentials),
)
