"""Whether variables that belong together by their names tell of one database: the host, its password and its name.

DB_HOST, DB_USER, DB_PASSWORD and DB_NAME tell of one database. Where one of them comes from another database, or names
one that the server doesn't make, the application is refused by the database itself, and nothing before that says so.
What a variable is for is read from its name, so all of it is a warning.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from seatrial.analyses.checklist.app_proxies import PROXY, databases
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import ENVIRONMENT, HOST_VARIABLE, Gift, variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.variable_names import PASSWORD
from seatrial.analyses.launch.held_secret import MASTER_SECRET, SECRET, attachments_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text

DATABASES = ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster")
_NAME = re.compile(r"(?P<prefix>\w+?)(?:_|(?<=\APG)(?=DATABASE))(?:NAME|DATABASE|DBNAME|DB)\Z", re.IGNORECASE)
# What every server has.
_ALWAYS = ("information_schema", "mysql", "postgres", "template1")


def _databases(inquiry: Inquiry) -> Iterator[Said]:
    """A name of a database that the server doesn't make, and a password of another one."""
    told: set[tuple[str, str]] = set()
    for gift in inquiry.gifts:
        match = HOST_VARIABLE.match(gift.variable)
        host = gift.attribute is not None and gift.attribute.lower().endswith("address") and not gift.secret
        if gift.resource.type == PROXY and gift.attribute == "Endpoint" and match is not None:
            # What clients ask a proxy for, it asks the database behind it for.
            behind = list(databases(inquiry, gift.resource))
            gift, host = replace(gift, resource=behind[0]) if len(behind) == 1 else gift, not gift.secret
        if gift.resource.type not in DATABASES or match is None or not host:
            continue
        prefix, key = match["prefix"].upper(), (gift.definition.logical_id, gift.variable)
        if key in told:
            continue
        told.add(key)
        yield from _named(gift, prefix)
        yield from _of_another(inquiry, gift, prefix)


def _named(gift: Gift, prefix: str) -> Iterator[Said]:
    store = gift.resource
    key = "DBName" if store.type == DATABASES[0] else "DatabaseName"
    made = store.get(key)
    # Some engines know no databases of that name, and a database may come from a snapshot.
    engine = as_text(store.get("Engine"))
    unknown = store.get("SnapshotIdentifier") is not None or store.get("DBSnapshotIdentifier") is not None
    if not isinstance(made, str) or not made or unknown or engine.startswith(("oracle", "sqlserver")):
        return
    for container, name, path, value in variables(gift.definition):
        match = _NAME.match(name)
        if container != gift.container or match is None or match["prefix"].upper() != prefix or ENVIRONMENT not in path:
            continue
        if not isinstance(value, str) or str(value) in ("", made, *_ALWAYS):
            continue
        yield Found(
            gift.definition,
            path,
            f"{name} of {gift.definition.logical_id} is {as_text(value)}, and {store.logical_id} makes the database "
            f"{made}",
            f"{store.logical_id} has no database {as_text(value)} unless somebody creates it: the application's "
            "connections are refused",
            f"write {made}",
        )


def _of_another(inquiry: Inquiry, gift: Gift, prefix: str) -> Iterator[Said]:
    for other in inquiry.gifts:
        name = other.variable.upper()
        same = other.definition is gift.definition and other.container == gift.container and other.secret
        own = name.startswith(f"{prefix}_") and PASSWORD.search(name) and name.count("_") == prefix.count("_") + 1
        if not same or not own:
            continue
        owner = _owner(inquiry, other)
        if owner is None or owner is gift.resource or _together(owner, gift.resource):
            continue
        yield Found(
            gift.definition,
            other.path,
            f"{other.variable} of {gift.definition.logical_id} is the password of {owner.logical_id}, and "
            f"{gift.variable} the host of {gift.resource.logical_id}",
            f"{gift.resource.logical_id} has a password of its own and refuses that of another database",
            f"write the secret of {gift.resource.logical_id} in {other.variable}, or the host of {owner.logical_id} in "
            f"{gift.variable}",
        )
        return


def _owner(inquiry: Inquiry, gift: Gift) -> Resource | None:
    """The database whose password a secret is; None where it may be anybody's."""
    if gift.attribute == MASTER_SECRET:
        return gift.resource
    if gift.resource.type != SECRET:
        return None
    targets = [inquiry.find(item.get("TargetId")) for item in attachments_of(inquiry.systems, gift.resource)]
    owners = [item for item in targets if item is not None]
    return owners[0] if len(owners) == 1 and owners[0].type in DATABASES else None


def _together(one: Resource, other: Resource) -> bool:
    """Whether two are a cluster and its instance, or a database and its replica."""
    keys = (
        "DBClusterIdentifier",
        "SourceDBInstanceIdentifier",
        "SourceDBClusterIdentifier",
        "ReplicationSourceIdentifier",
    )
    return any(
        isinstance(value := left.get(key), Unknown) or (value and value in (right.physical_id, right.arn))
        for left, right in ((one, other), (other, one))
        for key in keys
    )


CHECK = Check(
    "APP078",
    Severity.WARNING,
    Question.REACH,
    "Variables of one database name another one, or a database that the server does not make",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.html "
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html",
    _databases,
)
