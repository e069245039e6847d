"""What an application does with what it is given: the calls that each service takes for a resource of its own.

A container that is told of a queue calls Amazon SQS, as its task role. Which calls it makes nobody can read from a
template; but where its role is allowed none of them, it can make no use of the queue at all. So a use is asked in two
steps: is anything allowed, and is allowed what the plain use needs.

Source: actions and resource types of each service,
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
(read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.checklist.gifts import FUNCTION, JOB, Gift, own_credentials
from seatrial.analyses.checklist.use_table import OBJECTS, TEXT, USES, Use, part_of, use_of
from seatrial.analyses.checklist.variable_names import kind_asked, wants_value
from seatrial.analyses.iam import (
    ContextValue,
    Decision,
    Missing,
    Policies,
    Policy,
    Request,
    RoleView,
    evaluate,
    question,
)
from seatrial.analyses.iam.near import rated
from seatrial.model.arn import Arn, dns_suffix_of
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at

if TYPE_CHECKING:
    from seatrial.analyses.checklist.inquiry import Inquiry


class Allowance(Struct, frozen=True):
    """What a role may do with a resource: None where it cannot be told. ``decision`` is the one on the first plain
    call, which says why it is denied.
    """

    anything: bool | None
    plain: bool | None
    decision: Decision
    action: str
    on: str


class Used(Struct, frozen=True):
    """A gift that containers make use of as their task role. ``about`` is the ARN that the calls are about. ``role`` is
    None where the definition names none; ``allowance`` is None where the role isn't known.
    """

    gift: Gift
    use: Use
    about: str
    role: RoleView | Missing | Unknown | None
    allowance: Allowance | None

    @property
    def resource(self) -> Resource:
        return self.gift.resource

    @property
    def key(self) -> tuple[str, str]:
        """Task definition and resource, by logical ids."""
        return self.gift.definition.logical_id, self.resource.logical_id


def used(inquiry: Inquiry) -> tuple[Used, ...]:
    """Every gift that is of use, once per task definition and resource."""
    return _used(inquiry, inquiry.gifts)


def used_by_functions(inquiry: Inquiry) -> tuple[Used, ...]:
    """What functions are given and use as their role."""
    return _used(inquiry, inquiry.function_gifts)


def used_by_jobs(inquiry: Inquiry) -> tuple[Used, ...]:
    """What jobs of AWS Batch are given and use as their role."""
    return _used(inquiry, inquiry.job_gifts)


def role_path(definition: Resource) -> PropertyPath:
    """Where the role is named that an application acts as: that of its task, its function or its job."""
    if definition.type == JOB:
        return ("ContainerProperties", "JobRoleArn")
    return ("Role",) if definition.type == FUNCTION else ("TaskRoleArn",)


def role_value(definition: Resource) -> Value:
    """The role that an application acts as."""
    return definition.get(*role_path(definition))


def _used(inquiry: Inquiry, gifts: Sequence[Gift]) -> tuple[Used, ...]:
    found: dict[tuple[str, str, str], Used] = {}
    asked: dict[tuple[str, str, str], Allowance] = {}
    for gift in gifts:
        use = use_of(gift)
        key = (gift.definition.logical_id, gift.resource.logical_id, use.noun if use is not None else "")
        if use is None or gift.secret or key in found or not _hands_out(use, gift):
            continue
        if wants_value(gift) or kind_asked(gift) is not None:
            # It is a slip, and told as one.
            continue
        about = subject(inquiry, use, gift.resource)
        if not about or own_credentials(gift.definition, gift.container):
            continue
        if use.when is not None and not use.when(inquiry, gift):
            continue
        value = role_value(gift.definition)
        role = None if value in (None, "") else inquiry.role(value)
        answer: Allowance | None = None
        if isinstance(role, RoleView):
            pair = (role.name, gift.resource.logical_id, use.noun)
            answer = asked.get(pair) or allowance(inquiry, role, use, gift.resource)
            asked[pair] = answer
        found[key] = Used(gift, use, about, role, answer)
    return tuple(found.values())


def _hands_out(use: Use, gift: Gift) -> bool:
    """Whether a variable tells how to use a resource. A plain name may mean something else, an ARN may not."""
    if gift.attribute in use.attributes:
        return True
    return gift.attribute is TEXT and as_text(gift.definition.get(*gift.path)) == gift.resource.arn != ""


class _Formatter(Formatter):
    """Attributes have dots in their names."""

    def get_field(self, field_name: str, args: Sequence[object], kwargs: Mapping[str, object]) -> tuple[object, str]:
        return kwargs[field_name], field_name


def subject(inquiry: Inquiry, use: Use, resource: Resource) -> str:
    """The ARN that the calls are about; "" where it isn't known."""
    if use.on:
        named = inquiry.find(resource.get(*use.on))
        return named.arn if named is not None else ""
    if not use.arn:
        return resource.arn
    told = {key: value for key, value in resource.attributes.items() if isinstance(value, str)}
    if any(key not in told for _, key, _, _ in Formatter().parse(use.arn) if key):
        return ""
    made = _Formatter().vformat(use.arn, (), told)
    if made.startswith("arn:"):
        return made
    service, _, named_by = made.partition(":")
    scope = inquiry.system.scope
    return str(Arn(scope.partition, service, scope.region, scope.account, named_by))


def allowance(
    inquiry: Inquiry, role: RoleView, use: Use, resource: Resource, endpoint: Policy | None = None
) -> Allowance:
    """What a role may do with a resource, itself or by what stands behind it."""
    answer = _allowance(inquiry, role, use, resource, endpoint)
    behind = inquiry.find(resource.get(*use.also)) if use.also else None
    if answer.plain or behind is None or behind.type not in USES:
        return answer
    other = _allowance(inquiry, role, USES[behind.type], behind, endpoint)
    anything, plain = _either(answer.anything, other.anything), _either(answer.plain, other.plain)
    return replace(answer, anything=anything, plain=plain)


def _allowance(inquiry: Inquiry, role: RoleView, use: Use, resource: Resource, endpoint: Policy | None) -> Allowance:
    """Asks for every call until one is allowed; plain ones first."""
    first: tuple[Decision, str, str] | None = None
    best: dict[bool, bool | None] = {True: False, False: False}
    about = subject(inquiry, use, resource)
    for plain, action, on in _candidates(role, use, about):
        if best[plain] is True:
            continue
        decision = ask(inquiry, role, action, on, endpoint)
        first = first or (decision, action, on)
        if decision.allowed or (decision.allowed is None and best[plain] is False):
            best[plain] = decision.allowed
        if best[True]:
            break
    decision, action, on = first or (Decision(False, ""), "", about)
    plain_answer = best[True] if use.plain else best[False]
    if plain_answer and (shut := _shut(inquiry, role, use, resource, endpoint)) is not None:
        plain_answer, (decision, action, on) = False, shut
    return Allowance(_either(best[True], best[False]), plain_answer, decision, action, on)


def _shut(
    inquiry: Inquiry, role: RoleView, use: Use, resource: Resource, endpoint: Policy | None
) -> tuple[Decision, str, str] | None:
    """The deny that keeps a role from getting and putting objects, though it may do some rarer thing with them."""
    if OBJECTS not in use.calls:
        return None
    on = f"{resource.arn}/any"
    asked = [(ask(inquiry, role, use.action(call), on, endpoint), call) for call in use.plain[:2]]
    if any(decision.statement is None or decision.allowed is not False for decision, _ in asked):
        return None
    return asked[0][0], use.action(asked[0][1]), on


def first_allowed(inquiry: Inquiry, role: RoleView, use: Use, resource: Resource) -> tuple[str, str]:
    """A call that a role may make of a resource, plain ones first, and on what; two empty texts where there is none."""
    for _, action, on in _candidates(role, use, subject(inquiry, use, resource)):
        if ask(inquiry, role, action, on).allowed:
            return action, on
    return "", ""


def ask(inquiry: Inquiry, role: RoleView, action: str, on: str, endpoint: Policy | None = None) -> Decision:
    """IAM's decision on a call of an application, with every policy that has a say."""
    return evaluate(*asked(inquiry, role, action, on, endpoint))


def asked(
    inquiry: Inquiry, role: RoleView, action: str, on: str, endpoint: Policy | None = None
) -> tuple[Request, Policies]:
    """What IAM is asked for a call of an application, with every policy that has a say."""
    region = inquiry.system.scope.region
    service = action.partition(":")[0]
    context: dict[str, ContextValue] = {"aws:RequestedRegion": region}
    if action == "lambda:InvokeFunctionUrl":
        # It is only asked of a URL that wants signed requests.
        context["lambda:FunctionUrlAuthType"] = "AWS_IAM"
    context |= inquiry.from_where(role, f"{service}.{region}.{dns_suffix_of(region)}")
    return question(inquiry.systems, role, action, on, context, endpoint=endpoint)


# How much nearer another call has to be.
_USUAL = 0.1


def nearest_use(inquiry: Inquiry, role: RoleView, use: Use, answer: Allowance) -> tuple[str, Decision]:
    """Of the plain calls, the one that a statement of the role comes nearest to, and its decision."""
    best: tuple[float, str] = (0.0, answer.action)
    first = use.plain[0] if use.plain else ""
    if "identity-based" not in answer.decision.reason:
        return answer.action, answer.decision
    for call in use.plain:
        action = use.action(call)
        request, policies = asked(inquiry, role, action, answer.on)
        decision = evaluate(request, policies)
        if decision.allowed is False and "identity-based" not in decision.reason:
            # The role allows it: what denies it stands elsewhere.
            return action, decision
        near = rated(request, policies.identity)
        # Another than the usual call only where the statement is plainly meant for it.
        nearness = 0.0 if near is None else near[0] + (_USUAL if call == first else 0.0)
        if nearness > best[0]:
            best = nearness, action
    return best[1], ask(inquiry, role, best[1], answer.on)


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left or right:
        return True
    return None if left is None or right is None else False


def _candidates(role: RoleView, use: Use, about: str) -> Iterator[tuple[bool, str, str]]:
    """Calls with what they are about. What is in a bucket or behind a version is anything that a policy of the role
    speaks of, and anything at all.
    """
    written = [] if use.strict else [item for item in _written(role, use) if item not in use.useless]
    for plain in (True, False):
        for part, calls in use.calls.items():
            more = [item for item in written if item not in calls and _may_be_about(use, part, item)]
            for call in (*calls, *(more if not plain else ())):
                if (call in use.plain) is plain:
                    for on in subjects(role, about, part):
                        yield plain, use.action(call), on


def _may_be_about(use: Use, part: str, call: str) -> bool:
    return not use.inner or (part != "") == any(word in call for word in use.inner)


def _written(role: RoleView, use: Use) -> Iterator[str]:
    """Actions of the service as the role's policies write them, a wildcard as some letter."""
    own = f"{use.actions}:"
    beginnings = (own, *(f"{other}:" for other in use.others))
    for policy in role.identity:
        for statement in policy.statements():
            for action in as_list(at(statement.content, "Action")):
                text = as_text(action)
                if text.lower().startswith(beginnings):
                    name = text[len(own) :] if text.lower().startswith(own) else text
                    yield name.replace("*", "X").replace("?", "X")


def subjects(role: RoleView, arn: str, part: str) -> Iterator[str]:
    """What calls about a part of a resource may be about: anything there, and all that the role's policies speak of."""
    if part == "":
        yield arn
        return
    pattern = part_of(arn, part)
    yield pattern.replace("*", "any")
    beginning = pattern.partition("*")[0]
    for policy in role.identity:
        for statement in policy.statements():
            for value in as_list(at(statement.content, "Resource")):
                text = as_text(value)
                if text.startswith(beginning):
                    yield text.replace("*", "any").replace("?", "x")
