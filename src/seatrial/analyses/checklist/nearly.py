"""Says which statement nearly allows a call, what it says instead, and what to write there.

The finding then stands at the Resource, the Action or the test of a Condition that somebody got nearly right. Where no
statement comes near, it stays with whoever found it. A long file: one thought, with a few lines for each thing that a
statement can lack.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.typed import named, shown, typed
from seatrial.analyses.iam import (
    Decision,
    Lack,
    Near,
    Policies,
    Policy,
    PolicyKind,
    Request,
    RoleView,
    evaluate,
    nearest,
)
from seatrial.analyses.iam.bounds import BOUNDS, LATER
from seatrial.analyses.iam.condition import FailedTest, failing_tests
from seatrial.analyses.iam.effect import meant_to_allow
from seatrial.analyses.iam.pattern import resource_matches
from seatrial.analyses.iam.policy import Statement
from seatrial.analyses.iam.principal import Names, named_by
from seatrial.analyses.iam.slips import correction
from seatrial.model.edit import Edit, set_property
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at

_MOST_SHOWN = 3
# How much more a policy has to be called like one role than like another, of 1.
_ITS_OWN = 0.3
# Operators that take wildcards, in place of those that compare the text as it is.
_WITH_WILDCARDS = {
    "stringequals": "StringLike",
    "stringnotequals": "StringNotLike",
    "stringequalsignorecase": "StringLike",
}
# Keys whose values are ARNs.
_OF_ARNS = ("aws:sourcearn", "aws:principalarn", "ecs:cluster", "iam:associatedresourcearn")


class Told(Struct, frozen=True):
    """Where a finding stands, what the statement says (a clause), and what mends it."""

    resource: Resource
    path: PropertyPath
    says: str
    mend: str
    fix: tuple[Edit, ...] = ()

    @property
    def attached(self) -> bool:
        """Whether it is a policy that is attached to another role."""
        return self.path[-1:] in (("Roles",), ("RoleName",))


def told(inquiry: Inquiry, asked: tuple[Request, Policies], decision: Decision, role: RoleView | None) -> Told | None:
    """What a denied call is told by: a deny, the boundary, the policy of the resource or a statement that comes near.

    None where nothing in a template is near: the role just lacks it.
    """
    request, policies = asked
    if decision.statement is not None:
        return _denied(inquiry, request, policies, decision)
    if "permissions boundary" in decision.reason:
        return _outside_boundary(inquiry, request, policies, role)
    if "resource-based" in decision.reason:
        return _of_resource(inquiry, request, policies, role)
    near = nearest(request, policies.identity)
    if near is None:
        # A key's policy may allow it itself, and one that speaks of roles or conditions was meant to; so was that of a
        # queue which names roles.
        near = nearest(request, policies.resource)
        of_key = request.action.startswith("kms:")
        near = near if near is not None and near.meant and (of_key or _names_roles(near)) else None
        # What is allowed to the account is allowed to none of its roles by that alone.
        if near is not None and named_by(near.statement.content, request) is Names.ACCOUNT:
            near = None
    return explained(inquiry, request, near) if near is not None else _attached_elsewhere(inquiry, request, role)


def _names_roles(near: Near) -> bool:
    return any(":role/" in as_text(item) for item in as_list(at(near.statement.content, "Principal", "AWS")))


def let_in(inquiry: Inquiry, request: Request, policies: Sequence[Policy], decision: Decision) -> Told | None:
    """What keeps a service out by the policy of what it calls: a deny, or the statement that nearly lets it in."""
    if decision.statement is not None:
        return _denied(inquiry, request, Policies((), tuple(policies)), decision)
    near = nearest(request, [item for item in policies if item.resource is not None and inquiry.owns(item.resource)])
    return explained(inquiry, request, near) if near is not None else None


def _attached_elsewhere(inquiry: Inquiry, request: Request, role: RoleView | None) -> Told | None:
    """A policy of the template that allows it, and that is attached to other roles only."""
    own = {policy.resource.logical_id for policy in role.identity if policy.resource is not None} if role else set()
    policies = inquiry.system.of_type("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
    # Of several that allow it, the one that is called like the role.
    for resource in sorted(policies, key=lambda item: -_likeness(item, role)):
        key = "RoleName" if resource.type == "AWS::IAM::RolePolicy" else "Roles"
        names = [inquiry.find(item, "AWS::IAM::Role") for item in as_list(resource.get(key))]
        others = [item.logical_id for item in names if item is not None]
        policy = Policy(resource.logical_id, resource.get("PolicyDocument"), PolicyKind.IDENTITY, resource)
        if role is None or resource.logical_id in own or len(others) != len(names) or not others:
            continue
        if max(_alike(resource.logical_id, other) for other in others) > _likeness(resource, role) + _ITS_OWN:
            # It is called like the role that it belongs to, so that this one lacks a policy of its own.
            continue
        if evaluate(request, Policies((policy,))).allowed:
            says = f"{resource.logical_id} allows it, but is attached to {' and '.join(others)}"
            wanted = role.resource.logical_id
            mend = f"add !Ref {wanted} to Roles of {resource.logical_id}, or write it in place of {others[0]}"
            mend = mend if key == "Roles" else f"write RoleName: !Ref {wanted} in {resource.logical_id}"
            return Told(resource, (key,), says, mend)
    return None


def _likeness(policy: Resource, role: RoleView | None) -> float:
    """How much a policy is called like a role, of 1."""
    return _alike(policy.logical_id, role.resource.logical_id if role is not None else "")


def _alike(left: str, right: str) -> float:
    return SequenceMatcher(None, left.lower(), right.lower()).ratio()


_BOUNDARY = " in the permissions boundary of "


def both(first: Told, second: Told) -> Told:
    """One statement that lacks two things: told as the first, with both mends."""
    for verb, rest in (("write Resource: ", " there"), ("add ", " to its Resource")):
        if all(item.mend.startswith(verb) and item.mend.endswith(rest) for item in (first, second)):
            right = second.mend.removeprefix(verb).removesuffix(rest)
            head = first.mend.removesuffix(rest)
            return replace(first, mend=f"{head} and {right}{rest}")
    head, of_boundary, whose = first.mend.rpartition(_BOUNDARY)
    if of_boundary and second.mend.endswith(f"{_BOUNDARY}{whose}"):
        more = second.mend.removesuffix(f"{_BOUNDARY}{whose}").removeprefix("allow ")
        calls = dict.fromkeys(f"{head.removeprefix('allow ')}, {more}".split(", "))
        return replace(first, mend=f"allow {', '.join(calls)}{_BOUNDARY}{whose}")
    return replace(first, mend=f"{first.mend}, and {second.mend}")


def explained(inquiry: Inquiry, request: Request, near: Near) -> Told | None:
    """What one statement lacks."""
    resource = near.statement.policy.resource
    if resource is None or not inquiry.owns(resource):
        return None
    match near.lack:
        case Lack.CONDITION if near.test is not None:
            says, mend = condition_told(inquiry, near.test)
            says = f"{near.statement} allows it only where {says}"
        case Lack.RESOURCE:
            says, mend = _resource_told(inquiry, request, near)
        case Lack.ACTION:
            says, mend = _action_told(request, near)
        case Lack.PRINCIPAL if near.written and request.principal:
            says = f"{near.statement} allows {request.action} only to "
            says += _some([named(inquiry, item) for item in near.written])
            mend = f"add {typed(inquiry, request.principal)} to its Principal"
            if near.administers:
                key = near.statement.policy.path[-1]
                mend = f"add a statement to {key} of {resource.logical_id} that allows {request.action} to "
                mend += typed(inquiry, request.principal)
        case Lack.PRINCIPAL if near.written and request.service:
            says = f"{near.statement} allows {request.action} only to {_some(near.written)}"
            # With this very source in its condition it was written for this caller, else somebody may need it.
            tests = at(near.statement.content, "Condition")
            tested = [keys for keys in tests.values() if isinstance(keys, dict)] if isinstance(tests, dict) else []
            own = any(key.lower() == "aws:sourcearn" for keys in tested for key in keys)
            alone = len(near.written) == 1 and own
            mend = (
                f"write Service: {request.service}" if alone else f"add {request.service} to Service of its Principal"
            )
        case _:
            return None
    return Told(resource, near.path, says, mend)


def condition_told(inquiry: Inquiry, test: FailedTest) -> tuple[str, str]:
    """What a test of a condition wants and gets, and what to write."""
    wanted, operator = _some(test.wanted), test.operator.lower().rpartition(":")[2].removesuffix("ifexists")
    if operator == "null":
        return (
            f"{test.key} is {'absent' if 'true' in test.wanted else 'there'}",
            f"take {test.key} out of the Condition",
        )
    if not test.given and test.meant:
        return f"{test.key} is {wanted}, and there is no such key", f"write {test.meant} in place of {test.key}"
    if not test.given:
        return (
            f"{test.key} is {wanted}, and the request has no such key",
            f"take {test.key} out of the Condition, or write {test.operator}IfExists",
        )
    given = test.given[0]
    if given in BOUNDS:
        return _bound_told(test, wanted, given)
    here = _known_arn(inquiry, test, given)
    says = f"{test.key} {'is not' if 'not' in operator else 'is'} {wanted}, and here it is {here or given}"
    if operator in _WITH_WILDCARDS and any("*" in item or "?" in item for item in test.wanted):
        other = "ArnLike" if test.key.lower() in _OF_ARNS else _WITH_WILDCARDS[operator]
        return (
            f"{test.key} is {wanted} to the letter: {test.operator} takes no wildcards",
            f"write {other} in place of {test.operator}",
        )
    if "!Sub arn" in here and here.endswith(":*") and operator.startswith("string"):
        return says, f"write {test.key}: {here} below ArnLike, in place of {test.operator}"
    if "not" in operator:
        return says, f"take {here or given} out of {test.key}"
    return says, f"write {test.key}: {here or _pseudo(inquiry, test.key, given)}"


def _bound_told(test: FailedTest, wanted: str, given: str) -> tuple[str, str]:
    """What a test asks of a time or of an address of which only a bound is known."""
    operator = test.operator.lower()
    if given == LATER:
        order = "before " if "less" in operator else "after " if "greater" in operator else ""
        says = f"{test.key} is {order}{wanted}, and here it is {given}"
        return says, f"write a later date for {test.key}, or take it out of the Condition"
    says = f"{test.key} is {'not in ' if 'not' in operator else 'in '}{wanted}, and here it is {given}, for calls "
    says += "leave the VPC by a NAT gateway or an internet gateway"
    return says, f"write the public addresses of these gateways for {test.key}, or take it out of the Condition"


def _known_arn(inquiry: Inquiry, test: FailedTest, given: str) -> str:
    """The form in which one types what a key is here; "" for a value that isn't an ARN."""
    scope = inquiry.system.scope
    if test.key.lower() == "aws:sourcearn" and ":ecs:" in given:
        return "!Sub arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*"
    if not given.startswith("arn:"):
        return ""
    return typed(inquiry, given) if scope.account in given else given


def _pseudo(inquiry: Inquiry, key: str, given: str) -> str:
    scope = inquiry.system.scope
    if given == scope.account:
        return "!Ref AWS::AccountId"
    found = inquiry.find(given) if key.lower().startswith("aws:sourcevpc") else None
    if found is not None and found.physical_id == given:
        return f"!Ref {found.logical_id}"
    if key.lower() == "kms:viaservice" and f".{scope.region}." in given:
        return f"!Sub {given.replace(f'.{scope.region}.', '.${AWS::Region}.')}"
    return "!Ref AWS::Region" if given == scope.region else given


def _resource_told(inquiry: Inquiry, request: Request, near: Near) -> tuple[str, str]:
    wanted, right = request.resource, typed(inquiry, request.resource)
    says = f"{near.statement} allows {request.action} only on {_some([shown(inquiry, item) for item in near.written])}"
    if near.path[-1] == "NotResource":
        return f"{near.statement} leaves {named(inquiry, wanted)} out by NotResource", f"take it out of {near.path[-1]}"
    for written in near.written:
        corrected, slip = correction(written, request.resource)
        if slip:
            right = typed(inquiry, corrected) if "*" in corrected else right
            return f"{says}, {slip}", f"write {right} in place of {_as_written(inquiry, written)}"
    if len(near.written) == 1 and not _is_needed(inquiry, near.written[0], request.resource):
        return says, f"write Resource: {right} there"
    return says, f"add {right} to its Resource"


def _as_written(inquiry: Inquiry, written: str) -> str:
    """What stands in a policy, as it was typed where that can be told."""
    return typed(inquiry, written) if inquiry.find(written) is not None else shown(inquiry, written)


def _is_needed(inquiry: Inquiry, written: str, wanted: str) -> bool:
    """Whether what stands there is a resource of the template that the call may be about as well."""
    kind, other = written.partition("/")[0], wanted.partition("/")[0]
    if "/" in written and "/" in wanted and kind.rpartition(":")[2] != other.rpartition(":")[2]:
        # One call may be about a bucket and its objects, or a job queue and a job definition.
        return any(service in written for service in (":s3:", ":batch:"))
    plain = written.removesuffix("/*")
    arns = [item.arn for item in inquiry.system.resources.values() if item.arn]
    return any(arn == plain or resource_matches(written, arn) for arn in arns)


def _action_told(request: Request, near: Near) -> tuple[str, str]:
    says = f"{near.statement} allows {_some(near.written) or 'other actions'} there, but not {request.action}"
    if near.path[-1] == "NotAction":
        return f"{near.statement} leaves {request.action} out by NotAction", f"take {request.action} out of NotAction"
    if len(near.written) == 1 and near.written[0].lower().rstrip("s") == request.action.lower().rstrip("s"):
        return says, f"write {request.action} in place of {near.written[0]}"
    return says, f"add {request.action} to its Action"


def _denied(inquiry: Inquiry, request: Request, policies: Policies, decision: Decision) -> Told | None:
    statement = decision.statement
    assert statement is not None
    resource = statement.policy.resource
    if resource is None or not inquiry.owns(resource):
        return None
    content, right = statement.content, typed(inquiry, request.resource)
    if meant_to_allow(request, policies, statement):
        says = f"{statement}, which is written for this very call, denies it"
        fix = (set_property(resource.logical_id, *statement.path, "Effect", to="Allow"),)
        return Told(resource, statement.path, says, f"write Effect: Allow in {statement}", fix)
    for test in failing_tests(at(content, "Condition"), request, statement.variables, fail=False):
        if test.given or "not" in test.operator.lower():
            return _denied_where(inquiry, statement, resource, test)
    key = next((key for key in ("NotResource", "NotAction") if isinstance(content, dict) and key in content), "")
    if key == "NotResource":
        mend = f"add {right} to NotResource of {statement}"
    elif key == "NotAction":
        mend = f"add {request.action} to NotAction of {statement}"
    else:
        mend = f"take {request.action} out of {statement}, or narrow its Resource so that it leaves {right} out"
    return Told(resource, statement.path, f"{statement} denies it", mend)


def _denied_where(inquiry: Inquiry, statement: Statement, resource: Resource, test: FailedTest) -> Told:
    """A deny with a condition that holds here: its test is what somebody got wrong."""
    negated = "not" in test.operator.lower()
    path = (*statement.path, "Condition", test.operator, test.key)
    if not test.given:
        says = f"{statement} denies it where {test.key} is not {_some(test.wanted)}, and here there is none"
        mend = (
            f'add Null: {{ {test.key}: "false" }} to its Condition, so that it speaks of requests with that key alone'
        )
        return Told(resource, path, says, mend)
    if test.given[0] in BOUNDS:
        says, mend = _bound_told(test, _some(test.wanted), test.given[0])
        return Told(resource, path, f"{statement} denies it where {says}", mend)
    here = _known_arn(inquiry, test, test.given[0]) or shown(inquiry, test.given[0])
    if test.key.lower().startswith("aws:sourcevpc") and inquiry.find(test.given[0]) is not None:
        here = f"!Ref {here}"
    wanted = _some([shown(inquiry, item) for item in test.wanted])
    says = f"{statement} denies it where {test.key} is {'not ' if negated else ''}{wanted}, and here it is {here}"
    mend = f"add {here} to {test.key}" if negated else f"take {here} out of {test.key}, or write the Not form"
    mend = mend if negated or len(test.wanted) > 1 else f"write another value for {test.key}, or {_negated(test)}"
    if test.operator.lower().startswith("bool"):
        mend = f'write {test.key}: "{"false" if test.given[0] == "true" else "true"}"'
    return Told(resource, path, says, mend)


def _negated(test: FailedTest) -> str:
    """The operator that says the contrary, as a deny of all but one needs it."""
    for beginning in ("String", "Arn", "Numeric", "Date"):
        if test.operator.startswith(beginning):
            return f"{beginning}Not{test.operator.removeprefix(beginning)} in place of {test.operator}"
    return f"Not{test.operator} in place of {test.operator}"


def _outside_boundary(inquiry: Inquiry, request: Request, policies: Policies, role: RoleView | None) -> Told | None:
    limits = [item for item in policies.limits if item.kind is PolicyKind.BOUNDARY]
    near = nearest(request, limits)
    if near is not None and (found := explained(inquiry, request, near)) is not None:
        return found
    boundary = limits[0].resource if limits else None
    if boundary is not None and inquiry.owns(boundary):
        says = f"{boundary.logical_id}, its permissions boundary, does not allow {request.action}"
        mend = f"allow {request.action} on {typed(inquiry, request.resource)} in {boundary.logical_id}"
        return Told(boundary, ("PolicyDocument",), says, mend)
    if role is None or not inquiry.owns(role.resource):
        return None
    says = f"its permissions boundary does not allow {request.action}"
    mend = f"allow {request.action} in the permissions boundary of {role.resource.logical_id}"
    return Told(role.resource, ("PermissionsBoundary",), says, mend)


def _of_resource(inquiry: Inquiry, request: Request, policies: Policies, role: RoleView | None) -> Told | None:
    """A key's policy, above all: it has to allow, whatever the role is allowed."""
    own = [item for item in policies.resource if item.resource is not None and inquiry.owns(item.resource)]
    if not own:
        return None
    near = nearest(request, own)
    found = explained(inquiry, request, near) if near is not None and near.meant else None
    return found or _unnamed(inquiry, request, own, role, near)


def _unnamed(
    inquiry: Inquiry, request: Request, own: Sequence[Policy], role: RoleView | None, near: Near | None
) -> Told:
    policy = own[0]
    resource = policy.resource
    assert resource is not None
    path = near.statement.path if near is not None else policy.path
    who = f"AWS: {typed(inquiry, request.principal)}" if request.principal else f"Service: {request.service}"
    whose = role.resource.logical_id if role is not None else request.service
    key = policy.path[-1] if policy.path else "its policy"
    says = f"{key} of {resource.logical_id} allows {request.action} neither to {whose} nor to the account's root"
    mend = f"allow {request.action} to Principal: {{ {who} }} in {key} of {resource.logical_id}"
    return Told(resource, path, says, mend)


def _some(values: Sequence[str]) -> str:
    unique = list(dict.fromkeys(values))
    if len(unique) > _MOST_SHOWN:
        return f"{', '.join(unique[:_MOST_SHOWN])} and {len(unique) - _MOST_SHOWN} more"
    return f"{', '.join(unique[:-1])} or {unique[-1]}" if len(unique) > 1 else "".join(unique)
