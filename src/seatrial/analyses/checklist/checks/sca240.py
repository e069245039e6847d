"""Whether ECS can call the function of a lifecycle hook, and is answered as it wants to be.

Its code is looked at as far as it stands in the template.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
("it must return a hookStatus for the deployment to continue. If a hookStatus is not returned, or if the function fails,
the deployment rolls back"; SUCCEEDED, FAILED, IN_PROGRESS),
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentLifecycleHook.html (roleArn: "grants Amazon ECS
permission to call Lambda functions on your behalf").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import FUNCTION
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, at

_HOOKS: PropertyPath = ("DeploymentConfiguration", "LifecycleHooks")
_ANSWER, _GOES_ON = "hookStatus", "SUCCEEDED"
_STATUSES = (_GOES_ON, "FAILED", "IN_PROGRESS")
_WRITTEN = re.compile(r"""hookStatus["']?\]?\s*[:=]\s*["'](\w+)["']""")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for service in inquiry.system.of_type(SERVICE):
        for index, hook in enumerate(as_list(service.get(*_HOOKS))):
            if at(hook, "HookTargetArn") is not None and at(hook, "RoleArn") is None:
                yield _without_role(service, index)
            function = inquiry.find(at(hook, "HookTargetArn"), FUNCTION)
            code = function.get("Code", "ZipFile") if function is not None else None
            # With a layer, the answer may be made elsewhere.
            if function is None or not isinstance(code, str) or function.get("Layers") or function.logical_id in told:
                continue
            missing = next((word for word in (_ANSWER, _GOES_ON) if word not in code), "")
            if not missing or not inquiry.owns(function):
                continue
            told.add(function.logical_id)
            yield Found(
                function,
                ("Code", "ZipFile"),
                f"{function.logical_id}, a lifecycle hook of {service.logical_id}, never answers with {missing}",
                f"ECS goes on with a deployment when the function returns {_ANSWER} with {_GOES_ON}, and rolls back "
                "without it: no deployment succeeds",
                f'return {{"{_ANSWER}": "{_GOES_ON}"}} from the function',
                severity=None if _is_certain(code) else Severity.WARNING,
            )


def _is_certain(code: str) -> bool:
    """Whether there is no answer at all, or only such as ECS doesn't know; a status may also be worked out."""
    written = _WRITTEN.findall(code)
    return _ANSWER not in code or (bool(written) and not set(written) & set(_STATUSES))


def _without_role(service: Resource, index: int) -> Found:
    return Found(
        service,
        (*_HOOKS, index),
        f"a lifecycle hook of {service.logical_id} names a function, and no role to call it by",
        "the role is what lets ECS call the function: the stage fails, and the deployment rolls back",
        "add RoleArn, a role that ecs.amazonaws.com may assume and that allows lambda:InvokeFunction",
        severity=Severity.WARNING,
    )


CHECK = Check(
    "SCA240",
    Severity.ERROR,
    Question.SCALE,
    "ECS cannot call the function of a lifecycle hook, or is not answered as it wants to be",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html",
    _ask,
)
