"""Whether a retrier or a catcher waits for an error that there is.

Names that begin with States. are those of Step Functions itself, and there is a list of them: another one never comes.

Source (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html and
https://states-language.net/spec.html#errors ("MUST NOT begin with the prefix States.").
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_state_inputs import written_machines
from seatrial.analyses.state_machines import flows
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, at

_STATES = "States."
ERRORS = tuple(
    f"{_STATES}{name}"
    for name in (
        "ALL", "BranchFailed", "DataLimitExceeded", "ExceedToleratedFailureThreshold", "HeartbeatTimeout",
        "Http.Socket", "IntrinsicFailure", "ItemReaderFailed", "NoChoiceMatched", "ParameterPathFailure",
        "Permissions", "QueryEvaluationError", "ResultPathMatchFailure", "ResultWriterFailed", "Runtime",
        "TaskFailed", "Timeout",
    )
)  # fmt: skip


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for resource, machine in written_machines(inquiry):
        for flow in flows(machine):
            for name, state in flow.states.items():
                for key in ("Retry", "Catch"):
                    for index, item in enumerate(as_list(at(state, key))):
                        for error in as_list(at(item, "ErrorEquals")):
                            if not isinstance(error, str) or not error.startswith(_STATES) or error in ERRORS:
                                continue
                            near = next(iter(get_close_matches(error, ERRORS, n=1)), "")
                            yield Found(
                                resource,
                                machine.place(*flow.path, "States", name, key, index, "ErrorEquals"),
                                f"{key} of the state {name} of {resource.logical_id} waits for {error}, which no error "
                                "is called",
                                "errors that begin with States. are Step Functions' own, and none has this name: what "
                                "it is for never happens",
                                f"write {near} in ErrorEquals" if near else f"write one of {', '.join(ERRORS)}",
                            )


CHECK = Check(
    "TRI230",
    Severity.WARNING,
    Question.TRIGGER,
    "A retrier or a catcher waits for an error that there is not",
    "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    _ask,
)
