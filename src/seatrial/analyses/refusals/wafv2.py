"""What AWS WAF refuses about web ACLs and what they are put before.

Sources (read 2026-11-29): https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html ("you must specify either
this Action setting or the rule OverrideAction setting, but not both"; priorities "must all be different"),
API_DefaultAction.html, API_AssociateWebACL.html (which resources, and that HTTP APIs are none of them), https://docs.aws.amazon.com/waf/latest/developerguide/
aws-managed-rule-groups-list.html. Texts:
https://github.com/hashicorp/terraform-provider-aws/issues/29321 (rules) and 28753 (ARNs); the others are ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, known
from seatrial.kinds import CARDS
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_text, at

GROUPS = ("ManagedRuleGroupStatement", "RuleGroupReferenceStatement")
# Rule groups of the vendor AWS. A name that is near to one of them and none is a slip.
MANAGED = (
    *("AWSManagedRulesCommonRuleSet", "AWSManagedRulesAdminProtectionRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"),
    *("AWSManagedRulesSQLiRuleSet", "AWSManagedRulesLinuxRuleSet", "AWSManagedRulesUnixRuleSet"),
    *("AWSManagedRulesWindowsRuleSet", "AWSManagedRulesPHPRuleSet", "AWSManagedRulesWordPressRuleSet"),
    *("AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesAnonymousIpList", "AWSManagedRulesBotControlRuleSet"),
    *("AWSManagedRulesATPRuleSet", "AWSManagedRulesACFPRuleSet", "AWSManagedRulesAntiDDoSRuleSet"),
)
_NEAR = 0.9
_ONE_OF = "Error reason: You have used none or multiple values for a field that requires exactly one value., "
# What may stand behind a web ACL, by the service in its ARN.
_SERVICES = ("elasticloadbalancing", "apigateway", "appsync", "cognito-idp", "apprunner", "ec2", "amplify")


def acl_refused(world: World, resource: Resource) -> Refusal | None:
    default = resource.get("DefaultAction")
    if isinstance(default, dict) and known(list(default)) and len(default) != 1:
        text = f"{_ONE_OF}field: DEFAULT_ACTION, parameter: DefaultAction"
        return Refusal("wafv2.CreateWebACL", "WAFInvalidParameterException", text, ("DefaultAction",))
    for ask in (_actions, _unique, _managed):
        for refusal in ask(resource):
            return refusal
    return None


def _actions(resource: Resource) -> Iterator[Refusal]:
    for index, rule in enumerate(entries(resource.get("Rules"))):
        statement = at(rule, "Statement")
        if not isinstance(statement, dict) or not isinstance(rule, dict):
            continue
        wanted, other = ("OverrideAction", "Action") if set(GROUPS) & set(statement) else ("Action", "OverrideAction")
        if isinstance(rule.get(wanted), Unknown) or isinstance(rule.get(other), Unknown):
            continue
        if rule.get(other) is not None or rule.get(wanted) is None:
            key = other if rule.get(other) is not None else ""
            path: PropertyPath = ("Rules", index, *((key,) if key else ()))
            whose = (
                "a rule that refers to a group" if wanted == "OverrideAction" else "a rule with a statement of its own"
            )
            yield Refusal(
                "wafv2.CreateWebACL",
                "WAFInvalidParameterException",
                f"{_ONE_OF}field: RULE, parameter: Rule",
                path,
                because=f"{whose} has {wanted}, and no {other}",
            )


def _unique(resource: Resource) -> Iterator[Refusal]:
    seen: set[str] = set()
    for index, rule in enumerate(entries(resource.get("Rules"))):
        value = at(rule, "Priority")
        if isinstance(value, str | int) and as_text(value) in seen:
            text = f"Priority {as_text(value)} is that of another rule, and they must all be different."
            place: PropertyPath = ("Rules", index, "Priority")
            yield Refusal("wafv2.CreateWebACL", "WAFInvalidParameterException", text, place, ours=True)
        seen.add(as_text(value))


def _managed(resource: Resource) -> Iterator[Refusal]:
    for index, rule in enumerate(entries(resource.get("Rules"))):
        group = at(rule, "Statement", "ManagedRuleGroupStatement")
        vendor, name = as_text(at(group, "VendorName")), as_text(at(group, "Name"))
        place: PropertyPath = ("Rules", index, "Statement", "ManagedRuleGroupStatement")
        if vendor.lower() == "aws" and vendor != "AWS":
            text = f"There is no vendor {vendor} of rule groups."
            yield Refusal(*_ABSENT, text, (*place, "VendorName"), ours=True, instead="AWS")
        near = get_close_matches(name, MANAGED, n=1, cutoff=_NEAR)
        if vendor == "AWS" and near and name not in MANAGED:
            text = f"There is no managed rule group {name}."
            yield Refusal(*_ABSENT, text, (*place, "Name"), ours=True, instead=near[0])


_ABSENT = ("wafv2.CreateWebACL", "WAFNonexistentItemException")


def association_refused(world: World, resource: Resource) -> Refusal | None:
    value = resource.get("ResourceArn")
    if not isinstance(value, str) or not value:
        return None
    named = world.find(value)
    if named is not None and named.type not in CARDS:
        # What Ref gives of such a type is not what AWS gives.
        return None
    arn = Arn.parse(value)
    fits = arn is not None and arn.service in _SERVICES
    if arn is not None and arn.service == "elasticloadbalancing":
        fits = arn.resource.startswith("loadbalancer/app/")
    if arn is not None and arn.service == "apigateway":
        fits = not arn.resource.startswith("/apis/")
    if fits:
        return None
    text = (
        "Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by "
        f"colons or slashes., field: RESOURCE_ARN, parameter: {value}"
    )
    because = "" if arn is None else "a web ACL can't be put before that"
    return Refusal("wafv2.AssociateWebACL", "WAFInvalidParameterException", text, ("ResourceArn",), because=because)
