"""Whether a load balancer may write its access logs: Elastic Load Balancing tries before it switches them on.

The bucket's policy must let the log delivery write below prefix and ``AWSLogs/account``; and the bucket may only be
encrypted with Amazon S3's own keys.

Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html; the text:
https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1956 and
https://github.com/widdix/aws-cf-templates/issues/349 (all read 2026-11-29)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import BALANCER
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam import Policies, Policy, PolicyKind, Request, evaluate
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at, unknowns

BUCKET, POLICY = "AWS::S3::Bucket", "AWS::S3::BucketPolicy"
DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com"
PUT = "s3:PutObject"
# In older regions it is an account of Elastic Load Balancing that writes, by its number.
_ACCOUNT = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:root\Z|\d{12}\Z")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for balancer in inquiry.system.of_type(BALANCER):
        if (as_text(balancer.get("Type")) or "application") != "application":
            continue
        for kind in ("access_logs", "connection_logs"):
            on, _ = _attribute(balancer, f"{kind}.s3.enabled")
            name, path = _attribute(balancer, f"{kind}.s3.bucket")
            prefix, _ = _attribute(balancer, f"{kind}.s3.prefix")
            bucket = inquiry.find(name, BUCKET)
            if as_text(on) != "true" or bucket is None or isinstance(prefix, Unknown):
                continue
            if inquiry.owns(bucket):
                yield from _bucket(inquiry, balancer, bucket, path, as_text(prefix))


def _attribute(balancer: Resource, key: str) -> tuple[Value, PropertyPath]:
    for index, item in enumerate(as_list(balancer.get("LoadBalancerAttributes"))):
        if as_text(at(item, "Key")) == key:
            return at(item, "Value"), ("LoadBalancerAttributes", index, "Value")
    return None, ("LoadBalancerAttributes",)


def _bucket(inquiry: Inquiry, balancer: Resource, bucket: Resource, path: PropertyPath, prefix: str) -> Iterator[Found]:
    said = f"Access Denied for bucket: {bucket.physical_id}. Please check S3bucket permission"
    rules = as_list(bucket.get("BucketEncryption", "ServerSideEncryptionConfiguration"))
    for index, rule in enumerate(rules):
        if as_text(at(rule, "ServerSideEncryptionByDefault", "SSEAlgorithm")).startswith("aws:kms"):
            yield Found(
                bucket,
                ("BucketEncryption", "ServerSideEncryptionConfiguration", index),
                f"{balancer.logical_id} cannot write its logs to {bucket.logical_id}, which is encrypted with KMS",
                "logs of a load balancer can only be encrypted with Amazon S3's own keys (SSE-S3)",
                "write SSEAlgorithm: AES256, or leave BucketEncryption out",
            )
            return
    policies = [item for item in inquiry.system.of_type(POLICY) if inquiry.find(item.get("Bucket"), BUCKET) is bucket]
    documents = [item.get("PolicyDocument") for item in policies]
    if any(isinstance(item.get("Bucket"), Unknown) for item in inquiry.system.of_type(POLICY)):
        return
    if any(next(unknowns(document), None) is not None for document in documents):
        return
    folder = f"{prefix.strip('/')}/" if prefix else ""
    wanted = f"{bucket.arn}/{folder}AWSLogs/{inquiry.system.scope.account}/log.gz"
    if not any(_lets(policy, wanted, inquiry) for policy in policies):
        resource = f"!Sub '${{{bucket.logical_id}.Arn}}/{folder}AWSLogs/${{AWS::AccountId}}/*'"
        why = f"no policy allows {DELIVERY} to put objects below {folder}AWSLogs/"
        yield Found(
            policies[0] if policies else balancer,
            ("PolicyDocument",) if policies else path,
            f"{balancer.logical_id} may not write its logs to {bucket.logical_id}",
            f"{why}: Elastic Load Balancing tries to write when logs are switched on, and the stack is rolled back",
            f"allow {PUT} on {resource} to Principal: {{ Service: {DELIVERY} }} in "
            + (policies[0].logical_id if policies else f"an AWS::S3::BucketPolicy of {bucket.logical_id}"),
            said,
        )
    elif not any(policy.logical_id in inquiry.after(balancer.logical_id) for policy in policies):
        yield Found(
            balancer,
            (),
            f"{balancer.logical_id} may be made before {policies[0].logical_id} lets it write its logs",
            f"nothing makes {balancer.logical_id} wait for the policy of {bucket.logical_id}: if it is first, Elastic "
            "Load Balancing is denied the bucket, and the stack is rolled back",
            f"add DependsOn: {policies[0].logical_id} to {balancer.logical_id}",
            said,
            severity=Severity.WARNING,
        )


def _lets(resource: Resource, wanted: str, inquiry: Inquiry) -> bool:
    """Whether a policy lets the log delivery put an object, or might."""
    document: dict[str, Value] = {
        "Version": at(resource.get("PolicyDocument"), "Version"),
        "Statement": [_read(item) for item in as_list(resource.get("PolicyDocument", "Statement"))],
    }
    policy = Policy(resource.logical_id, document, PolicyKind.RESOURCE, resource)
    asked = Request(PUT, wanted, service=DELIVERY, context={"aws:SourceAccount": inquiry.system.scope.account})
    return evaluate(asked, Policies(resource=(policy,))).allowed is not False


def _read(statement: Value) -> Value:
    """The statement with the service in place of an account: of each region it is another, and which isn't asked."""
    accounts = [item for item in as_list(at(statement, "Principal", "AWS")) if _ACCOUNT.match(as_text(item))]
    if not accounts or not isinstance(statement, dict):
        return statement
    return {**statement, "Principal": {"Service": DELIVERY}}


CHECK = Check(
    "ARR045",
    Severity.ERROR,
    Question.ARRIVE,
    "A load balancer may not write its logs to their bucket",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
    _ask,
)
