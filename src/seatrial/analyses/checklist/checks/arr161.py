"""Whether a web ACL lets any request through.

One that blocks by default lets through what a rule allows; AWS's own managed rules allow nothing.

Source (read 2026-11-30): https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-default-action.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, Value, as_list, as_text, at

ACL = "AWS::WAFv2::WebACL"


def _walls(inquiry: Inquiry) -> Iterator[Said]:
    """A web ACL that blocks what no rule allows, and has no rule that allows anything."""
    for acl in inquiry.system.of_type(ACL):
        rules, default = acl.get("Rules"), acl.get("DefaultAction")
        listed = as_list(rules)
        if isinstance(rules, Unknown) or not isinstance(default, dict) or list(default) != ["Block"]:
            continue
        used = [item for item in inquiry.system.references if item.target == acl.logical_id]
        if not used or any(isinstance(item, Unknown) or _may_allow(item) for item in listed):
            continue
        yield Found(
            acl,
            ("DefaultAction",),
            f"{acl.logical_id} lets no request through",
            "DefaultAction is Block, and none of its rules has the action Allow: AWS WAF answers each request with 403",
            "write DefaultAction: { Allow: {} }, or add a rule with Action: { Allow: {} }",
        )


def _may_allow(rule: Value) -> bool:
    """Whether a rule allows some requests, be it for one rule of a group."""
    statement = at(rule, "Statement")
    own_group = at(statement, "RuleGroupReferenceStatement") is not None
    # Somebody else's managed rules may allow; those of AWS only block, count and challenge.
    foreign = as_text(at(statement, "ManagedRuleGroupStatement", "VendorName"), "AWS") != "AWS"
    return own_group or foreign or _allows(rule)


def _allows(value: Value) -> bool:
    """Whether an action Allow is anywhere in it, or may be."""
    if isinstance(value, dict):
        return "Allow" in value or any(_allows(item) for item in value.values())
    return isinstance(value, Unknown) or (isinstance(value, list) and any(_allows(item) for item in value))


CHECK = Check(
    "ARR161",
    Severity.ERROR,
    Question.ARRIVE,
    "A web ACL blocks every request",
    "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-default-action.html",
    _walls,
)
