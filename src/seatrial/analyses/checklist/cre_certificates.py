"""What makes a stack wait for somebody, and what a web ACL or an image is named by.

CloudFormation waits until a certificate is issued. That goes by itself only where ACM may write the record that proves
the domain; else the stack stands still until a person has answered a mail or written the record.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html,
https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html (a wildcard has the record of its domain),
https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html (regional web ACLs only),
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html (Ref gives the
name)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_list, as_text, at

CERTIFICATE, REPOSITORY = "AWS::CertificateManager::Certificate", "AWS::ECR::Repository"
ASSOCIATION, WEB_ACL = "AWS::WAFv2::WebACLAssociation", "AWS::WAFv2::WebACL"
EMAIL = "EMAIL"
_TAG = re.compile(r"[:@]")


def _waits(inquiry: Inquiry) -> Iterator[Said]:
    for certificate in inquiry.system.of_type(CERTIFICATE):
        method = certificate.get("ValidationMethod")
        given = (method, certificate.get("DomainValidationOptions"), certificate.get("CertificateAuthorityArn"))
        if any(isinstance(item, Unknown) for item in given) or given[2] is not None or inquiry.refused_at(certificate):
            continue
        name = certificate.logical_id
        if (as_text(method) or EMAIL) == EMAIL:
            how = "ValidationMethod is EMAIL" + ("" if method is not None else ", its default")
            yield Found(
                certificate,
                ("ValidationMethod",),
                f"the stack waits until somebody approves {name} by mail",
                f"{how}: ACM writes to the owners of the domain, and CloudFormation waits for the answer",
                "write ValidationMethod: DNS and DomainValidationOptions with the HostedZoneId of each name",
            )
            continue
        names = [certificate.get("DomainName"), *as_list(certificate.get("SubjectAlternativeNames"))]
        proved = [item for item in as_list(given[1]) if at(item, "HostedZoneId") is not None]
        known = [at(item, "DomainName") for item in proved]
        if any(isinstance(item, Unknown) for item in (*names, *known)):
            continue
        bare = {_bare(as_text(item)) for item in known}
        missing = list(dict.fromkeys(as_text(item) for item in names if _bare(as_text(item)) not in bare))
        if missing:
            yield Found(
                certificate,
                ("DomainValidationOptions",),
                f"the stack waits until somebody validates {' and '.join(missing)} for {name}",
                "without the HostedZoneId of a name ACM can't write the record that proves it, and CloudFormation "
                "waits until somebody has",
                f"add {{ DomainName: {missing[0]}, HostedZoneId: ZONE }} to DomainValidationOptions of {name}",
            )


def _bare(name: str) -> str:
    return name.removeprefix("*.").rstrip(".").lower()


def _images(inquiry: Inquiry) -> Iterator[Said]:
    """The name or the ARN of a repository where an image's address belongs."""
    for definition in inquiry.definitions:
        for index, item in inquiry.containers(definition):
            path: PropertyPath = ("ContainerDefinitions", index, "Image")
            image = at(item, "Image")
            if not isinstance(image, str) or not image:
                continue
            for repository in _repositories(definition, inquiry, path):
                by_arn = bool(repository.arn) and image.startswith(repository.arn)
                if not by_arn and _TAG.split(image)[0] != repository.physical_id:
                    continue
                name, is_ = repository.logical_id, "ARN" if by_arn else "name"
                tag = image.removeprefix(repository.arn if by_arn else repository.physical_id)
                yield Found(
                    definition,
                    path,
                    f"{definition.logical_id} names the image by the {is_} of {name}, not by its address",
                    "an ARN is no image, and ECS refuses the task definition or its tasks can't pull it"
                    if by_arn
                    else f"Ref gives the name alone: {image} is looked for on Docker Hub, and the task stops with "
                    "CannotPullContainerError",
                    f"write !Sub '${{{name}.RepositoryUri}}{tag}'",
                )
                break


def _repositories(definition: Resource, inquiry: Inquiry, path: PropertyPath) -> Iterator[Resource]:
    for reference in definition.references:
        found = inquiry.system.resources.get(reference.target)
        if reference.path[: len(path)] == path and found is not None and found.type == REPOSITORY:
            yield found


def _web_acls(inquiry: Inquiry) -> Iterator[Said]:
    for association in inquiry.system.of_type(ASSOCIATION):
        acl = inquiry.find(association.get("WebACLArn"), WEB_ACL) or _referred(inquiry, association)
        if acl is not None and as_text(acl.get("Scope")) == "CLOUDFRONT":
            yield Found(
                acl,
                ("Scope",),
                f"{acl.logical_id} is for CloudFront, and {association.logical_id} puts it before another resource",
                "a web ACL of the scope CLOUDFRONT belongs to a distribution; AssociateWebACL refuses it for a load "
                "balancer, and the stack is rolled back",
                "write Scope: REGIONAL",
            )


def _referred(inquiry: Inquiry, association: Resource) -> Resource | None:
    for reference in association.references:
        found = inquiry.system.resources.get(reference.target)
        if reference.path == ("WebACLArn",) and found is not None and found.type == WEB_ACL:
            return found
    return None


_TYPES = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
CHECKS = (
    Check(
        "CRE067",
        Severity.WARNING,
        Question.CREATE,
        "The stack waits until somebody validates a certificate",
        f"{_TYPES}aws-resource-certificatemanager-certificate.html",
        _waits,
    ),
    Check(
        "CRE068",
        Severity.ERROR,
        Question.CREATE,
        "A web ACL for CloudFront is associated with another resource",
        "https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html",
        _web_acls,
    ),
    Check(
        "CRE069",
        Severity.ERROR,
        Question.CREATE,
        "An image is named by the name or the ARN of its repository",
        f"{_TYPES}aws-resource-ecr-repository.html",
        _images,
    ),
)
