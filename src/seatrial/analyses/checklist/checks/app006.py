"""Whether there is a way from the tasks to the databases, caches and brokers that their containers are given.

The store has its interfaces in a VPC: security groups, network ACLs and routes between the two decide. What is only
told of by its secret, and may be asked by the Data API, needs no way at all.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.app_network import Rule, Way, finding_of, rule_of, told_already
from seatrial.analyses.checklist.app_proxies import PROXY, databases
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.data_api import EXECUTE, by_secret_only, is_told_so, offers
from seatrial.analyses.checklist.gifts import Gift
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.checklist.uses import ask
from seatrial.analyses.iam import RoleView
from seatrial.analyses.reach import Interface, Path, Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_flag, as_text

INGRESS = "AWS::EC2::SecurityGroupIngress"
# What has its address in a VPC and is told by it: databases, caches, brokers.
_STORES = (
    "AWS::RDS::",
    "AWS::DocDB::",
    "AWS::Neptune::",
    "AWS::ElastiCache::",
    "AWS::MemoryDB::",
    "AWS::Redshift::",
    "AWS::OpenSearchService::",
    "AWS::AmazonMQ::",
    "AWS::DAX::",
    "AWS::DocDBElastic::",
    "AWS::Elasticsearch::",
    "AWS::MSK::",
    "AWS::RedshiftServerless::",
    "AWS::Timestream::InfluxDBInstance",
)
_PROXIED = ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance")
# Their clients ask for the brokers by the ARN, or are told of them from elsewhere: whoever has it connects to them.
_BY_ARN = ("AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster")


def _stores(inquiry: Inquiry) -> Iterator[Said]:
    told, ways, doubts = told_already(inquiry), dict[Rule, Way](), set[tuple[str, str]]()
    # Who is given a proxy's address speaks to that; the secret of the database behind it has the credentials.
    by_proxy = {gift.definition.logical_id for gift in inquiry.gifts if gift.resource.type == PROXY}
    past: set[tuple[str, str]] = set()
    for gift in inquiry.gifts:
        if (proxy := _proxy_meant(inquiry, gift)) is not None:
            past.add((gift.definition.logical_id, gift.resource.logical_id))
            yield _past_proxy(gift, proxy)
    for gift in inquiry.gifts:
        if not gift.resource.type.startswith(_STORES) or not _is_address(gift):
            continue
        if gift.attribute is None and gift.definition.logical_id in by_proxy and gift.resource.type != PROXY:
            continue
        if _over_http(inquiry, gift):
            continue
        if (gift.definition.logical_id, gift.resource.logical_id) in past:
            continue
        targets = inquiry.paper.interfaces_of(gift.resource)
        ports = inquiry.paper.ports_of(gift.resource, gift.attribute or "")
        for placement in inquiry.placements_of(gift.definition) if ports else ():
            if inquiry.misplaced(placement):
                continue
            for subnet, path in _to_store(inquiry, placement, gift.resource, targets, ports):
                if path.verdict in (Verdict.NO, Verdict.PARTLY) and rule_of(path) not in told:
                    way = ways.setdefault(rule_of(path), Way(path, placement))
                    way.add(gift.resource, "", subnet, placement.by)
                elif path.verdict is Verdict.CANNOT_TELL and (placement.by.logical_id, path.why) not in doubts:
                    doubts.add((placement.by.logical_id, path.why))
                    what = f"whether tasks of {placement.by.logical_id} reach {gift.resource.logical_id}"
                    yield Doubt(placement.by, placement.subnets_path, what, path.why)
    for way in ways.values():
        said = finding_of(inquiry, way, "the application's connections time out")
        if _share_a_group(inquiry, way):
            name = said.resource.logical_id
            why = f"members of {name} cannot reach each other unless a rule of {name} allows it; {said.why}"
            said = replace(said, why=why, severity=Severity.WARNING)
        yield said


def _proxy_meant(inquiry: Inquiry, gift: Gift) -> Resource | None:
    """The proxy of a database that lets the tasks in and that no variable hands out, where the database is shut."""
    if gift.attribute is None or gift.secret or gift.resource.type not in _PROXIED or not _is_address(gift):
        return None
    proxies = [item for item in of_type(inquiry.systems, PROXY) if gift.resource in databases(inquiry, item)]
    if len(proxies) != 1 or any(item.resource is proxies[0] for item in inquiry.gifts):
        return None
    found = []
    for resource in (proxies[0], gift.resource):
        targets, ports = inquiry.paper.interfaces_of(resource), inquiry.paper.ports_of(resource, "")
        ways = [
            path.verdict
            for placement in (inquiry.placements_of(gift.definition) if ports else ())
            for _, path in _to_store(inquiry, placement, resource, targets, ports)
        ]
        found.append(set(ways))
    return proxies[0] if found == [{Verdict.YES}, {Verdict.NO}] else None


def _past_proxy(gift: Gift, proxy: Resource) -> Found:
    store, name = gift.resource.logical_id, proxy.logical_id
    return Found(
        gift.definition,
        gift.path,
        f"{gift.variable} of {gift.definition.logical_id} is {store}, which its tasks cannot reach, and not {name}",
        f"{store} lets {name} in and none of the tasks, {name} lets them in and no variable hands it out: the "
        "application's connections time out",
        f"write !GetAtt {name}.Endpoint",
    )


_BEST_FIRST = (Verdict.YES, Verdict.CANNOT_TELL, Verdict.PARTLY, Verdict.NO)


def _over_http(inquiry: Inquiry, gift: Gift) -> bool:
    """Whether containers know the database by its secret alone, and may speak to it by the Data API."""
    if not by_secret_only(gift) or not offers(gift):
        return False
    same = [item for item in inquiry.gifts if item.definition is gift.definition and item.resource is gift.resource]
    role = inquiry.role(gift.definition.get("TaskRoleArn"))
    if any(is_told_so(inquiry.gifts, item) for item in same):
        return True
    return isinstance(role, RoleView) and ask(inquiry, role, EXECUTE, gift.resource.arn).allowed is not False


def _share_a_group(inquiry: Inquiry, way: Way) -> bool:
    """Whether tasks and store are in one group without any rule: an idiom of constructs that leave the rules to their
    users, who may add them beside the template.
    """
    hop = way.path.deciding
    if hop is not None and hop.path[:1] == ("SecurityGroupEgress",):
        return False
    group = hop.resource if hop is not None else None
    if group is None or not any(item is group for item in way.placement.groups) or group.get("SecurityGroupIngress"):
        return False
    return all(inquiry.find(rule.get("GroupId")) is not group for rule in of_type(inquiry.systems, INGRESS))


def _is_address(gift: Gift) -> bool:
    """Whether the variable has the store's address: an endpoint, or a secret that holds one."""
    if gift.resource.type in _BY_ARN:
        return gift.attribute in ("", "Arn") or as_text(gift.definition.get(*gift.path)) == gift.resource.arn
    if gift.attribute is None and as_text(gift.definition.get(*gift.path)) in (
        gift.resource.arn,
        gift.resource.physical_id,
    ):
        return False
    if gift.resource.type == "AWS::AmazonMQ::Broker" and gift.attribute == "":
        return ".mq." in as_text(gift.definition.get(*gift.path))
    attribute = gift.attribute.lower() if gift.attribute is not None else "endpoint"
    return ("endpoint" in attribute or attribute == "ipaddresses") and not attribute.endswith("port")


def _to_store(
    inquiry: Inquiry, placement: Placement, resource: Resource, targets: Sequence[Interface], ports: Sequence[int]
) -> Iterator[tuple[Resource, Path]]:
    """The ways from each subnet to each that the store may stand in, by the port that is open. What is public is not
    asked from elsewhere.
    """
    public = as_flag(resource.get("PubliclyAccessible"))
    for source in placement.interfaces(inquiry.paper):
        for target in targets:
            if public and (not target.placed or target.subnet.get("VpcId") != source.subnet.get("VpcId")):
                continue
            paths = [inquiry.paper.between(source, target, port) for port in ports]
            yield source.subnet, min(paths, key=lambda path: _BEST_FIRST.index(path.verdict))


CHECK = Check(
    "APP006",
    Severity.ERROR,
    Question.REACH,
    "Tasks cannot reach the database or cache that their containers are given",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
    _stores,
)
