"""Whether Fargate may use the key that a cluster has the ephemeral storage of its tasks encrypted with.

Fargate uses it as itself, so the key's policy must let it in; that the account may use it is not enough.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-create-storage-key.html
(the calls and their conditions; no alias, no key of several regions)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import ALIAS, KEY
from seatrial.analyses.iam import ContextValue, Policies, Request, evaluate
from seatrial.analyses.iam.resource_policy import resource_policies
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_flag, as_text

CLUSTER, FARGATE = "AWS::ECS::Cluster", "fargate.amazonaws.com"
CALLS = ("kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant")
PATH: PropertyPath = ("Configuration", "ManagedStorageConfiguration", "FargateEphemeralStorageKmsKeyId")
_NONE = "ECS starts no task of {} on Fargate"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for cluster in inquiry.system.of_type(CLUSTER):
        value = cluster.get(*PATH)
        if not isinstance(value, str) or not value:
            continue
        alias = inquiry.find(value, ALIAS)
        key = inquiry.find(alias.get("TargetKeyId") if alias is not None else value, KEY)
        if alias is not None or value.startswith("alias/"):
            yield Found(
                cluster,
                PATH,
                f"the storage key of {cluster.logical_id} is named by an alias, {value}",
                f"Fargate doesn't take an alias for it: {_NONE.format(cluster.logical_id)}",
                f"write !GetAtt {key.logical_id}.Arn" if key is not None else "write the ARN of the key itself",
            )
        elif key is not None:
            yield from _through(inquiry, cluster, key)


def _through(inquiry: Inquiry, cluster: Resource, key: Resource) -> Iterator[Said]:
    if as_flag(key.get("MultiRegion")):
        yield Found(
            cluster,
            PATH,
            f"{key.logical_id}, the storage key of {cluster.logical_id}, is a key of several regions",
            f"Fargate takes no such key for it: {_NONE.format(cluster.logical_id)}",
            f"leave MultiRegion out of {key.logical_id}, or name another key",
        )
        return
    scope = inquiry.system.scope
    context: dict[str, ContextValue] = {
        "kms:EncryptionContext:aws:ecs:clusterAccount": scope.account,
        "kms:EncryptionContext:aws:ecs:clusterName": as_text(cluster.physical_id),
        "kms:GrantOperations": ("Decrypt",),
        "aws:SourceAccount": scope.account,
        "aws:RequestedRegion": scope.region,
    }
    policies, tags = resource_policies(inquiry.systems, key.arn)
    decisions = {
        call: evaluate(Request(call, key.arn, service=FARGATE, context={**tags, **context}), Policies((), policies))
        for call in CALLS
    }
    missing = [call for call, decision in decisions.items() if decision.allowed is False]
    unknown = next((decision for decision in decisions.values() if decision.allowed is None), None)
    if missing:
        inside = inquiry.owns(key)
        yield Found(
            key if inside else cluster,
            ("KeyPolicy",) if inside else PATH,
            f"Fargate may not use {key.logical_id}, the storage key of {cluster.logical_id}",
            f"Fargate calls {' and '.join(missing)} with it as {FARGATE}, and its policy doesn't let that in: "
            f"{_NONE.format(cluster.logical_id)}",
            f"allow {' and '.join((*CALLS, 'kms:DescribeKey'))} to Principal: {{ Service: {FARGATE} }} in KeyPolicy of "
            f"{key.logical_id}",
        )
    elif unknown is not None:
        what = f"whether Fargate may use {key.logical_id}, the storage key of {cluster.logical_id}"
        yield Doubt(cluster, PATH, what, unknown.reason.partition(", because ")[2] or unknown.reason)


CHECK = Check(
    "STA067",
    Severity.ERROR,
    Question.START,
    "Fargate may not use the key that tasks' storage is encrypted with",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-create-storage-key.html",
    _ask,
)
