"""What RDS refuses about database instances and clusters: engines, master users and their passwords, names, storage.

Sources (read 2026-11-29) of the texts stand above them; of the rules:
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html and API_CreateDBCluster.html ("Can't
manage the master user password with AWS Secrets Manager if MasterUserPassword is specified").
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from seatrial.analyses.refusals.parameter_groups import CLUSTER_GROUP, database_group_refused
from seatrial.analyses.refusals.parameter_groups import GROUP as DB_GROUP
from seatrial.analyses.refusals.rds_needed import apart, lacking
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_number, as_text

INSTANCE, CLUSTER = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (read 2026-11-29)
ENGINES = (
    *("aurora", "aurora-mysql", "aurora-postgresql", "mariadb", "mysql", "postgres", "neptune", "docdb"),
    *("oracle-ee", "oracle-ee-cdb", "oracle-se2", "oracle-se2-cdb", "db2-ae", "db2-se", "db2-ce"),
    *("sqlserver-ee", "sqlserver-se", "sqlserver-ex", "sqlserver-web", "sqlserver-dev-ee"),
)
# Names that people write for an engine.
_MEANT = {"postgresql": "postgres", "pg": "postgres", "aurora-postgres": "aurora-postgresql", "aurora": "aurora-mysql"}
# What a database is made from in place of a master user of its own.
_RESTORED = (
    *("DBSnapshotIdentifier", "DBClusterSnapshotIdentifier", "SnapshotIdentifier", "SourceDBInstanceIdentifier"),
    *("SourceDBClusterIdentifier", "SourceDbiResourceId", "SourceDBInstanceAutomatedBackupsArn", "RestoreTime"),
    *("SourceDbClusterResourceId", "ReplicationSourceIdentifier", "GlobalClusterIdentifier", "RestoreType"),
)
OPEN_SOURCE = ("mysql", "mariadb", "postgres")
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (read 2026-11-29)
UNFIT, SHORTEST_PASSWORD = '/@"', 8
_SCALING, _NUMBER = "ServerlessV2ScalingConfiguration", re.compile(r"\d+(\.\d+)?")
_CLASS = re.compile(r"db\.[a-z0-9]+\.[a-z0-9]+")
_AURORA_CLASS = re.compile(r"db\.(?:[rx][\w-]*\.\w+|t\w+\.(?:small|medium|large))")
# Whether an engine of Aurora has versions from this on; the other one has lower ones.
FIRST_POSTGRESQL = 9
_FIRST_OF = {"aurora-postgresql": True, "aurora-mysql": False}
_MINUTES_OF_A_DAY = 24 * 60
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WINDOW = re.compile(r"(?:([a-z]{3}):)?(\d\d):(\d\d)-(?:([a-z]{3}):)?(\d\d):(\d\d)")
# Minutes. Same source.
SHORTEST_WINDOW = 30
# Gibibytes. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (read 2026-11-29)
LEAST_STORAGE: Mapping[str, int] = {"gp2": 20, "gp3": 20, "io1": 100, "io2": 100, "standard": 5}


class _Said(Struct, frozen=True):
    message: str
    path: PropertyPath
    code: str = "InvalidParameterCombination"
    because: str = ""
    instead: str = ""
    ours: bool = False


def instance_refused(world: World, resource: Resource) -> Refusal | None:
    settings = (_zones, _windows, _monitoring)
    for ask in (_needed, _engine, _member, _password, _user, _name, _storage, _old_groups, _home, *settings):
        for said in ask(world, resource):
            return _refusal("rds.CreateDBInstance", said)
    cluster = world.find(resource.get("DBClusterIdentifier"), CLUSTER)
    versioned = cluster if cluster is not None else resource
    engine = resource.get("Engine") if resource.get("Engine") is not None else versioned.get("Engine")
    version = versioned.get("EngineVersion")
    return database_group_refused(world, resource, "DBParameterGroupName", DB_GROUP, engine, version)


def cluster_refused(world: World, resource: Resource) -> Refusal | None:
    for ask in (_whole, _engine, _version, _password, _user, _name, _home, _windows, _capacity):
        for said in ask(world, resource):
            return _refusal("rds.CreateDBCluster", said)
    if resource.type != CLUSTER:
        return None
    engine, version = resource.get("Engine"), resource.get("EngineVersion")
    return database_group_refused(world, resource, "DBClusterParameterGroupName", CLUSTER_GROUP, engine, version)


def _refusal(api: str, said: _Said) -> Refusal:
    return Refusal(api, said.code, said.message, said.path, because=said.because, instead=said.instead, ours=said.ours)


def _whole(world: World, resource: Resource) -> Iterator[_Said]:
    """What a cluster of its own lacks: one that is no copy and no member of a global one."""
    if not _has_its_own_user(resource) or resource.get("GlobalClusterIdentifier") is not None:
        return
    if resource.get("Engine") is None and resource.type == CLUSTER:
        yield _Said("The cluster has no engine.", ("Engine",), "InvalidParameterValue", ours=True)
    elif resource.get("MasterUsername") is None:
        yield _Said("The cluster has no master user.", ("MasterUsername",), "InvalidParameterValue", ours=True)


def _engine(world: World, resource: Resource) -> Iterator[_Said]:
    engine = resource.get("Engine")
    if not isinstance(engine, str) or not engine or engine.lower() in ENGINES or engine.startswith("custom-"):
        return
    near = _MEANT.get(engine.lower()) or next(iter(difflib.get_close_matches(engine.lower(), ENGINES, n=1)), "")
    # https://github.com/hashicorp/terraform/issues/18009
    yield _Said("Invalid DB engine", ("Engine",), "InvalidParameterValue", f"there is no engine {engine}", near)


def _version(world: World, resource: Resource) -> Iterator[_Said]:
    """A version of Aurora that the other of its two engines has; what its instances say tells which is meant.

    Versions: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/Welcome.html (5.7 and 8.0, as
    8.0.mysql_aurora.3.08.0) and https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/Welcome.html
    (from 9.6; read 2026-11-30). The text: https://github.com/sidpalas/devops-directive-terraform-course/issues/8.
    """
    engine, version = as_text(resource.get("Engine")).lower(), resource.get("EngineVersion")
    number = re.match(r"(\d+)\.", as_text(version)) if isinstance(version, str) else None
    if engine not in _FIRST_OF or number is None or (int(number[1]) >= FIRST_POSTGRESQL) is _FIRST_OF[engine]:
        return
    other = next(name for name in _FIRST_OF if name != engine)
    yield _Said(
        f"Cannot find version {version} for {engine}", ("Engine",), because=f"it is one of {other}", instead=other
    )


def _member(world: World, resource: Resource) -> Iterator[_Said]:
    cluster = world.find(resource.get("DBClusterIdentifier"), CLUSTER)
    own, wanted = resource.get("Engine"), cluster.get("Engine") if cluster is not None else None
    if isinstance(own, str) and isinstance(wanted, str) and own and own.lower() != wanted.lower():
        # As tests of cloud controllers quote it, and as https://github.com/getmoto/moto/issues/6993 wants it.
        text = (
            f"The engine name requested for your DB instance ({own}) doesn't match the engine name of your DB cluster "
            f"({wanted})."
        )
        yield _Said(text, ("Engine",), instead=wanted)
    size = as_text(resource.get("DBInstanceClass"))
    of_aurora = (as_text(own) or as_text(wanted)).startswith("aurora")
    if of_aurora and _CLASS.fullmatch(size) and not _AURORA_CLASS.fullmatch(size):
        # The text as https://github.com/aws/aws-cdk/issues/23431 quotes it; the classes:
        # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.SupportAurora.html
        # (read 2026-11-30)
        text = f"RDS does not support creating a DB instance with the following combination: DBInstanceClass={size}, "
        text += f"Engine={as_text(own) or as_text(wanted)}"
        yield _Said(
            text,
            ("DBInstanceClass",),
            because="Aurora has memory-optimized classes, db.serverless, and of the burstable ones from small to large",
            instead="db.t4g.medium",
        )
    serverless = resource.get("DBInstanceClass") == "db.serverless"
    if serverless and as_text(wanted).startswith("aurora") and cluster is not None and cluster.get(_SCALING) is None:
        # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.requirements.html
        # ("you must specify a capacity range for the cluster before adding"; read 2026-11-30)
        text = f"{cluster.logical_id} has no capacity for instances of the class db.serverless."
        yield _Said(text, ("DBInstanceClass",), "InvalidParameterValue", ours=True)


def _capacity(world: World, resource: Resource) -> Iterator[_Said]:
    """Capacity in steps of a half, the least not above the most.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfiguration.html (read
    2026-11-30)
    """
    given = {key: resource.get(_SCALING, key) for key in ("MinCapacity", "MaxCapacity")}
    numbers = {key: float(as_text(value)) for key, value in given.items() if _NUMBER.fullmatch(as_text(value))}
    for key, number in numbers.items():
        if number * 2 != int(number * 2):
            text = f"{key} is {as_text(given[key])}; capacity goes in steps of 0.5."
            yield _Said(text, (_SCALING, key), "InvalidParameterValue", instead=str(int(number * 2) / 2), ours=True)
    if len(numbers) == len(given) and numbers["MinCapacity"] > numbers["MaxCapacity"]:
        text = "MinCapacity is above MaxCapacity."
        yield _Said(text, (_SCALING, "MinCapacity"), "InvalidParameterValue", ours=True)


def _needed(world: World, resource: Resource) -> Iterator[_Said]:
    for message, key, ours in lacking(resource) if _has_its_own_user(resource) else ():
        yield _Said(message, (key,), "InvalidParameterValue", ours=ours)


def _home(world: World, resource: Resource) -> Iterator[_Said]:
    if resource.get("DBSubnetGroupName") is not None or not _has_its_own_user(resource):
        return
    instance = resource.type == INSTANCE
    vpc = apart(world, resource, "VPCSecurityGroups" if instance else "VpcSecurityGroupIds")
    if vpc:
        # https://github.com/terraform-aws-modules/terraform-aws-rds/issues/344
        text = (
            "The DB instance and EC2 security group are in different VPCs. The DB instance is in the default VPC and "
            f"the EC2 security group is in {vpc}"
        )
        because = "without DBSubnetGroupName it is made in the account's default VPC"
        yield _Said(text, ("DBSubnetGroupName",), because=because, ours=not instance)


def _has_its_own_user(resource: Resource) -> bool:
    """Whether a database is made with a master user, and isn't a copy or a member of something that has one."""
    return resource.get("DBClusterIdentifier") is None and all(resource.get(key) is None for key in _RESTORED)


def _password(world: World, resource: Resource) -> Iterator[_Said]:
    given, managed = resource.get("MasterUserPassword"), resource.get("ManageMasterUserPassword")
    if isinstance(managed, Unknown) or resource.get("MasterUserAuthenticationType") is not None:
        return
    # One that a secret makes is given, though nobody knows it yet.
    secret = any(item.path[:1] == ("MasterUserPassword",) for item in resource.references)
    if as_flag(managed) and (is_given(given) or secret):
        text = "MasterUserPassword cannot be given together with ManageMasterUserPassword."
        yield _Said(text, ("MasterUserPassword",), ours=True)
    if not as_flag(managed) and given is None and _has_its_own_user(resource):
        yield _Said("The master user has no password.", ("MasterUserPassword",), "InvalidParameterValue", ours=True)
    engine = as_text(resource.get("Engine")).lower()
    if isinstance(given, str) and given and "{{resolve:" not in given and (engine in OPEN_SOURCE or "aurora" in engine):
        yield from _characters(str.__str__(given))


def _characters(password: str) -> Iterator[_Said]:
    """What is wrong with a password, of which nothing is ever shown."""
    if any(not " " < letter <= "~" or letter in UNFIT for letter in password):
        # https://github.com/pulumi/registry/issues/569
        text = (
            "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', "
            "'@', '\"', ' ' may be used."
        )
        yield _Said(text, ("MasterUserPassword",), "InvalidParameterValue")
    elif len(password) < SHORTEST_PASSWORD:
        text = f"The master user's password has {len(password)} characters, and needs {SHORTEST_PASSWORD}."
        yield _Said(text, ("MasterUserPassword",), "InvalidParameterValue", ours=True)


def _user(world: World, resource: Resource) -> Iterator[_Said]:
    user, engine = resource.get("MasterUsername"), as_text(resource.get("Engine"))
    if not isinstance(user, str) or not _has_its_own_user(resource):
        return
    reserved = ["rdsadmin"] + (["admin"] if "postgres" in engine or resource.type.startswith("AWS::DocDB") else [])
    if user.lower() in reserved:
        # https://github.com/aws/aws-cdk/pull/5125; which engines: https://github.com/aws-cloudformation/cfn-lint/pull/4425
        # and https://github.com/aws/aws-cdk/pull/13295
        text = f"MasterUsername {user} cannot be used as it is a reserved word used by the engine"
        yield _Said(text, ("MasterUsername",), "InvalidParameterValue")


def _name(world: World, resource: Resource) -> Iterator[_Said]:
    key = "DBName" if resource.type == INSTANCE else "DatabaseName"
    name, engine = resource.get(key), as_text(resource.get("Engine")).lower()
    if not isinstance(name, str) or not name or not (engine in OPEN_SOURCE or engine.startswith("aurora-")):
        return
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        tidy = re.sub(r"[^A-Za-z0-9_]", "_", name).lstrip("0123456789_")
        # https://github.com/hashicorp/terraform-provider-aws/issues/1137 and 38528
        text = f"{key} must begin with a letter and contain only alphanumeric characters."
        yield _Said(text, (key,), "InvalidParameterValue", instead=tidy)


def _storage(world: World, resource: Resource) -> Iterator[_Said]:
    size, kind, engine = resource.get("AllocatedStorage"), resource.get("StorageType"), resource.get("Engine")
    if (
        engine not in OPEN_SOURCE
        or not _is_number(size)
        or isinstance(kind, Unknown)
        or not _has_its_own_user(resource)
    ):
        return
    if kind is None and resource.get("Iops") is not None:
        return
    least = LEAST_STORAGE.get(as_text(kind) or "gp3", 0)
    if as_number(size, 0) < least:
        # https://github.com/convox/rack/issues/2846
        text = (
            f"Invalid storage size for engine name {as_text(engine)} and storage type {as_text(kind) or 'gp3'}: "
            f"{as_text(size)}"
        )
        yield _Said(text, ("AllocatedStorage",), instead=f"'{least}'", ours=kind is None)


def _zones(world: World, resource: Resource) -> Iterator[_Said]:
    zone, several = resource.get("AvailabilityZone"), resource.get("MultiAZ")
    if zone not in (None, "") and is_given(several) and as_flag(several):
        # https://github.com/hashicorp/terraform-provider-aws/issues/39225
        text = "Requesting a specific availability zone is not valid for Multi-AZ instances."
        yield _Said(text, ("AvailabilityZone",))


def _monitoring(world: World, resource: Resource) -> Iterator[_Said]:
    seconds, role = resource.get("MonitoringInterval"), resource.get("MonitoringRoleArn")
    if is_given(seconds) and as_number(seconds, 0) > 0 and role is None:
        # https://github.com/cloudposse/terraform-aws-rds/pull/75
        text = "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0."
        yield _Said(text, ("MonitoringInterval",))
    elif is_given(role) and not isinstance(seconds, Unknown) and as_number(seconds, 0) == 0:
        # https://github.com/azavea/terraform-aws-postgresql-rds/issues/31
        text = "You must specify a MonitoringInterval value other than 0 when you specify a MonitoringRoleARN value."
        yield _Said(text, ("MonitoringRoleArn",))


def _windows(world: World, resource: Resource) -> Iterator[_Said]:
    backup, upkeep = (_minutes(resource.get(key)) for key in ("PreferredBackupWindow", "PreferredMaintenanceWindow"))
    for key, window in (("PreferredBackupWindow", backup), ("PreferredMaintenanceWindow", upkeep)):
        if window is not None and window[1] < SHORTEST_WINDOW:
            text = f"{key} lasts {window[1]} minutes; it lasts {SHORTEST_WINDOW} at least."
            yield _Said(text, (key,), "InvalidParameterValue", ours=True)
    if backup is None or upkeep is None:
        return
    begins, lasts = upkeep
    # The backup is made every day, so that it may meet the upkeep on each day that this touches.
    for day in range(-1, begins // _MINUTES_OF_A_DAY + lasts // _MINUTES_OF_A_DAY + 2):
        start = day * _MINUTES_OF_A_DAY + backup[0]
        if start < begins + lasts and begins < start + backup[1]:
            # https://github.com/hashicorp/terraform-provider-aws/issues/49828
            text = "The backup window and maintenance window must not overlap."
            yield _Said(text, ("PreferredMaintenanceWindow",), "InvalidParameterValue")
            return


def _minutes(value: Value) -> tuple[int, int] | None:
    """When a window begins, in minutes of the day or of the week, and how long it lasts; None where it is none."""
    found = _WINDOW.fullmatch(as_text(value).lower()) if isinstance(value, str) else None
    if found is None or (found[1] is None) != (found[4] is None):
        return None
    if found[1] is not None and not {found[1], found[4]} <= set(_DAYS):
        return None
    day = [_DAYS.index(name) if name else 0 for name in (found[1], found[4])]
    first = day[0] * _MINUTES_OF_A_DAY + int(found[2]) * 60 + int(found[3])
    last = day[1] * _MINUTES_OF_A_DAY + int(found[5]) * 60 + int(found[6])
    return first, (last - first) % (_MINUTES_OF_A_DAY * (len(_DAYS) if found[1] else 1))


def _is_number(value: Value) -> bool:
    return (isinstance(value, str) and value.isdigit()) or (isinstance(value, int) and not isinstance(value, bool))


def _old_groups(world: World, resource: Resource) -> Iterator[_Said]:
    """DB security groups are those of EC2-Classic, and are named; a security group of a VPC is none."""
    for index, value in enumerate(entries(resource.get("DBSecurityGroups"))):
        if world.find(value, "AWS::EC2::SecurityGroup") is not None:
            text = f"{as_text(value)} is not a DB security group, but a security group of a VPC."
            yield _Said(text, ("DBSecurityGroups", index), "DBSecurityGroupNotFound", ours=True)
