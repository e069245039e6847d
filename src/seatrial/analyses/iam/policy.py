"""A policy and its statements, each with its place in the text, and whether a statement speaks of a request.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import partial

from msgspec import Struct

from seatrial.analyses.iam.answer import NO, YES, Answer, cannot_tell, every, some
from seatrial.analyses.iam.condition import condition_holds
from seatrial.analyses.iam.pattern import action_matches, expand, resource_matches
from seatrial.analyses.iam.request import Request
from seatrial.model.resource import Resource
from seatrial.model.span import NOWHERE, PropertyPath, Span
from seatrial.model.value import GAP, Unknown, Value, as_list, as_text, at, parsed_json

NEW_VERSION = "2012-10-17"


class PolicyKind(StrEnum):
    """Which kind of policy it is, in the words that AWS's messages use."""

    IDENTITY = "identity-based policy"
    RESOURCE = "resource-based policy"
    BOUNDARY = "permissions boundary"
    ENDPOINT = "VPC endpoint policy"


class Policy(Struct, frozen=True):
    """``document`` stands at ``path`` of ``resource``; a policy that AWS keeps has no place."""

    name: str
    document: Value
    kind: PolicyKind = PolicyKind.IDENTITY
    resource: Resource | None = None
    path: PropertyPath = ()

    def statements(self) -> Iterator[Statement]:
        document = self.document
        if isinstance(document, str):
            try:
                document = parsed_json(document)
            except ValueError:
                return
        # A policy without a version is one of 2008, which has no variables.
        variables = as_text(at(document, "Version")) == NEW_VERSION
        found = at(document, "Statement")
        single = isinstance(found, dict)
        for index, content in enumerate(as_list(found)):
            place: PropertyPath = (*self.path, "Statement") if single else (*self.path, "Statement", index)
            yield Statement(self, index, content, variables, place)

    @property
    def doubt(self) -> str:
        """Why the policy cannot be read; "" where it can."""
        document = self.document
        for value in (document, at(document, "Statement")):
            if isinstance(value, Unknown):
                return value.reason
        if isinstance(document, str):
            try:
                parsed_json(document)
            except ValueError:
                return f"{self.name} is not JSON"
        return next((item.reason for item in as_list(at(document, "Statement")) if isinstance(item, Unknown)), "")


class Statement(Struct, frozen=True):
    """One statement. ``str()`` says where it stands, as people would."""

    policy: Policy
    index: int
    content: Value
    variables: bool
    path: PropertyPath = ()

    @property
    def sid(self) -> str:
        return as_text(at(self.content, "Sid"))

    @property
    def denies(self) -> bool:
        return as_text(at(self.content, "Effect")) == "Deny"

    def may_allow(self, action: str) -> bool:
        """Whether it allows an action, on whatever resource; so may one whose actions aren't known."""
        named = at(self.content, "Action")
        listed = [named] if isinstance(named, Unknown) else as_list(named)
        fits = any(not isinstance(item, str) or action_matches(item, action) for item in listed)
        return not self.denies and (fits or at(self.content, "NotAction") is not None)

    @property
    def span(self) -> Span:
        return self.policy.resource.span(*self.path) if self.policy.resource is not None else NOWHERE

    def __str__(self) -> str:
        name = f"statement {self.sid}" if self.sid else f"statement {self.index + 1}"
        return f"{name} of {self.policy.name}"

    def speaks_of(self, request: Request) -> Answer:
        """Whether action, resource and condition fit; the principal of a resource-based policy is asked separately."""
        return every((partial(self._action, request), partial(self._resource, request), partial(self._holds, request)))

    def parts(self, request: Request) -> tuple[Answer, Answer, Answer]:
        """Whether action, resource and condition fit, each by itself."""
        return self._action(request), self._resource(request), self._holds(request)

    def _holds(self, request: Request) -> Answer:
        return condition_holds(at(self.content, "Condition"), request, self.variables)

    def _action(self, request: Request) -> Answer:
        if at(self.content, "NotAction") is not None:
            return ~self._any("NotAction", request)
        return self._any("Action", request)

    def _resource(self, request: Request) -> Answer:
        if at(self.content, "NotResource") is not None:
            return ~self._any("NotResource", request)
        if at(self.content, "Resource") is None:
            # A trust policy and a repository's policy speak of what they are attached to.
            return YES if self.policy.kind is PolicyKind.RESOURCE else NO
        return self._any("Resource", request)

    def _any(self, key: str, request: Request) -> Answer:
        return some(partial(self._fits, key, value, request) for value in as_list(at(self.content, key)))

    def _fits(self, key: str, value: Value, request: Request) -> Answer:
        if isinstance(value, Unknown):
            apart = key == "Resource" and _is_another_part(value.text.partition(GAP)[0], request.resource)
            return NO if apart else cannot_tell(value.reason)
        if not isinstance(value, str):
            return NO
        if key.endswith("Action"):
            return YES if action_matches(value, request.action) else NO
        text = expand(value, request, self.variables)
        if isinstance(text, Answer):
            return text
        return YES if resource_matches(text, request.resource) else NO


def _is_another_part(known: str, asked: str) -> bool:
    """Whether what is known of an ARN is already another part of the thing that is asked for, or the other way round:
    the stream of a table, and the table itself or its index.
    """
    place = next((index for index, pair in enumerate(zip(known, asked, strict=False)) if pair[0] != pair[1]), None)
    if place is None:
        return known.startswith(f"{asked}/")
    return place > 0 and not {"*", "?"} & {*known[: place + 1]} and known[:place].rpartition(":")[2].count("/") > 1
