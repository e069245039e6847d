"""Whether a file system's policy lets in who comes without IAM, as ECS does for a volume without IAM: ENABLED.

Such a client is nobody: only statements for everybody (Principal: "*") speak of it. A policy that leaves ClientMount
out of them, as the CDK writes it by default, leaves that to IAM, so the mount is refused; one that asks for encryption
in transit refuses a volume without. Without a policy of its own a file system lets in everybody.

Sources (read 2026-11-29): https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html,
https://github.com/aws/aws-cdk/issues/30753, https://github.com/aws/aws-cdk/issues/33669 (volumes of ECS under the CDK's
policy), https://github.com/aws/aws-cdk/issues/36224
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_volumes import MOUNT, Volume, context_of_mount, volumes
from seatrial.analyses.iam import ContextValue, Decision, Policies, Policy, PolicyKind, Request, evaluate
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_text, at

_POLICY = ("FileSystemPolicy",)
_ENCRYPTED = "aws:SecureTransport"
# Who is nobody has no policies of its own: only the file system's have a say.
_ANYTHING = Policy(
    "everything", {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
)
_NOBODY: dict[str, ContextValue] = {
    "aws:PrincipalArn": None,
    "aws:PrincipalAccount": None,
    "aws:PrincipalOrgID": None,
    "aws:PrincipalOrgPaths": None,
    "aws:PrincipalTag/*": None,
    "aws:PrincipalType": "Anonymous",
    "aws:userid": None,
}
_DENIED = "mount.nfs4: access denied by server while mounting 127.0.0.1:/"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for volume in volumes(inquiry):
        signed = at(volume.content, "AuthorizationConfig", "IAM")
        if isinstance(signed, Unknown) or as_text(signed) == "ENABLED" or volume.system.get(*_POLICY) is None:
            continue
        decision = _decided(inquiry, volume)
        if decision.allowed is not False or inquiry.refused_at(volume.system, *_POLICY):
            continue
        if _decided(inquiry, volume, {_ENCRYPTED: "true"}).allowed:
            yield _plain(volume)
        else:
            yield _shut(volume, decision)


def _decided(inquiry: Inquiry, volume: Volume, more: dict[str, ContextValue] | None = None) -> Decision:
    document = volume.system.get(*_POLICY)
    name = f"the policy of {volume.system.logical_id}"
    policy = Policy(name, document, PolicyKind.RESOURCE, volume.system, _POLICY)
    circumstances = {**_NOBODY, **context_of_mount(inquiry, volume), **(more or {})}
    request = Request(MOUNT, volume.system.arn, context=circumstances)
    return evaluate(request, Policies((_ANYTHING,), (policy,)))


def _plain(volume: Volume) -> Found:
    said = at(volume.content, "TransitEncryption") is not None
    return Found(
        volume.definition,
        (*volume.path, "TransitEncryption") if said else volume.path,
        f"{volume.name} of {volume.definition.logical_id} is mounted without encryption in transit, which the policy "
        f"of {volume.system.logical_id} asks for",
        "the policy lets in only who comes by TLS, so ECS cannot mount the volume, and the task stops before its "
        "containers start",
        f"set TransitEncryption: ENABLED in {volume.name}",
        _DENIED,
    )


def _shut(volume: Volume, decision: Decision) -> Found:
    statement = decision.statement
    why = f"{decision.reason}" if statement is not None else f"no statement allows everybody {MOUNT}"
    name, system = volume.name, volume.system.logical_id
    allow = f"allow {MOUNT} to Principal: {{AWS: '*'}} in FileSystemPolicy of {system}"
    return Found(
        volume.system,
        statement.path if statement is not None else _POLICY,
        f"the policy of {system} does not let in {name} of {volume.definition.logical_id}, which is mounted without "
        "IAM",
        f"without IAM: ENABLED whoever mounts is nobody, and {why}: ECS cannot mount the volume, and the task stops "
        "before its containers start",
        f"set TransitEncryption: ENABLED and AuthorizationConfig: {{IAM: ENABLED}} in {name}, and allow its task role "
        f"{MOUNT}, or {allow if statement is None else 'narrow that statement'}",
        _DENIED,
    )


CHECK = Check(
    "STA052",
    Severity.ERROR,
    Question.START,
    "The policy of a file system does not let in a volume that is mounted without IAM",
    "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html "
    "https://github.com/aws/aws-cdk/issues/33669",
    _ask,
)
