"""Whether the function of a lifecycle hook answers as ECS wants it to, as far as its code stands in the template.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
("it must return a hookStatus for the deployment to continue. If a hookStatus is not returned, or if the function fails,
the deployment rolls back"; SUCCEEDED, FAILED, IN_PROGRESS).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import FUNCTION
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, at

_ANSWER, _GOES_ON = "hookStatus", "SUCCEEDED"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for service in inquiry.system.of_type(SERVICE):
        for hook in as_list(service.get("DeploymentConfiguration", "LifecycleHooks")):
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
            )


CHECK = Check(
    "SCA240",
    Severity.ERROR,
    Question.SCALE,
    "The function of a lifecycle hook does not answer as ECS wants it to",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html",
    _ask,
)
