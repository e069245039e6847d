"""Whether a function's code that stands in the template reads only variables that the function is given.

``os.environ["NAME"]`` raises KeyError where there is no such variable, and the call fails.

Sources (read 2026-11-30): https://docs.python.org/3/library/os.html#os.environ (a mapping),
https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime (what Lambda sets
by itself).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import FUNCTION
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_text

_READ = re.compile(r"\benviron\[\s*(['\"])(?P<name>\w+)\1\s*\](?!\s*=[^=])")
_SET = re.compile(r"\benviron\[\s*(['\"])(?P<name>\w+)\1\s*\]\s*=[^=]")
_ASKED = re.compile(r"(['\"])(?P<name>\w+)\1\s+(?:not\s+)?in\s+(?:os\.)?environ\b")
_GOT = re.compile(r"(?:\benviron\.(?:get|setdefault)|\bgetenv)\(\s*(['\"])(?P<name>\w+)\1")
_BY_LAMBDA = ("TZ", "LANG", "PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "HOME", "PWD", "SHLVL")
_NEAR = 0.6


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for function in inquiry.system.of_type(FUNCTION):
        code = function.get("Code", "ZipFile")
        given = function.get("Environment", "Variables")
        known = given is None or isinstance(given, dict)
        python = as_text(function.get("Runtime")).startswith("python")
        # What may catch the error means to do without the variable.
        if not isinstance(code, str) or isinstance(code, Unknown) or not known or not python or "except" in code:
            continue
        names = [*given] if isinstance(given, dict) else []
        made = {match["name"] for form in (_SET, _ASKED, _GOT) for match in form.finditer(code)}
        for name in dict.fromkeys(match["name"] for match in _READ.finditer(code)):
            if name in names or name in made or name in _BY_LAMBDA or name.startswith(("AWS_", "_")):
                continue
            near = get_close_matches(name, names, 1, _NEAR)
            mend = f"write {name} in place of {near[0]} in Environment.Variables" if near else ""
            yield Found(
                function,
                ("Environment", "Variables"),
                f"the code of {function.logical_id} reads {name}, which it is not given",
                f"Environment.Variables has {', '.join(names) or 'nothing'}: the call fails with a KeyError where the "
                "code reads it",
                mend or f"add {name} to Environment.Variables of {function.logical_id}",
            )


CHECK = Check(
    "APP320",
    Severity.WARNING,
    Question.REACH,
    "The code of a function reads a variable that it is not given",
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    _ask,
)
