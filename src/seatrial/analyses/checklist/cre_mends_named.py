"""What mends a refusal, with the template's own names in it: which listener to wait for, which cluster to name.

The table of ``cre_mends`` knows only the text of a refusal. Where just one thing of the template fits, it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seatrial.analyses.checklist.by_text import first_of
from seatrial.analyses.checklist.cre_mends import mend_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals import Refusal
from seatrial.analyses.refusals.apigateway_fronts import CERTIFICATE, covers, names_of
from seatrial.analyses.refusals.ecs_task_definition import COMPATIBILITIES, what_is_unfit
from seatrial.analyses.strays import property_for, wanted
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at

Name = Callable[[Inquiry, Resource, Refusal], str]
_ELB = "AWS::ElasticLoadBalancingV2::"


def named_mend(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    """A mend that names what is to be written; "" where the table has to do."""
    found = first_of(_NAMED.items(), refusal.message)
    return found[0](inquiry, resource, refusal) if found is not None else ""


def _only(inquiry: Inquiry, kind: str) -> Resource | None:
    """The resource of a type, where the template has just one."""
    found = list(inquiry.system.of_type(kind))
    return found[0] if len(found) == 1 else None


def _written(kind: str) -> Name:
    """Names the only resource of a type at the property that is at fault."""

    def name(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
        found = _only(inquiry, kind)
        last = next((part for part in reversed(refusal.path) if isinstance(part, str)), "")
        return f"write {last}: !Ref {found.logical_id}" if found is not None and last else ""

    return name


def _forwarder(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    group = inquiry.find(resource.get(*refusal.path), f"{_ELB}TargetGroup")
    if group is None:
        return ""
    forwards = [item.by.logical_id for item in inquiry.arrivals.forwards_to(group)]
    forwards += [by.logical_id for by, to, _ in inquiry.arrivals.blind if to is group]
    if forwards:
        return f"add DependsOn: {forwards[0]} to {resource.logical_id}"
    if (twice := forwarded_instead(inquiry, resource, refusal)) is not None:
        rule, other, _ = twice
        sure = rule.logical_id in resource.depends_on
        either = "" if sure else f" or in {other.logical_id}, whichever is for it"
        return f"write TargetGroupArn: !Ref {group.logical_id} in {rule.logical_id}{either}"
    listener = _only(inquiry, f"{_ELB}Listener")
    where = f"to {listener.logical_id}, or a rule of it" if listener is not None else "to a listener, or a rule of it"
    return (
        f"add an action that forwards to {group.logical_id} {where}, and let {resource.logical_id} depend on that with "
        "DependsOn"
    )


def forwarded_instead(
    inquiry: Inquiry, resource: Resource, refusal: Refusal
) -> tuple[Resource, Resource, Resource] | None:
    """Where nothing forwards to a service's target group, and two rules of one listener to that of another service: the
    rule that seems to be meant for this one, the other rule, and that group.
    """
    if "does not have an associated load balancer" not in refusal.message:
        return None
    group = inquiry.find(resource.get(*refusal.path), f"{_ELB}TargetGroup")
    blind = any(to is group for _, to, _ in inquiry.arrivals.blind)
    if group is None or blind or inquiry.arrivals.forwards_to(group):
        return None
    others = [item.group for item in inquiry.arrivals.entries if item.group and item.placement.by is not resource]
    for one in others:
        forwards = inquiry.arrivals.forwards_to(one)
        for item in forwards:
            beside = [other.by for other in forwards if other.listener is item.listener and other.by is not item.by]
            if beside:
                # What the service waits for was meant for it; and of the others a rule rather than the default.
                pair = sorted(
                    (item.by, *beside),
                    key=lambda by: (by.logical_id not in resource.depends_on, by.type == f"{_ELB}Listener"),
                )
                return pair[0], pair[1], one
    return None


def _gateway(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    found = _only(inquiry, "AWS::EC2::VPCGatewayAttachment")
    return f"add DependsOn: {found.logical_id} to {resource.logical_id}" if found is not None else ""


def _compatible(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    definition = inquiry.find(resource.get("TaskDefinition"), "AWS::ECS::TaskDefinition")
    return fit_for_fargate(definition) if definition is not None else ""


def fit_for_fargate(definition: Resource) -> str:
    """What makes a definition fit for Fargate: it is to name FARGATE, or to leave what Fargate doesn't have."""
    unfit = what_is_unfit(definition)
    if unfit is None or unfit[1] == COMPATIBILITIES:
        return f"add RequiresCompatibilities: [FARGATE] to {definition.logical_id}"
    return mend_of(definition, *unfit)


def _ip_targets(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    group = inquiry.find(resource.get(*refusal.path), f"{_ELB}TargetGroup")
    return f"set TargetType: ip in {group.logical_id}" if group is not None else ""


def _protocol(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    """The protocol of a target group that fits its listener: load balancers end TLS themselves."""
    group = inquiry.find(resource.get(*refusal.path), f"{_ELB}TargetGroup")
    own = as_text(resource.get("Protocol"))
    if group is None or not own:
        return ""
    wanted, given = {"HTTPS": "HTTP", "TLS": "TCP"}.get(own, own), as_text(group.get("Protocol"))
    if (own, given) == ("TLS", "HTTPS"):
        # Its targets are to be spoken to in cipher as well, as it seems.
        wanted = own
    if {own, given} == {"TCP", "UDP"} and given in _mapped(inquiry, group):
        return f"set Protocol: {given} in {resource.logical_id}, as {group.logical_id} and the port mapping have it"
    return f"set Protocol: {wanted} in {group.logical_id}, as {own} of {resource.logical_id} needs it"


def _mapped(inquiry: Inquiry, group: Resource) -> set[str]:
    """The protocols of the port mappings behind a target group."""
    found: set[str] = set()
    for entry in inquiry.arrivals.entries:
        definition = entry.placement.definition
        if entry.group is group and definition is not None:
            for _, container in inquiry.containers(definition):
                for mapping in as_list(at(container, "PortMappings")):
                    if as_text(at(mapping, "ContainerPort")) == str(entry.port):
                        found.add(as_text(at(mapping, "Protocol"), "tcp").upper())
    return found


def _port(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    """Of two listeners on one port the one that speaks the other port's protocol is in the wrong place."""
    usual = {"HTTP": "80", "HTTPS": "443"}
    for other in inquiry.system.of_type(f"{_ELB}Listener"):
        if all(other.get(key) == resource.get(key) for key in ("LoadBalancerArn", "Port")):
            port = usual.get(as_text(other.get("Protocol")), "")
            if port and port != as_text(other.get("Port")):
                return f"set Port: {port} in {other.logical_id}"
    return ""


def _container(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    definition = inquiry.find(resource.get("TaskDefinition"), "AWS::ECS::TaskDefinition")
    containers = as_list(definition.get("ContainerDefinitions")) if definition is not None else []
    names = [as_text(at(item, "Name")) for item in containers if at(item, "PortMappings")]
    return f"write ContainerName: {names[0]}" if len(names) == 1 and names[0] else ""


def _certificate(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    found = _only(inquiry, "AWS::CertificateManager::Certificate")
    if found is not None:
        return f"write CertificateArn: !Ref {found.logical_id}"
    region, arn = inquiry.system.scope.region, as_text(resource.get(*refusal.path))
    return f"give {resource.logical_id} the ARN of a certificate of {region} in place of {arn}"


def _bucket(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    named = inquiry.find(resource.get(*refusal.path), "AWS::S3::Bucket")
    written = f"!Ref {named.logical_id}" if named is not None else refusal.message.rpartition(":")[2]
    return f"write Value: {written}"


def _named(inquiry: Inquiry, resource: Resource, path: PropertyPath) -> Resource | None:
    """What the template writes there, where what was meant may stand in its place already."""
    for stray in inquiry.strays:
        if stray.resource.logical_id == resource.logical_id and stray.path == path:
            return stray.other
    written = [item.target for item in resource.references if item.path == path]
    other = inquiry.system.resources.get(written[0]) if len(written) == 1 else None
    return other or inquiry.find(resource.get(*path))


def _of_its_kind(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    """Where what is named belongs, or the only thing that belongs where it stands."""
    key = next((part for part in reversed(refusal.path) if isinstance(part, str)), "")
    named = _named(inquiry, resource, refusal.path)
    place = property_for(resource, named) if named is not None and len(refusal.path) == 1 else ""
    if named is not None and place:
        return f"write {place}: !Ref {named.logical_id} instead of {key} in {resource.logical_id}"
    types = wanted(resource.type, refusal.path)
    found = _only(inquiry, types[0]) if types else None
    return f"write {key}: !Ref {found.logical_id} in {resource.logical_id}" if found is not None and key else ""


def _block(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    """The property that takes what is no block of IPv4."""
    value, key = as_text(resource.get(*refusal.path)), str(refusal.path[-1])
    right = "CidrIpv6" if ":" in value else "SourcePrefixListId" if value.startswith("pl-") else ""
    if refusal.path[0] == "SecurityGroupEgress" or resource.type.endswith("Egress"):
        right = right.replace("Source", "Destination")
    return f"write {right} instead of {key} in {resource.logical_id}" if right and right != key else ""


def _reached_by_link(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    """The listener of the load balancer that is named, or the ARN of the Cloud Map service."""
    other = _named(inquiry, resource, ("IntegrationUri",))
    if other is not None and other.type == "AWS::ServiceDiscovery::Service":
        return f"write IntegrationUri: !GetAtt {other.logical_id}.Arn"
    own = [item.resource for item in inquiry.arrivals.listeners if item.balancer is other]
    return f"write IntegrationUri: !Ref {own[0].logical_id}" if other is not None and len(own) == 1 else ""


def _by_link(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    linked = resource.get("ConnectionId") is not None and resource.get("ConnectionType") is not None
    return f"write ConnectionType: VPC_LINK in {resource.logical_id}" if linked else ""


def _covering(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    """The only certificate of the template that has the name of a domain."""
    name = as_text(resource.get("DomainName")).lower()
    found = [item for item in inquiry.system.of_type(CERTIFICATE) if covers(names_of(item), name)]
    return f"write CertificateArn: !Ref {found[0].logical_id} in {resource.logical_id}" if len(found) == 1 else ""


def _secret_of_client(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    client = inquiry.find(resource.get(*refusal.path), "AWS::Cognito::UserPoolClient")
    return f"set GenerateSecret: true in {client.logical_id}" if client is not None else ""


_NAMED: Mapping[str, Name] = {
    r"^The (?:internetGateway|vpc|routeTable|natGateway|networkAcl) ID '\S+' does not exist$": _of_its_kind,
    r"is no gateway: GatewayId": _of_its_kind,
    r"^CIDR block \S+ is malformed$": _block,
    r"^For VpcLink VPC_LINK, integration uri": _reached_by_link,
    r"is only called through a VPC link": _by_link,
    r"not covered by the provided certificate": _covering,
    r"must have a client secret": _secret_of_client,
    r"does not have an associated load balancer": _forwarder,
    r"and network gateway igw-|has no [Ii]nternet gateway": _gateway,
    r"does not support launch_type FARGATE": _compatible,
    r"has target type \S+, which is": _ip_targets,
    r"incompatible protocols": _protocol,
    r"listener already exists on this port": _port,
    r"does not exist in the task definition": _container,
    r"must have a fully-qualified domain name|Certificate ARN '\S+' is not valid": _certificate,
    r"Cluster not found": _written("AWS::ECS::Cluster"),
    r"TaskDefinition not found": _written("AWS::ECS::TaskDefinition"),
    r"Load balancer '\S+' not found": _written(f"{_ELB}LoadBalancer"),
    r"listeners not found": _written(f"{_ELB}Listener"),
    r"target groups not found|target group \S+ could not be found": _written(f"{_ELB}TargetGroup"),
    r"VPC ID '\S+' (is not found|does not exist)": _written("AWS::EC2::VPC"),
    r"is the name of a bucket, not its ARN": _bucket,
}
