"""A database has a public address.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _public_stores(inquiry: Inquiry) -> Iterator[Said]:
    for store in inquiry.system.of_type("AWS::RDS::DBInstance"):
        if as_text(store.get("PubliclyAccessible")).lower() == "true":
            yield Found(
                store,
                ("PubliclyAccessible",),
                f"{store.logical_id} has a public address",
                "tasks reach a database by its private address: the public one only lets others try",
                "write PubliclyAccessible: false",
            )


CHECK = Check(
    "SAF151",
    Severity.WARNING,
    Question.SEEMLY,
    "A database has a public address",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    _public_stores,
)
