"""Whether Lambda finds the handler of a function whose code stands in the template: in a file that is called index.

Source (read 2026-11-30):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
(ZipFile: "CloudFormation places it in a file named index"; "for the Handler property, the first part of the handler
identifier must be index").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import FUNCTION
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

_FILE = "index"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for function in inquiry.system.of_type(FUNCTION):
        code, handler = function.get("Code", "ZipFile"), as_text(function.get("Handler"))
        runtime = as_text(function.get("Runtime"))
        if not isinstance(code, str) or not handler or not runtime.startswith(("python", "nodejs")):
            continue
        file, dot, name = handler.rpartition(".")
        if file != _FILE:
            yield Found(
                function,
                ("Handler",),
                f"Lambda finds no handler {handler} of {function.logical_id}",
                f"code that stands in a template is in a file {_FILE}, and not in {file or handler}: each call fails "
                "with Runtime.ImportModuleError",
                f"write Handler: {_FILE}.{name if dot else handler}",
                f"Runtime.ImportModuleError: Unable to import module '{file}'" if dot else "",
            )
        elif runtime.startswith("python") and not re.search(rf"\b{re.escape(name)}\b", code):
            yield Found(
                function,
                ("Handler",),
                f"Lambda finds no handler {handler} of {function.logical_id}",
                f"its code has no function {name}: each call fails with Runtime.HandlerNotFound",
                f"name the function of the code in Handler, as {_FILE}.handler",
            )


CHECK = Check(
    "APP231",
    Severity.ERROR,
    Question.REACH,
    "Lambda does not find the handler of code that stands in the template",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html",
    _ask,
)
