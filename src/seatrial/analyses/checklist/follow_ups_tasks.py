"""When a finding only follows from another one of task definitions, services and stores; for ``follow_ups``.

Each is asked of two findings, of which the first is the cause.
"""

from __future__ import annotations

import re

from seatrial.analyses.checklist.follow_ups_words import (
    is_referred_to,
    is_spoken_of,
    names,
    of,
    refers_to_it,
    speaks_of,
)
from seatrial.model.finding import Finding
from seatrial.model.system import System
from seatrial.model.value import as_list, at

# What gives a resource its name or its value, and what others take it for.
_GIVEN = (
    *(("LogGroupName",), ("RepositoryName",), ("Name",), ("SecretString",), ("GenerateSecretString",), ("Value",)),
    *(("Timeout",), ("DomainName",), ("SubjectAlternativeNames",)),
)


def waits_wrongly(system: System, cause: Finding, item: Finding) -> bool:
    """What a resource should wait for is misspelt in its DependsOn, or isn't written as a name there."""
    if cause.code == "TPL006" and not cause.what.startswith("DependsOn of "):
        return False
    races = item.code != "CRE003" or "associated load balancer" in item.what
    return races and cause.logical_id == item.logical_id


def stands_for_what_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    """A name, a value or a time that is refused where it is given, as it is found again where it is used."""
    if cause.path[:1] not in _GIVEN or cause.logical_id == item.logical_id:
        return False
    return names(system, item, cause.logical_id) or is_spoken_of(system, cause, item)


def of_the_same_property(system: System, cause: Finding, item: Finding) -> bool:
    """What an API says of a property that reading finds missing under this or another name."""
    return cause.logical_id == item.logical_id and bool(item.path) and str(item.path[0]) in cause.what


def runs_what_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    """What a service asks of the containers or volumes of a definition that are wrong in themselves."""
    if item.path[:1] == ("VolumeConfigurations",):
        return cause.path[:1] == ("Volumes",) and names(system, item, cause.logical_id)
    asks = item.path[:1] in (("LoadBalancers",), ("ServiceConnectConfiguration",), ("ServiceRegistries",))
    return asks and cause.path[:1] == ("ContainerDefinitions",) and names(system, item, cause.logical_id)


def is_in_another_region(system: System, cause: Finding, item: Finding) -> bool:
    """What keeps tasks from a region's log service that they were never meant to write to."""
    return "but the stack creates it in" in cause.what


def of_the_same_password(system: System, cause: Finding, item: Finding) -> bool:
    """A database whose master user has no password has no secret of it either."""
    return cause.logical_id == item.logical_id and cause.path[:1] == ("MasterUserPassword",)


def is_deployed_otherwise(system: System, cause: Finding, item: Finding) -> bool:
    """What a deployment controller doesn't do, where the controller is the fault."""
    return cause.logical_id == item.logical_id and cause.path[:1] == ("DeploymentController",)


def looks_for_instances(system: System, cause: Finding, item: Finding) -> bool:
    """What a service on instances can't have, where that it looks for instances is the fault."""
    return cause.logical_id == item.logical_id and "EC2 launch type" in item.what


def is_of_instances(system: System, cause: Finding, item: Finding) -> bool:
    """What a target on instances can't have, where that it looks for instances is the fault."""
    return cause.logical_id == item.logical_id and "when launch type is EC2" in item.what


def is_a_secret_as_well(system: System, cause: Finding, item: Finding) -> bool:
    """A variable that is to be a secret, where a secret of its name is refused for it."""
    named = re.search(r"environment variables set on the container, such as '(.+)'", cause.what)
    return named is not None and cause.logical_id == item.logical_id and item.what.startswith(f"{named[1]} of ")


def is_too_much(system: System, cause: Finding, item: Finding) -> bool:
    """What a property would want beside it that excludes another one."""
    given = " at once" in cause.what and cause.path and cause.logical_id == item.logical_id
    return bool(given) and f"with {cause.path[-1]} lacks" in item.what


def checks_a_port_that_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    """A port that a definition would map, if it didn't map another one twice."""
    return "mapped multiple times" in cause.what and item.what.endswith(f"no container of {cause.logical_id} maps")


def is_of_the_wrong_definition(system: System, cause: Finding, item: Finding) -> bool:
    """What a role may not start and tasks cannot reach, where another task definition is meant."""
    if not cause.path or "are for" not in cause.what:
        return False
    about = f"tasks of {cause.logical_id} " in item.what or item.what.endswith(f" may not answer {cause.logical_id}")
    return about or refers_to_it(system, cause, item)


def runs_another_definition(system: System, cause: Finding, item: Finding) -> bool:
    """A service that runs the definition of another, and what is called of it or said of how it starts."""
    return cause.logical_id == item.logical_id or speaks_of(item, cause.logical_id)


def names_what_another_has(system: System, cause: Finding, item: Finding) -> bool:
    """A service that runs the definition of another, and what it names of its own."""
    named = ("LoadBalancers", "ServiceRegistries", "ServiceConnectConfiguration")
    return cause.logical_id == item.logical_id and item.path[:1] in tuple((one,) for one in named)


def is_an_instance_of_it(system: System, cause: Finding, item: Finding) -> bool:
    """A cluster of an engine that there is not, and its instances, which are of another one."""
    return cause.path == item.path == ("Engine",) and is_referred_to(system, cause, item)


def makes_that_database(system: System, cause: Finding, item: Finding) -> bool:
    """The name of a database that RDS refuses, and who is told another one."""
    return cause.path in (("DBName",), ("DatabaseName",)) and speaks_of(item, cause.logical_id)


def is_in_one_list(system: System, cause: Finding, item: Finding) -> bool:
    """Two of one list that are things of another kind."""
    both = bool(cause.path and item.path) and isinstance(cause.path[-1], int) and isinstance(item.path[-1], int)
    return both and cause.logical_id == item.logical_id and cause.path[:-1] == item.path[:-1]


def has_that_option(system: System, cause: Finding, item: Finding) -> bool:
    """An option of a log driver that is misspelt, and the one that is missing for it."""
    return (
        "disallows options" in cause.what
        and cause.logical_id == item.logical_id
        and cause.path[:-1] == item.path[: len(cause.path) - 1]
    )


def is_misplaced_there(system: System, cause: Finding, item: Finding) -> bool:
    """Load balancers of a service that stand at a wrong depth, and what a service without any can't have."""
    grace = item.path[:1] == ("HealthCheckGracePeriodSeconds",)
    return grace and cause.logical_id == item.logical_id and cause.path[-1:] == ("LoadBalancers",)


def is_named_with_capitals(system: System, cause: Finding, item: Finding) -> bool:
    """A port mapping whose name has capitals, where a service looks for it without them and finds none."""
    wanted = re.search(r"portName\((.+)\) does not", cause.what)
    has = re.search(r"the port mapping (\S+) of ", item.what)
    return wanted is not None and has is not None and wanted[1] == has[1].lower()


def has_no_such_condition(system: System, cause: Finding, item: Finding) -> bool:
    """What isn't there when a resource is, whose condition is misspelt: nobody knows when it would be."""
    return cause.logical_id == item.logical_id != "" and "the condition " in cause.what


def offers_the_name(system: System, cause: Finding, item: Finding) -> bool:
    """A name that doesn't resolve, where the service that offers it is refused for want of a task definition."""
    service = of(system, cause)
    named = re.search(r" names (\S+), which does not resolve", item.what)
    if service is None or named is None or cause.path != ("TaskDefinition",):
        return False
    offered = as_list(service.get("ServiceConnectConfiguration", "Services"))
    aliases = [at(one, "DnsName") for item in offered for one in as_list(at(item, "ClientAliases"))]
    return named[1] in aliases


def may_not_write_to_it(system: System, cause: Finding, item: Finding) -> bool:
    """A log group that there is not, and a role that may write to the one which is meant."""
    named = re.match(r"the log group (\S+) of ", cause.what)
    return named is not None and item.what.endswith(f" for {named[1]}")
