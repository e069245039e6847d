"""Whether what a FireLens router sends to streams, buckets and hosts arrives.

What a plugin sends by AWS's APIs it sends as the task role; whatever it sends needs a way out of the task's subnets.

Sources: https://docs.fluentbit.io/manual/pipeline/outputs/kinesis,
https://docs.fluentbit.io/manual/pipeline/outputs/firehose, https://docs.fluentbit.io/manual/pipeline/outputs/s3,
https://docs.fluentbit.io/manual/pipeline/outputs/opensearch (AWS_Auth is off by default, bulk requests are POSTs),
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html (es:ESHttpPost; both also 2026-11-30),
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html,
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html (a domain listens on 80 and 443; read
2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.app_network import rule_of, told_already
from seatrial.analyses.checklist.app_permissions import resource_name, role_place
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import own_credentials
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import key_behind
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.sta_firelens import CLOUDWATCH, ELSEWHERE, Output
from seatrial.analyses.checklist.sta_firelens_outputs import HOSTS, SINKS, Sink, fluent_bit
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.checklist.use_conditions import domain_by_iam
from seatrial.analyses.checklist.use_table import USES
from seatrial.analyses.iam import RoleView
from seatrial.analyses.launch import Call
from seatrial.analyses.reach import Verdict
from seatrial.model.arn import Arn, dns_suffix_of
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_number, as_text, is_whole

_SEARCH = ("es", "opensearch")
_DOMAIN = Sink("domain", "host", "AWS::OpenSearchService::Domain", "es", "es:ESHttpPost")
_ON = ("on", "true", "yes", "1")
# Where the plugin puts its objects, if it isn't told.
_KEY_FORMAT = "/fluent-bit-logs/$TAG/%Y/%m/%d/%H/%M/%S"
_VARIES = re.compile(r"[$%]")


def _lost(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    blocked = told_already(inquiry)
    for output, name, given in fluent_bit(inquiry):
        if any(key in given for key in ELSEWHERE) or _as_somebody_else(inquiry, output):
            continue
        sink = SINKS.get(name)
        found = _sent(inquiry, output, sink, given) if sink is not None else _search_port(inquiry, output, name, given)
        found = found or _search_rights(inquiry, output, name, given) or _way(inquiry, output, name, given, blocked)
        key = (found.resource.logical_id, f"{found.path}{found.what}") if found is not None else None
        if found is not None and key is not None and key not in seen:
            seen.add(key)
            yield found


def _sent(inquiry: Inquiry, output: Output, sink: Sink, given: Mapping[str, Value]) -> Found | None:
    """Whether there is such a stream or bucket where the router looks for it, and whether it may write there."""
    target, region = given.get(sink.option), given.get("region", sink.home)
    if not isinstance(target, str) or not isinstance(region, str) or not region or "$" in target:
        return None
    scope = inquiry.system.scope
    key = _key_of(output, sink.option)
    thing = inquiry.find(target, sink.type)
    if thing is not None and target == thing.arn:
        return Found(
            output.definition,
            (*output.path, key),
            f"{key} of the log of {output.container} is the ARN of {thing.logical_id}",
            f"the router takes the name of the {sink.noun}, and finds none of that name: {output.lost}",
            f"write {key}: !Ref {thing.logical_id}",
            fix=(set_property(output.definition.logical_id, *output.path, key, to={"Ref": thing.logical_id}),),
        )
    home = thing is not None and any(system.resources.get(thing.logical_id) is thing for system in inquiry.systems)
    if thing is not None and home and inquiry.owns(thing) and region != scope.region:
        return _other_region(output, sink, thing, region, scope.region, "region" in given)
    arn = thing.arn if thing is not None else str(_arn(inquiry, sink, target, region))
    if sink.service == "s3":
        written = given.get("s3_key_format", _KEY_FORMAT)
        if not isinstance(written, str):
            return None
        arn = f"{arn}/{_VARIES.split(written.lstrip('/'))[0]}any"
    return _rights(inquiry, output, sink, thing, arn)


def _key_of(output: Output, option: str) -> str:
    """An option's name as it is written."""
    return next((key for key in output.options if key.lower() == option), option)


def _as_somebody_else(inquiry: Inquiry, output: Output) -> bool:
    """Whether the router brings credentials of its own."""
    return any(
        container is output.router and own_credentials(output.definition, index)
        for index, container in inquiry.containers(output.definition)
    )


def _other_region(output: Output, sink: Sink, thing: Resource, region: str, right: str, said: bool) -> Found:
    key = next((key for key in output.options if key.lower() == "region"), "region")
    path = (*output.path, key)
    says = f"in {region}" if said else f"in {region}, which is where the plugin looks without the option region"
    return Found(
        output.definition,
        path if said else output.path,
        f"the log of {output.container} goes to {thing.logical_id} {says}, but the stack creates it in {right}",
        f"there is no such {sink.noun} there: {output.lost}",
        f"write {key}: !Ref AWS::Region",
        fix=(set_property(output.definition.logical_id, *path, to={"Ref": "AWS::Region"}),),
    )


def _arn(inquiry: Inquiry, sink: Sink, name: str, region: str) -> Arn:
    scope = inquiry.system.scope
    if sink.service == "s3":
        return Arn(scope.partition, "s3", "", "", name)
    kind = "stream" if sink.service == "kinesis" else "deliverystream"
    return Arn(scope.partition, sink.service, region, scope.account, f"{kind}/{name}")


def _rights(inquiry: Inquiry, output: Output, sink: Sink, thing: Resource | None, on: str) -> Found | None:
    definition, value = output.definition, output.definition.get("TaskRoleArn")
    name = thing.logical_id if thing is not None else on.partition("/")[0] if sink.service == "s3" else on
    if value in (None, ""):
        return Found(
            definition,
            output.path,
            f"the router of {definition.logical_id} is to send the log of {output.container} to {name}, but "
            f"{definition.logical_id} has no task role",
            f"the router calls AWS as the task role; without one it has no credentials: {output.lost}",
            f"set TaskRoleArn of {definition.logical_id} to a role that may call {sink.call} on {name}",
        )
    role = inquiry.role(value)
    if not isinstance(role, RoleView):
        return None
    calls = [Call(sink.call, on)]
    key = key_behind(inquiry, thing, USES[sink.type].key) if thing is not None else None
    if key is not None:
        calls.append(Call("kms:GenerateDataKey", key.arn))
    call = next((item for item in calls if inquiry.decide(role, item).allowed is False), None)
    if call is None:
        return None
    near = told(inquiry, inquiry.asked(role, call), inquiry.decide(role, call), role)
    resource, path = role_place(inquiry, role, definition)
    says = "none of its statements allows that there"
    right = typed(inquiry, f"{call.resource.removesuffix('any')}*" if call.resource.endswith("/any") else call.resource)
    if thing is not None and call.resource == f"{thing.arn}/any":
        right = f'!Sub "${{{thing.logical_id}.Arn}}/*"'
    mend = f"allow {call.action} on {right} in a policy of {resource_name(role)}"
    if near is not None:
        resource, path, says, mend = near.resource, near.path, near.says, near.mend
    with_key = f"{key.logical_id}, the key of {name}" if key is not None and call.resource == key.arn else name
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not call {call.action} for {with_key}, where the router of "
        f"{definition.logical_id} sends the log of {output.container}",
        f"the router calls AWS as the task role, and {says}: {output.lost}",
        mend,
    )


def _domain(inquiry: Inquiry, output: Output) -> Resource | None:
    """The domain of the template that an output's host is of: by its reference, for AWS decides the name."""
    path = (*output.path, _key_of(output, _DOMAIN.option))
    named = (inquiry.system.resources.get(item.target) for item in output.definition.references if item.path == path)
    return next((item for item in named if item is not None and item.type == _DOMAIN.type), None)


def _search_rights(inquiry: Inquiry, output: Output, name: str, given: Mapping[str, Value]) -> Found | None:
    """Whether a domain of the template that lets in by IAM alone lets the router in, which has to sign for that."""
    signs = given.get("aws_auth")
    if name not in _SEARCH or isinstance(signs, Unknown) or "http_user" in given:
        return None
    domain = _domain(inquiry, output)
    if domain is None or not domain_by_iam(inquiry, domain):
        return None
    if as_text(signs).lower() in _ON:
        return _rights(inquiry, output, _DOMAIN, domain, f"{domain.arn}/any")
    if domain.get("AccessPolicies") is None:
        return None
    return Found(
        output.definition,
        output.path,
        f"the log of {output.container} goes to {domain.logical_id} without a signature",
        f"{domain.logical_id} lets in only whom AccessPolicies of it names, and knows a caller by the signature of the "
        f"request: {output.lost}",
        "add AWS_Auth: 'On' and AWS_Region: !Ref AWS::Region",
    )


def _search_port(inquiry: Inquiry, output: Output, name: str, given: Mapping[str, Value]) -> Found | None:
    """A domain of Amazon OpenSearch Service listens on 443, and on 80 where HTTPS isn't enforced."""
    host, port = given.get("host"), given.get("port", str(HOSTS.get(name, 0)))
    if name not in _SEARCH or isinstance(port, Unknown):
        return None
    known = isinstance(host, str) and (".es.amazonaws." in host or ".aoss.amazonaws." in host)
    if not known and _domain(inquiry, output) is None:
        return None
    tls = as_text(given.get("tls")).lower() in _ON
    if is_whole(as_text(port)) and as_number(port) not in (80, 443):
        says, mend = f"port {as_text(port)}", "write Port: '443' and tls: 'On'"
    elif as_number(port) == 443 and not tls and not isinstance(given.get("tls"), Unknown):
        says, mend = "port 443 without TLS", "write tls: 'On'"
    else:
        return None
    key = next((key for key in output.options if key.lower() == "port"), "")
    return Found(
        output.definition,
        (*output.path, key) if key else output.path,
        f"the log of {output.container} goes to {says} of a domain of Amazon OpenSearch Service",
        f"a domain listens on 443, where it speaks HTTPS, and on 80: {output.lost}",
        mend,
    )


def _way(
    inquiry: Inquiry, output: Output, name: str, given: Mapping[str, Value], blocked: set[tuple[object, ...]]
) -> Found | None:
    """Whether the tasks reach where their router sends to."""
    host, port = _host(inquiry, name, given)
    for placement in inquiry.placements_of(output.definition) if host else ():
        if inquiry.misplaced(placement):
            continue
        for source in placement.interfaces(inquiry.paper):
            path = inquiry.paper.to_host(source, host, port)
            if path.verdict is not Verdict.NO or rule_of(path) in blocked:
                continue
            hop = path.deciding
            resource = hop.resource if hop is not None and hop.resource is not None else placement.by
            return Found(
                resource,
                hop.path if hop is not None and hop.resource is not None else (),
                f"the router of {output.definition.logical_id} cannot reach {host}, where it sends the log of "
                f"{output.container}",
                f"{path.why}: {output.lost}",
                (hop.mend if hop is not None else "") or f"give the tasks of {placement.by.logical_id} a way to {host}",
            )
    return None


def _host(inquiry: Inquiry, name: str, given: Mapping[str, Value]) -> tuple[str, int]:
    sink, region = SINKS.get(name), given.get("region", inquiry.system.scope.region)
    service = "logs" if name in CLOUDWATCH else sink.service if sink is not None else ""
    if service:
        return (f"{service}.{region}.{dns_suffix_of(region)}", 443) if isinstance(region, str) and region else ("", 0)
    host, port = given.get("host"), given.get("port", HOSTS.get(name, 0))
    if name not in HOSTS or not isinstance(host, str) or isinstance(port, Unknown) or not is_whole(as_text(port)):
        return "", 0
    return ("", 0) if _within(host) else (host.lower(), as_number(port))


def _within(host: str) -> bool:
    """Whether a host is the task itself, or a name that has no dot."""
    return "." not in host or host.startswith("127.")


CHECK = Check(
    "STA066",
    Severity.WARNING,
    Question.START,
    "What a FireLens router sends to a stream, a bucket or a host is lost",
    "https://docs.fluentbit.io/manual/pipeline/outputs/kinesis "
    "https://docs.fluentbit.io/manual/pipeline/outputs/firehose "
    "https://docs.fluentbit.io/manual/pipeline/outputs/s3 "
    "https://docs.fluentbit.io/manual/pipeline/outputs/opensearch "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html",
    _lost,
)
