"""Whether a web ACL that is for CloudFront is associated with something else.

Source (read 2026-11-29): https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html (regional web
ACLs only).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text

ASSOCIATION, WEB_ACL = "AWS::WAFv2::WebACLAssociation", "AWS::WAFv2::WebACL"


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


CHECK = Check(
    "CRE068",
    Severity.ERROR,
    Question.CREATE,
    "A web ACL for CloudFront is associated with another resource",
    "https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html",
    _web_acls,
)
