"""Whether the task execution role may decrypt an environment file with the key of its bucket.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html (read 2026-11-29),
https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html (the key; read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import key_behind
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.use_table import USES
from seatrial.analyses.iam import RoleView
from seatrial.analyses.iam.resource_policy import target_of
from seatrial.analyses.launch import Call
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, at

BUCKET, DECRYPT = "AWS::S3::Bucket", "kms:Decrypt"


def _keys(inquiry: Inquiry) -> Iterator[Said]:
    """S3 decrypts with a customer's key in the caller's name, so the role needs that as well."""
    seen: set[tuple[str, str]] = set()
    for definition in inquiry.definitions:
        role = inquiry.role(definition.get("ExecutionRoleArn"))
        for index, container in inquiry.containers(definition):
            for place, file in enumerate(as_list(at(container, "EnvironmentFiles"))):
                value = at(file, "Value")
                bucket = target_of(inquiry.systems, value) if isinstance(value, str) else None
                key = key_behind(inquiry, bucket, USES[BUCKET].key) if bucket is not None else None
                if bucket is None or bucket.type != BUCKET or key is None or not isinstance(role, RoleView):
                    continue
                if (role.name, key.logical_id) in seen or role.note:
                    continue
                seen.add((role.name, key.logical_id))
                path: PropertyPath = ("ContainerDefinitions", index, "EnvironmentFiles", place, "Value")
                yield from _through_key(inquiry, (definition, path), role, bucket, key)


def _through_key(
    inquiry: Inquiry, place: tuple[Resource, PropertyPath], role: RoleView, bucket: Resource, key: Resource
) -> Iterator[Said]:
    scope = inquiry.system.scope
    through = f"s3.{scope.region}.{dns_suffix_of(scope.region)}"
    call = Call(DECRYPT, key.arn, context={"kms:ViaService": through, "kms:CallerAccount": scope.account})
    decision = inquiry.decide(role, call)
    if decision.allowed is not False:
        return
    near = told(inquiry, inquiry.asked(role, call), decision, role)
    where = (near.resource, near.path) if near is not None else (role.resource, ())
    yield Found(
        *(where if near is not None or inquiry.owns(role.resource) else place),
        f"{resource_name(role)} may not call {DECRYPT} with {key.logical_id}, which {bucket.logical_id} is encrypted "
        "with",
        f"an environment file lies in {bucket.logical_id}, ECS reads it as this role, and "
        f"{near.says if near is not None else decision.reason}: no task starts",
        near.mend
        if near is not None
        else f"allow {DECRYPT} on !GetAtt {key.logical_id}.Arn in a policy of {resource_name(role)}",
    )


CHECK = Check(
    "STA068",
    Severity.ERROR,
    Question.START,
    "The task execution role may not decrypt an environment file",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html "
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    _keys,
)
