"""What AWS's APIs refuse while CloudFormation creates the stack, each resource at its own moment of the timeline.

One check per API family. The texts are the APIs' own; see ``analyses/refusals``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from seatrial.analyses.checklist.arr_network import misplaced, unattached
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.copied import copy_of
from seatrial.analyses.checklist.cre_fixes import fix_of
from seatrial.analyses.checklist.cre_mends import mend_of
from seatrial.analyses.checklist.cre_mends_named import forwarded_instead, named_mend
from seatrial.analyses.checklist.cre_other_vpc import strayed
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import definition_of
from seatrial.analyses.checklist.same_zone import Pair, pair_in_one_zone, says_so
from seatrial.analyses.refusals import Refusal
from seatrial.analyses.refusals.metric_math import INVALID
from seatrial.analyses.refusals.policy_shape import SYNTAX
from seatrial.analyses.refusals.world import network
from seatrial.model.edit import Edit, wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

# How EC2 and Elastic Load Balancing say that an internet gateway is not attached.
_WITHOUT_GATEWAY = ("and network gateway igw-", "has no Internet gateway attached", "has no internet gateway")
_API = "https://docs.aws.amazon.com/"
_MOST_NAMED = 3
# Some resource's ARN, where a mend doesn't know which.
_SOME_ARN = re.compile(r"!GetAtt [A-Z]{2,}\.Arn\b")
# What a service asks its task definition for.
_ASKED_FOR = (("RequiresCompatibilities",), ("ContainerDefinitions",), ("NetworkMode",))


def _ask(*prefixes: str) -> Callable[[Inquiry], Iterator[Said]]:
    def ask(inquiry: Inquiry) -> Iterator[Said]:
        alike: dict[tuple[str, str], list[tuple[Resource, Refusal]]] = {}
        for resource, refusal in inquiry.refusals:
            if _is_misread(inquiry, resource, refusal):
                continue
            if refusal.api.startswith(prefixes) and not _follows(inquiry, resource, refusal):
                # Subnets outside of their VPC's blocks lack one block together, whichever each of them names.
                apart = refusal.code == "InvalidSubnet.Range" and refusal.because
                # This says nothing of what is wrong, and two of them may be two faults.
                apart = apart or (refusal.message == INVALID and refusal.because)
                alike.setdefault((refusal.api, apart or refusal.message), []).append((resource, refusal))
        for found in alike.values():
            yield _found(inquiry, found)
        if "ec2." in prefixes and (pair := pair_in_one_zone(inquiry)) is not None:
            yield _in_one_zone(inquiry, pair)

    return ask


def _in_one_zone(inquiry: Inquiry, pair: Pair) -> Found:
    first, second = (item.logical_id for item in pair)
    refused = [resource for resource, refusal in inquiry.refusals if says_so(refusal)]
    said = next(refusal for _, refusal in inquiry.refusals if says_so(refusal))
    return Found(
        pair[1],
        ("AvailabilityZone",),
        f"{first} and {second} are both in {inquiry.zone_of(pair[1])}",
        f"{inquiry.names(refused)} want one subnet of each Availability Zone and are refused: the stack is rolled back",
        f"set AvailabilityZone of {second} to another zone than that of {first}",
        said.reason,
    )


def _is_misread(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> bool:
    """Whether reading told an error of the same property, of a part of it (a policy lacks what is misspelt in it) or of
    the whole.
    """
    length = len(refusal.path)
    of_it = [path for name, path in inquiry.misread if name == resource.logical_id]
    if refusal.message.endswith(" is missing.") and any(path[:-1] == refusal.path[:-1] != () for path in of_it):
        return True
    above = any(path and refusal.path[: len(path)] == path for path in of_it)
    return above or refusal.path in of_it or (length > 0 and any(path[:length] == refusal.path for path in of_it))


def _found(inquiry: Inquiry, alike: Sequence[tuple[Resource, Refusal]]) -> Found:
    """What is said of one refusal, or of several with one message."""
    resource, refusal = alike[0]
    names = inquiry.names([item for item, _ in alike])
    copy = copy_of(inquiry, resource, refusal)
    mend = _mend(inquiry, resource, refusal)
    if copy is not None:
        refusal, mend = replace(refusal, path=(copy.key,), because=copy.because), copy.mend
    elif (block := _late_block(inquiry, resource, refusal)) is not None:
        refusal = replace(refusal, because=f"nothing makes CloudFormation create {block.logical_id} first")
        mend = f"add DependsOn: {block.logical_id} to {names}"
    elif (twice := forwarded_instead(inquiry, resource, refusal)) is not None:
        rule, other, group = twice
        because = (
            f"nothing forwards to it, and {rule.logical_id} forwards to {group.logical_id} as {other.logical_id} does"
        )
        refusal = replace(refusal, because=because)
    elif refusal.code == "InvalidSubnet.Range" and len(alike) > 1:
        mend = f"add an AWS::EC2::VPCCidrBlock that has the blocks of {names}, or give them blocks of the VPC's"
    return Found(
        resource,
        refusal.path,
        f"{_operation(refusal)} refuses {names}: {refusal.message}",
        _why(refusal, names),
        mend,
        "" if refusal.ours else refusal.reason,
        fix=tuple(edit for item, said in alike for edit in _fix(inquiry, item, said)),
    )


def _fix(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    if (copy := copy_of(inquiry, resource, refusal)) is not None:
        return copy.fix
    if (block := _late_block(inquiry, resource, refusal)) is not None:
        return (wait_for(resource.logical_id, block.logical_id),)
    return fix_of(inquiry, resource, refusal)


def _late_block(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> Resource | None:
    """The VPC's block that a refused subnet lies in, and that it doesn't wait for."""
    own = network(resource.get("CidrBlock"))
    if refusal.code != "InvalidSubnet.Range" or own is None:
        return None
    for item in inquiry.system.of_type("AWS::EC2::VPCCidrBlock"):
        block = network(item.get("CidrBlock"))
        if block is not None and item.get("VpcId") == resource.get("VpcId") and own.subnet_of(block):
            return item
    return None


def _why(refusal: Refusal, names: str) -> str:
    because = f"{refusal.because}; " if refusal.because else ""
    if refusal.by_handler:
        return f"{because}CloudFormation looks for one before it creates {names}, and the stack is rolled back"
    return (
        f"{because}CloudFormation calls {_operation(refusal)} for {names}; that fails with {refusal.code}, and the "
        "stack is rolled back"
    )


def _mend(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    if refusal.message.startswith("Resource  must be in ARN format"):
        empty = [item.name for item in inquiry.system.parameters.values() if item.value == ""]
        given = " or ".join(f"--param {name}=VALUE" for name in empty[:_MOST_NAMED]) or "its default"
        return f"give the empty parameter that Resource comes from a value ({given}), or leave the statement out then"
    last = refusal.path[-1] if refusal.path else ""
    if refusal.message == SYNTAX and "?" in refusal.because:
        return f"write {refusal.because.partition('did you mean ')[2].rstrip('?')} in place of {last}"
    if ": " in refusal.instead and not refusal.instead.startswith("{"):
        return f"write {refusal.instead} instead of {last} in {resource.logical_id}"
    if refusal.instead and isinstance(last, str):
        also = ", also where it is named" if "of a volume" in refusal.message else ""
        return f"write {last}: {refusal.instead}{also}"
    mend = named_mend(inquiry, resource, refusal) or mend_of(resource, refusal.message, refusal.path)
    meant = [item.target for item in resource.references if item.path == refusal.path and item.attribute != "DependsOn"]
    # What stands there already, by another attribute than the one that is wanted.
    return _SOME_ARN.sub(f"!GetAtt {meant[0]}.Arn", mend) if len(meant) == 1 else mend


def _follows(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> bool:
    """Whether a refusal is nothing but the consequence of what is told elsewhere: its task definition is refused
    already, the internet gateway that it needs is attached to no VPC, or its security group names no VPC.
    """
    if "associated IPv6 CIDR block" in refusal.message and misplaced(inquiry, resource):
        return True
    if strayed(inquiry, resource, refusal):
        return True
    if says_so(refusal) and pair_in_one_zone(inquiry) is not None:
        return True
    named = inquiry.find(resource.get(*refusal.path), "AWS::EC2::SecurityGroup")
    if named is not None and named.get("VpcId") is None:
        return True
    if any(text in refusal.message for text in _WITHOUT_GATEWAY):
        return unattached(inquiry) or _not_public(inquiry, resource)
    if resource.type != "AWS::ECS::Service" or not re.search("[Tt]ask definition|container port", refusal.message):
        return False
    definition = definition_of(resource.get("TaskDefinition"), inquiry.systems)
    if definition is None:
        return False
    misread = any(name == definition.logical_id and path[:1] in _ASKED_FOR for name, path in inquiry.misread)
    return misread or ("task definition" in refusal.message and any(item is definition for item, _ in inquiry.refusals))


def _not_public(inquiry: Inquiry, resource: Resource) -> bool:
    """Whether it is told that a NAT gateway stands in a subnet without a route to the internet: the route that is
    missing is also what the NAT gateway would wait for.
    """
    if resource.type != "AWS::EC2::NatGateway":
        return False
    rules = [blocked.first.path.deciding for blocked in inquiry.launches.blocked]
    return any(rule is not None and rule.what.startswith(f"{resource.logical_id} is in ") for rule in rules)


def _operation(refusal: Refusal) -> str:
    return "CloudFormation" if refusal.by_handler else refusal.api.partition(".")[2]


def _check(code: str, title: str, source: str, *prefixes: str) -> Check:
    return Check(code, Severity.ERROR, Question.CREATE, title, _API + source, _ask(*prefixes))


CHECKS = (
    _check(
        "CRE001",
        "Amazon EC2 refuses a network resource",
        "AWSEC2/latest/APIReference/errors-overview.html",
        "ec2.",
    ),
    _check(
        "CRE002",
        "Amazon ECS refuses the task definition",
        "AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
        "ecs.RegisterTaskDefinition",
    ),
    _check(
        "CRE003",
        "Amazon ECS refuses the service or the cluster",
        "AmazonECS/latest/APIReference/API_CreateService.html",
        "ecs.CreateService",
        "ecs.CreateCluster",
        "ecs.PutClusterCapacityProviders",
    ),
    _check(
        "CRE004",
        "Elastic Load Balancing refuses a load balancer, listener, rule or target group",
        "elasticloadbalancing/latest/APIReference/CommonErrors.html",
        "elbv2.",
    ),
    _check("CRE005", "IAM refuses a role or a policy", "IAM/latest/APIReference/CommonErrors.html", "iam."),
    _check(
        "CRE006",
        "A log group, secret, parameter or ECR repository is refused",
        "AWSCloudFormation/latest/UserGuide/troubleshooting.html",
        "logs.",
        "secretsmanager.",
        "ssm.",
        "ecr.",
    ),
    _check(
        "CRE071",
        "A database, a cache, a search domain or a table is refused",
        "AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
        "rds.",
        "elasticache.",
        "opensearch.",
        "dynamodb.",
    ),
    _check(
        "CRE008",
        "EventBridge or Step Functions refuses a rule, a schedule, a pipe or a state machine",
        "eventbridge/latest/APIReference/API_PutRule.html",
        "events.",
        "pipes.",
        "scheduler.",
        "states.",
    ),
    _check(
        "CRE009",
        "SQS refuses a queue or its policy",
        "AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
        "sqs.",
    ),
    _check(
        "CRE060",
        "S3 refuses the notifications of a bucket",
        "AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
        "s3.",
    ),
    _check(
        "CRE061",
        "SNS refuses a topic, a subscription or a topic's policy",
        "sns/latest/api/API_Subscribe.html",
        "sns.",
    ),
    _check(
        "CRE010",
        "Application Auto Scaling or CloudWatch refuses a target, a policy or an alarm",
        "autoscaling/application/APIReference/API_PutScalingPolicy.html",
        "application-autoscaling.",
        "cloudwatch.",
    ),
    _check(
        "CRE011",
        "A DNS record, a certificate or a Cloud Map name is refused",
        "Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
        "route53.",
        "acm.",
        "servicediscovery.",
    ),
    _check(
        "CRE066",
        "CodeDeploy refuses a deployment group",
        "codedeploy/latest/APIReference/API_CreateDeploymentGroup.html",
        "codedeploy.",
    ),
    _check(
        "CRE110",
        "Amazon Cognito refuses a user pool, its client or its domain",
        "cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
        "cognito-idp.",
    ),
    _check(
        "CRE111",
        "AWS Lambda refuses a function, or what it is to read from",
        "lambda/latest/api/API_CreateEventSourceMapping.html",
        "lambda.",
    ),
    _check(
        "CRE112",
        "API Gateway refuses an integration, a route or a stage of an HTTP API",
        "apigatewayv2/latest/api-reference/apis-apiid-integrations.html",
        "apigateway.",
    ),
    _check(
        "CRE115",
        "CloudFront refuses a distribution",
        "cloudfront/latest/APIReference/API_DistributionConfig.html",
        "cloudfront.",
    ),
    _check(
        "CRE113",
        "AWS WAF refuses a web ACL, or to put it before a resource",
        "waf/latest/APIReference/API_Rule.html",
        "wafv2.",
    ),
    _check(
        "CRE012",
        "EFS or KMS refuses a file system, a mount target, a key or an alias",
        "efs/latest/ug/API_CreateMountTarget.html",
        "efs.",
        "kms.",
    ),
)
