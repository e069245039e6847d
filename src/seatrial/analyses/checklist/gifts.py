"""What containers are given: each resource whose name, URL or ARN stands in a container's environment.

Functions that stand beside them, as those that fill a queue or start tasks, are given theirs in the same way. An
application uses what it is told of. A variable tells of a resource where an intrinsic in it refers to that resource,
or where its text is one of the resource's names; and it tells of an address where its text is a URL or a host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from seatrial.analyses.across import find
from seatrial.model.resource import Reference, Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Sensitive, Unknown, Value, as_dict, as_list, as_number, as_text, at, is_whole

ATTACHMENT = "AWS::SecretsManager::SecretTargetAttachment"
FUNCTION = "AWS::Lambda::Function"
JOB = "AWS::Batch::JobDefinition"
ENVIRONMENT, SECRETS = "Environment", "Secrets"
# Where the environment holds these, the application is somebody else than its task role.
OWN_CREDENTIALS = frozenset({"AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"})

# Ports that a scheme of a URL means.
PORTS: Mapping[str, int] = {
    "amqp": 5672,
    "amqps": 5671,
    "http": 80,
    "https": 443,
    "mongodb": 27017,
    "mysql": 3306,
    "postgres": 5432,
    "postgresql": 5432,
    "redis": 6379,
    "rediss": 6379,
    "ws": 80,
    "wss": 443,
}
# Further schemes behind which a host stands. What others name (s3, file, unix, an app's own) is looked up in no DNS,
# and what mongodb+srv names only as a service: https://www.iana.org/assignments/uri-schemes/uri-schemes.xhtml,
# https://www.mongodb.com/docs/manual/reference/connection-string-formats/ (both read 2026-11-30)
SCHEMES = frozenset(
    (
        *PORTS,
        *("bolt", "cassandra", "clickhouse", "cockroachdb", "couchbase", "etcd", "ftp", "ftps", "grpc", "grpcs", "h2c"),
        *("hdfs", "imap", "imaps", "kafka", "ldap", "ldaps", "mariadb", "memcache", "memcached", "mqtt", "mqtts"),
        *("mssql", "nats", "neo4j", "oracle", "pulsar", "rabbitmq", "rtmp", "rtsp", "sftp", "smtp", "smtps", "socks5"),
        *("sqlserver", "ssh", "ssl", "stomp", "syslog", "tcp", "thrift", "tls", "udp", "valkey", "zookeeper"),
    )
)
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?"
# A dot behind a name says that it is whole.
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
_URL = re.compile(rf"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:[^@/\s]*@)?(?P<host>{_HOST})\.?(?::(?P<port>\d{{1,5}}))?")
_ADDRESS = re.compile(rf"(?P<host>{_HOST})\.?(?::(?P<port>\d{{1,5}}))?\Z")
# PGHOST and PGPORT are libpq's own: https://www.postgresql.org/docs/current/libpq-envars.html (read 2026-11-30)
HOST_VARIABLE = re.compile(
    r"(?P<prefix>\w+?)(?P<joint>_|(?<=\APG)(?=HOST))(?:HOST|HOSTNAME|ADDR|ADDRESS|ENDPOINT|SERVER)\Z", re.IGNORECASE
)
# What is spelt out within settings that are handed over as JSON.
_JSON = ("{", "[")
_ARN_WITHIN = re.compile(r"\"(arn:aws[a-z-]*:[^\"\s]+)\"")
# By these a container is told its own name and surroundings, which others may be called after.
_OF_ITSELF = re.compile(
    r"(?:^|_)(?:SERVICE|APP|APPLICATION|PROJECT|PRODUCT|COMPONENT|STAGE|ENV|ENVIRONMENT|TEAM)(?:_NAME)?\Z",
    re.IGNORECASE,
)
# What has a value of its own, which a dynamic reference stands for.
VALUED = ("AWS::SecretsManager::Secret", "AWS::SSM::Parameter")
# A variable holds an address or a few; a document that holds hundreds is not read for them.
LONGEST = 4096


class Gift(Struct, frozen=True):
    """``attribute`` is what was asked of the resource ("" for Ref); None where its name stands there as plain text.

    ``variable`` is the name that the container knows it by, ``path`` the place of its value in the task definition. A
    function is its own definition, with one container.
    """

    definition: Resource
    container: int
    variable: str
    path: PropertyPath
    resource: Resource
    attribute: str | None

    @property
    def secret(self) -> bool:
        return SECRETS in self.path


class Address(Struct, frozen=True):
    """A host in a variable's text. ``port`` is 0 where neither the text nor its scheme says one."""

    definition: Resource
    container: int
    variable: str
    path: PropertyPath
    host: str
    port: int


def gifts(systems: Sequence[System], definitions: Sequence[Resource]) -> tuple[Gift, ...]:
    """Every gift, in the order of the text; a resource is given once by a variable."""
    return tuple(gift for definition in definitions for gift in _of_definition(systems, definition))


def function_gifts(systems: Sequence[System], functions: Sequence[Resource]) -> tuple[Gift, ...]:
    """What functions are given by their variables."""
    return tuple(gift for function in functions for gift in _of_definition(systems, function))


def addresses(definitions: Sequence[Resource]) -> tuple[Address, ...]:
    """Every host in the environment of containers."""
    return tuple(
        Address(definition, container, name, path, host, port or port_beside(definition, container, name)[0])
        for definition in definitions
        for container, name, path, value in variables(definition)
        if ENVIRONMENT in path and isinstance(value, str)
        for host, port in hosts_in(value)
    )


def port_beside(definition: Resource, container: int, variable: str) -> tuple[int, PropertyPath]:
    """The port in the variable that goes with one for a host: DB_PORT beside DB_HOST. 0 where there is none."""
    match = HOST_VARIABLE.match(variable)
    wanted = f"{match['prefix']}{match['joint']}PORT".upper() if match else ""
    for index, name, path, value in variables(definition):
        if wanted and index == container and name.upper() == wanted and ENVIRONMENT in path:
            return (as_number(value) if is_whole(as_text(value)) else 0), path
    return 0, ()


def variables(definition: Resource) -> Iterator[tuple[int, str, PropertyPath, Value]]:
    """The variables of a task definition's containers, of a function or of a job: container, name, place of the value,
    value.
    """
    if definition.type == FUNCTION:
        for name, value in as_dict(definition.get(ENVIRONMENT, "Variables")).items():
            yield 0, name, (ENVIRONMENT, "Variables", name), value
        return
    if definition.type == JOB:
        own: PropertyPath = ("ContainerProperties", ENVIRONMENT)
        of_job = definition.get(*own)
        for index, variable in enumerate(of_job if isinstance(of_job, list) else []):
            yield 0, as_text(at(variable, "Name")), (*own, index, "Value"), at(variable, "Value")
        return
    containers = definition.get("ContainerDefinitions")
    for container, item in enumerate(containers if isinstance(containers, list) else []):
        for key, value in ((ENVIRONMENT, "Value"), (SECRETS, "ValueFrom")):
            listed = at(item, key)
            for index, variable in enumerate(listed if isinstance(listed, list) else []):
                path: PropertyPath = ("ContainerDefinitions", container, key, index, value)
                yield container, as_text(at(variable, "Name")), path, at(variable, value)


def hosts_in(text: str) -> list[tuple[str, int]]:
    """Hosts with their ports (0 where none is said), in lower case, once each."""
    plain = str.__str__(text)[:LONGEST]
    found = [
        (match["host"].lower(), int(match["port"]) if match["port"] else PORTS.get(match["scheme"].lower(), 0))
        for match in _URL.finditer(plain)
        if _names_host(match["scheme"].lower())
    ]
    if not found:
        # Brokers and the like are told as a list of addresses.
        for part in plain.split(","):
            match = _ADDRESS.match(part.strip())
            # What ends with :0 is a version, as ids of models have one.
            if match and match["port"] != "0":
                found.append((match["host"].lower(), int(match["port"] or 0)))
    return list(dict.fromkeys(found))


def _names_host(scheme: str) -> bool:
    """Whether behind a scheme stands a host that is looked up: postgresql, and postgresql+asyncpg."""
    base, _, driver = scheme.partition("+")
    return base in SCHEMES and driver != "srv"


def own_credentials(definition: Resource, container: int) -> bool:
    """Whether a container brings credentials of its own, so that the task role is not what it acts as."""
    return any(index == container and name in OWN_CREDENTIALS for index, name, _, _ in variables(definition))


def _of_definition(systems: Sequence[System], definition: Resource) -> Iterator[Gift]:
    referring: dict[PropertyPath, list[Reference]] = {}
    depth = {FUNCTION: 3, JOB: 4}.get(definition.type, 5)
    for reference in definition.references:
        # An intrinsic that stands in a list of its own (Fn::Join) still belongs to the variable.
        referring.setdefault(reference.path[:depth], []).append(reference)
    for container, name, path, value in variables(definition):
        seen: set[str] = set()
        for resource, attribute in _named(systems, referring.get(path, ()), name, value):
            if read_out(resource, path, value):
                continue
            for given in (resource, *_behind(systems, resource)):
                if given.logical_id not in seen:
                    seen.add(given.logical_id)
                    yield Gift(definition, container, name, path, given, attribute if given is resource else None)


def read_out(resource: Resource, path: PropertyPath, value: Value) -> bool:
    """Whether a variable has the value of a secret, which CloudFormation read for it ({{resolve:...}}): then the
    application is given no secret to ask for.
    """
    if ENVIRONMENT not in path or resource.type not in VALUED:
        return False
    return isinstance(value, (Unknown, Sensitive)) or not names_it(resource, as_text(value))


def names_it(resource: Resource, text: str) -> bool:
    """Whether a text holds one of a resource's names, or is the name of a secret, cut out of its ARN."""
    whole = resource.arn.rpartition(":")[2]
    # Six characters of Secrets Manager's end the name in an ARN.
    return (text != "" and text in (whole, whole[:-7])) or any(
        name and name in text for name in (resource.physical_id, resource.arn)
    )


def _named(
    systems: Sequence[System], references: Sequence[Reference], variable: str, value: Value
) -> Iterator[tuple[Resource, str | None]]:
    for reference in references:
        found = systems[-1].resources.get(reference.target)
        if found is not None:
            yield found, reference.attribute
    text = as_text(value)
    referred = [found for one in references if (found := systems[-1].resources.get(one.target)) is not None]
    if any(text in (one.physical_id, one.arn, *map(as_text, one.attributes.values())) for one in referred):
        # What else goes by the same name isn't meant.
        return
    if _OF_ITSELF.search(variable) and not text.startswith("arn:"):
        return
    found = find(systems, text)
    # The value of a secret's reference may have :json-key:version-stage:version-id behind the ARN.
    if found is None and text.startswith("arn:") and text.count(":") > 6:
        found = find(systems, ":".join(text.split(":")[:7]))
    if found is not None:
        yield found, None
    elif text.lstrip().startswith(_JSON):
        for arn in dict.fromkeys(_ARN_WITHIN.findall(text[:LONGEST])):
            found = find(systems, arn)
            if found is not None and found not in referred:
                yield found, None


def _behind(systems: Sequence[System], resource: Resource) -> Iterator[Resource]:
    """The database whose address a secret holds."""
    if resource.type == ATTACHMENT:
        attachments = [resource]
    elif resource.type == "AWS::SecretsManager::Secret":
        attachments = [
            item
            for system in systems
            for item in system.of_type(ATTACHMENT)
            if item.get("SecretId") in (resource.physical_id, resource.arn)
        ]
    else:
        return
    for attachment in attachments:
        for value in as_list(attachment.get("TargetId")):
            found = find(systems, value)
            if found is not None:
                yield found
