"""Will it work? Every question that a Fargate system has to answer, asked of the graph, one small file per check.

Codes say what a check is about: CRE creation, STA the start of tasks, ARR the arrival of traffic, APP what the
application is given, TRI what triggers work, SCA scaling and rolling, SAF safety and good form. A code is never used
again for anything else.
"""

from seatrial.analyses.checklist.check import Check, Doubt, Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.run import Choice, Selection, check
from seatrial.analyses.checklist.table import all_checks

__all__ = ["Check", "Choice", "Doubt", "Found", "Inquiry", "Selection", "all_checks", "check"]
