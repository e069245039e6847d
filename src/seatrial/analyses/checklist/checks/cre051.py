"""Whether a resource's policy has a version, operator or principal that there isn't, or actions without use.

Identity policies and trust policies are looked at where IAM refuses them (``analyses/refusals/iam.py``).

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam.resource_policy import OWN_POLICIES, SEPARATE_POLICIES, policy_key
from seatrial.analyses.refusals.policy_shape import (
    Problem,
    misplaced_actions,
    principal_instead,
    principal_problems,
    shape_problems,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Value

# A policy that speaks of calls through it, not of one resource.
_MORE = ("AWS::EC2::VPCEndpoint",)
# Actions that are about objects, and about a bucket, and never about the other.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html (read 2026-11-29)
_OF_OBJECTS = frozenset(
    f"s3:{name}"
    for name in (
        *("GetObject", "PutObject", "DeleteObject", "GetObjectAcl", "PutObjectAcl", "GetObjectVersion"),
        *("DeleteObjectVersion", "GetObjectTagging", "PutObjectTagging", "AbortMultipartUpload", "RestoreObject"),
    )
)
_OF_BUCKETS = frozenset(
    f"s3:{name}"
    for name in (
        *("ListBucket", "GetBucketLocation", "ListBucketVersions", "ListBucketMultipartUploads", "GetBucketAcl"),
        *("GetBucketPolicy", "PutBucketPolicy", "DeleteBucket", "GetBucketVersioning"),
    )
)


def _malformed(inquiry: Inquiry) -> Iterator[Said]:
    """What no service takes in a policy: a version, an operator, a principal that there isn't, actions without use."""
    for resource in inquiry.system.of_type(*OWN_POLICIES, *SEPARATE_POLICIES, *_MORE):
        key = policy_key(resource)
        document = resource.get(key)
        problems = list(shape_problems(document))
        if resource.type not in _MORE:
            problems += _principals(inquiry, document)
        if resource.type == "AWS::S3::BucketPolicy":
            problems += misplaced_actions(document, _OF_OBJECTS, _OF_BUCKETS)
        for problem in problems:
            if not inquiry.refused_at(resource):
                yield _found(inquiry, resource, key, problem)


def _principals(inquiry: Inquiry, document: Value) -> Iterator[Problem]:
    for kind, value, path in principal_problems(document):
        if kind == "Service" and ("." in value or "*" in value):
            # Services have names that aren't known here.
            continue
        text = f"{value or 'an empty text'} is no principal of {'AWS' if kind == 'AWS' else 'a service'}"
        meant = principal_instead(kind, value, inquiry.find(value, "AWS::IAM::Role"))
        yield Problem(text, path[:-1] if meant.startswith("{") else path, meant, ours=True)


def _found(inquiry: Inquiry, resource: Resource, key: str, problem: Problem) -> Found:
    last = problem.path[-1]
    said = problem.because.partition("; did you mean")[0] or problem.message
    near = problem.because.partition("did you mean ")[2].rstrip("?")
    if near:
        mend = f"write {near} in place of {last}"
    elif problem.instead:
        mend = f"write {last}: {problem.instead}"
    elif last == "Resource":
        bucket = inquiry.find(resource.get("Bucket"), "AWS::S3::Bucket")
        name = bucket.logical_id if bucket is not None else "BUCKET"
        mend = f'write Resource: [!GetAtt {name}.Arn, !Sub "${{{name}.Arn}}/*"], the bucket and its objects'
    else:
        mend = f"leave {last} out, or correct it"
    return Found(
        resource,
        (key, *problem.path),
        f"{key} of {resource.logical_id} is not a valid policy: {said}",
        "the service that keeps the policy refuses it, and the stack is rolled back",
        mend,
        problem.message if last == "Resource" else "",
    )


CHECK = Check(
    "CRE051",
    Severity.ERROR,
    Question.CREATE,
    "A resource-based policy has a version, operator or principal that there isn't, or actions its resources lack",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html "
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html",
    _malformed,
)
