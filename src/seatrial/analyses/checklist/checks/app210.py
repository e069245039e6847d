"""Whether the handler of a function whose code stands in the template is in the file that CloudFormation makes of it.

"CloudFormation places it in a file named index and zips it": a handler of another file is not found, when the function
is called.

Source (read 2026-11-30): https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
aws-properties-lambda-function-code.html (ZipFile).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity

_FUNCTION, _FILE = "AWS::Lambda::Function", "index"


def _handlers(inquiry: Inquiry) -> Iterator[Said]:
    for function in inquiry.system.of_type(_FUNCTION):
        handler, code = function.get("Handler"), function.get("Code", "ZipFile")
        if not isinstance(handler, str) or not isinstance(code, str) or not code or inquiry.refused_at(function):
            continue
        module, dot, name = handler.rpartition(".")
        if not dot or module == _FILE:
            continue
        yield Found(
            function,
            ("Handler",),
            f"the handler of {function.logical_id} is in {module}, and its code is in the file {_FILE}",
            "CloudFormation puts code that stands in a template into a file of that name: every call of the function "
            "fails",
            f"write Handler: {_FILE}.{name}",
            f"Runtime.ImportModuleError: Unable to import module '{module}'",
        )


CHECK = Check(
    "APP210",
    Severity.ERROR,
    Question.TRIGGER,
    "The handler of a function is not in the file that its code is put into",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html",
    _handlers,
)
